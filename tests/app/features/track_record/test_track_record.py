"""Resolving judgements and recording outcomes: when it is offered, what is asked, each one undo step."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.shell.small_screen import mnemonics
from stakemap.app.features.track_record.outcome_dialog import OutcomeDialog
from stakemap.app.features.track_record.recorded_dialog import RecordedDialog
from stakemap.app.features.track_record.resolve_dialog import ResolveDialog
from stakemap.app.kit.forms.draft_watch import DraftWatch
from stakemap.model import edits
from stakemap.model.draft import Draft

if TYPE_CHECKING:
    from app_driver import Driver
    from conftest import OpenWindow

Key = Qt.Key


@pytest.fixture
def driver(open_map: OpenWindow) -> Driver:
    made: Driver = open_map()
    made.view.set(snapshot="2022", issue="border")
    return made


def resolving(driver: Driver, act: Callable[[ResolveDialog], Any]) -> None:
    driver.message_boxes.dialogs = [act]
    driver.trigger("resolve-judgement")


def recording(driver: Driver, act: Callable[[OutcomeDialog], Any]) -> None:
    driver.message_boxes.dialogs = [act]
    driver.trigger("record-outcome")


def activate(dialog: QWidget) -> None:
    dialog.activateWindow()
    QApplication.processEvents()
    assert dialog.isActiveWindow()


def test_it_is_offered_for_an_actor_in_a_snapshot_that_is_past(driver: Driver) -> None:
    driver.view.set(selection=frozenset(), primary=None)
    assert not driver.enabled("resolve-judgement")
    driver.view.select("armenia")
    assert driver.enabled("resolve-judgement")
    assert not driver.enabled("record-outcome")
    driver.view.set(snapshot="pressure")
    assert not driver.enabled("resolve-judgement")
    assert driver.enabled("record-outcome")


def test_it_shows_the_judgement_as_it_stood_and_keeps_it(driver: Driver) -> None:
    driver.view.set(snapshot="2025-07")
    driver.view.select("armenia")

    def act(dialog: ResolveDialog) -> None:
        assert dialog.focusWidget() is dialog.number
        assert dialog.judged.text() == (
            "Judged as +85 (+70 to +95), high confidence\n"
            "In After the Istanbul visit · 1 July 2025, by A on 1 July 2025"
        )
        assert dialog.scale.text() == "From −100 (keep it closed) to 100 (open it now)"
        assert dialog.date.text() == "2025-07-01"
        assert not dialog.remove_button.isVisible()
        QTest.keyClick(dialog.number, Key.Key_Return)
        assert dialog.isVisible()
        assert dialog.error_of(dialog.number) == "Enter what was found, as a number on the scale."
        QTest.keyClicks(dialog.number, "120")
        dialog.accept()
        assert dialog.error_of(dialog.number) == "Enter a number from −100 to 100."
        dialog.number.setText("60")
        dialog.date.setText("soon")
        dialog.accept()
        assert dialog.error_of(dialog.date)
        dialog.date.setText("December 2025")
        dialog.reason.setPlainText("It said so.")
        dialog.citations.show_content('[["agency-2022", "p. 3", false]]')
        dialog.accept()

    resolving(driver, act)
    found = driver.document.resolutions["armenia-alignment"]
    assert (found.value, found.found, found.date, found.reason) == (85, 60, "2025-12", "It said so.")
    assert found.citations[0].source == "agency-2022"
    assert driver.session.undo_label == "Resolve a judgement of Armenia"
    driver.trigger("undo")
    assert "armenia-alignment" not in driver.document.resolutions


def test_salience_and_influence_have_their_own_scale(driver: Driver) -> None:
    driver.view.set(snapshot="2025-07")
    driver.view.select("armenia")

    def act(dialog: ResolveDialog) -> None:
        assert [dialog.what.itemText(place) for place in range(dialog.what.count())] == [
            "Alignment: Armenia–Türkiye border",
            "Salience: Armenia–Türkiye border",
            "Influence",
        ]
        dialog.what.setCurrentIndex(2)
        assert dialog.judged.text().startswith("Judged as 35 (25 to 50)\n")
        dialog.number.setText("-5")
        dialog.accept()
        assert dialog.error_of(dialog.number) == "Enter a number from 0 to 100."
        dialog.number.setText("55")
        dialog.accept()

    resolving(driver, act)
    found = driver.document.resolutions["armenia-influence"]
    assert (found.field, found.issue, found.found) == ("influence", None, 55)


def test_what_is_recorded_is_shown_corrected_and_removed(driver: Driver) -> None:
    driver.view.select("turkiye")
    before = driver.document.resolutions["turkiye"]

    def correct(dialog: ResolveDialog) -> None:
        assert dialog.number.text() == "10"
        assert dialog.reason.toPlainText() == "The envoys met again."
        assert dialog.remove_button.isVisible()
        assert dialog.accept_button.text() == "Sa&ve changes"
        dialog.number.setText("20")
        dialog.accept()

    resolving(driver, correct)
    after = driver.document.resolutions["turkiye"]
    assert (after.found, after.value, after.low, after.citations) == (
        20,
        before.value,
        before.low,
        before.citations,
    )
    resolving(driver, lambda dialog: dialog.remove_button.click())
    assert "turkiye" not in driver.document.resolutions
    driver.trigger("undo")
    assert driver.document.resolutions["turkiye"].found == 20


def test_where_nothing_is_judged_a_sentence_says_so(driver: Driver) -> None:
    driver.view.select("georgia")
    driver.trigger("resolve-judgement")
    assert driver.message == "Nothing is judged of საქართველო here that could be resolved."


def test_the_outcome_of_a_scenario_is_recorded_and_removed(driver: Driver) -> None:
    driver.view.set(snapshot="delay")

    def act(dialog: OutcomeDialog) -> None:
        assert dialog.choice.currentText() == "It did not come about"
        assert "does not count" in dialog.likelihood.text()
        dialog.choice.setCurrentIndex(0)
        dialog.accept()
        assert dialog.error_of(dialog.choice) == "Choose whether it came about."
        dialog.choice.setCurrentIndex(1)
        dialog.date.setText("2026")
        dialog.accept()

    recording(driver, act)
    found = driver.document.outcomes["delay"]
    assert (found.happened, found.date, found.label) == (True, "2026", "The peace waits")
    assert found.citations[0].source == "agency-2022"
    assert driver.session.undo_label == "Record the outcome of The peace waits"
    recording(driver, lambda dialog: dialog.remove_button.click())
    assert "delay" not in driver.document.outcomes
    driver.trigger("undo")
    driver.trigger("undo")
    assert not driver.document.outcomes["delay"].happened


def test_what_was_typed_of_one_judgement_is_there_after_a_look_at_another(driver: Driver) -> None:
    driver.view.set(snapshot="2025-07")
    driver.view.select("armenia")

    def act(dialog: ResolveDialog) -> None:
        dialog.number.setText("60")
        dialog.date.setText("December 2025")
        dialog.reason.setPlainText("It said so.")
        dialog.citations.show_content('[["agency-2022", "p. 3", false]]')
        dialog.what.setCurrentIndex(2)
        assert (dialog.number.text(), dialog.reason.toPlainText()) == ("", "")
        dialog.what.setCurrentIndex(0)
        assert dialog.number.text() == "60"
        dialog.accept()

    resolving(driver, act)
    found = driver.document.resolutions["armenia-alignment"]
    assert (found.found, found.date, found.reason) == (60, "2025-12", "It said so.")
    assert found.citations[0].passage == "p. 3"


def test_a_passage_without_its_source_is_not_dropped(driver: Driver) -> None:
    driver.view.set(snapshot="2025-07")
    driver.view.select("armenia")

    def act(dialog: ResolveDialog) -> None:
        dialog.number.setText("60")
        dialog.citations.add_button.click()
        passage = next(
            line for line in dialog.citations.findChildren(QLineEdit) if "assage" in line.accessibleName()
        )
        passage.setText("p. 12")
        dialog.accept()
        assert dialog.isVisible()
        assert (
            dialog.error_of(dialog.citations) == "Choose the source of the passage, or remove the citation."
        )
        passage.setText("")
        dialog.accept()

    resolving(driver, act)
    assert driver.document.resolutions["armenia-alignment"].citations == ()


def test_what_is_gone_from_the_map_can_still_be_changed_and_removed(driver: Driver) -> None:
    driver.session.apply(edits.remove_actors.of(("turkiye",)), label="Remove")
    driver.session.apply(edits.remove_snapshot.of("delay"), label="Remove")
    assert "turkiye" in driver.document.resolutions
    before = driver.document

    def correct(dialog: ResolveDialog) -> None:
        assert "Türkiye" in dialog.windowTitle()
        assert dialog.number.text() == "10"
        dialog.number.setText("20")
        dialog.accept()

    def happened(dialog: OutcomeDialog) -> None:
        assert "The peace waits" in dialog.windowTitle()
        dialog.choice.setCurrentIndex(1)
        dialog.accept()

    def act(dialog: RecordedDialog) -> None:
        rows = dialog.list.rows
        found = {row.key.id: row for row in (rows.row(rows.index(place)) for place in range(rows.rowCount()))}
        assert found["turkiye"].second.endswith("the actor is gone from the map")
        assert found["delay"].second.endswith("the scenario is gone from the map")
        driver.message_boxes.dialogs = [correct, happened]
        for key in ("turkiye", "delay"):
            dialog.list.show_current(found[key].key)
            QTest.mouseClick(dialog.change, Qt.MouseButton.LeftButton)
        assert driver.document.resolutions["turkiye"].found == 20
        assert driver.document.outcomes["delay"].happened
        while dialog.list.current is not None:
            QTest.mouseClick(dialog.remove, Qt.MouseButton.LeftButton)
        assert dialog.none.isVisible()
        assert not dialog.remove.isEnabled()

    driver.message_boxes.dialogs = [act]
    driver.trigger("change-recorded")
    assert not driver.document.resolutions
    assert not driver.document.outcomes
    assert not driver.enabled("change-recorded")
    for _ in range(len(before.resolutions) + len(before.outcomes) + 2):
        driver.trigger("undo")
    assert driver.document is before


def test_saving_no_change_changes_nothing(driver: Driver) -> None:
    driver.view.select("turkiye")
    before = driver.document
    resolving(driver, lambda dialog: dialog.accept())
    driver.view.set(snapshot="pressure")
    recording(driver, lambda dialog: dialog.accept())
    assert driver.document is before


def test_what_was_typed_before_a_crash_comes_back(driver: Driver) -> None:
    driver.view.set(snapshot="2025-07")
    driver.view.select("armenia")
    kept: list[Draft] = []

    def type_and_crash(dialog: ResolveDialog) -> None:
        activate(dialog)
        for field, text in ((dialog.reason, "It said so."), (dialog.number, "61")):
            field.setFocus()
            QTest.keyClicks(field, text)
        driver.window.findChild(DraftWatch).look()
        kept.extend(driver.session.drafts.typed)

    resolving(driver, type_and_crash)
    assert {draft.text for draft in kept} == {"It said so.", "61"}
    driver.window.findChild(DraftWatch).look()
    driver.session.drafts.recover(kept)

    def come_back(dialog: ResolveDialog) -> None:
        activate(dialog)
        dialog.reason.setFocus()
        assert (dialog.number.text(), dialog.reason.toPlainText()) == ("61", "It said so.")
        dialog.what.setCurrentIndex(2)
        dialog.number.setFocus()
        assert dialog.number.text() == ""
        dialog.what.setCurrentIndex(0)
        dialog.accept()

    resolving(driver, come_back)
    assert driver.document.resolutions["armenia-alignment"].reason == "It said so."
    assert not driver.session.drafts.recovered


@pytest.mark.parametrize(("actor", "snapshot"), [("turkiye", "2022"), ("armenia", "2025-07")])
def test_each_letter_leads_to_one_control(driver: Driver, actor: str, snapshot: str) -> None:
    driver.view.set(snapshot=snapshot)
    driver.view.select(actor)

    def look(dialog: ResolveDialog) -> None:
        letters = mnemonics(dialog)
        assert len(letters) > 5
        assert [texts for texts in letters.values() if len(texts) > 1] == []

    resolving(driver, look)
    driver.view.set(snapshot="pressure")
    recording(driver, look)


def test_leaving_the_dialog_changes_nothing(driver: Driver) -> None:
    driver.view.select("turkiye")
    before = driver.document
    resolving(driver, lambda dialog: dialog.reject())
    assert driver.document is before
