"""The curves of many relations, computed in numpy; after an edit unchanged ones are the same objects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from stakemap.app.canvas.layers.frame import Frame
from stakemap.app.canvas.scene.arrays import Floats, Rows
from stakemap.picture.appearance.values import RelationLook
from stakemap.picture.plot.curves import (
    HALVINGS,
    LEAST_SAG,
    MOST_SAG,
    SAG,
    TOUCHING,
    Curve,
    CurveRouter,
    Point,
)
from stakemap.picture.style import DISC_REACH

#: A relation and its curve; the same object while neither changes.
Drawn = tuple[RelationLook, Curve]


def clearance_of(radius: float) -> float:
    """The distance from the centre of a disc of `radius` pixels at which relations begin and end."""
    return DISC_REACH * radius * 0.92


def in_order(looks: Iterable[RelationLook]) -> list[RelationLook]:
    """Relations in the order in which they are bent and drawn."""
    return sorted(looks, key=lambda look: look.relation)


def _lengths(x: Floats, y: Floats) -> Floats:
    return np.asarray(np.hypot(x, y), np.float64)


def _on(control: Floats, end: Floats, t: Floats) -> Floats:
    """The points at parameter `t` of quadratic Bézier curves that begin at the origin."""
    share = t[:, None]
    return 2 * share * (1 - share) * control + share * share * end


def _crossings(control: Floats, end: Floats, clearance: float) -> Floats:
    """The smallest t in 0 to 0.5 at which curves from the origin are `clearance` away, by bisection."""
    low, high = np.zeros(len(end)), np.full(len(end), 0.5)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        point = _on(control, end, middle)
        outside = _lengths(point[:, 0], point[:, 1]) >= clearance
        high = np.where(outside, middle, high)
        low = np.where(outside, low, middle)
    return high


def bent(ends: Floats, bends: Floats, clearance: float) -> Floats:
    """What `CurveRouter` gives where nothing is in the way, for many relations at once.

    `ends` has a row of ax, ay, bx, by for each, `bends` are in units of the plain sag. The result has rows of
    start, control and end point, NaN where the discs touch.
    """
    a, b = ends[:, :2], ends[:, 2:]
    along = b - a
    length = _lengths(along[:, 0], along[:, 1])
    apart = length >= TOUCHING * clearance
    unit = along / np.where(apart, length, 1.0)[:, None]
    left = np.column_stack([unit[:, 1], -unit[:, 0]])
    sag = np.clip(SAG * length, LEAST_SAG * clearance, MOST_SAG * clearance) * bends
    control = (a + b) / 2 + (2 * sag)[:, None] * left
    first = _crossings(control - a, along, clearance)[:, None]
    last = 1 - _crossings(control - b, -along, clearance)[:, None]

    def blossom(s: Floats, t: Floats) -> Floats:
        return (1 - s) * (1 - t) * a + (s * (1 - t) + t * (1 - s)) * control + s * t * b

    curves = np.column_stack([blossom(first, first), blossom(first, last), blossom(last, last)])
    curves[~apart] = np.nan
    return curves


class _Roster:
    """The relations on show in the order of drawing, and the rows of the actors that they join."""

    def __init__(self, relations: Mapping[str, RelationLook], row: Mapping[str, int]) -> None:
        self._relations, self._row = relations, row
        self.looks = in_order(relations.values())
        self.joined = [(look.relation, look.source, look.target) for look in self.looks]
        self.sources: Rows = np.array([row[look.source] for look in self.looks], np.intp)
        self.targets: Rows = np.array([row[look.target] for look in self.looks], np.intp)

    def is_of(self, relations: Mapping[str, RelationLook], row: Mapping[str, int]) -> bool:
        """Whether it was made from these, or from equal ones."""
        if self._relations is relations and self._row is row:
            return True
        if self._relations != relations or self._row != row:
            return False
        self._relations, self._row = relations, row
        return True

    def bends(self) -> Floats:
        """How far each bends where nothing is in the way."""
        router = CurveRouter()
        return np.array(
            [router.plain_bend((source, target)) for _, source, target in self.joined], np.float64
        )


class RelationCurves:
    """Computes curves and caches the last ones, in pixels from the origin of both scales."""

    def __init__(self) -> None:
        self._roster = _Roster({}, {})
        #: Of whom these are, between which places, how they bend, how far off, and what became of that.
        self._bent, self._how, self._clearance = self._roster, np.empty(0), 0.0
        self._ends: Floats = np.empty((0, 4))
        self._curves: Floats = np.empty((0, 6))
        self._drawn: list[Drawn | None] = []

    def _members(self, frame: Frame) -> _Roster:
        relations, row = frame.scene.appearance.relations, frame.scene.columns.row
        if not self._roster.is_of(relations, row):
            self._roster = _Roster(relations, row)
        return self._roster

    def straight(self, frame: Frame) -> Floats:
        """Lines from disc to disc for all relations without a held actor: rows of ax, ay, bx, by."""
        members = self._members(frame)
        sources, targets = members.sources, members.targets
        if frame.held:
            held = frame.scene.columns.rows(frame.held)
            rest = ~(np.isin(sources, held) | np.isin(targets, held))
            sources, targets = sources[rest], targets[rest]
        return np.column_stack([frame.x[sources], frame.y[sources], frame.x[targets], frame.y[targets]])

    def of(self, frame: Frame) -> list[Drawn]:
        """The curves of all relations on show whose discs do not touch, in the order of drawing."""
        members = self._members(frame)
        x, y = frame.scene.projection.to_pixels(0.0, 0.0)
        # Rounded, so that panning does not change a curve by floating-point noise.
        across, down = np.round(frame.x - x, 6), np.round(frame.y - y, 6)
        sources, targets = members.sources, members.targets
        ends = np.column_stack([across[sources], down[sources], across[targets], down[targets]])
        clearance = clearance_of(frame.scene.radius)
        same = members.joined == self._bent.joined
        if same and clearance == self._clearance:
            # Most edits move a single actor.
            moved = np.flatnonzero((ends != self._ends).any(axis=1))
            how, curves = self._how, self._curves.copy()
            curves[moved] = bent(ends[moved], how[moved], clearance)
        else:
            how = self._how if same else members.bends()
            curves = bent(ends, how, clearance)
        self._drawn = self._renewed(members, curves) if same else self._new(members, curves)
        self._bent, self._how, self._clearance = members, how, clearance
        self._ends, self._curves = ends, curves
        return [drawn for drawn in self._drawn if drawn is not None]

    def _renewed(self, members: _Roster, curves: Floats) -> list[Drawn | None]:
        """Update the curves of the same relations, of which some have moved or look different."""
        stays = (curves == self._curves) | (np.isnan(curves) & np.isnan(self._curves))
        drawn = self._drawn.copy()
        for index in np.flatnonzero(~stays.all(axis=1)).tolist():
            drawn[index] = _made(members.looks[index], curves[index].tolist())
        if members is not self._bent:
            for index, look in enumerate(members.looks):
                one = drawn[index]
                if one is not None and one[0] != look:
                    drawn[index] = (look, one[1])
        return drawn

    def _new(self, members: _Roster, curves: Floats) -> list[Drawn | None]:
        """The curves of another set of relations, reusing those of the previous set."""
        known = {one[0].relation: one for one in self._drawn if one is not None}
        made = [_made(look, curve) for look, curve in zip(members.looks, curves.tolist(), strict=True)]
        earlier = [known.get(look.relation) for look in members.looks]
        return [old if old == new else new for old, new in zip(earlier, made, strict=True)]


def _made(look: RelationLook, numbers: list[float]) -> Drawn | None:
    if numbers[0] != numbers[0]:
        return None
    ax, ay, cx, cy, bx, by = numbers
    return look, Curve(Point(ax, ay), Point(cx, cy), Point(bx, by))
