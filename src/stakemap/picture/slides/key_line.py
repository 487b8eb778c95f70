"""Keys in a few lines: of what is not self-evident on a slide without a legend, and of names by letter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from stakemap.i18n import comma_list, isolate, tr, tr_count
from stakemap.picture.appearance.appearance import Appearance
from stakemap.picture.appearance.values import ActorLook, TrayLook
from stakemap.picture.appearance.weak_support import WeakSupport, support_of
from stakemap.picture.labels.values import key_letter
from stakemap.picture.marks import LegendMark
from stakemap.picture.measure import wrap
from stakemap.picture.slides.legend import LegendEntry, legend
from stakemap.picture.slides.page_builder import LINE, SMALL, PageBuilder

#: Most of the height of a page's body that a key below its plots takes.
MOST_OF_KEY = 0.25


def short_key(
    appearance: Appearance, tray: bool = False, support: WeakSupport | None = None
) -> tuple[LegendEntry, ...]:
    """The entries of the legend that are not self-evident: colours only where several actors share one.

    Arguments are as of `legend`.
    """
    support = support or support_of(appearance.actors.values())
    is_shared, found = has_shared_colours(appearance.actors.values()), legend(appearance, tray, support)
    entries = (entry for entry in found if entry.kind != "group" or is_shared)
    return tuple(_shortened(entry, support) for entry in entries)


def has_shared_colours(looks: Iterable[ActorLook | TrayLook]) -> bool:
    """Whether several of these actors are in one group, whose colour needs to be explained then."""
    members = Counter(look.group for look in looks if look.group is not None)
    return any(count > 1 for count in members.values())


def _shortened(entry: LegendEntry, support: WeakSupport) -> LegendEntry:
    """The entry with a shorter label, in the words of the scale of strengths for relations."""
    if entry.kind == "relation" and entry.strength:
        label = tr("Friendly") if entry.strength > 0 else tr("Hostile")
        return replace(entry, label=label)
    is_weak = entry.kind == "weak"
    return replace(entry, label=support.described(tr("Weakly supported"))) if is_weak else entry


class KeyLine:
    """Lays out entries side by side, and below them the names of actors without a position.

    It takes at most `most` pixels of height, though at least a line of each. `is_cut` means that it has not
    all of them; it ends in how many more entries there are then.
    """

    def __init__(
        self,
        builder: PageBuilder,
        entries: Sequence[LegendEntry],
        tray: Sequence[TrayLook],
        width: float,
        most: float,
    ) -> None:
        self.builder = builder
        self.size = builder.size(SMALL)
        self.width = width
        self.more = ""
        rows, texts = self._rows(entries), self._tray_lines(tray, None)
        lines = max(int(most / (self.size * LINE)), 1)
        shown = max(lines - len(texts), lines // 2, 1)
        self.is_cut = len(rows) > shown or self._is_too_wide(rows)
        self.rows = self._cut(entries, shown) if len(rows) > shown else rows
        room = max(lines - len(self.rows), 1)
        if len(texts) > room:
            self.is_cut, texts = True, self._tray_lines(tray, room)
        self.texts = texts

    @property
    def height(self) -> float:
        """The height of all lines, in pixels."""
        return (len(self.rows) + len(self.texts)) * self.size * LINE

    def draw(self, left: float, top: float) -> None:
        """Draw the lines from their upper left corner on."""
        builder, size, ink = self.builder, self.size, self.builder.theme.text_muted
        for row in self.rows:
            for offset, entry in row:
                x, symbol = left + offset, self._symbol_width(entry)
                middle = x + (symbol - builder.px(5)) / 2
                builder.add(LegendMark(entry, middle, top + size * LINE / 2, builder.px(5)))
                room = self.width - offset - symbol
                builder.text("legend", entry.label, x + symbol, top, size, room, colour=ink)
            if self.more and row is self.rows[-1]:
                room = 1.08 * builder.text_width(self.more, size)
                place = left + self.width - room
                builder.text("legend", self.more, place, top, size, room, colour=ink, align=1.0)
            top += size * LINE
        for line in self.texts:
            builder.text("tray", line, left, top, size, self.width, colour=ink)
            top += size * LINE

    def _symbol_width(self, entry: LegendEntry) -> float:
        is_wide = entry.kind in ("relation", "move", "trail", "range", "analysts", "count")
        return self.builder.px(24 if is_wide else 19 if entry.kind in ("weak", "weak-relation") else 15)

    def _rows(self, entries: Sequence[LegendEntry]) -> list[list[tuple[float, LegendEntry]]]:
        """The entries in rows, each with its distance from the left."""
        rows: list[list[tuple[float, LegendEntry]]] = []
        x, gap = 0.0, self.builder.px(13)
        for entry in entries:
            needed = self._needed(entry)
            if not rows or (x + needed > self.width and rows[-1]):
                rows.append([])
                x = 0.0
            rows[-1].append((x, entry))
            x += needed + gap
        return rows

    def _needed(self, entry: LegendEntry) -> float:
        # Leave room for a wider substitute font.
        return self._symbol_width(entry) + 1.08 * self.builder.text_width(entry.label, self.size)

    def _is_too_wide(self, rows: Sequence[Sequence[tuple[float, LegendEntry]]]) -> bool:
        """Whether an entry is too wide for a line."""
        return any(self._needed(entry) > self.width for row in rows for _, entry in row)

    def _cut(self, entries: Sequence[LegendEntry], most: int) -> list[list[tuple[float, LegendEntry]]]:
        """At most so many rows of entries, the last of which has room for how many more there are."""
        for count in range(len(entries) - 1, 0, -1):
            left = len(entries) - count
            self.more = tr_count("and {count} more", "and {count} more", left)
            rows = self._rows(entries[:count])
            offset, entry = rows[-1][-1]
            end = offset + self._needed(entry) + 1.08 * self.builder.text_width(self.more, self.size)
            if len(rows) < most or (len(rows) == most and end + self.builder.px(13) <= self.width):
                return rows
        return self._rows(entries[:1])

    def _tray_lines(self, tray: Sequence[TrayLook], most: int | None) -> list[str]:
        if not tray:
            return []
        names = comma_list([isolate(look.name) for look in tray])
        text = tr("Without a position ({count}): {names}", count=len(tray), names=names)
        return wrap(text, self.width, self.size, self.builder.measure, max_lines=most)


class NameKey:
    """Lays out the names of actors labelled by a letter side by side, in as many rows as they need."""

    def __init__(self, builder: PageBuilder, names: Sequence[tuple[int, str, str]], width: float) -> None:
        self.builder = builder
        self.size = builder.size(SMALL)
        self.width = width
        self.gap = builder.px(4)
        self.rows: list[list[tuple[float, tuple[int, str, str]]]] = []
        x = 0.0
        for each in names:
            # Leave room for a wider substitute font.
            needed = self._indent(each[0]) + 1.06 * builder.text_width(each[2], self.size)
            if not self.rows or (x + needed > width and self.rows[-1]):
                self.rows.append([])
                x = 0.0
            self.rows[-1].append((x, each))
            x += needed + builder.px(14)

    def _indent(self, number: int) -> float:
        return 1.06 * self.builder.text_width(key_letter(number), self.size, 620) + self.gap

    @property
    def height(self) -> float:
        """The height of all rows, in pixels."""
        return len(self.rows) * self.size * LINE

    def draw(self, left: float, top: float) -> None:
        """Draw the rows from their upper left corner on."""
        builder, size, ink = self.builder, self.size, self.builder.theme.text_muted
        for row in self.rows:
            for offset, (number, actor, name) in row:
                x, indent = left + offset, self._indent(number)
                builder.text("name-key", key_letter(number), x, top, size, indent, weight=620, key=actor)
                room = self.width - offset - indent
                builder.text("name-key", name, x + indent, top, size, room, colour=ink, key=actor)
            top += size * LINE
