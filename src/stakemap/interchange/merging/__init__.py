"""Merging of imported content with a map: records matched by key, changes field by field, one edit."""
