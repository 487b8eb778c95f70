"""Statements of actors about concepts, as discourse networks code them, and the stances they amount to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from stakemap.errors import CancelledError
from stakemap.i18n import tr, tr_count
from stakemap.interchange.content import (
    ImportedCitation,
    ImportedContent,
    ImportedSnapshot,
    ImportedSource,
    Place,
)
from stakemap.interchange.formats import ReadJob
from stakemap.interchange.readers.dna_variables import PERSONS
from stakemap.interchange.readers.gathering import Gathering, lines
from stakemap.model.records import LIST_LIMIT, NAME_LIMIT, TEXT_LIMIT
from stakemap.text import fold, single_line

#: Text of all passages together: those beyond it are cited without their text.
_MOST_CHARACTERS = 40_000_000
_BETWEEN_REPORTS = 2_000


@dataclass(frozen=True, slots=True)
class DnaDocument:
    """A coded document; `day` is "" where its date is not known."""

    title: str
    author: str = ""
    source: str = ""
    note: str = ""
    day: str = ""


class Statement(NamedTuple):
    """What an actor said about a concept: whether it agrees, where and in which words."""

    actor: str
    concept: str
    agrees: bool
    document: int
    passage: str
    place: Place


@dataclass(frozen=True, slots=True)
class Entity:
    """What is known of an actor or a concept besides its name."""

    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    note: str = ""


@dataclass(slots=True)
class Coded:
    """All that a base holds for the chosen kind of actors, in its order."""

    documents: dict[int, DnaDocument] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    actors: Mapping[str, Entity] = field(default_factory=dict)
    concepts: Mapping[str, Entity] = field(default_factory=dict)
    #: The names of the variables that the actors are of.
    actor_variables: frozenset[str] = frozenset()


def doubt_dates(gathering: Gathering, undated: int, place: Place) -> None:
    """Say how many documents have no date that can be read."""
    if undated:
        gathering.doubt(
            tr_count(
                "{count} document has no date that can be read.",
                "{count} documents have no date that can be read.",
                undated,
            ),
            place,
        )


def content_of(job: ReadJob, gathering: Gathering, coded: Coded, *, is_by_year: bool) -> ImportedContent:
    """The stances of all statements, in one snapshot or one a year; the influence of actors is not known.

    A stance is 100 × (agreements − disagreements) ÷ statements. Raises CancelledError.
    """
    kind = "person" if all(fold(name) in PERSONS for name in coded.actor_variables) else None
    for index, statement in enumerate(coded.statements):
        if statement.actor not in gathering.actors:
            entity = coded.actors.get(statement.actor, Entity())
            gathering.actor(
                statement.actor,
                statement.actor,
                statement.place,
                kind=kind,
                tags=entity.tags,
                aliases=entity.aliases,
                note=entity.note,
            )
        if statement.concept not in gathering.issues:
            note = coded.concepts.get(statement.concept, Entity()).note
            gathering.issue(statement.concept, statement.concept, statement.place, note=note)
        if index % _BETWEEN_REPORTS == 0 and not job.report(0.5 + 0.2 * index / len(coded.statements)):
            raise CancelledError
    _sources(gathering, coded)
    passages = _Passages(gathering)
    groups = list(_groups(gathering, coded, is_by_year=is_by_year))
    for index, ((snapshot, actor, concept), statements) in enumerate(groups):
        _stance(gathering, passages, snapshot, actor, concept, statements)
        if index % _BETWEEN_REPORTS == 0 and not job.report(0.7 + 0.3 * index / len(groups)):
            raise CancelledError
    passages.remark()
    gathering.left_out(tr("A discourse network says nothing about influence: it is unknown."))
    return gathering.content(title=job.file.stem)


def _sources(gathering: Gathering, coded: Coded) -> None:
    cited = {statement.document for statement in coded.statements}
    for key, document in coded.documents.items():
        if key in cited:
            gathering.sources.append(
                ImportedSource(
                    key=str(key),
                    title=single_line(document.title)[:NAME_LIMIT]
                    or tr("Document {number}", number=str(key)),
                    author=single_line(document.author)[:NAME_LIMIT],
                    publisher=single_line(document.source)[:NAME_LIMIT],
                    date=document.day,
                    note=document.note[:TEXT_LIMIT],
                )
            )


_Group = tuple[tuple[str, str, str], list[Statement]]


def _groups(gathering: Gathering, coded: Coded, *, is_by_year: bool) -> Iterator[_Group]:
    """The statements of each actor about each concept, within a year or in all."""
    groups: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    undated = 0
    for statement in coded.statements:
        year = coded.documents[statement.document].day[:4] if is_by_year else ""
        if is_by_year and not year:
            undated += 1
            continue
        groups[year, statement.actor, statement.concept].append(statement)
    if undated:
        gathering.refused(
            tr_count(
                "{count} statement has no date and belongs to no year.",
                "{count} statements have no date and belong to no year.",
                undated,
            ),
            Place(),
        )
    previous = ""
    for year in sorted({year for year, _, _ in groups}) if is_by_year else ():
        gathering.snapshots.append(ImportedSnapshot(key=year, label=year, date=year, based_on=previous))
        previous = year
    yield from groups.items()


def _stance(
    gathering: Gathering,
    passages: _Passages,
    snapshot: str,
    actor: str,
    concept: str,
    statements: list[Statement],
) -> None:
    total = len(statements)
    agreeing = sum(statement.agrees for statement in statements)
    balance = 2 * agreeing - total
    reason = tr_count(
        "{count} statement: {agreeing} agreeing, {disagreeing} disagreeing",
        "{count} statements: {agreeing} agreeing, {disagreeing} disagreeing",
        total,
        agreeing=agreeing,
        disagreeing=total - agreeing,
    )
    gathering.stance(
        actor,
        concept,
        statements[0].place,
        (reason,),
        alignment=round(100 * balance / total, 6),
        basis="stated",
        snapshot=snapshot,
        citations=passages.cited(statements, balance),
    )


class _Passages:
    """Citations of statements, as many as a judgement holds and no more text than a map should."""

    def __init__(self, gathering: Gathering) -> None:
        self._gathering = gathering
        self._characters_left = _MOST_CHARACTERS
        self._bundled = self._dropped = self._cut = 0

    def cited(self, statements: list[Statement], balance: int) -> tuple[ImportedCitation, ...]:
        """A citation a statement, or one a document where they would be too many.

        What speaks against the sign of the balance speaks against the judgement.
        """
        if len(statements) <= LIST_LIMIT:
            return tuple(
                self._citation(statement.document, self._is_against(statement, balance), (statement.passage,))
                for statement in statements
            )
        bundles: dict[tuple[int, bool], list[str]] = defaultdict(list)
        for statement in statements:
            bundles[statement.document, self._is_against(statement, balance)].append(statement.passage)
        self._bundled += 1
        self._dropped += max(len(bundles) - LIST_LIMIT, 0)
        kept = list(bundles.items())[:LIST_LIMIT]
        return tuple(self._citation(document, against, texts) for (document, against), texts in kept)

    def remark(self) -> None:
        """Say what was cut."""
        if self._bundled:
            self._gathering.kept(
                tr_count(
                    "The passages of {count} stance are bundled by document, since there are so many.",
                    "The passages of {count} stances are bundled by document, since there are so many.",
                    self._bundled,
                )
            )
        if self._dropped:
            self._gathering.left_out(
                tr_count(
                    "{count} document more than a judgement can cite is not cited.",
                    "{count} documents more than a judgement can cite are not cited.",
                    self._dropped,
                )
            )
        if self._cut:
            self._gathering.left_out(
                tr_count(
                    "{count} passage is too long for a citation and is cut short.",
                    "{count} passages are too long for a citation and are cut short.",
                    self._cut,
                )
            )
        if self._characters_left <= 0:
            self._gathering.left_out(tr("There is too much text: the last passages are cited without it."))

    @staticmethod
    def _is_against(statement: Statement, balance: int) -> bool:
        return balance != 0 and statement.agrees != (balance > 0)

    def _citation(self, document: int, against: bool, texts: Iterable[str]) -> ImportedCitation:
        passage = lines(*texts) if self._characters_left > 0 else ""
        self._cut += len(passage) == TEXT_LIMIT
        self._characters_left -= len(passage)
        return ImportedCitation(source=str(document), passage=passage, against=against)
