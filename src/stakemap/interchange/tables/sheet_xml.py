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
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from xml.parsers import expat

from stakemap.interchange.tables.package import column_number
from stakemap.interchange.tables.sheets import MOST_ROWS, beyond_limits, uncalculated
from stakemap.interchange.tables.zip_parts import damaged, too_large

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Places = NDArray[np.int64]

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
    """A worksheet that can be read, and what is known of it.

    `longest` is the most bytes between two tags. `has_texts` says that it could also pass for the list of
    shared texts.
    """

    xml: bytes
    cells: int
    longest: int
    has_texts: bool
    doubts: tuple[str, ...] = ()


class _Outline(NamedTuple):
    """The bytes as numbers, where tags begin, the two bytes that follow each, and where colons stand."""

    text: Bytes
    tags: Places
    first: Bytes
    second: Bytes
    colons: Places


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
    import numpy as np

    outline = _outline(xml)
    tags = _tags(xml, outline)
    doubts = []
    rows, columns = tags.extent
    most = max(min(MOST_ROWS, MOST_AREA // max(columns, 1)), 1)
    if rows > most:
        if ((tags.rows > most) & (tags.columns > 0)).any():
            doubts.append(beyond_limits(most))
        xml = _cut(xml, tags, most)
        outline = _outline(xml)
        tags = _tags(xml, outline)
        if tags.extent[0] > most:
            raise too_large()
    if b't="e"' in xml:
        xml = _ERROR.sub(rb'\1"str"', xml)
    formulas = _UNCALCULATED.findall(xml) if np.any(outline.first == ord("f")) else []
    if formulas:
        doubts.append(uncalculated([cell.decode() for cell in formulas]))
    longest = int(np.diff(outline.tags).max(initial=0))
    after, next_after = outline.text[outline.colons + 1], outline.text[outline.colons + 2]
    has_texts = _begin(outline.first, outline.second, "si") or _begin(after, next_after, "si")
    return CheckedSheet(xml, int((tags.columns > 0).sum()), longest, has_texts, tuple(doubts))


def _outline(xml: bytes) -> _Outline:
    import numpy as np

    # What follows the last tag is within the array.
    text = np.frombuffer(xml + b" " * 32, np.uint8)
    tags = np.flatnonzero(text == ord("<"))
    return _Outline(text, tags, text[tags + 1], text[tags + 2], np.flatnonzero(text == ord(":")))


def _begin(first: Bytes, second: Bytes, letters: str) -> bool:
    """Whether any two of these bytes are two letters."""
    return bool(((first == ord(letters[0])) & (second == ord(letters[1]))).any())


def _tags(xml: bytes, outline: _Outline) -> _Tags:
    """All rows and cells. Raises MapReadError for a sheet that is damaged or has too many merged cells."""
    import numpy as np

    text, tags, first, second, colons = outline
    if np.count_nonzero((first == ord("m")) & (second == ord("e"))) > _MOST_MERGED:
        raise too_large()
    cells = tags[(first == ord("c")) & ~_in_names(second)]
    rows = tags[(first == ord("r")) & (second == ord("o"))]
    rows = rows[(text[rows + 3] == ord("w")) & ~_in_names(text[rows + 4])]
    if len(cells) > _MOST_CELLS:
        raise too_large()
    after, next_after = text[colons + 1], text[colons + 2]
    are_cells = (after == ord("c")) & ~_in_names(next_after)
    if (
        are_cells.any()
        or _begin(after, next_after, "ro")
        or not (_say_place(text, cells + 2) and _say_place(text, rows + 4))
    ):
        return _tags_by_parser(xml)
    numbers, _ = _places(text, rows + 8)
    cell_rows, cell_columns = _places(text, cells + 6)
    return _Tags(
        np.concatenate((rows, cells)),
        np.concatenate((numbers, cell_rows)),
        np.concatenate((np.zeros_like(numbers), cell_columns)),
    )


def _in_names(letters: Any) -> Any:
    """Which bytes go on with the name of a tag: letters and signs, but no end of it."""
    return (letters > ord(" ")) & (letters != ord(">")) & (letters != ord("/"))


def _say_place(text: Any, places: Any) -> bool:
    """Whether ` r="` stands at all these places, as nearly all programs write it."""
    return all(bool((text[places + offset] == sign).all()) for offset, sign in enumerate(b' r="'))


def _places(text: Bytes, starts: Places) -> tuple[Places, Places]:
    """The rows and columns that stand as letters and digits at these places."""
    import numpy as np

    at = starts.copy()
    rows, columns = np.zeros_like(starts), np.zeros_like(starts)
    for _ in range(_MOST_LETTERS + 1):
        # Bytes wrap around, so that what stands before the letters is beyond them too.
        letters = (text[at] | 0x20) - np.uint8(ord("a"))
        are_letters = letters < 26
        if not are_letters.any():
            break
        columns = np.where(are_letters, columns * 26 + letters + 1, columns)
        at += are_letters
    for _ in range(_MOST_DIGITS + 1):
        digits = text[at] - np.uint8(ord("0"))
        are_digits = digits < 10
        if not are_digits.any():
            break
        rows = np.where(are_digits, rows * 10 + digits, rows)
        at += are_digits
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


def _longest_text(shared: bytes) -> int:
    """The most bytes of a shared text in XML, or more. Raises MapReadError for too many of them."""
    before, *pieces = shared.split(b"<si>")
    if len(pieces) + shared.count(b":si") + shared.count(b"<si ") > _MOST_TEXTS:
        raise too_large()
    # Usually the beginning holds none.
    rest = len(before) if b"<si" in before or b":si" in before else 0
    return max(rest, max(map(len, pieces), default=0))


def check_texts(shared: bytes, sheets: Iterable[CheckedSheet]) -> int:
    """The most bytes of a shared text, or more.

    Raises MapReadError where cells repeat so long texts that they would take too much memory.
    """
    checked, longest = list(sheets), _longest_text(shared)
    if sum(sheet.cells for sheet in checked) * longest <= _MOST_TEXT:
        return longest
    lengths = _text_lengths(shared)
    uses: Counter[bytes] = Counter()
    for sheet in checked:
        usual = _UNUSUAL_TYPE.search(sheet.xml) is None and b"<c " in sheet.xml
        uses.update((_TEXT_NUMBER if usual else _ANY_NUMBER).findall(sheet.xml))
    places = ((int(number[:12]), count) for number, count in uses.items())
    if sum(lengths[place] * count for place, count in places if place < len(lengths)) > _MOST_TEXT:
        raise too_large()
    return longest


def _text_lengths(shared: bytes) -> list[int]:
    """The bytes of each shared text."""
    starts = [match.start() for match in re.finditer(rb"<(?:[\w.-]+:)?si\b", shared)]
    return [end - start for start, end in pairwise([*starts, len(shared)])]
