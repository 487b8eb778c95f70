"""The background of the plot: two faint axes, labels at their ends, and a caption in each corner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QPainter, QPen

from stakemap.app.canvas.layers.axis_marks import MARKS_REACH, boxes
from stakemap.app.canvas.layers.frame import Boxes, Frame
from stakemap.app.canvas.scene.hit_test import within
from stakemap.app.canvas.scene.interaction import AxisMarks
from stakemap.app.canvas.scene.projection import ALIGNMENT, INFLUENCE, Projection
from stakemap.app.canvas.scene.scene import Scene
from stakemap.app.canvas.scene.sizes import FEW
from stakemap.i18n import tr
from stakemap.paint.marks import colour, paint_text
from stakemap.picture.captions import CAPTION_WEIGHT, CaptionText, caption_places, set_caption
from stakemap.picture.measure import TextMeasure
from stakemap.picture.occupancy import Box
from stakemap.picture.style import DISC_REACH
from stakemap.picture.theme import Theme
from stakemap.text import plain

__all__ = ["PlotBackground"]

_SIZE = 12.0
_GAP = 7.0
#: The margin of captions and end labels inside a zoomed view, in pixels.
_EDGE = 12.0
#: The maximum widths of captions and end labels, and the minimum width to set them at all, in pixels.
_WIDEST_CAPTION, _WIDEST_END, _LEAST_ROOM = 260.0, 240.0, 48.0


class _PlacedText(NamedTuple):
    """Text in its box, aligned to the left or right of it."""

    text: CaptionText
    box: Box
    at_right: bool
    ink: str


class PlotBackground:
    """Paints axes, end labels and captions; labels and captions stay at the edges of the view."""

    def __init__(self, measure: TextMeasure) -> None:
        self._measure = measure
        self._known: tuple[_PlacedText, ...] = ()
        self._known_for: tuple[object, ...] = ()
        self._marks: AxisMarks | None = None
        #: The chosen positions of the captions and the two end labels.
        self._chosen = [0] * 6

    def marks(self, scene: Scene) -> Mapping[_PlacedText, Boxes]:
        """The drawn texts and the boxes they cover, including accents."""
        return {placed: (placed.box.grown(_SIZE / 2),) for placed in self._texts(scene)}

    def paint(self, painter: QPainter, frame: Frame) -> None:
        """Draw the background of the view."""
        theme, projection = frame.scene.appearance.theme, frame.scene.projection
        view = Box(0.0, 0.0, int(projection.width) + 1, int(projection.height) + 1)
        for _ in frame.clips(painter, (view,)):
            painter.fillRect(0, 0, int(view.width), int(view.height), colour(theme.canvas))
            self._paint_axes(painter, projection, theme)
        for placed, filled in self.marks(frame.scene).items():
            for _ in frame.clips(painter, filled):
                for line, left, baseline, _width in placed.text.rows(placed.box, at_right=placed.at_right):
                    paint_text(painter, QPointF(left, baseline), line, _SIZE, CAPTION_WEIGHT, placed.ink)

    def boxes(self, scene: Scene) -> list[Box]:
        """The boxes of texts, as obstacles for labels."""
        return [placed.box for placed in self._texts(scene)]

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

    # Text

    def _texts(self, scene: Scene) -> tuple[_PlacedText, ...]:
        appearance = scene.appearance
        # While actors are held, the marks move with them and the text stays.
        marks = self._marks if scene.interaction.held else scene.interaction.axis_marks
        shown = (appearance.issue, appearance.theme.name, scene.version, marks)
        known_for = (*shown, scene.projection, scene.interaction.is_draft)
        if known_for != self._known_for:
            self._marks = marks
            self._known = tuple(self._captions(scene) + self._ends(scene))
            self._known_for = known_for
        return self._known

    def _captions(self, scene: Scene) -> list[_PlacedText]:
        issue = scene.appearance.issue
        if issue is None:
            return []
        projection, ink = scene.projection, scene.appearance.theme.caption
        left, top, right, bottom = _plot_in_view(projection)
        middle_x, middle_y = projection.to_pixels(ALIGNMENT.middle, INFLUENCE.middle)
        found = []
        for index, text in enumerate(issue.quadrants):
            at_right, at_bottom = index % 2 == 1, index >= 2
            across = (right - middle_x if at_right else middle_x - left) - 2 * _GAP
            down = (bottom - middle_y if at_bottom else middle_y - top) - 2 * _GAP
            caption = self._set(text, min(across, _WIDEST_CAPTION))
            if caption is not None and caption.height <= down:
                outer = right - caption.width if at_right else left
                inner = right - across if at_right else left + across - caption.width
                places = caption_places(caption, outer, inner, bottom - caption.height if at_bottom else top)
                found.append(_PlacedText(caption, self._first_free(scene, index, places), at_right, ink))
        return found

    def _first_free(self, scene: Scene, index: int, places: Sequence[Box]) -> Box:
        """The first of `places` without a disc, else without an axis mark, else without a whisker.

        While the view moves the choice is kept, since jumping text would distract.
        """
        if not scene.interaction.is_draft:
            reach, marks = scene.radius * DISC_REACH, boxes(scene)
            around = _hull(places).grown(reach)
            near = within(scene.places.x, scene.places.y, *around)
            x, y = scene.places.x[near], scene.places.y[near]

            def faults(number: int) -> tuple[bool, bool, bool]:
                box = places[number]
                covered = bool(len(within(x, y, *box.grown(reach))))
                return covered, any(map(box.overlaps, marks)), not covered and _crossed(scene, box)

            self._chosen[index] = min(range(len(places)), key=faults)
        return places[min(self._chosen[index], len(places) - 1)]

    def _ends(self, scene: Scene) -> list[_PlacedText]:
        projection, ink = scene.projection, scene.appearance.theme.text_muted
        left, _, right, _ = _plot_in_view(projection)
        middle_x, middle_y = projection.to_pixels(ALIGNMENT.middle, INFLUENCE.middle)
        issue = scene.appearance.issue
        found: list[_PlacedText] = []
        if issue is not None and 4 * _EDGE < middle_y < projection.height - 4 * _EDGE:
            low, high = plain(issue.low_label), plain(issue.high_label)
            ends = (
                (f"← {low}" if low else "", middle_x - left),
                (f"{high} →" if high else "", right - middle_x),
            )
            for side, (text, room) in enumerate(ends):
                end = self._set(text, min(room, _WIDEST_END))
                if end is not None:
                    below = end.box(right - end.width if side else left, middle_y + _GAP)
                    places = [below, _moved(below, -end.height - 2 * _GAP), _moved(below, MARKS_REACH)]
                    box = self._first_free(scene, 4 + side, places)
                    found.append(_PlacedText(end, box, bool(side), ink))
        if 5 * _EDGE < middle_x < projection.width - 5 * _EDGE:
            above = max(projection.pixel_y(INFLUENCE.high) - _GAP, _EDGE + _SIZE)
            influence = set_caption(tr("↑ more influence"), projection.width, _SIZE, self._measure, 1)
            if influence is not None:
                box = influence.box(middle_x - influence.width / 2, above - influence.height)
                found.append(_PlacedText(influence, box, False, ink))
        return found

    def _set(self, text: str, room: float) -> CaptionText | None:
        """`text` wrapped to at most `room` pixels; None if that is too narrow."""
        return set_caption(text, room, _SIZE, self._measure, 3) if room >= _LEAST_ROOM else None


def _moved(box: Box, dy: float) -> Box:
    """The same box, so many pixels further down."""
    return box._replace(top=box.top + dy, bottom=box.bottom + dy)


def _hull(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds all of `boxes`."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def _crossed(scene: Scene, box: Box) -> bool:
    """Whether the whisker of an actor crosses a box; not checked with many actors."""
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


def _plot_in_view(projection: Projection) -> Box:
    """The visible part of the plot, inset from the edges of the view."""
    left, top = projection.to_pixels(ALIGNMENT.low, INFLUENCE.high)
    right, bottom = projection.to_pixels(ALIGNMENT.high, INFLUENCE.low)
    return Box(
        max(left, _EDGE),
        max(top, _EDGE),
        min(right, projection.width - _EDGE),
        min(bottom, projection.height - _EDGE),
    )
