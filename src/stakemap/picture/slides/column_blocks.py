"""Blocks of text in columns beside or below a plot: tray, key of names, legend."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from stakemap.i18n import comma_list, isolate, tr, tr_count
from stakemap.picture.appearance.values import TrayLook
from stakemap.picture.labels.values import key_letter, widest_letter
from stakemap.picture.marks import LegendMark, TextRole, TrayMark
from stakemap.picture.measure import wrap
from stakemap.picture.plot.disc_code import with_legible_code
from stakemap.picture.slides.legend import LegendEntry
from stakemap.picture.slides.page_builder import LINE, SMALL, PageBuilder

#: Gap between two blocks of a column, and between a heading and its rows, in points.
_GAP, _HEADING_GAP = 13.0, 3.0

Draw = Callable[[float, float], None]


class Row(NamedTuple):
    """An unbreakable part of a block: its height, and a callback that draws it from its top left corner."""

    height: float
    draw: Draw


@dataclass(frozen=True)
class Block:
    """A heading and rows, which stay in one column unless the block is `breakable`."""

    heading: str
    rows: tuple[Row, ...]
    breakable: bool = True


class ColumnLayout:
    """Arranges blocks in columns of equal width, filling one after the other."""

    def __init__(self, builder: PageBuilder, width: float, columns: int, column_gap: float) -> None:
        self.builder = builder
        self.columns = columns
        self.column_gap = column_gap
        self.column_width = (width - column_gap * (columns - 1)) / columns

    def height_of(self, blocks: Sequence[Block]) -> float:
        """Height of all blocks in a single column, in pixels."""
        gaps = self.builder.px(_GAP) * max(0, len(blocks) - 1)
        return gaps + sum(
            self._heading_height(block) + sum(row.height for row in block.rows) for block in blocks
        )

    def fits(self, blocks: Sequence[Block], height: float) -> bool:
        """Whether columns of `height` pixels hold all blocks."""
        return self._arrange(blocks, height) is not None

    def least_height(self, blocks: Sequence[Block], most: float) -> float | None:
        """Least height of columns that hold all blocks; None if even columns of `most` pixels do not."""
        height, step = self.height_of(blocks) / self.columns, self.builder.px(4)
        while height < most:
            if self.fits(blocks, height):
                return height
            height += step
        return most if self.fits(blocks, most) else None

    def draw(self, blocks: Sequence[Block], x: float, y: float, height: float) -> None:
        """Draw the blocks in columns of `height` pixels from (x, y) on; rows that do not fit are omitted."""
        for column, top, draw in self._arrange(blocks, height, cut=True) or ():
            draw(x + column * (self.column_width + self.column_gap), y + top)

    def _heading_height(self, block: Block) -> float:
        if not block.heading:
            return 0.0
        return self.builder.size(SMALL) * LINE + self.builder.px(_HEADING_GAP)

    def _arrange(
        self, blocks: Sequence[Block], height: float, cut: bool = False
    ) -> list[tuple[int, float, Draw]] | None:
        placed: list[tuple[int, float, Draw]] = []
        column, top = 0, 0.0
        for block in blocks:
            top += self.builder.px(_GAP) if top else 0.0
            heading = self._heading_height(block)
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
                    # Continued rows are aligned with the rows of the column before, below its heading.
                    column, top = column + 1, heading
                if column >= self.columns or top + row.height > height + 0.01:
                    return placed if cut else None
                placed.append((column, top, row.draw))
                top += row.height
        return placed

    def _draw_heading(self, heading: str) -> Draw:
        builder = self.builder

        def draw(x: float, y: float) -> None:
            size = builder.size(SMALL)
            ink = builder.theme.text_muted
            builder.text("heading", heading, x, y, size, self.column_width, weight=620, colour=ink)

        return draw


def _text_rows(
    builder: PageBuilder,
    role: TextRole,
    lines: Sequence[str],
    width: float,
    size: float,
    ink: str,
) -> tuple[Row, ...]:
    def row(line: str) -> Row:
        return Row(
            size * LINE,
            lambda x, y: _discard(builder.text(role, line, x, y, size, width, colour=ink)),
        )

    return tuple(row(line) for line in lines)


def _discard(_: object) -> None:
    """Discard a value, so that an expression can be a callback that returns None."""


def tray_block(
    builder: PageBuilder, tray: Sequence[TrayLook], width: float, detail: str, most: float
) -> Block:
    """Block of the actors without a position: their count, names and reasons.

    `detail` is "full" (disc, name, reason below), "short" (a line for each actor) or "text" (names listed
    by reason, truncated at a height of `most` pixels with a count of the rest).
    """
    heading = tr_count("Without a position ({count})", "Without a position ({count})", len(tray))
    if detail == "text":
        return Block(heading, _tray_text(builder, tray, width, most), breakable=len(tray) > 40)
    make = _full_tray_row if detail == "full" else _short_tray_row
    return Block(heading, tuple(make(builder, look, width) for look in tray), breakable=len(tray) > 6)


def _tray_disc(builder: PageBuilder, look: TrayLook, x: float, y: float, radius: float) -> None:
    builder.add(
        TrayMark(
            look.actor, look.name, look.reason, x, y, radius, with_legible_code(look.disc, radius, builder)
        )
    )


def _full_tray_row(builder: PageBuilder, look: TrayLook, width: float) -> Row:
    size, small, radius = builder.size(10), builder.size(SMALL), builder.px(9.5)
    left = 2 * radius + builder.px(7)
    height = (size + small) * LINE

    def draw(x: float, y: float) -> None:
        ink = builder.theme.text_muted
        top = y + builder.px(1)
        _tray_disc(builder, look, x + radius, top + height / 2, radius)
        builder.text("tray", look.name, x + left, top, size, width - left, weight=560, key=look.actor)
        second = top + size * LINE * 0.97
        builder.text("tray", look.reason, x + left, second, small, width - left, colour=ink, key=look.actor)

    return Row(height + builder.px(5), draw)


def _short_tray_row(builder: PageBuilder, look: TrayLook, width: float) -> Row:
    size, left = builder.size(SMALL), builder.px(14)

    def draw(x: float, y: float) -> None:
        disc = look.disc._replace(code="")
        middle = y + size * LINE / 2
        builder.add(
            TrayMark(look.actor, look.name, look.reason, x + builder.px(5), middle, builder.px(4), disc)
        )
        # Name and reason are set from opposite ends, which leaves room for a wider substitute font.
        room, ink = min(builder.text_width(look.reason, size), 0.6 * width), builder.theme.text_muted
        start, taken = width - room, width - left - room - builder.px(5)
        builder.text("tray", look.name, x + left, y, size, taken, weight=560, key=look.actor)
        builder.text("tray", look.reason, x + start, y, size, room, colour=ink, align=1.0, key=look.actor)

    return Row(size * LINE + builder.px(1), draw)


def _tray_text(builder: PageBuilder, tray: Sequence[TrayLook], width: float, most: float) -> tuple[Row, ...]:
    size = builder.size(SMALL)
    room = max(1, int(most / (size * LINE)))
    by_reason = sorted(tray, key=lambda look: look.reason)
    groups = [(reason, list(looks)) for reason, looks in groupby(by_reason, key=lambda look: look.reason)]
    ink = builder.theme.text_muted
    rows: list[Row] = []
    for index, (reason, looks) in enumerate(groups):
        share = max(1, (room - len(rows)) // (len(groups) - index))
        lines = _reason_lines(builder, reason, [isolate(look.name) for look in looks], width, size, share)
        rows.extend(_text_rows(builder, "tray", lines, width, size, ink))
    return tuple(rows)


def _reason_lines(
    builder: PageBuilder, reason: str, names: list[str], width: float, size: float, most: int
) -> list[str]:
    """ "reason: name, name and 12 more" in at most `most` lines."""

    def lines_of(count: int) -> list[str]:
        listed = comma_list(names[:count])
        left = len(names) - count
        if left:
            if not listed:
                listed = tr_count("{count} actor", "{count} actors", left)
            else:
                more = tr_count("and {count} more", "and {count} more", left)
                listed = f"{listed} {more}"
        return wrap(tr("{reason}: {names}", reason=reason, names=listed), width, size, builder.measure, 400)

    low, high = 0, len(names)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if len(lines_of(middle)) <= most else (low, middle - 1)
    return lines_of(low)[:most]


def names_block(builder: PageBuilder, names: Sequence[tuple[int, str, str]], width: float) -> Block:
    """Key of the actors that are labelled by a letter: (number, actor id, name)."""
    size = builder.size(SMALL)
    left = builder.text_width(widest_letter(len(names)), size, 620) + builder.px(6)

    def row(number: int, actor: str, name: str) -> Row:
        def draw(x: float, y: float) -> None:
            builder.text("name-key", key_letter(number), x, y, size, left, weight=620, key=actor)
            builder.text("name-key", name, x + left, y, size, width - left, key=actor)

        return Row(size * LINE, draw)

    return Block(tr("Names by letter"), tuple(row(*each) for each in names))


def name_row_height(builder: PageBuilder) -> float:
    """Height of a row of the key of names, in pixels."""
    return builder.size(SMALL) * LINE


def unnamed_block(builder: PageBuilder, count: int, width: float) -> Block:
    """Notice of how many names were left out."""
    text = tr_count(
        "{count} actor is shown without its name", "{count} actors are shown without their names", count
    )
    size = builder.size(SMALL)
    lines = wrap(text, width, size, builder.measure, max_lines=2)
    return Block("", _text_rows(builder, "notice", lines, width, size, builder.theme.text_muted))


def legend_block(
    builder: PageBuilder,
    entries: Sequence[LegendEntry],
    width: float,
    tight: bool = False,
    most: int | None = None,
) -> Block:
    """Block of legend entries: symbol and label, on one line if `tight`, else on up to two, as are
    groups with the codes of their members; statements on up to three.

    With more than `most` of them the last row is the number of those left out.
    """
    size, left = builder.size(SMALL), builder.px(26)
    radius, gap = (builder.px(4.6), -0.14 * size) if tight else (builder.px(6.2), builder.px(4.5))
    ink = builder.theme.text_muted

    def row(entry: LegendEntry) -> Row:
        names_members = builder.theme.monochrome and entry.kind == "group"
        most_lines = 3 if entry.is_statement else 1 if tight and not names_members else 2
        lines = wrap(entry.label, width - left, size, builder.measure, max_lines=most_lines) or [""]

        def draw(x: float, y: float) -> None:
            builder.add(
                LegendMark(entry, x + builder.px(11), y + (size * LINE + gap) / 2 - builder.px(0.5), radius)
            )
            for index, line in enumerate(lines):
                top = y + gap / 2 - builder.px(0.5) + index * size * LINE * 0.92
                builder.text("legend", line, x + left, top, size, width - left, colour=ink)

        return Row(size * LINE * (1 + 0.92 * (len(lines) - 1)) + gap, draw)

    rows = tuple(row(entry) for entry in entries[:most])
    left_out = len(entries) - len(rows)
    if left_out:
        more = tr_count("and {count} more", "and {count} more", left_out)
        rows += _text_rows(builder, "legend", [more], width, size, ink)
    return Block(tr("Legend"), rows)
