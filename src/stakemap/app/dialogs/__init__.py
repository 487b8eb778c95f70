"""The welcome page and the dialogs; each is imported by the action that opens it, for a quick start."""
