"""Benchmarks: what Stakemap costs beside a peer or a floor measured in the same run; see `run.py`."""
