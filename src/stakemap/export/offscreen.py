"""A Qt application for commands that draw and open no window."""

from __future__ import annotations

import os

from PySide6.QtGui import QGuiApplication

__all__ = ["ensure_gui_application"]


def ensure_gui_application() -> QGuiApplication:
    """The running Qt application, or a new one that needs no display.

    Without one Qt's usual platform aborts the whole process where no display answers, so a new one is told
    to draw off screen, unless the caller's environment chose a platform.
    """
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QGuiApplication(["stakemap"])
