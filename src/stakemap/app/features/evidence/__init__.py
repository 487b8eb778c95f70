"""The evidence check, and the share of judgements that cite a source."""
