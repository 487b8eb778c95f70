"""Kumu: a blueprint, which is the JSON that its import takes, and a workbook of elements and connections."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from stakemap.interchange.writers.cells import TextFormats, new_workbook, put, put_number
from stakemap.interchange.writers.formats import DataOptions
from stakemap.interchange.writers.graph import Edge, Graph, Value, graph_of
from stakemap.model.document import StakeMap
from stakemap.model.terms import term
from stakemap.text import list_items


class _Sheet(NamedTuple):
    """A sheet with headings and rows; None is an empty cell."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str | float | None]]


def _workbook(title: str, sheets: Sequence[_Sheet]) -> bytes:
    """The bytes of a workbook with these sheets."""
    stream = io.BytesIO()
    book = new_workbook(stream, title)
    formats = TextFormats(book)
    for each in sheets:
        sheet = book.add_worksheet(each.title)
        sheet.set_column(0, max(0, len(each.headings) - 1), 22)
        sheet.freeze_panes(1, 0)
        for place, heading in enumerate(each.headings):
            put(sheet, 0, place, heading, formats.heading)
        for number, row in enumerate(each.rows, 1):
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    put(sheet, number, place, cell, formats.text(cell))
                elif cell is not None:
                    put_number(sheet, number, place, cell, formats.number)
    book.close()
    return stream.getvalue()


#: Parts several values in a cell, and several ends in the column "To".
_BAR: Final = "|"
_ELEMENT_FIELDS = ("Type", "Tags", "Description")


def blueprint_bytes(document: StakeMap, options: DataOptions) -> bytes:
    """A map at one snapshot as a blueprint: elements and connections with their fields."""
    import orjson

    graph, has_ids = _graph(document, options)
    names = {node.id: node.id if has_ids else node.label for node in graph.nodes}
    elements = [
        ({"id": node.id} if has_ids else {}) | {"label": node.label} | _element(node.values)
        for node in graph.nodes
    ]
    connections = [_connection(edge, names) for edge in graph.edges]
    tree = {"name": graph.title, "elements": elements, "connections": connections}
    return orjson.dumps(tree, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def sheets_bytes(document: StakeMap, options: DataOptions) -> bytes:
    """The same as a workbook; each field has a column."""
    graph, has_ids = _graph(document, options)
    names = {node.id: node.id if has_ids else node.label for node in graph.nodes}
    elements = [
        ({"ID": node.id} if has_ids else {}) | {"Label": node.label} | _cells(_element(node.values))
        for node in graph.nodes
    ]
    connections = [_cells(_connection(edge, names)) for edge in graph.edges]
    first = ("ID", "Label") if has_ids else ("Label",)
    return _workbook(
        graph.title,
        (
            _sheet("Elements", (*first, *_ELEMENT_FIELDS), elements),
            _sheet("Connections", ("From", "To", "Direction", "Label", "Type"), connections),
        ),
    )


def _graph(document: StakeMap, options: DataOptions) -> tuple[Graph, bool]:
    """The graph, and whether its elements need ids, since labels come twice or have a bar in them."""
    graph = graph_of(document, options)
    labels = [node.label for node in graph.nodes]
    return graph, len({label.casefold() for label in labels}) < len(labels) or any(_BAR in x for x in labels)


def _element(values: Mapping[str, Value]) -> dict[str, Any]:
    """The fields of an element; Kumu has its own names for some."""
    fields: dict[str, Any] = {}
    for name, value in values.items():
        if name == "kind":
            fields["type"] = term(str(value))
        elif name == "tags":
            fields["tags"] = list(list_items(str(value)))
        else:
            fields["description" if name == "note" else name] = value
    return fields


def _connection(edge: Edge, names: Mapping[str, str]) -> dict[str, Any]:
    fields: dict[str, Any] = {"from": names[edge.source], "to": names[edge.target]}
    fields["direction"] = "directed" if edge.is_directed else "undirected"
    if edge.label:
        fields |= {"label": edge.label, "type": edge.label}
    return fields | _element(edge.values)


def _cells(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields under the headings of a sheet, several values parted by bars."""
    return {
        name[:1].upper() + name[1:]: _BAR.join(part.replace(_BAR, "/") for part in value)
        if isinstance(value, list)
        else value
        for name, value in fields.items()
    }


def _sheet(title: str, first: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> _Sheet:
    headings = list(dict.fromkeys((*first, *_headings(rows))))
    return _Sheet(title, headings, [[row.get(heading) for heading in headings] for row in rows])


def _headings(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for row in rows:
        yield from row
