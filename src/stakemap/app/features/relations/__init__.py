"""Relations between actors: adding one, stepping through them, filtering those shown."""
