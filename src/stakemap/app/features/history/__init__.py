"""How judgements came about."""
