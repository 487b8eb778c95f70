"""Several analysts' maps combined into one."""
