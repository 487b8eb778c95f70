"""The balance on an issue: effective power on each side, its interval and its verdict."""
