"""Readers of the files of other tools, and what several of them share."""
