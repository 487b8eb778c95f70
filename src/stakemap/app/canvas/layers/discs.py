"""The batched layer of all discs: one call draws them from an atlas that fills as they come into view."""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from stakemap.app.canvas.layers.atlas import SpriteSheet
from stakemap.app.canvas.layers.fragments import FragmentBatch
from stakemap.app.canvas.layers.frame import Frame, Part
from stakemap.app.canvas.scene.arrays import Floats, Mask, Numbers, Rows
from stakemap.app.canvas.scene.sizes import CODE_FROM, reach_of
from stakemap.paint.fonts import QtMeasure
from stakemap.paint.marks import paint_badge
from stakemap.paint.primitives import colour, paint_code, paint_disc
from stakemap.picture.appearance.values import DiscStyle
from stakemap.picture.geometry import count_badge, weak_sign
from stakemap.picture.plot.curves import Point
from stakemap.picture.style import DISC_REACH
from stakemap.picture.theme import Theme

#: The number of cached atlases, of recent zoom levels or of two screens.
_KEPT = 4
_NOT_YET = -1
#: The largest count that is written as a number.
_MOST_COUNTED = 99
#: The smallest legible font size of a count on a screen, in pixels.
_LEAST_SIZE = 9.0
#: The gap between a disc and its selection ring, in pixels.
_RING_GAP = 2.0


class _Key(NamedTuple):
    theme: Theme
    radius: float
    ratio: float


class _Atlas:
    """A sprite sheet and the sprite of each part of a disc, by its number in the columns or by name."""

    def __init__(self, key: _Key) -> None:
        self.theme, self.radius = key.theme, key.radius
        self.sheet = SpriteSheet(key.ratio)
        self.styles: Numbers = np.empty(0, np.int32)
        self.codes: Numbers = np.empty(0, np.int32)
        #: By how many it counts.
        self.badges: Numbers = np.full(_MOST_COUNTED + 2, _NOT_YET, np.int32)
        self.rings: dict[tuple[float, bool], int] = {}
        reach = 2 * DISC_REACH * key.radius
        stand_in = DiscStyle("", key.theme.neutral)
        self.stand_in = self.sheet.add(
            reach,
            reach,
            lambda painter, at: paint_disc(painter, at, key.radius, stand_in, key.theme, QtMeasure()),
        )

    def ready(self, slots: Numbers, count: int) -> Numbers:
        """`slots` extended to `count` entries."""
        if len(slots) >= count:
            return slots
        return np.concatenate([slots, np.full(count - len(slots), _NOT_YET, np.int32)])


class DiscLayer:
    """Paints discs with their codes, rings around selected ones, and counts on coinciding ones."""

    def __init__(self) -> None:
        self._atlases: OrderedDict[_Key, _Atlas] = OrderedDict()
        self._batch = FragmentBatch()
        self._measure = QtMeasure()
        self._selected_of: Frame | None = None
        self._selected_known: tuple[Rows, Floats] = (np.empty(0, np.intp), np.empty(0))

    def clear(self) -> None:
        """Clear the atlases, since the numbers of styles will be reassigned."""
        self._atlases.clear()

    def reach(self, radius: float) -> float:
        """The extent of ring and count from the centre of a disc of `radius` pixels."""
        badge = count_badge(0.0, 0.0, radius, _MOST_COUNTED + 1, _LEAST_SIZE, _MOST_COUNTED)
        return max(DISC_REACH * radius + _RING_GAP + 5, max(badge.centre) + badge.reach + badge.edge + 4)

    def state(self, frame: Frame) -> Floats:
        """A column for each row of the actors' columns: whether it is drawn, then where and how."""
        columns, shown = frame.scene.columns, frame.mask()
        state = np.zeros((9, len(columns)))
        state[:6] = shown, frame.x, frame.y, columns.opacity, frame.styles(), columns.code
        tops, counts = self._counts(frame)
        state[6, tops] = counts
        selected, reaches = self._selected(frame)
        state[7, selected] = reaches
        state[8, frame.raised] = 1.0
        return state

    def paint(self, painter: QPainter, frame: Frame) -> None:
        """Draw the discs of `frame`, then rings and counts above them."""
        scene = frame.scene
        key = _Key(scene.appearance.theme, scene.radius, frame.ratio)
        atlas = self._atlases.get(key)
        if atlas is None:
            atlas = self._atlases[key] = _Atlas(key)
            while len(self._atlases) > _KEPT:
                self._atlases.popitem(last=False)
        self._atlases.move_to_end(key)
        for rows in frame.near(painter, DISC_REACH * atlas.radius + 2):
            self._fill(atlas, frame, rows)
            self._draw(painter, atlas, frame)
        # These are few: drawing all of them in each limit costs less than telling in which they are.
        self._fill_rings(atlas, frame, frame.near_any(self.reach(atlas.radius)))
        for _ in frame.clips(painter) if len(self._batch) else ():
            self._draw(painter, atlas, frame)

    def _draw(self, painter: QPainter, atlas: _Atlas, frame: Frame) -> None:
        painter.save()
        # In device pixels nothing is scaled, which is what makes the batch quick.
        painter.scale(1 / frame.ratio, 1 / frame.ratio)
        self._batch.draw(painter, atlas.sheet.pixmap)
        painter.restore()

    # Discs

    def _fill(self, atlas: _Atlas, frame: Frame, rows: Rows) -> None:
        columns = frame.scene.columns
        self._draw_new_styles(atlas, frame, rows)
        discs = atlas.styles[frame.styles()[rows]]
        discs = np.where(discs == _NOT_YET, atlas.stand_in, discs)
        x, y = np.rint(frame.x[rows] * frame.ratio), np.rint(frame.y[rows] * frame.ratio)
        opacity = columns.opacity[rows]
        if atlas.radius < CODE_FROM:
            self._batch.fill(x, y, atlas.sheet.sources[discs], opacity)
            return
        self._draw_new_codes(atlas, frame, rows)
        codes = atlas.codes[columns.code[rows]]
        # Each code is drawn directly after its disc, so that the next disc covers both.
        both = np.column_stack([discs, codes]).ravel()
        drawn = both != _NOT_YET
        twice = np.repeat(np.arange(len(rows)), 2)[drawn]
        self._batch.fill(x[twice], y[twice], atlas.sheet.sources[both[drawn]], opacity[twice])

    def _draw_new_styles(self, atlas: _Atlas, frame: Frame, rows: Rows) -> None:
        shown = frame.styles()[rows]
        styles = frame.scene.columns.parts.styles.values
        atlas.styles = atlas.ready(atlas.styles, len(styles))
        for number in _missing(atlas.styles, shown):
            if not frame.budget.allows():
                return
            with frame.budget.spending():
                atlas.styles[number] = self._disc(atlas, styles[number])

    def _disc(self, atlas: _Atlas, style: DiscStyle) -> int:
        def paint(painter: QPainter, at: QPointF) -> None:
            paint_disc(painter, at, atlas.radius, style, atlas.theme, self._measure)

        side = 2 * DISC_REACH * atlas.radius
        return atlas.sheet.add(side, side, paint)

    def _draw_new_codes(self, atlas: _Atlas, frame: Frame, rows: Rows) -> None:
        columns = frame.scene.columns
        codes = columns.parts.codes.values
        atlas.codes = atlas.ready(atlas.codes, len(codes))
        for number in _missing(atlas.codes, columns.code[rows]):
            if not frame.budget.allows():
                return
            with frame.budget.spending():
                atlas.codes[number] = self._code(atlas, codes[number])

    def _code(self, atlas: _Atlas, style: DiscStyle) -> int:
        def paint(painter: QPainter, at: QPointF) -> None:
            paint_code(painter, at, atlas.radius, style, atlas.theme, self._measure)

        return atlas.sheet.add(1.9 * atlas.radius, 1.2 * atlas.radius, paint)

    # Rings and counts

    def _fill_rings(self, atlas: _Atlas, frame: Frame, near: Mask) -> None:
        selected, reaches = self._selected(frame)
        is_near = near[selected]
        selected, styles = selected[is_near], frame.scene.columns.parts.styles.values
        shapes = [
            (reach, styles[style].weak)
            for reach, style in zip(reaches[is_near].tolist(), frame.styles()[selected].tolist(), strict=True)
        ]
        rings = {shape: self._ring(atlas, *shape) for shape in set(shapes)}
        slots = [np.array([rings[shape] for shape in shapes], np.intp)] if rings else []
        x, y = [frame.x[selected]], [frame.y[selected]]
        tops, counts = self._counts(frame)
        tops, counts = tops[near[tops]], counts[near[tops]]
        if len(tops):
            for count in _missing(atlas.badges, counts):
                atlas.badges[count] = self._badge(atlas, count)
            slots.append(atlas.badges[counts].astype(np.intp))
            # Below right, where neither the sign of weak support nor most names are.
            across, down = count_badge(0.0, 0.0, atlas.radius, 1).centre
            x.append(frame.x[tops] + across)
            y.append(frame.y[tops] + down)
        sources: Floats = atlas.sheet.sources[np.concatenate(slots)] if slots else np.empty((0, 4))
        self._batch.fill(
            np.rint(np.concatenate(x) * frame.ratio) if slots else np.empty(0),
            np.rint(np.concatenate(y) * frame.ratio) if slots else np.empty(0),
            sources,
        )

    def _selected(self, frame: Frame) -> tuple[Rows, Floats]:
        """The rows of the selected actors that are drawn, and the reach of each; computed once a frame."""
        if self._selected_of is not frame:
            columns, radius = frame.scene.columns, frame.scene.radius
            rows = columns.rows(frame.scene.appearance.view.selection)
            rows = rows[frame.mask()[rows]]
            looks = (columns.looks[columns.ids[row]] for row in rows.tolist())
            reaches = np.array([reach_of(look, radius, has_sign=False) for look in looks], np.float64)
            self._selected_of, self._selected_known = frame, (rows, reaches)
        return self._selected_known

    @staticmethod
    def _counts(frame: Frame) -> tuple[Rows, Numbers]:
        """The rows that bear a count of coinciding actors, and the counts; none where they are fanned out."""
        coincidences, fan = frame.scene.coincidences, frame.scene.fan
        tops = coincidences.tops
        counts: Numbers = np.minimum(coincidences.counts, _MOST_COUNTED + 1).astype(np.int32)
        if frame.part is Part.HELD:
            tops, counts = tops[:0], counts[:0]
        elif fan is not None:
            stacked = ~np.isin(tops, fan.rows)
            tops, counts = tops[stacked], counts[stacked]
        return tops, counts

    @staticmethod
    def _ring(atlas: _Atlas, reach: float, has_sign: bool) -> int:
        """A ring around what reaches so far, open where the sign of weak support stands."""
        slot = atlas.rings.get((reach, has_sign))
        if slot is not None:
            return slot
        outside = reach + _RING_GAP

        def paint(painter: QPainter, at: QPointF) -> None:
            painter.setPen(QPen(colour(atlas.theme.halo, 0.8), 3.5))
            painter.drawEllipse(at, outside, outside)
            painter.setPen(QPen(colour(atlas.theme.selection), 2.0))
            painter.drawEllipse(at, outside, outside)
            if has_sign:
                sign = weak_sign(at.x(), at.y(), atlas.radius)
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(Qt.GlobalColor.black)
                painter.drawEllipse(QPointF(*sign.centre), sign.ground, sign.ground)

        slot = atlas.rings[reach, has_sign] = atlas.sheet.add(2 * outside + 6, 2 * outside + 6, paint)
        return slot

    def _badge(self, atlas: _Atlas, count: int) -> int:
        badge = count_badge(0.0, 0.0, atlas.radius, count, _LEAST_SIZE, _MOST_COUNTED)

        def paint(painter: QPainter, at: QPointF) -> None:
            centred = badge._replace(centre=Point(at.x(), at.y()))
            paint_badge(painter, centred, atlas.theme, self._measure)

        side = 2 * badge.reach + badge.edge + 2
        return atlas.sheet.add(side, side, paint)


def _missing(slots: Numbers, numbers: Numbers) -> list[int]:
    """Which of `numbers` have no sprite yet."""
    needed = numbers[slots[numbers] == _NOT_YET]
    # Not numpy's unique, which would load its masked arrays.
    return sorted(set(needed.tolist()))
