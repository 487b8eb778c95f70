"""Groups of actors: adding, changing and removing them."""
