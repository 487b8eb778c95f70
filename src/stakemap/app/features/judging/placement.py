"""Where the card goes: beside the moved actors, where it covers as little as possible of the picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QWidget

from stakemap.app.canvas import Canvas
from stakemap.app.canvas.scene.arrays import BoxEdges, Floats
from stakemap.app.canvas.scene.hit_test import within
from stakemap.app.features.judging.card import JudgementCard
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.popup_placement import beside

#: Height reserved for the status bar, in pixels.
_STATUS_HEIGHT = GRID * 3
#: How bad it is to cover a cell of a moved actor, of a neighbour's disc, and of its name.
_MOVED_WEIGHT, _DISC_WEIGHT, _NAME_WEIGHT = 100.0, 10.0, 1.0
#: The most moved actors that are looked at one by one.
_MOST_MOVED = 400

#: The size of the cells in which covered area is counted, in pixels.
_CELL = 8
#: The distance of the card from what it is about, and how far from it the card may be, in pixels.
_GAP, _REACH = 10, 120
#: How much worse it is to cover a cell of a thing of some weight than to be a cell farther away.
_COVERED = 16.0


@dataclass(frozen=True, slots=True)
class Obstacles:
    """Boxes that the card should not cover, and how bad it is to cover a cell of each."""

    boxes: BoxEdges
    weights: Floats

    def discs_within(self, box: QRect) -> int:
        """How many discs, of moved actors and of others, `box` would cover in part."""
        return int((_meets(self.boxes, box) & (self.weights >= _DISC_WEIGHT)).sum())


class CardPlacer:
    """Places the card in the coordinates of the window, within the canvas where that is high enough."""

    def __init__(self, window: QWidget, canvas: Canvas) -> None:
        self._window, self._canvas = window, canvas

    def place(
        self, card: JudgementCard, actors: Sequence[str], primary: str | None, *, anew: bool = False
    ) -> None:
        """Fit the card to its content and put it beside the actors; unless `anew` it stays if it can.

        Where there is no room beside all of them, it goes beside the one selected last.
        """
        corner = self._canvas.mapTo(self._window, QPoint())
        canvas = QRect(corner, self._canvas.size())
        window = canvas.united(self._window.rect().adjusted(0, 0, 0, -_STATUS_HEIGHT))
        window.setTop(canvas.top())
        inner, outer = (area.adjusted(GRID, GRID, -GRID, -GRID) for area in (canvas, window))
        card.fit(outer.height())
        moved = self._moved(actors, corner)
        here = QRect(card.pos(), card.size())
        if not anew and outer.contains(here) and not _meets(moved, here).any():
            return
        last = actors[0] if primary is None or primary not in actors else primary
        subjects = [_bounds(moved), self._canvas.box_with_name(last).translated(corner)]
        if subjects[0] == subjects[1]:
            del subjects[1]
        obstacles = self._obstacles(actors, moved, subjects[0], card.size(), corner)
        best = fewest = None
        for place in _places(card.size(), (inner, outer), subjects, obstacles):
            covered = obstacles.discs_within(QRect(place, card.size()))
            if fewest is None or covered < fewest:
                best, fewest = place, covered
            if not covered:
                break
        assert best is not None
        card.move(best)

    def _moved(self, actors: Sequence[str], corner: QPoint) -> BoxEdges:
        """The boxes of the moved actors with their names; of very many, one box around their discs."""
        columns = self._canvas.scene.columns
        rows = columns.rows(actors)
        many = len(actors) > _MOST_MOVED
        boxes = _translated(self._canvas.boxes_of(rows, with_names=not many), corner)
        if many and len(rows):
            return _boxes([_bounds(boxes)])
        absent = [] if len(rows) == len(actors) else [one for one in actors if one not in columns.row]
        chips = [self._canvas.box_of(actor).translated(corner) for actor in absent[: 1 if many else None]]
        return np.concatenate((boxes, _boxes(chips)), axis=1)

    def _obstacles(
        self, actors: Sequence[str], moved: BoxEdges, subject: QRect, size: QSize, corner: QPoint
    ) -> Obstacles:
        """The moved actors, and the discs and names of others that a card beside `subject` could cover."""
        scene, reach = self._canvas.scene, max(size.width(), size.height()) + _REACH
        near = subject.translated(-corner).adjusted(-reach, -reach, reach, reach)
        rows = within(scene.places.x, scene.places.y, near.left(), near.top(), near.right(), near.bottom())
        rows = rows[~np.isin(rows, scene.columns.rows(actors))]
        is_named = np.isin(rows, scene.columns.rows(scene.name_boxes))
        discs = self._canvas.boxes_of(rows)
        names = self._canvas.boxes_of(rows[is_named], with_names=True)
        weights = (
            np.full(moved.shape[1], _MOVED_WEIGHT),
            # A name that is not shown is where the disc is.
            np.where(is_named, _DISC_WEIGHT, _DISC_WEIGHT + _NAME_WEIGHT),
            np.full(names.shape[1], _NAME_WEIGHT),
        )
        others = _translated(np.concatenate((discs, names), axis=1), corner)
        return Obstacles(np.concatenate((moved, others), axis=1), np.concatenate(weights))


def _places(
    size: QSize, areas: Sequence[QRect], subjects: Sequence[QRect], obstacles: Obstacles
) -> Iterator[QPoint]:
    """Places in the areas beside the subjects, the best last resort last."""
    for area in areas:
        for subject in subjects:
            place = free_place(size, area, subject, obstacles)
            if place is not None:
                yield place
    yield beside(size, subjects[-1], areas[-1])


def _boxes(rectangles: Sequence[QRect]) -> BoxEdges:
    edges = [(one.left(), one.top(), one.right() + 1, one.bottom() + 1) for one in rectangles]
    return np.array(edges, np.int64).reshape(-1, 4).T


def _translated(boxes: BoxEdges, by: QPoint) -> BoxEdges:
    return boxes + np.array((by.x(), by.y()) * 2)[:, None]


def _meets(boxes: BoxEdges, box: QRect) -> np.ndarray:
    """Which of the boxes share a pixel with `box`."""
    left, top, right, bottom = boxes
    return (left <= box.right()) & (right > box.left()) & (top <= box.bottom()) & (bottom > box.top())


def _bounds(boxes: BoxEdges) -> QRect:
    """The rectangle around all of the boxes, of which there is one at least."""
    left, top = boxes[:2].min(axis=1).tolist()
    right, bottom = boxes[2:].max(axis=1).tolist()
    return QRect(left, top, right - left, bottom - top)


def free_place(size: QSize, area: QRect, subject: QRect, obstacles: Obstacles) -> QPoint | None:
    """The top left corner of a card of `size` in `area` that covers least of the obstacles by their weights.

    Close to `subject`, which it never covers. None where there is no room beside the subject.
    """
    around = subject.adjusted(-_GAP, -_GAP, _GAP, _GAP)
    reach = around.adjusted(-size.width() - _REACH, -size.height() - _REACH, 0, 0)
    reach.setBottomRight(around.bottomRight() + QPoint(_REACH, _REACH))
    places = reach.intersected(
        QRect(area.topLeft(), QSize(area.width() - size.width() + 1, area.height() - size.height() + 1))
    )
    if area.width() < size.width() or area.height() < size.height() or places.isEmpty():
        # An intersection with a rectangle of negative size would not be empty.
        return None
    left = np.arange(places.left(), places.right() + 1, _CELL)
    top = np.arange(places.top(), places.bottom() + 1, _CELL)
    covered = _covered(size, left, top, obstacles)
    right, bottom = left + size.width(), top + size.height()
    across = np.maximum(np.maximum(around.left() - right, left - around.right()), 0)
    down = np.maximum(np.maximum(around.top() - bottom, top - around.bottom()), 0)
    middle = np.abs(top + size.height() / 2 - subject.center().y())[:, None] / (16 * _CELL)
    cost = covered * _COVERED + (across[None, :] + down[:, None]) / _CELL + middle
    free = (
        (right < around.left())[None, :]
        | (left > around.right())[None, :]
        | (bottom < around.top())[:, None]
        | (top > around.bottom())[:, None]
    )
    if not free.any():
        return None
    row, column = divmod(int(np.argmin(np.where(free, cost, np.inf))), len(left))
    return QPoint(int(left[column]), int(top[row]))


def _covered(size: QSize, left: np.ndarray, top: np.ndarray, obstacles: Obstacles) -> np.ndarray:
    """The weighted area in cells that a card covers at each place, by a summed-area table."""
    whole = QRect(int(left[0]), int(top[0]), int(left[-1] - left[0]), int(top[-1] - top[0])).adjusted(
        0, 0, size.width(), size.height()
    )
    wide, high = whole.width() // _CELL + 2, whole.height() // _CELL + 2
    near = _meets(obstacles.boxes, whole)
    weight = obstacles.weights[near]
    edges = _translated(obstacles.boxes[:, near], -whole.topLeft())
    x, y = (np.maximum(edge, 0) // _CELL for edge in edges[:2])
    x_end = (np.minimum(edges[2], whole.width()) - 1) // _CELL + 1
    y_end = (np.minimum(edges[3], whole.height()) - 1) // _CELL + 1
    # Each box adds its weight from its first cell on, and takes it back beyond its last one. The table begins
    # with an empty row and an empty column.
    columns = np.concatenate((x, x_end, x, x_end)) + 1
    rows = np.concatenate((y, y, y_end, y_end)) + 1
    steps = np.concatenate((weight, -weight, -weight, weight))
    total = np.bincount(rows * (wide + 2) + columns, steps, (high + 2) * (wide + 2)).reshape(-1, wide + 2)
    # Once to the weights of the cells, and once to their sums; in place, since new memory takes longest.
    for axis in (0, 1, 0, 1):
        total.cumsum(axis=axis, out=total)
    across, down = size.width() // _CELL + 1, size.height() // _CELL + 1
    begin_x, end_x = slice(len(left)), slice(across, across + len(left))
    begin_y, end_y = slice(len(top)), slice(down, down + len(top))
    corners = total[end_y, end_x] - total[begin_y, end_x] - total[end_y, begin_x] + total[begin_y, begin_x]
    return np.asarray(corners)
