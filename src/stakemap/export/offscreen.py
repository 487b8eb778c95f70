"""A Qt application without a display, for commands that render but open no window."""

from __future__ import annotations

import os

from PySide6.QtGui import QGuiApplication


def ensure_gui_application() -> QGuiApplication:
    """The running Qt application, or a new one that needs no display.

    Qt's default platform aborts the process if there is no display, so that a new application renders off
    screen unless the environment sets a platform.
    """
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QGuiApplication(["stakemap"])
