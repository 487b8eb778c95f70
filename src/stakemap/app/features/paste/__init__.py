"""Rows pasted from a spreadsheet."""
