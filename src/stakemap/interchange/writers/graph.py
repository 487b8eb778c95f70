"""A map at one snapshot as a graph: actors and relations with attributes, for all formats of graphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal

from stakemap.interchange.writers.choosing import chosen_issues, chosen_snapshot
from stakemap.interchange.writers.formats import DataOptions
from stakemap.interchange.writers.rows import label_of
from stakemap.model.colours import group_colours
from stakemap.model.document import Actor, Group, StakeMap
from stakemap.model.edits_base import is_id
from stakemap.model.judgements import Estimate, Tie
from stakemap.model.order import actors_in_order, relations_in_order
from stakemap.model.resolve import Resolved, Resolver
from stakemap.text import fold_name, list_line, single_line

AttributeType = Literal["string", "double", "boolean"]
Value = str | float | bool

#: Attributes by which an import finds the records of the map again, since other programs keep attributes:
#: the id of an actor or a relation; id, date and label of the snapshot; id and name of the issue if there
#: is one.
ID, SNAPSHOT, ISSUE = "stakemap id", "stakemap snapshot", "stakemap issue"
#: Stands for a character that a file cannot hold.
NOT_HELD: Final = "\ufffd"
#: What XML 1.0 has no way of writing.
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Attribute:
    """A named attribute of all nodes or all edges."""

    name: str
    type: AttributeType = "string"


@dataclass(frozen=True, slots=True)
class Node:
    """An actor; what is not known has no value. `position` is alignment and influence on the issue."""

    id: str
    label: str
    values: Mapping[str, Value]
    colour: str = ""
    position: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation; `strength` is −3 to 3, None where it is not known."""

    id: str
    source: str
    target: str
    label: str
    is_directed: bool
    strength: int | None
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Graph:
    """A graph; attributes that no node or edge has are left out."""

    title: str
    description: str
    node_attributes: Sequence[Attribute]
    edge_attributes: Sequence[Attribute]
    nodes: Sequence[Node]
    edges: Sequence[Edge]


ACTOR_FIELDS: Final = ("code", "kind", "group", "part of", "aliases", "tags", "note")
#: The name of an issue, and its id in brackets.
_WITH_ID = re.compile(r"(?:(.*) )?\(([^()]*)\)")


def issue_of_suffix(text: str) -> tuple[str, str]:
    """The id ("" for none) and the name of the issue that follows the name of an attribute."""
    match = _WITH_ID.fullmatch(text)
    return ("", text) if match is None else (match[2], match[1] or "")


def record_of_line(text: str) -> tuple[str, str, str] | None:
    """The id of a record, its date or another word, and its name, as they stand on one line."""
    key, _, rest = text.partition(" ")
    word, _, name = rest.partition(" ")
    return (key, word, name) if is_id(key) else None


def graph_of(document: StakeMap, options: DataOptions) -> Graph:
    """The actors and relations of a map as the chosen snapshot shows them.

    Attributes have English names, since programs look for them: "influence", and "alignment" and "salience",
    followed by the name of the issue where there are several. Where a value is not known the attribute is
    missing, and "influence state" or "state" says "unknown" or "not-applicable". By "stakemap id" and
    the like an import finds the records of the map again (`readers.graph_of_map`).
    """
    return _Builder(document, options).graph()


class _Builder:
    def __init__(self, document: StakeMap, options: DataOptions) -> None:
        self.document = document
        self.snapshot, self.issues = chosen_snapshot(document, options), chosen_issues(document, options)
        self.resolver = Resolver()
        self.colours = group_colours(document.groups)

    def graph(self) -> Graph:
        """Build the graph."""
        document = self.document
        nodes = [self._node(key) for key in actors_in_order(document)]
        edges = [self._edge(key) for key in relations_in_order(document, document.relations)]
        snapshot = label_of(document, "snapshots", self.snapshot) if self.snapshot else ""
        edge_attributes = [Attribute("strength", "double"), *map(Attribute, ("state", "note", ID))]
        return Graph(
            document.title,
            snapshot,
            _used(self._node_attributes(), nodes),
            _used(edge_attributes, edges),
            nodes,
            edges,
        )

    @cached_property
    def _suffixes(self) -> Mapping[str, str]:
        """What follows the names of the attributes on each issue: its name, and the id if that is unclear."""
        if len(self.issues) == 1:
            return {self.issues[0]: ""}
        names = {key: single_line(issue.name) for key, issue in self.document.issues.items()}
        alike = Counter(map(fold_name, names.values()))

        def suffix(issue: str) -> str:
            name = names[issue]
            is_clear = name and alike[fold_name(name)] == 1 and not _WITH_ID.fullmatch(name)
            return f": {name}" if is_clear else f": {f'{name} ({issue})'.strip()}"

        return {issue: suffix(issue) for issue in self.issues}

    @cached_property
    def _about(self) -> Mapping[str, str]:
        """What all nodes say of the snapshot and of the only issue."""
        about = {}
        if self.snapshot is not None:
            snapshot = self.document.snapshots[self.snapshot]
            word = "scenario" if snapshot.scenario else snapshot.date or "-"
            about[SNAPSHOT] = f"{self.snapshot} {word} {single_line(snapshot.label)}".rstrip()
        if len(self.issues) == 1:
            name = single_line(self.document.issues[self.issues[0]].name)
            about[ISSUE] = f"{self.issues[0]} - {name}".rstrip()
        return about

    def _node_attributes(self) -> Iterator[Attribute]:
        yield from map(Attribute, ACTOR_FIELDS)
        yield Attribute("influence", "double")
        yield Attribute("influence state")
        for issue in self.issues:
            suffix = self._suffixes[issue]
            for name in ("alignment", "salience", "influence on the issue"):
                yield Attribute(f"{name}{suffix}", "double")
            yield Attribute(f"role{suffix}")
            yield Attribute(f"state{suffix}")
        yield from map(Attribute, (ID, SNAPSHOT, ISSUE))

    def _node(self, key: str) -> Node:
        document, actor = self.document, self.document.actors[key]
        group = _name(document.groups, actor.group) if actor.group else ""
        whole = _name(document.actors, actor.part_of) if actor.part_of else ""
        aliases, tags = list_line(actor.aliases), list_line(actor.tags)
        fields = (actor.code, actor.kind, group, whole, aliases, tags, actor.note)
        values: dict[str, Value] = {
            name: text for name, text in zip(ACTOR_FIELDS, fields, strict=True) if text
        }
        position = None
        if self.snapshot is not None:
            standing = self.resolver.standings(document, self.snapshot).get(key)
            values |= _judged(standing, "influence", "influence", "influence state")
            for issue in self.issues:
                values |= self._stance(key, issue)
            position = self._position(values)
        values |= {ID: key, **self._about}
        return Node(key, _name(document.actors, key), values, self._colour(key), position)

    def _stance(self, actor: str, issue: str) -> dict[str, Value]:
        assert self.snapshot is not None
        resolved = self.resolver.stances(self.document, self.snapshot, issue).get(actor)
        suffix = self._suffixes[issue]
        values = _judged(resolved, "alignment", f"alignment{suffix}", f"state{suffix}")
        if resolved is not None:
            stance = resolved.judgement
            for name, estimate in (
                ("salience", stance.salience),
                ("influence on the issue", stance.influence),
            ):
                if estimate is not None:
                    values[f"{name}{suffix}"] = estimate.value
            if stance.role is not None:
                values[f"role{suffix}"] = stance.role
        return values

    def _position(self, values: Mapping[str, Value]) -> tuple[float, float] | None:
        if len(self.issues) != 1:
            return None
        alignment = values.get("alignment")
        influence = values.get("influence on the issue", values.get("influence"))
        if isinstance(alignment, float) and isinstance(influence, float):
            return alignment, influence
        return None

    def _colour(self, key: str) -> str:
        actor = self.document.actors[key]
        return actor.colour or self.colours.get(actor.group or "", "")

    def _edge(self, key: str) -> Edge:
        relation = self.document.relations[key]
        tie: Resolved[Tie] | None = None
        if self.snapshot is not None:
            tie = self.resolver.ties(self.document, self.snapshot).get(key)
        strength = None if tie is None else tie.judgement.strength
        values: dict[str, Value] = {} if strength is None else {"strength": float(strength)}
        if tie is not None and not tie.judgement.is_judged:
            values["state"] = tie.judgement.state
        if relation.note:
            values["note"] = relation.note
        values[ID] = key
        ends = relation.source, relation.target
        return Edge(key, *ends, relation.label, relation.directed, strength, values)


def _name(records: Mapping[str, Actor] | Mapping[str, Group], key: str) -> str:
    """The whole name of a record on one line, else its id."""
    return single_line(records[key].name) or key


def _judged(resolved: Resolved[Any] | None, measured: str, name: str, state: str) -> dict[str, Value]:
    """The value of a judgement, or its state."""
    if resolved is None:
        return {}
    estimate: Estimate | None = getattr(resolved.judgement, measured)
    return {state: resolved.judgement.state} if estimate is None else {name: estimate.value}


def _used(
    attributes: Iterator[Attribute] | Sequence[Attribute], holders: Sequence[Node | Edge]
) -> list[Attribute]:
    names = {name for holder in holders for name in holder.values}
    return [attribute for attribute in attributes if attribute.name in names]


def xml_text(value: Value) -> str:
    """A value as text of XML, without the characters that it cannot hold."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _NOT_XML.sub(NOT_HELD, value) if isinstance(value, str) else repr(float(value))
