"""Who can pass or stop an issue under its rule."""
