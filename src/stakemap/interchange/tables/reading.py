"""A file of any kind of table as sheets of cells: text, workbooks, pages saved as workbooks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.interchange.tables.sheets import Workbook

if TYPE_CHECKING:
    from stakemap.interchange.tables.encodings import DecodedText

__all__ = ["TableFile", "TextOptions", "read_tables"]


#: What an .ods file begins with.
MIME_TYPE = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"


class TableFile(Protocol):
    """What is asked of an `IncomingFile`, which knows this module."""

    @property
    def data(self) -> bytes:
        """The bytes."""

    @property
    def container(self) -> str:
        """What the bytes are."""

    @property
    def decoded(self) -> DecodedText:
        """The text."""


@dataclass(frozen=True, slots=True)
class TextOptions:
    """How a text is read where its content does not tell: encoding and delimiter; "" if they are guessed."""

    encoding: str = ""
    delimiter: str = ""


def read_tables(file: TableFile, options: TextOptions | None = None) -> Workbook:
    """The sheets of a file. `options` are for texts; workbooks need none.

    Raises MapReadError where there are no tables in it, and where it is damaged or encrypted.
    """
    if file.container == "empty":
        raise MapReadError(tr("This file is empty."))
    if file.container == "encrypted":
        raise MapReadError(tr("This workbook is encrypted; save it without a password first."))
    if file.container == "workbook":
        return _workbook(file.data)
    if file.container == "text":
        return _text(file, options or TextOptions())
    raise MapReadError(tr("This file has no tables that can be read."))


def _workbook(data: bytes) -> Workbook:
    if MIME_TYPE in data[:200]:
        from stakemap.interchange.tables.open_document import read_open_document

        return read_open_document(data)
    from stakemap.interchange.tables.workbooks import read_workbook

    return read_workbook(data)


def _text(file: TableFile, options: TextOptions) -> Workbook:
    from stakemap.interchange.tables.encodings import decode
    from stakemap.interchange.tables.text_tables import read_text

    decoded = decode(file.data, options.encoding) if options.encoding else file.decoded
    return Workbook((read_text(decoded, options.delimiter),))
