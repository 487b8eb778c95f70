"""What tables of nodes and of links have in common, whatever program wrote them."""

from __future__ import annotations

from collections.abc import Callable, Collection

from stakemap.i18n import tr
from stakemap.interchange.content import ImportedContent, Place
from stakemap.interchange.formats import ReadJob
from stakemap.interchange.readers.gathering import sheets_in
from stakemap.interchange.readers.graph_content import content_of
from stakemap.interchange.readers.graphs import Direction, Graph, Link
from stakemap.interchange.readers.sheet_parts import Row, parts_in
from stakemap.interchange.register.link_sheets import names_actors

_DIRECTIONS = frozenset({"directed", "undirected", "mutual"})
_NO = frozenset({"0", "false", "no", "n", "falso"})


def are_links(headings: Collection[str]) -> bool:
    """Whether headings are those of links."""
    return {"source", "target"} <= set(headings) and not names_actors(headings)


def read_node_tables(
    job: ReadJob, are_nodes: Callable[[Collection[str]], bool], add_node: Callable[[Row, Graph], None]
) -> ImportedContent:
    """The nodes and links in all sheets of a file; `add_node` reads a row of nodes.

    Where there are links alone, their ends are the nodes. Raises MapReadError and CancelledError.
    """
    graph = Graph(report=job.report)
    for sheet in sheets_in(job.file):
        place = Place(sheet=sheet.name)
        for doubt in sheet.doubts:
            graph.remarks.add("doubt", doubt, place)
        parts = list(parts_in(sheet, lambda headings: are_links(headings) or are_nodes(headings)))
        if sheet.rows and not parts:
            graph.remarks.add("left-out", tr("The sheet has neither nodes nor links."), place)
        for part in parts:
            for row in part.rows():
                if are_links(part.titles):
                    graph.add_link(link_of(row), 0.5)
                else:
                    add_node(row, graph)
    graph.adds_missing = not graph.nodes
    return content_of(graph, job)


def link_of(row: Row) -> Link:
    """The link that a row says, between its source and its target."""
    # "Type" is the direction in Gephi, and the type of the relation in other programs.
    kind = row.get("type")
    has_direction = kind.lower() in _DIRECTIONS
    return Link(
        row.get("source"),
        row.get("target"),
        row.place,
        label=row.get("label"),
        type="" if has_direction else kind,
        direction=_direction(kind if has_direction else row.get("directed")),
        weight=row.get("weight"),
        attributes=row.rest("id", "source", "target", "label", "type", "directed", "weight"),
    )


def _direction(text: str) -> Direction:
    folded = text.lower()
    if folded == "mutual":
        return "mutual"
    return "undirected" if folded == "undirected" or folded in _NO else "directed"
