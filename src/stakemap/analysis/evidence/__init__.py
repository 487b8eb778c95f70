"""What judgements rest on: the evidence check, coverage, the use and the age of sources."""
