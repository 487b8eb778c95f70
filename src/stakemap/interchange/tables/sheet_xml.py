"""What has to be known of a worksheet in XML before a library reads it, and what the library would lose.

The library makes a rectangle of cells, as wide and high as the farthest ones, however few they are. To find
these for ten thousand rows has to be quick, so that the bytes are looked through as an array.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from xml.parsers import expat

from stakemap.interchange.tables.package import column_number
from stakemap.interchange.tables.sheets import MOST_ROWS, beyond_limits, uncalculated
from stakemap.interchange.tables.zip_parts import damaged, too_large

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Places = NDArray[np.int64]

__all__ = ["MOST_AREA", "CheckedSheet", "check_sheet", "check_texts", "text_lengths"]

#: The most cells of the rectangle from A1 to the farthest ones.
MOST_AREA: Final = 4_000_000
#: The most bytes of shared texts over all cells that refer to them.
_MOST_TEXT = 40_000_000
_MOST_MERGED = 100_000
#: The most cells with and without a value, and of those that a slow parser has to find.
_MOST_CELLS, _MOST_CELLS_OF_PARSER = 1_000_000, 500_000
_MOST_TEXTS = 1_000_000
#: The most letters and digits of a place such as XFD1048576.
_MOST_LETTERS, _MOST_DIGITS = 3, 7

_END_OF_ROWS = re.compile(rb"</(?:[\w.-]+:)?sheetData\s*>")
_ERROR = re.compile(rb'(<c [^<>]*\bt=)"e"')
_UNCALCULATED = re.compile(
    rb'<c r="([A-Z]+\d+)"(?![^<>]* t="str")[^<>]*>'
    rb"\s*<f(?:\s[^<>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
_TEXT_NUMBER = re.compile(rb'\bt="s"(?:(?!<c |</c>).)*?<v[^<>]*>\s*\+?(\d+)', re.DOTALL)
_ANY_NUMBER = re.compile(rb"<(?:[\w.-]+:)?v\b[^<>]*>\s*\+?(\d+)")
#: A type of a cell that is not written as `t="s"`.
_UNUSUAL_TYPE = re.compile(rb"""\bt(?:\s+=|=\s|=')""")


@dataclass(frozen=True, slots=True)
class CheckedSheet:
    """A worksheet that can be read, how many cells it has, and sentences about what it lost or lacks."""

    xml: bytes
    cells: int
    doubts: tuple[str, ...] = ()


class _Tags(NamedTuple):
    """Where rows and cells begin, in pairs with their rows and columns; the column of a row is 0."""

    starts: Places
    rows: Places
    columns: Places

    @property
    def extent(self) -> tuple[int, int]:
        return int(self.rows.max(initial=0)), int(self.columns.max(initial=0))


def check_sheet(xml: bytes) -> CheckedSheet:
    """The worksheet without rows that are too far down, formula errors as texts.

    Raises MapReadError for one that is damaged or too large.
    """
    tags = _tags(xml)
    doubts = []
    rows, columns = tags.extent
    most = max(min(MOST_ROWS, MOST_AREA // max(columns, 1)), 1)
    if rows > most:
        xml, whole = _cut(xml, tags, most), tags
        tags = _tags(xml)
        if ((whole.rows > most) & (whole.columns > 0)).any():
            doubts.append(beyond_limits(most))
        if tags.extent[0] > most:
            raise too_large()
    if b't="e"' in xml:
        xml = _ERROR.sub(rb'\1"str"', xml)
    formulas = _UNCALCULATED.findall(xml) if b"<f" in xml else []
    if formulas:
        doubts.append(uncalculated([cell.decode() for cell in formulas]))
    return CheckedSheet(xml, int((tags.columns > 0).sum()), tuple(doubts))


def _tags(xml: bytes) -> _Tags:
    """All rows and cells. Raises MapReadError for a sheet that is damaged or has too many merged cells."""
    import numpy as np

    # What follows the last tag is within the array.
    text = np.frombuffer(xml + b" " * 32, np.uint8)
    tags = np.flatnonzero(text == ord("<"))
    first, second = text[tags + 1], text[tags + 2]
    if np.count_nonzero((first == ord("m")) & (second == ord("e"))) > _MOST_MERGED:
        raise too_large()
    cells = tags[(first == ord("c")) & ~_in_names(second)]
    rows = tags[(first == ord("r")) & (second == ord("o")) & (text[tags + 3] == ord("w"))]
    rows = rows[~_in_names(text[rows + 4])]
    if len(cells) > _MOST_CELLS:
        raise too_large()
    colons = np.flatnonzero(text == ord(":"))
    after = text[colons + 1]
    has_prefixes = np.any((after == ord("c")) & ~_in_names(text[colons + 2])) or np.any(
        (after == ord("r")) & (text[colons + 2] == ord("o")) & (text[colons + 3] == ord("w"))
    )
    is_plain = not has_prefixes and _say_place(text, cells + 2) and _say_place(text, rows + 4)
    if not is_plain:
        return _tags_by_parser(xml)
    row_places = _places(text, rows + 8)
    cell_places = _places(text, cells + 6)
    return _Tags(
        np.concatenate((rows, cells)),
        np.concatenate((row_places[0], cell_places[0])),
        np.concatenate((np.zeros_like(rows), cell_places[1])),
    )


def _in_names(letters: Any) -> Any:
    """Which bytes go on with the name of a tag: letters and signs, but no end of it."""
    return (letters > ord(" ")) & (letters != ord(">")) & (letters != ord("/"))


def _say_place(text: Any, places: Any) -> bool:
    """Whether ` r="` stands at all these places, as nearly all programs write it."""
    return all(bool((text[places + offset] == sign).all()) for offset, sign in enumerate(b' r="'))


def _places(text: Any, starts: Places) -> tuple[Places, Places]:
    """The rows and columns that stand as letters and digits at these places."""
    import numpy as np

    at = starts.copy()
    rows, columns = np.zeros_like(starts), np.zeros_like(starts)
    for _ in range(_MOST_LETTERS + 1):
        letter = (text[at] & 0xDF).astype(np.int64) - ord("A") + 1
        is_letter = (letter >= 1) & (letter <= 26) & (text[at] >= ord("A"))
        columns = np.where(is_letter, columns * 26 + letter, columns)
        at += is_letter
    for _ in range(_MOST_DIGITS + 1):
        digit = text[at].astype(np.int64) - ord("0")
        is_digit = (digit >= 0) & (digit <= 9)
        rows = np.where(is_digit, rows * 10 + digit, rows)
        at += is_digit
    if not (text[at] == ord('"')).all():
        raise damaged()
    return rows, columns


def _tags_by_parser(xml: bytes) -> _Tags:
    """All rows and cells of a sheet written in an unusual way.

    Those that do not say where they are follow the one before.
    """
    import numpy as np

    found = array("q")
    parser = expat.ParserCreate("utf-8")
    parser.specified_attributes = True
    place = [0, 0]

    def started(name: str, attributes: dict[str, Any]) -> None:
        tag = name.rpartition(":")[2]
        if tag not in ("row", "c"):
            return
        said = re.fullmatch(r"([A-Za-z]{0,3})(\d{0,7})", attributes.get("r", ""))
        if said is None:
            raise damaged()
        if tag == "row":
            place[:] = int(said[2] or place[0] + 1), 0
        else:
            place[:] = int(said[2] or place[0]), column_number(said[1]) or place[1] + 1
        if len(found) > 3 * _MOST_CELLS_OF_PARSER:
            raise too_large()
        found.extend((parser.CurrentByteIndex, *place))

    def refuse(*_: Any) -> None:
        raise damaged()

    parser.StartElementHandler = started
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise damaged() from error
    starts, rows, columns = (
        np.frombuffer(found, np.int64).reshape(-1, 3).T if found else np.zeros((3, 0), np.int64)
    )
    return _Tags(starts, rows, columns)


def _cut(xml: bytes, tags: _Tags, most: int) -> bytes:
    """The sheet without the rows from the first one that is too far down."""
    starts = tags.starts[(tags.rows > most) & (tags.columns == 0)]
    ends = list(_END_OF_ROWS.finditer(xml))
    if not len(starts) or len(ends) != 1 or ends[0].start() < starts.min():
        raise too_large()
    return xml[: int(starts.min())] + xml[ends[0].start() :]


def text_lengths(shared: bytes) -> NDArray[np.int64]:
    """The size of each shared text in XML; empty for a part that has none."""
    import numpy as np

    starts = [match.start() for match in re.finditer(rb"<(?:[\w.-]+:)?si\b", shared)]
    if len(starts) > _MOST_TEXTS:
        raise too_large()
    ends = [*starts[1:], len(shared)]
    return np.array(ends[-len(starts) :] if starts else [], np.int64) - np.array(starts, np.int64)


def check_texts(shared: bytes, sheets: Iterable[CheckedSheet]) -> None:
    """Raises MapReadError where cells repeat so long shared texts that they would take too much memory."""
    lengths = text_lengths(shared)
    checked = list(sheets)
    if sum(sheet.cells for sheet in checked) * int(lengths.max(initial=0)) <= _MOST_TEXT:
        return
    uses: Counter[bytes] = Counter()
    for sheet in checked:
        usual = _UNUSUAL_TYPE.search(sheet.xml) is None and b"<c " in sheet.xml
        uses.update((_TEXT_NUMBER if usual else _ANY_NUMBER).findall(sheet.xml))
    places = ((int(number[:12]), count) for number, count in uses.items())
    if sum(int(lengths[place]) * count for place, count in places if place < len(lengths)) > _MOST_TEXT:
        raise too_large()
