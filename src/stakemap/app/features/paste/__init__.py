"""The import of rows pasted from a spreadsheet."""
