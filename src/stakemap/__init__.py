"""Stakemap: map who matters on a question and where they stand."""

__version__ = "0.1.0"
