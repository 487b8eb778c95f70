"""What nobody caught: the gesture goes back, the map stays, one message, no text of the map in the log."""

from __future__ import annotations

import json
import logging
import sqlite3
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import qWarning
from PySide6.QtWidgets import QApplication

from guards import LogWatch
from samples import sample
from stakemap.app.kit.error_reporter import ErrorReporter
from stakemap.logs import log_file
from stakemap.model.edits import set_texts
from stakemap.storage.files import open_map, save_map
from stakemap.storage.folders import config_folder
from stakemap.storage.settings.settings import SettingsStore
from stakemap.storage.store.journal import JournalWriter
from stakemap.storage.store.versions import VersionStore

if TYPE_CHECKING:
    from app_driver import ScriptedMessageBoxes
    from conftest import OpenWindow
    from stakemap.app.kit.window import AppContext

SECRET = "Armenia said in confidence"


class Told:
    """Collects messages instead of showing them."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, str, str]] = []

    def __call__(self, headline: str, text: str, details: str) -> None:
        self.messages.append((headline, text, details))


@pytest.fixture
def told() -> Told:
    return Told()


def _error(text: str = SECRET) -> ValueError:
    try:
        raise ValueError(text)
    except ValueError as error:
        return error


def test_one_message_with_details_that_quote_nothing(
    told: Told, expected_log: LogWatch, qapp: object
) -> None:
    expected_log.expect("ValueError")
    ErrorReporter(told).report(_error())
    headline, text, details = told.messages[0]
    assert "went wrong" in headline
    assert "still open" in text
    assert "ValueError" in details
    assert "test_error_reporter.py" in details
    assert "Qt 6" in details
    assert SECRET not in details


def test_further_errors_while_a_message_is_open_are_only_logged(expected_log: LogWatch, qapp: object) -> None:
    expected_log.expect("ValueError")
    shown: list[str] = []

    def show(headline: str, text: str, details: str) -> None:
        shown.append(headline)
        reporter.report(_error("again"))

    reporter = ErrorReporter(show)
    reporter.report(_error())
    assert len(shown) == 1


def test_hooks_take_errors_and_give_themselves_back(
    told: Told, expected_log: LogWatch, qapp: QApplication
) -> None:
    expected_log.expect("ValueError|KeyError|Qt .*: a complaint")
    before = (sys.excepthook, threading.excepthook)
    reporter = ErrorReporter(told)
    reporter.install()
    try:
        error = _error()
        sys.excepthook(type(error), error, error.__traceback__)
        assert len(told.messages) == 1

        def fail() -> None:
            raise KeyError(SECRET)

        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        QApplication.processEvents()
        assert len(told.messages) == 2
        qWarning("a complaint")
    finally:
        reporter.uninstall()
    assert (sys.excepthook, threading.excepthook) == before
    log = log_file().read_text("utf-8")
    assert "ValueError" in log
    assert "KeyError" in log
    assert "a complaint" in log
    assert SECRET not in log


def test_an_interrupt_is_no_error(told: Told, qapp: object, capsys: pytest.CaptureFixture[str]) -> None:
    reporter = ErrorReporter(told)
    reporter.install()
    try:
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    finally:
        reporter.uninstall()
    assert told.messages == []


def test_a_failed_recovery_stops_nothing(told: Told, expected_log: LogWatch, qapp: object) -> None:
    expected_log.expect("ValueError|recovery failed")
    reporter = ErrorReporter(told)
    done: list[str] = []

    def fail() -> None:
        raise RuntimeError

    reporter.recover += [fail, lambda: done.append("second")]
    reporter.report(_error())
    assert done == ["second"]
    assert len(told.messages) == 1


def test_a_drag_goes_back_and_the_map_stays(
    context: AppContext,
    open_map: OpenWindow,
    told: Told,
    expected_log: LogWatch,
    message_boxes: ScriptedMessageBoxes,
) -> None:
    expected_log.expect("ValueError")
    context.reporter = reporter = ErrorReporter(told)
    driver = open_map()
    driver.view.set(snapshot="2025-07", issue="border")
    gesture = driver.session.begin("Move Armenia", ["armenia"], "2025-07", "border")
    gesture.move(10, 10)
    before = driver.document
    reporter.report(_error())
    assert driver.session.gesture is None
    assert driver.document is before
    assert driver.window.isVisible()
    driver.window.close()
    assert reporter.recover == []


def test_an_error_of_a_listener_reaches_the_reporter(
    context: AppContext, open_map: OpenWindow, told: Told, expected_log: LogWatch
) -> None:
    expected_log.expect("ZeroDivisionError")
    context.reporter = ErrorReporter(told)
    driver = open_map()
    driver.session.changed.connect(lambda _before, _after: 1 // 0)
    driver.view.select("armenia")
    driver.trigger("delete")
    assert len(told.messages) == 1
    assert driver.table.model.rowCount() == len(driver.document.actors)


def test_all_modules_log_and_none_quotes_what_an_error_says(
    told: Told, expected_log: LogWatch, qapp: QApplication
) -> None:
    expected_log.expect("the journal failed|could not be raised")
    reporter = ErrorReporter(told)
    reporter.install()

    class Unruly:
        def __del__(self) -> None:
            raise ValueError(SECRET)

    try:
        logging.getLogger("stakemap.storage.store.journal").error("the journal failed", exc_info=_error())
        del_me = Unruly()
        del del_me
    finally:
        reporter.uninstall()
    log = log_file().read_text("utf-8")
    assert "the journal failed\nValueError" in log
    assert "could not be raised\nValueError" in log
    assert "__del__" in log
    assert SECRET not in log


def test_the_log_of_a_day_of_trouble_tells_no_name_path_or_text(
    told: Told, expected_log: LogWatch, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Errors of the interpreter, the system, SQLite, JSON, pydantic and Qt, in each place where they end."""
    expected_log.expect(".*")
    secret = tmp_path / "Secret folder"
    monkeypatch.setenv("STAKEMAP_CONFIG_DIR", str(secret / "config"))
    document = set_texts(sample(), title="Secret title", note="Secret note")
    steps: list[Callable[[], object]] = [
        lambda: document.actors["Secret actor"],
        lambda: (secret / "Secret.stakemap.json").read_bytes(),
        lambda: set_texts(document, title=["Secret"]),  # type: ignore[arg-type]
        lambda: open_map(secret / "Secret.stakemap.json"),
        lambda: save_map(secret / "Secret.stakemap.json", document),
        lambda: sqlite3.connect(secret / "Secret.sqlite3"),
        lambda: json.loads('{"Secret": }'),
        lambda: getattr(document, "Secret_field"),  # noqa: B009 - as a name out of a file
        lambda: qWarning(f'cannot open "{secret}" or {secret}/Secret map.json'),
    ]
    reporter = ErrorReporter(told)
    reporter.install()
    try:
        for step in steps:
            try:
                step()
            except Exception as error:
                sys.excepthook(type(error), error, error.__traceback__)
            thread = threading.Thread(target=step)
            thread.start()
            thread.join()
        config_folder().mkdir(parents=True)
        (config_folder() / "settings.json").write_text('{"author": "Secret",')
        SettingsStore().load()
        folder = secret / "versions"
        folder.write_text("in the way")
        writer = JournalWriter(VersionStore(folder))
        writer.open(document, secret / "Secret.stakemap.json").record("Secret", document, sample())
        writer.flush(0.5)
        writer.close(0.5)
        QApplication.processEvents()
    finally:
        reporter.uninstall()
    log = log_file().read_text("utf-8")
    assert log.count("Traceback") == 0
    assert "KeyError" in log
    assert "the journal has trouble" in log
    assert "ecret" not in log, [line for line in log.splitlines() if "ecret" in line]
