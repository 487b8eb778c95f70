"""What stands beside or below the plot: tray, key of names, legend; in one column or
several.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from stakemap.i18n import isolate, tr, tr_count
from stakemap.picture.appearance import TrayLook
from stakemap.picture.legend import LegendEntry
from stakemap.picture.marks import LegendMark, TextRole, TrayMark
from stakemap.picture.measure import wrap
from stakemap.picture.page_canvas import LINE, Sheet

__all__ = ["Block", "Flow", "legend_block", "name_row_height", "names_block", "tray_block", "unnamed_block"]

SMALL = 9.0
#: Between two blocks in one column, and between a heading and what it heads, in points.
_GAP, _HEADING_GAP = 13.0, 3.0

Draw = Callable[[float, float], None]


class Row(NamedTuple):
    """A part of a block that is not broken: how high it is, and how to draw it with its top left corner at
    a place.
    """

    height: float
    draw: Draw


@dataclass(frozen=True)
class Block:
    """A heading and rows. The heading keeps to the first row; only a breakable block may go on in another
    column.
    """

    heading: str
    rows: tuple[Row, ...]
    breakable: bool = True


class Flow:
    """Sets blocks in columns, filling one after the other, as a newspaper does."""

    def __init__(self, sheet: Sheet, width: float, columns: int, column_gap: float) -> None:
        self.sheet = sheet
        self.columns = columns
        self.column_gap = column_gap
        self.column_width = (width - column_gap * (columns - 1)) / columns

    def height_of(self, blocks: Sequence[Block]) -> float:
        """How high all blocks are in one column, in pixels."""
        gaps = self.sheet.px(_GAP) * max(0, len(blocks) - 1)
        return gaps + sum(self._heading(block) + sum(row.height for row in block.rows) for block in blocks)

    def fits(self, blocks: Sequence[Block], height: float) -> bool:
        """Whether columns of `height` pixels hold all blocks."""
        return self._set(blocks, height) is not None

    def least_height(self, blocks: Sequence[Block], most: float) -> float | None:
        """The lowest columns that hold all blocks; None when ones of `most` pixels do not."""
        height, step = self.height_of(blocks) / self.columns, self.sheet.px(4)
        while height < most:
            if self.fits(blocks, height):
                return height
            height += step
        return most if self.fits(blocks, most) else None

    def draw(self, blocks: Sequence[Block], x: float, y: float, height: float) -> None:
        """Draw the blocks into columns of `height` pixels whose first one begins at (x, y); what does not
        fit is left out.
        """
        for column, top, draw in self._set(blocks, height, cut=True) or ():
            draw(x + column * (self.column_width + self.column_gap), y + top)

    def _heading(self, block: Block) -> float:
        if not block.heading:
            return 0.0
        return self.sheet.size(SMALL) * LINE + self.sheet.px(_HEADING_GAP)

    def _set(
        self, blocks: Sequence[Block], height: float, cut: bool = False
    ) -> list[tuple[int, float, Draw]] | None:
        placed: list[tuple[int, float, Draw]] = []
        column, top = 0, 0.0
        for block in blocks:
            top += self.sheet.px(_GAP) if top else 0.0
            heading = self._heading(block)
            whole = heading + sum(row.height for row in block.rows)
            if not block.breakable and whole > height and not cut:
                return None
            least = heading + sum(row.height for row in block.rows[:2]) if block.breakable else whole
            if top and top + least > height + 0.01:
                column, top = column + 1, 0.0
            if heading:
                placed.append((column, top, self._draw_heading(block.heading)))
                top += heading
            for row in block.rows:
                if top + row.height > height + 0.01:
                    # Rows that go on in the next column stay level with those beside them.
                    column, top = column + 1, heading
                if column >= self.columns or top + row.height > height + 0.01:
                    return placed if cut else None
                placed.append((column, top, row.draw))
                top += row.height
        return placed

    def _draw_heading(self, heading: str) -> Draw:
        sheet = self.sheet

        def draw(x: float, y: float) -> None:
            size = sheet.size(SMALL)
            ink = sheet.theme.text_muted
            sheet.text("heading", heading, x, y, size, self.column_width, weight=620, colour=ink)

        return draw


def _text_rows(
    sheet: Sheet, role: TextRole, lines: Sequence[str], width: float, size: float, weight: int, ink: str
) -> tuple[Row, ...]:
    def row(line: str) -> Row:
        return Row(
            size * LINE,
            lambda x, y: void(sheet.text(role, line, x, y, size, width, weight=weight, colour=ink)),
        )

    return tuple(row(line) for line in lines)


def void(_: object) -> None:
    """Forget a value, so that an expression can stand where nothing is returned."""


def tray_block(sheet: Sheet, tray: Sequence[TrayLook], width: float, detail: str, most: float) -> Block:
    """Actors without a position, counted and named, with the reason.

    `detail` is "full" (a disc, the name, the reason beneath), "short" (one line each) or "text" (names run
    on under each reason, cut after `most` pixels with a count of the rest).
    """
    heading = tr_count("Without a position ({count})", "Without a position ({count})", len(tray))
    if detail == "text":
        return Block(heading, _tray_text(sheet, tray, width, most), breakable=len(tray) > 40)
    make = _full_tray_row if detail == "full" else _short_tray_row
    return Block(heading, tuple(make(sheet, look, width) for look in tray), breakable=len(tray) > 6)


def _tray_disc(sheet: Sheet, look: TrayLook, x: float, y: float, radius: float) -> None:
    sheet.add(TrayMark(look.actor, look.name, look.reason, x, y, radius, look.disc))


def _full_tray_row(sheet: Sheet, look: TrayLook, width: float) -> Row:
    size, small, radius = sheet.size(10), sheet.size(SMALL), sheet.px(9.5)
    left = 2 * radius + sheet.px(7)
    height = (size + small) * LINE

    def draw(x: float, y: float) -> None:
        ink = sheet.theme.text_muted
        top = y + sheet.px(1)
        _tray_disc(sheet, look, x + radius, top + height / 2, radius)
        sheet.text("tray", look.name, x + left, top, size, width - left, weight=560, key=look.actor)
        second = top + size * LINE * 0.97
        sheet.text("tray", look.reason, x + left, second, small, width - left, colour=ink, key=look.actor)

    return Row(height + sheet.px(5), draw)


def _short_tray_row(sheet: Sheet, look: TrayLook, width: float) -> Row:
    size, left = sheet.size(SMALL), sheet.px(14)

    def draw(x: float, y: float) -> None:
        disc = look.disc._replace(code="")
        middle = y + size * LINE / 2
        sheet.add(TrayMark(look.actor, look.name, look.reason, x + sheet.px(5), middle, sheet.px(4), disc))
        # At either end of the row, so that a wider font has room to grow between them.
        room, ink = min(sheet.text_width(look.reason, size), 0.6 * width), sheet.theme.text_muted
        start, taken = width - room, width - left - room - sheet.px(5)
        sheet.text("tray", look.name, x + left, y, size, taken, weight=560, key=look.actor)
        sheet.text("tray", look.reason, x + start, y, size, room, colour=ink, align=1.0, key=look.actor)

    return Row(size * LINE + sheet.px(1), draw)


def _tray_text(sheet: Sheet, tray: Sequence[TrayLook], width: float, most: float) -> tuple[Row, ...]:
    size = sheet.size(SMALL)
    room = max(1, int(most / (size * LINE)))
    by_reason = sorted(tray, key=lambda look: look.reason)
    groups = [(reason, list(looks)) for reason, looks in groupby(by_reason, key=lambda look: look.reason)]
    ink = sheet.theme.text_muted
    rows: list[Row] = []
    for index, (reason, looks) in enumerate(groups):
        share = max(1, (room - len(rows)) // (len(groups) - index))
        lines = _names_in(sheet, reason, [isolate(look.name) for look in looks], width, size, share)
        rows.extend(_text_rows(sheet, "tray", lines, width, size, 400, ink))
    return tuple(rows)


def _names_in(sheet: Sheet, reason: str, names: list[str], width: float, size: float, most: int) -> list[str]:
    """ "reason: name, name and 12 more" in at most so many lines."""

    def lines_of(count: int) -> list[str]:
        listed = ", ".join(names[:count])
        left = len(names) - count
        if left:
            if not listed:
                listed = tr_count("{count} actor", "{count} actors", left)
            else:
                more = tr_count("and {count} more", "and {count} more", left)
                listed = f"{listed} {more}"
        return wrap(tr("{reason}: {names}", reason=reason, names=listed), width, size, sheet.measure, 400)

    low, high = 0, len(names)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if len(lines_of(middle)) <= most else (low, middle - 1)
    return lines_of(low)[:most]


def names_block(sheet: Sheet, names: Sequence[tuple[int, str, str]], width: float) -> Block:
    """The key to numbers: (number, actor id, name)."""
    size = sheet.size(SMALL)
    left = sheet.text_width("8" * len(str(len(names))), size, 620) + sheet.px(6)

    def row(number: int, actor: str, name: str) -> Row:
        def draw(x: float, y: float) -> None:
            sheet.text("name-key", str(number), x, y, size, left, weight=620, key=actor)
            sheet.text("name-key", name, x + left, y, size, width - left, key=actor)

        return Row(size * LINE, draw)

    return Block(tr("Names by number"), tuple(row(*each) for each in names))


def name_row_height(sheet: Sheet) -> float:
    """How high one name in the key is, in pixels."""
    return sheet.size(SMALL) * LINE


def unnamed_block(sheet: Sheet, count: int, width: float) -> Block:
    """How many names found no room."""
    text = tr_count(
        "{count} actor is shown without its name", "{count} actors are shown without their names", count
    )
    size = sheet.size(SMALL)
    lines = wrap(text, width, size, sheet.measure, max_lines=2)
    return Block("", _text_rows(sheet, "notice", lines, width, size, 400, sheet.theme.text_muted))


def legend_block(sheet: Sheet, entries: Sequence[LegendEntry], width: float, tight: bool = False) -> Block:
    """One row for each entry: its sign, its words on one line or two; on one in any case when `tight`."""
    size, left = sheet.size(SMALL), sheet.px(26)
    radius, gap = (sheet.px(4.6), 0.0) if tight else (sheet.px(6.2), sheet.px(4.5))
    ink = sheet.theme.text_muted

    def row(entry: LegendEntry) -> Row:
        lines = wrap(entry.label, width - left, size, sheet.measure, max_lines=1 if tight else 2) or [""]

        def draw(x: float, y: float) -> None:
            sheet.add(
                LegendMark(entry, x + sheet.px(11), y + (size * LINE + gap) / 2 - sheet.px(0.5), radius)
            )
            for index, line in enumerate(lines):
                top = y + gap / 2 - sheet.px(0.5) + index * size * LINE * 0.92
                sheet.text("legend", line, x + left, top, size, width - left, colour=ink)

        return Row(size * LINE * (1 + 0.92 * (len(lines) - 1)) + gap, draw)

    return Block(tr("Legend"), tuple(row(entry) for entry in entries))
