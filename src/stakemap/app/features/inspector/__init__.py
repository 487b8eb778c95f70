"""The inspector: everything about what is selected, or about the map when nothing is."""
