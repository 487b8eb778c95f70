"""The evidence check, and how much of what is shown is backed by sources."""
