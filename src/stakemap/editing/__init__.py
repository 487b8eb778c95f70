"""Editing an open map: session, undo history, gestures and the view state of a window. No Qt."""
