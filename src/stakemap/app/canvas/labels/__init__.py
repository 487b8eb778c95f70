"""Placement and painting of labels and the legend."""
