"""Tables of reports as marks, which may be continued on another page."""

from __future__ import annotations

from typing import Literal

from stakemap.analysis.report import Table
from stakemap.i18n import tr
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.measure import wrap
from stakemap.picture.slides.page_builder import LINE, SMALL, PageBuilder
from stakemap.text import plain

#: The size of titles in points, and the space between columns and around rows.
_TITLE, _GAP, _PAD = 11.5, 14.0, 2.5
#: How much more room than there is texts may need where a table still counts as narrow.
_CRAMPED = 1.5
#: Most lines of a cell.
_LINES = 3


class TableLayout:
    """Lays a table out in `width` pixels: columns as wide as their texts, else the wide ones as wide as each
    other, with texts on several lines.
    """

    def __init__(self, builder: PageBuilder, table: Table, width: float) -> None:
        self.builder, self.table, self.width = builder, table, width
        self.size, self.title_size = builder.size(SMALL), builder.size(_TITLE)
        self.line, self.pad = self.size * LINE, builder.px(_PAD)
        count = len(table.headers)
        texts = [
            [plain(row[column]) for row in (table.headers, *table.rows) if column < len(row)]
            for column in range(count)
        ]
        # Leave room for a wider substitute font.
        self.wanted = [
            1.05 * max(builder.text_width(text, self.size, 600) for text in each) for each in texts
        ]
        self.room = width - (count - 1) * builder.px(_GAP)
        self.widths = _shared(self.wanted, self.room)
        self.head = self._wrapped(table.headers, 600)
        self.rows = [self._wrapped(row) for row in table.rows]

    def _wrapped(self, texts: tuple[str, ...], weight: int = 400) -> list[list[str]]:
        measure = self.builder.measure
        return [
            wrap(plain(text), width, self.size, measure, weight, max_lines=_LINES)
            for text, width in zip(texts, self.widths, strict=False)
        ]

    @property
    def is_narrow(self) -> bool:
        """Whether it needs no more width, or only for a few long texts, which then take several lines."""
        return sum(self.wanted) <= _CRAMPED * self.room

    def _height_of(self, cells: list[list[str]]) -> float:
        return max(map(len, cells), default=1) * self.line + 2 * self.pad

    @property
    def top_height(self) -> float:
        """The height of title and headers."""
        title = self.title_size * LINE + self.builder.px(4) if plain(self.table.title) else 0.0
        return title + self._height_of(self.head)

    @property
    def height(self) -> float:
        """The height of the whole table."""
        return self.top_height + sum(map(self._height_of, self.rows))

    def fitting(self, first: int, height: float) -> int:
        """How many rows from row `first` on fit into a height below title and headers."""
        count, used = 0, self.top_height
        for row in self.rows[first:]:
            used += self._height_of(row)
            if used > height + 0.01:
                break
            count += 1
        return count

    def draw(self, box: Box, first: int, count: int) -> float:
        """Draw so many rows from row `first` on below title and headers; returns the height taken."""
        builder, y, title = self.builder, box.top, plain(self.table.title)
        if title:
            shown = tr("{name} (continued)", name=title) if first else title
            builder.text("heading", shown, box.left, y, self.title_size, self.width, weight=620)
            y += self.title_size * LINE + builder.px(4)
        y = self._draw_row(self.head, box.left, y, "column", "head")
        right = box.left + min(self.width, sum(self.widths) + self.width - self.room)
        for number in range(first, first + count):
            builder.rule(box.left, y, right, y)
            y = self._draw_row(self.rows[number], box.left, y, "row", self._key(number))
        return y - box.top

    def _key(self, number: int) -> str:
        return self.table.keys[number] if number < len(self.table.keys) else f"row-{number}"

    def _draw_row(
        self, cells: list[list[str]], left: float, top: float, role: Literal["column", "row"], key: str
    ) -> float:
        builder, is_head = self.builder, role == "column"
        ink = builder.theme.text_muted if is_head else builder.theme.text
        for column, lines in enumerate(cells):
            align = 1.0 if column in self.table.numeric else 0.0
            for index, line in enumerate(lines):
                y = top + self.pad + index * self.line
                builder.text(
                    role,
                    line,
                    left,
                    y,
                    self.size,
                    self.widths[column],
                    weight=600 if is_head else 400,
                    colour=ink,
                    align=align,
                    key=f"{key}.{column}",
                )
            left += self.widths[column] + builder.px(_GAP)
        return top + self._height_of(cells)


def _shared(wanted: list[float], room: float) -> list[float]:
    """Widths that fill at most the room: what is wanted, or the same for all that want more than that."""
    if sum(wanted) <= room:
        return wanted
    left, open_columns = room, sorted(wanted)
    for done, width in enumerate(open_columns):
        share = left / (len(open_columns) - done)
        if width > share:
            return [min(each, share) for each in wanted]
        left -= width
    return wanted
