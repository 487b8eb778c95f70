"""The plot of a map: axes, captions, relations, discs, names."""
