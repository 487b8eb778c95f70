"""The tables of an HTML page, such as those that web applications call .xls: one sheet for each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.interchange.tables.builder import SheetBuilder
from stakemap.interchange.tables.encodings import decode
from stakemap.interchange.tables.sheets import MOST_CELLS, MOST_COLUMNS, Sheet, Workbook
from stakemap.interchange.tables.zip_parts import damaged, too_large

_MOST_BYTES = 16_000_000
#: The most tags: each takes much more memory than text does.
_MOST_TAGS = 600_000
_MOST_TABLES = 200
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{2,30})""", re.I)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_NO_TEXT = ("script", "style", "table")
_LINES = ("br", "p", "div", "li")


def read_html(data: bytes) -> Workbook:
    """The tables of a page. Raises MapReadError if it has none, or is too large."""
    from lxml import etree

    if len(data) > _MOST_BYTES or data.count(b"<") > _MOST_TAGS:
        raise too_large()
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(_decoded(data), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise damaged() from error
    tables = (
        []
        if root is None
        else [table for table in root.iter("table") if next(_rows(table), None) is not None]
    )
    if not tables:
        raise MapReadError(tr("This page has no tables."))
    if len(tables) > _MOST_TABLES:
        raise too_large()
    if len(tables) == 1:
        return Workbook((_sheet(tables[0], ""),))
    names = (tr("Table {number}", number=number) for number in range(1, len(tables) + 1))
    return Workbook(tuple(map(_sheet, tables, names)))


def _decoded(data: bytes) -> str:
    """The text, with the encoding that the page names unless its bytes say otherwise."""
    named = _CHARSET.search(data[:4_096])
    try:
        return decode(data).text if named is None else _in_named(data, named[1].decode("ascii"))
    except MapReadError:
        return decode(data).text


def _in_named(data: bytes, encoding: str) -> str:
    decoded = decode(data)
    return decode(data, encoding).text if decoded.is_guess else decoded.text


def _rows(table: Any) -> Iterator[Any]:
    """The rows of a table, not those of tables within its cells."""
    for part in table:
        if part.tag == "tr":
            yield part
        elif part.tag in ("thead", "tbody", "tfoot"):
            yield from part.iterchildren("tr")


def _sheet(table: Any, name: str) -> Sheet:
    builder = SheetBuilder(name)
    #: The last row that a cell above goes over, by column.
    covered: dict[int, int] = {}
    rows = list(_rows(table))
    steps = 0
    for number, row in enumerate(rows, 1):
        for cell in row.iterchildren("td", "th"):
            while covered.get(builder.place[1], 0) >= number:
                builder.add_cell("")
                steps += 1
                if steps > MOST_CELLS:
                    raise too_large()
            column = builder.place[1]
            if column > MOST_COLUMNS:
                break
            down, across = _span(cell, "rowspan", len(rows)), _span(cell, "colspan", MOST_COLUMNS)
            builder.merge(down, across)
            builder.add_cell(_text(cell))
            builder.add_cell("", across - 1)
            if down > 1:
                covered |= dict.fromkeys(range(column, column + across), number + down - 1)
                steps += across
        builder.end_row()
    return builder.sheet()


def _span(cell: Any, name: str, most: int) -> int:
    said = cell.get(name, "1").strip()
    return min(max(int(said), 1), most) if re.fullmatch("[0-9]{1,6}", said) else 1


def _text(cell: Any) -> str:
    """The text of a cell, of tables within it none; white space as a browser would show it."""
    lines = [""]

    def take(node: Any) -> None:
        lines[-1] += node.text or ""
        for part in node:
            if isinstance(part.tag, str) and part.tag not in _NO_TEXT:
                if part.tag in _LINES:
                    lines.append("")
                take(part)
                if part.tag in _LINES[1:]:
                    lines.append("")
            lines[-1] += part.tail or ""

    take(cell)
    shown = (_SPACES.sub(" ", line).strip() for line in lines)
    return "\n".join(line for line in shown if line).replace("\xa0", " ").strip()
