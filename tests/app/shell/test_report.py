"""The report of a problem: it tells where something went wrong, and nothing of any map, file or person."""

from __future__ import annotations

import errno
import logging
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import qWarning
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from samples import sample
from stakemap.app.kit.error_reporter import ErrorReporter
from stakemap.app.shell.problem_report import facts_of, report_text
from stakemap.app.shell.report_dialog import ReportDialog
from stakemap.app.shell.report_lines import Phrases, told_lines
from stakemap.errors import WriteError
from stakemap.logs import log_crash, log_file
from stakemap.model import edits
from stakemap.model.records import replace
from stakemap.storage.policy import use_policy
from stakemap.storage.policy.record import Policy

if TYPE_CHECKING:
    from conftest import OpenWindow
    from guards import LogWatch

#: Words that stand in the map, in its path and in the name of its analyst, and nowhere else.
WORDS = ("Qwertistan", "Zorbland", "Blixtreaty", "Mumpfheim")
QUOTED = f"{WORDS[0]} signs the {WORDS[2]} in {WORDS[3]}"


def untold(text: str) -> set[str]:
    """Which of the words a text tells."""
    return {word for word in WORDS if word.casefold() in text.casefold()}


@pytest.fixture
def reporter(expected_log: LogWatch) -> Iterator[ErrorReporter]:
    """What logs errors in the app, into the log of this test."""
    expected_log.expect("")
    made = ErrorReporter(lambda *_: None)
    made.install()
    yield made
    made.uninstall()


def whole(context: Any) -> str:
    """The whole report, as a worker makes it."""
    return report_text(lambda _: True, facts_of(context))


def test_a_report_tells_where_it_went_wrong_and_nothing_of_the_map(
    open_map: OpenWindow, reporter: ErrorReporter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = replace(sample(), title=QUOTED, question=QUOTED, contact=WORDS[1])
    driver = open_map(document)
    driver.context.change_settings(author=WORDS[1], theme="dark")
    folder = tmp_path / WORDS[3]
    folder.mkdir()
    path = folder / f"{WORDS[0]}.stakemap.json"
    driver.message_boxes.answers = [path]
    with monkeypatch.context() as full_disk:
        full_disk.setattr(os, "fsync", _refuse)
        driver.trigger("save-as")
    assert driver.message_boxes.told, "the disk was full"
    driver.session.path = path
    actor = next(iter(document.actors))
    driver.session.apply(edits.update_actor.of(actor, name=WORDS[0]), label="Rename")

    def crash() -> None:
        raise ValueError(QUOTED) from KeyError(WORDS[2])

    for error in (
        OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(driver.session.path)),
        WriteError(QUOTED),
    ):
        reporter.report(error)
    try:
        crash()
    except ValueError as error:
        reporter.report(error)
        log_crash(error)
    qWarning(f"QFont::setFamily: no {QUOTED}")
    logging.getLogger("stakemap.other").warning("%s", QUOTED)
    use_policy(Policy(organisation=WORDS[1], footer=QUOTED, require_handling=True))
    text = whole(driver.context)
    assert untold(log_file().read_text("utf-8")) != set(), (
        "the log itself is not clean, or this tests nothing"
    )
    assert untold(text) == set()
    assert "No space left on device" in text
    assert "ValueError" in text
    assert re.search(r"test_report\.py:\d+ crash", text)
    assert "QFont::setFamily" in text
    assert "require_handling" in text
    assert "footer" in text
    assert "theme dark" in text
    assert "Log: stakemap.log\n" in text
    assert "Open map: " in text
    assert "left out" in text


def _refuse(_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _raisers() -> st.SearchStrategy[Callable[[str], BaseException]]:
    kinds = [
        ValueError,
        KeyError,
        IndexError,
        RuntimeError,
        OSError,
        WriteError,
        AttributeError,
        ZeroDivisionError,
    ]
    return st.sampled_from([*kinds, lambda text: OSError(errno.EACCES, text, text)])


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=_raisers(),
    before=st.sampled_from(["", "list index ", "Stakemap 1, Python 3, ", "  a.py:1 ", "\n  b.py:2 "]),
    word=st.sampled_from(WORDS),
    after=st.sampled_from(["", "\n", "Error: x", "::f: ", ":3 g", " by zero", " index out of range"]),
)
def test_no_error_that_quotes_a_map_is_quoted(
    kind: Callable[[str], BaseException], before: str, word: str, after: str, reporter: ErrorReporter
) -> None:
    quoted = f"{before}{word} {QUOTED}{after}"
    reporter.report(kind(quoted))
    qWarning(quoted)
    # As if a version without care had written the log.
    logging.getLogger("stakemap.other").error("%s", quoted)
    text = log_file().read_text("utf-8")
    assert untold("\n".join(told_lines(text, Phrases(())).lines)) == set()


def test_notes_of_crashes_lose_their_folders() -> None:
    note = (
        "Fatal Python error: Segmentation fault\n\n"
        "Current thread 0x00007f00 (most recent call first):\n"
        f'  File "/home/{WORDS[1]}/stakemap/app/x.py", line 12 in run\n'
        f"{QUOTED}\n"
    )
    told = told_lines(note, Phrases(()))
    assert told.lines == (
        "Fatal Python error: Segmentation fault",
        "Current thread 0x00007f00 (most recent call first):",
        "  x.py:12 run",
    )
    assert told.left_out == 1


def test_names_are_found_as_whole_words() -> None:
    names = Phrases(["Türkiye", "run_all", "", "A"])
    assert names.are_in("  turkiye.py:3 go")
    assert names.are_in("  x.py:3 run_all")
    assert not names.are_in("  turkiyes.py:3 run")
    assert not names.are_in("a")
    assert names.are_in(f"Extension modules: {'module, ' * 200}turkiye (total: 201)")
    assert Phrases(["word " * 200]).are_in("word " * 20)


def test_lines_are_deleted_and_the_rest_is_copied_or_saved(
    open_map: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    driver = open_map()
    done: list[str] = []

    def use(dialog: ReportDialog) -> None:
        qtbot.waitUntil(lambda: "Log: " in dialog.text.toPlainText(), timeout=30_000)
        dialog.text.setFocus()
        first, *rest = dialog.text.toPlainText().splitlines()
        assert first.startswith("Stakemap ")
        cursor = dialog.text.textCursor()
        cursor.setPosition(0)
        cursor.movePosition(cursor.MoveOperation.NextBlock, cursor.MoveMode.KeepAnchor)
        dialog.text.setTextCursor(cursor)
        QTest.keyClicks(dialog.text, "It broke.")
        dialog.copy.click()
        assert QGuiApplication.clipboard().text() == "\n".join([f"It broke.{rest[0]}", *rest[1:]]) + "\n"
        target = tmp_path / "report.txt"
        driver.message_boxes.answers = [target]
        dialog.save.click()
        done.append(dialog.said.text())
        assert target.read_text("utf-8").startswith("It broke.")

    driver.message_boxes.dialogs = [use]
    driver.trigger("report-problem")
    assert done
