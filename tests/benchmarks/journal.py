"""What keeping every edit costs a window: its frames while an edit is journalled, and while none is."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QPointF, Qt

from app_driver import documents_of
from benchmarks.floors import WINDOW, sync_row
from benchmarks.harness import BenchmarkError, Case, Measure, Row, isolated_environment
from benchmarks.mouse_driver import MouseDriver, settle
from samples import large
from stakemap.app.kit.window import AppContext
from stakemap.app.shell.application import make_application, make_context
from stakemap.editing.session import Session
from stakemap.model.edits import Move, move_actors
from stakemap.storage.codec import encode

__all__ = ["cases"]

#: Times a bare write and sync by SQLite: 8 ms beside 0.19 ms for an edit, and beside 5.6 ms for a whole map.
EDIT_LIMIT, PICTURE_LIMIT = 42.0, 1.43
#: About the bytes that an edit leaves in the journal.
EDIT_BYTES = 1_000
#: Seconds from an edit until it is surely written, in which the view is moved.
LENGTH = 0.8


def cases() -> Iterator[Case]:
    """By how much the longest frame after an edit is longer than that of an edit nobody keeps."""
    make_application()
    context = make_context()
    rows = (
        Row("journalling the first of 1,000 actors, with a picture, stalls a frame", PICTURE_LIMIT),
        Row("journalling a commit on 1,000 actors stalls a frame", EDIT_LIMIT),
    )

    def stalls() -> tuple[float, float]:
        plain, kept = _longest_frames(context, False), _longest_frames(context, True)
        return kept[0] - plain[0], kept[1] - plain[1]

    with isolated_environment() as (_, folder):
        yield Case(rows, stalls, _bare(folder))


def _bare(folder: Path) -> Measure:
    picture = sync_row(folder, encode(large(1_000, 3, 3)))
    edit = sync_row(folder, bytes(EDIT_BYTES))
    return lambda: (picture(), edit())


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
    mouse = MouseDriver(window.canvas)
    _frames(mouse)
    longest = []
    for _ in range(2):
        _edit(session)
        # All panels follow the edit in the next frame, which has a row of its own in the table.
        settle(0.02)
        longest.append(max(_frames(mouse)))
        if is_kept and not documents_of(context).autosave.writer.flush(10):
            raise BenchmarkError("the edit was not journalled")
    session.undo()
    session.undo()
    window.close()
    settle(0.1)
    return longest[0], longest[1]


def _frames(mouse: MouseDriver) -> list[float]:
    """Frames of a view that is moved to and fro for as long as journalling takes."""
    times: list[float] = []
    end = time.perf_counter() + LENGTH
    middle, button = mouse.centre, Qt.MouseButton.MiddleButton
    mouse.press(middle, button)
    places = _to_and_fro(middle)
    while time.perf_counter() < end:
        times += mouse.frames([next(places)], button)
    mouse.release(middle, button)
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
    session.apply(move_actors.of(snapshot, issue, move, session.authorship), label="Move")
