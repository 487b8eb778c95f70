"""Frames of the canvas while one actor of many is dragged and while the view moves, by true mouse events."""

from __future__ import annotations

import gc
import math

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication

from benchmarks.hand import Hand, settle
from benchmarks.harness import Row
from samples import large
from stakemap.app.canvas import Canvas
from stakemap.app.canvas.sizes import FEW
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.paint.fonts import load_fonts
from stakemap.picture.theme import LIGHT

__all__ = ["measure"]

FRAMES = 120
WINDOW = (1280, 800)
#: Milliseconds a frame: for so many actors, while one is dragged and while the view is moved.
LIMITS = {1_000: (5.0, 10.0), 10_000: (8.0, 20.0)}
WORST_LIMIT = 50.0
#: Notches of the wheel that bring a part so near that names and ranges come into view and leave it.
NOTCHES = 8


def measure(runs: int) -> list[Row]:
    """Milliseconds a frame; every run is `FRAMES` frames, of which the table has the median or the worst."""
    application = QApplication.instance() or QApplication([])
    load_fonts()
    turns = max(1, runs // 3)
    rows = [_measure_few(turns)]
    rows += [row for actors, limits in LIMITS.items() for row in _measure(actors, limits, turns)]
    application.processEvents()
    return rows


def _measure(actors: int, limits: tuple[float, float], runs: int) -> list[Row]:
    document = large(actors, 1, 1)
    session = Session(document, today=lambda: "2025-07-01")
    canvas = Canvas(session, ViewState.for_document(document), LIGHT)
    canvas.resize(*WINDOW)
    canvas.show()
    settle()
    gc.collect()
    gc.freeze()
    hand = Hand(canvas)
    drags: list[float] = []
    pans: list[float] = []
    for _ in range(runs):
        drags += _drag(hand, canvas)
        pans += _pan(hand)
    hand.zoom(NOTCHES)
    settle()
    near: list[float] = []
    afterwards: list[float] = []
    for _ in range(runs):
        near += _pan(hand)
        afterwards += settle()
    canvas.close()
    canvas.deleteLater()
    settle(0.1)
    return [
        Row.cost(f"drag one of {actors:,} actors, a frame", drags, limits[0]),
        Row.cost(f"move the view of {actors:,} actors, a frame", pans, limits[1]),
        Row.cost(f"move the view zoomed in on {actors:,} actors, a frame", near, limits[1]),
        Row.worst(f"names of {actors:,} come into view, the worst frame", near + afterwards, WORST_LIMIT),
    ]


def _measure_few(runs: int) -> Row:
    """So few that all is drawn of each: code, name, ranges, whiskers and trail."""
    document = large(FEW, 1, 2)
    session = Session(document, today=lambda: "2025-07-01")
    canvas = Canvas(session, ViewState.for_document(document), LIGHT)
    canvas.resize(*WINDOW)
    canvas.show()
    settle(1.0)
    hand = Hand(canvas)
    drags: list[float] = []
    for _ in range(runs):
        drags += _drag(hand, canvas)
    canvas.close()
    canvas.deleteLater()
    settle(0.1)
    what = f"drag one of {FEW} actors with all their names and ranges, a frame"
    return Row.cost(what, drags, LIMITS[1_000][0])


def _drag(hand: Hand, canvas: Canvas) -> list[float]:
    """Drag the actor nearest to the middle round a circle, then back to where it was."""
    looks = canvas.scene.appearance.actors.values()
    nearest = min(looks, key=lambda look: math.hypot(look.x / 2, look.y - 50))
    begin = hand.pixel_of(nearest.x, nearest.y)
    hand.press(begin)
    # The first few frames draw what stays behind, once.
    hand.frames(begin + QPointF(3 * step, 0) for step in range(2, 6))
    turn = 2 * math.pi / FRAMES
    times: list[float] = []
    times += hand.frames(
        begin + QPointF(150 * math.cos(turn * step), 150 * math.sin(turn * step)) for step in range(FRAMES)
    )
    hand.frames([begin + QPointF(1, 1), begin])
    hand.release(begin)
    settle(0.3)
    return times


def _pan(hand: Hand) -> list[float]:
    """Move the view by steps of six pixels, to and fro."""
    middle, button = hand.centre, Qt.MouseButton.MiddleButton
    hand.press(middle, button)
    half = FRAMES // 4
    steps = [*range(half), *range(half, -half, -1), *range(-half, 0)]
    times: list[float] = []
    times += hand.frames((middle + QPointF(6 * step + 6, 2 * step) for step in steps), button)
    hand.release(middle, button)
    settle(0.3)
    return times
