"""Locks between processes, and the marks of open files."""
