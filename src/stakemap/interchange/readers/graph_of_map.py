"""A graph that Stakemap wrote, changed or not: it comes back with the ids of its records.

Other programs keep the attributes of nodes and links, whatever they do with the rest of a file, so the ids
stand there. What such a graph says of a record replaces what the map says, and what was not changed in it
changes nothing: numbers are on the scales of the map, and are evidence of nothing but what the map held.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, get_args

from stakemap.i18n import number, tr
from stakemap.interchange.cells import CellError, kind_of, role_of
from stakemap.interchange.columns import native_scale
from stakemap.interchange.content import (
    ImportedActor,
    ImportedContent,
    ImportedEstimate,
    ImportedIssue,
    ImportedRelation,
    ImportedSnapshot,
    ImportedStance,
    ImportedStanding,
    ImportedTie,
    Place,
)
from stakemap.interchange.readers.gathering import number_in
from stakemap.interchange.readers.graph_attributes import Quantity, without_prefix
from stakemap.interchange.readers.graphs import Graph, Link, Node
from stakemap.interchange.writers.graph import (
    ACTOR_FIELDS,
    ID,
    ISSUE,
    NOT_HELD,
    SNAPSHOT,
    issue_of_suffix,
    record_of_line,
)
from stakemap.model.document import ActorKind
from stakemap.model.edits_base import is_id
from stakemap.model.ids import slug
from stakemap.model.judgements import Role, State
from stakemap.model.records import NAME_LIMIT
from stakemap.text import list_items

_RATED: Mapping[str, Quantity] = {
    "alignment": "alignment",
    "salience": "salience",
    "influence on the issue": "influence",
}
_OF_ISSUE = re.compile(rf"({'|'.join(_RATED)}|role|state)(?:: *(\S.*))?", re.IGNORECASE)
_STATES: Mapping[str, State] = {state: state for state in get_args(State)}
_NODE_FIELDS = frozenset({*ACTOR_FIELDS, "influence", "influence state", "description", ID, SNAPSHOT, ISSUE})
_LINK_FIELDS = frozenset({"strength", "state", "note", "description", "weight", ID})
_STRENGTH = (-3.0, 3.0)


def _held(texts: Mapping[str, str], heading: str) -> str:
    """A text; "" for one with characters that the file could not hold, so that the map's stays."""
    text = texts.get(heading, "")
    return "" if NOT_HELD in text else text


class _Column(NamedTuple):
    """A column about an issue: what it says, and the key of the issue."""

    name: str
    issue: str


def is_of_map(graph: Graph) -> bool:
    """Whether nodes of a graph have the ids of actors, as Stakemap writes them."""
    return any(ID in _texts(node) for node in graph.nodes)


def map_content(graph: Graph) -> ImportedContent:
    """What a graph that Stakemap wrote says, with the ids of its records. Raises CancelledError."""
    return _Reader(graph).read()


def _texts(record: Node | Link) -> Mapping[str, str]:
    """The attributes of a node or a link by heading, in lower case, without what a program puts before it."""
    return {without_prefix(heading).lower(): text for heading, text in record.attributes.items()}


class _Reader:
    def __init__(self, graph: Graph) -> None:
        self._graph, self._remarks = graph, graph.remarks
        self._nodes = [(node, _texts(node)) for node in graph.nodes]
        self._snapshot = self._named(SNAPSHOT)
        self._issues: dict[str, ImportedIssue] = {}
        self._columns = self._issue_columns()
        #: The keys of actors by what links call them: ids of nodes, and names that only one has.
        self._keys: dict[str, str] = {}
        self._by_name: dict[str, list[str]] = defaultdict(list)

    def _named(self, heading: str) -> tuple[str, str, str] | None:
        """The record that a column names in most rows: id, a word or a date, and name."""
        lines = Counter(text for _, texts in self._nodes if (text := texts.get(heading)))
        return record_of_line(lines.most_common(1)[0][0]) if lines else None

    def _issue_columns(self) -> Mapping[str, _Column]:
        headings = dict.fromkeys(
            without_prefix(heading) for node in self._graph.nodes for heading in node.attributes
        )
        columns, unknown = {}, []
        for heading in headings:
            match = _OF_ISSUE.fullmatch(heading)
            if match is not None:
                columns[heading.lower()] = _Column(match[1].lower(), self._issue(match[2] or ""))
            elif heading.lower() not in _NODE_FIELDS:
                unknown.append(heading)
        links = (heading for link in self._graph.links for heading in map(without_prefix, link.attributes))
        unknown += (heading for heading in dict.fromkeys(links) if heading.lower() not in _LINK_FIELDS)
        for heading in dict.fromkeys(unknown):
            sentence = tr("“{heading}” is none of the attributes that Stakemap wrote, and is left out.")
            self._remarks.add("left-out", sentence, heading=heading)
        return columns

    def _issue(self, suffix: str) -> str:
        """The key of the issue that a heading names, "" for the one that the file is about."""
        key, name = issue_of_suffix(suffix)
        if not suffix and (chosen := self._named(ISSUE)) is not None:
            key, _, name = chosen
        record = f"issue {key or name}"
        order = len(self._issues)
        self._issues.setdefault(record, ImportedIssue(key=record, map_id=key, name=name, order=order))
        return record

    def read(self) -> ImportedContent:
        actors = list(self._actors())
        self._graph.proceed(0.7)
        relations, ties = self._relations()
        self._graph.proceed(0.9)
        standings: list[ImportedStanding] = []
        stances: list[ImportedStance] = []
        for actor, (node, texts) in zip(actors, self._nodes, strict=True):
            standings += self._standing(actor.key, texts, node.place)
            stances += self._stances(actor.key, texts, node.place)
        used = {stance.issue for stance in stances}
        return ImportedContent(
            title=self._graph.title[:NAME_LIMIT],
            actors=tuple(actors),
            issues=tuple(issue for issue in self._issues.values() if issue.key in used),
            snapshots=tuple(self._snapshots()) if standings or stances or ties else (),
            relations=tuple(relations),
            standings=tuple(standings),
            stances=tuple(stances),
            ties=tuple(ties),
            remarks=self._remarks.all(),
        )

    def _snapshots(self) -> Iterable[ImportedSnapshot]:
        if self._snapshot is not None:
            key, word, label = self._snapshot
            date = word if word[:1].isdigit() else ""
            yield ImportedSnapshot(key=key, map_id=key, label=label, date=date, scenario=word == "scenario")

    # --- actors --------------------------------------------------------------------------------------------

    def _actors(self) -> Iterable[ImportedActor]:
        taken: set[str] = set()
        keys = []
        for count, (node, texts) in enumerate(self._nodes):
            map_id = texts.get(ID, "")
            # A node that was copied is another actor.
            map_id = map_id if is_id(map_id) and map_id not in taken else ""
            taken.add(map_id)
            key = map_id or f"node {count}"
            keys.append((key, map_id))
            name = node.name or node.id
            self._by_name[name].append(key)
            self._keys.setdefault(node.id, key)
        unique = {name: found[0] for name, found in self._by_name.items() if len(found) == 1}
        self._keys = unique | self._keys
        for (key, map_id), (node, texts) in zip(keys, self._nodes, strict=True):
            yield self._actor(key, map_id, node, texts)

    def _actor(self, key: str, map_id: str, node: Node, texts: Mapping[str, str]) -> ImportedActor:
        whole = texts.get("part of", "")
        part_of = self._by_name.get(whole, [])
        if whole and not part_of:
            sentence = tr("“{name}” is no actor of the file.")
            self._remarks.add("refused", sentence, node.place, whole, name=whole)
        name = node.name or node.id
        return ImportedActor(
            key=key,
            place=node.place,
            map_id=map_id,
            # What has no name is written with its id.
            name="" if name == map_id else name,
            aliases=(*node.aliases, *list_items(_held(texts, "aliases"))),
            code=_held(texts, "code") or node.code,
            kind=self._kind(node.type or texts.get("kind", ""), node.place),
            group=_held(texts, "group"),
            part_of=part_of[0] if len(part_of) == 1 and part_of[0] != key else "",
            note=node.note or _held(texts, "note") or _held(texts, "description"),
            tags=(*node.tags, *list_items(_held(texts, "tags"))),
        )

    def _kind(self, text: str, place: Place) -> ActorKind | None:
        try:
            return kind_of(text) if text else None
        except CellError as error:
            self._remarks.add("refused", str(error), place, text)
            return None

    # --- judgements ----------------------------------------------------------------------------------------

    def _shared(self, state: str, place: Place, *, has_value: bool) -> dict[str, Any]:
        said = _STATES.get(slug(state)) if state else None
        snapshot = "" if self._snapshot is None else self._snapshot[0]
        # Without a value and a state nothing is said of it.
        return {
            "snapshot": snapshot,
            "place": place,
            "state": "judged" if has_value or said is None else said,
        }

    def _standing(self, actor: str, texts: Mapping[str, str], place: Place) -> Iterable[ImportedStanding]:
        value = self._estimate(texts.get("influence", ""), native_scale("influence"), place)
        shared = self._shared(texts.get("influence state", ""), place, has_value=value is not None)
        if value is not None or shared["state"] != "judged":
            yield ImportedStanding(**shared, actor=actor, influence=value)

    def _stances(self, actor: str, texts: Mapping[str, str], place: Place) -> Iterable[ImportedStance]:
        said: dict[str, dict[str, str]] = defaultdict(dict)
        for heading, text in texts.items():
            if (column := self._columns.get(heading)) is not None and text:
                said[column.issue][column.name] = text
        for issue, about in said.items():
            values = {
                name: self._estimate(about.get(name, ""), native_scale(quantity), place)
                for name, quantity in _RATED.items()
            }
            role, alignment = self._role(about.get("role", ""), place), values["alignment"]
            shared = self._shared(about.get("state", ""), place, has_value=alignment is not None)
            if any(values.values()) or role or shared["state"] != "judged":
                yield ImportedStance(
                    **shared,
                    actor=actor,
                    issue=issue,
                    alignment=alignment,
                    salience=values["salience"],
                    influence=values["influence on the issue"],
                    role=role,
                )

    def _role(self, text: str, place: Place) -> Role | None:
        try:
            return role_of(text) if text else None
        except CellError as error:
            self._remarks.add("refused", str(error), place, text)
            return None

    def _estimate(self, text: str, scale: tuple[float, float], place: Place) -> ImportedEstimate | None:
        value = self._number(text, scale, place)
        return None if value is None else ImportedEstimate(value=value)

    def _number(self, text: str, scale: tuple[float, float], place: Place) -> float | None:
        if not text:
            return None
        value, (low, high) = number_in(text), scale
        if value is not None and low <= value <= high:
            return value
        sentence = tr("Enter a number from {low} to {high}.", low=number(low), high=number(high))
        self._remarks.add("refused", sentence, place, text)
        return None

    # --- relations -----------------------------------------------------------------------------------------

    def _relations(self) -> tuple[list[ImportedRelation], list[ImportedTie]]:
        relations: list[ImportedRelation] = []
        ties: list[ImportedTie] = []
        taken: set[str] = set()
        for count, link in enumerate(self._graph.links):
            ends = [self._keys.get(end) for end in (link.source, link.target)]
            source, target = ends
            if source is None or target is None:
                missing = link.target if source is not None else link.source
                sentence = tr("The link leads to “{name}”, which is not in the file.")
                self._remarks.add("refused", sentence, link.place, missing, name=missing)
                continue
            texts = _texts(link)
            map_id = texts.get(ID, "")
            map_id = map_id if is_id(map_id) and map_id not in taken else ""
            taken.add(map_id)
            key = map_id or f"link {count}"
            label = link.label or link.type
            relations.append(
                ImportedRelation(
                    key=key,
                    map_id=map_id,
                    place=link.place,
                    source=source,
                    target=target,
                    label=label,
                    directed=link.direction == "directed",
                    note=link.note or _held(texts, "note") or _held(texts, "description"),
                )
            )
            strength = self._number(texts.get("strength", ""), _STRENGTH, link.place)
            shared = self._shared(texts.get("state", ""), link.place, has_value=strength is not None)
            if strength is not None or shared["state"] != "judged":
                ties.append(ImportedTie(**shared, relation=key, strength=strength))
        return relations, ties
