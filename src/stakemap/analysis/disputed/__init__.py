"""How much the citations of a stance contradict each reading of it."""
