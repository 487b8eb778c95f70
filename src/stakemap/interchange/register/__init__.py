"""Stakeholder registers: tables whose layout, columns and scales are detected, shown and can be changed."""
