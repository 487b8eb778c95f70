"""The log file, and descriptions of errors without any text of a map."""

from __future__ import annotations

import os
import platform
import re
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from stakemap import __version__
from stakemap.private_files import private_folder, private_opener

if TYPE_CHECKING:
    from logging import Handler

#: The size in bytes at which a log file is renamed and a new one begun, and how many renamed ones are kept.
_LOG_BYTES, _LOG_FILES = 512 * 1024, 3

#: Messages of the interpreter that quote nothing.
PLAIN_MESSAGES = re.compile(
    r"((list|tuple|string|bytes|bytearray|array|deque|range object) )?(assignment )?index out of range"
    r"|pop from (an )?empty (list|set|array|deque)"
    r"|((float|integer|complex) )?(floor )?(division|modulo)( or modulo)?( by zero)?"
    r"|maximum recursion depth exceeded( in comparison| while calling a Python object)?|"
)
#: In a message of a library: the first word with a quotation mark or a path in it, and what follows.
_QUOTED = re.compile(r"""\S*["'`“”‘’«»„<>/\\].*""", re.DOTALL)


def state_folder() -> Path:
    """The folder of logs and recovery files: $STAKEMAP_STATE_DIR or the platform's. It may not exist."""
    chosen = os.environ.get("STAKEMAP_STATE_DIR")
    if chosen:
        return Path(chosen)
    from platformdirs import user_state_path

    return user_state_path("stakemap", appauthor=False)


def log_file() -> Path:
    """The path of the current log file."""
    return state_folder() / "stakemap.log"


def log_handler() -> Handler:
    """A handler that writes into the log file, which is private and rotates at half a megabyte.

    What cannot be written is dropped. Raises OSError when the folder of the log cannot be made.
    """
    from logging import LogRecord
    from logging.handlers import RotatingFileHandler

    class PrivateHandler(RotatingFileHandler):
        def _open(self):  # type: ignore[no-untyped-def]
            return open(self.baseFilename, "a", encoding="utf-8", opener=private_opener)

        def handleError(self, record: LogRecord) -> None:
            """The default would print the arguments of the record."""

    path = private_folder(state_folder()) / log_file().name
    return PrivateHandler(path, maxBytes=_LOG_BYTES, backupCount=_LOG_FILES, encoding="utf-8", delay=True)


def without_values(message: str) -> str:
    """A message of a library up to where it may quote a name, a path or another value."""
    return _QUOTED.sub("…", message)


def describe(error: BaseException) -> str:
    """Types and stack frames of an error and its causes, causes first, innermost frame last.

    Messages are omitted but for those that quote nothing, since logs are sent to others.
    """
    parts: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        parts.append(_describe_one(current))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\n\n".join(reversed(parts))


def _describe_one(error: BaseException) -> str:
    text = _message_of(error)
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return "\n".join([f"{type(error).__name__}: {text}" if text else type(error).__name__, *places])


def _message_of(error: BaseException) -> str:
    """What may be logged of the message of an error: the system's text, a name in our code, a template."""
    if isinstance(error, OSError):
        return os.strerror(error.errno) if isinstance(error.errno, int) else ""
    if isinstance(error, AttributeError | NameError | ImportError):
        return error.name if isinstance(error.name, str) and _is_in_code(error, error.name) else ""
    text = str(error) if type(error).__module__ == "builtins" else ""
    return text if PLAIN_MESSAGES.fullmatch(text) else ""


def _is_in_code(error: BaseException, name: str) -> bool:
    """Whether a source file through which an error was raised names something literally so."""
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        names = (*code.co_names, *code.co_varnames, *code.co_freevars)
        if name in names and not code.co_filename.startswith("<"):
            return True
        trace = trace.tb_next
    return False


def log_crash(error: BaseException) -> Path | None:
    """Log an unexpected error; returns the log's path, or None if it cannot be written."""
    import logging

    system = f"Stakemap {__version__}, Python {platform.python_version()}, {platform.platform()}"
    entry = f"{time.strftime('%Y-%m-%d %H:%M:%S')} CRITICAL {system}\n{describe(error)}"
    try:
        handler = log_handler()
    except OSError:
        return None
    failures: list[logging.LogRecord] = []
    setattr(handler, "handleError", failures.append)  # noqa: B010 - mypy refuses to assign to a method
    handler.handle(logging.LogRecord("stakemap", logging.CRITICAL, "", 0, "%s", (entry,), None))
    handler.close()
    return None if failures else log_file()
