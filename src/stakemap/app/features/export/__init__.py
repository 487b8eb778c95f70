"""Slides and clean copies: which ones, how they look, into which files."""
