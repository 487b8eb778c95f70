"""Tensions among relations: ties, unbalanced triads, camps."""
