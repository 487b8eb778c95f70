"""The records of a map as rows of the sheets of `layout`, and as the cells that stand in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from stakemap.interchange.writers.layout import Column, SheetId, SheetLayout, word_text
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Estimate, Judgement, Stance, Standing, Tie
from stakemap.model.order import issues_in_order, snapshots_in_order, sort_key
from stakemap.model.subjects import Subject
from stakemap.text import list_line, single_line
from stakemap.wording.names import relation_name

Cell = str | float | None
Row = Mapping[str, Cell]

_LONGEST_LABEL = 200
#: What a cell of a workbook can hold.
_LONGEST_CELL = 32_000


def label_of(document: StakeMap, sheet: SheetId, key: str) -> str:
    """What stands for a record in other sheets: its name on one line, else its id."""
    if sheet == "relations":
        return relation_name(document, key)
    field = {"sources": "title", "snapshots": "label"}.get(sheet, "name")
    record = getattr(document, sheet).get(key)
    return single_line(getattr(record, field) if record else "")[:_LONGEST_LABEL] or key


class CellMaker:
    """Makes the cells of rows: names beside their ids, words in the language of the app."""

    def __init__(self, document: StakeMap) -> None:
        self._document = document
        self._texts: dict[tuple[str, str], str] = {}

    def cells(self, sheet: SheetLayout, row: Row) -> list[Cell]:
        """The cells of a row."""
        cells: list[Cell] = []
        for column in sheet.columns:
            value = row.get(column.id.removesuffix("-id") if column.is_hidden else column.id)
            if isinstance(value, str) and value and (column.refers or column.words):
                value = self._text(column, value)
            cells.append(value)
        return cells

    def _text(self, column: Column, value: str) -> str:
        key = (column.refers or column.words, value)
        if key not in self._texts:
            refers = column.refers
            text = label_of(self._document, refers, value) if refers else word_text(column.words, value)
            self._texts[key] = text
        return self._texts[key]


def rows_of(document: StakeMap, sheet: SheetId) -> Iterator[Row]:
    """The rows of a sheet, in the order in which they are written."""
    return _ROWS[sheet](document)


def _by_name(document: StakeMap, sheet: SheetId) -> Sequence[str]:
    records = getattr(document, sheet)
    if sheet == "issues":
        return issues_in_order(document)
    if sheet == "snapshots":
        return snapshots_in_order(document)
    return sorted(records, key=lambda key: (sort_key(label_of(document, sheet, key)), key))


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _actors(document: StakeMap) -> Iterator[Row]:
    for key in _by_name(document, "actors"):
        actor = document.actors[key]
        yield {
            "id": key,
            "name": actor.name,
            "code": actor.code,
            "kind": actor.kind,
            "group": actor.group,
            "part_of": actor.part_of,
            "aliases": list_line(actor.aliases),
            "tags": list_line(actor.tags),
            "colour": actor.colour,
            "note": actor.note,
        }


def _groups(document: StakeMap) -> Iterator[Row]:
    for key in _by_name(document, "groups"):
        yield {"id": key, "name": document.groups[key].name, "colour": document.groups[key].colour}


def _issues(document: StakeMap) -> Iterator[Row]:
    for key in _by_name(document, "issues"):
        issue = document.issues[key]
        captions = {f"quadrant-{number}": text for number, text in enumerate(issue.quadrants, 1)}
        names = ("name", "question", "low_label", "high_label", "note", "order")
        fields = {name: getattr(issue, name) for name in names}
        rule = {} if issue.rule is None else {"rule": issue.rule.kind, "quota": issue.rule.quota}
        yield {"id": key, **captions, **fields, **rule}


def _snapshots(document: StakeMap) -> Iterator[Row]:
    for key in _by_name(document, "snapshots"):
        snapshot = document.snapshots[key]
        names = ("label", "date", "likelihood", "based_on", "note")
        fields = {name: getattr(snapshot, name) for name in names}
        yield {"id": key, **fields, "scenario": _yes(snapshot.scenario)}


def _relations(document: StakeMap) -> Iterator[Row]:
    for key in _by_name(document, "relations"):
        relation = document.relations[key]
        fields = {name: getattr(relation, name) for name in ("source", "target", "label", "note")}
        yield {"id": key, **fields, "directed": _yes(relation.directed)}


def _sources(document: StakeMap) -> Iterator[Row]:
    for key in _by_name(document, "sources"):
        source = document.sources[key]
        names = ("title", "author", "publisher", "date", "url", "reliability", "note")
        yield {"id": key, **{name: getattr(source, name) for name in names}}


# --- judgements ---------------------------------------------------------------------------------------------


def _judged(document: StakeMap) -> Iterator[tuple[str, Subject, Judgement]]:
    """All judgements with their snapshots: by date, then by actor, the influence before the issues."""
    issues = {issue: place for place, issue in enumerate(issues_in_order(document), 1)}
    places = {
        (sheet, key): place
        for sheet in ("actors", "relations")
        for place, key in enumerate(_by_name(document, sheet))
    }

    def place_of(found: tuple[Subject, Judgement]) -> tuple[int, int, str]:
        subject = found[0]
        sheet = "relations" if subject.kind == "tie" else "actors"
        return places.get((sheet, subject.id), -1), issues.get(subject.issue or "", 0), str(subject)

    for key in snapshots_in_order(document):
        for subject, judgement in sorted(document.snapshots[key].judgements(), key=place_of):
            yield key, subject, judgement


def _about(snapshot: str, subject: Subject) -> dict[str, Cell]:
    about: dict[str, Cell] = {"snapshot": snapshot, "measure": subject.record.measured}
    if subject.kind == "tie":
        return {**about, "relation": subject.id}
    return {**about, "actor": subject.id, "issue": subject.issue}


def _support(document: StakeMap, judgement: Judgement) -> dict[str, Cell]:
    names = ("state", "confidence", "basis", "reason", "watch_for", "by", "on")
    cited = [label_of(document, "sources", citation.source) for citation in judgement.citations]
    return {**{name: getattr(judgement, name) for name in names}, "sources": sources_text(cited)}


def sources_text(titles: Sequence[str]) -> str:
    """The titles of cited sources, one a line, each once."""
    return "\n".join(dict.fromkeys(titles))[:_LONGEST_CELL]


def _estimate(name: str, estimate: Estimate | None) -> dict[str, Cell]:
    if estimate is None:
        return {}
    return {name: estimate.value, f"{name}-low": estimate.low, f"{name}-high": estimate.high}


def _judgements(document: StakeMap) -> Iterator[Row]:
    for snapshot, subject, judgement in _judged(document):
        row = _about(snapshot, subject) | _support(document, judgement)
        if isinstance(judgement, Standing):
            yield row | _estimate("value", judgement.influence)
        elif isinstance(judgement, Stance):
            row |= _estimate("value", judgement.alignment) | _estimate("salience", judgement.salience)
            decides: dict[str, Cell] = {"role": judgement.role, "votes": judgement.votes}
            yield row | _estimate("influence", judgement.influence) | decides


def _ties(document: StakeMap) -> Iterator[Row]:
    for snapshot, subject, judgement in _judged(document):
        if isinstance(judgement, Tie):
            row = _about(snapshot, subject) | _support(document, judgement)
            yield row | {"strength": judgement.strength}


def _conditions(document: StakeMap) -> Iterator[Row]:
    for snapshot, subject, judgement in _judged(document):
        if isinstance(judgement, Stance):
            for condition in judgement.conditions:
                about = _about(snapshot, subject)
                yield about | {"text": condition.text, "depends": condition.issue}


def _citations(document: StakeMap) -> Iterator[Row]:
    for snapshot, subject, judgement in _judged(document):
        for citation in judgement.citations:
            cited = {"source": citation.source, "passage": citation.passage}
            yield _about(snapshot, subject) | cited | {"against": _yes(citation.against)}


_ROWS: Final[Mapping[SheetId, Callable[[StakeMap], Iterator[Row]]]] = {
    "actors": _actors,
    "judgements": _judgements,
    "conditions": _conditions,
    "relations": _relations,
    "ties": _ties,
    "sources": _sources,
    "citations": _citations,
    "groups": _groups,
    "issues": _issues,
    "snapshots": _snapshots,
}
