"""A file to import: its name, its bytes, and what kind of container these are, detected by content alone."""

from __future__ import annotations

from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final, Literal

from stakemap.errors import MapReadError
from stakemap.i18n import tr

if TYPE_CHECKING:
    from stakemap.interchange.register.plan import ImportPlan
    from stakemap.interchange.tables.encodings import DecodedText
    from stakemap.interchange.tables.reading import TextOptions
    from stakemap.interchange.tables.sheets import SheetNotes, Workbook

Container = Literal["workbook", "encrypted", "archive", "sqlite", "xml", "html", "json", "text", "empty"]

#: So much of a text file suffices to recognise it.
_HEAD = 4_096
#: The most opening brackets and commas of JSON: each may become an object in memory.
_MOST_MARKS = 2_750_000
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: The name of a stream in compound files, as UTF-16: of encrypted packages.
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
#: Byte order marks; that of UTF-16 begins the one of UTF-32.
_BOMS: Final = (
    *((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32")),
    *((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")),
)
#: How a page begins, and what web applications write without a page around it.
_HTML: Final = ("<!doctype html", "<html", "<head>", "<body", "<meta ", "<style", "<table", "<div", "<center")
_SPREADSHEET: Final = "urn:schemas-microsoft-com:office:spreadsheet"


def _has_html(lowered: str) -> bool:
    has_table = "<table" in lowered and not lowered.startswith("<?") and _SPREADSHEET not in lowered
    return "<html" in lowered or has_table


class IncomingFile:
    """The name and the bytes of an untrusted file; what is parsed of it is parsed once, on demand.

    The name is for titles and sentences; formats are detected by content. `text_options` say how a text is
    read where its content leaves that open.
    """

    def __init__(self, name: str, data: bytes, text_options: TextOptions | None = None) -> None:
        self.name = name
        self.data = data
        self._text_options = text_options

    @property
    def stem(self) -> str:
        """The name without its ending."""
        return PurePath(self.name).stem

    @cached_property
    def container(self) -> Container:
        """What the bytes are, by their beginning."""
        data = self.data
        if data.startswith(_ZIP):
            is_workbook = b"[Content_Types].xml" in data or b"mimetypeapplication/vnd.oasis" in data[:200]
            return "workbook" if is_workbook else "archive"
        if data.startswith(_OLE):
            return "encrypted" if _ENCRYPTED_STREAM in data else "workbook"
        if data.startswith(b"SQLite format 3\x00"):
            return "sqlite"
        head = self.head.lstrip()
        if not head:
            return "empty"
        lowered = head.lower()
        if lowered.startswith(_HTML) or (lowered.startswith("<") and _has_html(lowered)):
            return "html"
        if lowered.startswith(("<?xml", "<")) and not lowered.startswith("<>"):
            return "xml"
        return "json" if head[0] in "{[" else "text"

    @cached_property
    def head(self) -> str:
        """The beginning as text; what is not UTF-8 is replaced."""
        for mark, encoding in _BOMS:
            if self.data.startswith(mark):
                return self.data[:_HEAD].decode(encoding, "replace")
        return self.data[:_HEAD].decode("utf-8", "replace")

    @cached_property
    def decoded(self) -> DecodedText:
        """The text with its encoding and doubts about it. Raises MapReadError if it is no text."""
        from stakemap.interchange.tables.encodings import decode

        return decode(self.data, self._text_options.encoding if self._text_options else "")

    @property
    def text(self) -> str:
        """The text without a byte order mark, line ends as they stand. Raises MapReadError if it is none."""
        return self.decoded.text

    @property
    def workbook(self) -> Workbook:
        """The sheets of a workbook, a text or an HTML page. Raises MapReadError where there are none."""
        if isinstance(self._workbook, MapReadError):
            raise self._workbook
        return self._workbook

    @cached_property
    def _workbook(self) -> Workbook | MapReadError:
        from stakemap.interchange.register.arranging import arranged
        from stakemap.interchange.tables.reading import read_tables

        try:
            return arranged(read_tables(self, self._text_options))
        except MapReadError as error:
            return error

    def notes(self, sheet: str) -> SheetNotes:
        """The comments and validation lists of a sheet, read again each time; that takes long."""
        from stakemap.interchange.tables.notes import notes_of

        return notes_of(self, sheet)

    @cached_property
    def register_plan(self) -> ImportPlan:
        """How it is read as a stakeholder register, as far as that is detected. Raises as `workbook`."""
        from stakemap.interchange.register.detection import detect

        return detect(self.workbook, self.notes)

    @cached_property
    def json(self) -> Any:
        """The parsed JSON. Raises MapReadError for what is none, or has more parts than a map could take."""
        import orjson

        data = self.data.removeprefix(b"\xef\xbb\xbf")
        if sum(map(data.count, (b"{", b"[", b","))) > _MOST_MARKS:
            raise MapReadError(tr("This file has more entries than a map can take."))
        try:
            return orjson.loads(data)
        except orjson.JSONDecodeError as error:
            raise MapReadError(
                tr(
                    "This file is not valid JSON: line {line}, column {column}.",
                    line=str(error.lineno),
                    column=str(error.colno),
                )
            ) from error
