"""What analysts do, a folder each: panel, commands and derived state; no feature imports another."""
