"""A drag in progress, as a selection of actors and a delta; the map is changed only by its commit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from stakemap.model.document import StakeMap
from stakemap.model.edits import Axis, Move
from stakemap.model.judgements import AlignmentEstimate, InfluenceEstimate, whole
from stakemap.model.resolve import position, resolve_stance, resolve_standing

#: The least movement of an axis that is written, in data units: a sideways drag leaves influence unchanged.
THRESHOLD = 0.5

Start = tuple[float | None, float | None]


def _clamped(value: float, lowest: float) -> float:
    return min(max(value, lowest), 100.0)


class Gesture:
    """Actors being dragged; created by `Session.begin`, ended by `commit` or `rollback`.

    All numbers are in data units: alignment −100 to 100, influence 0 to 100. Each actor is clamped to the
    scale separately, and deltas are relative to the start, so that dragging beyond an edge and back loses
    nothing.
    """

    def __init__(
        self,
        label: str,
        document: StakeMap,
        actors: Iterable[str],
        snapshot: str,
        issue: str,
        *,
        starts: Mapping[str, tuple[float, float]] | None = None,
        changed: Callable[[Gesture], None] = lambda _gesture: None,
        finish: Callable[[Gesture, Mapping[str, Move] | None], bool] = lambda _gesture, _moves: False,
    ) -> None:
        """`starts` gives (alignment, influence) for actors that lack either.

        `changed` is called after each move, `finish` at the end with the moves, or None after a rollback.
        Without them the gesture only computes what a move would write.
        """
        self.label = label
        self.actors = tuple(dict.fromkeys(actors))
        self.snapshot = snapshot
        self.issue = issue
        self._known = {actor: self._position(document, actor) for actor in self.actors}
        self._starts = {
            actor: self._start(known, (starts or {}).get(actor)) for actor, known in self._known.items()
        }
        self._dx = self._dy = 0.0
        self._moved = False
        self._locked: Axis | None = None
        self._changed = changed
        self._finish = finish
        self._active = True

    def _position(self, document: StakeMap, actor: str) -> Start:
        stance = resolve_stance(document, self.snapshot, self.issue, actor)
        standing = resolve_standing(document, self.snapshot, actor)
        return position(standing and standing.judgement, stance and stance.judgement)

    @staticmethod
    def _start(known: Start, given: tuple[float, float] | None) -> Start:
        x, y = given if given is not None else (None, None)
        return (known[0] if known[0] is not None else x), (known[1] if known[1] is not None else y)

    @property
    def is_active(self) -> bool:
        """Whether it can still be moved, committed or rolled back."""
        return self._active

    @property
    def delta(self) -> tuple[float, float]:
        """The distance from the start in alignment and influence; 0 for a locked axis."""
        return (
            0.0 if self._locked == "alignment" else self._dx,
            0.0 if self._locked == "influence" else self._dy,
        )

    @property
    def locked_axis(self) -> Axis | None:
        """The locked axis, if any."""
        return self._locked

    def move(self, dx: float, dy: float) -> None:
        """Move to a distance from the start (not from the last move); no effect once ended."""
        if not self._active:
            return
        first, self._moved = not self._moved, True
        if first or (dx, dy) != (self._dx, self._dy):
            self._dx, self._dy = dx, dy
            self._changed(self)

    def lock_axis(self, axis: Axis | None) -> None:
        """Lock the values of one axis; None unlocks both."""
        if self._active and axis != self._locked:
            self._locked = axis
            self._changed(self)

    def positions(self) -> dict[str, tuple[float, float]]:
        """The current (alignment, influence) of each placed actor, clamped to the scale."""
        dx, dy = self.delta
        return {
            actor: (_clamped(x + dx, -100.0), _clamped(y + dy, 0.0))
            for actor, (x, y) in self._starts.items()
            if x is not None and y is not None
        }

    def results(self) -> dict[str, tuple[float, float]]:
        """The (alignment, influence) that each placed actor would have after a commit."""
        moves, found = self.moves(), dict[str, tuple[float, float]]()
        for actor, (x, y) in self.positions().items():
            move, (known_x, known_y) = moves.get(actor, Move()), self._known[actor]
            found[actor] = (
                _result(move.alignment, known_x, x, AlignmentEstimate.scale),
                _result(move.influence, known_y, y, InfluenceEstimate.scale),
            )
        return found

    def moves(self) -> dict[str, Move]:
        """The moves that a commit would write: targets of the axes that moved by `THRESHOLD` or more.

        An axis on which an actor had no value is written after any move.
        """
        if not self._moved:
            return {}
        dx, dy = self.delta
        found: dict[str, Move] = {}
        for actor, (x, y) in self._starts.items():
            known_x, known_y = self._known[actor]
            move = Move(_target(x, known_x, dx, -100.0), _target(y, known_y, dy, 0.0))
            if move != Move():
                found[actor] = move
        return found

    def commit(self) -> bool:
        """Apply the move as one undo step and end the gesture; False when there was nothing to write.

        Raises EditError, after rolling back, when the edit is refused.
        """
        return self._end(self.moves())

    def rollback(self) -> None:
        """End the gesture without changing the map."""
        self._end(None)

    def _end(self, moves: Mapping[str, Move] | None) -> bool:
        if not self._active:
            return False
        self._active = False
        return self._finish(self, moves)


def _target(start: float | None, known: float | None, delta: float, lowest: float) -> float | None:
    if start is None:
        return None
    target = _clamped(start + delta, lowest)
    if known is not None and abs(target - known) < THRESHOLD:
        return None
    return target


def _result(target: float | None, known: float | None, start: float, scale: tuple[float, float]) -> float:
    """The value that a move writes, rounded as `move_actors` does, or the one known or given before it."""
    if target is not None:
        return whole(target, scale)
    return start if known is None else known
