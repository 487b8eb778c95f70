"""The app as `stakemap` starts it, which also answers questions on standard input about what is where."""

from __future__ import annotations

import json
import sys
from typing import Any

from PySide6.QtCore import QSocketNotifier
from PySide6.QtGui import QAccessible, QAccessibleInterface, QGuiApplication
from PySide6.QtWidgets import QApplication

from stakemap.cli import main


def windows() -> list[str]:
    """The titles of the windows on the screen."""
    return [window.title() for window in QGuiApplication.topLevelWindows() if window.isExposed()]


def platform() -> str:
    """The name of Qt's platform plugin."""
    return QGuiApplication.platformName()


def where(*names: str) -> list[int] | None:
    """The middle of what a screen reader calls so, in what it calls the names before; None if nothing.

    In pixels of the screen.
    """
    for widget in QApplication.topLevelWidgets():
        found = QAccessible.queryAccessibleInterface(widget) if widget.isVisible() else None
        for name in names:
            found = _find(found, name)
        if found is not None:
            middle = found.rect().center()
            return [middle.x(), middle.y()]
    return None


def _find(interface: QAccessibleInterface | None, name: str) -> QAccessibleInterface | None:
    """The first that is called so, or starts so, in an interface and all that it holds."""
    if interface is None or not interface.isValid() or interface.state().invisible:
        return None
    if interface.text(QAccessible.Text.Name).startswith(name):
        return interface
    for index in range(interface.childCount()):
        found = _find(interface.child(index), name)
        if found is not None:
            return found
    return None


QUESTIONS = {"windows": windows, "platform": platform, "where": where}


def answer() -> None:
    """Read one question and print its answer."""
    line = sys.stdin.readline()
    if not line:
        QApplication.quit()
        return
    question, *arguments = json.loads(line)
    reply: Any = QUESTIONS[question](*arguments)
    print(json.dumps(reply), flush=True)


def listening_exec(*_: object) -> int:
    """Qt's event loop, with an ear for questions."""
    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(answer)
    return plain_exec()


plain_exec = QApplication.exec
QApplication.exec = listening_exec  # type: ignore[assignment, method-assign]
sys.exit(main(sys.argv[1:]))
