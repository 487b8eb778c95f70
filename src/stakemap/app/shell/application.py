"""The application process: creating the QApplication, opening windows, reporting errors, exiting."""

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
    from stakemap.app.kit.background import Background
    from stakemap.app.kit.error_reporter import ErrorReporter
    from stakemap.app.kit.message_boxes import MessageBoxes
    from stakemap.app.kit.window import AppContext, Window
    from stakemap.app.shell.requested_files import Application
    from stakemap.storage.settings.settings import SettingsStore

#: The exit status when an error came before the first paint, when there is nobody to read a message.
FAILED = 2

#: The name of the app in reverse domain notation, by which desktops know its windows, files and shortcuts.
APPLICATION_ID = "org.stakemap.Stakemap"

#: Delay of the first clean-up of the store of versions, in milliseconds, so that it does not slow the start.
_CLEAN_UP_DELAY = 5_000

#: Delay of the notice about earlier crashes, in milliseconds, until the first window is shown.
_CRASH_NOTICE_DELAY = 300

#: Delay of the tour at the first start of all, in milliseconds, until the first window is painted.
_TOUR_DELAY = 800

#: The most seconds that leaving waits for the settings to be written.
_LEAVING_SECONDS = 1.0

#: Thread switch interval of the interpreter in seconds; short, so that workers do not block the GUI thread.
_SWITCH_INTERVAL = 0.0005


def today() -> str:
    """Return today's date in the local time zone in ISO format, such as "2025-07-01"."""
    return datetime.date.today().isoformat()


def _choose_platform() -> None:
    """Let Qt fall back to its offscreen platform where there is no display, instead of aborting."""
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


def claim_taskbar_button() -> None:
    """Have Windows group the windows below the shortcut of the app, not below that of Python."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(APPLICATION_ID)


def make_application() -> Application:
    """Return the application object, created with fonts and style on the first call.

    Raises UsageError when no window can be shown.
    """
    sys.setswitchinterval(_SWITCH_INTERVAL)
    asked_for = bool(os.environ.get("QT_QPA_PLATFORM"))
    _choose_platform()
    _import_qt()
    from PySide6.QtCore import Qt, qInstallMessageHandler

    from stakemap.app.shell.requested_files import Application

    running = Application.instance()
    if isinstance(running, Application):
        return running
    Application.setAttribute(Qt.ApplicationAttribute.AA_DontShowIconsInMenus)
    # Qt's messages while it looks for a display are replaced by the single error raised below.
    before = qInstallMessageHandler(lambda *_: None) if not asked_for else None
    claim_taskbar_button()
    application = Application(["stakemap"])
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


def make_context(
    settings_writer: Background | None = None, show_error: Callable[[str, str, str], None] | None = None
) -> AppContext:
    """Create the context shared by all windows, install the error reporter and load the settings.

    Changes of the settings are written by `settings_writer`, else at once. `show_error` gets the headline,
    the text and the details of an uncaught error, else a message box does.
    """
    from stakemap.app.kit.error_reporter import ErrorReporter
    from stakemap.app.kit.message_boxes import QtMessageBoxes
    from stakemap.storage.settings.settings import SettingsStore

    message_boxes = QtMessageBoxes()

    def show(headline: str, text: str, details: str) -> None:
        from PySide6.QtWidgets import QApplication

        message_boxes.show_message(QApplication.activeWindow(), headline, text, details)

    reporter = ErrorReporter(show_error or show)
    reporter.install()
    store = SettingsStore(run=None if settings_writer is None else settings_writer.run)
    context = context_for(store, message_boxes, today, reporter)
    if context.settings.language:
        set_language(context.settings.language)
    return context


def context_for(
    store: SettingsStore,
    message_boxes: MessageBoxes,
    today: Callable[[], str],
    reporter: ErrorReporter | None = None,
) -> AppContext:
    """Create a context whose windows are MainWindow, with the services Documents and Guide registered."""
    from stakemap.app.document.documents import Documents
    from stakemap.app.kit.window import AppContext
    from stakemap.app.shell.guide.guide import Guide
    from stakemap.app.shell.main_window import MainWindow
    from stakemap.storage.policy import policy

    context = AppContext(store, message_boxes, today, MainWindow, reporter)
    if policy().leave_no_traces and context.settings.remembers_maps:
        # What was remembered before the organisation had that rule.
        context.apply_settings(store.forget_maps())
    documents = Documents(context)
    context.services.provide(Documents, lambda: documents)
    context.services.provide(Guide, lambda: Guide(context))
    return context


def run(
    paths: Iterable[Path] = (),
    preset: str | None = None,
    exit_when_painted: bool = False,
    say: Callable[[str], object] = print,
) -> int:
    """Open files or a preset, or the welcome page, and return the exit status once all windows are closed.

    `exit_when_painted` exits after the first complete paint of a map or of the welcome page, and with FAILED
    after an uncaught error, which goes to the standard error instead of a message box. `say` gets a sentence
    for each file that another process has open and has shown instead; if all are, none is opened here. Raises
    UsageError when no window can be shown, or there is no such preset.
    """
    # Objects created at start-up are long-lived, so collecting among them only takes time; GarbageCollector
    # runs collections later.
    gc.disable()
    from stakemap.storage.crash_notes import CrashNote
    from stakemap.storage.folders import tighten_folders

    tighten_folders()
    note = CrashNote()
    try:
        application = make_application()
        from stakemap.app.document.documents import Documents
        from stakemap.app.kit.background import Background
        from stakemap.app.shell.crash_report import report_crashes
        from stakemap.app.shell.house_theme import report_house_theme
        from stakemap.app.shell.interrupt import interrupts_call
        from stakemap.app.shell.requested_files import open_when_requested

        note.begin()
        settings_writer = Background()
        show_error = partial(_give_up, application) if exit_when_painted else None
        context = make_context(settings_writer, show_error)
        try:
            asked_for = (*paths, *application.requested_at_start())
            window = open_requested(context, asked_for, preset, say)
            if window is None:
                return 0
            open_when_requested(context, application)
            # Exclude the objects created at start-up from all later collections.
            _call_later(gc.freeze)
            if exit_when_painted:
                _exit_when_painted(application, window)
            else:
                _call_later(partial(report_crashes, context), _CRASH_NOTICE_DELAY)
                report_house_theme(context)
                context.service(Documents).clean_up_regularly(_CLEAN_UP_DELAY)
                if not asked_for and is_first_start(application, context):
                    _call_later(partial(_offer_tour, context, window), _TOUR_DELAY)
            with interrupts_call(partial(_leave, application, context)):
                return application.exec()
        finally:
            if context.reporter is not None:
                context.reporter.uninstall()
            settings_writer.wait(_LEAVING_SECONDS)
    except BaseException:
        gc.enable()
        raise
    finally:
        # Collection stays off from here on: one in a worker that still runs could delete Qt objects.
        note.end()


def open_requested(
    context: AppContext, paths: tuple[Path, ...], preset: str | None, say: Callable[[str], object]
) -> Window | None:
    """Open what was requested; the last window, or None where other processes have shown all of it."""
    from stakemap.app.document.documents import Documents

    documents, window = context.service(Documents), None
    shown: list[str] = []

    def tell(sentence: str) -> None:
        shown.append(sentence)
        say(sentence)

    documents.shown_elsewhere.connect(tell)
    if preset is not None:
        window = documents.open_preset(preset)
    for path in paths:
        window = documents.open_file(path) or window
    documents.shown_elsewhere.disconnect(tell)
    if window is None and paths and len(shown) == len(paths):
        return None
    return window or context.show_welcome()


def is_first_start(application: Application, context: AppContext) -> bool:
    """Whether a person starts the app who has not used it before; without a screen there is nobody."""
    settings = context.settings
    is_used = settings.tour_seen or bool(settings.recent) or bool(settings.author)
    return not is_used and application.platformName() != "offscreen"


def _offer_tour(context: AppContext, window: Window) -> None:
    from stakemap.app.shell.tour import offer_tour

    offer_tour(context, window)


def _leave(application: Application, context: AppContext) -> None:
    """Exit without a question: what is not saved is stored, and offered at the next start."""
    from stakemap.app.document.documents import Documents
    from stakemap.app.shell.interrupt import INTERRUPTED

    try:
        for window in context.windows:
            window.commit_pending()
        context.service(Documents).autosave.flush()
    finally:
        application.exit(INTERRUPTED)


def _call_later(step: Callable[[], None], milliseconds: int = 0) -> None:
    from PySide6.QtCore import QTimer

    QTimer.singleShot(milliseconds, step)


def _exit_when_painted(application: Application, window: Window) -> None:
    """Exit after the first paint without closing windows, so that no window geometry is stored."""
    if window.session is None:
        _call_later(application.exit)
    else:
        window.painted.connect(application.exit)


def _give_up(application: Application, headline: str, _text: str, details: str) -> None:
    """Report an error on the standard error stream, and exit: nobody would close a message box."""
    if sys.stderr is not None:
        sys.stderr.write(f"{headline}\n\n{details}\n")
    # An error while windows are made comes before the event loop, which alone can be left.
    _call_later(partial(application.exit, FAILED))
