"""Foreign formats: importers, and tables that are pasted or copied, as records and edits of the model."""
