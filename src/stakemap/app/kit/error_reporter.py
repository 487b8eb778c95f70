"""Reporting of uncaught errors: hooks, a log that holds no text of a map, and one message box."""

from __future__ import annotations

import logging
import platform
import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler, qVersion

import stakemap
from stakemap.errors import AuthorMissingError
from stakemap.i18n import tr
from stakemap.logs import describe, log_handler, without_values

if TYPE_CHECKING:
    # The interpreter's own type of what its hook gets; it exists for type checkers only.
    from sys import UnraisableHookArgs

_QT_LIMIT = 300
_log = logging.getLogger("stakemap.app")
#: All modules log below this one.
_root = logging.getLogger("stakemap")


def versions() -> str:
    """The versions of Stakemap, Python, Qt and the system, for a report."""
    return (
        f"Stakemap {stakemap.__version__}, Python {platform.python_version()}, "
        f"Qt {qVersion()}, {platform.system()} {platform.release()}"
    )


class _RedactingFormatter(logging.Formatter):
    """Logs where an error happened without its message, which may quote a map."""

    def format(self, record: logging.LogRecord) -> str:
        # Another handler may have cached the formatted traceback in the record, message included.
        record.exc_text = None
        return super().format(record)

    def formatException(self, ei: Any) -> str:
        return describe(ei[1]) if ei[1] is not None else ""


class ErrorReporter(QObject):
    """Handles uncaught errors: rolls back gestures under way, logs the error and shows a message box.

    `recover` holds callbacks that roll a gesture back; `show` gets a headline, a text and details. While a
    message box is open, further errors are only logged.
    """

    _from_thread = Signal(object)

    def __init__(self, show: Callable[[str, str, str], None]) -> None:
        super().__init__()
        self.recover: list[Callable[[], None]] = []
        self._show = show
        self._is_showing = False
        self._handler: logging.Handler | None = None
        self._previous_hooks: tuple[Any, Any, Any, Any] | None = None
        self._from_thread.connect(self.report)

    def install(self) -> None:
        """Install the hooks for uncaught errors and for Qt's messages, and open the log."""
        self._open_log()
        qt = qInstallMessageHandler(self._qt_message)
        self._previous_hooks = (sys.excepthook, threading.excepthook, sys.unraisablehook, qt)
        sys.excepthook = self._uncaught
        threading.excepthook = self._uncaught_in_thread
        sys.unraisablehook = self._unraisable

    def uninstall(self) -> None:
        """Restore the previous hooks and close the log."""
        if self._previous_hooks is not None:
            sys.excepthook, threading.excepthook, sys.unraisablehook = self._previous_hooks[:3]
            qInstallMessageHandler(self._previous_hooks[3])
            self._previous_hooks = None
        if self._handler is not None:
            _root.removeHandler(self._handler)
            self._handler.close()
            self._handler = None

    def report(self, error: BaseException) -> None:
        """Roll back gestures under way, log the error, and show it unless a message box is open already."""
        self._recover()
        if isinstance(error, AuthorMissingError):
            # A user who gave no name knows why nothing was changed.
            return
        details = describe(error)
        _log.error("%s\n%s", versions(), details)
        if self._is_showing:
            return
        self._is_showing = True
        try:
            self._show(
                tr("Something went wrong in Stakemap"),
                tr(
                    "Your map is still open, as it was before this step. Save it to be safe. The "
                    "details below say where it happened and contain nothing from your map."
                ),
                f"{versions()}\n\n{details}",
            )
        finally:
            self._is_showing = False

    def _recover(self) -> None:
        for step in tuple(self.recover):
            try:
                step()
            except Exception as error:
                _log.error("recovery failed\n%s", describe(error))

    def _open_log(self) -> None:
        try:
            handler = log_handler()
        except OSError:
            # Else the standard error would get what is logged.
            handler = logging.NullHandler()
        handler.setFormatter(_RedactingFormatter("%(asctime)s %(levelname)s %(message)s"))
        _root.addHandler(handler)
        self._handler = handler

    def _uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        if threading.current_thread() is threading.main_thread():
            self.report(error)
        else:
            self._from_thread.emit(error)

    def _uncaught_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            self._from_thread.emit(args.exc_value)

    def _unraisable(self, args: UnraisableHookArgs) -> None:
        """Log an error that Python cannot raise, such as one in a finaliser."""
        if args.exc_value is not None:
            _log.error("an error that could not be raised\n%s", describe(args.exc_value))

    def _qt_message(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        level = {
            QtMsgType.QtWarningMsg: logging.WARNING,
            QtMsgType.QtCriticalMsg: logging.ERROR,
            QtMsgType.QtFatalMsg: logging.CRITICAL,
        }.get(kind)
        if level is not None:
            _log.log(level, "Qt %s: %s", context.category or "", without_values(message[:_QT_LIMIT]))
