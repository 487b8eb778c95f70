"""Merging of two versions of a map, with their common base or without it, and the conflicts that were met."""
