"""The ground that actors stand on: two faint axes, what their ends mean, and a caption in each corner."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QPainter, QPen

from stakemap.app.canvas.layers.axis_marks import MARKS_REACH, boxes
from stakemap.app.canvas.scene.hit_test import within
from stakemap.app.canvas.scene.interaction import AxisMarks
from stakemap.app.canvas.scene.projection import ALIGNMENT, INFLUENCE, Projection
from stakemap.app.canvas.scene.scene import Scene
from stakemap.app.canvas.scene.sizes import FEW
from stakemap.i18n import tr
from stakemap.paint.marks import colour, paint_text
from stakemap.picture.labels import LINE_HEIGHT
from stakemap.picture.measure import TextMeasure, plain, wrap
from stakemap.picture.occupancy import Box
from stakemap.picture.style import DISC_REACH
from stakemap.picture.theme import Theme

__all__ = ["PlotBackground"]

_SIZE, _WEIGHT = 12.0, 500
_GAP = 7.0
#: Captions and ends stay this far inside the view when it is zoomed in.
_EDGE = 12.0
#: So many places beside its corner a caption may move to, the last one at the vertical axis.
_STEPS = 3


class _Row(NamedTuple):
    """One line of text, from the left end of its baseline."""

    text: str
    x: float
    baseline: float


class _Words(NamedTuple):
    """A few lines of text with the box they fill."""

    rows: tuple[_Row, ...]
    ink: str
    box: Box

    def moved(self, dx: float, dy: float) -> _Words:
        """The same words, so many pixels to the right and down."""
        left, top, right, bottom = self.box
        rows = tuple(row._replace(x=row.x + dx, baseline=row.baseline + dy) for row in self.rows)
        return _Words(rows, self.ink, Box(left + dx, top + dy, right + dx, bottom + dy))


class _Corner(NamedTuple):
    """The corner that words stand in, and whether it is a right or a lower one."""

    x: float
    y: float
    at_right: bool
    at_bottom: bool


class PlotBackground:
    """Paints axes, end labels and captions; captions and ends keep to the edge of what is in view."""

    def __init__(self, measure: TextMeasure) -> None:
        self._measure = measure
        self._known: tuple[_Words, ...] = ()
        self._known_for: tuple[object, ...] = ()
        self._marks: AxisMarks | None = None
        #: Which of their places the captions and the two ends have.
        self._chosen = [0] * 6

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Draw the ground of the whole view."""
        theme, projection = scene.appearance.theme, scene.projection
        painter.fillRect(0, 0, int(projection.width) + 1, int(projection.height) + 1, colour(theme.canvas))
        self._paint_axes(painter, projection, theme)
        for words in self._words(scene):
            for row in words.rows:
                paint_text(painter, QPointF(row.x, row.baseline), row.text, _SIZE, _WEIGHT, words.ink)

    def boxes(self, scene: Scene) -> list[Box]:
        """Where there is text that names should not cover."""
        return [words.box for words in self._words(scene)]

    @staticmethod
    def _paint_axes(painter: QPainter, projection: Projection, theme: Theme) -> None:
        left, top = projection.to_pixels(ALIGNMENT.low, INFLUENCE.high)
        right, bottom = projection.to_pixels(ALIGNMENT.high, INFLUENCE.low)
        x, y = (round(place) + 0.5 for place in projection.to_pixels(ALIGNMENT.middle, INFLUENCE.middle))
        painter.setPen(QPen(colour(theme.axis), 1))
        tick = 4
        painter.drawLines(
            [
                QLineF(left, y, right, y),
                QLineF(x, top, x, bottom),
                QLineF(left, y - tick, left, y + tick),
                QLineF(right, y - tick, right, y + tick),
                QLineF(x - tick, top, x + tick, top),
                QLineF(x - tick, bottom, x + tick, bottom),
            ]
        )

    # Words

    def _words(self, scene: Scene) -> tuple[_Words, ...]:
        appearance = scene.appearance
        # While actors are held, the marks move with them and the words stay.
        marks = self._marks if scene.interaction.held else scene.interaction.axis_marks
        shown = (appearance.issue, appearance.theme.name, scene.version, marks)
        known_for = (*shown, scene.projection, scene.interaction.hurried)
        if known_for != self._known_for:
            self._marks = marks
            self._known = tuple(self._captions(scene) + self._ends(scene))
            self._known_for = known_for
        return self._known

    def _captions(self, scene: Scene) -> list[_Words]:
        issue = scene.appearance.issue
        if issue is None:
            return []
        projection, ink = scene.projection, scene.appearance.theme.caption
        left, top, right, bottom = _field_in_view(projection)
        middle_x, middle_y = projection.to_pixels(ALIGNMENT.middle, INFLUENCE.middle)
        found = []
        for index, text in enumerate(issue.quadrants):
            at_right, at_bottom = index % 2 == 1, index >= 2
            across = (right - middle_x if at_right else middle_x - left) - 2 * _GAP
            down = (bottom - middle_y if at_bottom else middle_y - top) - 2 * _GAP
            corner = _Corner(right if at_right else left, bottom if at_bottom else top, at_right, at_bottom)
            words = self._set(plain(text), corner, min(across, 260), ink)
            if words is not None and words.box.height <= down:
                inwards = (words.box.width - across) if at_right else (across - words.box.width)
                places = [words.moved(inwards * step / _STEPS, 0.0) for step in range(_STEPS + 1)]
                found.append(self._first_free(scene, index, places))
        return found

    def _first_free(self, scene: Scene, index: int, places: Sequence[_Words]) -> _Words:
        """Words in the first of `places` that nothing covers or crosses: best no disc, then no mark of the
        axis, then no whisker.

        While the view moves they keep the place they have: words that jump about would draw the eye.
        """
        if not scene.interaction.hurried:
            reach, discs, marks = scene.radius * DISC_REACH, scene.places, boxes(scene)

            def faults(number: int) -> tuple[bool, bool, bool]:
                box = places[number].box
                covered = bool(len(within(discs.x, discs.y, *box.grown(reach))))
                return covered, any(map(box.overlaps, marks)), not covered and _crossed(scene, box)

            self._chosen[index] = min(range(len(places)), key=faults)
        return places[min(self._chosen[index], len(places) - 1)]

    def _ends(self, scene: Scene) -> list[_Words]:
        issue = scene.appearance.issue
        projection, ink = scene.projection, scene.appearance.theme.text_muted
        left, _, right, _ = _field_in_view(projection)
        middle_x, middle_y = projection.to_pixels(ALIGNMENT.middle, INFLUENCE.middle)
        found: list[_Words | None] = []
        if issue is not None and 4 * _EDGE < middle_y < projection.height - 4 * _EDGE:
            low, high = plain(issue.low_label), plain(issue.high_label)
            room = 240.0
            at_left = _Corner(left, middle_y + _GAP, False, False)
            at_right = _Corner(right, middle_y + _GAP, True, False)
            ends = (
                self._set(f"← {low}" if low else "", at_left, min(middle_x - left, room), ink),
                self._set(f"{high} →" if high else "", at_right, min(right - middle_x, room), ink),
            )
            for index, words in enumerate(ends, 4):
                if words is not None:
                    above = words.moved(0.0, -words.box.height - 2 * _GAP)
                    below = words.moved(0.0, MARKS_REACH)
                    found.append(self._first_free(scene, index, [words, above, below]))
        if 5 * _EDGE < middle_x < projection.width - 5 * _EDGE:
            text = tr("↑ more influence")
            half = self._measure.extent(text, _SIZE, _WEIGHT).width / 2
            above_axis = max(projection.pixel_y(INFLUENCE.high) - _GAP, _EDGE + _SIZE)
            found.append(
                self._set(text, _Corner(middle_x - half, above_axis, False, True), 2 * half + 1, ink)
            )
        return [words for words in found if words is not None]

    def _set(self, text: str, corner: _Corner, room: float, ink: str) -> _Words | None:
        """`text` in lines of at most `room` pixels, in from `corner`; None where it would be crammed."""
        if not text or room < 48:
            return None
        lines = wrap(text, room, _SIZE, self._measure, _WEIGHT, max_lines=3)
        widths = [self._measure.extent(line, _SIZE, _WEIGHT).width for line in lines]
        width, pitch = max(widths, default=0.0), LINE_HEIGHT * _SIZE
        height = pitch * len(lines)
        left = corner.x - width if corner.at_right else corner.x
        top = corner.y - height if corner.at_bottom else corner.y
        placed = tuple(
            _Row(line, left + (width - wide if corner.at_right else 0.0), top + 0.82 * _SIZE + index * pitch)
            for index, (line, wide) in enumerate(zip(lines, widths, strict=True))
        )
        return _Words(placed, ink, Box(left, top, left + width, top + height))


def _crossed(scene: Scene, box: Box) -> bool:
    """Whether the whisker of an actor runs through a box; with many actors that is not asked."""
    looks, projection = scene.columns.looks, scene.projection
    if len(looks) > FEW:
        return False
    for look in looks.values():
        x, y = projection.to_pixels(look.x, look.y)
        across = [projection.pixel_x(end) for end in look.x_range or ()]
        along = [projection.pixel_y(end) for end in look.y_range or ()]
        if across and box.overlaps(Box(min(across), y - 1, max(across), y + 1)):
            return True
        if along and box.overlaps(Box(x - 1, min(along), x + 1, max(along))):
            return True
    return False


def _field_in_view(projection: Projection) -> Box:
    """The part of both scales that is in view, a little inside the view's own edge."""
    left, top = projection.to_pixels(ALIGNMENT.low, INFLUENCE.high)
    right, bottom = projection.to_pixels(ALIGNMENT.high, INFLUENCE.low)
    return Box(
        max(left, _EDGE),
        max(top, _EDGE),
        min(right, projection.width - _EDGE),
        min(bottom, projection.height - _EDGE),
    )
