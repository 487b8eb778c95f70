"""The app around the features: process, windows, menus, palette, preferences, welcome page."""
