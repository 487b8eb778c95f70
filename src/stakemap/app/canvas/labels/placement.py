"""Label placement for the canvas at rest: names beside discs, labels of relations along their curves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field
from itertools import chain
from typing import NamedTuple

import numpy as np

from stakemap.app.canvas.scene.arrays import Rows
from stakemap.app.canvas.scene.scene import Scene
from stakemap.app.canvas.scene.sizes import LABEL_SIZE, LABEL_WEIGHT, TIE_SIZE, reach_of
from stakemap.lookalikes import revealed
from stakemap.picture.appearance.values import RelationLook, label_importance
from stakemap.picture.appearance.weak_support import relation_support, support_of
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.labels.placement import FEW, placing_in_steps
from stakemap.picture.labels.relation_labels import (
    MOST_LABELLED,
    arrow_heads,
    relation_labels,
    short_relations,
)
from stakemap.picture.labels.values import Disc, Labelling, LabelRequest, LabelStyle, Line, PlacedLabel
from stakemap.picture.measure import TextMeasure
from stakemap.picture.plot.curves import Curve, point_on
from stakemap.steps import Steps
from stakemap.values import frozen

#: The most names drawn at once.
MOST = 300
#: With more discs in view no space is left between them: only selected and hovered actors get a name.
CROWDED = 1_500
#: The maximum width of a name, and its distance from its disc, in pixels.
WIDEST, GAP = 180.0, 5.0
#: The cells of the view over which names are spread when there are too many, in pixels.
_CELL = (110.0, 44.0)


class Face(NamedTuple):
    """The appearance of a label: its lines, each with its offset from the first baseline."""

    lines: tuple[tuple[str, float, float], ...]
    size: float
    #: Set apart from the names of actors: lighter and greyer.
    quiet: bool = False


@frozen
class Label:
    """A placed label: its first baseline begins at `x`, `y`, relative to the centre of what it names.

    `leader` joins it to its disc if it had to move away.
    """

    face: Face
    x: float
    y: float
    leader: tuple[float, float, float, float] | None = None


@frozen
class Plan:
    """Labels of actors, relative to the centres of discs, and of relations, relative to their midpoints."""

    names: dict[str, Label] = field(default_factory=dict)
    ties: dict[str, Label] = field(default_factory=dict)
    #: The box of each name, relative to the centre of its disc.
    boxes: dict[str, Box] = field(default_factory=dict)


def planning(
    scene: Scene,
    measure: TextMeasure,
    blocked: Iterable[Box] = (),
    curves: Sequence[tuple[RelationLook, Curve]] = (),
    lines: Iterable[Sequence[tuple[float, float]]] = (),
) -> Steps[Plan]:
    """Place the names of actors in view step by step, without overlapping each other, discs or `blocked`.

    They avoid `lines` and `curves` where possible; the labels of the relations of `curves` come last.
    """
    rows = scene.in_view(0)
    if len(rows) > CROWDED:
        return Plan()
    columns, places = scene.columns, scene.places
    discs: dict[int, Disc] = {}
    for row in rows.tolist():
        look = columns.looks[columns.ids[row]]
        reach = reach_of(look, scene.radius, has_sign=columns.has_weak_signs)
        discs[row] = Disc(float(places.x[row]), float(places.y[row]), reach, scene.radius)
        yield
    requests = []
    for row in _chosen(scene, rows):
        requests.append(_request(scene, row, discs[row].reach))
        yield
    frame = Box(4, 4, scene.projection.width - 4, scene.projection.height - 4)
    style = LabelStyle(LABEL_SIZE, 11, LABEL_WEIGHT, WIDEST, GAP)
    bent = ([point_on(curve, step / 12) for step in range(13)] for _, curve in curves)
    lines, ends = chain(bent, lines), [*arrow_heads(curves, scene.radius)]
    barred = short_relations((curve for _, curve in curves), scene.radius) if len(rows) <= FEW else ()
    labelling = yield from placing_in_steps(
        requests,
        discs.values(),
        frame,
        measure,
        style,
        blocked=blocked,
        lines=lines,
        ends=ends,
        barred=barred,
    )
    spots = {request.key: (request.x, request.y) for request in requests}
    plan = Plan()
    for label in labelling.labels:
        x, y = spots[label.key]
        plan.names[label.key], plan.boxes[label.key] = _relative(label, x, y), _shifted(label.box, x, y)
        yield
    plan.ties.update(_plan_ties(scene, measure, labelling, curves))
    return plan


def _shifted(box: Box, x: float, y: float) -> Box:
    return Box(box.left - x, box.top - y, box.right - x, box.bottom - y)


def _request(scene: Scene, row: int, reach: float) -> LabelRequest:
    look = scene.columns.looks[scene.columns.ids[row]]
    importance = label_importance(look, scene.appearance.view.selection)
    x, y = float(scene.places.x[row]), float(scene.places.y[row])
    return LabelRequest(look.actor, revealed(look.name), x, y, reach, importance, rim=scene.radius)


def _chosen(scene: Scene, rows: Rows) -> list[int]:
    """The rows that get a name if not all can: the most influential of each cell of the view first."""
    if len(rows) > MOST:
        across, down = _CELL
        cells = scene.places.x[rows] // across * 1_000 + scene.places.y[rows] // down
        order = np.lexsort((rows, -scene.columns.y[rows], cells))
        starts = np.concatenate([[True], np.diff(cells[order]) != 0])
        since = np.arange(len(rows)) - np.maximum.accumulate(np.where(starts, np.arange(len(rows)), 0))
        rows = rows[order[np.argsort(since, kind="stable")]][:MOST]
    return [int(row) for row in np.sort(rows)]


def _offsets(lines: Sequence[Line]) -> tuple[tuple[str, float, float], ...]:
    """Lines with their offsets from the first, rounded, so that equal placements compare equal."""
    first = lines[0]
    return tuple(
        (line.text, round(line.x - first.x, 1), round(line.baseline - first.baseline, 1)) for line in lines
    )


def _relative(label: PlacedLabel, x: float, y: float) -> Label:
    first, lines = label.lines[0], _offsets(label.lines)
    leader = None
    if label.leader is not None:
        x0, y0, x1, y1 = label.leader
        leader = (x0 - x, y0 - y, x1 - x, y1 - y)
    return Label(Face(lines, label.size), first.x - x, first.baseline - y, leader)


def _plan_ties(
    scene: Scene,
    measure: TextMeasure,
    labelling: Labelling,
    curves: Sequence[tuple[RelationLook, Curve]],
) -> dict[str, Label]:
    if len(curves) > MOST_LABELLED:
        return {}
    planned: dict[str, Label] = {}
    shown = scene.appearance
    signs = relation_support(shown.relations.values(), support_of(shown.actors.values())).has_signs
    for label in relation_labels(curves, labelling, measure, TIE_SIZE, WIDEST, weak_signs=signs):
        (x, y), first = halfway(scene, label.look), label.lines[0]
        face = Face(_offsets(label.lines), TIE_SIZE, quiet=True)
        planned[label.look.relation] = Label(face, first.x - x, first.baseline - y)
    return planned


def halfway(scene: Scene, look: RelationLook) -> tuple[float, float]:
    """The middle between the two actors of a relation, in pixels."""
    rows = [scene.columns.row[look.source], scene.columns.row[look.target]]
    return float(scene.places.x[rows].mean()), float(scene.places.y[rows].mean())
