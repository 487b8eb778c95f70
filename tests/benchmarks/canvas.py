"""Frames of the canvas while one actor of many is dragged and while the view moves, by true mouse events."""

from __future__ import annotations

import gc
import math
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication

from benchmarks.browser import Browser
from benchmarks.floors import WINDOW, paint_pixmaps
from benchmarks.harness import Case, Row, case
from benchmarks.mouse_driver import MouseDriver, settle
from samples import large
from stakemap.app.canvas import Canvas
from stakemap.app.canvas.scene.sizes import FEW
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.paint.fonts import load_fonts
from stakemap.picture.theme import LIGHT

__all__ = ["cases"]

#: Frames of one run.
FRAMES = 40
#: Times a bare paint of as many pixmaps (0.08 ms for 60, 0.38 for 1,000, 3.9 for 10,000): 5 ms a frame; 5 for
#: a drag, 10 for a move of the view, 50 for the worst frame; and 8, 20 and 50.
FEW_LIMIT = 62.0
LIMITS = {1_000: (13.0, 26.0, 130.0), 10_000: (2.0, 5.1, 12.8)}
#: Times what cytoscape.js takes to drag (15.5 and 128 ms a frame) and, moving a picture of all, to move the
#: view (5.4 and 7.1 ms): the same milliseconds.
BROWSER_LIMITS = {1_000: (0.32, 1.85), 10_000: (0.06, 2.8)}
#: Notches of the wheel that bring a part so near that names and ranges come into view and leave it.
NOTCHES = 8


def cases() -> Iterator[Case]:
    """A frame, from the event until it is painted and nothing is left to do."""
    _application = QApplication.instance() or QApplication([])
    load_fonts()
    yield from _few()
    for actors in LIMITS:
        yield from _many(actors)


@contextmanager
def _shown(actors: int, snapshots: int) -> Iterator[tuple[Canvas, MouseDriver]]:
    document = large(actors, 1, snapshots)
    session = Session(document, today=lambda: "2025-07-01")
    canvas = Canvas(session, ViewState.for_document(document), LIGHT)
    canvas.resize(*WINDOW)
    canvas.show()
    settle(1.0)
    gc.collect()
    gc.freeze()
    yield canvas, MouseDriver(canvas)
    canvas.close()
    canvas.deleteLater()
    settle(0.1)


def _few() -> Iterator[Case]:
    """So few that all is drawn of each: code, name, ranges, whiskers and trail."""
    with _shown(FEW, 2) as (canvas, mouse):
        what = f"drag one of {FEW} actors with all their names and ranges, a frame"
        yield case(what, lambda: _drag(mouse, canvas), paint_pixmaps(FEW), FEW_LIMIT)


def _many(actors: int) -> Iterator[Case]:
    floor = paint_pixmaps(actors)
    drag_limit, pan_limit, worst_limit = LIMITS[actors]
    drag, pan = f"drag one of {actors:,} actors, a frame", f"move the view of {actors:,} actors, a frame"
    near = (
        Row(f"move the view zoomed in on {actors:,} actors, a frame", pan_limit),
        Row(f"names of {actors:,} come into view, the worst frame", worst_limit, is_worst=True),
    )
    with _shown(actors, 1) as (canvas, mouse), Browser(actors) as browser:
        yield case(drag, lambda: _drag(mouse, canvas), floor, drag_limit)
        yield case(
            f"{drag}, against cytoscape.js",
            lambda: _drag(mouse, canvas),
            browser.drag,
            BROWSER_LIMITS[actors][0],
        )
        yield case(pan, lambda: _pan(mouse)[0], floor, pan_limit)
        yield case(
            f"{pan}, against cytoscape.js", lambda: _pan(mouse)[0], browser.pan, BROWSER_LIMITS[actors][1]
        )
        mouse.zoom(NOTCHES)
        settle()
        yield Case(near, lambda: _pan(mouse), floor)


def _drag(mouse: MouseDriver, canvas: Canvas) -> list[float]:
    """Drag the actor nearest to the middle round a circle, then back to where it was."""
    looks = canvas.scene.appearance.actors.values()
    nearest = min(looks, key=lambda look: math.hypot(look.x / 2, look.y - 50))
    begin = mouse.pixel_of(nearest.x, nearest.y)
    mouse.press(begin)
    # The first few frames draw what stays behind, once.
    mouse.frames(begin + QPointF(3 * step, 0) for step in range(2, 6))
    turn = 2 * math.pi / FRAMES
    times = mouse.frames(
        begin + QPointF(150 * math.cos(turn * step), 150 * math.sin(turn * step)) for step in range(FRAMES)
    )
    mouse.frames([begin + QPointF(1, 1), begin])
    mouse.release(begin)
    settle(0.3)
    return times


def _pan(mouse: MouseDriver) -> tuple[list[float], list[float]]:
    """Move the view by steps of six pixels, to and fro; then these frames and what comes after them."""
    middle, button = mouse.centre, Qt.MouseButton.MiddleButton
    mouse.press(middle, button)
    half = FRAMES // 4
    steps = [*range(half), *range(half, -half, -1), *range(-half, 0)]
    times = mouse.frames((middle + QPointF(6 * step + 6, 2 * step) for step in steps), button)
    mouse.release(middle, button)
    return times, times + settle()
