"""One row of a pasted table: its cells, what they would change, and which of them cannot be taken and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from stakemap.i18n import tr
from stakemap.interchange.cells import CellError, NoValue, number_of, value_of
from stakemap.interchange.columns import Field
from stakemap.interchange.tsv import plain_number
from stakemap.model.judgements import Estimate
from stakemap.model.records import replace
from stakemap.text import shortened

__all__ = ["Change", "Refused", "Row", "estimate_of", "shown"]

#: Room for a sentence of ours with a name or two in it.
_SENTENCE_LIMIT = 300

T = TypeVar("T")
E = TypeVar("E", bound=Estimate)


@dataclass(frozen=True, slots=True)
class Refused:
    """A cell that cannot be taken: its row and column (from 0), its text, and a sentence that says why."""

    row: int
    column: int
    text: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a cell would change, in the words of the table; empty for what was or will not be there."""

    field: Field
    before: str
    after: str


class Row:
    """The cells of one row by field, collecting changes and refusals while they are read."""

    def __init__(self, number: int, cells: Mapping[Field, tuple[int, str]]) -> None:
        self.number = number
        self.cells = cells
        self.changes: list[Change] = []
        self.refused: list[Refused] = []

    def text(self, field: Field) -> str | None:
        """The text of a cell, None where it is empty or there is no such column."""
        cell = self.cells.get(field)
        return None if cell is None else cell[1]

    def refuse(self, field: Field, sentence: str) -> None:
        """Note that a cell cannot be taken; a sentence that quotes a long text loses its middle."""
        column, text = self.cells.get(field, (0, ""))
        refusal = Refused(self.number, column, text, _without_middle(sentence))
        if refusal not in self.refused:
            self.refused.append(refusal)

    def parsed(self, field: Field, parse: Callable[[str], T]) -> T | None:
        """What a cell says; None where it says nothing or cannot be taken, which is then noted."""
        text = self.text(field)
        if text is None:
            return None
        try:
            return parse(text)
        except CellError as error:
            self.refuse(field, str(error))
            return None

    def changed(self, field: Field, before: str, after: str) -> None:
        """Note a change unless nothing differs."""
        if before != after:
            self.changes.append(Change(field, before, after))


def _without_middle(sentence: str) -> str:
    if len(sentence) <= _SENTENCE_LIMIT:
        return sentence
    third = _SENTENCE_LIMIT // 3
    return f"{shortened(sentence, 2 * third)} {sentence[-third:]}"


def shown(value: float | None) -> str:
    """A number as a cell shows it, empty for none."""
    return "" if value is None else plain_number(value)


def estimate_of(row: Row, field: Field, kind: type[E], old: E | None, lowest: float) -> E | NoValue | None:
    """What a row says of one value and its range: an estimate (`old` itself if the same), a state, or None.

    A value without a range takes the old range along within the scale, as a drag does.
    """
    low_end: Field = f"{field}_low"  # type: ignore[assignment]
    high_end: Field = f"{field}_high"  # type: ignore[assignment]
    refused = len(row.refused)
    value = row.parsed(field, lambda text: value_of(text, lowest, 100))
    low, high = (row.parsed(end, lambda text: number_of(text, lowest, 100)) for end in (low_end, high_end))
    if len(row.refused) > refused:
        return None
    given = [end for end in (low_end, high_end) if row.text(end) is not None]
    if value is None and given and old is not None:
        value = old.value
    if value is None or isinstance(value, str):
        if given:
            row.refuse(given[0], tr("There is no value that this range could hold."))
            return None
        return value
    if len(given) == 1:
        row.refuse(given[0], tr("A range needs both ends, low and high."))
        return None
    if low is None or high is None:
        return kind(value=value) if old is None else old.moved_to(value)
    if not low <= value <= high:
        texts = {"low": shown(low), "high": shown(high), "value": shown(value)}
        place = field if row.text(field) is not None else low_end
        row.refuse(place, tr("The range {low} to {high} does not hold the value {value}.", **texts))
        return None
    return _estimate(kind, old, value, low, high)


def _estimate(kind: type[E], old: E | None, value: float, low: float | None, high: float | None) -> E:
    if old is not None and (old.value, old.low, old.high) == (value, low, high):
        return old
    if old is None:
        return kind(value=value, low=low, high=high)
    return replace(old, value=value, low=low, high=high)
