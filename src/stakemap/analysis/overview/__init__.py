"""An issue in one look."""
