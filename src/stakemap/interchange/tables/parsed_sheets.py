"""The sheets of a spreadsheet that is XML, parsed without what an untrusted file could do with it."""

from __future__ import annotations

from typing import Any, Protocol
from xml.parsers import expat

from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.interchange.tables.sheets import Sheet, Workbook
from stakemap.interchange.tables.zip_parts import damaged


class SheetHandler(Protocol):
    """What the parser calls; names of elements and attributes follow their namespace and a space."""

    sheets: list[Sheet]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """A text stands between the elements."""


def parsed_sheets(xml: bytes, handler: SheetHandler) -> Workbook:
    """What `handler` made of the XML. Raises MapReadError if it is damaged, has a DOCTYPE or no sheet."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise damaged() from error
    if not handler.sheets:
        raise MapReadError(tr("This workbook has no worksheets."))
    return Workbook(tuple(handler.sheets))


def _refuse(*_: Any) -> None:
    raise damaged()
