"""One frame about to be painted: which actors, where, at what device pixel ratio, in what time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from stakemap.app.canvas.layers.atlas import Budget
from stakemap.app.canvas.scene.arrays import Floats, Rows
from stakemap.app.canvas.scene.scene import Scene
from stakemap.picture.style import DISC_REACH

__all__ = ["Frame", "Part"]


class Part(Enum):
    """What of the scene a frame holds: everything, or, while something is held, all else and that alone."""

    ALL = "all"
    REST = "rest"
    HELD = "held"


@dataclass(slots=True)
class Frame:
    """`x`, `y` are pixels for every row of the columns, held and fanned-out ones where they are drawn.

    `rows` are those to draw, in order; `held` names the actors that are being moved.
    """

    scene: Scene
    part: Part
    ratio: float
    budget: Budget
    x: Floats
    y: Floats
    rows: Rows
    held: frozenset[str]

    @classmethod
    def of(cls, scene: Scene, part: Part, ratio: float, budget: Budget) -> Frame:
        """Work out who is drawn where."""
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
            rows = held_rows
        else:
            rows = scene.in_view(DISC_REACH * scene.radius + 2)
            if part is Part.REST:
                rows = np.setdiff1d(rows, held_rows, assume_unique=True)
            rows = _raised(scene, rows)
        return cls(scene, part, ratio, budget, x, y, rows, held)


def _raised(scene: Scene, rows: Rows) -> Rows:
    """`rows` with those last that the user looks at, so that nothing covers them."""
    interaction = scene.interaction
    wanted = set(scene.appearance.view.selection)
    wanted.update(actor for actor in (interaction.focused, interaction.hovered) if actor)
    if len(wanted) > 500:
        # Raising nearly all raises none.
        wanted = {actor for actor in (interaction.focused, interaction.hovered) if actor}
    raised = scene.columns.rows(wanted)
    if scene.fan is not None:
        raised = np.concatenate([np.setdiff1d(raised, scene.fan.rows), scene.fan.rows])
    if not len(raised):
        return rows
    chosen = np.isin(rows, raised)
    return np.concatenate([rows[~chosen], raised[np.isin(raised, rows)]])
