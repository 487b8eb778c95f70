"""The watches in conftest.py bite: a suite of deliberately untidy tests fails where it should."""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

HERE = Path(__file__).parent

UNTIDY = """
import gc, logging, threading, time
from PySide6.QtCore import Qt, QTimer, qWarning
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
import pytest

keep = []

def test_tidy(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    timer = QTimer(widget)
    timer.start(50)
    widget.show()

def test_double_click_leaves_the_button_pressed(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    QTest.mouseDClick(widget, Qt.MouseButton.LeftButton)
    assert QGuiApplication.mouseButtons() == Qt.MouseButton.LeftButton

def test_no_button_is_pressed_in_the_next_test(qtbot):
    assert QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton

def test_expected_log(expected_log):
    expected_log.expect("as announced")
    logging.getLogger("x").warning("as announced")

def test_folders(own_folders):
    import os
    assert os.environ["STAKEMAP_CONFIG_DIR"].startswith(str(own_folders))

def test_log():
    logging.getLogger("x").warning("surprise")

def test_timer(qtbot):
    timer = QTimer()
    timer.start(50)
    keep.append(timer)

def test_window(qtbot):
    widget = QWidget()
    widget.show()
    keep.append(widget)

def test_thread():
    threading.Thread(target=time.sleep, args=(4,), daemon=True).start()

def test_qt_message(qtbot):
    qWarning("trouble in Qt")

def test_swallowed_in_del():
    class Untidy:
        def __del__(self):
            raise ValueError("swallowed")
    Untidy()

def test_swallowed_in_thread():
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()

def test_swallowed_in_slot(qtbot):
    def slot():
        raise ValueError("in a slot")
    QTimer.singleShot(0, slot)
    qtbot.wait(20)

def test_warning():
    import warnings
    warnings.warn("old", DeprecationWarning)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_temporary_folder_spares_what_its_links_lead_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside = tmp_path / "outside"
    outside.touch(0o644)
    outside.chmod(0o644)
    folder = tempfile.TemporaryDirectory()
    (Path(folder.name) / "link").symlink_to(outside)
    unlink, refused = os.unlink, []

    def refuse_once(path: str, **more: int) -> None:
        if not refused:
            refused.append(path)
            raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), path)
        unlink(path, **more)

    monkeypatch.setattr(os, "unlink", refuse_once)
    folder.cleanup()
    assert refused
    assert not Path(folder.name).exists()
    assert stat.S_IMODE(outside.stat().st_mode) == 0o644


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("untidy")
    for name in ("conftest.py", "guards.py"):
        shutil.copy(HERE / name, folder / name)
    (folder / "test_untidy.py").write_text(UNTIDY, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:randomly", "-p", "no:cacheprovider", "-rA"]
    command += ["-c", str(HERE.parent / "pyproject.toml"), "-o", f"pythonpath={folder}", str(folder)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    result = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False
    )
    return result.stdout


def verdicts(outcome: str, name: str) -> set[str]:
    """The words that the summary says about one test."""
    pattern = rf"^(PASSED|FAILED|ERROR) \S*test_untidy\.py::test_{name}( - .*)?$"
    return {match[1] for match in re.finditer(pattern, outcome, re.MULTILINE)}


@pytest.mark.parametrize(
    "name",
    [
        "tidy",
        "expected_log",
        "folders",
        "double_click_leaves_the_button_pressed",
        "no_button_is_pressed_in_the_next_test",
    ],
)
def test_tidy_tests_pass(outcome: str, name: str) -> None:
    assert verdicts(outcome, name) == {"PASSED"}, outcome


@pytest.mark.parametrize(
    "name",
    [
        "log",
        "timer",
        "window",
        "thread",
        "qt_message",
        "swallowed_in_del",
        "swallowed_in_thread",
        "swallowed_in_slot",
        "warning",
    ],
)
def test_untidy_tests_fail(outcome: str, name: str) -> None:
    assert verdicts(outcome, name) & {"FAILED", "ERROR"}, outcome
