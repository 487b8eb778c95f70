"""Values of the store of versions, which may be of any type: what they say, as far as it can be believed."""

from __future__ import annotations

import math
from pathlib import Path

from stakemap.storage.reading.limits import LATEST_TIME
from stakemap.storage.store.path_keys import path_of

_LONGEST_TEXT = 10_000


def text_of(value: object) -> str:
    """A text; "" for anything else. What is not Unicode in it is replaced."""
    if not isinstance(value, str):
        return ""
    return value[:_LONGEST_TEXT].encode("utf-8", "replace").decode("utf-8")


def time_of(value: object) -> float:
    """A time in seconds since 1970; 0 for anything else."""
    if isinstance(value, int | float) and math.isfinite(value) and 0 <= value <= LATEST_TIME:
        return float(value)
    return 0.0


def absolute_path(value: object) -> Path | None:
    """The path of which a key was made; None for anything else."""
    path = path_of(value) if isinstance(value, str) else None
    return path if path is not None and path.is_absolute() and "\0" not in str(path) else None
