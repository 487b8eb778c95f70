"""Huge pastes: read off the GUI thread, refused in a sentence or only after a question."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import QGuiApplication

from stakemap.editing import clipboard
from stakemap.editing.clipboard import MIME_TYPE, to_json
from stakemap.interchange import spreadsheet, tsv
from stakemap.model.bundles import Bundle
from stakemap.model.document import Actor

if TYPE_CHECKING:
    from app_driver import Driver
    from conftest import OpenWindow


def actors(count: int) -> Bundle:
    return Bundle(actors={f"actor-{number}": Actor(name=f"Actor {number}") for number in range(count)})


def copy_actors(count: int) -> None:
    data = QMimeData()
    data.setData(MIME_TYPE, to_json(actors(count)))
    QGuiApplication.clipboard().setMimeData(data)


class Held:
    """Holds up a function in its thread until the event loop has turned."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> None:
        self.threads: list[threading.Thread] = []
        self._answers, self._function = threading.Event(), getattr(module, name)
        monkeypatch.setattr(module, name, self.call)
        # Would be called never if the GUI thread waited.
        QTimer.singleShot(0, self._answers.set)

    def call(self, *args: Any, **options: Any) -> Any:
        self.threads.append(threading.current_thread())
        assert self._answers.wait(60)
        return self._function(*args, **options)


def assert_off_the_gui_thread(held: Held) -> None:
    assert held.threads
    assert threading.main_thread() not in held.threads


def test_copied_actors_are_read_off_the_gui_thread(
    open_map: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = open_map()
    copy_actors(3)
    held = Held(monkeypatch, clipboard, "from_json")
    driver.trigger("paste")
    assert_off_the_gui_thread(held)
    assert driver.session.undo_label == "Paste 3 actors"


def test_rows_are_read_off_the_gui_thread(open_map: OpenWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = open_map()
    QGuiApplication.clipboard().setText("Name\tInfluence\nWales\t5\n")
    held = Held(monkeypatch, spreadsheet, "read_table")
    driver.message_boxes.dialogs = [lambda dialog: dialog.reject()]
    driver.trigger("paste-rows")
    assert_off_the_gui_thread(held)


@pytest.mark.parametrize("agreed", [True, False])
def test_many_actors_are_pasted_after_a_question_and_drawn_at_one_go(
    open_map: OpenWindow, agreed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = open_map()
    # Each that is inserted by itself moves all rows after it.
    monkeypatch.setattr(np, "insert", None)
    before = len(driver.document.actors)
    copy_actors(2_001)
    driver.message_boxes.answers = [agreed]
    driver.trigger("paste")
    assert driver.message_boxes.asked == ["confirm Paste 2,001 actors?"]
    assert len(driver.document.actors) - before == (2_001 if agreed else 0)


def assert_refused(driver: Driver, action: str, sentence: str) -> None:
    before = driver.document
    driver.trigger(action)
    assert driver.document is before
    assert [text for _, text, _ in driver.message_boxes.told] == [sentence]


def test_more_actors_than_a_map_takes_are_refused_before_they_are_made(
    open_map: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = open_map()
    copy_actors(clipboard.ACTORS_LIMIT + 1)
    monkeypatch.setattr(Actor, "model_validate", None)
    assert_refused(
        driver,
        "paste",
        "There are 20,001 actors on the clipboard, and up to 20,000 can be pasted at once.",
    )


def test_more_cells_than_a_map_takes_are_refused(open_map: OpenWindow) -> None:
    driver = open_map()
    QGuiApplication.clipboard().setText(("\t".join(["12"] * tsv.MAX_COLUMNS) + "\n") * 2_501)
    assert_refused(driver, "paste-rows", "A table may have up to 500,000 cells.")
