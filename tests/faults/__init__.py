"""Faults injected into the real code, to prove that nothing is lost and nothing let in."""
