"""The dialog of issues, which adds, changes, orders and removes issues."""
