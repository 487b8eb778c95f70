"""The content of an exported workbook: records, and judgements with their citations and conditions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

from stakemap.i18n import number, tr
from stakemap.interchange.content import (
    ImportedCitation,
    ImportedCondition,
    ImportedContent,
    ImportedEstimate,
    ImportedStance,
    ImportedStanding,
    ImportedTie,
    Place,
    Remark,
)
from stakemap.interchange.readers.workbook_index import Index, SheetRow
from stakemap.interchange.readers.workbook_records import Records, dated
from stakemap.interchange.writers.rows import sources_text
from stakemap.model.judgements import VOTES_LIMIT
from stakemap.text import single_line

#: What a judgement is about: snapshot, measure, actor or relation, issue.
_Subject = tuple[str, str, str, str]

_PERCENT: Final = (0.0, 100.0)
_ALIGNMENT: Final = (-100.0, 100.0)
_STRENGTH: Final = (-3.0, 3.0)
_STEP = 100
_MAP_TEXTS = ("title", "question", "key_judgement", "note", "handling", "cut_off", "contact")


def content_of(index: Index, report: Callable[[float], None]) -> ImportedContent:
    """All that the workbook holds; `report` is called regularly with the share done, 0 to 1."""
    reader = _Reader(index)
    report(0.3)
    reader.read_judgements(report)
    for sheet in index.unknown_sheets():
        sentence = tr("This sheet is none of those that Stakemap wrote; it is left out.")
        index.remarks.append(Remark(kind="left-out", sentence=sentence, place=Place(sheet=sheet.name)))
    records = reader.records
    return ImportedContent(
        **dict(_map_texts(index)),
        actors=records.of("actors"),
        groups=records.of("groups"),
        issues=records.of("issues"),
        snapshots=records.of("snapshots"),
        relations=records.of("relations"),
        sources=records.of("sources"),
        standings=tuple(reader.standings),
        stances=tuple(reader.stances),
        ties=tuple(reader.ties),
        remarks=tuple(index.remarks),
    )


def _map_texts(index: Index) -> Iterator[tuple[str, Any]]:
    sheet = index.sheet("map")
    for row in sheet.rows if sheet else ():
        name = index.columns.get(("map", single_line(str(row[0]))), "") if row else ""
        if name in _MAP_TEXTS and len(row) > 1 and (name != "cut_off" or dated(str(row[1]))):
            yield name, str(row[1])


class _Reader:
    def __init__(self, index: Index) -> None:
        self.index, self.records = index, Records(index)
        self.standings: list[ImportedStanding] = []
        self.stances: list[ImportedStance] = []
        self.ties: list[ImportedTie] = []
        self._judged: set[_Subject] = set()
        self._citations: dict[_Subject, list[tuple[ImportedCitation, SheetRow]]] = {}
        self._conditions: dict[_Subject, list[tuple[ImportedCondition, SheetRow]]] = {}

    # Citations and conditions

    def read_judgements(self, report: Callable[[float], None]) -> None:
        """Read all judgements, after the citations and conditions that belong to them."""
        for row in self.index.rows("citations"):
            subject, source = self._subject(row), self.records.named("sources", row, "source")
            if subject is not None and source:
                is_against = row.word("against", "yes") == "yes"
                citation = ImportedCitation(source=source, passage=row.raw("passage"), against=is_against)
                self._citations.setdefault(subject, []).append((citation, row))
        for row in self.index.rows("conditions"):
            subject = self._subject(row, "alignment")
            if subject is not None and row.text("text"):
                issue = self.records.named("issues", row, "depends")
                condition = ImportedCondition(text=row.raw("text"), issue=issue)
                self._conditions.setdefault(subject, []).append((condition, row))
        sheet = self.index.sheet("judgements")
        count = len(sheet.rows) if sheet else 1
        for done, row in enumerate(self.index.rows("judgements")):
            if done % _STEP == 0:
                report(0.4 + 0.5 * done / count)
            self._judgement(row)
        for row in self.index.rows("ties"):
            self._tie(row)
        self._refuse_orphans()

    def _refuse_orphans(self) -> None:
        for held in (self._citations, self._conditions):
            for subject, rows in held.items():
                if subject not in self._judged:
                    for _, row in rows:
                        sentence = tr("There is no judgement that this row belongs to.")
                        self.index.refuse(sentence, row.place())

    def _subject(self, row: SheetRow, measure: str = "") -> _Subject | None:
        """The subject of a row; None, with a remark, where it cannot be determined."""
        before = len(self.index.remarks)
        measure = measure or row.word("measure", "measured") or self._likely_measure(row)
        snapshot = self.records.named("snapshots", row, "snapshot")
        sheet, column = ("relations", "relation") if measure == "strength" else ("actors", "actor")
        judged = self.records.named(sheet, row, column)
        issue = self.records.named("issues", row, "issue") if measure == "alignment" else ""
        if judged and (issue or measure != "alignment"):
            return snapshot, measure, judged, issue
        if len(self.index.remarks) == before:
            missing = tr("This row names no issue.") if judged else tr("This row names no actor.")
            self.index.refuse(missing, row.place("issue" if judged else column))
        return None

    @staticmethod
    def _likely_measure(row: SheetRow) -> str:
        if row.text("relation"):
            return "strength"
        return "alignment" if row.text("issue") else "influence"

    # Judgements

    def _judgement(self, row: SheetRow) -> None:
        subject = self._subject(row)
        if subject is None:
            return
        _, measure, actor, issue = subject
        is_stance = measure == "alignment"
        value = self._estimate(row, "value", _ALIGNMENT if is_stance else _PERCENT)
        salience = self._estimate(row, "salience", _PERCENT) if is_stance else None
        influence = self._estimate(row, "influence", _PERCENT) if is_stance else None
        shared = self._shared(
            row, subject, value is not None, is_any=salience is not None or influence is not None
        )
        if shared is None:
            return
        if is_stance:
            role: Any = row.word("role", "role")
            conditions = tuple(each for each, _ in self._conditions.get(subject, ()))
            self.stances.append(
                ImportedStance(
                    **shared,
                    actor=actor,
                    issue=issue,
                    alignment=value,
                    salience=salience,
                    influence=influence,
                    role=role,
                    votes=self._votes(row),
                    conditions=conditions,
                )
            )
        else:
            self.standings.append(ImportedStanding(**shared, actor=actor, influence=value))

    def _votes(self, row: SheetRow) -> int | None:
        votes = row.number_in("votes", 0, VOTES_LIMIT)
        if votes is None or votes.is_integer():
            return None if votes is None else int(votes)
        self.index.refuse(tr("Votes are a whole number."), row.place("votes"), row.text("votes"))
        return None

    def _tie(self, row: SheetRow) -> None:
        subject = self._subject(row, "strength")
        if subject is None:
            return
        strength = row.number_in("strength", *_STRENGTH)
        shared = self._shared(row, subject, strength is not None)
        if shared is not None:
            self.ties.append(ImportedTie(**shared, relation=subject[2], strength=strength))

    def _shared(
        self, row: SheetRow, subject: _Subject, has_value: bool, *, is_any: bool = False
    ) -> dict[str, Any] | None:
        """The fields that all judgements have; None for a row that judges nothing."""
        self._judged.add(subject)
        state: Any = row.word("state", "state") or ("judged" if has_value else "unknown" if is_any else None)
        if has_value and state != "judged":
            self.index.doubt(
                tr("The row has a value, and is read as judged."), row.place("state"), row.text("state")
            )
            state = "judged"
        if state is None or (state == "judged" and not has_value):
            if not any(remark.place.row == row.number for remark in self.index.remarks[-3:]):
                sentence = tr(
                    "The row has no value, and is left out; what is not known has the state “unknown”."
                )
                self.index.remarks.append(Remark(kind="left-out", sentence=sentence, place=row.place()))
            return None
        confidence: Any = row.word("confidence", "confidence")
        basis: Any = row.word("basis", "basis")
        return {
            "snapshot": subject[0],
            "state": state,
            "confidence": confidence,
            "basis": basis,
            "reason": row.raw("reason"),
            "citations": self._cited(row, subject),
            "watch_for": row.raw("watch_for"),
            "by": row.raw("by"),
            "on": row.text("on"),
            "place": row.place(),
        }

    def _cited(self, row: SheetRow, subject: _Subject) -> tuple[ImportedCitation, ...]:
        """The citations of a judgement, and the sources that were added to its cell, a line each."""
        citations = [each for each, _ in self._citations.get(subject, ())]
        titles = [self.records.label("sources", each.source) for each in citations]
        written = row.raw("sources")
        if not self.index.is_text and written.strip() and written != sources_text(titles):
            for line in written.splitlines():
                if single_line(line) and single_line(line) not in titles:
                    source = self._source_called(line, row)
                    if source and source not in {each.source for each in citations}:
                        citations.append(ImportedCitation(source=source))
        return tuple(citations)

    def _source_called(self, line: str, row: SheetRow) -> str:
        named = replace(row, cells={**row.cells, "sources": line, "sources-id": ""})
        return self.records.named("sources", named, "sources")

    def _estimate(self, row: SheetRow, column: str, scale: tuple[float, float]) -> ImportedEstimate | None:
        value = row.number_in(column, *scale)
        if value is None:
            return None
        low, high = (row.number_in(f"{column}-{end}", *scale) for end in ("low", "high"))
        if low is None and high is None:
            return ImportedEstimate(value=value)
        if low is not None and high is not None and low <= value <= high:
            return ImportedEstimate(value=value, low=low, high=high)
        self.index.doubt(
            tr("The range does not include the value {value}, and is left out.", value=number(value)),
            row.place(f"{column}-low"),
            f"{row.text(f'{column}-low')}–{row.text(f'{column}-high')}",
        )
        return ImportedEstimate(value=value)
