"""The inspector: the forms of the selection on three pages, and the dialog of the map's own details."""
