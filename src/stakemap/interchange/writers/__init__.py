"""Export of the data of a map, one module a format."""
