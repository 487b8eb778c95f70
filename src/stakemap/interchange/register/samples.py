"""What the cells of a column are like: a sample of their texts, counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from stakemap.interchange.register.grid import Grid
from stakemap.interchange.register.headers import Header, column_meaning
from stakemap.interchange.register.headings import Meaning
from stakemap.interchange.register.parts import is_number
from stakemap.interchange.register.periods import whole_day
from stakemap.text import fold, single_line

#: So many rows are examined to find out what a column holds.
_MOST_ROWS = 250
_LONG = 200
_EMAIL: Final = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[a-z]{2,}", re.IGNORECASE)
_PHONE: Final = re.compile(r"\(?\+?\d[\d\s().\-/]{6,20}\d")
#: A date whose year has two digits or that has a time, beside those of `whole_day`.
_DATE: Final = r"\d{4}-\d\d-\d\d.*|\d\d?[./]\d\d?[./]\d{2,4}"
_MARKS: Final = frozenset(
    {
        "x",
        "х",
        "✓",
        "✔",
        "✗",
        "✘",
        "☑",
        "☒",
        "●",
        "•",
        "■",
        "*",
        "√",
        "v",
        "yes",
        "y",
        "si",
        "sim",
        "s",
        "ja",
        "j",
    }
    | {"oui", "o", "da", "evet", "e", "tak", "r", "1", "true", "t", "+"}
)
_NO_MARKS: Final = frozenset(
    {"no", "n", "nao", "nein", "non", "net", "ni", "hayir", "false", "f", "0", "-", "–"}
)


def is_mark(text: str) -> bool:
    """Whether a cell is crossed or ticked, or has a word for yes."""
    return fold(text) in _MARKS or text.lower() in _MARKS


def is_no_mark(text: str) -> bool:
    """Whether a cell says that it is not chosen."""
    return not text or fold(text) in _NO_MARKS


@dataclass(frozen=True)
class ColumnSample:
    """A column: its heading and its different texts with how often each stands there in the sampled rows."""

    column: int
    parts: tuple[str, ...]
    texts: Mapping[str, int]
    rows: int

    @cached_property
    def heading(self) -> str:
        """What stands above it, on one line."""
        return single_line(" ".join(self.parts))

    @cached_property
    def meaning(self) -> Meaning:
        """What its heading speaks of."""
        return column_meaning(self.parts)

    @cached_property
    def filled(self) -> int:
        """How many of its sampled cells have a text."""
        return sum(self.texts.values())

    @cached_property
    def length(self) -> float:
        """The average length of its texts; a single one of thousands of characters counts little."""
        lengths = sum(min(len(text), _LONG) * count for text, count in self.texts.items())
        return lengths / max(self.filled, 1)

    def share(self, pattern: re.Pattern[str]) -> float:
        """The share of its texts in which a pattern is found."""
        return self._share([text for text in self.texts if pattern.search(text)])

    def _share(self, texts: Sequence[str]) -> float:
        return sum(self.texts[text] for text in texts) / max(self.filled, 1)

    @cached_property
    def is_contact(self) -> bool:
        """Whether most of its cells are e-mail addresses or telephone numbers."""
        phones = [
            text
            for text in self.texts
            if _PHONE.fullmatch(text) and sum(map(str.isdigit, text)) >= 7 and not _is_plain(text)
        ]
        return self.share(_EMAIL) >= 0.5 or self._share(phones) >= 0.5

    @cached_property
    def numbers(self) -> float:
        """The share of its cells that are numbers."""
        return self._share([text for text in self.texts if is_number(text)])

    @property
    def comes_again(self) -> bool:
        """Whether each of its texts stands there twice or more on average."""
        return len(self.texts) <= self.filled // 2

    @property
    def is_few(self) -> bool:
        """Whether its texts are short or come again and again, as categories do."""
        words = sum(len(text.split()) * count for text, count in self.texts.items()) / max(self.filled, 1)
        return (self.length <= 60 and self.comes_again) or (self.length <= 24 and words <= 3.5)


def _is_plain(text: str) -> bool:
    """Whether a text is a decimal number or a date rather than the number of a telephone."""
    if is_number(text):
        return "." in text or "," in text or len(text) < 7
    return bool(whole_day(text)) or re.fullmatch(_DATE, text) is not None


def spread_rows(first: int, last: int) -> range:
    """At most `_MOST_ROWS` rows, evenly spread from the first to the last."""
    step = max((last - first + _MOST_ROWS) // _MOST_ROWS, 1)
    return range(first, last + 1, step)


def samples_of(
    grid: Grid, header: Header, first_row: int, last_row: int, left_out: Container[int] = ()
) -> tuple[ColumnSample, ...]:
    """The columns of a table that have a heading or a text, sampled without the rows that are left out."""
    counts: dict[int, Counter[str]] = {column: Counter() for column in range(1, grid.width + 1)}
    rows = [row for row in spread_rows(first_row, last_row) if row not in left_out]
    for row in rows:
        for column, text in grid.texts(row).items():
            if column in counts:
                counts[column][text] += 1
    return tuple(
        ColumnSample(column, header.parts.get(column, ()), texts, len(rows))
        for column, texts in counts.items()
        if texts or column in header.parts
    )
