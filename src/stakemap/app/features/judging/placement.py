"""Where the card goes: beside the moved actors, where it covers as little as possible of the picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import islice

import numpy as np
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QWidget

from stakemap.app.canvas import Canvas
from stakemap.app.features.judging.card import JudgementCard
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.popup_placement import beside

__all__ = ["CardPlacer", "free_place"]

#: Height reserved for the status bar, in pixels.
_STATUS_HEIGHT = GRID * 3
#: How bad it is to cover a cell of a moved actor, of a neighbour's disc, and of its name.
_MOVED_WEIGHT, _DISC_WEIGHT, _NAME_WEIGHT = 100.0, 10.0, 1.0
#: The most neighbours, and the most moved actors, that are looked at one by one: among more, every place is
#: as bad as another.
_MOST_NEIGHBOURS, _MOST_MOVED = 60, 400

#: The size of the cells in which covered area is counted, in pixels.
_CELL = 4
#: The distance of the card from what it is about, and how far from it the card may be, in pixels.
_GAP, _REACH = 10, 120
#: How much worse it is to cover a cell of a thing of some weight than to be a cell farther away.
_COVERED = 8.0


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
        boxes = self._moved(actors, corner)
        here = QRect(card.pos(), card.size())
        if not anew and outer.contains(here) and not any(map(here.intersects, boxes)):
            return
        last = actors[0] if primary is None or primary not in actors else primary
        subjects = [_bounds(boxes), self._canvas.box_with_name(last).translated(corner)]
        things = [(box, _MOVED_WEIGHT) for box in boxes]
        things += self._neighbours(frozenset(actors), subjects[0], card.size(), corner)
        places = [beside(card.size(), subjects[-1], outer)]
        for area in (outer, inner):
            for subject in reversed(subjects):
                place = free_place(card.size(), area, subject, things)
                places += [] if place is None else [place]

        def discs_covered(place: QPoint) -> int:
            here = QRect(place, card.size())
            return sum(weight >= _DISC_WEIGHT and here.intersects(box) for box, weight in things)

        card.move(min(reversed(places), key=discs_covered))

    def _moved(self, actors: Sequence[str], corner: QPoint) -> list[QRect]:
        """The boxes of the moved actors with their names; of very many, one box around their discs."""
        if len(actors) <= _MOST_MOVED:
            return [self._canvas.box_with_name(actor).translated(corner) for actor in actors]
        scene = self._canvas.scene
        rows = [scene.columns.row[actor] for actor in actors if actor in scene.columns.row]
        if not rows:
            return [self._canvas.box_of(actors[0]).translated(corner)]
        x, y, reach = scene.places.x[rows], scene.places.y[rows], round(scene.radius)
        bounds = QRect(QPoint(int(x.min()), int(y.min())), QPoint(int(x.max()), int(y.max())))
        return [bounds.adjusted(-reach, -reach, reach, reach).translated(corner)]

    def _neighbours(
        self, moved: Set[str], subject: QRect, size: QSize, corner: QPoint
    ) -> Iterator[tuple[QRect, float]]:
        """The boxes of other actors that a card beside `subject` could cover, with their weights."""
        reach = max(size.width(), size.height()) + _REACH
        near = subject.translated(-corner).adjusted(-reach, -reach, reach, reach)
        found = self._canvas.scene.actors_in((near.left(), near.top(), near.right(), near.bottom()))
        for actor in islice(found - moved, _MOST_NEIGHBOURS):
            yield self._canvas.box_of(actor).translated(corner), _DISC_WEIGHT
            yield self._canvas.box_with_name(actor).translated(corner), _NAME_WEIGHT


def _bounds(boxes: Iterable[QRect]) -> QRect:
    whole = QRect()
    for box in boxes:
        whole = whole.united(box)
    return whole


def free_place(
    size: QSize, area: QRect, subject: QRect, things: Iterable[tuple[QRect, float]]
) -> QPoint | None:
    """The top left corner of a card of `size` in `area` that covers least of `things`, each with its weight.

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
    covered = _covered(size, left, top, things)
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


def _covered(
    size: QSize, left: np.ndarray, top: np.ndarray, things: Iterable[tuple[QRect, float]]
) -> np.ndarray:
    """The weighted area in cells that a card covers at each place, by a summed-area table."""
    whole = QRect(int(left[0]), int(top[0]), int(left[-1] - left[0]), int(top[-1] - top[0])).adjusted(
        0, 0, size.width(), size.height()
    )
    wide, high = whole.width() // _CELL + 2, whole.height() // _CELL + 2
    weights = np.zeros((high, wide))
    for box, weight in things:
        inside = box.intersected(whole)
        if not inside.isEmpty():
            inside.translate(-whole.topLeft())
            rows = slice(inside.top() // _CELL, inside.bottom() // _CELL + 1)
            weights[rows, inside.left() // _CELL : inside.right() // _CELL + 1] += weight
    total = np.zeros((high + 1, wide + 1))
    total[1:, 1:] = weights.cumsum(axis=0).cumsum(axis=1)
    x, y = (left - left[0]) // _CELL, (top - top[0]) // _CELL
    x_end = np.minimum(x + size.width() // _CELL + 1, wide)
    y_end = np.minimum(y + size.height() // _CELL + 1, high)
    corners = total[y_end][:, x_end] - total[y][:, x_end] - total[y_end][:, x] + total[y][:, x]
    return np.asarray(corners)
