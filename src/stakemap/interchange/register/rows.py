"""Which rows of a table are actors, and which are totals, hints, headings of groups or legends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from stakemap.interchange.register.codes import is_code
from stakemap.interchange.register.grid import Grid, text_of
from stakemap.interchange.register.headers import Header
from stakemap.interchange.register.headings import meaning_of
from stakemap.interchange.register.parts import is_number, number_in
from stakemap.interchange.register.row_words import (
    is_group,
    is_hint,
    is_legend,
    is_placeholder,
    is_plain,
    is_total,
)
from stakemap.interchange.register.scaling import PAIR, is_readable
from stakemap.interchange.register.value_reading import ranked
from stakemap.interchange.scales import read_ends
from stakemap.text import fold, single_line

Reason = Literal["total", "hint", "legend", "header", "group", "blank"]
_LONG = 80
#: Rows with at least so many texts need no second look.
_PLAIN = 3
_SHORTEST_LIST = 4
_LEAST_LISTED = 3
_LONGEST_MARK = 3
_MOST_EXPLAINING = 3


@dataclass(slots=True)
class TableRows:
    """The rows of a table: from which to which, those that are left out, and how actors go on over rows."""

    first: int
    last: int
    skipped: list[tuple[int, Reason]] = field(default_factory=list)
    named: list[int] = field(default_factory=list)
    nameless: list[int] = field(default_factory=list)

    @property
    def left_out(self) -> frozenset[int]:
        """The rows that are left out."""
        return frozenset(row for row, _ in self.skipped)


class _Sorter:
    """Sorts the rows of one table."""

    def __init__(
        self,
        grid: Grid,
        header: Header,
        name: int,
        columns: Sequence[int],
        rated: Sequence[int],
        last: int,
    ) -> None:
        self._last = min(last, grid.height)
        self._grid, self._header, self._name = grid, header, name
        self._columns, self._rated = frozenset(columns), tuple(rated)
        self._headings = {
            column: {single_line(part).casefold() for part in header.parts.get(column, ())}
            for column in (*columns, name)
        }
        self._ids = {
            column for column in columns if meaning_of(header.heading(column)).concept in ("number", "id")
        } - {name}

    def sort(self) -> TableRows:
        first = self._header.last_row + 1
        found = TableRows(first, first - 1)
        previous_blank = False
        for row in range(first, self._last + 1):
            if not previous_blank and self._is_plain(row):
                found.named.append(row)
                found.last = row
                continue
            texts = self._texts(row)
            if not texts:
                # Not below the header, where Markdown has its line of dashes.
                previous_blank = bool(found.named or found.nameless)
                continue
            if previous_blank and self._ends(row, texts):
                break
            reason = self._reason(row, texts)
            if reason == "legend":
                break
            previous_blank = False
            if reason is not None:
                found.skipped.append((row, reason))
            elif self._has_name(row, texts):
                found.named.append(row)
                found.last = row
            else:
                found.nameless.append(row)
                found.last = row
        return found

    def _is_plain(self, row: int) -> bool:
        """A quick check whether a row is about an actor: it has a plain name, and other cells."""
        cells = self._grid.sheet.rows[row - 1]
        if len(cells) < self._name or len(cells) < _PLAIN:
            return False
        name = cells[self._name - 1]
        if not isinstance(name, str) or not name or len(name) > _LONG or not is_plain(name.strip()):
            return False
        beginning = cells[: self._name + _PLAIN]
        if len(beginning) - beginning.count("") < _PLAIN:
            return False
        if name.strip().casefold() in self._headings[self._name]:
            return False
        for column in self._rated:
            cell = cells[column - 1] if column <= len(cells) else ""
            if isinstance(cell, str) and len(cell) > _SHORTEST_LIST and _lists_values(cell):
                return False
        return True

    def _texts(self, row: int) -> dict[int, str]:
        texts = self._grid.texts(row)
        return (
            texts
            if len(texts) <= len(self._columns) and self._columns >= texts.keys()
            else {column: text for column, text in texts.items() if column in self._columns}
        )

    def _has_name(self, row: int, texts: Mapping[int, str]) -> bool:
        return self._name in texts

    def _reason(self, row: int, texts: Mapping[int, str]) -> Reason | None:
        """Why a row is left out, None for one of an actor."""
        name = texts.get(self._name, "")
        is_first = row == self._header.last_row + 1
        if self._is_header(texts) or (is_first and (_is_numbering(texts) or _is_rule(texts))):
            return "header"
        if name and (is_hint(single_line(name)) or self._is_placeholder(name, texts)):
            return "hint"
        first = next(iter(texts.values()))
        if self._is_explanation(texts):
            return "hint"
        total = next((text for text in (name, first) if text and is_total(text)), "")
        if total and self._is_sum(row, texts):
            return "total"
        if set(texts) <= self._ids:
            return "blank"
        if self._is_group(row, texts):
            return "group"
        if len(texts) < _PLAIN and self._is_legend(texts):
            return "legend"
        return None

    def _is_header(self, texts: Mapping[int, str]) -> bool:
        same = sum(single_line(text).casefold() in self._headings[column] for column, text in texts.items())
        return same >= 2 and same >= 0.6 * len(texts)

    def _is_placeholder(self, name: str, texts: Mapping[int, str]) -> bool:
        return is_placeholder(name) and set(texts) <= {self._name, *self._ids}

    def _is_explanation(self, texts: Mapping[int, str]) -> bool:
        """Whether rated cells list the values that may stand there: "High / Medium / Low", "1 to 5"."""
        listed = sum(_lists_values(texts.get(column, "")) for column in self._rated)
        return listed > 0 and listed >= 0.5 * sum(column in texts for column in self._rated)

    def _is_sum(self, row: int, texts: Mapping[int, str]) -> bool:
        """Whether all that stands beside a word for a sum are numbers, "
        "more than ratings or at the very end."""
        others = [text for text in texts.values() if not is_total(text)]
        if not all(is_number(text) or not text.strip("-–%") for text in others):
            return False
        following = next(filter(None, map(self._texts, range(row + 1, row + 3))), None)
        if following is None or self._is_header(following):
            return True
        rated = [number_in(texts[column]) for column in self._rated if is_number(texts.get(column, ""))]
        return not rated or max(rated) > 10

    def _is_group(self, row: int, texts: Mapping[int, str]) -> bool:
        """Whether a row heads the rows below it: one text alone, "
        "merged over the table or otherwise set apart."""
        shown = {self._grid.origin(row, column): column for column in texts}
        following = self._texts(row + 1)
        if len(shown) == 2 and self._is_lettered(texts, following):
            shown = {origin: column for origin, column in shown.items() if column not in self._ids}
        if len(shown) != 1 or len(self._columns) < 3:
            return False
        column = next(iter(shown.values()))
        text = texts[column]
        if len(following) < 2:
            return False
        merged = self._grid.merged(row, column)
        if merged is not None and merged.last_column - merged.first_column >= min(2, len(self._columns) - 2):
            return True
        if merged is not None and merged.last_row > merged.first_row:
            return False
        if column != self._name and column not in self._rated and column not in self._ids:
            return column < self._name and self._name not in following
        if self._is_header(following):
            return True
        if column == self._name and (is_group(text) or len(texts) == 2):
            return True
        return text.endswith(":") and len(text) < _LONG

    def _is_lettered(self, texts: Mapping[int, str], following: Mapping[int, str]) -> bool:
        """Whether a row has a letter or a numeral where the rows below it are numbered: "A", "II"."""
        return any(
            column in texts and texts[column].rstrip(".)").isalpha() and is_number(following.get(column, ""))
            for column in self._ids
        )

    def _is_legend(self, texts: Mapping[int, str]) -> bool:
        first = next(iter(texts.values()))
        if is_legend(first):
            return True
        return len(texts) == 1 and (len(PAIR.findall(first)) > 1 or len(first) > 2 * _LONG)

    def _ends(self, row: int, texts: Mapping[int, str]) -> bool:
        """Whether what follows a blank row is no part of the table: a legend, a note, another table."""
        if self._is_legend(texts) or self._is_other_table(texts):
            return True
        following = self._texts(row + 1) if len(texts) == 1 else {}
        if any(self._is_unlike(each) or self._explains(each) for each in (texts, following)):
            return True
        first = next(iter(texts.values()))
        pair = PAIR.fullmatch(first)
        if pair is not None and ranked(pair[2], "level") is not None:
            return True
        if len(texts) > 1 or self._is_group(row, texts) or is_total(first):
            return False
        # A text alone is an actor only if actors follow it.
        rows = [self._texts(at) for at in range(row + 1, min(row + 12, self._grid.height) + 1)]
        return not any(len(each) > 1 and self._name in each for each in rows) or len(first) > _LONG

    def _explains(self, texts: Mapping[int, str]) -> bool:
        """Whether a row says what a mark or a word means, instead of naming an actor: "1", "Low"."""
        mark, meaning = (*texts.values(), "", "")[:2]
        if len(texts) > _MOST_EXPLAINING or next(iter(texts), 0) not in (self._name, *self._ids):
            return False
        if (is_number(mark) or is_code(mark)) and len(mark) <= _LONGEST_MARK:
            return ranked(meaning, "level") is not None or ranked(meaning, "stance") is not None
        described = ranked(mark, "level")
        return described is not None and described.family == "level"

    def _is_unlike(self, texts: Mapping[int, str]) -> bool:
        """Whether a row has other words where ratings are, as the header of another table does."""
        if len(texts) < 2 or self._is_header(texts):
            return False
        rated = [texts[column] for column in self._rated if column in texts]
        return bool(rated) and not any(is_readable(text) for text in rated)

    def _is_other_table(self, texts: Mapping[int, str]) -> bool:
        if self._is_header(texts) or len(texts) < 2:
            return False
        known = [
            column
            for column, text in texts.items()
            if (meaning := meaning_of(single_line(text))).is_exact and meaning.concept is not None
        ]
        return len(known) >= 2 and len(known) >= 0.6 * len(texts)


@lru_cache(maxsize=4_096)
def _lists_values(text: str) -> bool:
    """Whether a cell lists what may stand there: "High / Medium / Low", "from 1 to 5"."""
    if len(text) <= _SHORTEST_LIST:
        return False
    words = [word for word in re.split(r"[\s,;/|()]+", text) if word]
    levels = {fold(word) for word in words if ranked(word, "level") is not None}
    if len(levels) >= _LEAST_LISTED:
        return True
    is_scale = not is_number(text) and read_ends(text) is not None and ranked(text, "level") is None
    return is_scale and re.search(r"[^\W\d_]{2}", text) is not None


def _is_rule(texts: Mapping[int, str]) -> bool:
    """Whether a row is a line below a header, as tables in Markdown have."""
    return all(not text.strip("-:=_ ") for text in texts.values())


def _is_numbering(texts: Mapping[int, str]) -> bool:
    """Whether a row numbers the columns: 1, 2, 3 …"""
    numbers = [text for text in texts.values() if text.isdigit()]
    return len(numbers) == len(texts) > 2 and [*map(int, numbers)] == [*range(1, len(numbers) + 1)]


def rows_of_table(
    grid: Grid,
    header: Header,
    name: int,
    columns: Sequence[int],
    rated: Sequence[int],
    last: int,
) -> TableRows:
    """The rows below a header, to `last` at most; `name` is the column of names, `rated` are judgements."""
    return _Sorter(grid, header, name, columns, rated, last).sort()


def texts_of_column(grid: Grid, column: int, first: int, last: int) -> Iterator[str]:
    """The different texts of a column that are not empty, in their order."""
    rows = grid.sheet.rows[max(first, 1) - 1 : last]
    cells = [row[column - 1] for row in rows if column <= len(row)]
    # One and true are one value, and two texts.
    different = dict.fromkeys(zip(map(type, cells), cells, strict=True))
    yield from dict.fromkeys(text for _, cell in different if (text := text_of(cell)))
