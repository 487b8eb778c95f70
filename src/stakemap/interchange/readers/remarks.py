"""The remarks that a reader collects: of many alike only the first are kept, the others are counted."""

from __future__ import annotations

from collections import Counter

from stakemap.interchange.alike_remarks import not_listed
from stakemap.interchange.content import NOWHERE, Place, Remark, RemarkKind
from stakemap.text import one_line

#: So many remarks with the same wording are kept: a file may have a fault in every one of a million lines.
_MOST_ALIKE = 200
#: So many of one kind are kept, however they differ.
_MOST = 1_000
#: Remarks are shown in lists: of a longer text that stands in the file only the beginning is shown.
_MOST_TEXT = 200


class Remarks:
    """Remarks in the order in which they are added."""

    def __init__(self) -> None:
        self._found: list[Remark] = []
        #: How many are kept, by kind and by kind and pattern, and how many are not.
        self._kept: Counter[RemarkKind] = Counter()
        self._alike: Counter[tuple[RemarkKind, str]] = Counter()
        self._more: Counter[RemarkKind] = Counter()

    def add(
        self,
        kind: RemarkKind,
        sentence: str,
        place: Place = NOWHERE,
        text: str = "",
        **values: object,
    ) -> None:
        """Add a remark whose sentence is a translated pattern and the values of its `{named}` places.

        Remarks are alike when they have the same pattern.
        """
        if self._kept[kind] >= _MOST or self._alike[kind, sentence] >= _MOST_ALIKE:
            self._more[kind] += 1
            return
        self._kept[kind] += 1
        self._alike[kind, sentence] += 1
        shown = {name: one_line(value) if isinstance(value, str) else value for name, value in values.items()}
        filled = sentence.format(**shown) if shown else sentence
        self._found.append(Remark(kind=kind, sentence=filled, place=place, text=text[:_MOST_TEXT]))

    def all(self) -> tuple[Remark, ...]:
        """All remarks, at their end how many more there are of each kind."""
        return (*self._found, *not_listed(self._more))
