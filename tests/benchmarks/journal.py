"""What keeping every edit costs a window: its frames while an edit is journalled, and while none is."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator

from PySide6.QtCore import QPointF, Qt

from app_driver import documents_of
from benchmarks.hand import Hand, settle
from benchmarks.harness import BenchmarkError, Row, in_turn, median
from samples import large
from stakemap.app.kit.window import AppContext
from stakemap.app.shell.application import make_application, make_context
from stakemap.editing.session import Session
from stakemap.model.edits import Move, move_actors

__all__ = ["measure"]

#: Milliseconds that a frame may take longer because of what is journalled meanwhile.
LIMIT = 8.0
WINDOW = (1280, 800)
#: Seconds from an edit until it is surely written, in which the view is moved.
LENGTH = 0.8


def measure(runs: int) -> list[Row]:
    """Milliseconds by which the longest frame after an edit is longer than that of an edit nobody keeps."""
    make_application()
    context = make_context()
    plain, kept = in_turn(
        runs, lambda: _longest_frames(context, False), lambda: _longest_frames(context, True)
    )
    rows = []
    for number, what in enumerate(("journalling a commit", "journalling the first, with a picture,")):
        floor = median([frames[1 - number] for frames in plain])
        stalls = [frames[1 - number] - floor for frames in kept]
        rows.append(Row.cost(f"{what} on 1,000 actors stalls a frame at most", stalls, LIMIT))
    return rows


def _longest_frames(context: AppContext, is_kept: bool) -> tuple[float, float]:
    """The longest frame after the first edit, of which a map without a file is kept whole, and the second."""
    session = documents_of(context).session_for(large(1_000, 3, 3))
    if is_kept:
        documents_of(context).autosave.follow(session)
    window = context.new_window()
    window.resize(*WINDOW)
    window.show_map(session)
    window.present()
    settle(1.5)
    gc.collect()
    gc.freeze()
    hand = Hand(window.canvas)
    _frames(hand)
    longest = []
    for _ in range(2):
        _edit(session)
        # All panels follow the edit in the next frame, which has a row of its own in the table.
        settle(0.02)
        longest.append(max(_frames(hand)))
        if is_kept and not documents_of(context).autosave.writer.flush(10):
            raise BenchmarkError("the edit was not journalled")
    session.undo()
    session.undo()
    window.close()
    settle(0.1)
    return longest[0], longest[1]


def _frames(hand: Hand) -> list[float]:
    """Frames of a view that is moved to and fro for as long as journalling takes."""
    times: list[float] = []
    end = time.perf_counter() + LENGTH
    middle, button = hand.centre, Qt.MouseButton.MiddleButton
    hand.press(middle, button)
    places = _to_and_fro(middle)
    while time.perf_counter() < end:
        times += hand.frames([next(places)], button)
    hand.release(middle, button)
    return times


def _to_and_fro(middle: QPointF) -> Iterator[QPointF]:
    while True:
        for step in [*range(20), *range(20, -20, -1), *range(-20, 0)]:
            yield middle + QPointF(6 * step + 6, 2 * step)


def _edit(session: Session) -> None:
    document = session.document
    snapshot, issue = next(iter(document.snapshots)), next(iter(document.issues))
    number = len(session.history.undo_labels)
    move = {f"actor-{471 + number}": Move(alignment=12.0 + number, influence=34.0)}
    session.apply("Move", move_actors, snapshot, issue, move, session.authorship)
