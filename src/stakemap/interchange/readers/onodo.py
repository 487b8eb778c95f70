"""Workbooks of Onodo: a sheet of nodes and one of relations."""

from __future__ import annotations

from collections.abc import Collection

from stakemap.i18n import tr
from stakemap.interchange.content import ImportedContent
from stakemap.interchange.formats import Format, FormatPage, ReadJob
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.readers.gathering import sheets_in
from stakemap.interchange.readers.graph_content import contact_options
from stakemap.interchange.readers.graphs import Graph, Node
from stakemap.interchange.readers.node_tables import are_links, read_node_tables
from stakemap.interchange.readers.sheet_parts import Row, headings_of

_NO = frozenset({"0", "false", "no"})


def _are_nodes(headings: Collection[str]) -> bool:
    return "name" in headings


def _is_onodo(file: IncomingFile) -> bool:
    sheets = {sheet.name.strip().lower(): headings_of(sheet) for sheet in sheets_in(file)}
    if are_links(sheets.get("relations", ())) and _are_nodes(sheets.get("nodes", ())):
        return True
    return any({"name", "type", "description", "visible"} <= set(headings) for headings in sheets.values())


def _read(job: ReadJob) -> ImportedContent:
    return read_node_tables(job, _are_nodes, _add_node)


def _add_node(row: Row, graph: Graph) -> None:
    is_hidden = row.get("visible").lower() in _NO
    graph.add_node(
        Node(
            row.get("name"),
            row.get("name"),
            row.place,
            type=row.get("type"),
            note=row.get("description"),
            tags=(tr("not visible"),) if is_hidden else (),
            attributes=row.rest("name", "type", "description", "visible"),
        ),
        0.3,
    )


def _page() -> FormatPage:
    return FormatPage(
        reads=(
            tr("nodes as actors: name, type, description"),
            tr("relations: source, target, type, and whether they are directed"),
            tr("words such as “ally” and “conflict” as ties from hostile to friendly"),
        ),
        keeps=(tr("other columns as tags or in notes; nodes that are not visible with a tag"),),
        loses=(
            tr("contact data, unless you ask for them"),
            tr("pictures, and links from a node to itself"),
        ),
    )


FORMATS = (Format("onodo", lambda: tr("Onodo"), (".xlsx",), _is_onodo, _read, _page, contact_options),)
