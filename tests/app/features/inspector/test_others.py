"""The inspector beside judgements of others: take one, remove, add, pool them, decide a conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from app_driver import named, shown_texts
from samples import alignment
from several_analysts import COLLEAGUE, SNAPSHOT, STANCE, debated
from stakemap.app.features.inspector.other_dialog import OtherDialog
from stakemap.app.features.inspector.others_form import StanceOthers, StandingOthers, TieOthers
from stakemap.app.features.inspector.pool_dialog import PoolDialog
from stakemap.app.kit.forms.judgement_form import StanceForm
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Stance
from stakemap.model.merging.conflicts import Conflict
from stakemap.model.merging.recording import with_conflicts
from stakemap.model.records import replace
from stakemap.model.subjects import Place

if TYPE_CHECKING:
    from app_driver import Driver
    from conftest import OpenWindow


def stance(document: StakeMap) -> Stance:
    found = document.snapshots[SNAPSHOT].judgement(STANCE)
    assert isinstance(found, Stance)
    return found


@pytest.fixture
def driver(open_map: OpenWindow) -> Driver:
    made: Driver = open_map(debated())
    made.session.author = "Test"
    made.view.set(snapshot=SNAPSHOT, issue="border")
    made.view.select("armenia")
    QApplication.processEvents()
    return made


def press(driver: Driver, name: str, *, form: type[Any] = StanceOthers) -> None:
    """Press a button with the keyboard."""
    button = named(driver.inspector.form(form), QPushButton, name)
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    QApplication.processEvents()


def said(driver: Driver) -> list[str]:
    return shown_texts(driver.inspector.form(StanceOthers))


def test_what_others_judge_stands_beside_the_judgement(driver: Driver) -> None:
    texts = said(driver)
    assert texts[0] == "Judgements of others (2)"
    assert "they hold rival readings (A " in texts[1]
    note = next(
        part for part in driver.inspector.form(StanceOthers).findChildren(QLabel) if "(A " in part.text()
    )
    assert "van der Eijk" in note.toolTip()
    assert note.accessibleDescription().startswith("A is van der Eijk’s agreement: 1 if all judge")
    assert texts[1].startswith("3 analysts · ")
    assert texts[2:5] == ["B. Colleague", "−40 (−60 to −20)", "20 July 2025 · moderate confidence"]
    assert texts[5].endswith("…")
    assert any("A commentary" in text for text in texts)
    press(driver, "Show the whole reason of B. Colleague")
    assert COLLEAGUE.reason.strip() in said(driver)
    standing = shown_texts(driver.inspector.form(StandingOthers))
    assert standing[0] == "Judgements of others (1)"
    assert standing[1].startswith("Pool of 2: ")
    driver.view.select("turkiye")
    assert not driver.inspector.form(StanceOthers).isVisible()


def test_one_of_them_becomes_the_judgement_and_one_is_removed(driver: Driver) -> None:
    before = stance(driver.document)
    press(driver, "Make what B. Colleague judges the judgement")
    after = stance(driver.document)
    assert (after.alignment, after.by) == (COLLEAGUE.alignment, "B. Colleague")
    assert {each.by for each in after.others} == {"A. Analyst", "Çelik Third"}
    focus = driver.window.focusWidget()
    assert focus is not None
    assert driver.inspector.form(StanceOthers).isAncestorOf(focus), "the focus stays where the buttons are"
    press(driver, "Remove what Çelik Third judges")
    assert [each.by for each in stance(driver.document).others] == ["A. Analyst"]
    driver.session.undo()
    driver.session.undo()
    assert stance(driver.document) == before


def test_another_is_added_once_all_fields_are_valid(driver: Driver) -> None:
    def use(dialog: OtherDialog) -> None:
        dialog.accept()
        assert dialog.error_of(dialog.by) == "Enter who judges this."
        assert dialog.error_of(dialog.value) == "Enter a number such as 35."
        QTest.keyClicks(dialog.by, "D. Fourth")
        QTest.keyClicks(dialog.value, "12")
        QTest.keyClicks(dialog.span, "20 to 30")
        dialog.accept()
        assert dialog.error_of(dialog.span) == "The range must include the value."
        dialog.span.setText("0 to 30")
        dialog.source.setCurrentIndex(dialog.source.findData("agency-2022"))
        dialog.reason.setPlainText("Read it.")
        dialog.accept()

    driver.message_boxes.dialogs.append(use)
    driver.trigger("add-other")
    QApplication.processEvents()
    added = next(each for each in stance(driver.document).others if each.by == "D. Fourth")
    assert added.alignment == alignment(12, 0, 30)
    assert (added.reason, added.on, added.is_sourced) == ("Read it.", "2025-08-01", True)
    assert said(driver)[0] == "Judgements of others (3)"


def test_rival_readings_are_pooled_only_once_confirmed(driver: Driver) -> None:
    def use(dialog: PoolDialog) -> None:
        assert any("none of the analysts" in text for text in shown_texts(dialog))
        mean = dialog.value.text()
        dialog.method.setCurrentIndex(dialog.method.findData("median"))
        assert dialog.value.text() != mean
        dialog.accept()

    before = driver.document
    driver.message_boxes.dialogs += [use, use]
    driver.message_boxes.answers += [False, True]
    press(driver, "Pool…")
    assert driver.document is before
    press(driver, "Pool…")
    pool = stance(driver.document)
    assert (pool.pooled, pool.by) == ("median", "Test")
    assert pool.alignment is not None
    assert pool.alignment.value == 30
    assert {each.by for each in pool.others} == {"A. Analyst", "B. Colleague", "Çelik Third"}
    assert pool.reason.startswith("Pooled from the judgements of 3 analysts")
    note = driver.inspector.form(StanceForm).section.note
    assert note.isVisible()
    assert note.text() == "Pooled from 3 analysts (median of the values)"
    assert driver.message_boxes.asked[-1] == "confirm Pool rival readings?"


def test_a_conflict_is_decided_beside_its_judgement(driver: Driver) -> None:
    own = stance(driver.document)
    other = Stance(alignment=alignment(-70), by="D. Other")
    place = Place("snapshots", SNAPSHOT, STANCE)
    conflict = Conflict(place, "", None, replace(own, others=(), earlier=()), other)
    driver.session.replace_document(with_conflicts(driver.document, [conflict]), "Merge")
    QApplication.processEvents()
    assert any(text.startswith("Not decided yet: Armenia on ") for text in said(driver))
    for choice in ("Keep this one", "Take that of D. Other", "Keep both as a disagreement"):
        press(driver, choice)
        assert not driver.document.conflicts
        after = stance(driver.document)
        assert (after.by == "D. Other") is choice.startswith("Take")
        assert ("D. Other" in {each.by for each in after.others}) is choice.startswith("Keep both")
        assert not any(text.startswith("Not decided") for text in said(driver))
        driver.session.undo()
        QApplication.processEvents()


def test_the_strength_of_a_relation_has_judgements_of_others_too(driver: Driver) -> None:
    def use(dialog: OtherDialog) -> None:
        QTest.keyClicks(dialog.by, "B. Colleague")
        QTest.keyClicks(dialog.value, "1.5")
        dialog.accept()
        assert dialog.error_of(dialog.value) == "A strength is a whole number from −3 to 3."
        dialog.value.setText("-1")
        dialog.accept()

    driver.view.set(selection=frozenset(), primary=None, relation="turkiye-azerbaijan")
    driver.message_boxes.dialogs.append(use)
    driver.trigger("add-other")
    QApplication.processEvents()
    texts = shown_texts(driver.inspector.form(TieOthers))
    assert texts[0] == "Judgements of others (1)"
    assert texts[2:4] == ["B. Colleague", "−1"]
    driver.message_boxes.dialogs.append(PoolDialog.accept)
    driver.message_boxes.answers.append(True)
    press(driver, "Pool…", form=TieOthers)
    tie = driver.document.snapshots[SNAPSHOT].ties["turkiye-azerbaijan"]
    assert (tie.pooled, tie.strength) == ("linear", 1)


def test_a_read_only_map_only_shows_them(open_map: OpenWindow) -> None:
    driver = open_map(debated(), read_only=True)
    driver.view.set(snapshot=SNAPSHOT, issue="border")
    driver.view.select("armenia")
    QApplication.processEvents()
    form = driver.inspector.form(StanceOthers)
    shown = [button.text() for button in form.findChildren(QPushButton) if button.isVisibleTo(form)]
    assert shown == ["Show the whole reason"]
    assert not driver.enabled("add-other")
