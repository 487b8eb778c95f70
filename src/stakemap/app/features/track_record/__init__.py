"""What was later found of judgements, and whether scenarios came about."""
