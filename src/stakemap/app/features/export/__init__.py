"""The export of slides, pictures and clean copies."""
