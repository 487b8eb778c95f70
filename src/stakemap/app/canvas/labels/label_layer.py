"""The layer of labels: placed when the canvas is at rest, cached as pixmaps, moved with discs in between."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from stakemap.app.canvas.input.handles import HANDLE_SIZE, range_handles
from stakemap.app.canvas.labels.giving_way import off_handles
from stakemap.app.canvas.labels.placement import GAP, MOST, WIDEST, Face, Label, Plan
from stakemap.app.canvas.layers.frame import Boxes, Frame, Part, hull
from stakemap.app.canvas.scene.hit_test import within
from stakemap.app.canvas.scene.scene import Scene
from stakemap.app.canvas.scene.sizes import LABEL_SIZE, LABEL_WEIGHT, reach_of
from stakemap.lookalikes import revealed
from stakemap.paint.fonts import QtMeasure
from stakemap.paint.primitives import colour, paint_label
from stakemap.picture.appearance.values import ActorLook
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.measure import elide
from stakemap.picture.style import DIMMED
from stakemap.steps import Steps

_HALO = 2.5
#: What the pixmap of a label has around the text, in pixels.
_PAD = _HALO + 2
#: The size of the cache of label pixmaps.
_KEPT = 800


class _Picture(NamedTuple):
    """The pixmap of a label, its offset from the place of the label and its size, in pixels of the view."""

    pixmap: QPixmap
    dx: float
    dy: float
    width: float
    height: float


class _Wanted(NamedTuple):
    """A label to draw, of an actor or a relation, from a place in pixels."""

    owner: str
    spot: tuple[float, float]
    label: Label
    dimmed: bool


class _Placed(NamedTuple):
    """A label with its drawn position, and the leader that joins it to what it names, if any."""

    owner: str
    face: Face
    left: float
    top: float
    dimmed: bool
    leader: tuple[tuple[float, float], tuple[float, float]] | None


class LabelLayer:
    """Paints the planned labels of drawn actors; selected, hovered and focused actors always have one."""

    def __init__(self, measure: QtMeasure) -> None:
        self.plan = Plan()
        self._measure = measure
        self._pictures: OrderedDict[object, _Picture] = OrderedDict()
        self._marks: Mapping[_Placed, Boxes] = {}
        self._marks_of: Frame | None = None

    def clear(self) -> None:
        """Clear the cache, after a change of colours."""
        self._pictures.clear()

    def prepare(self, plan: Plan, frame: Frame) -> Steps[None]:
        """Draw the pixmaps that a plan needs, a label a step, so that its first frame is as fast as any."""
        for label in (*plan.names.values(), *plan.ties.values()):
            self._ready(label.face, frame)
            yield

    def beside(self, scene: Scene, actor: str) -> Label:
        """The planned label of an actor, or one to the right of its disc."""
        planned = self.plan.names.get(actor)
        if planned is not None:
            return planned
        return self._at_side(scene, scene.columns.looks[actor], left=False)

    def _at_side(self, scene: Scene, look: ActorLook, *, left: bool) -> Label:
        text = elide(revealed(look.name), WIDEST, LABEL_SIZE, self._measure, LABEL_WEIGHT)
        offset = reach_of(look, scene.radius) + GAP
        if left:
            offset = -offset - self._measure.extent(text, LABEL_SIZE, LABEL_WEIGHT).width
        return Label(Face(((text, 0.0, 0.0),), LABEL_SIZE), offset, 0.36 * LABEL_SIZE)

    def marks(self, frame: Frame) -> Mapping[_Placed, Boxes]:
        """The labels of a frame in drawing order, with the boxes each covers; computed once a frame."""
        if self._marks_of is not frame:
            self._marks_of, self._marks = frame, dict(self._place(frame))
        return self._marks

    def _place(self, frame: Frame) -> Iterator[tuple[_Placed, Boxes]]:
        pictured = [
            (wanted, picture)
            for wanted in (*self._ties(frame), *self._names(frame))
            if (picture := self._picture(wanted.label.face, frame)) is not None
        ]
        for (owner, (x, y), label, dimmed), picture in self._off_handles(frame, pictured):
            left = round((x + label.x + picture.dx) * frame.ratio) / frame.ratio
            top = round((y + label.y + picture.dy) * frame.ratio) / frame.ratio
            boxes: Boxes = (Box(left, top, left + picture.width, top + picture.height),)
            leader = None
            if label.leader is not None:
                x0, y0, x1, y1 = label.leader
                leader = (x + x0, y + y0), (x + x1, y + y1)
                boxes += (hull(*leader).grown(2),)
            yield _Placed(owner, label.face, left, top, dimmed, leader), boxes

    def _off_handles(
        self, frame: Frame, pictured: Sequence[tuple[_Wanted, _Picture]]
    ) -> Sequence[tuple[_Wanted, _Picture]]:
        """The labels, of which those that handles of a range would lie on give way."""
        scene = frame.scene
        handles = [Box(one.x, one.y, one.x, one.y).grown(HANDLE_SIZE + 1) for one in range_handles(scene)]
        if not handles:
            return pictured
        boxes = []
        for (_, (x, y), label, _), (_, dx, dy, width, height) in pictured:
            # The text without its halo, and what is left free above and below the letters.
            left, top = x + label.x + dx + _PAD, y + label.y + dy + _PAD + 1
            boxes.append(Box(left, top, left + width - 2 * _PAD, top + height - 2 * _PAD - 2))

        def covers_disc(box: Box) -> bool:
            # While handles are shown nothing is held, and a disc in view is a disc that is drawn.
            return len(within(frame.x, frame.y, *box.grown(scene.radius))) > 0

        view = Box(0, 0, scene.projection.width, scene.projection.height)
        moves = off_handles(boxes, handles, covers_disc, view)
        return [
            (wanted._replace(label=_moved(wanted.label, move)) if move != (0.0, 0.0) else wanted, picture)
            for (wanted, picture), move in zip(pictured, moves, strict=True)
        ]

    def paint(self, painter: QPainter, frame: Frame) -> None:
        """Draw labels of relations, then those of actors, with leaders beneath them."""
        marks = self.marks(frame)
        painter.setPen(QPen(colour(frame.scene.appearance.theme.text_muted), 0.8))
        for placed, boxes in marks.items():
            if placed.leader is not None:
                for _ in frame.clips(painter, boxes):
                    painter.drawLine(*(QPointF(*end) for end in placed.leader))
        for placed, boxes in marks.items():
            for _ in frame.clips(painter, boxes):
                painter.setOpacity(DIMMED if placed.dimmed else 1.0)
                painter.drawPixmap(QPointF(placed.left, placed.top), self._ready(placed.face, frame).pixmap)
        painter.setOpacity(1.0)

    def _ties(self, frame: Frame) -> Iterator[_Wanted]:
        scene = frame.scene
        for relation, label in self.plan.ties.items():
            look = scene.appearance.relations.get(relation)
            if look is None:
                continue
            moves = look.source in frame.held or look.target in frame.held
            if frame.part is Part.ALL or moves == (frame.part is Part.HELD):
                rows = [scene.columns.row[look.source], scene.columns.row[look.target]]
                middle = float(frame.x[rows].mean()), float(frame.y[rows].mean())
                yield _Wanted(relation, middle, label, look.dimmed)

    def _names(self, frame: Frame) -> Iterator[_Wanted]:
        scene = frame.scene
        columns = scene.columns
        shown = np.zeros(len(columns), bool)
        shown[frame.rows] = True
        for actor in dict.fromkeys((*self.plan.names, *_looked_at(scene))):
            row = columns.row.get(actor)
            if row is not None and shown[row] and actor != scene.interaction.renamed:
                label = self._fanned(scene, row) or self.beside(scene, actor)
                spot = float(frame.x[row]), float(frame.y[row])
                if actor in frame.held:
                    label = self._in_view(frame, actor, spot, label)
                yield _Wanted(actor, spot, label, columns.looks[actor].dimmed)

    def _in_view(self, frame: Frame, actor: str, spot: tuple[float, float], label: Label) -> Label:
        """The label of a dragged actor, on the side of its disc, or moved as far, that it stays in view."""
        if self._outside(frame, spot, label) == (0.0, 0.0):
            return label
        width = frame.scene.projection.width
        label = self._at_side(frame.scene, frame.scene.columns.looks[actor], left=spot[0] > width / 2)
        dx, dy = self._outside(frame, spot, label)
        return replace(label, x=label.x + dx, y=label.y + dy)

    def _outside(self, frame: Frame, spot: tuple[float, float], label: Label) -> tuple[float, float]:
        """How far a label has to move, right and down, to be in view."""
        picture, projection = self._picture(label.face, frame), frame.scene.projection
        if picture is None:
            return 0.0, 0.0
        left, top = spot[0] + label.x + picture.dx, spot[1] + label.y + picture.dy
        right, bottom = projection.width - picture.width, projection.height - picture.height
        return max(min(left, right), 0.0) - left, max(min(top, bottom), 0.0) - top

    def _fanned(self, scene: Scene, row: int) -> Label | None:
        """The label of an actor in a fan: outside the fan, on the actor's side."""
        fan = scene.fan
        if fan is None or row not in fan.rows:
            return None
        x, _ = scene.place_of(scene.columns.ids[row]) or fan.centre
        return self._at_side(scene, scene.columns.looks[scene.columns.ids[row]], left=x < fan.centre[0] - 0.5)

    def _picture(self, face: Face, frame: Frame) -> _Picture | None:
        """The pixmap of a label; None if it has to wait for a later frame."""
        if (face, frame.ratio) in self._pictures:
            return self._ready(face, frame)
        if not frame.budget.allows():
            return None
        with frame.budget.spending():
            return self._ready(face, frame)

    def _ready(self, face: Face, frame: Frame) -> _Picture:
        key = (face, frame.ratio)
        picture = self._pictures.get(key)
        if picture is None:
            picture = self._pictures[key] = self._draw(face, frame)
            while len(self._pictures) > _KEPT:
                self._pictures.popitem(last=False)
        else:
            self._pictures.move_to_end(key)
        return picture

    def _draw(self, face: Face, frame: Frame) -> _Picture:
        theme = frame.scene.appearance.theme
        weight, ink = (400, theme.text_muted) if face.quiet else (LABEL_WEIGHT, theme.text)
        extents = [self._measure.extent(text, face.size, weight) for text, _, _ in face.lines]
        placed = list(zip(face.lines, extents, strict=True))
        left = min(dx for _, dx, _ in face.lines) - _PAD
        top = min(dy - extent.ascent for (_, _, dy), extent in placed) - _PAD
        right = max(dx + extent.width for (_, dx, _), extent in placed) + _PAD
        bottom = max(dy + extent.descent for (_, _, dy), extent in placed) + _PAD
        pixmap = QPixmap(int((right - left) * frame.ratio) + 1, int((bottom - top) * frame.ratio) + 1)
        pixmap.setDevicePixelRatio(frame.ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for text, dx, dy in face.lines:
            at = QPointF(dx - left, dy - top)
            paint_label(painter, at, text, face.size, weight, ink, theme.halo, _HALO)
        painter.end()
        size = pixmap.deviceIndependentSize()
        return _Picture(pixmap, left, top, size.width(), size.height())


def _looked_at(scene: Scene) -> list[str]:
    interaction = scene.interaction
    looked_at = [interaction.hovered, interaction.focused if interaction.focus_shown else None]
    selection = scene.appearance.view.selection
    if len(selection) <= MOST:
        looked_at += sorted(selection)
    looked_at += list(interaction.held)[:MOST]
    fanned = [] if scene.fan is None else [scene.columns.ids[int(row)] for row in scene.fan.rows]
    return [actor for actor in (*looked_at, *fanned) if actor is not None]


def _moved(label: Label, by: tuple[float, float]) -> Label:
    return replace(label, x=label.x + by[0], y=label.y + by[1])
