"""Marks drawn through Qt's painter; nothing here needs a window."""
