"""Painting of marks with QPainter, and fonts; no window is needed."""
