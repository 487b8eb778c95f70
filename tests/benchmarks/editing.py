"""Edits, undo and drops in a window on 10,000 actors, three issues, three snapshots: model and views."""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from app_driver import documents_of
from benchmarks.hand import Hand, settle
from benchmarks.harness import BenchmarkError, Row, Spent, in_turn, spent_on
from samples import large
from stakemap.app.shell.application import make_application, make_context
from stakemap.app.shell.main_window import MainWindow
from stakemap.editing.session import Session
from stakemap.model.edits import Move, move_actors

__all__ = ["measure"]

#: A frame of a screen that shows sixty a second, in milliseconds.
LIMIT = 16.7
WINDOW = (1280, 800)
#: Seconds after which what is put off until a rest has been done too.
REST = 0.6
ACTOR = "actor-4711"


def measure(runs: int) -> list[Row]:
    """Milliseconds until all panels have been painted anew."""
    make_application()
    context = make_context()
    if context.reporter is not None:
        # What goes wrong here has to end the run, not to open a dialog.
        context.reporter.uninstall()
    window = context.new_window()
    session = documents_of(context).session_for(large(10_000, 3, 3))
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
    drops = [_drop(window) for _ in range(3 * runs)]
    window.session = None
    window.close()
    settle(0.1)
    what = "of 10,000 actors, with the window painted anew"
    return [
        Row.cost(f"one edit {what}", edits, LIMIT),
        Row.cost(f"one undo {what}", undos, LIMIT),
        Row.cost(f"one drop {what}", drops, LIMIT),
    ]


def _edit(session: Session, snapshot: str | None, issue: str | None) -> None:
    move = {ACTOR: Move(alignment=12.0, influence=34.0)}
    session.apply("Move", move_actors, snapshot, issue, move, session.authorship, touched=(ACTOR,))


def _drop(window: MainWindow) -> Spent:
    """Milliseconds from letting go of an actor until all panels tell where it is; the card that asks why is
    closed, and all is as before.
    """
    assert window.session is not None
    assert window.canvas is not None
    hand = Hand(window.canvas)
    place = window.canvas.scene.place_of(ACTOR)
    if place is None:
        raise BenchmarkError("the actor is not on stage")
    begin = QPointF(*place)
    hand.press(begin)
    hand.frames(begin + QPointF(4 * step, 0) for step in range(2, 12))
    spent = hand.drop(begin + QPointF(44, 0))
    settle(REST)
    if not window.session.is_modified:
        raise BenchmarkError("nothing was dropped")
    window.session.undo()
    settle(REST)
    return spent


def _until_painted(action: Callable[[], object]) -> Spent:
    """Milliseconds from the call until nothing is left to do but to place names at rest."""

    def act() -> None:
        action()
        QApplication.processEvents()

    spent = spent_on(act)
    settle(REST)
    return spent
