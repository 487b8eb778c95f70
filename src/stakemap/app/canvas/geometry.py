"""Where actors are, as boxes in pixels of the canvas and of the screen, whether on stage or in the tray."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect, QRectF
from PySide6.QtWidgets import QWidget

from stakemap.app.canvas.scene.arrays import BoxEdges, Rows
from stakemap.app.canvas.scene.scene import Scene
from stakemap.app.canvas.tray import Tray
from stakemap.picture.style import DISC_REACH


class ActorGeometry:
    """The bounding boxes of discs, chips and names; the view is at the upper left of the `canvas`."""

    def __init__(self, scene: Scene, tray: Tray, view: QWidget, canvas: QWidget) -> None:
        self._scene, self._tray, self._view, self._canvas = scene, tray, view, canvas

    def in_canvas(self, actor: str) -> QRectF:
        """The bounding box of an actor's disc or chip, in pixels of the canvas."""
        place = self._scene.place_of(actor)
        if place is not None:
            reach = DISC_REACH * self._scene.radius
            return QRectF(place[0] - reach, place[1] - reach, 2 * reach, 2 * reach)
        chip = self._tray.box_of(actor)
        if chip is None:
            return QRectF(self._view.rect().center(), self._view.rect().center())
        return QRectF(chip)

    def with_name(self, actor: str) -> QRectF:
        """The same including the actor's name, if that is beside its disc."""
        box, place = self.in_canvas(actor), self._scene.place_of(actor)
        name = self._scene.name_boxes.get(actor)
        if place is not None and name is not None:
            box = box.united(QRectF(place[0] + name.left, place[1] + name.top, name.width, name.height))
        return box

    def boxes(self, rows: Rows, *, with_names: bool = False) -> BoxEdges:
        """The bounding boxes of many discs, or of discs with their names, in pixels of the canvas.

        `rows` are ascending.
        """
        scene = self._scene
        x, y = scene.places_of(rows)
        reach = DISC_REACH * scene.radius
        edges = np.stack((x - reach, y - reach, x + reach, y + reach))
        if with_names and len(rows):
            row_of = scene.columns.row
            named = {row_of[actor]: box for actor, box in scene.name_boxes.items() if actor in row_of}
            _, at, chosen = np.intersect1d(rows, list(named), return_indices=True)
            names = np.array(list(named.values())).reshape(-1, 4)[chosen].T + np.stack((x, y, x, y))[:, at]
            edges[:2, at] = np.minimum(edges[:2, at], names[:2])
            edges[2:, at] = np.maximum(edges[2:, at], names[2:])
        return np.concatenate((np.floor(edges[:2]), np.ceil(edges[2:]))).astype(np.int64)

    def on_screen(self, actor: str) -> QRect:
        """The bounding box of an actor's disc or chip, in pixels of the screen."""
        box = self.in_canvas(actor).toAlignedRect()
        return QRect(self._canvas.mapToGlobal(box.topLeft()), box.size())
