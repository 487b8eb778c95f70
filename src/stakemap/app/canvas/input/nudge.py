"""Nudging actors by the arrow keys; nudges that follow each other closely are one undo step."""

from __future__ import annotations

import time

from stakemap.app.canvas.input.gesture_texts import move_label
from stakemap.app.canvas.input.port import CanvasPort, Moved
from stakemap.app.canvas.scene.projection import ALIGNMENT, INFLUENCE, Range
from stakemap.editing.gesture import Gesture
from stakemap.model.document import StakeMap
from stakemap.model.edits import move_actors
from stakemap.values import frozen

#: Nudges at most this many seconds apart are one undo step.
MERGED_WITHIN = 1.0


@frozen
class _Nudged:
    """The undo step of the last nudge, its actors, start and time."""

    actors: tuple[str, ...]
    issue: str
    snapshot: str
    before: StakeMap
    after: StakeMap
    dx: int
    dy: int
    at: float


class Nudger:
    """Moves actors by whole points of the scales."""

    def __init__(self, port: CanvasPort) -> None:
        self._port = port
        self._last: _Nudged | None = None

    def nudge(self, actors: tuple[str, ...], dx: int, dy: int) -> None:
        """Move `actors` by `dx` points of alignment and `dy` of influence; raises what the session raises.

        A nudge soon after another amends its edit to the sum of both from the same start: ledger and journal
        get one change, and one undo reverts all of them.
        """
        session, view = self._port.session, self._port.view_state
        if view.issue is None or view.snapshot is None:
            return
        last = self._continued(actors, view.issue, view.snapshot)
        if last is not None:
            dx, dy = dx + last.dx, dy + last.dy
        before = last.before if last is not None else session.document
        label = move_label(before, actors)
        move = Gesture(label, before, actors, view.snapshot, view.issue)
        starts = move.positions().values()
        dx = _within([x for x, _ in starts], dx, ALIGNMENT)
        dy = _within([y for _, y in starts], dy, INFLUENCE)
        move.move(dx, dy)
        edit = move_actors.of(
            view.snapshot, view.issue, move.moves(), session.authorship, session.keep_support_below
        )
        if last is None:
            session.apply(edit, label=label, touched=actors)
        else:
            session.amend(last.after, edit, label=label, touched=actors, replace=True)
        after = session.document
        self._last = _Nudged(actors, view.issue, view.snapshot, before, after, dx, dy, time.monotonic())
        if after is not before:
            moved = Moved(actors, view.snapshot, view.issue, before, after, by_key=True)
            self._port.report_judgement(moved)

    def _continued(self, actors: tuple[str, ...], issue: str, snapshot: str) -> _Nudged | None:
        """The last nudge if this one continues it: nothing happened in between, not even saving."""
        last, session = self._last, self._port.session
        if last is None or (last.actors, last.issue, last.snapshot) != (actors, issue, snapshot):
            return None
        fresh = time.monotonic() - last.at <= MERGED_WITHIN and last.after is not last.before
        untouched = session.document is last.after and session.is_modified and not session.can_redo
        return last if fresh and untouched else None


def _within(values: list[float], change: int, scale: Range) -> int:
    """`change`, limited to what moves the last of `values` to the end of the scale."""
    least, most = scale.low - max(values), scale.high - min(values)
    return round(min(max(change, least), most))
