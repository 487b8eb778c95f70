"""The analyses of a map: a panel with what each method tells of the view, and the page of methods."""
