"""The judgements that the attributes of nodes hold, of each actor on the whole question and on each issue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple, get_args

from stakemap.interchange.cells import CellError, role_of
from stakemap.interchange.content import (
    ImportedCitation,
    ImportedEstimate,
    ImportedIssue,
    ImportedStance,
    ImportedStanding,
    Place,
)
from stakemap.interchange.readers.gathering import FILE_KEY
from stakemap.interchange.readers.graph_attributes import Meaning, Quantity, issue_in
from stakemap.interchange.readers.graph_judgements import Rating, rating_of
from stakemap.interchange.readers.remarks import Remarks
from stakemap.model.ids import slug
from stakemap.model.judgements import Role, State
from stakemap.model.records import NAME_LIMIT
from stakemap.text import fold_latin, shortened

_QUANTITIES: Mapping[str, Quantity] = {
    "influence": "influence",
    "alignment": "alignment",
    "salience": "salience",
}
_STATES: Mapping[str, State] = {state: state for state in get_args(State)}


class _Column(NamedTuple):
    """What a column says: `issue` is None for the whole question, "" for the issue of what names none."""

    meaning: Meaning
    issue: str | None
    rating: Rating | None = None


class _Said:
    """What is said of one actor on one issue, or on the whole question."""

    def __init__(self) -> None:
        self.estimates: dict[str, ImportedEstimate | None] = {}
        self.reasons: list[str] = []
        self.role: Role | None = None
        self.state: State | None = None


class Ratings:
    """The columns of ratings of all nodes; the first column of a quantity and an issue counts."""

    def __init__(
        self, columns: Mapping[str, Collection[str]], found: Mapping[str, Meaning], remarks: Remarks
    ) -> None:
        self._remarks = remarks
        self._columns: dict[str, _Column] = {}
        self._issues: dict[str, ImportedIssue] = {}
        taken: set[tuple[str, str]] = set()
        for heading, meaning in found.items():
            issue = issue_in(heading)
            key = (meaning, "" if issue is None else fold_latin(issue))
            if key in taken:
                continue
            if meaning in ("role", "state"):
                self._columns[heading] = _Column(meaning, issue)
            elif meaning in _QUANTITIES:
                rating = rating_of(heading, _QUANTITIES[meaning], columns[heading], remarks)
                if rating is None:
                    continue
                of_question = meaning == "influence" and issue is None
                self._columns[heading] = _Column(meaning, None if of_question else issue or "", rating)
            else:
                continue
            taken.add(key)

    def __contains__(self, heading: str) -> bool:
        return heading in self._columns

    @property
    def issues(self) -> tuple[ImportedIssue, ...]:
        """The issues of the stances that were read; one without a name is the first one of the map."""
        return tuple(self._issues.values())

    def read(
        self, actor: str, texts: Mapping[str, str], place: Place
    ) -> tuple[list[ImportedStanding], list[ImportedStance]]:
        """The judgements of an actor in the texts below all headings."""
        said: dict[str | None, _Said] = defaultdict(_Said)
        for heading, text in texts.items():
            column = self._columns.get(heading)
            if column is not None:
                try:
                    self._read(said[column.issue], column, text)
                except CellError as error:
                    self._remarks.add("refused", str(error), place, text)
        common: dict[str, Any] = {
            "actor": actor,
            "place": place,
            "citations": (ImportedCitation(source=FILE_KEY, passage=str(place)),),
        }
        standings, stances = [], []
        for issue, about in said.items():
            if issue is None:
                standings.extend(_standing(about, common))
            elif about.estimates or about.role or about.state:
                stances.append(_stance(about, common | {"issue": self._issue(issue)}))
        return standings, stances

    def _read(self, said: _Said, column: _Column, text: str) -> None:
        """Take in one text. Raises CellError."""
        if column.rating is not None:
            said.estimates[column.meaning] = column.rating.estimate_of(text)
            said.reasons.append(column.rating.reason_of(text))
        elif column.meaning == "role":
            said.role = role_of(text)
        else:
            said.state = _STATES.get(slug(text))

    def _issue(self, name: str) -> str:
        issue = self._issues.get(fold_latin(name))
        if issue is None:
            number = len(self._issues)
            issue = ImportedIssue(
                key=f"issue-{number}" if name else "issue", name=shortened(name, NAME_LIMIT), order=number
            )
            self._issues[fold_latin(name)] = issue
        return issue.key


def _standing(said: _Said, common: Mapping[str, Any]) -> list[ImportedStanding]:
    estimate = said.estimates.get("influence")
    if estimate is None and not said.reasons and said.state in (None, "judged"):
        return []
    state = "judged" if estimate is not None else _unjudged(said.state)
    return [ImportedStanding(**common, state=state, influence=estimate, reason="\n".join(said.reasons))]


def _stance(said: _Said, common: Mapping[str, Any]) -> ImportedStance:
    alignment = said.estimates.get("alignment")
    return ImportedStance(
        **common,
        state="judged" if alignment is not None else _unjudged(said.state),
        alignment=alignment,
        salience=said.estimates.get("salience"),
        influence=said.estimates.get("influence"),
        role=said.role,
        reason="\n".join(said.reasons),
    )


def _unjudged(state: State | None) -> State:
    return "not-applicable" if state == "not-applicable" else "unknown"
