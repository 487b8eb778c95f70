"""The parts of an Excel workbook in XML or binary form: which are read, and which of them is which sheet."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from typing import Any, Final

from stakemap.interchange.tables.zip_parts import damaged

#: Folders without cells: pictures, links to other files, programs, properties.
_FOREIGN = re.compile(
    r"(?:docProps|customXml|customUI|xl/(?:media|drawings|theme|externalLinks|printerSettings|pivot\w+|charts|"
    r"chartsheets|ctrlProps|activeX|embeddings|model|slicers?|slicerCaches|timelines|webextensions|"
    r"queryTables|customProperty|diagrams|revisions|comments\d*|threadedComments|persons|richData)(?:/|\.))"
    r"|xl/(?:vba\w*|connections|calcChain|metadata|persons|comments\d*)\.",
    re.I,
)
_MOST_SHEETS: Final = 500


def is_excel_part(name: str) -> bool:
    """Whether a part may have to do with cells."""
    return name.lower().endswith((".xml", ".rels", ".bin")) and _FOREIGN.match(name) is None


def column_number(letters: str) -> int:
    """The number of a column by its letters; A is 1, none 0."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def parsed(xml: bytes) -> Any:
    """The root element. Raises MapReadError for what is no XML, and for one that declares entities."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise damaged() from error
    if root.getroottree().docinfo.doctype:
        raise damaged()
    return root


def sheet_parts(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The name of the part of each worksheet in XML, by the name of the sheet; none for other workbooks.

    Raises MapReadError if two sheets have one name or one part, which no program writes.
    """
    book = next((name for name in parts if name.lower().endswith("workbook.xml")), None)
    if book is None:
        return {}
    targets = related_parts(parts, book)
    sheets = list(parsed(parts[book]).iter("{*}sheet"))
    if len(sheets) > _MOST_SHEETS:
        raise damaged()
    found: dict[str, str] = {}
    for sheet in sheets:
        relation = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        name, part = sheet.get("name", ""), targets.get(relation, ("", ""))[1]
        if name in found or (part and part in found.values()):
            raise damaged()
        found[name] = part
    return found


def related_parts(parts: Mapping[str, bytes], name: str) -> dict[str, tuple[str, str]]:
    """The kind and the name of each part that a part refers to, by the id of the relation."""
    folder, _, base = name.rpartition("/")
    relations = parts.get(posixpath.join(folder, "_rels", f"{base}.rels"))
    if relations is None:
        return {}
    found = {}
    for relation in parsed(relations).iter("{*}Relationship"):
        if relation.get("TargetMode") != "External":
            target = relation.get("Target", "").replace("\\", "/")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            kind = relation.get("Type", "").rpartition("/")[2]
            found[relation.get("Id", "")] = (kind, posixpath.normpath(path))
    return found
