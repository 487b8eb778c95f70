"""A file of any kind of table as sheets of cells: text, workbooks, pages saved as workbooks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from stakemap.errors import MapReadError
from stakemap.i18n import tr
from stakemap.interchange.tables.sheets import Workbook

if TYPE_CHECKING:
    from stakemap.interchange.tables.encodings import DecodedText

_OPEN_DOCUMENT = b"opendocument.spreadsheet"
_FLAT_OPEN_DOCUMENT = b"urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_SPREADSHEET_XML = b"urn:schemas-microsoft-com:office:spreadsheet"


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
    """How a text is read where its content leaves it open: encoding and delimiter; "" if they are guessed."""

    encoding: str = ""
    delimiter: str = ""


def read_tables(file: TableFile, options: TextOptions | None = None) -> Workbook:
    """The sheets of a file. `options` are for texts; workbooks need none.

    Raises MapReadError where there are no tables in it, and where it is damaged, encrypted or too large.
    """
    container, data = file.container, file.data
    if container == "empty":
        raise MapReadError(tr("This file is empty."))
    if container == "encrypted":
        raise MapReadError(tr("This workbook is encrypted; save it without a password first."))
    if container in ("workbook", "archive"):
        return _packed_workbook(data) if data.startswith(b"PK") else _binary_workbook(data)
    if container == "html":
        from stakemap.interchange.tables.html_tables import read_html

        return read_html(data)
    if container == "xml":
        return _xml(data)
    _refuse_other(data)
    if container == "sqlite":
        raise MapReadError(tr("This file is a database without tables that can be read."))
    return _text(file, options or TextOptions())


def _packed_workbook(data: bytes) -> Workbook:
    from stakemap.interchange.tables.no_tables import archive_sentence
    from stakemap.interchange.tables.zip_parts import names_of, parts_of

    names = names_of(data)
    if "content.xml" in names and _OPEN_DOCUMENT in parts_of(data, "mimetype".__eq__).get("mimetype", b""):
        from stakemap.interchange.tables.open_document import read_open_document

        return read_open_document(data)
    if not any(name.lower().endswith(("workbook.xml", "workbook.bin")) for name in names):
        raise MapReadError(archive_sentence(names))
    from stakemap.interchange.tables.workbooks import read_workbook

    return read_workbook(data)


def _binary_workbook(data: bytes) -> Workbook:
    from stakemap.interchange.tables.compound import CompoundError, stream_names
    from stakemap.interchange.tables.no_tables import compound_sentence
    from stakemap.interchange.tables.workbooks import read_workbook
    from stakemap.interchange.tables.zip_parts import damaged

    try:
        sentence = compound_sentence(stream_names(data))
    except CompoundError as error:
        raise damaged() from error
    if sentence:
        raise MapReadError(sentence)
    return read_workbook(data)


def _xml(data: bytes) -> Workbook:
    if _SPREADSHEET_XML in data[:4_096]:
        from stakemap.interchange.tables.spreadsheet_xml import read_spreadsheet_xml

        return read_spreadsheet_xml(data)
    if _FLAT_OPEN_DOCUMENT in data[:4_096]:
        from stakemap.interchange.tables.open_document import read_flat_open_document

        return read_flat_open_document(data)
    raise MapReadError(tr("This XML file has no tables that can be read."))


def _refuse_other(data: bytes) -> None:
    from stakemap.interchange.tables.no_tables import other_sentence

    sentence = other_sentence(data)
    if sentence:
        raise MapReadError(sentence)


def _text(file: TableFile, options: TextOptions) -> Workbook:
    """A text, which may begin as JSON does and be none: a heading in brackets."""
    from stakemap.interchange.tables.encodings import decode
    from stakemap.interchange.tables.markdown import is_markdown, read_markdown
    from stakemap.interchange.tables.text_tables import sheet_of_text

    if file.container == "json" and _is_json(file.data):
        raise MapReadError(tr("This JSON file has no tables that can be read."))
    decoded = decode(file.data, options.encoding) if options.encoding else file.decoded
    if not options.delimiter and is_markdown(decoded.text):
        return Workbook(read_markdown(decoded.text, decoded.doubts))
    return Workbook((sheet_of_text(decoded, options.delimiter),))


def _is_json(data: bytes) -> bool:
    """Whether text that begins with a bracket goes on as JSON does, which parsing would tell more slowly."""
    first = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return data.rstrip()[-1:] == (b"}" if first == b"{" else b"]")
