"""The sheets and columns of the workbook that a map is written to, which the writer and the reader share.

Rows are mappings from the id of a column to a plain value: a text, a number, the id of a record that the
column names (`refers`), or a word of a vocabulary (`words`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from stakemap.i18n import tr
from stakemap.model.document import QUOTA_LIMIT, ActorKind, Likelihood, RuleKind
from stakemap.model.judgements import VOTES_LIMIT, Basis, Confidence, Role, State
from stakemap.model.terms import field_label, term
from stakemap.text import capital

#: The hidden sheet that describes the others: its name, what stands in A1, and in B1.
INDEX_SHEET: Final = "stakemap"
INDEX_TITLE: Final = "Stakemap workbook"
INDEX_VERSION: Final = 1

SheetId = Literal[
    "actors",
    "judgements",
    "conditions",
    "relations",
    "ties",
    "sources",
    "citations",
    "groups",
    "issues",
    "snapshots",
]

#: The words of a column, by the name of the vocabulary.
VOCABULARIES: Final[Mapping[str, tuple[str, ...]]] = {
    "kind": get_args(ActorKind),
    "likelihood": get_args(Likelihood),
    "state": get_args(State),
    "role": get_args(Role),
    "rule": get_args(RuleKind),
    "confidence": get_args(Confidence),
    "basis": get_args(Basis),
    "measure": ("influence", "alignment"),
    "measured": ("influence", "alignment", "strength"),
    "yes": ("yes", "no"),
}


def word_text(vocabulary: str, word: str) -> str:
    """A word of a vocabulary in the language of the app."""
    if vocabulary == "yes":
        return tr("yes") if word == "yes" else tr("no")
    return field_label(word) if vocabulary in ("measure", "measured") else term(word)


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `width` is in characters, `limits` are the least and the greatest number in it.

    One that names records has a hidden column of their ids beside the others, `id_column`.
    """

    id: str
    heading: Callable[[], str]
    width: int = 14
    words: str = ""
    refers: SheetId | None = None
    limits: tuple[float, float] | None = None
    wraps: bool = False
    is_hidden: bool = False

    @property
    def id_column(self) -> Column:
        """The hidden column with the ids of the records that this one names."""
        return Column(f"{self.id}-id", lambda: tr("{column} (id)", column=self.heading()), is_hidden=True)


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """One sheet; `frozen` columns stay in sight."""

    id: SheetId
    title: Callable[[], str]
    shown: Sequence[Column]
    frozen: int = 1
    has_id: bool = False

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns, the hidden ones last."""
        ids = tuple(column.id_column for column in self.shown if column.refers)
        own = (Column("id", lambda: tr("Id"), is_hidden=True),) if self.has_id else ()
        return (*self.shown, *own, *ids)


def _field(name: str, width: int = 14, *, wraps: bool = False, words: str = "") -> Column:
    return Column(name, lambda: capital(field_label(name)), width, wraps=wraps, words=words)


def _text(name: str, heading: Callable[[], str], width: int = 14, *, wraps: bool = False) -> Column:
    return Column(name, heading, width, wraps=wraps)


def _named(name: str, heading: Callable[[], str], refers: SheetId, width: int = 24) -> Column:
    return Column(name, heading, width, refers=refers)


def _number(name: str, heading: Callable[[], str], low: float, high: float) -> Column:
    return Column(name, heading, 10, limits=(low, high))


def _count(name: str, high: float) -> Column:
    return _number(name, lambda: capital(field_label(name)), 0, high)


def _estimate(name: str, heading: Callable[[], str], low: float = 0.0) -> tuple[Column, ...]:
    """The value of an estimate and the ends of its range."""
    return (
        _number(name, heading, low, 100.0),
        _number(f"{name}-low", lambda: tr("{value}, from", value=heading()), low, 100.0),
        _number(f"{name}-high", lambda: tr("{value}, to", value=heading()), low, 100.0),
    )


_SNAPSHOT = _named("snapshot", lambda: tr("Snapshot"), "snapshots", 18)
_ACTOR = _named("actor", lambda: tr("Actor"), "actors")
_ISSUE = _named("issue", lambda: tr("Issue"), "issues")
_RELATION = _named("relation", lambda: tr("Relation"), "relations", 36)
_NOTE = _field("note", 40, wraps=True)
_STATE = Column("state", lambda: tr("State"), 14, words="state")
_SUPPORT = (
    _field("confidence", words="confidence"),
    _field("basis", words="basis"),
    _field("reason", 60, wraps=True),
    _text("sources", lambda: tr("Sources"), 36, wraps=True),
    _field("watch_for", 30, wraps=True),
    _text("by", lambda: tr("By"), 16),
    _text("on", lambda: tr("On"), 12),
)
_JUDGEMENTS = (
    _SNAPSHOT,
    Column("measure", lambda: tr("Judgement of"), words="measure"),
    _ACTOR,
    _ISSUE,
    _STATE,
    *_estimate("value", lambda: tr("Value"), -100.0),
    *_estimate("salience", lambda: tr("Salience")),
    *_estimate("influence", lambda: tr("Influence on the issue")),
    _field("role", words="role"),
    _count("votes", VOTES_LIMIT),
    *_SUPPORT,
)

#: All sheets with one record in each row, in their order.
SHEETS: Final = (
    SheetLayout(
        "actors",
        lambda: tr("Actors"),
        (
            _field("name", 32),
            _field("code", 8),
            _field("kind", 22, words="kind"),
            _named("group", lambda: tr("Group"), "groups"),
            _named("part_of", lambda: tr("Part of"), "actors"),
            _field("aliases", 30, wraps=True),
            _field("tags", 30, wraps=True),
            _field("colour", 10),
            _NOTE,
        ),
        has_id=True,
    ),
    SheetLayout("judgements", lambda: tr("Judgements"), _JUDGEMENTS, frozen=4),
    SheetLayout(
        "conditions",
        lambda: tr("Conditions"),
        (
            _SNAPSHOT,
            _ACTOR,
            _ISSUE,
            _text("text", lambda: tr("Condition"), 60, wraps=True),
            _named("depends", lambda: tr("Hangs on the issue"), "issues"),
        ),
        frozen=3,
    ),
    SheetLayout(
        "relations",
        lambda: tr("Relations"),
        (
            _named("source", lambda: tr("From"), "actors"),
            _named("target", lambda: tr("To"), "actors"),
            _field("label", 24),
            _field("directed", 10, words="yes"),
            _NOTE,
        ),
        frozen=2,
        has_id=True,
    ),
    SheetLayout(
        "ties",
        lambda: tr("Strengths of relations"),
        (_SNAPSHOT, _RELATION, _STATE, _number("strength", lambda: tr("Strength"), -3, 3), *_SUPPORT),
        frozen=2,
    ),
    SheetLayout(
        "sources",
        lambda: tr("Sources"),
        (
            _field("title", 50, wraps=True),
            _field("author", 30, wraps=True),
            _field("publisher", 24),
            _field("date", 12),
            _text("url", lambda: tr("Web address"), 40),
            _field("reliability", 11),
            _NOTE,
        ),
        has_id=True,
    ),
    SheetLayout(
        "citations",
        lambda: tr("Citations"),
        (
            _SNAPSHOT,
            Column("measure", lambda: tr("Judgement of"), words="measured"),
            _ACTOR,
            _ISSUE,
            _RELATION,
            _named("source", lambda: tr("Source"), "sources", 40),
            _text("passage", lambda: tr("Passage"), 50, wraps=True),
            Column("against", lambda: tr("Contradicts"), 12, words="yes"),
        ),
        frozen=5,
    ),
    SheetLayout("groups", lambda: tr("Groups"), (_field("name", 32), _field("colour", 10)), has_id=True),
    SheetLayout(
        "issues",
        lambda: tr("Issues"),
        (
            _field("name", 32),
            _field("question", 40, wraps=True),
            _field("low_label", 18),
            _field("high_label", 18),
            _text("quadrant-1", lambda: tr("Caption top left"), 18),
            _text("quadrant-2", lambda: tr("Caption top right"), 18),
            _text("quadrant-3", lambda: tr("Caption bottom left"), 18),
            _text("quadrant-4", lambda: tr("Caption bottom right"), 18),
            _field("rule", 22, words="rule"),
            _count("quota", QUOTA_LIMIT),
            _NOTE,
            _field("order", 8),
        ),
        has_id=True,
    ),
    SheetLayout(
        "snapshots",
        lambda: tr("Snapshots"),
        (
            _field("label", 24),
            _field("date", 12),
            _field("scenario", 10, words="yes"),
            _field("likelihood", 22, words="likelihood"),
            _named("based_on", lambda: tr("Builds on"), "snapshots"),
            _NOTE,
        ),
        has_id=True,
    ),
)
