"""The table of actors, and the actions that add, rename, judge, remove and copy actors."""
