"""What the files of graphs have in common: nodes and the links between them, as they stand in a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from stakemap.errors import CancelledError, MapReadError
from stakemap.i18n import tr
from stakemap.interchange.content import NOWHERE, Place
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.readers.remarks import Remarks
from stakemap.wording import numbers

Direction = Literal["directed", "undirected", "mutual"]

#: More than anybody can look at, and as many as can be read within some seconds.
MOST_NODES = 20_000
MOST_LINKS = 50_000
#: Every node has each default: more of them would only take memory.
_MOST_DEFAULTS = 30
_LINE = re.compile(r"\S[^\n]*")
#: So many nodes and links are read between two reports.
_BETWEEN_REPORTS = 2_000


def line_place(line: int) -> Place:
    """The place of a line of a text."""
    return Place(path=tr("line {line}", line=str(line))) if line else NOWHERE


def with_plain_ends(text: str) -> str:
    """A text whose lines all end with a line feed, whichever of the three line ends it has."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def numbered_lines(text: str, start: int = 0) -> Iterator[tuple[int, str]]:
    """The lines of a text with plain ends that are not blank, without white space before them, by number."""
    line = 1
    place = 0
    for match in _LINE.finditer(text, start):
        line += text.count("\n", place, match.start())
        place = match.start()
        yield line, match[0]


@dataclass(frozen=True, slots=True)
class Node:
    """A node: `id` is how links refer to it, `name` what it is called ("" if only the id says so).

    `type` says what it is, `parent` is the id of the node around it, `attributes` are all other texts by
    their heading.
    """

    id: str
    name: str
    place: Place = NOWHERE
    type: str = ""
    note: str = ""
    code: str = ""
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    parent: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """A link between two nodes by their ids, or their names; `weight` is the text that stands in the file."""

    source: str
    target: str
    place: Place = NOWHERE
    label: str = ""
    type: str = ""
    direction: Direction = "directed"
    weight: str = ""
    note: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Graph:
    """The nodes and links of a file in their order, with the remarks about what is neither.

    `keeps_contacts` says that contact data are requested.
    `has_drawing` says that the file has places and styles, which are left out.
    With `adds_missing` a link to a node that is not in the file makes one: files of links alone have no
    nodes, and some programs add what is missing.
    """

    title: str = ""
    note: str = ""
    adds_missing: bool = False
    report: Callable[[float], bool] = lambda _share: True
    has_drawing: bool = False
    keeps_contacts: bool = False
    nodes: list[Node] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    remarks: Remarks = field(default_factory=Remarks)
    _defaults: int = 0

    def add_node(self, node: Node, share: float = 0.0) -> None:
        """Add a node; `share` is how much of the file is read, 0 to 1.

        Raises MapReadError for more than a map can take, and CancelledError.
        """
        if len(self.nodes) >= MOST_NODES:
            raise too_many_nodes()
        self.nodes.append(node)
        if len(self.nodes) % _BETWEEN_REPORTS == 0:
            self.proceed(share)

    def add_link(self, link: Link, share: float = 0.0) -> None:
        """Add a link, as `add_node` adds a node."""
        if len(self.links) >= MOST_LINKS:
            raise too_many_links()
        self.links.append(link)
        if len(self.links) % _BETWEEN_REPORTS == 0:
            self.proceed(share)

    def takes_default(self, heading: str) -> bool:
        """Whether one more attribute may have a default; a remark is made where it may not."""
        self._defaults += 1
        if self._defaults > _MOST_DEFAULTS:
            self.remarks.add(
                "left-out", tr("The default of “{heading}” is left out: there are too many."), heading=heading
            )
        return self._defaults <= _MOST_DEFAULTS

    def doubt_text(self, file: IncomingFile) -> None:
        """Make remarks of what is not certain about the encoding of a text."""
        for doubt in file.decoded.doubts:
            self.remarks.add("doubt", doubt)

    def proceed(self, share: float) -> None:
        """Report how much is done. Raises CancelledError."""
        if not self.report(share):
            raise CancelledError


def too_many_links() -> MapReadError:
    """The refusal of a file with more links than a map can take."""
    return MapReadError(
        tr("This file has more than {count} links: a map can take no more.", count=numbers.figure(MOST_LINKS))
    )


def too_many_nodes() -> MapReadError:
    """The refusal of a file with more nodes than a map can take."""
    return MapReadError(
        tr("This file has more than {count} nodes: a map can take no more.", count=numbers.figure(MOST_NODES))
    )
