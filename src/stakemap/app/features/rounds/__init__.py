"""Rounds of judging: starting one, gathering answers, and filling in the sheet of an analyst."""
