"""Search and filters of actors."""
