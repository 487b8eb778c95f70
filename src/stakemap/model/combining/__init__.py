"""Combining of several analysts' maps: which records are the same, and what each analyst judges."""
