"""The side that an actor is on, by its alignment; apart from the balance, which needs numpy."""

from __future__ import annotations

from typing import Literal

__all__ = ["DEFAULT_THRESHOLD", "Side", "side_of"]

#: An actor whose absolute alignment (0 … 100) is below this is undecided.
DEFAULT_THRESHOLD = 5.0

Side = Literal["for", "against", "undecided", "unknown"]


def side_of(alignment: float | None, threshold: float = DEFAULT_THRESHOLD) -> Side:
    """The side of an alignment (−100 … 100); 0 is undecided at any threshold."""
    if alignment is None:
        return "unknown"
    if alignment == 0 or abs(alignment) < threshold:
        return "undecided"
    return "for" if alignment > 0 else "against"
