"""The backdrop: a cached pixmap of everything at rest on the canvas, of which only damage is redrawn."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import NamedTuple

import numpy as np
from PySide6.QtGui import QPainter, QPixmap

from stakemap.app.canvas.layers.frame import Boxes, Frame
from stakemap.app.canvas.scene.arrays import Floats
from stakemap.picture.labels.occupancy import Box

#: With more damaged boxes than this everything is redrawn.
_MOST = 96
#: Boxes are joined where that adds less than so many pixels: about what one more pass over the layers costs.
_PASS = 20_000.0
#: What is redrawn begins and ends at multiples of so many device pixels across, as the rows of the pixmap do:
#: Qt blends several pixels at once, and what is left over at either end of a row comes out a trace different.
_ALIGNED = 16


class Content(NamedTuple):
    """The content of a backdrop. `whole_for` is what all of it depends on; `discs` has a column for each
    row: whether it is drawn, where and how; `marks` holds what all else fills, in the order of drawing.
    """

    whole_for: tuple[object, ...]
    discs: Floats
    reach: float
    marks: Mapping[Hashable, Boxes]


def damage(before: Content, now: Content) -> list[Box] | None:
    """The boxes in which `before` and `now` differ; None if that is most of the view."""
    if before.whole_for != now.whole_for or before.discs.shape != now.discs.shape:
        return None
    boxes = [box for mark, filled in before.marks.items() if mark not in now.marks for box in filled]
    boxes += [box for mark, filled in now.marks.items() if mark not in before.marks for box in filled]
    stay = [
        [mark for mark in one.marks if mark in other.marks] for one, other in ((before, now), (now, before))
    ]
    # Marks whose drawing order changed may now cover what covered them before.
    boxes += [box for mark, other in zip(*stay, strict=True) if mark != other for box in now.marks[mark]]
    drawn = (before.discs[0] > 0) | (now.discs[0] > 0)
    changed = np.flatnonzero(drawn & (before.discs != now.discs).any(axis=0))
    if len(changed) + len(boxes) > _MOST:
        return None
    for discs in (before.discs, now.discs):
        there = changed[discs[0, changed] > 0]
        boxes += [Box(x, y, x, y).grown(now.reach) for x, y in discs[1:3, there].T.tolist()]
    return boxes


def merged(boxes: Iterable[Box]) -> list[Box]:
    """Disjoint boxes that contain all of `boxes`; boxes that are close to each other are joined."""
    left = sorted(boxes)
    found: list[Box] = []
    while left:
        box = left.pop()
        for other in (*left, *found):
            union = Box(*map(min, box[:2], other[:2]), *map(max, box[2:], other[2:]))
            if box.overlaps(other) or _area(union) <= _area(box) + _area(other) + _PASS:
                (left if other in left else found).remove(other)
                left.append(union)
                break
        else:
            found.append(box)
    return found


def _up(pixels: int) -> int:
    return -(-pixels // _ALIGNED) * _ALIGNED


def _on_pixels(box: Box, ratio: float, view: Box) -> Box:
    """The pixels of the device that a box in pixels of the view touches, as far as they are in `view`."""
    return Box(
        max(view.left, math.floor(box.left * ratio) // _ALIGNED * _ALIGNED),
        max(view.top, math.floor(box.top * ratio)),
        min(view.right, _up(math.ceil(box.right * ratio))),
        min(view.bottom, math.ceil(box.bottom * ratio)),
    )


def _area(box: Box) -> float:
    return box.width * box.height


class Backdrop:
    """One opaque pixmap as large as the view: four bytes a device pixel, 33 MB on a screen of 3840 × 2160."""

    def __init__(self, paint: Callable[[QPainter, Frame], None]) -> None:
        """`paint` draws a frame within its limit."""
        self._paint = paint
        self._pixmap = QPixmap()
        self._content: Content | None = None

    def clear(self) -> None:
        """Redraw everything at the next refresh."""
        self._content = None

    def refresh(self, frame: Frame, content: Content) -> list[Box]:
        """Update the pixmap to `content`; returns the boxes of the view that were redrawn."""
        projection, ratio = frame.scene.projection, frame.ratio
        width, height = round(projection.width * ratio), round(projection.height * ratio)
        before, self._content = self._content, None
        boxes = None if before is None else damage(before, content)
        if (self._pixmap.width(), self._pixmap.height()) != (_up(width), height):
            self._pixmap, boxes = QPixmap(_up(width), height), None
        view = Box(0, 0, _up(width), height)
        within = (
            [view] if boxes is None else [_on_pixels(box, ratio, view) for box in boxes if view.overlaps(box)]
        )
        limits = [Box(*(edge / ratio for edge in box)) for box in merged(within)]
        frame.limit(limits)
        painter = QPainter(self._pixmap)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.scale(ratio, ratio)
            self._paint(painter, frame)
        finally:
            painter.end()
        if not frame.budget.overdrawn:
            self._content = content
        return limits

    def show(self, painter: QPainter, ratio: float) -> None:
        """Draw it over the whole view, pixel on pixel."""
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        painter.drawPixmap(0, 0, self._pixmap)
        painter.restore()
