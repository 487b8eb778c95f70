"""Mouse gestures on the canvas: a class for each, with start, moves, end and cancel."""
