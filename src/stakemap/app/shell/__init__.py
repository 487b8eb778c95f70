"""The application shell: process, main window, menus, command palette, preferences and welcome page."""
