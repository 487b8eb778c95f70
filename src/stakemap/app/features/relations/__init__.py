"""Relations between actors: drawing one, going from one to the next."""
