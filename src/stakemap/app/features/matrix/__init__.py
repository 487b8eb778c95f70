"""Actors × issues as a heat map."""
