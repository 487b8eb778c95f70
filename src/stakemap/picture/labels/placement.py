"""Placement of actors' labels beside their discs, without overlaps with other labels or discs.

A greedy algorithm with fallbacks: places around the disc → further away, joined by a leader line → wrapped →
smaller, down to a least size → elided → a letter with a key. Each fallback is tried for all labels before
any label takes the next. It is deterministic. Labels move, actors do not.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from operator import or_
from typing import NamedTuple

from stakemap.model.order import sort_key
from stakemap.picture.labels.candidate_places import BESIDE, CandidatePlaces, Rings
from stakemap.picture.labels.occupancy import Box, Occupancy, PlaceLike
from stakemap.picture.labels.rivals import Rivals, gap_to
from stakemap.picture.labels.values import (
    Disc,
    Labelling,
    LabelRequest,
    LabelStyle,
    Line,
    LineEnd,
    PlacedLabel,
    Polyline,
    key_letter,
    widest_letter,
)
from stakemap.picture.labels.variants import LINE_HEIGHT, Form, forms_for, may_be_cut
from stakemap.picture.measure import TextMeasure
from stakemap.steps import Steps, run_all_steps

#: Up to so many labels more is tried and kept free for each, above so many less.
FEW, CROWD = 30, 120

#: Cost of each cell of a line beneath a label, in the same unit as `Place.dislike`.
_CROSSING = 0.25
#: A name that covers less of lines lies beside them, or crosses one of them.
_LITTLE = 5.0
#: By how much each of a few names stands nearer to its own disc than to any other, in font sizes; the
#: distance from other discs up to which it costs something, and the cost of touching one.
_NEARER, _APART, _NEAR_ANOTHER = 0.35, 2.0, 6.0


class _Spot(NamedTuple):
    form: Form
    box: Box
    lean: float
    leader: tuple[float, float, float, float] | None


def place(
    requests: Sequence[LabelRequest],
    discs: Iterable[Disc],
    frame: Box,
    measure: TextMeasure,
    style: LabelStyle,
    *,
    blocked: Iterable[Box] = (),
    lines: Iterable[Polyline] = (),
    ends: Sequence[LineEnd] = (),
    barred: Iterable[Polyline] = (),
) -> Labelling:
    """Place a label for each request within `frame`, without pauses (see `placing_in_steps`)."""
    return run_all_steps(
        placing_in_steps(
            requests, discs, frame, measure, style, blocked=blocked, lines=lines, ends=ends, barred=barred
        )
    )


def placing_in_steps(
    requests: Sequence[LabelRequest],
    discs: Iterable[Disc],
    frame: Box,
    measure: TextMeasure,
    style: LabelStyle,
    *,
    blocked: Iterable[Box] = (),
    lines: Iterable[Polyline] = (),
    ends: Sequence[LineEnd] = (),
    barred: Iterable[Polyline] = (),
) -> Steps[Labelling]:
    """Place a label for each request within `frame`, as a generator that yields after each small step.

    Labels cover no disc of `discs`, no box of `blocked`, and no line of `barred`, which leader lines may
    cross; they avoid `lines` (relations, whiskers) and what is at their `ends` where they can.
    """
    placer = _Placer(requests, frame, measure, style)
    for disc in discs:
        placer.add_disc(disc)
        yield
    placer.discs.rows[:] = placer.taken.rows
    placer.bar(barred)
    for box in blocked:
        placer.taken.add_box(box)
    for line in lines:
        placer.add_line(line)
        yield
    placer.has_lines = placer.has_lines or bool(ends)
    placer.crossed.add_ends(ends)
    yield
    return (yield from placer.run())


class _Placer:
    def __init__(
        self, requests: Sequence[LabelRequest], frame: Box, measure: TextMeasure, style: LabelStyle
    ) -> None:
        self.crowded = len(requests) > CROWD
        cell = max(1.0, style.size / (6 if self.crowded else 8), frame.width / 900)
        self.requests = requests
        self.measure = measure
        self.style = style
        self.taken = Occupancy(frame, cell)
        self.discs = Occupancy(frame, cell)
        self.crossed = Occupancy(frame, cell)
        #: What leader lines may cross though labels may not: barred lines, in the end discs as well.
        self.passable = Occupancy(frame, cell)
        self.rivals = Rivals(4 * style.size)
        #: By how much a label without a leader line is nearer to its own disc than to others, in font sizes.
        self.nearer = 0.0
        #: The distance from other discs up to which it costs something, in pixels.
        self.apart = 0.0 if self.crowded else _APART * style.size
        self.has_lines = False
        self.numbered: list[LabelRequest] = []
        self.spots: dict[str, _Spot] = {}
        #: The labels to which a place was refused because it covers too much of lines.
        self.covering: set[str] = set()
        self.forms = forms_for(measure, style.size, style.min_size, style.weight, style.max_width)
        self.candidates = CandidatePlaces(self.taken, style, self.crowded)

    def add_disc(self, disc: Disc) -> None:
        """Add a disc to keep clear of."""
        x, y, reach, rim = disc
        self.taken.add_disc(x, y, reach)
        if rim != 0:
            self.rivals.add(x, y, reach if rim is None else rim)

    def bar(self, lines: Iterable[Polyline]) -> None:
        """Add polylines that no label covers, once all discs are there."""
        lines = list(lines)
        for line in lines:
            for (x0, y0), (x1, y1) in pairwise(line):
                self.taken.add_line(x0, y0, x1, y1)
                self.passable.add_line(x0, y0, x1, y1)
        # Leader lines may cross them, but not where they pass beneath discs.
        if lines:
            rows = self.passable.rows
            rows[:] = [bars & ~discs for bars, discs in zip(rows, self.discs.rows, strict=True)]

    def add_line(self, points: Polyline) -> None:
        """Add a polyline to avoid."""
        self.has_lines = True
        for (x0, y0), (x1, y1) in pairwise(points):
            self.crossed.add_line(x0, y0, x1, y1)

    def run(self) -> Steps[Labelling]:
        """Try one fallback after the other for the urgent labels, then for all others without a place."""
        ordered = yield from self._constrained_first()
        waiting = yield from self._climb([request for request in ordered if request.is_urgent])
        waiting += yield from self._climb([request for request in ordered if not request.is_urgent])
        numbers = self._number(waiting)
        labels: list[PlacedLabel] = []
        for request in self.requests:
            if request.key in self.spots:
                labels.append(self._finished(request, numbers.get(request.key)))
                yield
        omitted = sorted(
            (request for request in waiting if request.key not in self.spots),
            key=lambda request: (-request.importance, request.key),
        )
        return Labelling(tuple(labels), tuple(request.key for request in omitted), self.taken, self.crossed)

    def _climb(self, waiting: list[LabelRequest]) -> Steps[list[LabelRequest]]:
        """Try one fallback after the other; returns the requests for which none finds room."""
        self.nearer = _NEARER if len(self.requests) <= FEW else 0.0
        #: The labels that found room only over lines, by the step that refused it. As nothing becomes free,
        #: all others fail again in the step that allows it.
        hopeful: dict[tuple[object, Rings], set[str]] = {}
        for forms, rings, most in self._ladder():
            self.candidates.renew()
            again, self.covering = hopeful.pop((forms, rings), None), set()
            left: list[LabelRequest] = []
            for request in waiting:
                if again is not None and request.key not in again:
                    left.append(request)
                    continue
                for form in forms(request.text):
                    if form.is_cut and not may_be_cut(request, self.style.elides):
                        continue
                    places = self.candidates.places(request, form, rings)
                    if places and self._settle(request, form, places, most):
                        break
                else:
                    left.append(request)
                yield
            if most < math.inf:
                hopeful[forms, rings] = self.covering
            waiting = left
            if not waiting:
                break
        return waiting

    def _ladder(self) -> Iterator[tuple[Callable[[str], Iterable[Form]], Rings, float]]:
        """The fallbacks: the forms of a name, the rings of places, and how much of lines it may cover."""
        near, away = BESIDE, self.candidates.away
        ways = self.forms
        if self.has_lines and not self.crowded:
            yield ways.full, near, _LITTLE
            yield ways.wrapped, near, _LITTLE
            yield ways.full, away, _LITTLE
            yield ways.wrapped, away, _LITTLE
            yield ways.shrunk, near, _LITTLE
        for forms in (ways.full, ways.wrapped, ways.shrunk):
            yield forms, near, math.inf
            # In a crowd there is hardly any room further away, and searching it takes longest.
            if not self.crowded or forms == ways.full:
                yield forms, away, math.inf
        if self.nearer:
            # Rather than a part of a name, all of it almost as near to another disc as to its own.
            self.nearer = 0.0
            yield ways.shrunk, near, math.inf
        for forms in (ways.shortened, ways.clipped) if self.style.elides else ():
            yield forms, near, math.inf
            if not self.crowded:
                yield forms, away, math.inf

    def _constrained_first(self) -> Steps[list[LabelRequest]]:
        """Requests with the fewest free places first, then by importance; in a crowd by importance only."""
        free = dict.fromkeys((request.key for request in self.requests), 0)
        if not self.crowded:
            for request in self.requests:
                form = self.forms.whole(request.text, self.style.size)
                free[request.key] = self.candidates.count_beside(request, form)
                yield
        return sorted(
            self.requests, key=lambda request: (free[request.key], -request.importance, request.key)
        )

    # Candidate spots of a form.

    def _settle(
        self,
        request: LabelRequest,
        form: Form,
        places: Iterable[PlaceLike],
        most: float = math.inf,
    ) -> bool:
        """Have the label take the best of its places, if one will do."""
        spot = self._best(request, form, places, most)
        if spot is None:
            return False
        self.spots[request.key] = spot
        self.taken.add_box(spot.box, 0.06 * form.size)
        if spot.leader:
            self.taken.add_line(*spot.leader)
        self.candidates.was_placed()
        return True

    def _best(
        self, request: LabelRequest, form: Form, places: Iterable[PlaceLike], most: float
    ) -> _Spot | None:
        """The best of the free places, covering at most so much of lines, of the nearest ring."""
        best: _Spot | None = None
        least, nearest = math.inf, 0
        x, y, width, height = request.x, request.y, form.width, form.height
        for place in places:
            off_x, off_y, lean, above, dislike, ring = place
            if best is not None and ring > nearest:
                break
            if dislike >= least:
                continue
            left, top = x + off_x - lean * width, y + off_y - above * height
            if not self.taken.is_free(left, top, width, height):
                continue
            box = Box(left, top, left + width, top + height)
            crossing = 0.0
            if self.has_lines:
                crossing = _CROSSING * self.crossed.covered(box, min(most, least - dislike) / _CROSSING)
            cost = dislike + crossing
            if cost >= least:
                continue
            if crossing > most:
                self.covering.add(request.key)
                continue
            cost += self._mistakable(request, box, ring)
            if cost >= least:
                continue
            leader = self._leader(request, box) if ring else None
            if ring and leader is None:
                continue
            best, least, nearest = _Spot(form, box, lean, leader), cost, ring
        return best

    def _mistakable(self, request: LabelRequest, box: Box, ring: int) -> float:
        """The cost of standing so near to other discs; infinite where a name without a leader line would be
        taken for that of another.
        """
        if self.crowded and ring:
            return 0.0
        _, _, x, y, reach, _, _, _, _, rim = request
        wanted = -math.inf
        if not ring:
            wanted = gap_to(box, x, y, reach if rim is None else rim) + self.nearer * self.style.size
        within = self.apart
        gap = self.rivals.gap(box, (x, y), max(within, wanted), wanted)
        if gap < wanted:
            return math.inf
        return 0.0 if self.crowded or gap >= within else _NEAR_ANOTHER * (1 - max(gap, 0.0) / within)

    def _leader(self, request: LabelRequest, box: Box) -> tuple[float, float, float, float] | None:
        """A line from the disc to the nearest point of the label; None if that crosses a label or a disc."""
        near = box.grown(0.12 * self.style.size)
        end = min(max(request.x, near.left), near.right), min(max(request.y, near.top), near.bottom)
        length = math.dist((request.x, request.y), end)
        edge = request.reach + 0.25 * self.style.gap
        clear = edge + 1.5 / self.taken.scale
        if length <= clear:
            return None
        dx, dy = (end[0] - request.x) / length, (end[1] - request.y) / length
        # The disc's own cells reach a little beyond its edge; the line is checked from where they surely end.
        start = request.x + dx * clear, request.y + dy * clear
        if not self.taken.is_line_free(*start, *end, self.passable):
            return None
        return (request.x + dx * edge, request.y + dy * edge, *end)

    # Numbers, and the placed labels.

    def _number(self, waiting: Sequence[LabelRequest]) -> dict[str, int]:
        """Number the waiting labels: those with a number of their own, and of the others the most important,
        as many as the key holds; as far as they find room.
        """
        own = {request.key: request.number for request in waiting if request.number is not None}
        largest = max(min(len(waiting), self.style.max_numbers), *own.values(), 0)
        if not waiting or not largest:
            return {}
        form = self.forms.of([widest_letter(largest)], self.style.min_size)
        by_importance = sorted(waiting, key=lambda request: (-request.importance, request.key))
        self._settle_numbers(by_importance, form)
        if not self.crowded:
            # Labels surrounded by discs and names may still be reached over discs, or through a gap that
            # only more directions meet.
            self.passable.rows[:] = map(or_, self.passable.rows, self.discs.rows)
            self.candidates.look_all_round()
            self._settle_numbers(by_importance, form)
        self.numbered.sort(key=lambda request: (sort_key(request.text), request.key))
        return {request.key: number for number, request in enumerate(self.numbered, 1)} | own

    def _settle_numbers(self, waiting: Sequence[LabelRequest], form: Form) -> None:
        for request in waiting:
            has_own = request.number is not None
            has_room = has_own or len(self.numbered) < self.style.max_numbers
            if not has_room or request.key in self.spots:
                continue
            # Places further away are not looked at before those nearer are known not to do.
            for rings in self.candidates.everywhere:
                places = self.candidates.places(request, form, rings)
                if places and self._settle(request, form, places):
                    if not has_own:
                        self.numbered.append(request)
                    break

    def _finished(self, request: LabelRequest, number: int | None) -> PlacedLabel:
        form, box, lean, leader = self.spots[request.key]
        if number is not None:
            text = key_letter(number)
            width = self.measure.extent(text, form.size, self.style.weight).width
            form = form._replace(lines=((text, width),))
        pairs, size, _, _, ascent, _ = form
        left, top, right, _ = box
        lines: list[Line] = []
        for index, (text, width) in enumerate(pairs):
            # Lines are aligned towards their disc; above and below it they are centred.
            x = left + lean * (right - left - width)
            lines.append(Line(text, x, top + ascent + index * LINE_HEIGHT * size, width))
        return PlacedLabel(request.key, tuple(lines), size, box, leader, number)
