"""The remarks that a reader collects: of many alike only the first are kept, the others are counted."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from stakemap.i18n import tr_count
from stakemap.interchange.content import NOWHERE, Place, Remark
from stakemap.text import one_line

__all__ = ["Remarks"]

#: So many remarks with the same wording are kept: a file may have a fault in every one of a million lines.
_MOST_ALIKE = 200
#: Remarks are told in lists: of a longer text that stands in the file only the beginning is shown.
_MOST_TEXT = 200


class Remarks:
    """Remarks in the order in which they are added."""

    def __init__(self) -> None:
        self._found: list[Remark] = []
        self._counts: Counter[tuple[Literal["refused", "left-out", "kept", "doubt"], str]] = Counter()

    def add(
        self,
        kind: Literal["refused", "left-out", "kept", "doubt"],
        sentence: str,
        place: Place = NOWHERE,
        text: str = "",
        **values: object,
    ) -> None:
        """Add a remark whose sentence is a translated pattern and the values of its `{named}` places.

        Remarks are alike when they have the same pattern.
        """
        self._counts[kind, str(sentence)] += 1
        if self._counts[kind, str(sentence)] > _MOST_ALIKE:
            return
        shown = {name: one_line(value) if isinstance(value, str) else value for name, value in values.items()}
        filled = sentence.format(**shown) if shown else str(sentence)
        self._found.append(Remark(kind=kind, sentence=filled, place=place, text=text[:_MOST_TEXT]))

    def extend(self, remarks: tuple[Remark, ...]) -> None:
        """Add remarks as they are."""
        self._found.extend(remarks)

    def all(self) -> tuple[Remark, ...]:
        """All remarks, at their end how many more there are of each kind."""
        more: Counter[Literal["refused", "left-out", "kept", "doubt"]] = Counter()
        for (kind, _), count in self._counts.items():
            more[kind] += max(count - _MOST_ALIKE, 0)
        closing = [
            Remark(
                kind=kind,
                sentence=tr_count(
                    "{count} more remark of this kind is not listed.",
                    "{count} more remarks of this kind are not listed.",
                    count,
                ),
            )
            for kind, count in more.items()
            if count
        ]
        return (*self._found, *closing)
