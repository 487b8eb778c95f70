"""Placement of labels without overlaps."""
