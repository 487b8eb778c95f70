"""One frame to be painted: the actors drawn, their positions, the device pixel ratio, the time budget."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from stakemap.app.canvas.layers.atlas import Budget
from stakemap.app.canvas.scene.arrays import Floats, Mask, Numbers, Rows
from stakemap.app.canvas.scene.hit_test import within
from stakemap.app.canvas.scene.scene import Scene
from stakemap.picture.appearance.detail import ALL_DETAIL
from stakemap.picture.appearance.values import ActorLook
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.style import DISC_REACH

#: The boxes that something covers in pixels of the view, or slightly larger ones.
Boxes = tuple[Box, ...]


class Part(Enum):
    """The part of the scene in a frame: everything, or, during a drag, all but the held actors, or those."""

    ALL = "all"
    REST = "rest"
    HELD = "held"


@dataclass(slots=True)
class Frame:
    """`x`, `y` are the drawn positions in pixels of all rows, held and fanned-out ones included.

    `rows` are those to draw, in order, `raised` those of them that come last; `held` are the actors being
    dragged. After `limit` only some boxes of the view are drawn.
    """

    scene: Scene
    part: Part
    ratio: float
    budget: Budget
    x: Floats
    y: Floats
    rows: Rows
    raised: Rows
    held: frozenset[str]
    _limits: list[Box] | None = field(init=False, default=None)
    _mask: Mask | None = field(init=False, default=None)
    _styles: Numbers | None = field(init=False, default=None)

    @classmethod
    def of(cls, scene: Scene, part: Part, ratio: float, budget: Budget) -> Frame:
        """Determine which actors are drawn at which positions."""
        x, y = scene.places.x, scene.places.y
        held = frozenset(scene.interaction.held)
        held_rows = scene.columns.rows(held)
        if scene.fan is not None and part is not Part.HELD:
            x, y = x.copy(), y.copy()
            x[scene.fan.rows] += scene.fan.dx
            y[scene.fan.rows] += scene.fan.dy
        elif len(held_rows) and part is not Part.REST:
            x, y = x.copy(), y.copy()
            for row in held_rows:
                position = scene.interaction.held[scene.columns.ids[int(row)]]
                x[row], y[row] = scene.projection.to_pixels(*position)
        if part is Part.HELD:
            rows, raised = held_rows, held_rows[:0]
        else:
            shown = np.zeros(len(scene.columns), bool)
            shown[scene.in_view(DISC_REACH * scene.radius + 2)] = True
            shown[held_rows] &= part is not Part.REST
            raised = _raised(scene)
            raised = raised[shown[raised]]
            shown[raised] = False
            rows = np.concatenate([np.flatnonzero(shown), raised])
        return cls(scene, part, ratio, budget, x, y, rows, raised, held)

    def mask(self) -> Mask:
        """For each row of the columns, whether it is one of `rows`."""
        if self._mask is None:
            self._mask = np.zeros(len(self.scene.columns), bool)
            self._mask[self.rows] = True
        return self._mask

    def styles(self) -> Numbers:
        """For each row of the columns, the number of its disc's style; with all details if looked at."""
        if self._styles is None:
            columns = self.scene.columns
            self._styles = columns.style
            looked_at = () if self.scene.detail == ALL_DETAIL else columns.rows(self.scene.looked_at())
            if len(looked_at):
                self._styles = columns.style.copy()
                self._styles[looked_at] = [columns.whole_style(int(row)) for row in looked_at]
        return self._styles

    def few_looks(self, few: int) -> list[ActorLook]:
        """The looks of all actors drawn, if they are at most `few`."""
        columns = self.scene.columns
        rows = self.rows.tolist() if len(self.rows) <= few else []
        return [columns.looks[columns.ids[row]] for row in rows]

    def detailed(self, of_all: bool, few: int) -> list[ActorLook]:
        """The actors of whom a detail is drawn, which is on for all of them if there are few, or off."""
        if of_all and len(self.rows) <= few:
            return self.few_looks(few)
        columns = self.scene.columns
        rows = columns.rows(self.scene.looked_at(few))
        return [columns.looks[columns.ids[row]] for row in rows[self.mask()[rows]].tolist()]

    def drawn_at(self, look: ActorLook) -> tuple[float, float]:
        """The drawn position of an actor, which differs from the judged one while it is held or animated."""
        held = self.scene.interaction.held.get(look.actor)
        if held is not None:
            return held
        columns = self.scene.columns
        row = columns.row[look.actor]
        return float(columns.x[row]), float(columns.y[row])

    def limit(self, boxes: Iterable[Box]) -> None:
        """Restrict drawing to `boxes`, which are disjoint and aligned to device pixels."""
        self._limits = list(boxes)

    @property
    def is_limited(self) -> bool:
        """Whether drawing is restricted."""
        return self._limits is not None

    def clips(self, painter: QPainter, boxes: Boxes | None = None) -> Iterator[None]:
        """Clip the painter to each limit, or to each that overlaps any of `boxes`."""
        if self._limits is None:
            yield
            return
        for limit in self._limits:
            if boxes is None or any(map(limit.overlaps, boxes)):
                painter.setClipRect(QRectF(limit.left, limit.top, limit.width, limit.height))
                yield

    def near(self, painter: QPainter, reach: float) -> Iterator[Rows]:
        """Clip the painter to each limit, with the rows at most `reach` pixels away, in order."""
        near = self._near(reach)
        for rows, _ in zip(near, self.clips(painter), strict=True):
            yield rows

    def near_any(self, reach: float) -> Mask:
        """For each row of the columns, whether it is drawn at most `reach` pixels away from some limit."""
        mask = np.zeros(len(self.scene.columns), bool)
        for rows in self._near(reach):
            mask[rows] = True
        return mask

    def _near(self, reach: float) -> list[Rows]:
        """For each limit the rows at most `reach` pixels away, in order."""
        if self._limits is None:
            return [self.rows]
        x, y = self.x[self.rows], self.y[self.rows]
        return [self.rows[within(x, y, *limit.grown(reach))] for limit in self._limits]


def hull(*points: tuple[float, float]) -> Box:
    """The smallest box that holds some points."""
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def _raised(scene: Scene) -> Rows:
    """The rows of selected, hovered and focused actors, drawn last so that nothing covers them."""
    interaction = scene.interaction
    wanted = set(scene.appearance.view.selection)
    wanted.update(actor for actor in (interaction.focused, interaction.hovered) if actor)
    if len(wanted) > 500:
        # Raising nearly all raises none.
        wanted = {actor for actor in (interaction.focused, interaction.hovered) if actor}
    raised = scene.columns.rows(wanted)
    if scene.fan is not None:
        raised = np.concatenate([np.setdiff1d(raised, scene.fan.rows), scene.fan.rows])
    return raised
