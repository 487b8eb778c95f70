"""One edit and one undo in a window on 10,000 actors, three issues, three snapshots: model and views."""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from benchmarks.hand import settle
from benchmarks.harness import BenchmarkError, Row, in_turn, seconds_of
from samples import large
from stakemap.app.application import make_application, make_desk
from stakemap.editing.session import Session
from stakemap.model.edits import Move, move_actors

__all__ = ["measure"]

#: A frame of a screen that shows sixty a second, in milliseconds.
LIMIT = 16.7
WINDOW = (1280, 800)
ACTOR = "actor-4711"


def measure(runs: int) -> list[Row]:
    """Milliseconds until all panels have been painted anew."""
    make_application()
    desk = make_desk()
    window = desk.new_window()
    session = desk.session_for(large(10_000, 3, 3))
    window.resize(*WINDOW)
    window.show_map(session)
    window.present()
    view = window.view
    assert view is not None
    view.set(selection=frozenset({ACTOR}), primary=ACTOR)
    settle(2.0)
    gc.collect()
    gc.freeze()

    edits, undos = in_turn(
        3 * runs,
        lambda: _until_painted(lambda: _edit(session, view.snapshot, view.issue)),
        lambda: _until_painted(session.undo),
    )
    if session.is_modified:
        raise BenchmarkError("undo did not lead back")
    window.close()
    settle(0.1)
    what = "of 10,000 actors, with the window painted anew"
    return [Row.cost(f"one edit {what}", edits, LIMIT), Row.cost(f"one undo {what}", undos, LIMIT)]


def _edit(session: Session, snapshot: str | None, issue: str | None) -> None:
    move = {ACTOR: Move(alignment=12.0, influence=34.0)}
    session.apply("Move", move_actors, snapshot, issue, move, session.authorship, touched=(ACTOR,))


def _until_painted(action: Callable[[], object]) -> float:
    """Milliseconds from the call until nothing is left to do but to place names at rest."""

    def act() -> None:
        action()
        QApplication.processEvents()

    spent = seconds_of(act) * 1_000
    settle(0.25)
    return spent
