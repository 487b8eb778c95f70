"""Confidential work: maps that leave no traces, forgetting a map, clearing history."""
