"""Atomic writing of files, and what a killed save leaves behind."""
