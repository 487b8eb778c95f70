"""Asking why an actor was moved: a card beside it, which nobody has to answer."""
