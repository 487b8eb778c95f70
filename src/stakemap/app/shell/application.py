"""The app as a process: the Qt application, its look, its windows, and what becomes of errors."""

from __future__ import annotations

import builtins
import datetime
import gc
import importlib
import os
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from stakemap.errors import UsageError
from stakemap.i18n import set_language, tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from stakemap.app.kit.error_reporter import ErrorReporter
    from stakemap.app.kit.message_boxes import Questions
    from stakemap.app.kit.window import AppContext, Window
    from stakemap.storage.settings import SettingsStore

__all__ = ["NO_WINDOW", "context_for", "make_application", "make_context", "run"]

#: The exit status when no window can be shown.
NO_WINDOW = 2

#: Milliseconds after which the store of versions is tidied, when the start is long over.
_TIDY_AFTER = 5_000

#: Milliseconds after which earlier crashes are mentioned, when the first window is there.
_TOLD_AFTER = 300

#: Seconds that a worker thread may keep the interpreter while the window's thread waits for it.
_TURN = 0.0005


def today() -> str:
    """The day it is here, as "2025-07-01"."""
    return datetime.date.today().isoformat()


def _choose_platform() -> None:
    """Let Qt fall back to drawing off screen where no display answers, instead of aborting the process."""
    if sys.platform.startswith("linux") and not os.environ.get("QT_QPA_PLATFORM"):
        wayland = os.environ.get("WAYLAND_DISPLAY") and not os.environ.get("DISPLAY")
        os.environ["QT_QPA_PLATFORM"] = "wayland;xcb;offscreen" if wayland else "xcb;offscreen"


def _import_qt() -> None:
    """Import PySide6 without the import hook that it installs for `from __feature__ import …`.

    The hook reads the source of every module that is imported after it, which adds a tenth to the time until
    the first window is painted; nothing here uses its features.
    """
    if "PySide6.QtCore" not in sys.modules:
        plain_import = builtins.__import__
        importlib.import_module("PySide6.QtCore")
        builtins.__import__ = plain_import


def make_application() -> QApplication:
    """The Qt application with the app's fonts and style; raises UsageError when no window can be shown."""
    sys.setswitchinterval(_TURN)
    asked_for = bool(os.environ.get("QT_QPA_PLATFORM"))
    _choose_platform()
    _import_qt()
    from PySide6.QtCore import Qt, qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontShowIconsInMenus)
    # What Qt says while it looks for a display is said below in one line, and about the right library.
    before = qInstallMessageHandler(lambda *_: None) if not asked_for else None
    application = QApplication(["stakemap"])
    if not asked_for:
        qInstallMessageHandler(before)
    if application.platformName() == "offscreen" and not asked_for:
        raise UsageError(
            tr(
                "No window can be shown here: there is no display, or Qt lacks a system library. "
                "“stakemap export” draws a map without one."
            )
        )
    from stakemap.app.kit.garbage_collection import GarbageCollector
    from stakemap.app.kit.style import role_font
    from stakemap.paint.fonts import load_fonts

    GarbageCollector(application)
    application.setApplicationName("Stakemap")
    application.setOrganizationName("Stakemap")
    application.setDesktopFileName("stakemap")
    load_fonts()
    application.setStyle("Fusion")
    application.setFont(role_font("body"))
    return application


def make_context() -> AppContext:
    """What all windows share, with errors reported and settings read."""
    from stakemap.app.kit.error_reporter import ErrorReporter
    from stakemap.app.kit.message_boxes import DialogQuestions
    from stakemap.storage.settings import SettingsStore

    questions = DialogQuestions()

    def show(headline: str, text: str, details: str) -> None:
        from PySide6.QtWidgets import QApplication

        questions.tell(QApplication.activeWindow(), headline, text, details)

    reporter = ErrorReporter(show)
    reporter.install()
    context = context_for(SettingsStore(), questions, today, reporter)
    if context.settings.language:
        set_language(context.settings.language)
    return context


def context_for(
    store: SettingsStore,
    questions: Questions,
    today: Callable[[], str],
    reporter: ErrorReporter | None = None,
) -> AppContext:
    """A context whose windows are those of the app, with the one that opens documents in them."""
    from stakemap.app.document.documents import Documents
    from stakemap.app.kit.window import AppContext
    from stakemap.app.shell.main_window import MainWindow

    context = AppContext(store, questions, today, MainWindow, reporter)
    documents = Documents(context)
    context.services.provide(Documents, lambda: documents)
    return context


def run(paths: Iterable[Path] = (), preset: str | None = None, exit_when_painted: bool = False) -> int:
    """Open files or a preset, or the welcome page, and return the exit status once all windows are closed.

    `exit_when_painted` leaves at the first whole paint of a map, or of the welcome page. Raises UsageError
    when no window can be shown, or there is no such preset.
    """
    # What is made at the start stays, so looking for garbage among it only takes time; the application
    # collects it later (see `garbage`).
    gc.disable()
    from stakemap.storage.crash_notes import CrashNote

    note = CrashNote()
    try:
        application = make_application()
        from stakemap.app.document.documents import Documents
        from stakemap.app.shell.crash_report import tell_crashes

        note.begin()
        context = make_context()
        try:
            window = _open(context, tuple(paths), preset)
            # What was made for the start stays, so nobody has to look for garbage in it ever again.
            _soon(gc.freeze)
            if exit_when_painted:
                _leave_when_painted(application, window)
            else:
                _soon(partial(tell_crashes, context), _TOLD_AFTER)
                context.service(Documents).tidy_regularly(_TIDY_AFTER)
            return application.exec()
        finally:
            if context.reporter is not None:
                context.reporter.uninstall()
    except BaseException:
        gc.enable()
        raise
    finally:
        # After it ran, collection stays off: a worker that is still at it would take apart what Qt has left.
        note.end()


def _open(context: AppContext, paths: tuple[Path, ...], preset: str | None) -> Window:
    from stakemap.app.document.documents import Documents

    documents, window = context.service(Documents), None
    if preset is not None:
        window = documents.open_preset(preset)
    for path in paths:
        window = documents.open_file(path) or window
    return window or context.show_welcome()


def _soon(step: Callable[[], None], milliseconds: int = 0) -> None:
    from PySide6.QtCore import QTimer

    QTimer.singleShot(milliseconds, step)


def _leave_when_painted(application: QApplication, window: Window) -> None:
    """Leave at once: no window is closed, and so no place of one is remembered."""
    if window.session is None:
        _soon(application.exit)
    else:
        window.painted.connect(application.exit)
