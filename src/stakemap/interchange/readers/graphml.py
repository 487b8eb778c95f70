"""GraphML, as yEd, visone, networkx, Gephi and igraph write it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from stakemap.i18n import tr
from stakemap.interchange.content import ImportedContent
from stakemap.interchange.formats import Format, FormatPage, ReadJob
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.readers.graph_content import contact_options, content_of
from stakemap.interchange.readers.graphs import Direction, Graph, Link, Node, line_place
from stakemap.interchange.readers.xml import Element, elements_of, has_root, local_name, text_of

#: Names of attributes that hold what a node or a link is called, the first that is there counts.
_LABELS = ("label", "name", "title", "node label", "nodelabel", "edge label", "edgelabel")


class _Key(NamedTuple):
    """What a `key` element declares: the heading of an attribute, of what, and its default."""

    heading: str
    domain: str
    default: str


def _is_graphml(file: IncomingFile) -> bool:
    return has_root(file, "graphml")


def _read(job: ReadJob) -> ImportedContent:
    graph = Graph(report=job.report)
    _GraphmlReader(graph).read(job)
    return content_of(graph, job)


class _GraphmlReader:
    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._keys: dict[str, _Key] = {}
        self._defaults: dict[str, _Key] = {}

    def read(self, job: ReadJob) -> None:
        names = ("key", "node", "edge", "hyperedge", "graph")
        for element in elements_of(job.file, *names, report=lambda share: job.report(share / 2)):
            kind = local_name(element)
            if kind == "key":
                self._read_key(element)
            elif kind == "node":
                self._read_node(element)
            elif kind == "edge":
                self._read_edge(element)
            elif kind == "hyperedge":
                self._graph.remarks.add(
                    "left-out",
                    tr("A link between more than two nodes has no place in a map."),
                    line_place(element.sourceline),
                )
            elif not _is_inner(element):
                texts, _ = self._data(element, "graph")
                self._graph.title = self._graph.title or _taken(texts, ("name", "label", "title"))
                self._graph.note = self._graph.note or _taken(texts, ("description", "comment"))

    def _read_key(self, element: Element) -> None:
        default = next((text_of(child) for child in element if local_name(child) == "default"), "")
        key = element.get("id", "")
        heading = (
            element.get("attr.name") or element.get("{http://www.yworks.com/xml/graphml}attr.name") or ""
        )
        # Graphics of yEd have no name; what is read of them are labels and arrows.
        graphics = element.get("yfiles.type", "")
        self._keys[key] = _Key(heading or graphics or key, element.get("for", "all"), default)
        if default and self._graph.takes_default(self._keys[key].heading):
            self._defaults[key] = self._keys[key]

    def _read_node(self, element: Element) -> None:
        texts, drawn = self._data(element, "node")
        # In visone the id that people see is an attribute.
        name = _taken(texts, _LABELS) or _drawn_label(drawn, "NodeLabel") or _taken(texts, ("id",))
        around = next(element.iterancestors("{*}node"), None)
        self._graph.add_node(
            Node(
                id=element.get("id", ""),
                name=name,
                place=line_place(element.sourceline),
                parent="" if around is None else around.get("id", ""),
                attributes=texts,
            ),
            0.5,
        )

    def _read_edge(self, element: Element) -> None:
        texts, drawn = self._data(element, "edge")
        label = _taken(texts, _LABELS) or _drawn_label(drawn, "EdgeLabel")
        source, target = element.get("source", ""), element.get("target", "")
        direction = _direction(element)
        arrows = next((found for each in drawn for found in each.iter("{*}Arrows")), None)
        if arrows is not None:
            starts, ends = (arrows.get(end, "none") != "none" for end in ("source", "target"))
            direction = "mutual" if starts and ends else "directed" if starts or ends else "undirected"
            if starts and not ends:
                source, target = target, source
        self._graph.add_link(
            Link(
                source,
                target,
                line_place(element.sourceline),
                label=label,
                direction=direction,
                attributes=texts,
            ),
            0.5,
        )

    def _data(self, element: Element, domain: str) -> tuple[dict[str, str], list[Element]]:
        """The texts of an element's own data by heading, with defaults, and the data that are drawings."""
        texts: dict[str, str] = {}
        drawn: list[Element] = []
        given: set[str] = set()
        for child in element:
            name = local_name(child)
            if name == "desc" and (text := text_of(child)):
                texts["description"] = text
            if name != "data":
                continue
            key = child.get("key", "")
            given.add(key)
            if len(child):
                drawn.append(child)
                self._graph.has_drawing = True
            elif text := (child.text or "").strip():
                texts[self._keys[key].heading if key in self._keys else key] = text
        for key, declared in self._defaults.items():
            if key not in given and declared.domain in (domain, "all"):
                texts.setdefault(declared.heading, declared.default)
        return texts, drawn


def _is_inner(graph: Element) -> bool:
    return next(graph.iterancestors("{*}graph"), None) is not None


def _taken(texts: dict[str, str], names: tuple[str, ...]) -> str:
    """Take the first text under one of these headings out of `texts`; empty if there is none."""
    by_name: Mapping[str, str] = {heading.lower(): heading for heading in texts}
    for name in names:
        if name in by_name:
            return texts.pop(by_name[name])
    return ""


def _drawn_label(drawn: list[Element], name: str) -> str:
    """The first label that is not blank; elements within it describe where it is drawn."""
    labels: Iterator[str] = (
        (found.text or "").strip() for each in drawn for found in each.iter(f"{{*}}{name}")
    )
    return next(filter(None, labels), "")


def _direction(edge: Element) -> Direction:
    said = edge.get("directed")
    if said is None:
        graph = next(edge.iterancestors("{*}graph"), None)
        said = "true" if graph is None or graph.get("edgedefault") != "undirected" else "false"
    return "directed" if said in ("true", "1") else "undirected"


def _page() -> FormatPage:
    return FormatPage(
        reads=(
            tr("nodes as actors, by their labels (yEd’s too), with types, descriptions and tags"),
            tr("edges as relations, with label and direction (arrows of yEd too)"),
            tr(
                "nested graphs: a node around others is their group, or what they are part of if it has links"
            ),
            tr("weights below 0, signs and words such as “ally” as ties from hostile to friendly"),
            tr("of files of Stakemap: what was not changed changes nothing"),
        ),
        keeps=(tr("other attributes as tags or in notes"), tr("other weights in the notes of relations")),
        loses=(
            tr("contact data, unless you ask for them"),
            tr("where and how nodes are drawn, and figures computed from the graph"),
            tr("hyperedges, ports, and links from a node to itself"),
        ),
    )


FORMATS = (
    Format(
        "graphml",
        lambda: tr("GraphML"),
        (".graphml", ".xml", ".gml"),
        _is_graphml,
        _read,
        _page,
        contact_options,
    ),
)
