"""GEXF 1.1 to 1.3, the format of Gephi."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import islice

from stakemap.i18n import tr
from stakemap.interchange.content import ImportedContent
from stakemap.interchange.formats import Format, FormatPage, ReadJob
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.readers.graph_content import contact_options, content_of
from stakemap.interchange.readers.graphs import Direction, Graph, Link, Node, line_place
from stakemap.interchange.readers.xml import Element, elements_of, has_root, local_name, text_of

#: So many times of one node are listed in its note.
_MOST_TIMES = 50


def _is_gexf(file: IncomingFile) -> bool:
    return has_root(file, "gexf")


def _read(job: ReadJob) -> ImportedContent:
    graph = Graph(report=job.report)
    _GexfReader(graph).read(job)
    return content_of(graph, job)


class _GexfReader:
    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        #: The headings and defaults of attributes by what has them ("node", "edge") and their id.
        self._headings: dict[tuple[str, str], str] = {}
        self._defaults: dict[tuple[str, str], str] = {}

    def read(self, job: ReadJob) -> None:
        names = ("meta", "attribute", "node", "edge")
        for element in elements_of(job.file, *names, report=lambda share: job.report(share / 2)):
            kind = local_name(element)
            if kind == "node":
                self._read_node(element)
            elif kind == "edge":
                self._read_edge(element)
            elif kind == "attribute":
                self._read_attribute(element)
            else:
                self._graph.note = text_of(_child(element, "description"))

    def _read_attribute(self, element: Element) -> None:
        parent = element.getparent()
        key = ("node" if parent is None else parent.get("class", "node"), element.get("id", ""))
        self._headings[key] = element.get("title") or element.get("id", "")
        default = text_of(_child(element, "default"))
        if default and self._graph.takes_default(self._headings[key]):
            self._defaults[key] = default

    def _read_node(self, element: Element) -> None:
        around = next(element.iterancestors("{*}node"), None)
        self._graph.add_node(
            Node(
                id=element.get("id", ""),
                name=element.get("label", ""),
                place=line_place(element.sourceline),
                parent=element.get("pid") or ("" if around is None else around.get("id", "")),
                attributes=self._texts(element, "node"),
            ),
            0.5,
        )

    def _read_edge(self, element: Element) -> None:
        self._graph.add_link(
            Link(
                element.get("source", ""),
                element.get("target", ""),
                line_place(element.sourceline),
                label=element.get("label", ""),
                type=element.get("kind", ""),
                direction=_direction(element),
                weight=element.get("weight", ""),
                attributes=self._texts(element, "edge"),
            ),
            0.5,
        )

    def _texts(self, element: Element, kind: str) -> dict[str, str]:
        """The attributes of a node or an edge, and when it is there, by their headings."""
        texts = {self._headings[key]: text for key, text in self._defaults.items() if key[0] == kind}
        histories: dict[str, list[str]] = defaultdict(list)
        values = _child(element, "attvalues")
        for value in () if values is None else values:
            # In GEXF 1.1 the id of the attribute is called so.
            key = value.get("for") or value.get("id") or ""
            heading, text = self._headings.get((kind, key), key), (value.get("value") or "").strip()
            span = _span(value)
            if span and text:
                # What changes over time: the last one in the file counts as a value, all are listed.
                histories[heading].append(f"{text} ({span})")
            if text:
                texts[heading] = text
        for heading, history in histories.items():
            texts[tr("{heading} over time", heading=heading)] = _listed(history)
        spells = _child(element, "spells")
        spans = [_span(element), *map(_span, () if spells is None else spells)]
        if present := _listed(filter(None, spans)):
            texts[tr("Time")] = present
        self._graph.has_drawing |= any(
            _child(element, name) is not None for name in ("position", "size", "color")
        )
        return texts


def _child(element: Element, name: str) -> Element | None:
    return next(element.iterchildren(f"{{*}}{name}"), None)


def _span(element: Element) -> str:
    """When something is there, as it stands in the file: "2010–2014", "2010–", "–2014"."""
    start = element.get("start") or element.get("startopen") or ""
    end = element.get("end") or element.get("endopen") or ""
    if start and start == end:
        return str(start)
    return f"{start}–{end}" if start or end else element.get("timestamp") or ""


def _listed(texts: Iterable[str]) -> str:
    first = list(islice(texts, _MOST_TIMES + 1))
    return "; ".join([*first[:_MOST_TIMES], "…"] if len(first) > _MOST_TIMES else first)


def _direction(edge: Element) -> Direction:
    said = edge.get("type")
    if said is None:
        graph = next(edge.iterancestors("{*}graph"), None)
        said = "undirected" if graph is None else graph.get("defaultedgetype", "undirected")
    return said if said in ("directed", "mutual") else "undirected"


def _page() -> FormatPage:
    return FormatPage(
        reads=(
            tr("nodes as actors, by their labels, with types, descriptions and tags"),
            tr("edges as relations, with label or kind, and direction"),
            tr("nodes within nodes: the outer one is their group, or what they are part of if it has links"),
            tr("weights below 0, signs and words such as “ally” as ties from hostile to friendly"),
            tr("of files of Stakemap: what was not changed changes nothing"),
        ),
        keeps=(
            tr("other attributes as tags or in notes"),
            tr("spells, and values that change over time, in notes"),
            tr("other weights in the notes of relations"),
        ),
        loses=(
            tr("contact data, unless you ask for them"),
            tr("where and how nodes are drawn, and figures computed from the graph"),
            tr("links from a node to itself"),
        ),
    )


FORMATS = (Format("gexf", lambda: tr("GEXF (Gephi)"), (".gexf",), _is_gexf, _read, _page, contact_options),)
