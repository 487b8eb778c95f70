"""Stands in for Pillow, which python-pptx imports for pictures on slides; the decks of the app hold none."""
