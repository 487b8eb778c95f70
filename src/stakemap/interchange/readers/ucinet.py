"""Networks in UCINET's DL language (S. P. Borgatti, M. G. Everett and L. C. Freeman 2002)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice

from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.interchange.content import ImportedContent
from stakemap.interchange.formats import Format, FormatPage, ReadJob
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.readers.graph_content import content_of
from stakemap.interchange.readers.graph_matrices import Matrix
from stakemap.interchange.readers.graphs import (
    MOST_NODES,
    Graph,
    Node,
    line_place,
    numbered_lines,
    too_many_nodes,
    with_plain_ends,
)
from stakemap.wording.numbers import figure

_BEGINNING = re.compile(r"\s*dl\b[\s,]*(?=(?:n|nr|nc|nm|format|title|labels?|row|col)\b)", re.IGNORECASE)
#: The data begin within so many characters: labels of as many nodes as are read fit in.
_LONGEST_HEADER = 1_000_000
_LONGEST_LINE = 2_000_000
_MOST_MATRICES = 1_000
_DATA = re.compile(r"\bdata\s*:", re.IGNORECASE)
_NUMBERS = re.compile(r"\b(nr|nc|nm|n)\s*=\s*(\d{1,12})", re.IGNORECASE)
_FORMAT = re.compile(r"\bformat\s*=\s*(\w+)", re.IGNORECASE)
_ABSENT = re.compile(r"\bdiagonal\s*=?\s*absent", re.IGNORECASE)
_EMBEDDED = re.compile(r"\b(?:(row|col(?:umn)?)\s+)?labels?\s+embedded", re.IGNORECASE)
#: A list of labels, up to the next word of the language.
_LABELS = re.compile(
    r"\b(?:(row|col(?:umn)?|matrix|level|relation)\s+)?labels?\s*:"
    r"((?:\"[^\"]*\"|(?!\b(?:(?:row|col(?:umn)?|matrix|level|relation)\s+)?labels?\b\s*(?::|embedded)"
    r"|\bformat\s*=|\bdiagonal\b).)*+)",
    re.IGNORECASE | re.DOTALL,
)
_TOKEN = re.compile(r'"([^"]*)"|\'([^\']*)\'|([^\s,"]+)')


def _is_dl(file: IncomingFile) -> bool:
    return file.container == "text" and _BEGINNING.match(file.head.lstrip("\ufeff")) is not None


def _read(job: ReadJob) -> ImportedContent:
    graph = Graph(report=job.report)
    graph.doubt_text(job.file)
    _DlReader(graph, with_plain_ends(job.file.text)).read()
    return content_of(graph, job)


class _Nodes:
    """The nodes of the rows or of the columns: by number, or by label as they come."""

    def __init__(self, count: int, labels: Sequence[str], prefix: str) -> None:
        self.labels = list(labels[:count] if count else labels)
        self.count, self._prefix = count, prefix
        #: As many as there are nodes: those that the file says, or those that are found.
        self.ids = [f"{prefix}{number + 1}" for number in range(max(count, len(self.labels)))]
        self._numbers = {label.casefold(): number for number, label in enumerate(self.labels)}

    def name(self, number: int) -> str:
        """The name of a node: its label, or its number."""
        return self.labels[number] if number < len(self.labels) else str(number + 1)

    def take(self, label: str) -> int:
        """The number of a node by its label, which is new if need be."""
        number = self._numbers.setdefault(label.casefold(), len(self.labels))
        if number == len(self.labels):
            if number >= MOST_NODES:
                raise too_many_nodes()
            self.labels.append(label)
            if number == len(self.ids):
                self.ids.append(f"{self._prefix}{number + 1}")
        return number

    def number_of(self, word: str) -> int | None:
        """The number from 0 that a word says, by label or by number from 1."""
        if word.casefold() in self._numbers:
            return self._numbers[word.casefold()]
        is_number = word.isdecimal() and len(word) < 12
        return int(word) - 1 if is_number and 0 < int(word) <= len(self.ids) else None


class _Tokens:
    """The values of the data, from the first on, line by line."""

    def __init__(self, text: str, start: int) -> None:
        #: The line of the value that was taken last.
        self.line = 0
        self._values = self._all(text, start)

    def take(self, count: int) -> list[str]:
        """The next values. Raises MapReadError if there are not so many."""
        taken = list(islice(self._values, count))
        if len(taken) < count:
            raise MapReadError(tr("The data end before the matrix is whole."))
        return taken

    def _all(self, text: str, start: int) -> Iterator[str]:
        for self.line, line in numbered_lines(text, start):
            if len(line) > _LONGEST_LINE:
                raise MapReadError(tr("Line {line} is too long.", line=str(self.line)))
            yield from _words(line) if '"' in line or "'" in line or "," in line else line.split()


def _word(match: re.Match[str]) -> str:
    return next(part for part in match.groups() if part is not None)


def _labels(text: str, counts: Collection[int]) -> list[str]:
    """The labels of a list; where commas part as many as there should be, labels may hold blanks."""
    parts = [part.strip().strip('"') for part in re.split(r"[,\n]", text.strip()) if part.strip()]
    return parts if len(parts) > 1 and len(parts) in counts else _words(text)


def _words(text: str) -> list[str]:
    """Words, or texts in quotes, parted by white space or commas."""
    return [_word(match) for match in _TOKEN.finditer(text)]


class _DlReader:
    def __init__(self, graph: Graph, text: str) -> None:
        self._graph, self._text = graph, text
        data = _DATA.search(text, 0, _LONGEST_HEADER)
        if data is None:
            raise MapReadError(tr("This DL file has no data: the word “data:” is missing."))
        self._start = data.end()
        header = text[: data.start()]
        rest = _LABELS.sub(" ", header)
        numbers = {name.lower(): int(digits) for name, digits in _NUMBERS.findall(rest)}
        n, rows, columns = (numbers.get(name, 0) for name in ("n", "nr", "nc"))
        labels = {
            (match[1] or "").lower()[:3]: _labels(match[2], numbers.values())
            for match in _LABELS.finditer(header)
        }
        rows, columns = rows or n, columns or n
        if max(rows, columns) > MOST_NODES:
            raise too_many_nodes()
        said = _FORMAT.search(rest)
        self._format = said[1].lower() if said else "fullmatrix"
        self._is_two_mode = rows != columns or self._format.endswith("2")
        embedded = {(match[1] or "").lower()[:3] for match in _EMBEDDED.finditer(rest)}
        self._has_row_labels = not embedded.isdisjoint({"", "row"})
        self._has_column_labels = not embedded.isdisjoint({"", "col"})
        self._has_diagonal = _ABSENT.search(rest) is None
        self._rows = _Nodes(rows, labels.get("row", labels.get("", [])), "r" if self._is_two_mode else "")
        self._columns = self._rows
        if self._is_two_mode:
            self._columns = _Nodes(columns, labels.get("col", []), "c")
        self._count, self._row = numbers.get("nm", 1), 0
        if self._count > _MOST_MATRICES:
            raise MapReadError(
                tr(
                    "This file has more than {count} matrices: a map can take no more.",
                    count=figure(_MOST_MATRICES),
                )
            )
        self._names = labels.get("mat") or labels.get("lev") or labels.get("rel") or []

    def read(self) -> None:
        readers: dict[str, Callable[[], list[Matrix]]] = {
            "fullmatrix": self._full,
            "fm": self._full,
            "lowerhalf": self._halves,
            "upperhalf": self._halves,
            "edgelist": lambda: self._lists(self._edge),
            "edgelist1": lambda: self._lists(self._edge),
            "edgelist2": lambda: self._lists(self._edge),
            "el1": lambda: self._lists(self._edge),
            "nodelist1": lambda: self._lists(self._node),
            "nodelist2": lambda: self._lists(self._node),
            "nl1": lambda: self._lists(self._node),
            "nodelist1b": lambda: self._lists(self._counted_row),
        }
        if self._format not in readers:
            raise MapReadError(tr("The format “{name}” of DL files is not read.", name=self._format))
        matrices = readers[self._format]()
        self._add_nodes()
        for matrix in matrices:
            matrix.finish()

    def _add_nodes(self) -> None:
        sides = [(self._rows, tr("first mode") if self._is_two_mode else "")]
        if self._is_two_mode:
            sides.append((self._columns, tr("second mode")))
        for nodes, mode in sides:
            for number, key in enumerate(nodes.ids):
                self._graph.add_node(Node(key, nodes.name(number), tags=(mode,) if mode else ()), 0.3)

    def _label(self, number: int) -> str:
        if number < len(self._names):
            return self._names[number]
        return tr("relation {number}", number=number + 1) if self._count > 1 else ""

    def _matrix(self, number: int, *, is_half: bool = False) -> Matrix:
        label = self._label(number)
        return Matrix(self._graph, self._rows.ids, self._columns.ids, label, is_half=is_half)

    def _full(self) -> list[Matrix]:
        tokens = _Tokens(self._text, self._start)
        if not self._rows.count or not self._columns.count:
            raise MapReadError(tr("This DL file does not say how many nodes there are (N=)."))
        matrices = []
        for number in range(self._count):
            if self._has_column_labels and number == 0:
                for label in tokens.take(self._columns.count):
                    self._columns.take(label)
            matrix = self._matrix(number)
            for row in range(self._rows.count):
                self._graph.proceed(0.3)
                self._read_row(matrix, row, range(self._columns.count), tokens)
            matrices.append(matrix)
        return matrices

    def _read_row(self, matrix: Matrix, row: int, columns: range, tokens: _Tokens) -> None:
        if self._has_row_labels:
            (label,) = tokens.take(1)
            if row == len(self._rows.labels):
                self._rows.take(label)
        places = [column for column in columns if self._has_diagonal or row != column]
        texts = tokens.take(len(places))
        place = line_place(tokens.line)
        for column, text in zip(places, texts, strict=True):
            # Nearly all cells of most matrices are this.
            if text != "0":
                matrix.add(row, column, text, place)

    def _halves(self) -> list[Matrix]:
        tokens = _Tokens(self._text, self._start)
        count = self._rows.count
        matrices = []
        for number in range(self._count):
            matrix = self._matrix(number, is_half=True)
            for row in range(count):
                columns = range(row + 1) if self._format == "lowerhalf" else range(row, count)
                self._read_row(matrix, row, columns, tokens)
            matrices.append(matrix)
        return matrices

    def _lists(self, read: Callable[[Matrix, list[str], int], None]) -> list[Matrix]:
        matrix = self._matrix(0)
        matrices = [matrix]
        for line, text in numbered_lines(self._text, self._start):
            words = _words(text)
            if words == ["!"]:
                self._row = 0
                matrix = self._matrix(len(matrices))
                matrices.append(matrix)
            elif words:
                read(matrix, words, line)
        return matrices

    def _edge(self, matrix: Matrix, words: list[str], line: int) -> None:
        if len(words) > 1:
            self._link(matrix, words[0], words[1], words[2] if len(words) > 2 else "1", line)

    def _node(self, matrix: Matrix, words: list[str], line: int) -> None:
        for word in words[1:]:
            self._link(matrix, words[0], word, "1", line)

    def _counted_row(self, matrix: Matrix, words: list[str], line: int) -> None:
        """The links of the next row: how many there are, then to whom."""
        self._row += 1
        for word in words[1:]:
            self._link(matrix, str(self._row), word, "1", line)

    def _link(self, matrix: Matrix, source: str, target: str, weight: str, line: int) -> None:
        row, column = self._end(self._rows, source, line), self._end(self._columns, target, line)
        if row is not None and column is not None:
            matrix.add(row, column, weight, line_place(line))

    def _end(self, nodes: _Nodes, word: str, line: int) -> int | None:
        embedded = self._has_column_labels if nodes is self._columns else self._has_row_labels
        if embedded or not nodes.count:
            return nodes.take(word)
        number = nodes.number_of(word)
        if number is None:
            self._graph.remarks.add(
                "refused",
                tr("The link leads to “{name}”, which is not in the file."),
                line_place(line),
                word,
                name=word,
            )
        return number


def _page() -> FormatPage:
    return FormatPage(
        reads=(
            tr("nodes as actors, by their labels; of networks with two modes, the mode as a tag"),
            tr("full and half matrices, edge lists and node lists as relations"),
            tr("several matrices as relations of several kinds, by the labels of the matrices"),
            tr("values below 0, and words such as “ally”, as ties from hostile to friendly"),
        ),
        keeps=(tr("other values in the notes of relations"),),
        loses=(tr("the diagonal: links from a node to itself"),),
    )


FORMATS = (Format("ucinet", lambda: tr("UCINET DL"), (".dl", ".txt"), _is_dl, _read, _page),)
