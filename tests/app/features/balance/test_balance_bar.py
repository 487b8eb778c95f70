"""The live balance: its words, how it follows drags and edits, its intervals, and that it can be hidden."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app_driver import Driver, named
from samples import alignment, influence, large, sample
from stakemap.analysis.balance.balance import balance
from stakemap.analysis.balance.counted import gather
from stakemap.app.canvas.layers.axis_marks import boxes
from stakemap.app.canvas.scene.interaction import AxisMarks
from stakemap.app.features.balance.bar import BalanceBar
from stakemap.app.features.balance.texts import figure_rows, tooltip_text
from stakemap.app.kit.widgets.choice_box import NumberBox
from stakemap.model.document import Actor, Issue, Snapshot, StakeMap
from stakemap.model.edits import Authorship, Move, move_actors, remove_actors, update_issue
from stakemap.model.judgements import Stance, Standing
from stakemap.model.resolve import Resolver
from stakemap.picture.labels.occupancy import Box

OpenWindow = Callable[..., Driver]


def _bar(driver: Driver) -> BalanceBar:
    bar = driver.balance.bar
    assert bar is not None
    return bar


def _settled(qtbot: QtBot, driver: Driver) -> BalanceBar:
    bar = _bar(driver)
    qtbot.waitUntil(lambda: bar.watch.result is not None and not bar.watch.awaits_interval, timeout=5_000)
    return bar


def _ranged() -> StakeMap:
    """Two actors with every range, one of which can block and is against."""
    return StakeMap(
        id=sample().id,
        actors={"a": Actor(name="Alba"), "b": Actor(name="Bora"), "c": Actor(name="Cela")},
        issues={"i": Issue(name="Bridge", low_label="Leave it", high_label="Build it")},
        snapshots={
            "2025": Snapshot(
                label="2025",
                date="2025",
                standings={
                    "a": Standing(influence=influence(80, 70, 90)),
                    "b": Standing(influence=influence(40, 30, 50)),
                },
                stances={
                    "i": {
                        "a": Stance(alignment=alignment(60, 40, 80)),
                        "b": Stance(alignment=alignment(-50, -70, -30), role="can-block"),
                        "c": Stance(state="unknown", influence=influence(30)),
                    }
                },
            )
        },
    )


def boxes_of(marks: AxisMarks, driver: Driver) -> list[Box]:
    """What marks fill on the canvas, in pixels."""
    scene = driver.canvas.scene
    kept, scene.interaction.axis_marks = scene.interaction.axis_marks, marks
    found = boxes(scene)
    scene.interaction.axis_marks = kept
    return found


def test_it_says_who_blocks_and_who_is_left_out(qtbot: QtBot, open_map: OpenWindow) -> None:
    driver = open_map(_ranged())
    driver.window.resize(1900, 800)
    bar = _settled(qtbot, driver)
    assert bar.verdict.text() == "The weight of influence favours “Build it”. Bora can block it."
    assert bar.facts.text() == "Weighted mean +23, slightly for · 1 for, 1 against, 1 without a position"
    assert "Cela" in tooltip_text(bar.watch)
    assert "Influence: 80 for, 40 against, 0 undecided." in bar.picture.accessibleDescription()


def test_no_side_is_called_before_the_ranges_are_weighed(
    qtbot: QtBot, open_map: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stakemap.app.features.balance.watch.FIRST_DELAY", 600_000)
    driver = open_map(_ranged())
    bar = _bar(driver)
    qtbot.waitUntil(lambda: bar.watch.result is not None, timeout=2_000)
    assert bar.verdict.text() == "Calculating intervals…"
    assert bar.picture.accessibleDescription().startswith("Calculating intervals…")
    # An edit does not wait until the window has opened.
    moves = {"a": Move(61.0, None)}
    driver.session.apply(move_actors.of("2025", "i", moves, Authorship("T", None)), label="Move")
    qtbot.waitUntil(lambda: "Build it" in bar.verdict.text(), timeout=5_000)


def test_the_interval_comes_after_a_moment(qtbot: QtBot, open_map: OpenWindow) -> None:
    bar = _settled(qtbot, open_map(_ranged()))
    qtbot.waitUntil(lambda: bar.watch.intervals is not None, timeout=2_000)
    found = bar.watch.intervals
    assert found is not None
    assert found.support.low < 80 < found.support.high
    assert "2,000 draws" in bar.picture.accessibleDescription()


def test_missing_ranges_bar_it_and_are_counted(qtbot: QtBot, open_map: OpenWindow) -> None:
    bar = _settled(qtbot, open_map(sample()))
    assert bar.watch.missing
    assert "No interval:" in bar.picture.accessibleDescription()
    assert bar.watch.intervals is None


def test_it_follows_a_drag_and_its_end(qtbot: QtBot, open_map: OpenWindow) -> None:
    driver = open_map(_ranged())
    bar = _settled(qtbot, driver)
    gesture = driver.session.begin("Move Alba", ["a"], "2025", "i")
    gesture.move(-120, 0)
    assert bar.verdict.text() == "Favours “Leave it”."
    assert bar.facts.text().startswith("Weighted mean −57")
    assert bar.watch.is_live
    assert bar.watch.intervals is None
    gesture.rollback()
    qtbot.waitUntil(lambda: "Build it" in bar.verdict.text(), timeout=1_000)
    moves = {"a": Move(-60.0, None)}
    driver.session.apply(move_actors.of("2025", "i", moves, Authorship("T", None)), label="Move")
    qtbot.waitUntil(lambda: "Leave it" in bar.verdict.text(), timeout=1_000)
    driver.session.undo()
    qtbot.waitUntil(lambda: "Build it" in bar.verdict.text(), timeout=1_000)


def test_it_is_hidden_for_good_and_costs_nothing_then(qtbot: QtBot, open_map: OpenWindow) -> None:
    driver = open_map(_ranged())
    bar = _settled(qtbot, driver)
    driver.trigger("balance-bar")
    assert not bar.isVisible()
    assert bar.watch.result is None
    driver.session.apply(
        move_actors.of("2025", "i", {"a": Move(-60.0, None)}, Authorship("T", None)), label="Move"
    )
    QApplication.processEvents()
    assert bar.watch.result is None
    assert driver.context.store.load().balance_shown is False
    driver.trigger("balance-bar")
    qtbot.waitUntil(lambda: "Leave it" in bar.verdict.text(), timeout=1_000)


def test_it_is_shown_again_in_a_window_that_keeps_its_size(qtbot: QtBot, open_map: OpenWindow) -> None:
    driver = open_map(_ranged())
    bar = _settled(qtbot, driver)
    for _ in range(2):
        driver.trigger("balance-bar")
        # The room of the bar has gone to the canvas only once the request for a new layout has come.
        qtbot.waitUntil(lambda: driver.canvas.height() == driver.canvas.parentWidget().height())
        driver.trigger("balance-bar")
        qtbot.waitUntil(lambda: not bar.visibleRegion().isEmpty())


def test_details_tell_formulas_and_change_who_is_undecided(qtbot: QtBot, open_map: OpenWindow) -> None:
    driver = open_map(_ranged())
    bar = _settled(qtbot, driver)
    driver.trigger("balance-in-full")
    details = bar.details
    assert details is not None
    assert "Achen 2006" in details.text.toPlainText()
    assert "Cela" in details.text.toPlainText()
    assert details.verdict.text() == "The weight of influence favours “Build it”. Bora can block it."
    assert bar.verdict.text() == "Favours “Build it”. Bora can block it."
    assert "Actors: 1 for, 1 against, 1 without a position." in details.text.toPlainText()
    assert "by influence alone" in details.text.toPlainText()
    figures = {row[0]: row[1:] for row in figure_rows(bar.watch)}
    assert figures["For"][0] == "80"
    assert figures["For minus against"][0] == "+40"
    shown = [label.text() for label in details.figures.findChildren(QLabel)]
    assert set(figures) | {"Influence", "80", "+40"} <= set(shown)
    details.threshold.setValue(50)
    result = bar.watch.result
    assert result is not None
    assert (result.threshold, result.opposition) == (50, 40)
    details.threshold.setValue(20)
    assert driver.context.store.load().undecided_below == 20
    details.margin.setValue(40)
    assert bar.verdict.text() == "Evenly balanced. Bora can block “Build it”.", (
        "40 of 120 is less than 40 per cent"
    )
    driver.context.change_settings(evenly_within=20.0)
    assert details.margin.value() == 20
    assert "Build it" in bar.verdict.text()
    details.close()


def test_an_interval_across_nought_is_not_called_and_details_say_why(
    qtbot: QtBot, open_map: OpenWindow
) -> None:
    document = _ranged()
    judged = Standing(influence=influence(40, 5, 95))
    wide = document.snapshots["2025"].model_copy(update={"standings": {"a": judged, "b": judged}})
    near = alignment(20, -60, 60)
    stances = {"i": {"a": Stance(alignment=near), "b": Stance(alignment=alignment(-5, -60, 60))}}
    driver = open_map(
        document.model_copy(
            update={
                "actors": {key: document.actors[key] for key in "ab"},
                "snapshots": {"2025": wide.model_copy(update={"stances": stances})},
            }
        )
    )
    bar = _settled(qtbot, driver)
    called = "Too uncertain to call."
    qtbot.waitUntil(lambda: bar.verdict.text() == called, timeout=2_000)
    gesture = driver.session.begin("Move Alba", ["a"], "2025", "i")
    gesture.move(5, 0)
    assert bar.watch.is_live
    assert bar.verdict.text() == called, "nor is a side called until the interval is there again"
    gesture.rollback()
    driver.trigger("balance-in-full")
    details, why = bar.details, "within the ranges, either side could lead."
    assert details is not None
    qtbot.waitUntil(lambda: details.verdict.text().endswith(why), timeout=2_000)
    details.close()


@pytest.mark.parametrize("width", [1900, 1200, 760, 480, 320])
def test_it_is_one_line_that_keeps_the_verdict_at_any_width(
    qtbot: QtBot, open_map: OpenWindow, width: int
) -> None:
    bar = _settled(qtbot, open_map(_ranged()))
    bar.setParent(None)
    qtbot.addWidget(bar)
    bar.resize(width, bar.height())
    bar.show()
    qtbot.waitUntil(lambda: bar.watch.result is not None and not bar.watch.awaits_interval, timeout=5_000)
    QApplication.processEvents()
    assert bar.width() == width
    assert 28 <= bar.height() <= 34
    parts = [part for part in (bar.verdict, bar.facts, bar.picture, bar.details_button) if part.isVisible()]
    assert bar.verdict.width() >= 90
    for part, after in pairwise(parts):
        assert part.geometry().right() < after.geometry().left()
    assert all(bar.rect().contains(part.geometry()) for part in parts)
    if bar.facts.isVisible():
        room = bar.facts.contentsRect().width()
        assert bar.facts.fontMetrics().horizontalAdvance(bar.facts.text()) <= room, "never elided"
    assert bar.facts.isVisible() == (width > 480)
    assert ("1 against" in bar.facts.text()) == (width > 760)
    assert ("The weight of influence" in bar.verdict.text()) == (width > 760)
    assert "“Build it”" in bar.verdict.text()


@pytest.mark.parametrize("label", ["Build it", "Build it with limits for dry years that bind"])
def test_the_weighted_mean_gives_way_to_the_verdict(qtbot: QtBot, open_map: OpenWindow, label: str) -> None:
    bar = _settled(qtbot, open_map(update_issue(_ranged(), "i", high_label=label)))
    bar.setParent(None)
    qtbot.addWidget(bar)
    bar.resize(620, bar.height())
    bar.show()
    qtbot.waitUntil(lambda: bar.watch.result is not None and not bar.watch.awaits_interval, timeout=5_000)
    QApplication.processEvents()
    called = f"Favours “{label}”."
    assert bar.verdict.text() == f"{called} Bora can block it."
    assert bar.verdict.fontMetrics().horizontalAdvance(called) <= bar.verdict.width()
    assert bar.facts.isVisible() == (label == "Build it")


@pytest.mark.parametrize(
    ("width", "ends"),
    [
        (1900, ("Leave the river as it is 33 %", "67 % Build it")),
        (1050, ("Against 33 %", "67 % For")),
        (480, ("33 %", "67 %")),
    ],
)
def test_the_ends_of_the_bar_are_named_as_there_is_room(
    qtbot: QtBot, open_map: OpenWindow, width: int, ends: tuple[str, str]
) -> None:
    bar = _settled(qtbot, open_map(update_issue(_ranged(), "i", low_label="Leave the river as it is")))
    bar.setParent(None)
    qtbot.addWidget(bar)
    bar.resize(width, bar.height())
    bar.show()
    qtbot.waitUntil(lambda: bar.watch.result is not None and not bar.watch.awaits_interval, timeout=5_000)
    QApplication.processEvents()
    assert bar.picture.ends == ends
    bar.picture.grab()


def test_ends_without_labels_are_against_and_for(qtbot: QtBot, open_map: OpenWindow) -> None:
    driver = open_map(update_issue(_ranged(), "i", low_label="", high_label=""))
    driver.window.resize(1900, 800)
    bar = _settled(qtbot, driver)
    assert bar.picture.ends == ("Against 33 %", "67 % For")


def test_details_are_reached_by_keyboard_and_named(qtbot: QtBot, open_map: OpenWindow) -> None:
    bar = _settled(qtbot, open_map(_ranged()))
    bar.details_button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(bar.details_button, Qt.Key.Key_Space)
    details = bar.details
    assert details is not None
    assert details.isVisible()
    assert named(details, NumberBox, "Count as undecided below ±") is details.threshold
    assert named(details, NumberBox, "Count as evenly balanced within ±") is details.margin
    details.close()


def test_the_hover_has_formula_and_source(qtbot: QtBot, open_map: OpenWindow) -> None:
    bar = _settled(qtbot, open_map(_ranged()))
    assert "Efird, Lester and Wise 2016" in tooltip_text(bar.watch)


def test_pointing_anywhere_at_the_bar_tells_all(qtbot: QtBot, open_map: OpenWindow) -> None:
    bar = _settled(qtbot, open_map(_ranged()))
    for target in (bar, bar.verdict, bar.facts, bar.picture):
        bar.setToolTip("")
        place = target.rect().center()
        event = QHelpEvent(QEvent.Type.QueryWhatsThis, place, target.mapToGlobal(place))
        QApplication.sendEvent(target, event)
        shown = bar.toolTip()
        assert "Achen 2006" in shown
        assert "Black 1948" in shown


def test_mean_and_median_are_marked_on_the_axis_of_the_canvas_on_request(
    qtbot: QtBot, open_map: OpenWindow
) -> None:
    driver = open_map(_ranged())
    bar = _settled(qtbot, driver)
    qtbot.waitUntil(lambda: bar.watch.intervals is not None, timeout=2_000)
    assert driver.canvas.scene.interaction.axis_marks is None
    bar.show_details()
    assert bar.details is not None
    bar.details.marks.click()
    assert driver.window.host.actions["balance-marks"].isChecked()
    assert driver.context.store.load().balance_marks_shown
    bar.details.close()
    marks, found, result = driver.canvas.scene.interaction.axis_marks, bar.watch.intervals, bar.watch.result
    assert marks is not None
    assert found is not None
    assert result is not None
    assert (marks.mean, marks.median) == (result.mean, result.median)
    assert marks.mean_interval == (found.mean.low, found.mean.high)
    assert marks.median_interval == (found.median.low, found.median.high)
    with_marks = driver.canvas.view.grab().toImage()
    driver.canvas.set_axis_marks(None)
    without = driver.canvas.view.grab().toImage()
    box = boxes_of(marks, driver)[1]
    x, y = (round(side * with_marks.devicePixelRatio()) for side in box.centre)
    assert with_marks.pixelColor(x, y) != without.pixelColor(x, y)


def test_the_marks_follow_a_drag_and_go_with_the_bar(qtbot: QtBot, open_map: OpenWindow) -> None:
    driver = open_map(_ranged())
    _settled(qtbot, driver)
    driver.trigger("balance-marks")
    interaction = driver.canvas.scene.interaction
    qtbot.waitUntil(lambda: interaction.axis_marks is not None, timeout=1_000)
    before = interaction.axis_marks
    gesture = driver.session.begin("Move Alba", ["a"], "2025", "i")
    gesture.move(-120, 0)
    assert interaction.axis_marks is not None
    assert before is not None
    assert interaction.axis_marks.mean < before.mean
    assert interaction.axis_marks.mean_interval is None
    gesture.rollback()
    driver.trigger("balance-marks")
    assert interaction.axis_marks is None
    driver.trigger("balance-marks")
    qtbot.waitUntil(lambda: interaction.axis_marks is not None, timeout=1_000)
    driver.trigger("balance-bar")
    assert interaction.axis_marks is None
    assert not driver.enabled("balance-marks")


def test_nothing_to_weigh(qtbot: QtBot, open_map: OpenWindow) -> None:
    driver = open_map(StakeMap(id=sample().id))
    bar = _bar(driver)
    QApplication.processEvents()
    assert bar.verdict.text() == "Nothing to weigh: choose an issue and a snapshot."
    bar.picture.grab()


def test_a_large_map_is_weighed_apart_and_the_last_edit_counts(qtbot: QtBot, open_map: OpenWindow) -> None:
    driver = open_map(large(2_000, 1, 1))
    bar = _settled(qtbot, driver)
    before = bar.watch.result
    assert before is not None
    assert driver.view.snapshot is not None
    assert driver.view.issue is not None
    actors = sorted(driver.document.actors)[:200]
    moves = {actor: Move(alignment=-100.0, influence=100.0) for actor in actors}
    driver.session.apply(
        move_actors.of(driver.view.snapshot, driver.view.issue, moves, Authorship("", "2025-08-01")),
        label="Move",
    )
    qtbot.waitUntil(lambda: bar.watch.result is not before, timeout=5_000)
    result = bar.watch.result
    assert result is not None
    assert result.opposition > before.opposition
    assert result == balance(
        gather(driver.document, driver.view.snapshot, driver.view.issue, Resolver()), bar.watch.threshold
    )


def test_stepping_on_and_on_does_not_keep_the_balance_waiting(open_map: OpenWindow, qtbot: QtBot) -> None:
    driver = open_map()
    watch = _settled(qtbot, driver).watch
    snapshots = ["2020", "2025-07"]
    told: list[str | None] = []
    watch.changed.connect(lambda: told.append(driver.view.snapshot))
    step = 0

    def go_on() -> bool:
        nonlocal step
        driver.view.set(snapshot=snapshots[step % 2])
        step += 1
        return bool(told)

    # A key that is held comes again before the balance would be told.
    qtbot.waitUntil(go_on, timeout=2_000)
    assert step < 50


def test_during_a_drag_the_balance_is_that_of_what_letting_go_writes(
    open_map: OpenWindow, qtbot: QtBot
) -> None:
    driver = open_map()
    driver.view.set(snapshot="2025-07", issue="border")
    watch = _settled(qtbot, driver).watch
    gesture = driver.session.begin("Move Türkiye", ["turkiye"], "2025-07", "border")
    gesture.move(-30.49, -9.51)
    assert watch.is_live
    live = watch.result
    gesture.commit()
    watch.refresh()
    assert not watch.is_live
    assert watch.result == live


def test_a_drag_just_after_a_step_is_not_weighed_with_what_was_judged_before(
    open_map: OpenWindow, qtbot: QtBot
) -> None:
    driver = open_map()
    driver.view.set(snapshot="2020", issue="border")
    watch = _settled(qtbot, driver).watch
    driver.view.set(snapshot="2025-07")
    gesture = driver.session.begin("Move Türkiye", ["turkiye"], "2025-07", "border")
    gesture.move(10, 0)
    assert not watch.is_live
    watch.refresh()
    gesture.move(20, 0)
    assert watch.is_live
    gesture.rollback()


def test_a_drag_just_after_an_edit_is_not_weighed_with_who_is_gone(
    open_map: OpenWindow, qtbot: QtBot
) -> None:
    driver = open_map(_ranged())
    bar = _settled(qtbot, driver)
    driver.session.apply(remove_actors.of(["b"]), label="Delete")
    assert bar.watch.document.actors.keys() == {"a", "b", "c"}
    gesture = driver.session.begin("Move Alba", ["a"], "2025", "i")
    gesture.move(-20, 0)
    gesture.commit()
    qtbot.waitUntil(lambda: bar.watch.document is driver.document, timeout=1_000)
    assert bar.verdict.text() == "Favours “Build it”."


def test_a_drag_on_a_large_map_waits_until_the_step_before_it_is_weighed(
    open_map: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stakemap.app.features.balance.watch.WORKER_THRESHOLD", 1)
    driver = open_map()
    driver.view.set(snapshot="2020", issue="border")
    watch = _settled(qtbot, driver).watch
    driver.view.set(snapshot="2025-07")
    watch.refresh()
    gesture = driver.session.begin("Move Türkiye", ["turkiye"], "2025-07", "border")
    gesture.move(10, 0)
    assert not watch.is_live
    weighed = []
    watch.changed.connect(lambda: weighed.append(watch.result))
    qtbot.waitUntil(lambda: bool(weighed), timeout=2_000)
    gesture.move(20, 0)
    assert watch.is_live
    gesture.rollback()
