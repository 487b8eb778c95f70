"""A map at one snapshot as a graph: actors and relations with attributes, for all formats of graphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal

from stakemap.interchange.writers.choosing import chosen_issues, chosen_snapshot
from stakemap.interchange.writers.formats import DataOptions
from stakemap.interchange.writers.rows import label_of
from stakemap.model.colours import group_colours
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Estimate, Tie
from stakemap.model.order import actors_in_order, relations_in_order
from stakemap.model.resolve import Resolved, Resolver
from stakemap.text import list_line

AttributeType = Literal["string", "double", "boolean"]
Value = str | float | bool

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


_ACTOR_FIELDS: Final = ("code", "kind", "group", "part of", "aliases", "tags", "note")


def graph_of(document: StakeMap, options: DataOptions) -> Graph:
    """The actors and relations of a map as the chosen snapshot shows them.

    Attributes have English names, since programs look for them: "influence", and "alignment" and "salience",
    followed by the name of the issue where there are several. Where a value is not known the attribute is
    missing, and "influence state" or "state" says "unknown" or "not-applicable".
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
        return Graph(
            document.title,
            snapshot,
            _used(self._node_attributes(), nodes),
            _used([Attribute("strength", "double"), Attribute("state"), Attribute("note")], edges),
            nodes,
            edges,
        )

    @cached_property
    def _suffixes(self) -> Mapping[str, str]:
        """What follows the names of the attributes on each issue; names that are not unique have their id."""
        if len(self.issues) == 1:
            return {self.issues[0]: ""}
        names = {issue: label_of(self.document, "issues", issue) for issue in self.issues}
        return {
            issue: f": {name}" if list(names.values()).count(name) == 1 else f": {name} ({issue})"
            for issue, name in names.items()
        }

    def _node_attributes(self) -> Iterator[Attribute]:
        yield from map(Attribute, _ACTOR_FIELDS)
        yield Attribute("influence", "double")
        yield Attribute("influence state")
        for issue in self.issues:
            suffix = self._suffixes[issue]
            for name in ("alignment", "salience", "influence on the issue"):
                yield Attribute(f"{name}{suffix}", "double")
            yield Attribute(f"role{suffix}")
            yield Attribute(f"state{suffix}")

    def _node(self, key: str) -> Node:
        document, actor = self.document, self.document.actors[key]
        group = label_of(document, "groups", actor.group) if actor.group else ""
        whole = label_of(document, "actors", actor.part_of) if actor.part_of else ""
        aliases, tags = list_line(actor.aliases), list_line(actor.tags)
        fields = (actor.code, actor.kind, group, whole, aliases, tags, actor.note)
        values: dict[str, Value] = {
            name: text for name, text in zip(_ACTOR_FIELDS, fields, strict=True) if text
        }
        position = None
        if self.snapshot is not None:
            standing = self.resolver.standings(document, self.snapshot).get(key)
            values |= _judged(standing, "influence", "influence", "influence state")
            for issue in self.issues:
                values |= self._stance(key, issue)
            position = self._position(values)
        return Node(key, label_of(document, "actors", key), values, self._colour(key), position)

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
        ends = relation.source, relation.target
        return Edge(key, *ends, relation.label, relation.directed, strength, values)


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
    return _NOT_XML.sub("\ufffd", value) if isinstance(value, str) else repr(float(value))
