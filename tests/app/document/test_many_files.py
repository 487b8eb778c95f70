"""Many files at once: the app asks how many are meant, opens them one after the other, and can be stopped."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QTimer

from app_driver import ScriptedMessageBoxes, drop
from stakemap.app.document.many_files import FEW, take_files
from stakemap.app.kit.plain_text import MessageDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from conftest import OpenWindow
    from stakemap.app.kit.window import AppContext, Window

PATHS = tuple(Path(f"map-{number}.stakemap.json") for number in range(200))


@pytest.fixture
def window(context: AppContext) -> Window:
    return context.show_welcome()


def press(button: str, dialog: MessageDialog) -> None:
    assert dialog.message.startswith("Open 200 files?")
    dialog.button(button).click()


def test_a_few_are_taken_without_a_question(window: Window) -> None:
    taken: list[Path] = []
    take_files(window, [*PATHS[:FEW], PATHS[0]], taken.append)
    assert taken == [*PATHS[:FEW]]


@pytest.mark.parametrize(("answer", "count"), [("first", FEW), ("cancel", 0)])
def test_of_many_it_asks(
    window: Window, message_boxes: ScriptedMessageBoxes, answer: str, count: int
) -> None:
    taken: list[Path] = []
    message_boxes.dialogs = [partial(press, answer)]
    take_files(window, PATHS, taken.append)
    assert taken == [*PATHS[:count]]


def test_all_are_taken_in_turn_while_events_are_processed(
    window: Window, message_boxes: ScriptedMessageBoxes, qtbot: QtBot
) -> None:
    taken: list[Path] = []
    between: list[int] = []
    timer = QTimer()
    timer.timeout.connect(lambda: between.append(len(taken)))
    message_boxes.dialogs = [partial(press, "all")]
    timer.start(0)
    take_files(window, PATHS, taken.append)
    assert len(taken) == 1
    assert window.notices.texts() == ["200 files are still to be opened."]
    qtbot.waitUntil(lambda: len(taken) == len(PATHS))
    timer.stop()
    assert taken == [*PATHS]
    assert len({*between}) > len(PATHS) / 2
    qtbot.waitUntil(lambda: window.notices.texts() == [])


def test_they_can_be_stopped(window: Window, message_boxes: ScriptedMessageBoxes, qtbot: QtBot) -> None:
    taken: list[Path] = []
    message_boxes.dialogs = [partial(press, "all")]
    take_files(window, PATHS, taken.append)
    (stop,) = window.notices.buttons("files")
    stop.click()
    qtbot.waitUntil(lambda: window.notices.texts() == [])
    assert len(taken) == 1


def test_dropped_and_chosen_files_are_counted(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes, context: AppContext
) -> None:
    driver = open_map()
    message_boxes.dialogs = [partial(press, "cancel")] * 3
    drop(driver.window, *(path.absolute() for path in PATHS))
    assert message_boxes.asked == ["dialog MessageDialog"]
    message_boxes.answers = [[*PATHS], [*PATHS]]
    driver.trigger("open")
    driver.trigger("import")
    assert message_boxes.dialogs == []
    assert len(context.windows) == 1
