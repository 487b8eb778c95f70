"""Words and letters that tell what is from what is wanted."""

from __future__ import annotations

from stakemap.interchange.register.headings import meaning_of
from stakemap.interchange.register.plan import Moment
from stakemap.text import fold


def moment_of(text: str) -> Moment:
    """Whether a cell means what is or what is wanted; "" if it is neither."""
    letters: dict[str, Moment] = {"c": "current", "d": "desired"}
    return letters.get(fold(text)) or meaning_of(text).moment
