"""The smallest changes that would turn the result of an issue."""
