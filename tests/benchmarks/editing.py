"""The window on 10,000 actors, three issues, three snapshots: edits, undo, drops, nudges, pointing."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication

from app_driver import documents_of
from benchmarks.floors import WINDOW, paint_pixmaps
from benchmarks.hand import Hand, settle
from benchmarks.harness import BenchmarkError, Case, Row, case, milliseconds_of
from samples import large
from stakemap.app.shell.application import make_application, make_context
from stakemap.app.shell.main_window import MainWindow
from stakemap.model.edits import Move, move_actors

__all__ = ["cases"]

ACTORS = 10_000
#: Times a bare paint of as many pixmaps, which takes 3.9 ms: 16.7 ms, a frame of a screen that shows sixty a
#: second, for what changes the map; 8 ms for what only points.
EDIT_LIMIT, POINT_LIMIT = 4.3, 2.05
#: Seconds after which what is put off until a rest has been done too.
REST = 0.6
ACTOR = "actor-4711"
OTHERS = ("actor-1234", "actor-5678", "actor-8765")


def cases() -> Iterator[Case]:
    """From each event until all panels have been painted anew."""
    make_application()
    context = make_context()
    if context.reporter is not None:
        # What goes wrong here has to end the run, not to open a dialog.
        context.reporter.uninstall()
    window = context.new_window()
    window.resize(*WINDOW)
    window.show_map(documents_of(context).session_for(large(ACTORS, 3, 3)))
    window.present()
    hands = _Hands(window)
    hands.select(ACTOR)
    settle(2.0)
    gc.collect()
    gc.freeze()
    floor = paint_pixmaps(ACTORS)
    what = f"of {ACTORS:,} actors, with the window painted anew"
    edits = (Row(f"one edit {what}", EDIT_LIMIT), Row(f"one undo {what}", EDIT_LIMIT))
    yield Case(edits, hands.edit_and_undo, floor)
    yield case(f"one drop {what}", hands.drop, floor, EDIT_LIMIT)
    yield case(f"one nudge {what}", hands.nudge, floor, POINT_LIMIT)
    yield case(f"selecting one {what}", hands.select_others, floor, POINT_LIMIT)
    yield case(f"hovering over one {what}", hands.hover, floor, POINT_LIMIT)
    window.session = None
    window.close()
    settle(0.1)


def _edit(session: Session, snapshot: str | None, issue: str | None) -> None:
    move = {ACTOR: Move(alignment=12.0, influence=34.0)}
    session.apply(move_actors.of(snapshot, issue, move, session.authorship), label="Move", touched=(ACTOR,))


def _until_painted(action: Callable[[], object]) -> float:
    """Milliseconds from the call until nothing is left to do but to place names at rest."""

    def act() -> None:
        action()
        QApplication.processEvents()

    spent = milliseconds_of(act)
    settle(REST)
    return spent
