"""The window on 500 actors, ten snapshots and 2,000 relations: drags, steps in time, search, balance."""

from __future__ import annotations

import gc
import math
import time
from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from app_driver import Parts, documents_of
from benchmarks.floors import WINDOW, draw_numbers, paint_pixmaps
from benchmarks.harness import BenchmarkError, Case, Row, case, milliseconds_of
from benchmarks.mouse_driver import MouseDriver, settle
from samples import large
from stakemap.analysis.balance.intervals import DRAWS
from stakemap.app.shell.application import make_application, make_context
from stakemap.app.shell.main_window import MainWindow
from stakemap.model.document import Relation, StakeMap
from stakemap.model.judgements import SalienceEstimate, Stance, Tie
from stakemap.model.order import snapshots_in_order
from stakemap.model.records import replace

__all__ = ["cases"]

ACTORS, ISSUES, SNAPSHOTS, RELATIONS = 500, 3, 10, 2_000
#: Frames of one run.
FRAMES = 20
#: Times a bare paint of as many pixmaps as there are actors and relations, which takes 0.86 ms: a frame at
#: sixty a second (16.7 ms), one at thirty, what feels immediate (50 ms), what nobody notices (8 ms).
FRAME, WALKING, AT_ONCE, TURN = 19.4, 38.8, 58.0, 9.3
#: Times numpy's bare draw of as many random numbers, which takes 6.7 ms: 200 ms.
INTERVAL = 30.0


def cases() -> Iterator[Case]:
    """In a window with all its panels."""
    make_application()
    context = make_context()
    if context.reporter is not None:
        # What goes wrong here has to end the run, not to open a dialog.
        context.reporter.uninstall()
    window = context.new_window()
    window.resize(*WINDOW)
    window.show_map(documents_of(context).session_for(_map()))
    window.present()
    settle(2.0)
    gc.collect()
    gc.freeze()
    paint, draw = paint_pixmaps(ACTORS + RELATIONS), draw_numbers(3, DRAWS, ACTORS)
    walk = (
        Row("step to another snapshot, the first frame", AT_ONCE),
        Row("actors walk from snapshot to snapshot, a frame", WALKING),
    )
    weigh = (
        Row("the balance's interval is there after a drop", INTERVAL),
        Row("work on the interval, a turn of the window meanwhile", TURN),
    )
    yield case("drag one of 500 actors with 2,000 relations, a frame", partial(_drag, window), paint, FRAME)
    yield Case(walk, partial(_walk, window), paint)
    yield case("search among 500 actors, a key", partial(_search, window), paint, AT_ONCE)
    # The first drop, in the round that does not count, makes the card that asks why; it is like no other.
    yield Case(weigh, partial(_weigh, window), lambda: (draw(), paint()))
    window.session = None
    window.close()
    settle(0.1)


def _map() -> StakeMap:
    document = large(ACTORS, ISSUES, SNAPSHOTS)
    actors = list(document.actors)
    relations = {
        f"relation-{number}": Relation(
            source=actors[number % ACTORS], target=actors[(number * 7 + 1 + number // ACTORS) % ACTORS]
        )
        for number in range(RELATIONS)
    }
    relations = {key: each for key, each in relations.items() if each.source != each.target}
    ties = {key: Tie(strength=number % 7 - 3) for number, key in enumerate(relations)}
    snapshots = {
        key: replace(
            snapshot,
            ties=ties if number == 0 else {},
            stances={issue: _ranged(stances) for issue, stances in snapshot.stances.items()},
        )
        for number, (key, snapshot) in enumerate(document.snapshots.items())
    }
    return replace(document, relations=relations, snapshots=snapshots)


def _ranged(stances: dict[str, Stance]) -> dict[str, Stance]:
    """Every salience with a range, without which there is no interval."""
    ranged = {}
    for actor, stance in stances.items():
        assert stance.salience is not None
        value = stance.salience.value
        salience = SalienceEstimate(value=value, low=max(0.0, value - 10), high=min(100.0, value + 10))
        ranged[actor] = replace(stance, salience=salience)
    return ranged


def _drag(window: MainWindow) -> list[float]:
    assert window.canvas is not None
    mouse = MouseDriver(window.canvas)
    _, place = _nearest_to_the_middle(window)
    begin = mouse.pixel_of(*place)
    mouse.press(begin)
    mouse.frames(begin + QPointF(3 * step, 0) for step in range(2, 6))
    turn = 2 * math.pi / FRAMES
    times = mouse.frames(
        begin + QPointF(90 * math.cos(turn * step), 90 * math.sin(turn * step)) for step in range(FRAMES)
    )
    window.canvas.cancel_gesture()
    mouse.release(begin)
    settle(0.3)
    return times


def _nearest_to_the_middle(window: MainWindow) -> tuple[str, tuple[float, float]]:
    assert window.canvas is not None
    looks = window.canvas.scene.appearance.actors.values()
    look = min(looks, key=lambda look: math.hypot(look.x / 2, look.y - 50))
    return look.actor, (look.x, look.y)


def _walk(window: MainWindow) -> tuple[list[float], list[float]]:
    """Milliseconds of the first frame and of each frame while the actors walk, to a snapshot and back."""
    view, session = window.view, window.session
    assert view is not None
    assert session is not None
    *_, previous, latest = snapshots_in_order(session.document)

    def step(snapshot: str) -> None:
        view.set(snapshot=snapshot)
        QApplication.processEvents()

    starts: list[float] = []
    steps: list[float] = []
    for snapshot in (previous, latest):
        starts.append(milliseconds_of(partial(step, snapshot)))
        steps += [turn for turn in settle(0.3) if turn > 1.0]
        settle(0.3)
    return starts, steps


def _search(window: MainWindow) -> list[float]:
    search = Parts(window).filters

    def type_in(query: str) -> None:
        search.search(query)
        QApplication.processEvents()

    queries = ("a", "ac", "act", "acto", "actor 4", "actor 47", "")
    return [milliseconds_of(partial(type_in, query)) for query in queries]


def _weigh(window: MainWindow) -> tuple[float, list[float]]:
    """Milliseconds from a drop until the interval is shown, and of each turn of the window meanwhile."""
    assert window.session is not None
    assert window.canvas is not None
    bar = Parts(window).balance.bar
    if bar is None:
        raise BenchmarkError("the balance is not shown")
    # What the search left to be drawn is none of this.
    settle(1.0)
    mouse = MouseDriver(window.canvas)
    _, place = _nearest_to_the_middle(window)
    begin = mouse.pixel_of(*place)
    mouse.press(begin)
    mouse.frames(begin + QPointF(4 * step, 0) for step in range(2, 12))
    if bar.watch.intervals is not None:
        raise BenchmarkError("an interval was told of a place that was not judged yet")
    start = time.perf_counter()
    # What the drop itself costs is another row's.
    mouse.drop(begin + QPointF(44, 0))
    turns: list[float] = []
    while bar.watch.intervals is None:
        turns.append(milliseconds_of(QApplication.processEvents))
        if time.perf_counter() - start > 10:
            raise BenchmarkError("the interval never came")
        time.sleep(0.001)
    spent = (time.perf_counter() - start) * 1_000
    window.session.undo()
    settle(1.0)
    # In the others nothing happened.
    return spent, [turn for turn in turns if turn > 0.5]
