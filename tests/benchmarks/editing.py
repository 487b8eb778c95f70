"""The window on 10,000 actors, three issues, three snapshots: edits, undo, drops, nudges, pointing."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication

from app_driver import documents_of
from benchmarks.floors import WINDOW, paint_pixmaps
from benchmarks.harness import BenchmarkError, Case, Row, case, milliseconds_of
from benchmarks.mouse_driver import MouseDriver, settle
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


class _Hands:
    """What somebody does in a window; each leaves the map as it was."""

    def __init__(self, window: MainWindow) -> None:
        assert window.session is not None
        assert window.view is not None
        assert window.canvas is not None
        self._session, self._view, self._canvas = window.session, window.view, window.canvas
        self._mouse = MouseDriver(window.canvas)

    def edit_and_undo(self) -> tuple[float, float]:
        times = _until_painted(self._edit), _until_painted(self._session.undo)
        if self._session.is_modified:
            raise BenchmarkError("undo did not lead back")
        return times

    def _edit(self) -> None:
        move = {ACTOR: Move(alignment=12.0, influence=34.0)}
        snapshot, issue, authorship = self._view.snapshot, self._view.issue, self._session.authorship
        edit = move_actors.of(snapshot, issue, move, authorship)
        self._session.apply(edit, label="Move", touched=(ACTOR,))

    def drop(self) -> float:
        """Letting go of an actor, until all panels tell where it is and the card that asks why is open."""
        begin = self._place_of(ACTOR)
        self._mouse.press(begin)
        self._mouse.frames(begin + QPointF(4 * step, 0) for step in range(2, 12))
        spent = self._mouse.drop(begin + QPointF(44, 0))
        settle(REST)
        self._take_back()
        return spent

    def nudge(self) -> list[float]:
        """The first arrow key, and two more that soon follow it."""
        times = []
        for _ in range(3):
            times.append(self._mouse.key(Qt.Key.Key_Right))
            settle(REST)
        self._take_back()
        return times

    def select(self, actor: str) -> None:
        self._view.set(selection=frozenset({actor}), primary=actor)

    def select_others(self) -> list[float]:
        times = [_until_painted(partial(self.select, actor)) for actor in OTHERS]
        self.select(ACTOR)
        settle(REST)
        return times

    def hover(self) -> list[float]:
        """The pointer jumps from actor to actor, with no button down."""
        places = [self._place_of(actor) for actor in (*OTHERS, ACTOR)]
        times = self._mouse.frames(places, Qt.MouseButton.NoButton)
        settle(REST)
        return times

    def _place_of(self, actor: str) -> QPointF:
        place = self._canvas.scene.place_of(actor)
        if place is None:
            raise BenchmarkError(f"{actor} is not on stage")
        return QPointF(*place)

    def _take_back(self) -> None:
        if not self._session.is_modified:
            raise BenchmarkError("nothing was moved")
        while self._session.is_modified:
            self._session.undo()
        settle(REST)


def _until_painted(action: Callable[[], object]) -> float:
    """Milliseconds from the call until nothing is left to do but to place names at rest."""

    def act() -> None:
        action()
        QApplication.processEvents()

    spent = milliseconds_of(act)
    settle(REST)
    return spent
