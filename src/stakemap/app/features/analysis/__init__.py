"""The analyses of a map: a panel with the report of each method on the view."""
