"""What a frame is painted from, one layer over another, and the stage that paints them in order."""
