"""The distance mode: all actors compared with one, as tint of the canvas and as a list."""
