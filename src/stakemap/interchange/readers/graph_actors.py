"""The actors of a graph as records: what their nodes say becomes fields, tags, notes and judgements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from stakemap.i18n import cached_by_language, tr
from stakemap.interchange.cells import CellError, kind_of
from stakemap.interchange.content import ImportedActor, ImportedIssue, ImportedStance, ImportedStanding, Place
from stakemap.interchange.readers.graph_attributes import NODE_MEANINGS, Meaning, meanings, shown_heading
from stakemap.interchange.readers.graph_nodes import ActorDraft, Actors
from stakemap.interchange.readers.graph_ratings import Ratings
from stakemap.interchange.readers.graphs import Graph
from stakemap.interchange.readers.plain_texts import list_parts, parts_of, plain_line, plain_text
from stakemap.interchange.readers.remarks import Remarks
from stakemap.model.document import ActorKind
from stakemap.model.records import LIST_LIMIT, NAME_LIMIT, TEXT_LIMIT
from stakemap.text import fold_latin, shortened

#: The most characters of a code.
_CODE_LIMIT = 4
#: A rating that is on no known scale is a line of the note.
_RATED = ("influence", "alignment", "salience", "role", "state")


@dataclass(slots=True)
class ActorRecords:
    """The actors of a graph and their judgements."""

    actors: list[ImportedActor] = field(default_factory=list)
    standings: list[ImportedStanding] = field(default_factory=list)
    stances: list[ImportedStance] = field(default_factory=list)
    issues: tuple[ImportedIssue, ...] = ()


@dataclass(slots=True)
class _ActorTexts:
    """What the attributes of one actor say, until it is a record."""

    types: list[str]
    notes: list[str]
    tags: list[str]
    aliases: list[str]
    code: str
    group: str = ""
    part_of: str = ""


def actor_records(graph: Graph, actors: Actors, linked: frozenset[str]) -> ActorRecords:
    """The records of all actors; `linked` are the keys of those that have relations.

    A node around others that has no links of its own is their group.
    """
    remarks = graph.remarks
    columns: dict[str, list[str]] = defaultdict(list)
    for draft in actors.drafts.values():
        for heading, text in draft.attributes.items():
            columns[heading].append(text)
    found = meanings(columns, NODE_MEANINGS, remarks, keeps_contacts=graph.keeps_contacts)
    ratings = Ratings(columns, found, remarks)
    reader = _ActorReader(actors, found, ratings, _groups(actors, linked, remarks), remarks)
    for draft in actors.drafts.values():
        reader.read(draft)
    reader.records.issues = ratings.issues
    return reader.records


def _groups(actors: Actors, linked: frozenset[str], remarks: Remarks) -> frozenset[str]:
    parents = {actors.find(draft.parent) for draft in actors.drafts.values() if draft.parent}
    groups = frozenset(parent for parent in parents if parent is not None and parent not in linked)
    for key in groups:
        draft = actors.drafts[key]
        remarks.add(
            "kept",
            tr("“{name}” holds other nodes and has no links of its own: it is their group."),
            draft.place,
            name=draft.name,
        )
    return groups


class _ActorReader:
    def __init__(
        self,
        actors: Actors,
        found: Mapping[str, Meaning],
        ratings: Ratings,
        groups: frozenset[str],
        remarks: Remarks,
    ) -> None:
        self._actors, self._meanings, self._ratings = actors, found, ratings
        self._groups, self._remarks = groups, remarks
        self.records = ActorRecords()
        self._readers: Mapping[str, Callable[[_ActorTexts, str, str], None]] = {
            "name": lambda told, _heading, text: told.aliases.append(text),
            "aliases": lambda told, _heading, text: told.aliases.extend(list_parts(text)),
            "code": self._read_code,
            "group": self._read_group,
            "kind": lambda told, _heading, text: told.types.append(text),
            "part_of": self._read_whole,
            "tags": lambda told, _heading, text: told.tags.extend(list_parts(text)),
            "note": lambda told, _heading, text: told.notes.append(plain_text(text)),
            "tag": lambda told, heading, text: told.tags.extend(
                f"{heading}: {part}" for part in parts_of(text)
            ),
            "text": _read_line,
        }

    def read(self, draft: ActorDraft) -> None:
        if draft.key in self._groups:
            return
        told = _ActorTexts(
            list(draft.types), list(draft.notes), list(draft.tags), list(draft.aliases), draft.code
        )
        self._read_parent(told, draft)
        for heading, text in draft.attributes.items():
            meaning = self._meanings.get(heading, "layout")
            shown = shown_heading(heading)
            if meaning in _RATED and heading not in self._ratings:
                _read_line(told, shown, text)
            elif meaning in self._readers:
                self._readers[meaning](told, shown, text)
        self._write(draft, told)

    def _read_parent(self, told: _ActorTexts, draft: ActorDraft) -> None:
        key = self._actors.find(draft.parent) if draft.parent else None
        if key in self._groups:
            told.group = self._actors.drafts[key].name
        elif key is not None and key != draft.key:
            told.part_of = key

    def _read_code(self, told: _ActorTexts, _heading: str, text: str) -> None:
        if len(text) <= _CODE_LIMIT and not told.code:
            told.code = text
        else:
            told.aliases.append(text)

    def _read_group(self, told: _ActorTexts, heading: str, text: str) -> None:
        if told.group:
            told.tags.append(f"{heading}: {plain_line(text)}")
        else:
            told.group = plain_line(text)

    def _read_whole(self, told: _ActorTexts, heading: str, text: str) -> None:
        key = self._actors.find(text)
        if key is None or told.part_of:
            _read_line(told, heading, text)
        else:
            told.part_of = key

    def _write(self, draft: ActorDraft, told: _ActorTexts) -> None:
        kind, more = _kind_of(told.types)
        names = {fold_latin(draft.name), ""}
        aliases = [alias for alias in map(plain_line, told.aliases) if fold_latin(alias) not in names]
        note = "\n".join(dict.fromkeys(line for line in told.notes if line))
        self.records.actors.append(
            ImportedActor(
                key=draft.key,
                place=draft.place,
                name=draft.name,
                aliases=_fitting_list(aliases),
                code=told.code[:_CODE_LIMIT],
                kind=kind,
                group=shortened(told.group, NAME_LIMIT),
                part_of=told.part_of if told.part_of != draft.key else "",
                note=fitting_note(note, draft.place, self._remarks),
                tags=_fitting_list([*more, *told.tags]),
            )
        )
        standings, stances = self._ratings.read(draft.key, draft.attributes, draft.place)
        self.records.standings += standings
        self.records.stances += stances


def _read_line(told: _ActorTexts, heading: str, text: str) -> None:
    told.notes.append(f"{heading}: {plain_line(text)}")


def _kind_of(types: list[str]) -> tuple[ActorKind | None, list[str]]:
    """The first kind of actors that types name, and the types that name none."""
    kind: ActorKind | None = None
    others: list[str] = []
    for text in dict.fromkeys(part for each in types for part in parts_of(each)):
        found = _known_kind(text)
        if found is None or (kind is not None and found != kind):
            others.append(text)
        kind = kind or found
    return kind, others


@cached_by_language
def _known_kind(text: str) -> ActorKind | None:
    try:
        return kind_of(text)
    except CellError:
        return None


def _fitting_list(texts: list[str]) -> tuple[str, ...]:
    """Short texts, without repetitions, as many as a map can take."""
    lines = (line for line in map(plain_line, texts) if line)
    return tuple(
        dict.fromkeys(line if len(line) <= NAME_LIMIT else shortened(line, NAME_LIMIT) for line in lines)
    )[:LIST_LIMIT]


def fitting_note(note: str, place: Place, remarks: Remarks) -> str:
    """A note within the limit of a map, with a remark where it is not whole."""
    if len(note) <= TEXT_LIMIT:
        return note
    remarks.add(
        "left-out", tr("A note has at most {limit} characters: its end is left out."), place, limit=TEXT_LIMIT
    )
    return note[: TEXT_LIMIT - 1].rstrip() + "…"
