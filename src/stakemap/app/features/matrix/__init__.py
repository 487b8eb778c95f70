"""The heat map of actors × issues."""
