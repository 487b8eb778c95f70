"""The scene: actors as numpy columns, the projection, and the state of the interaction."""
