"""The details of the map: a dialog whose fields are edits, reached from the menu and the inspector."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from app_driver import named
from stakemap.app.features.inspector.map_dialog import MapDialog
from stakemap.app.kit.forms.editors import ChoiceEditor
from stakemap.model import edits
from stakemap.storage.policy import use_policy
from stakemap.storage.policy.record import Policy

if TYPE_CHECKING:
    from app_driver import Driver
    from conftest import OpenWindow


@pytest.fixture
def driver(open_map: OpenWindow) -> Driver:
    made: Driver = open_map()
    made.view.set(snapshot="2025-07", issue="border")
    return made


def _map_details(driver: Driver, use: Callable[[MapDialog], object]) -> None:
    """Use the dialog of the map's details, and close it with its button."""

    def use_and_close(dialog: MapDialog) -> None:
        use(dialog)
        named(dialog, QAbstractButton, "Close").click()
        assert not dialog.isVisible()

    driver.message_boxes.dialogs = [use_and_close]
    driver.trigger("map-details")


def test_the_details_of_the_map_are_edited_in_a_dialog(driver: Driver) -> None:
    _map_details(
        driver, lambda dialog: driver.type_into(dialog.form.fields["title"], "Who holds the corridor?")
    )
    assert driver.document.title == "Who holds the corridor?"
    assert driver.session.undo_label == "Change the title"
    assert driver.window.windowTitle().startswith("Who holds the corridor?")


def test_undo_works_in_the_details_of_the_map(driver: Driver) -> None:
    def use(dialog: MapDialog) -> None:
        before = driver.document
        driver.type_into(dialog.form.fields["contact"], "other@example.org")
        assert driver.document.contact == "other@example.org"
        named(dialog, QAbstractButton, "Close").setFocus()
        dialog.activateWindow()
        QTest.keyClick(dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert driver.document is before
        assert dialog.form.fields["contact"].editor.content() == before.contact

    _map_details(driver, use)


def test_the_details_of_the_map_stay_open_over_what_does_not_fit(driver: Driver) -> None:
    def use(dialog: MapDialog) -> None:
        cut_off = dialog.form.fields["cut_off"]
        driver.type_into(cut_off, "some day")
        named(dialog, QAbstractButton, "Close").click()
        assert dialog.isVisible()
        assert cut_off.is_invalid
        cut_off.revert()

    _map_details(driver, use)


def test_the_head_leads_to_the_details_of_the_map(driver: Driver) -> None:
    driver.view.select("armenia")
    QApplication.processEvents()
    driver.message_boxes.dialogs = [lambda dialog: dialog.reject()]
    QTest.mouseClick(driver.inspector.head.map_button, Qt.MouseButton.LeftButton)
    assert driver.message_boxes.asked == ["dialog MapDialog"]


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("question", "Why?", "Why?"),
        ("key_judgement", "Nobody does.", "Nobody does."),
        ("handling", "TLP:GREEN", "TLP:GREEN"),
        ("cut_off", "2025-07", "2025-07"),
        ("contact", "desk@example.org", "desk@example.org"),
        ("note", "Two\nlines", "Two\nlines"),
    ],
)
def test_texts_of_the_map(driver: Driver, name: str, text: str, value: str) -> None:
    def use(dialog: MapDialog) -> None:
        editor: Any = dialog.form.fields[name].editor
        editor.setFocus()
        editor.selectAll()
        if "\n" in text:
            editor.insertPlainText(text)
        else:
            QTest.keyClicks(editor, text)

    _map_details(driver, use)
    assert getattr(driver.document, name) == value


def test_it_tells_how_much_of_a_long_key_judgement_a_slide_shows(driver: Driver) -> None:
    def use(dialog: MapDialog) -> None:
        assert dialog.form.cut.isHidden()
        editor = dialog.form.fields["key_judgement"].editor
        editor.show_content("Ankara moves when Baku lets it. " * 60)
        assert dialog.form.cut.isVisible()
        found = re.fullmatch(
            r"The key judgement is too long for a slide, which shows about the first ([\d,]+) of its 1,919 "
            r"characters\.",
            dialog.form.cut.text(),
        )
        assert found is not None
        assert 200 < int(found[1].replace(",", "")) < 1_500
        editor.show_content("x " * 15_000)
        assert re.search("of its (20,000|19,999) characters", dialog.form.cut.text())
        editor.show_content("Ankara moves when Baku lets it. " * 10)
        assert dialog.form.cut.isHidden()

    _map_details(driver, use)


def test_only_marks_of_the_policy_can_be_chosen_and_another_one_is_kept(driver: Driver) -> None:
    driver.session.apply(edits.set_texts.of(handling="SECRET"), label="Mark")
    use_policy(Policy(handling_marks=("TLP:RED", "TLP:AMBER"), organisation="The ministry"))

    def use(dialog: MapDialog) -> None:
        form, choice = dialog.form, dialog.form.fields["handling"].editor
        assert isinstance(choice, ChoiceEditor)
        choice.load()
        assert [choice.itemText(place) for place in range(choice.count())] == [
            "No mark",
            "TLP:RED",
            "TLP:AMBER",
            "SECRET",
        ]
        assert choice.currentText() == "SECRET"
        assert form.other_handling.text() == "This mark is none of those set by The ministry."
        choice.setFocus()
        choice.setCurrentIndex(1)
        choice.activated.emit(1)
        assert driver.document.handling == "TLP:RED"
        assert not form.other_handling.text()
        choice.load()
        assert choice.findText("SECRET") < 0

    _map_details(driver, use)
