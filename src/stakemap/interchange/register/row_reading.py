"""One row of a register, column by column, as what it says of its actor."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from stakemap.i18n import number, tr
from stakemap.interchange.cells import (
    CellError,
    basis_of,
    confidence_of,
    is_missing,
    is_unknown,
    kind_of,
    role_of,
)
from stakemap.interchange.content import Place, column_letters
from stakemap.interchange.register.collecting import ActorDraft, Collector, Said, Support
from stakemap.interchange.register.grid import Grid, text_of
from stakemap.interchange.register.headings import without_explanation
from stakemap.interchange.register.plan import ColumnPlan, ScalePlan
from stakemap.interchange.register.samples import is_no_mark
from stakemap.interchange.register.scaling import Quantity
from stakemap.interchange.register.value_reading import ranked
from stakemap.interchange.register.values import Rated, rated, value_for
from stakemap.interchange.tables.sheets import Cell
from stakemap.model.ids import slug
from stakemap.model.judgements import Confidence
from stakemap.model.records import NAME_LIMIT
from stakemap.model.terms import term
from stakemap.text import fold, list_items, one_line, shortened, single_line

_CODE_LIMIT = 4
#: No mark for a missing value is longer.
_LONGEST_MISSING = 6
#: So many different tags are remembered.
_MOST_TAGS = 10_000
#: Most characters of a heading in reasons, notes and tags.
_CALLED = 100
_NATIVE: Final[Mapping[Quantity, tuple[float, float]]] = {
    "influence": (0.0, 100.0),
    "salience": (0.0, 100.0),
    "alignment": (-100.0, 100.0),
}
_CROSSES: Final = frozenset("xх✓✔☑☒√●■*")
_MARKUP: Final = re.compile(r"</?(?:p|br|div|span|b|i|u|ul|ol|li|strong|em)\b[^<>]*>", re.IGNORECASE)
_PLAIN: Final = ScalePlan(low=0, high=100)


@dataclass(slots=True)
class Row:
    """The values of a row: by issue, snapshot label and whether it is what is wanted."""

    number: int
    issue: str = ""
    snapshot: str = ""
    desired: bool = False
    values: dict[tuple[str, str, bool], dict[Quantity, Said]] = field(default_factory=dict)
    support: Support = field(default_factory=Support)
    influence_support: Support = field(default_factory=Support)


class RowReader:
    """Reads the cells of one sheet by its columns."""

    def __init__(
        self,
        grid: Grid,
        columns: Sequence[ColumnPlan],
        collector: Collector,
        comments: Mapping[tuple[int, int], str],
        *,
        keeps_contacts: bool,
    ) -> None:
        self._grid, self._collector, self._comments = grid, collector, comments
        self._columns = [column for column in columns if keeps_contacts or column.role != "contact"]
        self._headings = _distinct(columns)
        #: Most tags are those of many actors, and are then one text in memory.
        self._tags: dict[tuple[int, str], str] = {}
        self._marks = [column for column in columns if column.role == "mark"]
        self._rated = [column for column in columns if column.role in _NATIVE]
        self._ends: dict[tuple[str, str, str, bool], ColumnPlan] = {
            (column.role, column.issue, column.snapshot, column.moment == "desired"): column
            for column in columns
            if column.role.endswith(("-low", "-high"))
        }

    def place(self, row: int, column: int = 0) -> Place:
        """The place of a cell, or of a row."""
        row, column = self._grid.sheet.place(row, column)
        return Place(sheet=self._grid.sheet.name, row=row, column=column)

    def describe(self, actor: ActorDraft, row: int, cells: Mapping[int, Cell]) -> None:
        """Add what the row says of the actor itself: group, kind, notes, tags."""
        for column in self._columns:
            handler = _DESCRIBED.get(column.role)
            if handler is None:
                continue
            text = text_of(cells.get(column.column, "")) or self._merged_text(column, row)
            if text and (column.role == "note" or len(text) > _LONGEST_MISSING or not is_missing(text)):
                handler(self, actor, column, text, row)

    def _merged_text(self, column: ColumnPlan, row: int) -> str:
        return self._grid.shown(row, column.column) if self._grid.merged(row, column.column) else ""

    def judged(self, row: Row, cells: Mapping[int, Cell]) -> Row:
        """Add the judgements of the row, and what supports them."""
        for column in self._rated:
            said = self._said(column, row.number, cells)
            if said is not None:
                self._keep(row, column, column.role, column.moment == "desired", said)  # type: ignore[arg-type]
        for column, moment, said in self._marked(row.number, cells):
            self._keep(row, column, column.quantity or "alignment", moment, said)
        self._support(row, cells)
        return row

    def _keep(self, row: Row, column: ColumnPlan, quantity: Quantity, desired: bool, said: Said) -> None:
        key = (column.issue or row.issue, column.snapshot or row.snapshot, desired or row.desired)
        row.values.setdefault(key, {}).setdefault(quantity, said)

    def _said(self, column: ColumnPlan, row: int, cells: Mapping[int, Cell]) -> Said | None:
        """What the row says in a column of values; None if it says nothing that can be read."""
        cell = cells.get(column.column, "")
        text, ends = text_of(cell), self._ends_of(column, cells)
        # A range without a value is read as one that stands in the column itself: the value is its middle.
        stated = [column] if text else ends
        if not stated:
            return None
        texts = {each.column: single_line(text_of(cells[each.column])) for each in stated}
        place = self.place(row, stated[0].column)
        try:
            span = self._span(column, ends, cells)
            if text:
                native = _NATIVE[column.role]  # type: ignore[index]
                found = _within(span, rated(cell, text, column.scale or _PLAIN, native))
            elif span is not None:
                found = Rated(sum(span) / 2, *span) if span[0] < span[1] else Rated(span[0])
            else:
                return None
        except CellError as error:
            self._collector.remark("refused", str(error), place, text or "; ".join(texts.values()))
            return None
        if found.doubt:
            self._collector.remark("doubt", found.doubt, place, text)
        raw = "; ".join(f"{self._headings[each]}: {said}" for each, said in texts.items())
        comment = self._comments.get(self._grid.sheet.place(row, stated[0].column), "").strip()
        return Said(found, f"{comment}\n{raw}" if comment else raw, place)

    def _ends_of(self, column: ColumnPlan, cells: Mapping[int, Cell]) -> list[ColumnPlan]:
        """The columns in which the row gives the two ends of the range of a value; none if it lacks one."""
        about = (column.issue, column.snapshot, column.moment == "desired")
        found = [self._ends.get((f"{column.role}-{end}", *about)) for end in ("low", "high")]
        given = [each for each in found if each is not None and text_of(cells.get(each.column, ""))]
        return given if len(given) == len(found) else []

    def _span(
        self, column: ColumnPlan, ends: Sequence[ColumnPlan], cells: Mapping[int, Cell]
    ) -> tuple[float, float] | None:
        """The range that two other columns give, or another one with both of its ends. Raises CellError."""
        values = []
        for each in ends:
            scale, cell = each.scale or column.scale or _PLAIN, cells[each.column]
            native = _NATIVE[column.role]  # type: ignore[index]
            values.append(value_for(each.role, rated(cell, text_of(cell), scale, native)))
        known = sorted(value for value in values if value is not None)
        return (known[0], known[1]) if len(known) > 1 else None

    def _marked(self, row: int, cells: Mapping[int, Cell]) -> Iterator[tuple[ColumnPlan, bool, Said]]:
        """The steps that are marked: which, whether wanted, and the value; of several the range."""
        chosen: dict[tuple[str, str, str, bool], list[tuple[ColumnPlan, str]]] = {}
        for column in self._marks:
            text = text_of(cells.get(column.column, ""))
            if is_no_mark(text):
                continue
            for desired in _wanted(column, text):
                key = (column.quantity or "alignment", column.issue, column.snapshot, desired)
                chosen.setdefault(key, []).append((column, text))
        for (*_, desired), marked in chosen.items():
            column = marked[0][0]
            values = [each.value for each, _ in marked if each.value is not None]
            raw = "; ".join(f"{self._headings[each.column]}: {single_line(text)}" for each, text in marked)
            place = self.place(row, column.column)
            found = Rated(None)
            if values:
                low, high = min(values), max(values)
                found = Rated((low + high) / 2, low, high) if low < high else Rated(low)
            if len(marked) > 1:
                self._collector.remark(
                    "doubt", tr("Several steps are marked; the range of them was taken."), place, raw
                )
            yield column, desired, Said(found, raw, place)

    def _support(self, row: Row, cells: Mapping[int, Cell]) -> None:
        for column in self._columns:
            parse = _SUPPORTS.get(column.role)
            text = text_of(cells.get(column.column, "")) if parse else ""
            if parse is None or not text or (is_missing(text) and column.role != "state"):
                continue
            support = row.influence_support if column.quantity == "influence" else row.support
            try:
                parse(support, text)
            except CellError as error:
                self._collector.remark("refused", str(error), self.place(row.number, column.column), text)

    def _kept_tag(self, actor: ActorDraft, column: ColumnPlan, text: str, _row: int) -> None:
        key = (column.column, text)
        tag = self._tags.get(key)
        if tag is None:
            heading = self._headings[column.column]
            if heading and text.casefold() in _CROSSES:
                tag = heading
            else:
                tag = shortened(f"{heading}: {text}" if heading else text, NAME_LIMIT)
            if len(self._tags) < _MOST_TAGS:
                self._tags[key] = tag
        actor.tags.append(tag)

    def _noted(self, actor: ActorDraft, column: ColumnPlan, text: str, _row: int) -> None:
        heading = self._headings[column.column]
        text = _MARKUP.sub(" ", text).strip() if "<" in text else text
        actor.notes.append(f"{heading}: {text}" if heading else text)

    def _grouped(self, actor: ActorDraft, column: ColumnPlan, text: str, row: int) -> None:
        group = shortened(text, NAME_LIMIT)
        if not actor.group:
            actor.group = group
        elif group != actor.group and fold(actor.group) != fold(group):
            self._kept_tag(actor, column, text, row)

    def _kind(self, actor: ActorDraft, column: ColumnPlan, text: str, row: int) -> None:
        try:
            kind = kind_of(text)
        except CellError:
            self._kept_tag(actor, column, text, row)
            sentence = tr("“{text}” is no kind of actor; it was kept as a tag.", text=one_line(text))
            self._collector.remark("kept", sentence, self.place(row, column.column), text)
            return
        actor.kind = actor.kind or kind

    def _coded(self, actor: ActorDraft, _column: ColumnPlan, text: str, _row: int) -> None:
        if len(text) <= _CODE_LIMIT and not actor.code:
            actor.code = text
        elif text != actor.name:
            actor.aliases.append(shortened(text, NAME_LIMIT))

    def _aliased(self, actor: ActorDraft, _column: ColumnPlan, text: str, _row: int) -> None:
        actor.aliases.extend(shortened(item, NAME_LIMIT) for item in list_items(text))

    def _part_of(self, actor: ActorDraft, column: ColumnPlan, text: str, row: int) -> None:
        whole = self._collector.actor(text, self.place(row, column.column))
        if whole is not actor:
            actor.part_of = whole.key


Described = Callable[[RowReader, ActorDraft, ColumnPlan, str, int], None]
_DESCRIBED: Final[Mapping[str, Described]] = {
    "tag": RowReader._kept_tag,
    "note": RowReader._noted,
    "contact": RowReader._noted,
    "group": RowReader._grouped,
    "kind": RowReader._kind,
    "code": RowReader._coded,
    "aliases": RowReader._aliased,
    "part-of": RowReader._part_of,
}


def _within(span: tuple[float, float] | None, found: Rated) -> Rated:
    """A value with its range, if there is one. Raises CellError if it does not include the value."""
    if span is None or found.value is None:
        return found
    if not span[0] <= found.value <= span[1]:
        raise CellError(tr("The range does not include the value {value}.", value=number(found.value)))
    return found._replace(low=span[0], high=span[1])


def _wanted(column: ColumnPlan, text: str) -> Iterator[bool]:
    """For each thing that a mark says: whether it is wanted, rather than so now."""
    if column.marks:
        key = fold(text)
        parts = [key] if key in column.marks else key.replace("/", " ").replace(",", " ").split()
        if not set(parts) & column.marks.keys() and len(key) > 1:
            parts = list(key)
        moments = {column.marks[part] for part in parts if part in column.marks}
        if moments:
            yield from sorted(moment == "desired" for moment in moments)
            return
    yield column.moment == "desired"


def _distinct(columns: Sequence[ColumnPlan]) -> Mapping[int, str]:
    """What each column is called: its heading, of several that are alike with the letters of the column."""
    seen: set[str] = set()
    found: dict[int, str] = {}
    for column in columns:
        heading = single_line(column.heading)
        if len(heading) > _CALLED:
            heading = shortened(without_explanation(heading), _CALLED)
        key = fold(heading)
        if heading and key in seen:
            letters = tr("column {column}", column=column_letters(column.column))
            heading = f"{heading} ({letters})"
        found[column.column] = heading
        seen.add(key)
    return found


def _confidence(text: str) -> Confidence:
    try:
        return confidence_of(text)
    except CellError:
        rank = ranked(text, "level")
        if rank is None or rank.family != "level":
            raise
        return "moderate" if rank.rank == 0 else "high" if rank.rank > 0 else "low"


def _set_confidence(support: Support, text: str) -> None:
    support.confidence = _confidence(text)


def _set_basis(support: Support, text: str) -> None:
    support.basis = basis_of(text)


def _set_role(support: Support, text: str) -> None:
    support.role = role_of(text)


def _set_state(support: Support, text: str) -> None:
    if slug(text) in ("not-applicable", slug(term("not-applicable"))):
        support.state = "not-applicable"
    elif is_unknown(text):
        support.state = "unknown"


def _set_watch_for(support: Support, text: str) -> None:
    support.watch_for = text


_SUPPORTS: Final[Mapping[str, Callable[[Support, str], None]]] = {
    "reason": lambda support, text: support.reasons.append(text),
    "source": lambda support, text: support.sources.append(text),
    "confidence": _set_confidence,
    "basis": _set_basis,
    "role": _set_role,
    "state": _set_state,
    "watch-for": _set_watch_for,
}
