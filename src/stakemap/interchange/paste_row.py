"""A row of a pasted table: its cells, what they say, and the cells refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from stakemap.i18n import tr
from stakemap.interchange.cells import CellError, NoValue, is_not_applicable
from stakemap.interchange.content import ImportedEstimate, Place
from stakemap.interchange.register.plan import ScalePlan
from stakemap.interchange.register.values import rated
from stakemap.interchange.synonyms import ENDS, Field
from stakemap.interchange.tsv import plain_number
from stakemap.model.judgements import Estimate
from stakemap.text import fold_latin, shortened

#: Room for a sentence of ours with a name or two in it.
_SENTENCE_LIMIT = 300

#: The columns that say who a row is about, the first of them first.
_IDENTITY: tuple[Field, ...] = ("name", "id", "code")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Refused:
    """An invalid cell: its row and column (from 0), its text, and a sentence that says why."""

    row: int
    column: int
    text: str
    sentence: str


class Row:
    """The cells of one row by field; collects refused cells while they are parsed.

    `scales` are those of quantities; one that is not there is on the map's own.
    """

    def __init__(
        self, number: int, cells: Mapping[Field, tuple[int, str]], scales: Mapping[Field, ScalePlan]
    ) -> None:
        self.number, self.cells, self.scales = number, cells, scales
        self.refused: list[Refused] = []

    def text(self, field: Field) -> str | None:
        """The text of a cell; None if it is empty or there is no such column."""
        cell = self.cells.get(field)
        return None if cell is None else cell[1]

    def place(self, *fields: Field) -> Place:
        """The place of the first of these cells that is not empty, else of the row."""
        column = next((self.cells[field][0] + 1 for field in fields if field in self.cells), 0)
        return Place(row=self.number + 1, column=column)

    def refuse(self, field: Field, sentence: str) -> None:
        """Note that a cell cannot be taken; a sentence that quotes a long text loses its middle."""
        column, text = self.cells.get(field, (0, ""))
        refusal = Refused(self.number, column, text, _without_middle(sentence))
        if refusal not in self.refused:
            self.refused.append(refusal)

    def refuse_text(self, text: str, sentence: str, column: int) -> None:
        """Note that what a cell says cannot be taken; without such a cell, that it is the one in a column
        (from 1), else the one that says who the row is about.
        """
        wanted = fold_latin(text)
        said = (field for field, (_, cell) in self.cells.items() if fold_latin(cell) == wanted)
        placed = (field for field, (place, _) in self.cells.items() if place + 1 == column)
        identity = (field for field in _IDENTITY if field in self.cells)
        self.refuse(next(chain(said, placed, identity), "name"), sentence)

    def parsed(self, field: Field, parse: Callable[[str], T]) -> T | None:
        """Parse a cell; None if it is empty, or invalid and thus refused."""
        text = self.text(field)
        if text is None:
            return None
        try:
            return parse(text)
        except CellError as error:
            self.refuse(field, str(error))
            return None


def _without_middle(sentence: str) -> str:
    if len(sentence) <= _SENTENCE_LIMIT:
        return sentence
    third = _SENTENCE_LIMIT // 3
    return f"{shortened(sentence, 2 * third)} {sentence[-third:]}"


def estimate_of(
    row: Row, field: Field, old: Estimate | None, lowest: float
) -> ImportedEstimate | NoValue | None:
    """Parse one value and its range, on the map's scale from `lowest` to 100: an estimate, a state, or None.

    A range without a value is one of `old`.
    """
    if is_not_applicable(row.text(field) or ""):
        return "not-applicable"
    native = (lowest, 100.0)
    scale = row.scales.get(field) or ScalePlan(low=lowest, high=100)
    refused = len(row.refused)
    said, one, other = (
        row.parsed(each, lambda text: rated(text, text, scale, native)) for each in (field, *ENDS[field])
    )
    if len(row.refused) > refused:
        return None
    given = [end for end in ENDS[field] if row.text(end) is not None]
    value = old.value if said is None and given and old is not None else said and said.value
    if value is None:
        if given:
            row.refuse(given[0], tr("This range needs a value."))
        return None if said is None or given else "unknown"
    if len(given) == 1:
        row.refuse(given[0], tr("A range needs both ends, low and high."))
        return None
    low, high = (one.value, other.value) if one and other else (said.low, said.high) if said else (None, None)
    if low is not None and high is not None and not low <= value <= high:
        texts = {"low": plain_number(low), "high": plain_number(high), "value": plain_number(value)}
        place = field if row.text(field) is not None else given[0]
        row.refuse(place, tr("The range {low} to {high} does not include the value {value}.", **texts))
        return None
    return ImportedEstimate(value=value, low=low, high=high)
