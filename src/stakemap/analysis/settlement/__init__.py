"""Where models of bargaining put the outcome of an issue."""
