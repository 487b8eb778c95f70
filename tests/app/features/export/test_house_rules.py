"""What an organisation rules of exports, in the dialogs and menus of the app."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app_driver import settle, shown_texts
from samples import sample
from stakemap.app.features.data_export.dialog import DataExportDialog
from stakemap.app.features.export.dialog import ExportDialog
from stakemap.app.features.export.print_dialog import PrintDialog
from stakemap.app.features.inspector.map_dialog import MapDialog
from stakemap.app.kit.widgets.differences_dialog import DifferencesDialog
from stakemap.editing.clipboard import MIME_TYPE
from stakemap.model.records import replace
from stakemap.picture.marks import TextMark
from stakemap.storage.policy import PolicyOrigin, use_policy
from stakemap.storage.policy.record import Policy

if TYPE_CHECKING:
    from conftest import OpenWindow


def _footers(dialog: ExportDialog) -> list[str]:
    marks = dialog.pages[0].slide.marks
    return [mark.text for mark in marks if isinstance(mark, TextMark) and mark.role == "footer"]


def test_what_is_set_is_shown_applies_and_leaves_the_choices_of_the_user(
    open_map: OpenWindow, tmp_path: Path
) -> None:
    (tmp_path / "house.json").write_text('{"name": "House", "colours": {"canvas": "#fdf6e3"}}', "utf-8")
    rules = Policy(
        theme="house.json", footer="Ministry of Roads", export_formats=("svg", "csv"), organisation="Roads"
    )
    use_policy(rules, PolicyOrigin(tmp_path / "policy.json"))
    driver = open_map()
    stored = {"theme": "dark", "style": "own", "without": ["footer", "title"], "opens_folder": False}
    driver.context.store.remember_export(driver.document.id, stored)
    driver.context.apply_settings(driver.context.store.load())

    def use(dialog: ExportDialog) -> None:
        settle(dialog)
        look, parts = dialog.look, dialog.parts
        assert look.theme_choice.currentText() == "House"
        for widget in (look.theme_choice, parts.boxes["footer"]):
            assert not widget.isEnabled()
            assert widget.accessibleDescription() == "Set by Roads"
        assert "Set by Roads" in shown_texts(look)
        assert parts.boxes["footer"].text() == "Footer: Ministry of Roads"
        assert parts.boxes["footer"].isChecked()
        choice = dialog.target.format_choice
        assert [choice.itemData(place) for place in range(choice.count())] == [".svg"]
        assert dialog.copy_button.isHidden()
        assert _footers(dialog) == ["Ministry of Roads"]
        dialog.target.line.setText(str(tmp_path / "a.svg"))
        dialog.export_button.click()
        settle(dialog)

    driver.message_boxes.dialogs = [use]
    driver.trigger("export")
    assert "#fdf6e3" in (tmp_path / "a.svg").read_text("utf-8")
    kept = json.loads(driver.context.store.path.read_text("utf-8"))["exports"][driver.document.id]
    assert (kept["theme"], kept["without"]) == ("dark", ["title", "footer"])
    actions = driver.window.host.actions
    assert not actions["print"].isEnabled()
    assert "Roads does not allow this" in actions["print"].toolTip()
    assert not actions["copy-picture"].isEnabled()
    driver.message_boxes.dialogs = [
        lambda dialog: (
            [dialog.format_choice.itemData(place) for place in range(dialog.format_choice.count())] == ["csv"]
            or pytest.fail("more is offered")
        )
    ]
    driver.trigger("export-data")
    assert driver.message_boxes.asked[-1] == f"dialog {DataExportDialog.__name__}"


def test_a_theme_that_cannot_be_used_stops_slides_and_says_so(open_map: OpenWindow, tmp_path: Path) -> None:
    use_policy(Policy(theme="gone.json"), PolicyOrigin(tmp_path / "policy.json"))
    driver = open_map()

    def use(dialog: ExportDialog | PrintDialog) -> None:
        assert "until the theme set by your organisation can be used" in dialog.error.text()
        button = dialog.export_button if isinstance(dialog, ExportDialog) else dialog.print_button
        assert not button.isEnabled()
        # A resize asks for the preview anew.
        dialog.resize(dialog.width() + 9, dialog.height())
        QTest.qWait(60)

    driver.message_boxes.dialogs = [use, use]
    driver.trigger("export")
    driver.trigger("print")
    driver.trigger("copy-picture")
    assert "until the theme" in driver.message_boxes.told[-1][1]


def test_a_map_without_a_mark_gets_one_before_it_is_exported(open_map: OpenWindow, tmp_path: Path) -> None:
    use_policy(Policy(require_handling=True, handling_marks=("TLP:RED", "TLP:AMBER")))
    driver = open_map(replace(sample(), handling=""))
    boxes = driver.message_boxes
    QGuiApplication.clipboard().clear()
    for action in ("export", "export-data", "print", "save-clean", "copy-picture"):
        boxes.answers = [False]
        driver.trigger(action)
        assert boxes.asked[-1] == "confirm This map needs a handling mark"
    assert QGuiApplication.clipboard().image().isNull()

    def choose(dialog: MapDialog) -> None:
        editor = dialog.form.fields["handling"].editor
        assert dialog.focusWidget() is editor
        editor.load()
        editor.setCurrentIndex(1)
        editor.activated.emit(1)

    def export(dialog: ExportDialog) -> None:
        assert dialog.parts.boxes["handling"].isChecked()
        assert not dialog.parts.boxes["handling"].isEnabled()
        settle(dialog)
        use_policy(Policy(export_formats=("png",)))
        dialog.copy()
        assert dialog.files.text() == "The page is on the clipboard, as PNG."

    boxes.answers, boxes.dialogs = [True], [choose, export]
    driver.trigger("export")
    assert driver.document.handling == "TLP:RED"
    assert boxes.asked[-1] == "dialog ExportDialog"


def test_rows_and_lists_are_copied_as_text_only_where_the_map_may_be_exported_as_csv(
    open_map: OpenWindow, qtbot: QtBot
) -> None:
    driver = open_map(replace(sample(), handling=""))
    boxes, clipboard = driver.message_boxes, QGuiApplication.clipboard()
    driver.view.select("armenia")
    changed = replace(driver.document, title="Another")
    driver.trigger("analysis-coalitions")
    panel = driver.panels.content("analysis")
    qtbot.waitUntil(lambda: any(table.rows.rowCount() for table in panel.tables.tables))
    table = panel.tables.tables[0]

    def copied(rules: Policy) -> tuple[str, str, bool]:
        """What is copied of an actor, of a table and of the differences of two versions."""
        use_policy(rules)
        driver.trigger("copy")
        data = clipboard.mimeData()
        assert data.hasFormat(MIME_TYPE)
        actors = data.text()
        clipboard.clear()
        QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        dialog = DifferencesDialog(driver.window, "", driver.document, changed)
        buttons = [button for button in dialog.buttons.buttons() if button.text() == "&Copy"]
        dialog.deleteLater()
        return actors, clipboard.text(), buttons[0].isEnabled()

    actors, rows, lists = copied(Policy())
    assert "Armenia" in actors
    assert table.rows.table.headers[0] in rows
    assert lists
    assert copied(Policy(export_formats=("pdf",))) == ("", "", False)
    assert "Copied Armenia for Stakemap alone. Your organisation does not allow" in driver.message
    assert "does not allow maps to be exported as" in boxes.told[-1][1]
    assert copied(Policy(require_handling=True)) == ("", "", False)
    assert "without a handling mark" in boxes.told[-1][1]
    assert copied(Policy(export_formats=("csv",))) == (actors, rows, True)
