"""How often judgements held what was later found."""
