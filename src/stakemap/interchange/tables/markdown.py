"""Tables in a page of Markdown, one sheet each: bars between the cells, a line of dashes below the header."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from stakemap.interchange.tables.sheets import MOST_COLUMNS, MOST_ROWS, Cell, Sheet, beyond_limits, clipped

_RULE: Final = re.compile(
    r"^[ \t]*+\|?[ \t]*+:?-{2,}+:?[ \t]*+(?:\|[ \t]*+:?-{2,}+:?[ \t]*+)+\|?[ \t]*+$", re.MULTILINE
)
_HEADING: Final = re.compile(r"^\s*#{1,6}\s+(.+?)\s*#*$|^\s*\*\*([^*|]+)\*\*:?\s*$")
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_BAR: Final = re.compile(r"(?<!\\)\|")
_LINK: Final = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_STRESS: Final = re.compile(r"(?<!\w)(\*\*|__|\*|_|`|~~)(?=\S)(.+?)(?<=\S)\1(?!\w)")
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
#: So many tables are read of one page, each with the blank rows above it.
_MOST_TABLES = 100
_LONGEST_NAME = 100
#: Longer cells and lines have no marks that are worth taking out.
_LONGEST_MARKED = 2_000


def is_markdown(text: str) -> bool:
    """Whether a text has a table as Markdown writes them."""
    return "|" in text and "--" in text and _RULE.search(text) is not None


def read_markdown(text: str, doubts: Sequence[str] = ()) -> tuple[Sheet, ...]:
    """The tables of a page, each named by the heading above it if there are several.

    Rows keep the numbers of their lines; that of the line of dashes is empty.
    """
    lines = _LINE_END.split(text)[:MOST_ROWS]
    more = [beyond_limits(len(lines))] if len(lines) == MOST_ROWS else []
    tables = list(_tables(lines))[:_MOST_TABLES]
    names: list[str] = []
    sheets = []
    for heading, first, last in tables:
        name = heading[:_LONGEST_NAME] if len(tables) > 1 else ""
        names.append(name)
        if names.count(name) > 1 or (not name and len(tables) > 1):
            name = f"{name} ({len(names)})".strip()
        rows: list[Sequence[Cell]] = [()] * (first - 1)
        rows += [() if _RULE.match(line) else _cells(line) for line in lines[first - 1 : last]]
        sheets.append(Sheet(name, rows, doubts=(*doubts, *more)))
    return tuple(sheets)


def _tables(lines: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """The heading above each table, and its first and last line, counted from 1."""
    heading = ""
    last = 0
    for at, line in enumerate(lines, 1):
        found = _HEADING.match(line) if len(line) <= _LONGEST_MARKED else None
        if found is not None:
            heading = _plain(found[1] or found[2])
        if at <= last + 1 or "-" not in line or not _RULE.match(line) or "|" not in lines[at - 2]:
            continue
        last = at
        while last < len(lines) and "|" in lines[last]:
            last += 1
        yield heading, at - 1, last


def _cells(line: str) -> list[Cell]:
    cells = _BAR.split(line.strip().removeprefix("|").removesuffix("|"))
    return [clipped(_plain(cell)) for cell in cells[:MOST_COLUMNS]]


def _plain(text: str) -> str:
    """A text without marks for bold, links, code and line breaks."""
    text = _BREAK.sub("\n", text.strip().replace("\\|", "|"))
    if len(text) > _LONGEST_MARKED:
        return text
    for _ in range(2):
        text = _STRESS.sub(r"\2", text)
    return _LINK.sub(r"\1", text).strip()
