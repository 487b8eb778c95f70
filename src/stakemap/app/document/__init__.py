"""An open map and its file: opening, saving, autosave, recovery, earlier versions, file lock, file watch."""
