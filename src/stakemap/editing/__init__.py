"""A map being worked on: sessions, undo, gestures and what one window looks at. Plain Python, no Qt."""
