"""The card that asks why actors were moved: real drags and keys, and what they leave in the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from judging_driver import at, card_of, drag, drop, move, stance, standing, texts, unfold, write
from samples import sample
from stakemap.analysis.evidence.unexplained import unexplained_stops
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.widgets.popup_placement import beside
from stakemap.model.edits import annotate
from stakemap.model.records import TEXT_LIMIT
from stakemap.model.subjects import Subject

if TYPE_CHECKING:
    from conftest import OpenWindow

Key, Left = Qt.Key, Qt.MouseButton.LeftButton
NoModifier = Qt.KeyboardModifier.NoModifier


def test_a_drag_asks_why_beside_the_actor_and_enter_keeps_the_answer_in_the_same_step(
    open_map: OpenWindow,
) -> None:
    driver = open_map()
    steps = len(driver.session.history)
    drag(driver, "turkiye", QPoint(40, 30))
    card = card_of(driver)
    assert driver.window.focusWidget() is card.reason
    corner = driver.canvas.mapTo(driver.window, QPoint())
    assert not card.geometry().intersects(driver.canvas.box_of("turkiye").translated(corner))
    assert not card.geometry().intersects(driver.canvas.box_with_name("turkiye").translated(corner))
    assert driver.window.rect().contains(card.geometry())
    assert [editor.accessibleName() for editor in card.reasons.values()]
    assert "alignment +10 →" in texts(card)
    assert "influence 85 →" in texts(card)
    assert (card.details.signature.by.text(), card.details.signature.on.text()) == ("", "2025-08-01")
    QTest.keyClicks(driver.window.focusWidget(), "The border opens")
    unfold(card)
    write(card, "Its army shrinks", 1)
    QTest.keyClick(driver.window.focusWidget(), Key.Key_Return)
    assert driver.judging.card is None
    assert stance(driver, "turkiye").reason == "The border opens"
    assert standing(driver, "turkiye").reason == "Its army shrinks"
    assert len(driver.session.history) == steps + 1
    assert driver.window.focusWidget() is driver.canvas.view
    driver.trigger("undo")
    assert driver.document is next(iter(driver.session.history)).document
    driver.trigger("redo")
    assert stance(driver, "turkiye").reason == "The border opens"


def test_a_reason_that_does_not_fit_stays_on_its_card_when_another_actor_is_moved(
    open_map: OpenWindow,
) -> None:
    driver = open_map()
    drag(driver, "turkiye", QPoint(40, 30))
    card = card_of(driver)
    editor = card.reason
    editor.setPlainText("x" * (TEXT_LIMIT + 1))
    drag(driver, "armenia", QPoint(-60, -30))
    moved = stance(driver, "armenia").alignment
    assert card_of(driver) is card
    assert len(editor.toPlainText()) > TEXT_LIMIT
    editor.setPlainText("Shorter now")
    QTest.mouseClick(card.done_button, Left)
    assert driver.judging.card is None
    assert stance(driver, "turkiye").reason == "Shorter now"
    assert stance(driver, "armenia").alignment == moved


def test_a_move_of_the_influence_on_one_issue_leaves_the_reason_of_the_alignment_and_adds_to_it(
    open_map: OpenWindow,
) -> None:
    written = {"reason": "He said so.", "confidence": "high"}
    document = annotate(sample(), "2025-07", Subject.stance("border", "president"), **written)
    driver = open_map(document)
    drag(driver, "president", QPoint(0, -40))
    card = card_of(driver)
    assert "influence here 50 →" in texts(card)
    assert "Kept for the alignment: “He said so.”" in texts(card)
    assert (stance(driver, "president").reason, stance(driver, "president").confidence) == (
        "He said so.",
        "high",
    )
    write(card, "He won the vote.")
    QTest.keyClick(driver.window.focusWidget(), Key.Key_Return)
    now = stance(driver, "president")
    assert now.reason == "He said so.\nHe won the vote."
    assert [entry.reason for entry in now.earlier] == ["He said so."]


def test_confidence_basis_and_a_new_source_are_kept(open_map: OpenWindow) -> None:
    driver = open_map()
    sources = len(driver.document.sources)
    drag(driver, "turkiye", QPoint(60, 0))
    card = card_of(driver)
    unfold(card)
    card.details.confidence.load()
    card.details.confidence.activated.emit(card.details.confidence.findData("high"))
    card.details.basis.load()
    card.details.basis.activated.emit(card.details.basis.findData("stated"))
    QTest.mouseClick(card.details.citations.add_button, Left)
    QTest.keyClicks(driver.window.focusWidget(), "Minutes of the meeting")
    QTest.mouseClick(card.done_button, Left)
    now = stance(driver, "turkiye")
    assert (now.confidence, now.basis, now.reason) == ("high", "stated", "")
    assert len(driver.document.sources) == sources + 1
    assert driver.document.sources[now.citations[0].source].title == "Minutes of the meeting"


class _Windows(QObject):
    """Notices every window that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


@pytest.mark.parametrize("scenario", [False, True])
def test_a_card_opens_no_window_even_for_a_moment(open_map: OpenWindow, scenario: bool) -> None:
    driver = open_map()
    driver.view.set(snapshot="pressure" if scenario else "2025-07")
    windows = _Windows()
    application = QApplication.instance()
    assert application is not None
    application.installEventFilter(windows)
    try:
        drag(driver, "turkiye", QPoint(80, 0))
    finally:
        application.removeEventFilter(windows)
    QApplication.processEvents()
    assert windows.shown == []
    assert QApplication.activeWindow() is driver.window
    assert QApplication.focusWidget() is card_of(driver).reason
    unfold(card_of(driver))
    assert card_of(driver).details.renew_button.isVisible() is not scenario


def test_the_keyboard_is_at_the_same_actor_after_the_card(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.canvas.setFocus()
    view, interaction = driver.canvas.view, driver.canvas.scene.interaction
    while interaction.focused != "armenia":
        QTest.keyClick(view, Key.Key_Tab)
    QTest.keyClick(view, Key.Key_Left)
    driver.trigger("explain")
    assert not interaction.focus_shown
    QTest.keyClicks(QApplication.focusWidget(), "It waits")
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Return)
    assert interaction.focus_shown
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Left)
    assert stance(driver, "armenia").alignment is not None
    assert driver.canvas.scene.appearance.actors["armenia"].x == 83


def test_escape_leaves_the_move_unexplained(open_map: OpenWindow) -> None:
    driver = open_map()
    drag(driver, "turkiye", QPoint(60, 0))
    value = stance(driver, "turkiye").alignment
    write(card_of(driver), "Not this")
    QTest.keyClick(driver.window.focusWidget(), Key.Key_Escape)
    assert driver.judging.card is None
    now = stance(driver, "turkiye")
    assert (now.alignment, now.reason) == (value, "")


def test_the_move_can_be_taken_back_and_undo_closes_the_card(open_map: OpenWindow) -> None:
    driver = open_map()
    before = driver.document
    drag(driver, "turkiye", QPoint(60, 0))
    unfold(card_of(driver))
    QTest.mouseClick(card_of(driver).details.undo_button, Left)
    assert driver.document is before
    assert driver.judging.card is None
    drag(driver, "turkiye", QPoint(60, 0))
    driver.trigger("undo")
    assert driver.document is before
    assert driver.judging.card is None


@pytest.mark.parametrize("how", ["click", "drag", "focus", "snapshot"])
def test_going_elsewhere_keeps_what_was_typed(open_map: OpenWindow, how: str) -> None:
    driver = open_map()
    drag(driver, "turkiye", QPoint(60, 0))
    shown = driver.view.snapshot
    write(card_of(driver), "Because")
    if how == "click":
        QTest.mouseClick(driver.canvas.view.viewport(), Left, NoModifier, QPoint(5, 5))
    elif how == "drag":
        drag(driver, "armenia", QPoint(-60, 0))
        assert "Armenia" in texts(card_of(driver))
    elif how == "focus":
        driver.view_bar.issues.setFocus()
    else:
        other = next(key for key in driver.document.snapshots if key != shown)
        driver.view.set(snapshot=other)
        driver.view.set(snapshot=shown)
    assert how == "drag" or driver.judging.card is None
    assert stance(driver, "turkiye").reason == "Because"


def test_several_actors_share_a_card_and_a_reason(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.set(selection=frozenset({"armenia", "turkiye"}))
    drag(driver, "turkiye", QPoint(-40, 0))
    card = card_of(driver)
    assert "2 actors" in texts(card)
    QTest.keyClicks(driver.window.focusWidget(), "One reason")
    unfold(card)
    write(card, "Its own")
    QTest.keyClick(driver.window.focusWidget(), Key.Key_Return)
    assert stance(driver, "armenia").reason == "Its own"
    assert stance(driver, "turkiye").reason == "One reason"


@pytest.fixture
def soon_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nudges count as settled after a tenth of a second."""
    monkeypatch.setattr("stakemap.app.features.judging.judging.NUDGE_DEBOUNCE", 100)


def test_nudges_are_asked_about_once_they_settle_without_taking_the_keyboard(
    open_map: OpenWindow, qtbot: QtBot, soon_settled: None
) -> None:
    driver = open_map()
    kept = stance(driver, "turkiye")
    driver.view.select("turkiye")
    driver.canvas.setFocus()
    for _ in range(3):
        QTest.keyClick(driver.canvas.view, Key.Key_Right)
    assert driver.judging.card is None
    qtbot.waitUntil(lambda: driver.judging.card is not None)
    assert "alignment +10 → +13" in texts(card_of(driver))
    assert driver.window.focusWidget() is driver.canvas.view
    driver.trigger("explain")
    assert driver.window.focusWidget() is card_of(driver).reason
    write(card_of(driver), "By key alone")
    QTest.keyClick(driver.window.focusWidget(), Key.Key_Return)
    assert stance(driver, "turkiye").reason == f"{kept.reason}\nBy key alone"
    assert driver.session.history.undo_labels == ("Move Türkiye",)


@pytest.mark.parametrize("how", ["escape", "click", "issue"])
def test_how_to_reach_the_card_is_said_no_longer_once_it_is_closed(
    open_map: OpenWindow, qtbot: QtBot, soon_settled: None, how: str
) -> None:
    driver = open_map()
    driver.view.select("turkiye")
    driver.canvas.setFocus()
    QTest.keyClick(driver.canvas.view, Key.Key_Right)
    qtbot.waitUntil(lambda: driver.judging.card is not None)
    assert driver.message.startswith("Why? ")
    assert driver.message.endswith(". Press Tab to go to the card, or Esc to close it.")
    if how == "escape":
        QTest.keyClick(driver.canvas.view, Key.Key_Escape)
    elif how == "click":
        QTest.mouseClick(driver.canvas.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    else:
        driver.trigger("next-issue")
    assert driver.judging.card is None
    assert driver.message == ""


def test_escape_on_the_canvas_closes_a_card_that_has_not_the_keyboard(
    open_map: OpenWindow, qtbot: QtBot, soon_settled: None
) -> None:
    driver = open_map()
    driver.view.select("turkiye")
    driver.canvas.setFocus()
    QTest.keyClick(driver.canvas.view, Key.Key_Right)
    qtbot.waitUntil(lambda: driver.judging.card is not None)
    QTest.keyClick(driver.canvas.view, Key.Key_Escape)
    assert driver.judging.card is None
    assert driver.view.selection == {"turkiye"}
    assert driver.session.undo_label == "Move Türkiye"


def test_workshop_mode_collects_unexplained_moves_for_later(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.trigger("workshop-mode")
    drag(driver, "turkiye", QPoint(60, 0))
    drag(driver, "armenia", QPoint(-60, 0))
    assert driver.judging.card is None
    driver.view.select("turkiye")
    driver.trigger("explain")
    card = card_of(driver)
    assert "Türkiye" in texts(card)
    assert not card.details.undo_button.isVisible()
    write(card, "Said later")
    QTest.keyClick(driver.window.focusWidget(), Key.Key_Return)
    assert stance(driver, "turkiye").reason == "Said later"
    assert driver.session.undo_label == "Explain Türkiye"
    driver.trigger("workshop-mode")
    drag(driver, "turkiye", QPoint(30, 0))
    assert driver.judging.card is not None


def test_a_workshop_is_explained_move_by_move_afterwards(open_map: OpenWindow) -> None:
    driver = open_map()
    status, others = driver.window.status, len(unexplained_stops(driver.document))
    assert not status.workshop.isVisible()
    driver.trigger("workshop-mode")
    assert status.workshop.isVisible()
    driver.view.set(snapshot="2025-07", issue="border")
    drag(driver, "turkiye", QPoint(60, 0))
    drag(driver, "armenia", QPoint(-60, 0))
    driver.workshop.refresh()
    stops = unexplained_stops(driver.document)
    assert len(stops) > others
    assert f"{len(stops)} unexplained" in status.workshop.text()
    driver.trigger("workshop-mode")
    assert not status.workshop.isVisible()
    assert f"{len(stops)} moves have none" in driver.message
    driver.view.set(snapshot="2020", selection=frozenset())
    seen = []
    for number in range(len(stops)):
        QTest.keyClick(driver.window.focusWidget(), Key.Key_F8)
        seen.append((driver.view.snapshot, driver.view.primary))
        QTest.keyClicks(driver.window.focusWidget(), f"Reason {number}")
        QTest.keyClick(driver.window.focusWidget(), Key.Key_Return)
    assert set(seen) == {(stop.snapshot, stop.actor) for stop in stops}
    assert unexplained_stops(driver.document) == ()
    driver.trigger("next-unexplained")
    assert driver.judging.card is None
    assert "has a reason" in driver.message


def test_the_status_bar_leads_to_the_next_unexplained_move(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.trigger("workshop-mode")
    drag(driver, "turkiye", QPoint(60, 0))
    QTest.mouseClick(driver.window.status.workshop, Left)
    assert driver.judging.card is not None


def test_the_card_says_where_else_a_correction_shows(open_map: OpenWindow) -> None:
    driver = open_map(sample())
    drag(driver, "turkiye", QPoint(60, 0))
    said = texts(card_of(driver))
    assert "Correct" in said or "Judge" in said
    assert "Before:" in said


def test_tab_goes_round_inside_the_card(open_map: OpenWindow) -> None:
    driver = open_map()
    drag(driver, "turkiye", QPoint(40, 30))
    card, seen = card_of(driver), []
    unfold(card)
    for _ in range(16):
        focus = driver.window.focusWidget()
        seen.append(focus)
        QTest.keyClick(focus, Key.Key_Tab)
        assert driver.judging.card is card
    assert card.done_button in seen
    assert card.details.undo_button in seen
    assert len(set(seen)) < len(seen)


def test_who_judged_it_and_when_is_filled_in_and_may_be_corrected(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.context.change_settings(author="N. Analyst")
    drag(driver, "turkiye", QPoint(60, 0))
    card = card_of(driver)
    unfold(card)
    assert (card.details.signature.by.text(), card.details.signature.on.text()) == (
        "N. Analyst",
        "2025-08-01",
    )
    card.details.signature.by.setFocus()
    card.details.signature.by.selectAll()
    QTest.keyClicks(card.details.signature.by, "The desk")
    QTest.keyClick(card.details.signature.by, Key.Key_Return)
    assert driver.judging.card is None
    assert (stance(driver, "turkiye").by, stance(driver, "turkiye").on) == ("The desk", "2025-08-01")
    assert driver.session.history.undo_labels == ("Move Türkiye",)


def test_who_gives_a_name_for_the_first_time_is_known_from_then_on(open_map: OpenWindow) -> None:
    driver = open_map()
    assert driver.session.author == ""
    drag(driver, "turkiye", QPoint(60, 0))
    card = card_of(driver)
    unfold(card)
    card.details.signature.by.setFocus()
    QTest.keyClicks(card.details.signature.by, "Ani")
    QTest.keyClick(card.details.signature.by, Key.Key_Return)
    assert stance(driver, "turkiye").by == "Ani"
    assert driver.session.author == driver.context.store.load().author == "Ani"
    assert "Ani" in driver.message
    drag(driver, "armenia", QPoint(-60, 0))
    assert card_of(driver).details.signature.by.text() == "Ani"
    unfold(card_of(driver))
    card_of(driver).details.signature.by.setFocus()
    card_of(driver).details.signature.by.selectAll()
    QTest.keyClicks(card_of(driver).details.signature.by, "A guest")
    QTest.keyClick(card_of(driver).details.signature.by, Key.Key_Return)
    assert driver.session.author == "Ani"


def test_a_day_that_is_none_is_told_in_the_card_and_nothing_is_written(open_map: OpenWindow) -> None:
    driver = open_map()
    drag(driver, "turkiye", QPoint(60, 0))
    moved, card = driver.document, card_of(driver)
    write(card, "Because")
    unfold(card)
    card.details.signature.on.setFocus()
    card.details.signature.on.selectAll()
    QTest.keyClicks(card.details.signature.on, "yesterday")
    QTest.keyClick(card.details.signature.on, Key.Key_Return)
    assert driver.judging.card is card
    assert "Enter a full date such as 1 July 2025." in texts(card)
    assert driver.document is moved
    QTest.keyClick(card.details.signature.on, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(card.details.signature.on, "2025-07-30")
    QTest.keyClick(card.details.signature.on, Key.Key_Return)
    assert (stance(driver, "turkiye").reason, stance(driver, "turkiye").on) == ("Because", "2025-07-30")


def test_what_supported_the_old_value_is_shown_and_not_carried_on(open_map: OpenWindow) -> None:
    driver = open_map()
    before = stance(driver, "turkiye")
    assert before.citations
    drag(driver, "turkiye", QPoint(60, 0))
    said = texts(card_of(driver))
    assert before.reason[:30] in said
    assert driver.document.sources[before.citations[0].source].title in said
    now = stance(driver, "turkiye")
    assert (now.reason, now.citations, now.confidence) == ("", (), None)


def test_the_end_of_a_long_card_stays_in_sight(open_map: OpenWindow, qtbot: QtBot) -> None:
    driver = open_map()
    drag(driver, "turkiye", QPoint(40, 30))
    card = card_of(driver)
    unfold(card)
    for _ in range(5):
        card.details.citations.add_button.setFocus()
        QTest.keyClick(card.details.citations.add_button, Key.Key_Space)
        QApplication.processEvents()
    assert driver.window.rect().contains(card.geometry())
    keep = card.done_button
    assert card.rect().contains(keep.geometry())
    focus = QApplication.focusWidget()
    assert focus is not None
    assert card.isAncestorOf(focus)
    qtbot.waitUntil(lambda: focus.visibleRegion().boundingRect().height() == focus.height())


def test_what_is_said_of_all_comes_before_each(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.set(selection=frozenset({"armenia", "turkiye"}))
    drag(driver, "turkiye", QPoint(-40, 20))
    card, seen = card_of(driver), []
    unfold(card)
    card.focus_first()
    for _ in range(18):
        seen.append(driver.window.focusWidget())
        QTest.keyClick(seen[-1], Key.Key_Tab)
    reasons = [seen.index(editor) for editor in card.reasons.values()]
    assert seen[0] is card.reason
    assert min(reasons) < max(reasons) < seen.index(card.details.citations.add_button)
    assert seen.index(card.details.signature.by) < seen.index(card.done_button)


def test_nothing_of_one_move_is_on_the_card_of_the_next(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.set(selection=frozenset({"armenia", "turkiye"}))
    drag(driver, "turkiye", QPoint(-40, 20))
    card = card_of(driver)
    unfold(card)
    write(card, "Not this")
    card.details.confidence.load()
    card.details.confidence.activated.emit(card.details.confidence.findData("high"))
    QTest.mouseClick(card.details.citations.add_button, Left)
    QTest.keyClick(card, Key.Key_Escape)
    assert driver.judging.card is None
    assert not card.isAncestorOf(driver.window.focusWidget())
    driver.view.select("armenia")
    drag(driver, "armenia", QPoint(30, 20))
    card = card_of(driver)
    assert {subject.id for subject in card.reasons} == {"armenia"}
    assert driver.window.focusWidget() is card.reason
    assert not any(editor.document().isUndoAvailable() for editor in card.reasons.values())
    assert not [box for box in card.details.citations.findChildren(QComboBox) if box.isVisible()]
    assert card.explanation().is_empty
    assert "2 actors" not in texts(card)


def test_markup_in_a_name_stays_text(open_map: OpenWindow) -> None:
    from stakemap.model.edits import update_actor

    name = "<b>Bold</b> & \u202eback"
    driver = open_map(update_actor(sample(), "turkiye", name=name))
    drag(driver, "turkiye", QPoint(60, 0))
    labels = card_of(driver).findChildren(PlainLabel)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)


@pytest.mark.parametrize("place", [(20, 200), (560, 200), (300, 20), (300, 480), (20, 20), (560, 480)])
def test_a_card_lies_beside_its_subject_and_flips_at_edges(place: tuple[int, int]) -> None:
    area, size = QRect(0, 0, 600, 500), QSize(250, 200)
    subject = QRect(place[0], place[1], 34, 34)
    spot = QRect(beside(size, subject, area), size)
    assert area.contains(spot)
    assert not spot.intersects(subject)


@pytest.mark.parametrize("what", ["undo", "view", "workshop", "press", "select"])
def test_what_comes_between_a_drop_and_its_card_is_not_asked_about(open_map: OpenWindow, what: str) -> None:
    driver = open_map()
    driver.view.set(snapshot="2025-07", issue="border")
    drop(driver, "turkiye", QPoint(60, 0))
    if what == "undo":
        driver.trigger("undo")
    elif what == "view":
        driver.view.set(snapshot="2020")
    elif what == "workshop":
        driver.trigger("workshop-mode")
    elif what == "select":
        driver.view.select("armenia")
    else:
        surface, start = driver.canvas.view.viewport(), at(driver, "armenia")
        QTest.mousePress(surface, Left, NoModifier, start)
        move(driver, start + QPoint(20, 20))
    QApplication.processEvents()
    assert driver.judging.card is None
    driver.canvas.cancel_gesture()
    assert driver.session.can_undo is (what != "undo")
