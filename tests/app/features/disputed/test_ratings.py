"""The dialog in which the citations of a stance are rated, and what keeps the ratings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit

from stakemap.app.features.disputed.dialog import RatingsDialog
from stakemap.app.kit.forms.judgement_form import StanceForm
from stakemap.model import edits
from stakemap.model.judgements import Readings, Stance
from stakemap.model.subjects import Subject
from stakemap.storage.presets import load_preset

if TYPE_CHECKING:
    from app_driver import Driver
    from conftest import OpenWindow

Key = Qt.Key
SUBJECT = Subject.stance("normalisation", "united-states")
LAST = "Why Armenia Is Seeking to Normalize Relations With Turkiye, paragraph 17"


@pytest.fixture(autouse=True)
def _no_words_of_several_letters() -> Iterator[None]:
    """Choices take each key that is typed for the first letter of another word, however soon it comes."""
    interval = QApplication.keyboardInputInterval()
    QApplication.setKeyboardInputInterval(0)
    yield
    QApplication.setKeyboardInputInterval(interval)


def _driver(open_map: OpenWindow, snapshot: str = "2025-07") -> Driver:
    driver = open_map(load_preset("armenia-turkiye"))
    driver.view.set(issue="normalisation", snapshot=snapshot)
    driver.view.select("united-states")
    return driver


def _stance(driver: Driver) -> Stance:
    found = driver.document.snapshots["2025-07"].judgement(SUBJECT)
    assert isinstance(found, Stance)
    return found


def _use(driver: Driver, act: Callable[[RatingsDialog], None]) -> None:
    driver.message_boxes.dialogs = [act]
    driver.trigger("rate-citations")


def _box(dialog: RatingsDialog, name: str) -> QComboBox:
    """The choice that a screen reader calls so, on Linux by its label."""
    (field,) = [each for each in dialog.form.fields.values() if each.caption.accessibleName() == name]
    assert isinstance(field.editor, QComboBox)
    assert field.editor.accessibleName() == name
    return field.editor


def _choose(dialog: RatingsDialog, name: str, rating: int) -> None:
    """Type a rating; 0 is none."""
    box = _box(dialog, name)
    box.setFocus()
    QTest.keyClicks(box, str(rating) if rating else "n")
    QApplication.processEvents()


def test_a_choice_is_an_undo_step_and_tells_the_points(open_map: OpenWindow) -> None:
    driver = _driver(open_map)

    def act(dialog: RatingsDialog) -> None:
        assert len([each for each in dialog.form.fields.values() if each.isVisibleTo(dialog)]) == 9
        assert "all three readings" in dialog.points.text()
        for reading, rating in (("In favour", 1), ("Undecided", 2), ("Against", 4)):
            _choose(dialog, f"{LAST}: {reading}", rating)
        assert dialog.points.text() == "Points of contradiction: in favour 4, undecided 1, against 0."
        dialog.activateWindow()
        QTest.keyClick(dialog, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert "all three readings" in dialog.points.text()
        assert _box(dialog, f"{LAST}: Against").currentText() == "Not rated"

    _use(driver, act)
    assert _stance(driver).citations[2].readings == Readings(supporting=1, undecided=2)
    assert driver.session.history.undo_labels[:2] == ("Rate a citation of United States",) * 2


def test_ratings_of_one_day_leave_one_entry_in_the_ledger(open_map: OpenWindow) -> None:
    driver = _driver(open_map)
    before = _stance(driver)

    def act(dialog: RatingsDialog) -> None:
        for rating in (1, 2):
            for reading in ("In favour", "Against"):
                _choose(dialog, f"{LAST}: {reading}", rating)

    _use(driver, act)
    assert _stance(driver).citations[2].readings == Readings(supporting=2, opposing=2)
    assert len(_stance(driver).earlier) == len(before.earlier) + 1
    assert _stance(driver).reason == before.reason


def test_a_rating_that_is_taken_back_leaves_none(open_map: OpenWindow) -> None:
    driver = _driver(open_map)

    def act(dialog: RatingsDialog) -> None:
        _choose(dialog, f"{LAST}: Against", 4)
        _choose(dialog, f"{LAST}: Against", 0)

    _use(driver, act)
    assert _stance(driver).citations[2].readings is None


def test_a_stance_that_is_carried_over_is_rated_where_it_was_judged(open_map: OpenWindow) -> None:
    driver = _driver(open_map, "baku-drops-demand")

    def act(dialog: RatingsDialog) -> None:
        assert "Judged +30 in “After the Istanbul visit”" in dialog.head.text()
        _choose(dialog, f"{LAST}: Against", 4)

    _use(driver, act)
    assert _stance(driver).citations[2].readings == Readings(opposing=4)
    assert driver.document.snapshots["baku-drops-demand"].judgement(SUBJECT) is None


def test_what_has_no_citation_cannot_be_rated(open_map: OpenWindow) -> None:
    driver = _driver(open_map)
    assert driver.enabled("rate-citations")
    driver.view.set(selection=frozenset())
    assert not driver.enabled("rate-citations")
    driver.view.set(snapshot="2020")
    driver.view.select("iran")
    assert not driver.enabled("rate-citations")


def test_undo_of_the_citations_empties_the_dialog(open_map: OpenWindow) -> None:
    driver = _driver(open_map)

    def act(dialog: RatingsDialog) -> None:
        edit = edits.annotate.of("2025-07", SUBJECT, citations=())
        driver.session.apply(edit, label="Remove")
        assert "no citations to rate any more" in dialog.head.text()
        assert not [each for each in dialog.findChildren(QComboBox) if each.isVisibleTo(dialog)]

    _use(driver, act)


def test_ratings_outlast_the_editor_of_citations(open_map: OpenWindow) -> None:
    driver = _driver(open_map)
    _use(driver, lambda dialog: _choose(dialog, f"{LAST}: Against", 4))
    field = driver.field(StanceForm, "citations")
    against = [each for each in field.findChildren(QCheckBox) if each.isVisibleTo(field)]
    QTest.mouseClick(against[1], Qt.MouseButton.LeftButton)
    assert _stance(driver).citations[1].against
    assert _stance(driver).citations[2].readings == Readings(opposing=4)
    passages = [each for each in field.findChildren(QLineEdit) if each.accessibleName() == "Passage or page"]
    driver.inspector.activateWindow()
    passages[2].setFocus()
    passages[2].setText("p. 17")
    QTest.keyClick(passages[2], Key.Key_Return)
    assert _stance(driver).citations[2].passage == "p. 17"
    assert _stance(driver).citations[2].readings == Readings(opposing=4)


def test_no_text_of_the_map_is_markup(open_map: OpenWindow) -> None:
    driver = _driver(open_map)

    def act(dialog: RatingsDialog) -> None:
        assert all(label.textFormat() == Qt.TextFormat.PlainText for label in dialog.findChildren(QLabel))

    _use(driver, act)
