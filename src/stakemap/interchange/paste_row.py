"""A row of a pasted table: its cells, the changes they make, and the cells refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar, overload

from stakemap.i18n import tr
from stakemap.interchange.cells import CellError, NoValue, Value, number_of, value_of
from stakemap.interchange.columns import Field, Scale
from stakemap.interchange.judgement_rules import estimated
from stakemap.interchange.tsv import plain_number
from stakemap.model.judgements import Estimate
from stakemap.text import shortened

__all__ = ["Change", "Refused", "Row", "estimate_of", "shown"]

#: Room for a sentence of ours with a name or two in it.
_SENTENCE_LIMIT = 300
#: Of values that are converted from another scale.
_DECIMAL_PLACES = 2

T = TypeVar("T")
E = TypeVar("E", bound=Estimate)


@dataclass(frozen=True, slots=True)
class Refused:
    """An invalid cell: its row and column (from 0), its text, and a sentence that says why."""

    row: int
    column: int
    text: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Change:
    """The change of a field, as cell texts; empty for no value."""

    field: Field
    before: str
    after: str


class Row:
    """The cells of one row by field; collects changes and refused cells while they are parsed.

    `scales` are those of quantities that are not on the map's own scale, `cite` gives ids and titles of the
    sources that a text names.
    """

    def __init__(
        self,
        number: int,
        cells: Mapping[Field, tuple[int, str]],
        scales: Mapping[Field, Scale],
        cite: Callable[[str], Mapping[str, str]],
    ) -> None:
        self.number = number
        self.cells = cells
        self.scales = scales
        self.cite = cite
        self.changes: list[Change] = []
        self.refused: list[Refused] = []

    def text(self, field: Field) -> str | None:
        """The text of a cell; None if it is empty or there is no such column."""
        cell = self.cells.get(field)
        return None if cell is None else cell[1]

    def refuse(self, field: Field, sentence: str) -> None:
        """Note that a cell cannot be taken; a sentence that quotes a long text loses its middle."""
        column, text = self.cells.get(field, (0, ""))
        refusal = Refused(self.number, column, text, _without_middle(sentence))
        if refusal not in self.refused:
            self.refused.append(refusal)

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

    def changed(self, field: Field, before: str, after: str) -> None:
        """Record a change unless the texts are equal."""
        if before != after:
            self.changes.append(Change(field, before, after))


def _without_middle(sentence: str) -> str:
    if len(sentence) <= _SENTENCE_LIMIT:
        return sentence
    third = _SENTENCE_LIMIT // 3
    return f"{shortened(sentence, 2 * third)} {sentence[-third:]}"


def shown(value: float | None) -> str:
    """A number as cell text, empty for None."""
    return "" if value is None else plain_number(value)


def estimate_of(row: Row, field: Field, kind: type[E], old: E | None, lowest: float) -> E | NoValue | None:
    """Parse one value and its range: an estimate (`old` itself if equal), a state, or None.

    A value without a range shifts the old range within the scale, as a drag does. Values on another scale are
    converted to the map's linearly.
    """
    own = (lowest, 100.0)
    scale = row.scales.get(field, own)
    low_end: Field = f"{field}_low"  # type: ignore[assignment]
    high_end: Field = f"{field}_high"  # type: ignore[assignment]
    refused = len(row.refused)
    value = row.parsed(field, lambda text: _converted(value_of(text, *scale), scale, own))
    low, high = (
        row.parsed(end, lambda text: _converted(number_of(text, *scale), scale, own))
        for end in (low_end, high_end)
    )
    if len(row.refused) > refused:
        return None
    given = [end for end in (low_end, high_end) if row.text(end) is not None]
    if value is None and given and old is not None:
        value = old.value
    if value is None or isinstance(value, str):
        if given:
            row.refuse(given[0], tr("This range needs a value."))
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
        row.refuse(place, tr("The range {low} to {high} does not include the value {value}.", **texts))
        return None
    return estimated(kind, old, value, low, high)


@overload
def _converted(value: float, scale: Scale, own: Scale) -> float: ...
@overload
def _converted(value: Value, scale: Scale, own: Scale) -> Value: ...
def _converted(value: Value, scale: Scale, own: Scale) -> Value:
    """A value of one scale on another, without a residue of floating point; words stay as they are."""
    if isinstance(value, str) or scale == own:
        return value
    share = (value - scale[0]) / (scale[1] - scale[0])
    return round(own[0] + share * (own[1] - own[0]), _DECIMAL_PLACES)
