"""Analyses of a map: balance, distance, movement, evidence, search. They do not change the map."""
