"""Tables of nodes and of edges as Gephi's data laboratory imports and exports them."""

from __future__ import annotations

from collections.abc import Collection

from stakemap.i18n import tr
from stakemap.interchange.content import ImportedContent
from stakemap.interchange.formats import Format, FormatPage, ReadJob
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.readers.gathering import sheets_in
from stakemap.interchange.readers.graph_attributes import meaning_of
from stakemap.interchange.readers.graph_content import contact_options
from stakemap.interchange.readers.graphs import Graph, Node
from stakemap.interchange.readers.node_tables import are_links, read_node_tables
from stakemap.interchange.readers.sheet_parts import Row, headings_of
from stakemap.interchange.register.link_sheets import stand_beside_register


def _are_nodes(headings: Collection[str]) -> bool:
    return {"id", "label"} <= set(headings)


def _is_register(headings: Collection[str]) -> bool:
    """With ratings a table of nodes is rather a register of stakeholders, which says more of judgements."""
    return any(meaning_of(heading) in ("influence", "alignment", "salience") for heading in headings)


def _are_tables(file: IncomingFile) -> bool:
    sheets = [headings_of(sheet) for sheet in sheets_in(file)]
    if any(map(are_links, sheets)):
        return len(sheets) == 1 or not stand_beside_register(file.register_plan, file.workbook)
    return any(_are_nodes(headings) and not _is_register(headings) for headings in sheets)


def _read(job: ReadJob) -> ImportedContent:
    return read_node_tables(job, _are_nodes, _add_node)


def _add_node(row: Row, graph: Graph) -> None:
    graph.add_node(
        Node(
            row.get("id"),
            row.get("label"),
            row.place,
            type=row.get("type"),
            attributes=row.rest("id", "label", "type"),
        ),
        0.3,
    )


def _page() -> FormatPage:
    return FormatPage(
        reads=(
            tr("nodes (Id, Label) as actors; where there are edges alone, their ends"),
            tr("edges (Source, Target, Type, Label) as relations, with their direction"),
            tr("weights below 0, signs and words such as “ally” as ties from hostile to friendly"),
        ),
        keeps=(
            tr("other columns as tags or in notes, times too"),
            tr("other weights in the notes of relations"),
        ),
        loses=(
            tr("contact data, unless you ask for them"),
            tr("figures computed from the graph, and links from a node to itself"),
        ),
    )


FORMATS = (
    Format(
        "gephi-tables",
        lambda: tr("Tables of nodes and edges (Gephi)"),
        (".csv", ".xlsx"),
        _are_tables,
        _read,
        _page,
        contact_options,
    ),
)
