"""Work in small steps between events: names of a crowd, and pictures of very many relations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from executed_lines import lines_run
from samples import large
from stakemap.app.canvas.idle_scheduler import IdleScheduler
from stakemap.app.canvas.layers.stage import Stage
from stakemap.app.canvas.scene.projection import Projection
from stakemap.app.canvas.scene.scene import Scene
from stakemap.model.document import Relation, StakeMap
from stakemap.model.edits import remove_actors
from stakemap.model.records import replace
from stakemap.paint.fonts import QtMeasure
from stakemap.picture.appearance.appearance import build
from stakemap.picture.appearance.values import View
from stakemap.picture.theme import LIGHT
from stakemap.steps import Steps, run_all_steps

if TYPE_CHECKING:
    from conftest import DriveCanvas


@pytest.fixture
def spare(qapp: QApplication) -> IdleScheduler:
    owner = QObject(qapp)
    time = IdleScheduler(owner)
    time.setProperty("owner", owner)
    return time


def _count(to: int, seen: list[int]) -> Steps[str]:
    for number in range(to):
        seen.append(number)
        yield
    return f"{to} steps"


def test_steps_are_taken_in_order_and_their_result_is_told(spare: IdleScheduler, qtbot: QtBot) -> None:
    seen: list[int] = []
    told: list[str] = []
    spare.run(_count(500, seen), told.append)
    assert spare.is_busy
    assert seen == []
    qtbot.waitUntil(lambda: not spare.is_busy)
    assert seen == list(range(500))
    assert told == ["500 steps"]


def test_all_at_once_leaves_nothing_for_later(spare: IdleScheduler) -> None:
    seen: list[int] = []
    told: list[str] = []
    spare.run(_count(5, seen), told.append, at_once=True)
    assert (seen, told, spare.is_busy) == ([0, 1, 2, 3, 4], ["5 steps"], False)
    assert run_all_steps(_count(3, seen)) == "3 steps"


def test_only_the_latest_work_counts(spare: IdleScheduler, qtbot: QtBot) -> None:
    first: list[int] = []
    told: list[str] = []
    spare.run(_count(10, first), told.append)
    spare.run(_count(7, []), told.append)
    qtbot.waitUntil(lambda: not spare.is_busy)
    assert (first, told) == ([], ["7 steps"])
    spare.run(_count(10, first), told.append)
    spare.cancel()
    QApplication.processEvents()
    assert (first, told) == ([], ["7 steps"])


def test_work_that_fails_is_left_and_its_error_is_told(spare: IdleScheduler, qtbot: QtBot) -> None:
    def fails() -> Steps[None]:
        yield
        raise RuntimeError("no further")

    with qtbot.captureExceptions() as errors:
        spare.run(fails(), lambda _result: None)
        QApplication.processEvents()
    assert [str(error[1]) for error in errors] == ["no further"]
    assert not spare.is_busy


def test_work_waits_for_what_goes_before_it(spare: IdleScheduler, qtbot: QtBot) -> None:
    second = IdleScheduler(spare, behind=spare)
    order: list[str] = []
    second.run(_count(5, []), lambda _: order.append("behind"))
    spare.run(_count(3_000, []), lambda _: order.append("before"))
    qtbot.waitUntil(lambda: not second.is_busy)
    assert order == ["before", "behind"]


def test_work_can_begin_later(spare: IdleScheduler, qtbot: QtBot) -> None:
    seen: list[int] = []
    spare.run(_count(5, seen), lambda _: None, after=60_000)
    QApplication.processEvents()
    assert (seen, spare.is_busy) == ([], True)
    spare.cancel()


def _knotted(actors: int, relations: int) -> StakeMap:
    """Many relations, as far as the snapshot knows them."""
    document, ids = large(actors), [f"actor-{number}" for number in range(actors)]
    pairs = [(ids[number % actors], ids[(number * 7 + 3) % actors]) for number in range(relations)]
    drawn = {f"r{number}": Relation(source=a, target=b) for number, (a, b) in enumerate(pairs) if a != b}
    return replace(document, relations=drawn)


@pytest.mark.parametrize(
    ("actors", "relations", "zoom"), [(80, 0, 1.0), (300, 0, 1.0), (40, 100, 1.0), (300, 1_500, 6.0)]
)
def test_no_step_of_placing_names_is_a_long_one(
    qapp: QApplication, actors: int, relations: int, zoom: float
) -> None:
    whole = Projection.fitting(1_000, 700)
    # Fonts and modules that are loaded at first use are no part of a step.
    run_all_steps(
        Stage(Scene(build(_knotted(3, 3), View("issue-0", "s2"), LIGHT), whole), QtMeasure()).plan_labels(1.0)
    )
    scene = Scene(build(_knotted(actors, relations), View("issue-0", "s2"), LIGHT), whole)
    scene.set_projection(whole.scaled(zoom, (500.0, 350.0), whole), whole)
    stage = Stage(scene, QtMeasure())
    steps = stage.plan_labels(1.0)
    efforts: list[int] = []
    differs = False

    def step() -> None:
        next(steps)

    while not differs:
        try:
            efforts.append(lines_run(step))
        except StopIteration as end:
            differs = end.value
    assert len(stage.labels.plan.names) >= min(30, len(scene.in_view(0)) // 2)
    assert max(efforts) < 8_000
    assert sum(efforts) > 3 * max(efforts)


def test_names_of_a_crowd_are_placed_between_events_and_anew_after_a_change(
    drive: DriveCanvas, qtbot: QtBot
) -> None:
    canvas = drive(large(150)).canvas
    qtbot.waitUntil(lambda: canvas.is_settled)
    assert canvas.stage.labels.plan.names
    before = canvas.stage.labels.plan
    canvas.view.camera.zoom_in()
    assert not canvas.is_settled
    assert canvas.stage.labels.plan is before
    qtbot.waitUntil(lambda: canvas.is_settled)
    after = canvas.stage.labels.plan
    assert after is not before
    fresh = Stage(canvas.scene, QtMeasure())
    run_all_steps(fresh.plan_labels(1.0))
    assert fresh.labels.plan == after


def test_a_relation_that_cannot_be_drawn_is_told_of_once(
    drive: DriveCanvas, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    canvas = drive(_knotted(80, 300)).canvas
    qtbot.waitUntil(lambda: canvas.is_settled and not canvas.scheduler.is_drawing)

    def broken(*_arguments: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("stakemap.app.canvas.layers.relations.paint_relation", broken)
    with qtbot.captureExceptions() as errors:
        canvas.view.camera.zoom_in()
        qtbot.waitUntil(lambda: bool(errors))
        for _ in range(3):
            canvas.grab()
            QApplication.processEvents()
    assert [str(error[1]) for error in errors] == ["broken on purpose"]
    monkeypatch.undo()
    canvas.session.apply(remove_actors.of(["actor-1"]), label="Delete")
    qtbot.waitUntil(lambda: canvas.is_settled and not canvas.scheduler.is_drawing)
    assert not canvas.view.item.is_broken
