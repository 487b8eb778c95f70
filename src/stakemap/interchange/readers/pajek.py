"""Networks of Pajek, also of its project files (W. de Nooy, A. Mrvar and V. Batagelj 2018)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.interchange.content import ImportedContent
from stakemap.interchange.formats import Format, FormatPage, ReadJob
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.readers.graph_content import content_of
from stakemap.interchange.readers.graph_matrices import Matrix
from stakemap.interchange.readers.graphs import (
    MOST_NODES,
    Direction,
    Graph,
    Link,
    Node,
    line_place,
    numbered_lines,
    too_many_nodes,
    with_plain_ends,
)

_BEGINNING = re.compile(r"\s*(?:%[^\r\n]*[\r\n]\s*)*\*(?:vertices|network)\b", re.IGNORECASE)
_TOKEN = re.compile(r'"([^"]*)"|(\S+)')
_SECTION = re.compile(r"\*(\w+)\s*(.*)")
_RELATION = re.compile(r':\s*(\d+)\s*(?:"([^"]*)")?')
_INTERVAL = re.compile(r"\[[\d\-,*\s]*\]")
_LINES = ("matrix", "arcs", "edges", "arcslist", "edgeslist")


def _is_pajek(file: IncomingFile) -> bool:
    return file.container == "text" and _BEGINNING.match(file.head.lstrip("\ufeff")) is not None


def _read(job: ReadJob) -> ImportedContent:
    graph = Graph(report=job.report)
    graph.doubt_text(job.file)
    _PajekReader(graph).read(job.file.text)
    return content_of(graph, job)


class _PajekReader:
    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._count = self._rows = self._row = 0
        self._relation = ""
        self._networks = 0
        self._matrix: Matrix | None = None
        self._named: set[str] = set()
        self._read_line: Callable[[int, str], None] = self._skip

    def read(self, text: str) -> None:
        text = with_plain_ends(text)
        last = text.count("\n") + 1
        for count, (number, line) in enumerate(numbered_lines(text)):
            if count % 2_000 == 0:
                self._graph.proceed(number / last / 2)
            line = line.strip()
            if line.startswith("%"):
                continue
            if line.startswith("*"):
                self._end_section()
                self._begin_section(number, line)
            else:
                self._read_line(number, line)
        self._end_section()

    def _begin_section(self, number: int, line: str) -> None:
        match = _SECTION.match(line)
        name, rest = (match[1].lower(), match[2]) if match else ("", "")
        self._read_line = self._skip
        if name == "network":
            self._graph.title = self._graph.title or rest
        elif name == "vertices":
            self._begin_vertices(number, rest)
        elif name in _LINES and self._networks == 1:
            relation = _RELATION.search(rest)
            # A relation has a name, or else its number tells it from the others.
            self._relation = "" if relation is None else relation[2] or ""
            readers: dict[str, Callable[[int, str], None]] = {
                "arcs": self._read_arc,
                "edges": self._read_edge,
                "arcslist": self._read_arcs,
                "edgeslist": self._read_edges,
                "matrix": self._read_row,
            }
            self._read_line = readers[name]
        else:
            self._graph.remarks.add(
                "left-out", tr("The section *{name} has no place in a map."), line_place(number), name=name
            )

    def _begin_vertices(self, number: int, rest: str) -> None:
        counts = [_number(token) for token in rest.split()[:2] if token.isdecimal()]
        self._networks += 1
        if self._networks > 1:
            self._graph.remarks.add(
                "left-out", tr("Only the first network or partition of a file is read."), line_place(number)
            )
            return
        if not counts or not counts[0]:
            raise MapReadError(tr("Line {line}: *Vertices needs their number.", line=str(number)))
        if counts[0] > MOST_NODES:
            raise too_many_nodes()
        self._count = counts[0]
        self._rows = counts[1] if len(counts) > 1 and counts[1] < counts[0] else 0
        self._read_line = self._read_vertex

    def _end_section(self) -> None:
        if self._read_line == self._read_vertex:
            for number in range(1, self._count + 1):
                if str(number) not in self._named:
                    self._graph.add_node(Node(str(number), str(number)))
        if self._matrix is not None:
            self._matrix.finish()
            self._matrix = None

    def _skip(self, number: int, line: str) -> None:
        """Lines of sections that are left out."""

    def _read_vertex(self, number: int, line: str) -> None:
        tokens = _tokens(line)
        key, _ = next(tokens)
        label = next(tokens, (key, True))[0] or key
        vertex = _number(key)
        if not 1 <= vertex <= self._count:
            self._graph.remarks.add(
                "refused",
                tr("“{vertex}” is not the number of a vertex."),
                line_place(number),
                line,
                vertex=key,
            )
            return
        self._named.add(str(vertex))
        attributes = {}
        spell = _INTERVAL.search(line.rpartition('"')[2])
        if spell is not None:
            attributes[tr("Time")] = spell[0][1:-1]
        self._graph.has_drawing |= any(not is_quoted for _, is_quoted in tokens) and spell is None
        mode = self._mode(vertex)
        self._graph.add_node(
            Node(
                str(vertex),
                label,
                line_place(number),
                tags=(mode,) if mode else (),
                attributes=attributes,
            )
        )

    def _mode(self, vertex: int) -> str:
        if not self._rows:
            return ""
        return tr("first mode") if vertex <= self._rows else tr("second mode")

    def _read_arc(self, number: int, line: str) -> None:
        self._read_link(number, line, "directed")

    def _read_edge(self, number: int, line: str) -> None:
        self._read_link(number, line, "undirected")

    def _read_link(self, number: int, line: str, direction: Direction) -> None:
        tokens = [token for token, _ in _tokens(_INTERVAL.sub(" ", line))]
        if tokens and tokens[0].endswith(":"):
            # The number of a relation may stand before each line: "2: 1 3 1".
            del tokens[0]
        source, target, *rest = (*tokens, "", "")[: max(len(tokens), 2)]
        weight = rest[0] if rest else ""
        # "l" begins a label: 1 2 1 l "supports".
        label = next((after for before, after in pairwise(rest) if before == "l"), "")
        self._add(number, source, target, direction, label or self._relation, weight)

    def _read_arcs(self, number: int, line: str) -> None:
        self._read_list(number, line, "directed")

    def _read_edges(self, number: int, line: str) -> None:
        self._read_list(number, line, "undirected")

    def _read_list(self, number: int, line: str, direction: Direction) -> None:
        source, *targets = line.split()
        for target in targets:
            # A minus sign before the number says that the line is negative.
            weight = "-1" if target.startswith("-") else ""
            self._add(number, source, target.removeprefix("-"), direction, self._relation, weight)

    def _add(
        self, number: int, source: str, target: str, direction: Direction, label: str, weight: str
    ) -> None:
        self._graph.add_link(
            Link(source, target, line_place(number), label=label, direction=direction, weight=weight)
        )

    def _read_row(self, number: int, line: str) -> None:
        if self._matrix is None:
            names = [str(vertex) for vertex in range(1, self._count + 1)]
            rows, columns = (names[: self._rows], names[self._rows :]) if self._rows else (names, names)
            self._matrix = Matrix(self._graph, rows, columns, self._relation)
            self._row = 0
        self._matrix.add_row(self._row, line.split(), line_place(number))
        self._row += 1


def _number(token: str) -> int:
    """The number that a word is; 0 where it is none."""
    return int(token) if token.isdecimal() and len(token) < 12 else 0


def _tokens(line: str) -> Iterator[tuple[str, bool]]:
    """The words of a line, and whether they are in quotes."""
    for match in _TOKEN.finditer(line):
        if match[1] is None:
            yield match[2], False
        else:
            # The program writes a line end within a label so.
            yield match[1].replace("\\n", " "), True


def _page() -> FormatPage:
    return FormatPage(
        reads=(
            tr("vertices as actors, by their labels; of networks with two modes, the mode as a tag"),
            tr("arcs, edges, lists of them and matrices as relations; the name of a relation is their label"),
            tr("values below 0, and words such as “ally”, as ties from hostile to friendly"),
        ),
        keeps=(tr("times in notes, other values in the notes of relations"),),
        loses=(
            tr("where and how vertices are drawn"),
            tr("partitions, vectors and further networks of a project file"),
            tr("links from a vertex to itself"),
        ),
    )


FORMATS = (Format("pajek", lambda: tr("Pajek"), (".net", ".paj"), _is_pajek, _read, _page),)
