"""GML, the Graph Modelling Language (Himsolt 1996), as yEd, Gephi, networkx and igraph write it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.interchange.content import ImportedContent, Place
from stakemap.interchange.formats import Format, FormatPage, ReadJob
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.readers.graph_content import contact_options, content_of
from stakemap.interchange.readers.graphs import Direction, Graph, Link, Node, line_place, with_plain_ends

#: What may stand before the graph: comments, who made it, and a few single values.
_BEGINNING = re.compile(
    r'(?:\s|#[^\r\n]*[\r\n]|(?:Creator|Version|comment|directed|label)\s+(?:"[^"]*"|[^\s"]+))*graph\s*\[',
    re.I,
)
_TOKEN = re.compile(r'#[^\r\n]*|"([^"]*)"|([\[\]])|([^\s\[\]"]+)')
_DEEPEST = 50
#: The most entries of a node or an edge, with those of all lists within it.
_MOST_ENTRIES = 10_000

#: The entries of a list: a text, or what is in a list within it.
_Entries = list[tuple[str, "str | _Entries"]]


def _is_gml(file: IncomingFile) -> bool:
    return file.container == "text" and _BEGINNING.match(file.head.lstrip("\ufeff")) is not None


def _read(job: ReadJob) -> ImportedContent:
    graph = Graph(report=job.report)
    graph.doubt_text(job.file)
    _read_graph(with_plain_ends(job.file.text), graph)
    return content_of(graph, job)


class _Tokens:
    """The tokens of a text in their order, each with its kind: "text", "bracket" or "word"."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._matches = _TOKEN.finditer(text)
        self._place, self.line = 0, 1
        self._entries = 0

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return self

    def __next__(self) -> tuple[str, str]:
        for match in self._matches:
            quoted, bracket, word = match.groups()
            if quoted is None and bracket is None and word is None:
                continue
            self.line += self._text.count("\n", self._place, match.start())
            self._place = match.start()
            if quoted is not None:
                return "text", quoted
            return ("bracket", bracket) if bracket else ("word", word)
        raise StopIteration

    @property
    def share(self) -> float:
        """How much is read, 0 to 1."""
        return self._place / max(len(self._text), 1)

    def value(self) -> str | _Entries:
        """The value after a key. Raises MapReadError for lists that are too deep or long, or never end."""
        self._entries = 0
        return self._value(0)

    def _value(self, depth: int) -> str | _Entries:
        kind, token = next(self, ("", ""))
        if kind != "bracket":
            return token
        if token == "]" or depth > _DEEPEST:
            raise self.unmatched()
        entries: _Entries = []
        for kind, token in self:
            if kind == "bracket":
                if token == "[":
                    raise self.unmatched()
                return entries
            self._entries += 1
            if self._entries > _MOST_ENTRIES:
                raise MapReadError(
                    tr(
                        "Line {line}: a node or an edge has more entries than a map can take.",
                        line=str(self.line),
                    )
                )
            entries.append((token, self._value(depth + 1)))
        raise self.unmatched()

    def unmatched(self) -> MapReadError:
        """The refusal of a file whose brackets do not match, with the line that is read."""
        return MapReadError(
            tr("Line {line}: the brackets of this GML file do not match.", line=str(self.line))
        )


def _read_graph(text: str, graph: Graph) -> None:
    """Read the entries of `graph [ … ]` one by one, so that only one node is held at a time."""
    tokens = _Tokens(text)
    for kind, token in tokens:
        if kind == "word" and token.lower() == "graph":
            break
    if next(tokens, ("", ""))[1] != "[":
        raise tokens.unmatched()
    is_directed = False
    for kind, token in tokens:
        if kind == "bracket":
            return
        key, place = token.lower(), line_place(tokens.line)
        value = tokens.value()
        if key == "directed":
            is_directed = value == "1"
        elif key in ("label", "name") and isinstance(value, str):
            graph.title = graph.title or value
        elif key == "node" and isinstance(value, list):
            _add_node(graph, value, place, tokens.share)
        elif key == "edge" and isinstance(value, list):
            _add_link(graph, value, place, is_directed, tokens.share)
    raise tokens.unmatched()


def _add_node(graph: Graph, entries: _Entries, place: Place, share: float) -> None:
    texts = _texts(entries, graph)
    key = texts.pop("id", "")
    name = texts.pop("label", "") or texts.pop("name", "")
    parent = texts.pop("gid", "")
    graph.add_node(Node(key, name, place, parent=parent, attributes=texts), share / 2)


def _add_link(graph: Graph, entries: _Entries, place: Place, is_directed: bool, share: float) -> None:
    texts = _texts(entries, graph)
    source, target, label = (texts.pop(key, "") for key in ("source", "target", "label"))
    texts.pop("id", None)
    direction: Direction = "directed" if is_directed else "undirected"
    link = Link(source, target, place, label=label, direction=direction, attributes=texts)
    graph.add_link(link, share / 2)


def _texts(entries: _Entries, graph: Graph) -> dict[str, str]:
    """The texts of a node or an edge by their keys, of a repeated key all; lists within are drawings."""
    texts: dict[str, list[str]] = defaultdict(list)
    for key, value in entries:
        if isinstance(value, str):
            texts[key].append(value)
        else:
            graph.has_drawing = True
    return {key: "|".join(values) for key, values in texts.items()}


def _page() -> FormatPage:
    return FormatPage(
        reads=(
            tr("nodes as actors, by their labels"),
            tr("edges as relations, with label, and the direction of the graph"),
            tr("weights below 0, signs and words such as “ally” as ties from hostile to friendly"),
        ),
        keeps=(tr("other attributes as tags or in notes"), tr("other weights in the notes of relations")),
        loses=(
            tr("contact data, unless you ask for them"),
            tr("where and how nodes are drawn, and all lists within nodes and edges"),
            tr("links from a node to itself"),
        ),
    )


FORMATS = (
    Format(
        "gml", lambda: tr("GML (Graph Modelling Language)"), (".gml",), _is_gml, _read, _page, contact_options
    ),
)
