"""The table of actors, and adding, renaming and removing them."""
