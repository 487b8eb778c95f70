"""A clean copy: what goes is listed before anything is written, and the open map stays as it is."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from samples import sample
from stakemap.app.features.export.clean_copy import CleanCopyDialog
from stakemap.app.features.export.dialog import ExportDialog
from stakemap.model.clean import CleanOptions, clean
from stakemap.storage import files
from stakemap.storage.files import open_map, save_map

if TYPE_CHECKING:
    from app_driver import Driver, ScriptedMessageBoxes
    from conftest import OpenWindow


@pytest.fixture
def driver(open_map: OpenWindow) -> Driver:
    made: Driver = open_map()
    return made


def _settle(is_busy: Callable[[], bool]) -> None:
    for _ in range(1_000):
        QApplication.processEvents()
        if not is_busy():
            return
        QTest.qWait(5)
    raise AssertionError("the dialog does not come to rest")


def _listed(dialog: CleanCopyDialog) -> None:
    _settle(lambda: not dialog.save_button.isEnabled())


def test_what_goes_is_listed_and_then_written(
    driver: Driver, tmp_path: Path, message_boxes: ScriptedMessageBoxes
) -> None:
    before = driver.document

    def use(dialog: CleanCopyDialog) -> None:
        assert not dialog.save_button.isEnabled()
        _listed(dialog)
        assert "The names of 2 analysts: A, B" in dialog.goes.toPlainText()
        assert "7 actors" in dialog.stays.toPlainText()
        assert "1 earlier judgement" in dialog.goes.toPlainText()
        dialog.parts["ledger"].click()
        _listed(dialog)
        assert "earlier" not in dialog.goes.toPlainText()
        dialog.scenarios["pressure"].click()
        _listed(dialog)
        assert "1 scenario: Washington presses Baku" in dialog.goes.toPlainText()
        dialog.save_button.click()

    message_boxes.dialogs = [use]
    message_boxes.answers = [tmp_path / "outside"]
    driver.trigger("save-clean")
    assert message_boxes.asked[-1].endswith("a-corridor-and-a-border-clean.stakemap.json")
    written = open_map(tmp_path / "outside.stakemap.json").document
    assert written == clean(sample(), CleanOptions(ledger=False, scenarios=frozenset({"pressure"})))
    assert driver.message == "Clean copy saved as outside.stakemap.json"
    assert driver.document is before
    assert driver.session.path is None


def test_a_map_that_is_open_is_not_replaced(
    open_map: OpenWindow, tmp_path: Path, message_boxes: ScriptedMessageBoxes
) -> None:
    path = tmp_path / "map.stakemap.json"
    digest = save_map(path, sample())
    driver = open_map(path=path, digest=digest)
    whole = path.read_bytes()

    def use(dialog: CleanCopyDialog) -> None:
        _listed(dialog)
        dialog.save_button.click()

    message_boxes.dialogs, message_boxes.answers = [use], [path]
    driver.trigger("save-clean")
    assert "is open" in message_boxes.told[-1][0]
    assert path.read_bytes() == whole


def test_what_cannot_be_written_is_told(
    driver: Driver, tmp_path: Path, message_boxes: ScriptedMessageBoxes
) -> None:
    def use(dialog: CleanCopyDialog) -> None:
        _listed(dialog)
        dialog.save_button.click()

    message_boxes.dialogs, message_boxes.answers = [use], [tmp_path / "no" / "folder" / "x.stakemap.json"]
    driver.trigger("save-clean")
    assert message_boxes.told[-1][0] == "The copy was not saved"


def test_a_copy_is_written_off_the_gui_thread_while_events_are_processed(
    driver: Driver, tmp_path: Path, message_boxes: ScriptedMessageBoxes, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers, write = threading.Event(), files.write_bytes_safely

    def slowly(*args: Any, **options: Any) -> Any:
        assert threading.current_thread() is not threading.main_thread()
        assert answers.wait(60)
        return write(*args, **options)

    def use(dialog: CleanCopyDialog) -> None:
        _listed(dialog)
        monkeypatch.setattr(files, "write_bytes_safely", slowly)
        # Would wait for ever if the event loop stood still.
        QTimer.singleShot(0, answers.set)
        dialog.save_button.click()

    path = tmp_path / "clean.stakemap.json"
    message_boxes.dialogs, message_boxes.answers = [use], [path]
    driver.trigger("save-clean")
    assert path.exists()
    assert driver.message == "Clean copy saved as clean.stakemap.json"


def test_thinking_better_of_it_writes_nothing(driver: Driver, message_boxes: ScriptedMessageBoxes) -> None:
    message_boxes.dialogs = [lambda dialog: dialog.reject()]
    driver.trigger("save-clean")
    assert message_boxes.asked[-1] == "dialog CleanCopyDialog"


def test_slides_of_a_clean_copy_have_no_notes_and_leave_out_the_scenario(
    driver: Driver, tmp_path: Path, message_boxes: ScriptedMessageBoxes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)
    driver.view.set(snapshot="pressure")

    def choose(dialog: CleanCopyDialog) -> None:
        dialog.scenarios["pressure"].click()
        _listed(dialog)
        dialog.slides_button.click()

    def export(dialog: ExportDialog) -> None:
        assert dialog.windowTitle() == "Export slides for readers outside the team"
        text = str(tmp_path / "deck.pptx")
        dialog.target.line.setText(text)
        dialog.target.line.textEdited.emit(text)
        assert not dialog.look.notes.isEnabled()
        assert not dialog.look.notes.isChecked()
        assert dialog.slides.against.findData("pressure") < 0
        dialog.export_button.click()
        _settle(lambda: not dialog.is_idle)

    message_boxes.dialogs = [choose, export]
    driver.trigger("save-clean")
    from pptx import Presentation

    deck = Presentation(io.BytesIO((tmp_path / "deck.pptx").read_bytes()))
    assert len(deck.slides) == 1
    assert not deck.slides[0].has_notes_slide
