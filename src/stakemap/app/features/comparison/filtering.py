"""Which differences the list shows: of a kind, at a place, and those that have all words of a search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from stakemap.model.merging.comparison import Comparison
from stakemap.model.merging.difference import Difference
from stakemap.text import fold
from stakemap.wording.comparison import DifferenceWords

Kind = Literal["all", "both", "other", "one"]
#: More differences are searched by a worker.
_FEW = 300


class Folded:
    """The folded sentences of a comparison, made when it is first searched."""

    def __init__(self, words: DifferenceWords) -> None:
        self._words = words
        self._texts: dict[str, str] = {}

    def has(self, difference: Difference, query: Sequence[str]) -> bool:
        """Whether the sentence of a difference has all words of a query, which are folded."""
        text = self._texts.get(difference.key)
        if text is None:
            text = self._texts[difference.key] = fold(self._words.sentence(difference))
        return all(word in text for word in query)


def chosen(
    comparison: Comparison,
    folded: Folded,
    query: str,
    kind: Kind,
    place: tuple[str | None, str | None] | None,
) -> tuple[Difference, ...]:
    """The differences of a kind, at an issue and a snapshot if given, that have all words of a query."""
    found = [
        each
        for each in comparison.differences
        if (kind == "all" or each.side == kind) and (place is None or _is_at(each, *place))
    ]
    wanted = fold(query).split()
    return tuple(each for each in found if folded.has(each, wanted)) if wanted else tuple(found)


def _is_at(difference: Difference, issue: str | None, snapshot: str | None) -> bool:
    subject = difference.place.subject
    return subject is not None and difference.place.id == snapshot and subject.issue in (None, issue)


def is_large(comparison: Comparison, _folded: Folded, query: str, *_inputs: object) -> bool:
    """Whether the search takes so long that a worker does it."""
    return bool(query.strip()) and len(comparison.differences) > _FEW


class SearchField(QLineEdit):
    """The search field; Esc clears it, Down goes on to the list."""

    went_down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self.went_down.emit()
        else:
            super().keyPressEvent(event)
