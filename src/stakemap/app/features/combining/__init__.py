"""Several analysts' maps combined into one, in a dialog."""
