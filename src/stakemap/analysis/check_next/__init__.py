"""Which judgement to check next."""
