"""Full-text search of actors, and its hits in words."""
