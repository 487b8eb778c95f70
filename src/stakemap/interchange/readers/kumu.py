"""Kumu: its project files and blueprints (JSON), and the spreadsheets that it imports and exports."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import islice
from typing import Any

from stakemap.errors import MapReadError
from stakemap.i18n import tr, tr_count
from stakemap.interchange.content import ImportedContent, Place
from stakemap.interchange.formats import Format, FormatPage, ReadJob
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.readers.gathering import sheets_in
from stakemap.interchange.readers.graph_attributes import meaning_of
from stakemap.interchange.readers.graph_content import contact_options, content_of
from stakemap.interchange.readers.graphs import Direction, Graph, Link, Node
from stakemap.interchange.readers.node_tables import are_links
from stakemap.interchange.readers.plain_texts import list_parts, parts_of
from stakemap.interchange.readers.sheet_parts import Row, headings_of, parts_in
from stakemap.interchange.register.link_sheets import names_actors, stand_beside_register
from stakemap.interchange.writers.graph import ID

_QUANTITIES = ("influence", "alignment", "salience")
#: Columns that tell the elements of Kumu from another table whose names are called labels.
_ELEMENT_COLUMNS = frozenset({"type", "description", "tags", "image"})
#: More attributes than are read of all elements together (`graph_attributes`).
_MOST_ATTRIBUTES = 1_000
_Attributes = Mapping[str, Any]


def _is_project(file: IncomingFile) -> bool:
    if file.container != "json" or not (b'"elements"' in file.data or b'"connections"' in file.data):
        return False
    try:
        data = file.json
    except MapReadError:
        return False
    return isinstance(data, dict) and (
        any(map(_is_element, _first(data.get("elements"))))
        or any(map(_is_connection, _first(data.get("connections"))))
    )


def _first(records: object) -> list[Any]:
    return records[:5] if isinstance(records, list) else []


def _is_element(record: object) -> bool:
    return isinstance(record, dict) and (isinstance(record.get("attributes"), dict) or "label" in record)


def _is_connection(record: object) -> bool:
    return isinstance(record, dict) and "from" in record and "to" in record


def _read_project(job: ReadJob) -> ImportedContent:
    data = job.file.json
    graph = Graph(title=_text(data.get("name")), note=_text(data.get("description")), report=job.report)
    names = {
        _text(attribute.get("name")).lower(): _text(attribute.get("name"))
        for attribute in _records(data, "attributes", graph)
    }
    for number, record in enumerate(_records(data, "elements", graph)):
        graph.add_node(_element(record, Place(path=f"elements[{number}]"), names), 0.3)
    for number, record in enumerate(_records(data, "connections", graph)):
        graph.add_link(_connection(record, Place(path=f"connections[{number}]"), names), 0.5)
    _leave_out(data, graph)
    return content_of(graph, job)


def _records(data: _Attributes, field: str, graph: Graph) -> Iterable[_Attributes]:
    records = data.get(field)
    for number, record in enumerate(records if isinstance(records, list) else ()):
        if isinstance(record, dict):
            yield record
        else:
            place = Place(path=f"{field}[{number}]")
            graph.remarks.add("refused", tr("This is not a record."), place, _text(record))


def _element(record: _Attributes, place: Place, names: dict[str, str]) -> Node:
    attributes = _attributes(record, names)
    key = _text(record.get("_id") or record.get("id"))
    label = attributes.pop("label", "")
    return Node(
        key or label,
        label,
        place,
        type=attributes.pop("element type", "") or attributes.pop("type", ""),
        note=attributes.pop("description", ""),
        tags=_tags(attributes.pop("tags", ""), parts_of, is_of_map=ID in attributes),
        attributes={names[name]: text for name, text in attributes.items()},
    )


def _tags(text: str, parts: Callable[[str], tuple[str, ...]], *, is_of_map: bool) -> tuple[str, ...]:
    """The tags in a text; Stakemap parts them by bars, and writes each as it is."""
    return tuple(filter(None, map(str.strip, text.split("|")))) if is_of_map else parts(text)


def _connection(record: _Attributes, place: Place, names: dict[str, str]) -> Link:
    attributes = _attributes(record, names)
    direction = _text(record.get("direction")) or attributes.pop("direction", "")
    return Link(
        _text(record.get("from")),
        _text(record.get("to")),
        place,
        label=attributes.pop("label", ""),
        type=attributes.pop("connection type", "") or attributes.pop("type", ""),
        direction=_direction(direction),
        note=attributes.pop("description", ""),
        attributes={names[name]: text for name, text in attributes.items()},
    )


def _attributes(record: _Attributes, names: dict[str, str]) -> dict[str, str]:
    """The attributes of an element or a connection by their names in lower case.

    How they are written goes into `names`, unless the project says it.
    """
    inner = record.get("attributes")
    values = inner if isinstance(inner, dict) else record
    outer = ("_id", "id", "from", "to", "direction", "attributes", "created_at", "updated_at")
    texts = {}
    for name, value in islice(values.items(), _MOST_ATTRIBUTES):
        if (values is inner or name not in outer) and (text := _text(value)):
            texts[name.lower()] = text
            names.setdefault(name.lower(), name)
    return texts


def _text(value: object) -> str:
    """A value as text; the values of a list are joined as Kumu joins them."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return "|".join(filter(None, map(_text, value[:1_000]))) if not _is_deep(value) else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.15g}" if isinstance(value, int | float) else ""


def _is_deep(values: list[Any]) -> bool:
    return any(isinstance(value, list) for value in values)


def _leave_out(data: _Attributes, graph: Graph) -> None:
    fields = ("loops", "maps", "perspectives")
    counts = {field: len(value) for field in fields if isinstance(value := data.get(field), list)}
    if count := counts.get("loops", 0):
        sentence = tr_count(
            "{count} loop has no place in a map.", "{count} loops have no place in a map.", count
        )
        graph.remarks.add("left-out", sentence)
    if counts.get("maps") or counts.get("perspectives"):
        graph.remarks.add("left-out", tr("Views, and where they draw the elements, are left out."))


def _direction(text: str) -> Direction:
    folded = text.strip().lower()
    return "mutual" if folded == "mutual" else "undirected" if folded == "undirected" else "directed"


def _begins(headings: Collection[str]) -> bool:
    return "label" in list(headings)[:2] or _are_connections(headings)


def _are_connections(headings: Collection[str]) -> bool:
    return {"from", "to"} <= set(headings) and not names_actors(headings)


def _are_sheets(file: IncomingFile) -> bool:
    sheets = [sheet for sheet in sheets_in(file) if not _is_ignored(sheet.name)]
    found = [headings for sheet in sheets if _begins(headings := headings_of(sheet))]
    if any(map(_are_connections, found)):
        return len(sheets) == 1 or not stand_beside_register(file.register_plan, file.workbook)
    if any(are_links(headings_of(sheet)) for sheet in sheets):
        return False
    # Elements alone could be a register of stakeholders, which says more of judgements.
    return any(
        not _ELEMENT_COLUMNS.isdisjoint(headings)
        and not any(meaning_of(each) in _QUANTITIES for each in headings)
        for headings in found
    )


def _is_ignored(name: str) -> bool:
    return name.lower().rstrip().endswith("(ignore)")


def _read_sheets(job: ReadJob) -> ImportedContent:
    graph = Graph(adds_missing=True, report=job.report)
    for sheet in sheets_in(job.file):
        place = Place(sheet=sheet.name)
        if _is_ignored(sheet.name):
            graph.remarks.add("left-out", tr("The sheet is left out, as its name asks."), place)
            continue
        for doubt in sheet.doubts:
            graph.remarks.add("doubt", doubt, place)
        parts = list(parts_in(sheet, _begins))
        if sheet.rows and not parts:
            graph.remarks.add("left-out", tr("The sheet has neither elements nor connections."), place)
        for part in parts:
            for row in part.rows():
                if _are_connections(part.titles):
                    add_connections(row, graph)
                else:
                    _add_element(row, graph)
    return content_of(graph, job)


def _add_element(row: Row, graph: Graph) -> None:
    graph.add_node(
        Node(
            row.get("id"),
            row.get("label"),
            row.place,
            type=row.get("type"),
            note=row.get("description"),
            tags=_tags(row.get("tags"), list_parts, is_of_map=bool(row.get(ID))),
            attributes=row.rest("id", "label", "type", "description", "tags"),
        ),
        0.3,
    )


def add_connections(row: Row, graph: Graph) -> None:
    """Add the connections of a row: several names in one cell are several connections."""
    taken = ("id", "from", "to", "type", "label", "direction", "description")
    for source in parts_of(row.get("from")) or ("",):
        for target in parts_of(row.get("to")) or ("",):
            graph.add_link(
                Link(
                    source,
                    target,
                    row.place,
                    label=row.get("label"),
                    type=row.get("type"),
                    direction=_direction(row.get("direction")),
                    note=row.get("description"),
                    attributes=row.rest(*taken),
                ),
                0.5,
            )


def _page() -> FormatPage:
    return FormatPage(
        reads=(
            tr("elements as actors: label, type, description, tags"),
            tr("connections as relations: type, label, direction; each of several names in a cell is one"),
            tr("words such as “ally” and “conflict” as ties from hostile to friendly"),
            tr("of files of Stakemap: what was not changed changes nothing"),
        ),
        keeps=(tr("other fields as tags or in notes"), tr("connections that go both ways without direction")),
        loses=(
            tr("contact data, unless you ask for them"),
            tr("loops, views, pictures, and where elements are drawn"),
            tr("sheets whose names end with “(ignore)”"),
        ),
    )


FORMATS = (
    Format(
        "kumu", lambda: tr("Kumu project"), (".json",), _is_project, _read_project, _page, contact_options
    ),
    Format(
        "kumu-sheets",
        lambda: tr("Kumu sheets"),
        (".xlsx", ".csv"),
        _are_sheets,
        _read_sheets,
        _page,
        contact_options,
    ),
)
