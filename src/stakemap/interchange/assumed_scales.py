"""Scales that the values of a column may be on when its heading names none."""

from __future__ import annotations

from collections.abc import Iterable

from stakemap.interchange.cells import CellError, value_of
from stakemap.interchange.scales import Scale

_UPWARDS: tuple[Scale, ...] = ((1, 3), (0, 3), (1, 5), (0, 5), (1, 7), (1, 10), (0, 10))
_BOTH_WAYS: tuple[Scale, ...] = ((-1, 1), (-2, 2), (-3, 3), (-5, 5), (-10, 10))


def possible_scales(texts: Iterable[str], native: Scale) -> tuple[Scale, ...]:
    """The scales in common use, narrower than `native`, that hold all values of a column.

    None if there are no values but 0, or one that is out of all of them, not whole or no number: then it is
    the map's own scale that is meant.
    """
    scales = (*(_BOTH_WAYS if native[0] < 0 else ()), *_UPWARDS)
    lowest, highest = min(low for low, _ in scales), max(high for _, high in scales)
    found: set[float] = set()
    for text in texts:
        try:
            value = value_of(text, lowest, highest)
        except CellError:
            return ()
        if not isinstance(value, str):
            if not value.is_integer():
                return ()
            found.add(value)
    if found <= {0.0}:
        return ()
    return tuple((low, high) for low, high in scales if low <= min(found) and max(found) <= high)
