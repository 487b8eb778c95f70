"""The dialog of groups, which adds, changes and removes groups of actors."""
