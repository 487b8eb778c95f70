"""The timeline: choosing, adding, branching, inserting, changing, re-basing and removing snapshots."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from samples import sample
from stakemap.app.features.timeline.snapshot_chip import SnapshotChip
from stakemap.app.features.timeline.snapshot_dialog import SnapshotDialog
from stakemap.app.features.timeline.snapshot_strip import SnapshotStrip, branch_path
from stakemap.model import edits
from stakemap.model.document import Snapshot, StakeMap
from stakemap.model.resolve import Resolver
from stakemap.picture.theme import LIGHT
from stakemap.storage.codec import decode, encode

if TYPE_CHECKING:
    from app_driver import Driver, ScriptedMessageBoxes
    from conftest import OpenWindow


def _strip(driver: Driver) -> SnapshotStrip:
    return driver.view_bar.snapshots


def _fill(**texts: str) -> Callable[[Any], None]:
    """Type into a dialog's fields and press Enter."""

    def use(dialog: SnapshotDialog) -> None:
        for name, text in texts.items():
            editor = getattr(dialog, name)
            editor.setFocus()
            editor.selectAll()
            QTest.keyClick(editor, Qt.Key.Key_Delete)
            QTest.keyClicks(editor, text)
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    return use


def _shown(document: StakeMap, snapshot: str) -> dict[str, object]:
    found = Resolver().stances(document, snapshot, "border")
    return {actor: one.judgement for actor, one in found.items()}


def test_a_new_snapshot_is_dated_shown_and_taken_back(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes
) -> None:
    driver = open_map()
    before, base = driver.document, driver.view.snapshot
    message_boxes.dialogs = [_fill(date="2026-03", label="After the vote")]
    driver.trigger("new-snapshot")
    added = driver.document.snapshots["2026-03"]
    assert (added.label, added.date, added.based_on) == ("After the vote", "2026-03", base)
    assert driver.view.snapshot == "2026-03"
    assert list(_strip(driver).chips)[-3:].count("2026-03") == 1
    assert driver.session.undo_label == "Add the snapshot After the vote"
    driver.trigger("undo")
    assert driver.document is before
    assert driver.view.snapshot == base


def test_a_date_that_is_none_is_told_in_place(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes
) -> None:
    driver = open_map()
    before = driver.document

    def use(dialog: SnapshotDialog) -> None:
        _fill(date="2025-13")(dialog)
        assert dialog.isVisible()
        assert dialog.error_of(dialog.date) == "This date does not exist."
        assert dialog.focusWidget() is dialog.date
        dialog.date.setText("")
        dialog.label.setText("")
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        assert dialog.error_of(dialog.label)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    message_boxes.dialogs = [use]
    driver.trigger("new-snapshot")
    assert driver.document is before


def test_an_earlier_date_than_the_base_is_pointed_out_but_kept(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes
) -> None:
    driver = open_map()

    def use(dialog: SnapshotDialog) -> None:
        dialog.date.setText("1999")
        dialog.date.editingFinished.emit()
        assert not dialog.hint.isHidden()
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    message_boxes.dialogs = [use]
    driver.trigger("new-snapshot")
    assert next(iter(_strip(driver).chips)) == "1999"


def test_a_scenario_branches_with_its_likelihood(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes
) -> None:
    driver = open_map()
    base = driver.view.snapshot

    def use(dialog: SnapshotDialog) -> None:
        dialog.likelihood.setCurrentIndex(dialog.likelihood.findData("likely"))
        _fill(label="Baku lets go")(dialog)

    message_boxes.dialogs = [use]
    driver.trigger("branch-scenario")
    made = driver.document.snapshots["baku-lets-go"]
    assert (made.scenario, made.likelihood, made.based_on) == (True, "likely", base)
    chip = _strip(driver).chips["baku-lets-go"]
    assert chip.isChecked()
    assert "likely" in chip.accessibleName()
    base_chip = _strip(driver).chips[base or ""]
    others = [other for other in _strip(driver).chips.values() if base_chip.x() < other.x() < chip.x()]
    assert chip.x() > base_chip.geometry().right()
    assert all(other.scenario for other in others), "beside its base, before any later date"


@pytest.mark.parametrize("command", ["new-snapshot", "branch-scenario"])
def test_a_new_snapshot_may_start_as_a_copy_of_an_earlier_one(
    command: str, open_map: OpenWindow, message_boxes: ScriptedMessageBoxes
) -> None:
    driver = open_map()
    before = driver.document

    def use(dialog: SnapshotDialog) -> None:
        assert dialog.copy_of.currentText() == "Snapshot it builds on"
        dialog.copy_of.setFocus()
        QTest.keyClick(dialog.copy_of, Qt.Key.Key_Home)
        while dialog.copy_of.currentData() != "2022":
            assert dialog.copy_of.currentIndex() < dialog.copy_of.count() - 1
            QTest.keyClick(dialog.copy_of, Qt.Key.Key_Down)
        _fill(label="As in 2022")(dialog)

    message_boxes.dialogs = [use]
    driver.trigger(command)
    key = driver.view.snapshot or ""
    added = driver.document.snapshots[key]
    assert (added.label, added.based_on) == ("As in 2022", "2025-07")
    assert added.scenario == (command == "branch-scenario")
    then = _shown(before, "2022")
    assert {actor: one for actor, one in _shown(driver.document, key).items() if actor in then} == then
    driver.trigger("undo")
    assert driver.document is before


def test_only_a_new_snapshot_may_start_as_a_copy(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes
) -> None:
    driver = open_map()
    seen: list[bool] = []

    def use(dialog: SnapshotDialog) -> None:
        seen.append(dialog.copy_of.isVisibleTo(dialog))
        dialog.reject()

    message_boxes.dialogs = [use, use, use]
    for command in ("snapshot-details", "insert-snapshot", "new-snapshot"):
        driver.trigger(command)
    assert seen == [False, False, True]


def test_a_duplicate_lies_beside_its_snapshot_and_shows_the_same(open_map: OpenWindow) -> None:
    driver = open_map()
    before, source = driver.document, driver.view.snapshot or ""
    driver.trigger("duplicate-snapshot")
    key = driver.view.snapshot or ""
    original, copied = before.snapshots[source], driver.document.snapshots[key]
    assert copied.label == f"{original.label} (copy)"
    assert (copied.based_on, copied.date) == (original.based_on, original.date)
    shown, now = _shown(before, source), _shown(driver.document, key)
    assert shown.keys() == now.keys()
    assert driver.session.undo_label == f"Duplicate the snapshot {original.label}"
    assert key in _strip(driver).chips
    driver.trigger("undo")
    assert driver.document is before
    assert driver.view.snapshot == source
    assert not driver.session.can_undo


def test_a_snapshot_with_the_longest_label_can_be_duplicated(open_map: OpenWindow) -> None:
    driver = open_map()
    key = driver.view.snapshot or ""
    driver.session.apply(edits.update_snapshot.of(key, label="x" * 500), label="Rename")
    driver.trigger("duplicate-snapshot")
    assert driver.document.snapshots[driver.view.snapshot or ""].label.endswith("… (copy)")


def test_inserting_leaves_what_follows_as_it_was(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes
) -> None:
    driver = open_map()
    key = driver.view.snapshot or ""
    before = driver.document
    message_boxes.dialogs = [_fill(date="2024")]
    driver.trigger("insert-snapshot")
    assert driver.document.snapshots[key].based_on == "2024"
    assert driver.document.snapshots["2024"].based_on == before.snapshots[key].based_on
    assert _shown(driver.document, key) == _shown(before, key)


def test_details_change_in_one_step_and_rebasing_keeps_the_children(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes
) -> None:
    document = sample()
    driver = open_map()
    key = driver.view.snapshot or ""
    children = [child for child, item in document.snapshots.items() if item.based_on == key]
    assert children

    def use(dialog: SnapshotDialog) -> None:
        offered = {dialog.base.itemData(place) for place in range(dialog.base.count())}
        assert not offered & {key, *children}
        dialog.base.setCurrentIndex(0)
        _fill(label="Summer")(dialog)

    message_boxes.dialogs = [use]
    driver.trigger("rebase-snapshot")
    changed = driver.document.snapshots[key]
    assert (changed.label, changed.based_on) == ("Summer", None)
    for child in children:
        assert _shown(driver.document, child) == _shown(document, child)
    assert len(driver.session.history.undo_labels) == 1


def test_removing_says_what_goes_and_shows_the_one_before(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes
) -> None:
    driver = open_map()
    key = driver.view.snapshot or ""
    before = driver.document
    base = before.snapshots[key].based_on
    message_boxes.answers = [False, True]
    driver.trigger("remove-snapshot")
    assert driver.document is before
    driver.trigger("remove-snapshot")
    assert key not in driver.document.snapshots
    assert driver.view.snapshot == base
    driver.trigger("undo")
    assert driver.document is before


def test_the_first_snapshot_of_a_map_without_any(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes
) -> None:
    driver = open_map(StakeMap(id=sample().id))
    assert not driver.enabled("branch-scenario")
    assert not driver.enabled("remove-snapshot")
    message_boxes.dialogs = [_fill(date="2025")]
    QTest.mouseClick(driver.view_bar.add_button, Qt.MouseButton.LeftButton)
    assert driver.document.snapshots["2025"].label == "2025"


def test_keys_on_the_timeline(open_map: OpenWindow, message_boxes: ScriptedMessageBoxes) -> None:
    driver = open_map()
    strip = _strip(driver)
    chips = strip.chips
    current = driver.view.snapshot or ""
    chips[current].setFocus()
    QTest.keyClick(chips[current], Qt.Key.Key_Left)
    left = driver.view.snapshot or ""
    assert left != current
    QTest.keyClick(chips[left], Qt.Key.Key_Right)
    assert driver.view.snapshot == current
    QTest.keyClick(chips[current], Qt.Key.Key_Down)
    scenario = driver.view.snapshot or ""
    assert driver.document.snapshots[scenario].based_on == current
    QTest.keyClick(chips[scenario], Qt.Key.Key_Up)
    assert driver.view.snapshot == current
    message_boxes.dialogs = [lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape)]
    QTest.keyClick(chips[current], Qt.Key.Key_F2)
    assert message_boxes.asked == ["dialog SnapshotDialog"]
    message_boxes.answers = [False]
    QTest.keyClick(chips[current], Qt.Key.Key_Delete)
    assert message_boxes.asked[-1].startswith("confirm Remove")
    assert driver.view.selection == frozenset()


def test_a_chip_has_a_menu_that_acts_on_it(open_map: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = open_map()
    strip = _strip(driver)
    opened: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _place: opened.append(menu))
    first = next(iter(strip.chips.values()))
    place = strip.mapFromGlobal(first.mapToGlobal(first.rect().center()))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, strip.mapToGlobal(place))
    QApplication.sendEvent(strip.viewport(), event)
    assert driver.view.snapshot == first.snapshot_id
    (menu,) = opened
    assert {"snapshot-details", "duplicate-snapshot", "remove-snapshot"} <= {
        action.objectName() for action in menu.actions()
    }
    menu.deleteLater()
    last = list(strip.chips.values())[-1]
    last.setFocus()
    place = last.rect().center()
    by_key = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, last.mapToGlobal(place))
    QApplication.sendEvent(last, by_key)
    assert driver.view.snapshot == last.snapshot_id
    assert len(opened) == 2
    opened[1].deleteLater()


def test_twelve_snapshots_scroll_and_the_chosen_one_is_in_view(open_map: OpenWindow) -> None:
    document = sample()
    for number in range(1, 13):
        snapshot = Snapshot(label=f"A rather long label of the month {number}", date=f"2026-{number:02}")
        document = edits.add_snapshot(document, f"2026-{number:02}", snapshot)
    driver = open_map(document)
    strip = _strip(driver)
    assert strip.horizontalScrollBar().maximum() > 0
    for key in ("2020", "2026-12", "2026-05"):
        driver.view.set(snapshot=key)
        chip = strip.chips[key]
        left = chip.mapTo(strip.viewport(), QPoint(0, 0)).x()
        assert left >= 0
        assert left + chip.width() <= strip.viewport().width()
    lefts = [chip.x() for chip in strip.chips.values() if not chip.scenario]
    assert lefts == sorted(lefts)


def test_a_drag_becomes_a_judgement_of_a_new_snapshot(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes
) -> None:
    driver = open_map()
    before = driver.document
    key = driver.view.snapshot or ""
    assert not driver.enabled("judge-anew")
    session = driver.session
    move = {"armenia": edits.Move(-40.0, None)}
    session.apply(edits.move_actors.of(key, "border", move, session.authorship), label="Move Armenia")
    why = {"reason": "The vote"}
    place = (key, edits.Subject.stance("border", "armenia"))
    session.apply(edits.annotate.of(*place, authorship=session.authorship, **why), label="Explain")
    explained = driver.document
    message_boxes.dialogs = [_fill(date="2026")]
    driver.trigger("judge-anew")
    assert driver.view.snapshot == "2026"
    assert _shown(driver.document, key) == _shown(before, key)
    stance = driver.document.snapshots["2026"].stances["border"]["armenia"]
    assert stance.alignment is not None
    assert (stance.alignment.value, stance.reason) == (-40, "The vote")
    driver.trigger("undo")
    assert driver.document is explained


@pytest.mark.parametrize("action", ["new-snapshot", "branch-scenario", "remove-snapshot", "judge-anew"])
def test_a_read_only_map_keeps_its_snapshots(open_map: OpenWindow, action: str) -> None:
    assert not open_map(read_only=True).enabled(action)


def test_from_the_first_date_to_a_what_if_by_keyboard_and_back_from_the_file(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes
) -> None:
    driver = open_map()
    control = Qt.KeyboardModifier.ControlModifier
    canvas = driver.canvas
    canvas.setFocus()
    for _ in range(9):
        driver.trigger("previous-snapshot")
    dated = [key for key, chip in _strip(driver).chips.items() if not chip.scenario]
    assert driver.view.snapshot == dated[0]
    for _ in dated[1:]:
        driver.trigger("next-snapshot")
    assert driver.view.snapshot == dated[-1]
    message_boxes.dialogs = [_fill(label="Baku lets go")]
    driver.trigger("branch-scenario")
    driver.view.select("armenia")
    QTest.keyClick(canvas.view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    before, after = driver.document.snapshots[dated[-1]], driver.document
    assert "armenia" in after.snapshots["baku-lets-go"].stances["border"]
    assert before.stances == sample().snapshots[dated[-1]].stances
    QTest.keyClick(canvas.view, Qt.Key.Key_Z, control)
    driver.trigger("redo")
    assert driver.document is after
    assert decode(encode(after)).document == after


def test_a_wide_window_shows_whole_texts_and_a_narrow_one_shortens_them(open_map: OpenWindow) -> None:
    document = sample()
    for snapshot in document.snapshots:
        document = edits.update_snapshot(document, snapshot, label="A label of many words " * 2)
    strip = _strip(open_map(document))
    for width, cut in ((4000, False), (500, True)):
        strip.resize(width, strip.height())
        chips = strip.chips.values()
        assert any(chip.width() < chip.sizeHint().width() for chip in chips) is cut
        places = [chip.geometry() for chip in chips]
        assert not any(a.intersects(b) for a in places for b in places if a is not b)


def test_tab_stops_at_the_chosen_snapshot_and_a_new_one_takes_its_place(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes
) -> None:
    driver = open_map()
    bar = driver.view_bar

    def add(dialog: SnapshotDialog) -> None:
        QTest.keyClicks(dialog.date, "2030")
        QTest.keyClick(dialog.date, Qt.Key.Key_Return)

    message_boxes.dialogs = [add]
    driver.trigger("new-snapshot")
    chosen = bar.snapshots.chips[driver.view.snapshot or ""]
    bar.issues_button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(bar.issues_button, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is chosen
    QTest.keyClick(chosen, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is bar.add_button
    QTest.keyClick(bar.add_button, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(chosen, Qt.Key.Key_Left)
    assert QApplication.focusWidget() is bar.snapshots.chips[driver.view.snapshot or ""] is not chosen


def test_buttons_of_the_bar_are_possible_when_their_actions_are(open_map: OpenWindow) -> None:
    bar = open_map(read_only=True).view_bar
    assert not bar.add_button.isEnabled()
    assert bar.issues_button.isEnabled(), "issues can be looked at"
    assert open_map().view_bar.add_button.isEnabled()


def test_lines_between_what_ifs_are_not_taken_for_those_from_dates() -> None:
    date, first = QRect(0, 0, 90, 40), QRect(102, 14, 80, 26)
    second, third = QRect(194, 14, 80, 26), QRect(286, 14, 80, 26)
    across = branch_path(first, second, True, True)
    heights = {across.elementAt(place).y for place in range(across.elementCount())}
    assert len(heights) == 1
    assert first.top() < heights.pop() < first.bottom()
    above, from_date = branch_path(first, third, True, False), branch_path(date, first, False, False)
    assert from_date.elementAt(1).y < above.elementAt(1).y < third.top()


def test_no_letter_of_a_scenario_on_two_lines_comes_near_its_border(qtbot: QtBot) -> None:
    scenario = Snapshot(label="Lucky happy joy", scenario=True)
    chip = SnapshotChip("happy", scenario, LIGHT, None)
    qtbot.addWidget(chip)
    chip.resize(chip.minimumSizeHint())
    image = chip.grab().toImage()
    inked = [
        y
        for y in range(2, image.height() - 2)
        if any(image.pixelColor(x, y).lightness() < 120 for x in range(4, image.width() - 4))
    ]
    assert inked[-1] - inked[0] > image.height() / 2
    assert 3 < inked[0] < inked[-1] < image.height() - 4


def test_fields_stay_at_their_captions_and_what_is_carried_over_is_told_of_a_base(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes, qtbot: QtBot
) -> None:
    driver = open_map()

    def use(dialog: SnapshotDialog) -> None:
        for step in (dialog.scenario.click, lambda: dialog.resize(dialog.width(), dialog.height() + 90)):
            step()
            qtbot.wait(20)
            for caption in dialog.findChildren(QLabel):
                field = caption.buddy()
                if field is not None and field.isVisible():
                    below = caption.mapTo(dialog, QPoint(0, caption.height())).y()
                    assert 0 <= field.mapTo(dialog, QPoint()).y() - below <= 8
        assert dialog.carried_over.isVisible()
        dialog.base.setCurrentIndex(dialog.base.findData(None))
        assert not dialog.carried_over.isVisible()
        dialog.reject()

    message_boxes.dialogs = [use]
    driver.trigger("snapshot-details")
