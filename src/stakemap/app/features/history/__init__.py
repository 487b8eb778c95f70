"""The history of judgements."""
