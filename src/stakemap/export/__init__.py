"""A slide as a file."""
