"""Columns of entries over pages: filled one after the other, those of the last page to one height."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from stakemap.i18n import tr
from stakemap.picture.appearance.values import DiscStyle, RelationLook
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.marks import ActorMark, LegendMark, TextRole
from stakemap.picture.measure import wrap
from stakemap.picture.plot.disc_code import with_legible_code
from stakemap.picture.slides.evidence_text import Look
from stakemap.picture.slides.legend import LegendEntry
from stakemap.picture.slides.page_builder import LINE, SMALL, PageBuilder

#: Width in points from which the text stands in two columns.
_TWO_COLUMNS = 560.0
#: Least number of lines of a divided entry.
_LEAST_LINES = 3


class Line(NamedTuple):
    """A line of an item, and the number of its paragraph."""

    text: str
    role: TextRole
    is_muted: bool
    paragraph: int = 0


class Item(NamedTuple):
    """An entry with the symbol of an actor or a relation, a heading, or lines alone."""

    name: str
    key: str = ""
    look: Look | None = None
    lines: tuple[Line, ...] = ()
    is_heading: bool = False
    #: Whether it continues an entry of the column before.
    is_continued: bool = False


#: The columns of a page.
Page = list[list[Item]]


class Columns:
    """Sets items in columns of one width, with text of `points`."""

    def __init__(self, builder: PageBuilder, full: float, points: float) -> None:
        self.builder = builder
        self.size, self.name_size = builder.size(points), builder.size(points + 1)
        self.count = 2 if full >= builder.px(_TWO_COLUMNS) else 1
        self.gap = builder.px(24)
        self.width = (full - (self.count - 1) * self.gap) / self.count
        self.radius, self.pad = builder.px(10), builder.px(5)
        self.indent = 2 * self.radius + builder.px(8)
        #: The width of the text of an entry, beside its symbol.
        self.text_width = self.width - self.indent
        self._names: dict[str, list[str]] = {}

    # Which item goes where.

    def pages(self, items: Sequence[Item], height_of_page: Callable[[int], float]) -> list[Page]:
        """Spread items over pages; `height_of_page` returns the height of the body of one, by its number."""
        found: list[Page] = []
        left = list(items)
        while left:
            height = height_of_page(len(found))
            page, rest = self._filled(left, height, height)
            if not rest:
                page = self._balanced(left, height)
            found.append(page)
            left = rest
        return found

    def _balanced(self, items: Sequence[Item], height: float) -> Page:
        """The last page, in columns as low as possible."""
        step = self.size * LINE
        least = sum(map(self.height_of, items)) / self.count
        while least < height:
            page, rest = self._filled(items, least, height)
            if not rest:
                return page
            least += step
        return self._filled(items, height, height)[0]

    def _filled(self, items: Sequence[Item], height: float, most: float) -> tuple[Page, list[Item]]:
        """Fill the columns of one page up to this height; also returns the items that are left. Only an item
        that would not fit into a column of the height `most` is divided.
        """
        page: Page = []
        left = list(items)
        for _ in range(self.count):
            column: list[Item] = []
            top = 0.0
            while left:
                item, needed = left[0], self.height_of(left[0])
                together = needed + (self._least_after(left) if item.is_heading else 0.0)
                if top + together <= height + 0.01:
                    column.append(left.pop(0))
                    top += needed
                    continue
                if together > most and all(each.is_heading for each in column):
                    first, rest = self._divided(item, height - top)
                    column.append(first)
                    left[:1] = [rest] if rest is not None else []
                break
            page.append(column)
        return page, left

    def _least_after(self, items: Sequence[Item]) -> float:
        """The room that a heading needs below it: that of the item that follows, or of its first lines."""
        if len(items) < 2:
            return 0.0
        return min(self.height_of(items[1]), self._height(_LEAST_LINES + 1))

    def _divided(self, item: Item, room: float) -> tuple[Item, Item | None]:
        """Divide an item at the end of a column of which `room` is left."""
        head = len(self._name_lines(item)) * self.name_size * LINE
        count = max(_LEAST_LINES, int((room - 2 * self.pad - head) / (self.size * LINE)))
        if item.is_heading or count >= len(item.lines):
            return item, None
        rest = item._replace(lines=item.lines[count:], is_continued=bool(item.name))
        return item._replace(lines=item.lines[:count]), rest

    def _height(self, lines: int) -> float:
        return self.name_size * LINE + lines * self.size * LINE + 2 * self.pad

    def height_of(self, item: Item) -> float:
        """The height of an item with the space around it, in pixels."""
        if item.is_heading:
            return self.builder.size(SMALL) * LINE + 2 * self.pad
        if not item.name:
            return len(item.lines) * self.size * LINE + self.pad
        more = (len(self._name_lines(item)) - 1) * self.name_size * LINE
        return max(self._height(len(item.lines)) + more, 2 * (self.radius + self.pad))

    def _name_lines(self, item: Item) -> list[str]:
        """The name of an entry in at most three lines; those of two actors that are related can be long."""
        name = tr("{name} (continued)", name=item.name) if item.is_continued else item.name
        if name not in self._names:
            width = self.width if item.look is None else self.text_width
            self._names[name] = wrap(name, width, self.name_size, self.builder.measure, 620, max_lines=3)
        return self._names[name]

    # Drawing.

    def draw(self, builder: PageBuilder, body: Box, page: Page) -> None:
        """Draw the columns of a page in its body."""
        self.builder = builder
        for number, column in enumerate(page):
            x, top = body.left + number * (self.width + self.gap), body.top
            for index, item in enumerate(column):
                if item.name and not item.is_heading and index and not column[index - 1].is_heading:
                    builder.rule(x, top, x + self.width, top)
                self._draw(item, x, top)
                top += self.height_of(item)

    def _draw(self, item: Item, x: float, top: float) -> None:
        builder, ink = self.builder, self.builder.theme.text_muted
        if item.is_heading:
            size = builder.size(SMALL)
            builder.text("heading", item.name, x, top + self.pad, size, self.width, weight=620, colour=ink)
            return
        width = self.width
        if item.look is not None:
            self._draw_symbol(item, x + self.radius, top + self.pad + self.radius)
            x, width = x + self.indent, self.text_width
        if item.name:
            top += self.pad
            for name in self._name_lines(item):
                builder.text("row", name, x, top, self.name_size, width, weight=620, key=item.key)
                top += self.name_size * LINE
        for index, line in enumerate(item.lines):
            colour = ink if line.is_muted else builder.theme.text
            y = top + index * self.size * LINE
            key = f"{item.key}.{line.paragraph}"
            builder.text(line.role, line.text, x, y, self.size, width, colour=colour, key=key)

    def _draw_symbol(self, item: Item, x: float, y: float) -> None:
        """Draw the disc of an actor or the line of a relation."""
        builder, look = self.builder, item.look
        if isinstance(look, RelationLook):
            line = LegendEntry(
                "relation",
                item.name,
                builder.theme.neutral,
                strength=look.strength,
                directed=look.directed,
            )
            builder.add(LegendMark(line, x, y, 0.6 * self.radius))
        elif look is not None:
            style = with_legible_code(DiscStyle(look.code, look.colour), self.radius, builder)
            builder.add(ActorMark(look.actor, look.name, x, y, self.radius, style))
