"""Versions in conflict, as git and services of shared folders leave them."""
