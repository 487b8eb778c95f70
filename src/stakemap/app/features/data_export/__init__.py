"""The export of the data of a map for other programs."""
