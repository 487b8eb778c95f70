"""The background of the plot: two faint axes, labels of their ends, and a caption in each corner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QPainter, QPen

from stakemap.app.canvas.layers.axis_marks import boxes
from stakemap.app.canvas.layers.frame import Boxes, Frame
from stakemap.app.canvas.scene.hit_test import within
from stakemap.app.canvas.scene.interaction import AxisMarks
from stakemap.app.canvas.scene.projection import ALIGNMENT, INFLUENCE, Projection
from stakemap.app.canvas.scene.scene import Scene
from stakemap.app.canvas.scene.sizes import FEW
from stakemap.i18n import tr
from stakemap.paint.primitives import colour, paint_text
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.measure import TextMeasure
from stakemap.picture.plot.captions import CAPTION_WEIGHT, CaptionText, caption_places, set_caption
from stakemap.picture.style import DISC_REACH
from stakemap.picture.theme import Theme
from stakemap.text import plain

_SIZE = 12.0
_GAP = 7.0
#: The margin of captions and pole labels inside a zoomed view, in pixels.
_EDGE = 12.0
#: The maximum width of captions, and the minimum width to set captions and pole labels at all, in pixels.
_WIDEST_CAPTION, _LEAST_ROOM = 260.0, 48.0
#: The distance of pole labels from the lower edge of the plot, below discs on it, and their least one from
#: that of the view, in pixels.
_BELOW, _ABOVE_EDGE = 13.0, 4.0


class _PlacedText(NamedTuple):
    """Text in its box, aligned to the left or right of it."""

    text: CaptionText
    box: Box
    at_right: bool
    ink: str


class PlotBackground:
    """Paints axes, labels and captions; labels and captions stay at the edges of the view."""

    def __init__(self, measure: TextMeasure) -> None:
        self._measure = measure
        self._known: tuple[_PlacedText, ...] = ()
        self._known_for: tuple[object, ...] = ()
        self._marks: AxisMarks | None = None
        #: The chosen positions of the captions, and of the label of the vertical axis.
        self._chosen = [0] * 5

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
            poles = self._poles(scene)
            floor = min((pole.box.top - _GAP for pole in poles), default=scene.projection.height)
            self._known = (*self._captions(scene, floor), *poles, *self._influence(scene))
            self._known_for = known_for
        return self._known

    def _captions(self, scene: Scene, floor: float) -> list[_PlacedText]:
        """The captions of the quadrants, above the `floor` of pixels."""
        issue = scene.appearance.issue
        if issue is None:
            return []
        projection, ink = scene.projection, scene.appearance.theme.caption
        left, top, right, bottom = _plot_in_view(projection)
        bottom = min(bottom, floor)
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
                deep = max(down - caption.height, 0.0)
                at = (bottom - caption.height, -deep) if at_bottom else (top, deep)
                places = caption_places(caption, outer, inner, *at)
                found.append(_PlacedText(caption, self._first_free(scene, index, places), at_right, ink))
        return found

    def _first_free(self, scene: Scene, index: int, places: Sequence[Box]) -> Box:
        """The first of `places` with the fewest discs, of these without an axis mark, then without a whisker.

        While the view moves the choice is kept, since jumping text would distract.
        """
        if not scene.interaction.is_draft:
            reach, marks = scene.radius * DISC_REACH, boxes(scene)
            around = _hull(places).grown(reach)
            near = within(scene.places.x, scene.places.y, *around)
            x, y = scene.places.x[near], scene.places.y[near]

            def faults(number: int) -> tuple[int, bool, bool]:
                box = places[number]
                covered = len(within(x, y, *box.grown(reach)))
                return covered, any(map(box.overlaps, marks)), not covered and _crossed(scene, box)

            # Mostly the first is free, and the others need not be looked at.
            free = faults(0) == (0, False, False)
            self._chosen[index] = 0 if free else min(range(len(places)), key=faults)
        return places[min(self._chosen[index], len(places) - 1)]

    def _poles(self, scene: Scene) -> list[_PlacedText]:
        """The labels of both poles of the issue, at one height below the plot or at the edge of the view."""
        projection, issue = scene.projection, scene.appearance.issue
        if issue is None:
            return []
        left, _, right, _ = _plot_in_view(projection)
        low, high = plain(issue.low_label), plain(issue.high_label)
        texts = (f"← {low}" if low else "", f"{high} →" if high else "")
        poles = [self._set(text, (right - left) / 2 - _GAP, 2) for text in texts]
        height = max((pole.height for pole in poles if pole is not None), default=0.0)
        lowest = projection.height - height - _ABOVE_EDGE
        top = min(projection.pixel_y(INFLUENCE.low) + _BELOW, lowest)
        ink = scene.appearance.theme.text_muted
        return [
            _PlacedText(pole, pole.box(right - pole.width if at_right else left, top), at_right, ink)
            for pole, at_right in zip(poles, (False, True), strict=True)
            if pole is not None
        ]

    def _influence(self, scene: Scene) -> list[_PlacedText]:
        """The label of the vertical axis, above it or beside discs there, unless that is out of view."""
        projection, ink = scene.projection, scene.appearance.theme.text_muted
        middle = projection.pixel_x(ALIGNMENT.middle)
        text = set_caption("↑ " + tr("more influential"), projection.width, _SIZE, self._measure, 1)
        if text is None or not 5 * _EDGE < middle < projection.width - 5 * _EDGE:
            return []
        top = max(projection.pixel_y(INFLUENCE.high) - _GAP, _EDGE + _SIZE) - text.height
        left, reach = middle - text.width / 2, DISC_REACH * scene.radius
        raised = max(projection.pixel_y(INFLUENCE.high) - reach - text.height - 2, _ABOVE_EDGE)
        aside = text.width / 2 + reach + 2
        across = [side * count * aside for count in (1, 1.5, 2, 3) for side in (1, -1)]
        places = [text.box(left, top), text.box(left, min(raised, top))]
        places += [text.box(left + dx, top) for dx in across]
        return [_PlacedText(text, self._first_free(scene, 4, places), False, ink)]

    def _set(self, text: str, room: float, lines: int = 3) -> CaptionText | None:
        """`text` wrapped to at most `room` pixels and so many lines; None if that is too narrow."""
        return set_caption(text, room, _SIZE, self._measure, lines) if room >= _LEAST_ROOM else None


def _hull(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds all of `boxes`."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def _crossed(scene: Scene, box: Box) -> bool:
    """Whether the whisker of an actor crosses a box; not checked with many actors."""
    looks, projection = scene.columns.looks, scene.projection
    if len(looks) > FEW or not scene.detail.ranges:
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
