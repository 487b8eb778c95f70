"""What the actions do; the table of actions names these methods."""
