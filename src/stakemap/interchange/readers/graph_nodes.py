"""The nodes of a graph put together as actors: nodes of one name are one actor, found by id or name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from stakemap.i18n import tr
from stakemap.interchange.content import Place
from stakemap.interchange.readers.graph_attributes import NOT_READ, meaning_of, says_nothing, shown_heading
from stakemap.interchange.readers.graphs import Graph, Node
from stakemap.interchange.readers.plain_texts import plain_line, plain_text
from stakemap.model.records import NAME_LIMIT
from stakemap.text import fold_name, shortened


@dataclass(slots=True)
class ActorDraft:
    """An actor as its nodes describe it; there are several where they have one name."""

    key: str
    name: str
    place: Place
    #: The types that the nodes say, each once, in their order.
    types: dict[str, None] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    code: str = ""
    parent: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


class Actors:
    """The actors of a graph, found by the ids and names of their nodes; remarks are made of what is none."""

    def __init__(self, graph: Graph) -> None:
        self._remarks = graph.remarks
        self._drafts: dict[str, ActorDraft] = {}
        self._by_id: dict[str, ActorDraft] = {}
        self._by_name: dict[str, ActorDraft] = {}
        for node in graph.nodes:
            self._add(node)

    @property
    def drafts(self) -> Mapping[str, ActorDraft]:
        """The actors by their keys, in the order of the file."""
        return self._drafts

    def find(self, reference: str) -> str | None:
        """The key of the actor that a link refers to by an id or a name."""
        draft = self._by_id.get(reference) or self._by_name.get(fold_name(reference))
        return None if draft is None else draft.key

    def name_of(self, key: str) -> str:
        """The name of an actor."""
        return self._drafts[key].name

    def added(self, name: str, place: Place) -> str | None:
        """The key of a new actor that only a link names; None where it has no name."""
        self._add(Node(name, name, place))
        return self.find(name)

    def _add(self, node: Node) -> None:
        name = plain_line(node.name) or plain_line(node.id)
        if not name:
            self._remarks.add("refused", tr("Without a name and an id this cannot be an actor."), node.place)
            return
        first = self._by_id.get(node.id) if node.id else None
        if first is not None and fold_name(first.name) != fold_name(name):
            self._remarks.add(
                "refused",
                tr("The id {id} stands for “{name}” already, so “{other}” is not read."),
                node.place,
                node.name,
                id=node.id,
                name=first.name,
                other=name,
            )
            return
        draft = first or self._namesake(node, name) or self._new(node, name)
        if node.id:
            self._by_id.setdefault(node.id, draft)
        self._fill(draft, node)

    def _namesake(self, node: Node, name: str) -> ActorDraft | None:
        """The actor of another node of the same name, unless both say that they are of different types."""
        other = self._by_name.get(fold_name(name))
        if other is None or (node.type and other.types and node.type not in other.types):
            return None
        self._remarks.add(
            "doubt",
            tr("“{name}” stands here once more: it is taken for the same actor."),
            node.place,
            name=name,
        )
        return other

    def _new(self, node: Node, name: str) -> ActorDraft:
        if fold_name(name) in self._by_name:
            self._remarks.add(
                "doubt",
                tr("“{name}” stands here once more as {type}: it is another actor, whose name says so."),
                node.place,
                name=name,
                type=node.type,
            )
            name = f"{name} ({plain_line(node.type)})"
            if fold_name(name) in self._by_name:
                return self._by_name[fold_name(name)]
        key = node.id if node.id and node.id not in self._drafts else f"#{len(self._drafts)}"
        draft = self._drafts[key] = ActorDraft(key, self._fitting(name, node), node.place)
        if draft.name != name:
            draft.notes.append(name)
        self._by_name[fold_name(name)] = draft
        return draft

    def _fitting(self, name: str, node: Node) -> str:
        if len(name) <= NAME_LIMIT:
            return name
        self._remarks.add(
            "kept",
            tr("A name has at most {limit} characters: the whole of it is kept in the note."),
            node.place,
            name,
            limit=NAME_LIMIT,
        )
        return shortened(name, NAME_LIMIT)

    def _fill(self, draft: ActorDraft, node: Node) -> None:
        if node.type:
            draft.types[node.type] = None
        if node.note:
            draft.notes.append(plain_text(node.note))
        draft.tags += node.tags
        draft.aliases += node.aliases
        draft.code = draft.code or plain_line(node.code)
        draft.parent = draft.parent or node.parent
        for heading, text in node.attributes.items():
            if says_nothing(text) or draft.attributes.setdefault(heading, text) == text:
                continue
            if meaning_of(heading) not in NOT_READ:
                self._remarks.add(
                    "refused",
                    tr("“{heading}” of “{name}” is different here: the first one counts."),
                    node.place,
                    heading=shown_heading(heading),
                    name=draft.name,
                )
