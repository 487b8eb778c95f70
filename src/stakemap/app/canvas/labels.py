"""Names beside the discs: placed when the canvas is at rest, cached as pictures, carried along in between."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from stakemap.app.canvas.coincidence import Rows
from stakemap.app.canvas.frame import Frame
from stakemap.app.canvas.scene import Scene
from stakemap.app.canvas.sizes import LABEL_SIZE
from stakemap.paint.fonts import QtMeasure
from stakemap.paint.marks import colour, paint_label
from stakemap.picture.appearance import ActorLook
from stakemap.picture.labels import Disc, Labelling, LabelRequest, LabelStyle, PlacedLabel, place
from stakemap.picture.measure import elide
from stakemap.picture.occupancy import Box
from stakemap.picture.style import ARC_RADIUS, ARC_WIDTH, DIMMED, GROUND, MARK_AT, MARK_RADIUS

__all__ = ["LabelLayer", "LabelPlan", "plan_labels"]

#: So many names at most are drawn at once, the most influential ones.
MOST = 300
#: Above so many discs in view nothing is free between them: only who is looked at gets a name.
CROWDED = 1_500
_WEIGHT = 500
_HALO = 2.5
_WIDEST = 180.0
#: From a disc to its name, in pixels.
_GAP = 3.0
#: The parts of the view that names are spread over when there are too many, in pixels.
_CELL = (110.0, 44.0)
#: Pictures of labels that are kept.
_KEPT = 800


class Line(NamedTuple):
    """One line of a name: where its baseline begins, from the middle of the disc."""

    text: str
    dx: float
    dy: float


@dataclass(frozen=True, slots=True)
class Label:
    """A name as it is set beside its disc; `leader` joins the two if it had to move away."""

    lines: tuple[Line, ...]
    size: float
    leader: tuple[float, float, float, float] | None = None


LabelPlan = dict[str, Label]
Polyline = Sequence[tuple[float, float]]


def plan_labels(
    scene: Scene,
    measure: QtMeasure,
    blocked: Iterable[Box] = (),
    lines: Iterable[Polyline] = (),
) -> LabelPlan:
    """Place the names of who is in view, so that none covers another name, a disc or a box of `blocked`.

    They keep off `lines` where they can.
    """
    rows = scene.in_view(0)
    if len(rows) > CROWDED:
        return {}
    columns, places = scene.columns, scene.places
    reaches = {int(row): reach_of(columns.looks[columns.ids[row]], scene.radius) for row in rows}
    discs = [Disc(float(places.x[row]), float(places.y[row]), reaches[int(row)]) for row in rows]
    selection = scene.appearance.view.selection
    requests = [
        LabelRequest(
            columns.ids[row],
            columns.looks[columns.ids[row]].name,
            float(places.x[row]),
            float(places.y[row]),
            reaches[row],
            float(columns.y[row]) + (1_000 if columns.ids[row] in selection else 0),
        )
        for row in _chosen(scene, rows)
    ]
    frame = Box(4, 4, scene.projection.width - 4, scene.projection.height - 4)
    style = LabelStyle(LABEL_SIZE, 11, _WEIGHT, _WIDEST, _GAP)
    labelling: Labelling = place(requests, discs, frame, measure, style, blocked=blocked, lines=lines)
    spots = {request.key: (request.x, request.y) for request in requests}
    return {label.key: _relative(label, *spots[label.key]) for label in labelling.labels}


def reach_of(look: ActorLook, radius: float) -> float:
    """How far a name keeps from the middle of a disc, in pixels: its arc and its open mark lie within."""
    around = ARC_RADIUS + ARC_WIDTH if look.salience is not None else GROUND
    return radius * max(around, MARK_AT + MARK_RADIUS if look.open_mark else 0.0)


def _chosen(scene: Scene, rows: Rows) -> list[int]:
    """Who gets a name if not all can: the mightiest of each part of the view before the second of any."""
    if len(rows) > MOST:
        across, down = _CELL
        cells = scene.places.x[rows] // across * 1_000 + scene.places.y[rows] // down
        order = np.lexsort((rows, -scene.columns.y[rows], cells))
        starts = np.concatenate([[True], np.diff(cells[order]) != 0])
        since = np.arange(len(rows)) - np.maximum.accumulate(np.where(starts, np.arange(len(rows)), 0))
        rows = rows[order[np.argsort(since, kind="stable")]][:MOST]
    return [int(row) for row in np.sort(rows)]


def _relative(label: PlacedLabel, x: float, y: float) -> Label:
    lines = tuple(Line(line.text, line.x - x, line.baseline - y) for line in label.lines)
    leader = None
    if label.leader is not None:
        x0, y0, x1, y1 = label.leader
        leader = (x0 - x, y0 - y, x1 - x, y1 - y)
    return Label(lines, label.size, leader)


class _Picture(NamedTuple):
    pixmap: QPixmap
    dx: float
    dy: float


class LabelLayer:
    """Paints the planned names of who is drawn; who is looked at has one in any case."""

    def __init__(self, measure: QtMeasure) -> None:
        self.plan: LabelPlan = {}
        self._measure = measure
        self._pictures: OrderedDict[object, _Picture] = OrderedDict()

    def forget(self) -> None:
        """Drop all pictures: colours changed."""
        self._pictures.clear()

    def beside(self, scene: Scene, actor: str) -> Label:
        """The name of an actor as planned, or simply to the right of its disc."""
        planned = self.plan.get(actor)
        if planned is not None:
            return planned
        return self._at_side(scene, scene.columns.looks[actor], left=False)

    def _at_side(self, scene: Scene, look: ActorLook, *, left: bool) -> Label:
        text = elide(look.name, _WIDEST, LABEL_SIZE, self._measure, _WEIGHT)
        offset = reach_of(look, scene.radius) + _GAP
        if left:
            offset = -offset - self._measure.extent(text, LABEL_SIZE, _WEIGHT).width
        return Label((Line(text, offset, 0.36 * LABEL_SIZE),), LABEL_SIZE)

    def paint(self, painter: QPainter, frame: Frame) -> None:
        """Draw names, leaders beneath them."""
        wanted = self._wanted(frame)
        leaders = [(spot, label.leader) for spot, label, _ in wanted if label.leader is not None]
        if leaders:
            painter.setPen(QPen(colour(frame.scene.appearance.theme.text_muted), 0.8))
            for (x, y), (x0, y0, x1, y1) in leaders:
                painter.drawLine(QPointF(x + x0, y + y0), QPointF(x + x1, y + y1))
        for (x, y), label, dimmed in wanted:
            picture = self._picture(label, frame)
            if picture is None:
                continue
            if dimmed:
                painter.setOpacity(DIMMED)
            left = round((x + picture.dx) * frame.ratio) / frame.ratio
            top = round((y + picture.dy) * frame.ratio) / frame.ratio
            painter.drawPixmap(QPointF(left, top), picture.pixmap)
            if dimmed:
                painter.setOpacity(1.0)

    def _wanted(self, frame: Frame) -> list[tuple[tuple[float, float], Label, bool]]:
        scene = frame.scene
        columns = scene.columns
        shown = np.zeros(len(columns), bool)
        shown[frame.rows] = True
        named = dict.fromkeys(self.plan)
        named.update(dict.fromkeys(_looked_at(scene)))
        wanted = []
        for actor in named:
            row = columns.row.get(actor)
            if row is None or not shown[row]:
                continue
            label = self._fanned(scene, row) or self.beside(scene, actor)
            spot = (float(frame.x[row]), float(frame.y[row]))
            wanted.append((spot, label, columns.looks[actor].dimmed))
        return wanted

    def _fanned(self, scene: Scene, row: int) -> Label | None:
        """The name of an actor in a fan stands outside of it, on its side."""
        if scene.fan is None:
            return None
        at = np.flatnonzero(scene.fan.rows == row)
        if not len(at):
            return None
        look = scene.columns.looks[scene.columns.ids[row]]
        return self._at_side(scene, look, left=bool(scene.fan.dx[at[0]] < -0.5))

    def _picture(self, label: Label, frame: Frame) -> _Picture | None:
        key = (label.lines, label.size, frame.ratio)
        picture = self._pictures.get(key)
        if picture is None:
            if not frame.budget.allows():
                return None
            with frame.budget.spending():
                picture = self._pictures[key] = self._draw(label, frame)
            while len(self._pictures) > _KEPT:
                self._pictures.popitem(last=False)
        else:
            self._pictures.move_to_end(key)
        return picture

    def _draw(self, label: Label, frame: Frame) -> _Picture:
        theme = frame.scene.appearance.theme
        extents = [self._measure.extent(line.text, label.size, _WEIGHT) for line in label.lines]
        pad = _HALO + 2
        pairs = list(zip(label.lines, extents, strict=True))
        left = min(line.dx for line in label.lines) - pad
        top = min(line.dy - extent.ascent for line, extent in pairs) - pad
        right = max(line.dx + extent.width for line, extent in pairs) + pad
        bottom = max(line.dy + extent.descent for line, extent in pairs) + pad
        pixmap = QPixmap(int((right - left) * frame.ratio) + 1, int((bottom - top) * frame.ratio) + 1)
        pixmap.setDevicePixelRatio(frame.ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for line in label.lines:
            at = QPointF(line.dx - left, line.dy - top)
            paint_label(painter, at, line.text, label.size, _WEIGHT, theme.text, theme.halo, _HALO)
        painter.end()
        return _Picture(pixmap, left, top)


def _looked_at(scene: Scene) -> list[str]:
    interaction = scene.interaction
    looked_at = [interaction.hovered, interaction.focused if interaction.focus_shown else None]
    selection = scene.appearance.view.selection
    if len(selection) <= MOST:
        looked_at += sorted(selection)
    looked_at += list(interaction.held)[:MOST]
    fanned = [] if scene.fan is None else [scene.columns.ids[int(row)] for row in scene.fan.rows]
    return [actor for actor in (*looked_at, *fanned) if actor is not None]
