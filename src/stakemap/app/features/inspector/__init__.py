"""The inspector: the forms of the selection, or of the map when nothing is selected."""
