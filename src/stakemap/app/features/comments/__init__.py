"""Comments on what a map says: the panel, and the signs of those that are open."""
