"""Marks that tables have where a value is missing, such as "n/a", and what they mean in which column."""

from __future__ import annotations

from typing import Final

from stakemap.interchange.cells import is_empty, is_missing, is_own_word, is_unknown
from stakemap.interchange.columns import quantity_of
from stakemap.interchange.synonyms import Field

#: The values that may be judged unknown.
_JUDGED: Final = ("influence", "alignment")
#: In these a mark such as NA may be a name.
_NAMES: Final = ("id", "name", "code", "aliases")


def is_blank(field: Field, text: str) -> bool:
    """Whether a cell says nothing, so that the map keeps its value."""
    if field in _JUDGED:
        return is_empty(text) and not is_unknown(text)
    if quantity_of(field) is not None and is_unknown(text):
        return True
    return is_empty(text) or (field not in _NAMES and is_missing(text))


def is_taken_for_unknown(field: Field | None, text: str) -> bool:
    """Whether a cell is read as unknown although it does not have the app's own word for it."""
    return field in _JUDGED and is_unknown(text) and not is_own_word(text)
