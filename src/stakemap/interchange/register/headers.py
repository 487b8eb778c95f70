"""Where the header of a sheet stands, over how many rows, and what it says above each column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from stakemap.interchange.register.grid import Grid
from stakemap.interchange.register.headings import QUANTITIES, Meaning, meaning_of
from stakemap.interchange.register.parts import is_number
from stakemap.interchange.register.periods import period_in
from stakemap.interchange.register.value_reading import ranked
from stakemap.interchange.scales import read_ends
from stakemap.text import fold, single_line

#: The rows among which a header is sought, and the most that one has.
_SOUGHT = 40
_MOST_ROWS = 3
#: So many rows below a header show whether a column has values.
_BELOW = 8
_LONGEST = 160
_LEAST_SCORE = 2.4
_NAMES: Final = frozenset({"name", "organisation", "person"})


@dataclass(frozen=True, slots=True)
class Header:
    """The rows of a header and what stands above each column, from top to bottom, by column."""

    first_row: int
    rows: int
    parts: Mapping[int, tuple[str, ...]]

    @property
    def last_row(self) -> int:
        """The last row of the header."""
        return self.first_row + self.rows - 1

    def heading(self, column: int) -> str:
        """What stands above a column, on one line."""
        return single_line(" ".join(self.parts.get(column, ())))


def is_step(text: str) -> bool:
    """Whether a heading is a step of a ladder of stances, such as "Neutral" or "Strongly against"."""
    found = ranked(text, "stance")
    return found is not None and found.family in ("stance", "unknown") and not is_number(text)


def find_header(grid: Grid) -> Header | None:
    """The header of the table that is most like a register; None if there is none."""
    best, row = max(
        ((_score(grid, row), -row) for row in range(1, min(_SOUGHT, grid.height) + 1)), default=(0.0, 0)
    )
    if best < _LEAST_SCORE:
        return None
    first = last = -row
    while first > 1 and last - first + 1 < _MOST_ROWS and _belongs_above(grid, first - 1, first):
        first -= 1
    while last < grid.height and last - first + 1 < _MOST_ROWS and _belongs_below(grid, last, last + 1):
        last += 1
    return header_at(grid, first, last - first + 1)


def likeness(grid: Grid) -> float:
    """How much the row that is most like the header of a register is like one; 0 if there is none."""
    return max((_score(grid, row) for row in range(1, min(_SOUGHT, grid.height) + 1)), default=0.0)


def header_at(grid: Grid, first_row: int, rows: int) -> Header:
    """The header in the given rows; with none of them there are no headings."""
    return Header(first_row, rows, _parts(grid, first_row, first_row + rows - 1) if rows else {})


def _score(grid: Grid, row: int) -> float:
    """How much a row is like the header of a register; 0 if it names neither an actor nor a quantity."""
    texts = grid.texts(row)
    meanings = {column: meaning_of(single_line(text)) for column, text in texts.items()}
    concepts = {meaning.concept for meaning in meanings.values() if meaning.is_known}
    steps = {fold(text) for text in texts.values() if is_step(text)}
    if not concepts & (_NAMES | QUANTITIES) and len(steps) < 3:
        return 0.0
    filled = {column for below in range(row + 1, row + 1 + _BELOW) for column in grid.texts(below)}
    if len(texts) == 1:
        (meaning,) = meanings.values()
        is_list = meaning.is_exact and meaning.concept == "name" and filled == set(texts)
        return _LEAST_SCORE if is_list else 0.0
    score = 0.0
    for column, text in texts.items():
        worth = _worth(text, meanings[column])
        score += worth if column in filled or worth < 0 else worth / 3
    return score + (len(steps) if len(steps) > 2 else 0)


def _worth(text: str, meaning: Meaning) -> float:
    """What one cell says for its row being a header; less than nothing for what is rather data."""
    if len(text) > _LONGEST and not meaning.is_known:
        return -0.5
    if period_in(text):
        return 0.8
    if is_number(text) or (ranked(text, "level") is not None and not is_step(text)):
        return -0.7
    if not meaning.is_known:
        return 0.1
    if meaning.concept == "name":
        return 3.0 * meaning.share
    if meaning.concept in QUANTITIES:
        return 2.0 * meaning.share
    return 1.0 * meaning.share


def _belongs_above(grid: Grid, above: int, row: int) -> bool:
    """Whether a row is a part of the header that begins below it: groups of its columns."""
    texts = grid.texts(above)
    if not texts:
        return False
    for column in texts:
        merged = grid.merged(above, column)
        if merged is None:
            continue
        wide = merged.last_column - merged.first_column + 1
        if merged.last_row >= row and wide <= 2:
            return True
        below = [grid.shown(row, each) for each in range(merged.first_column, merged.last_column + 1)]
        if 1 < wide <= max(0.75 * grid.width, 2) and sum(map(bool, below)) > 1 and len(texts) > 1:
            return True
    if grid.sheet.merged and len(texts) < 2:
        return False
    return any(_heads_group(grid, above, column, row) for column in texts)


def _heads_group(grid: Grid, above: int, column: int, row: int) -> bool:
    """Whether a cell, without being merged, is about the columns that begin below it."""
    text, below = grid.text(above, column), grid.text(row, column)
    meaning = meaning_of(single_line(text))
    following = grid.text(row, column + 1)
    return (
        meaning.is_known
        and meaning.concept in QUANTITIES
        and not grid.text(above, column + 1)
        and _is_detail(below)
        and _is_detail(following)
    )


def _is_detail(text: str) -> bool:
    """Whether a heading only tells columns of a group apart: a date, a step, present or wanted, an issue."""
    if not text or len(text) > _LONGEST:
        return False
    meaning = meaning_of(single_line(text))
    return (
        not meaning.is_known
        or bool(period_in(text))
        or is_step(text)
        or meaning.concept
        in (
            "engagement",
            "issue",
            "period",
            "target",
        )
    )


def _belongs_below(grid: Grid, row: int, below: int) -> bool:
    """Whether the row below a header belongs to it: the columns of groups, or notes about scales."""
    texts = grid.texts(below)
    if not texts or any(len(text) > _LONGEST for text in texts.values()):
        return False
    named = [
        column
        for column, text in grid.texts(row).items()
        if (meaning := meaning_of(single_line(text))).is_known and meaning.concept in _NAMES
    ]
    if not named and any(is_number(text) or ranked(text, "level") for text in texts.values()):
        return all(_is_scale_note(text) or period_in(text) for text in texts.values())
    for column in named[:1]:
        merged = grid.merged(below, column)
        if grid.text(below, column) and (merged is None or merged.first_row == below):
            return False
    if all(_is_scale_note(text) for text in texts.values()):
        return True
    grouped = [column for column in texts if _is_grouped(grid, row, column)]
    if len(grouped) < 2:
        return False
    return all(
        column in grouped or not grid.text(row, column) or _is_scale_note(text)
        for column, text in texts.items()
    )


def _is_grouped(grid: Grid, row: int, column: int) -> bool:
    """Whether the heading in `row` above a column is one of several columns, merged or followed by blanks."""
    merged = grid.merged(row, column)
    if merged is not None:
        return merged.last_column > merged.first_column
    if not _is_detail(grid.text(row + 1, column)):
        return False
    texts = grid.texts(row)
    start = max((each for each in texts if each <= column), default=0)
    end = min((each for each in texts if each > start), default=grid.width + 1)
    return start > 0 and end - start > 1 and bool(grid.text(row + 1, start))


def _is_scale_note(text: str) -> bool:
    words = [word for word in re.split(r"[\s,;/|()\[\]–-]+", text) if word]
    if read_ends(text.strip("()[]")) is not None and not is_number(text):
        return True
    levels = [word for word in words if ranked(word, "level") is not None or len(word) == 1]
    return len(words) > 2 and len(levels) == len(words)


def _parts(grid: Grid, first: int, last: int) -> Mapping[int, tuple[str, ...]]:
    """What stands above each column; groups of columns stand above each of them."""
    found: dict[int, tuple[str, ...]] = {}
    for column in range(1, grid.width + 1):
        texts = (_part(grid, row, column, last) for row in range(first, last + 1))
        parts = tuple(dict.fromkeys(single_line(text) for text in texts if text))
        if parts:
            found[column] = parts
    counts = Counter(parts[-1] for parts in found.values())
    return {
        column: parts[-1:] if counts[parts[-1]] == 1 and _are_titles(parts[:-1]) else parts
        for column, parts in found.items()
    }


def _are_titles(parts: Iterable[str]) -> bool:
    """Whether parts of a heading only part a table, as "Identification" does, and say nothing of values."""
    meanings = [meaning_of(part) for part in parts]
    return not any(
        meaning.concept in QUANTITIES or meaning.moment or meaning.period or meaning.concept == "issue"
        for meaning in meanings
    ) and not any(map(is_step, parts))


def _part(grid: Grid, row: int, column: int, last: int) -> str:
    merged = grid.merged(row, column)
    if merged is not None and merged.last_column - merged.first_column + 1 > max(0.75 * grid.width, 3):
        # A title.
        return "" if row < last else grid.text(row, column)
    text = grid.shown(row, column)
    if text or row == last or merged is not None or not _is_detail(grid.shown(last, column)):
        return text
    for left in range(column - 1, 0, -1):
        if not grid.shown(last, left):
            return ""
        text = grid.text(row, left)
        if text:
            # A heading of one column that is written in the upper row heads no group.
            return text if grid.merged(row, left) is None and grid.text(last, left) else ""
    return ""


def column_meaning(parts: Iterable[str]) -> Meaning:
    """What the parts of a heading mean together: the lowest one decides if it is known."""
    parts = tuple(parts)
    whole = meaning_of(" ".join(parts))
    if len(parts) < 2:
        return whole
    own = meaning_of(parts[-1])
    if not own.is_known or own.concept == whole.concept:
        return whole
    if own.concept in ("period", "target", "issue") or is_step(parts[-1]):
        return whole
    rest = single_line(" ".join((*parts[:-1], own.rest)))
    return own._replace(moment=own.moment or whole.moment, period=own.period or whole.period, rest=rest)
