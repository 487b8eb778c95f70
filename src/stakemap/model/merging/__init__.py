"""Merging of two versions of a map that have a common base, with the conflicts that were met."""
