"""The dialog of the export of data, in a window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app_driver import shown_texts
from samples import sample, tiny
from stakemap.app.features.data_export.dialog import DataExportDialog
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.writers.formats import DATA_WRITERS, DataOptions
from stakemap.model.clean import clean

if TYPE_CHECKING:
    from app_driver import Driver, ScriptedMessageBoxes
    from conftest import OpenWindow


@pytest.fixture
def driver(open_map: OpenWindow) -> Driver:
    made: Driver = open_map()
    return made


def choose(dialog: DataExportDialog, name: str) -> None:
    dialog.format_choice.setCurrentIndex(dialog.format_choice.findData(name))


def export(dialog: DataExportDialog) -> None:
    dialog.export_button.click()
    for _ in range(1_000):
        QApplication.processEvents()
        if not dialog.is_busy:
            return
        QTest.qWait(5)
    raise AssertionError("the dialog does not come to rest")


def test_a_workbook_is_written_and_told(
    driver: Driver, tmp_path: Path, message_boxes: ScriptedMessageBoxes
) -> None:
    target = tmp_path / "out.xlsx"

    def use(dialog: DataExportDialog) -> None:
        assert dialog.line.text().endswith("a-corridor-and-a-border.xlsx")
        dialog.line.setText(str(target.with_suffix("")))
        export(dialog)

    message_boxes.dialogs = [use]
    driver.trigger("export-data")
    assert target.read_bytes() == DATA_WRITERS["xlsx"].write(sample(), DataOptions(snapshot="2025-07")).data
    assert driver.message == "Exported to out.xlsx"
    assert not driver.session.is_modified


def test_each_format_says_what_it_holds_and_asks_what_it_has_room_for(
    driver: Driver, message_boxes: ScriptedMessageBoxes
) -> None:
    def use(dialog: DataExportDialog) -> None:
        for writer in DATA_WRITERS:
            choose(dialog, writer.id)
            texts = " ".join(shown_texts(dialog))
            assert all(phrase in texts for phrase in (*writer.page().holds, *writer.page().loses))
            assert dialog.issue.isVisible() == ("issue" in writer.asks)
            assert dialog.snapshot.isVisible() == ("snapshot" in writer.asks)
            assert Path(dialog.line.text()).suffix == writer.endings[0]
        dialog.reject()

    message_boxes.dialogs = [use]
    driver.trigger("export-data")


def test_issue_snapshot_and_a_clean_copy_are_taken(
    driver: Driver, tmp_path: Path, message_boxes: ScriptedMessageBoxes
) -> None:
    target = tmp_path / "out.gexf"

    def use(dialog: DataExportDialog) -> None:
        choose(dialog, "gexf")
        dialog.issue.setCurrentIndex(dialog.issue.findData("corridor"))
        latest = dialog.snapshot.itemText(dialog.snapshot.findData("2025-07"))
        assert latest == "After the Istanbul visit · 1 July 2025"
        dialog.snapshot.setCurrentIndex(dialog.snapshot.findData("2022"))
        dialog.clean.click()
        dialog.browse.click()
        export(dialog)

    message_boxes.dialogs, message_boxes.answers = [use], [target]
    driver.trigger("export-data")
    options = DataOptions("corridor", "2022")
    assert target.read_bytes() == DATA_WRITERS["gexf"].write(clean(sample()), options).data
    assert IncomingFile("out.gexf", target.read_bytes()).container == "xml"


def test_a_file_is_replaced_only_when_that_is_confirmed(
    driver: Driver, tmp_path: Path, message_boxes: ScriptedMessageBoxes
) -> None:
    target = tmp_path / "out.csv"
    target.write_text("mine")

    def use(dialog: DataExportDialog) -> None:
        choose(dialog, "csv")
        dialog.line.setText(str(target))
        dialog.export_button.click()
        assert not dialog.is_busy
        assert target.read_text() == "mine"
        export(dialog)

    message_boxes.dialogs, message_boxes.answers = [use], [False, True]
    driver.trigger("export-data")
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")


def test_what_cannot_be_written_is_said_in_the_dialog(
    driver: Driver, tmp_path: Path, message_boxes: ScriptedMessageBoxes
) -> None:
    def use(dialog: DataExportDialog) -> None:
        choose(dialog, "ktab")
        dialog.line.setText(str(tmp_path / "out.csv"))
        export(dialog)
        assert dialog.error.text().startswith("KTAB needs three actors")
        dialog.line.setText("")
        dialog.export_button.click()
        assert dialog.error.text() == "Enter a file name."
        dialog.line.setText(str(tmp_path / "nowhere" / "out.csv"))
        choose(dialog, "csv")
        export(dialog)
        assert "nowhere" in dialog.error.text()
        dialog.reject()

    message_boxes.dialogs = [use]
    driver.trigger("export-data")
    assert list(tmp_path.iterdir()) == []


def test_what_did_not_fit_is_told(
    open_map: OpenWindow, tmp_path: Path, message_boxes: ScriptedMessageBoxes, monkeypatch: pytest.MonkeyPatch
) -> None:
    from stakemap.interchange.writers import ktab

    monkeypatch.setattr(ktab, "FEWEST_ACTORS", 0)
    driver = open_map(tiny())

    def use(dialog: DataExportDialog) -> None:
        choose(dialog, "ktab")
        dialog.line.setText(str(tmp_path / "out.csv"))
        export(dialog)

    message_boxes.dialogs = [use]
    driver.trigger("export-data")
    headline, text, _ = message_boxes.told[-1]
    assert headline == "Not all of the map fitted into “out.csv”"
    assert text.startswith("1 actor is left out")
