"""The layers that a frame is painted from, and the stage that paints them in order."""
