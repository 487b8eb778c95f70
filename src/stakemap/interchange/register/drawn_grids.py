"""Names that are written into a grid of power and interest, which is drawn in the cells of a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from stakemap.interchange.register.grid import Grid
from stakemap.interchange.register.headings import meaning_of
from stakemap.interchange.register.quadrants import quadrant_of
from stakemap.interchange.register.value_reading import ranked
from stakemap.text import single_line

_MOST_ROWS = 120
_MOST_COLUMNS = 60
_LEAST_NAMES = 3
_LONGEST_NAME = 80
_LONGEST_LABEL = 40
_LONGEST_CELL = 2_000
_AFTER_LABEL: Final = re.compile(r"\s*[:\n\r]\s*|\s+[-–—]\s+")
_LINES: Final = re.compile(r"\s*[\n\r;]+\s*")
_BULLET: Final = re.compile(r"^(?:[-–—•·*▪●◦]|\d{1,2}[.)])\s*")


class Drawn(NamedTuple):
    """A name in a drawn grid, whether power and interest are high there, and the cell in which it stands."""

    name: str
    power: bool
    interest: bool
    row: int
    column: int


def _label(text: str) -> tuple[bool, bool] | None:
    """The quadrant of which a text is the label, whether power and interest are high; else None."""
    text = single_line(text)
    return quadrant_of(text) if len(text) <= _LONGEST_LABEL else None


def drawn_names(grid: Grid) -> list[Drawn]:
    """The names in a grid that is drawn in the cells of a sheet; none unless two quadrants have some."""
    if grid.height > _MOST_ROWS or grid.width > _MOST_COLUMNS:
        return []
    for found in (list(_by_labels(grid)), list(_by_axes(grid))):
        if len(found) >= _LEAST_NAMES and len({(each.power, each.interest) for each in found}) > 1:
            return found
    return []


def _by_labels(grid: Grid) -> Iterator[Drawn]:
    """The names behind or below the phrases for quadrants."""
    below: dict[int, tuple[bool, bool]] = {}
    for row, texts in grid.rows(1, grid.height):
        for column, text in texts.items():
            if len(text) > _LONGEST_CELL:
                continue
            head = _AFTER_LABEL.split(text, maxsplit=1)
            quadrant = _label(head[0])
            if quadrant is not None:
                below[column] = quadrant
                names = head[1] if len(head) > 1 else ""
            else:
                names = text
            if column in below:
                yield from _names(names, below[column], row, column)


def _by_axes(grid: Grid) -> Iterator[Drawn]:
    """The names where a row of high or low power crosses a column of high or low interest."""
    rows: dict[str, dict[int, bool]] = {"influence": {}, "salience": {}}
    columns: dict[str, dict[int, bool]] = {"influence": {}, "salience": {}}
    for row, texts in grid.rows(1, grid.height):
        first = min(texts, default=0)
        for column, text in texts.items():
            concept, is_high = _axis(text)
            if not concept:
                continue
            if column == first and sum(bool(_axis(each)[0]) for each in texts.values()) == 1:
                rows[concept][row] = is_high
            else:
                columns[concept][column] = is_high
    for across, down in (("influence", "salience"), ("salience", "influence")):
        if len(rows[across]) < 2 or len(columns[down]) < 2:
            continue
        for row, is_high in rows[across].items():
            for column, is_right in columns[down].items():
                power, interest = (is_high, is_right) if across == "influence" else (is_right, is_high)
                yield from _names(grid.text(row, column), (power, interest), row, column)


def _axis(text: str) -> tuple[str, bool]:
    """What "High power" or "Interest: low" says of an axis: the quantity, "" for other texts."""
    text = single_line(text).replace(":", " ")
    rank = ranked(text, "level") if len(text) <= _LONGEST_LABEL else None
    if rank is None or rank.family != "level" or not rank.rank:
        return "", False
    meaning = meaning_of(text)
    quantity = meaning.concept or str(meaning.field or "").partition("_")[0]
    return (quantity, rank.rank > 0) if quantity in ("influence", "salience") else ("", False)


def _names(text: str, quadrant: tuple[bool, bool], row: int, column: int) -> Iterator[Drawn]:
    if len(text) > _LONGEST_CELL:
        return
    parts = [part for part in _LINES.split(text.strip()) if part]
    if len(parts) == 1 and "," in text:
        parts = text.split(",")
    for part in parts:
        name = single_line(_BULLET.sub("", part.strip())).strip(" ,;")
        if name and len(name) <= _LONGEST_NAME and not _axis(name)[0] and _label(name) is None:
            yield Drawn(name, *quadrant, row, column)
