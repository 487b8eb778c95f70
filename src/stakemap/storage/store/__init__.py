"""The store of versions: an append-only database of all edits, the journal that writes it, restoring."""
