"""The log file, and descriptions of errors without any text of a map."""

from __future__ import annotations

import os
import platform
import time
import traceback
from pathlib import Path

from stakemap import __version__

__all__ = ["describe", "log_crash", "log_file", "state_folder"]

#: Errors whose messages never quote a map.
_SAFE_MESSAGES = (
    AttributeError,
    ImportError,
    IndexError,
    MemoryError,
    NameError,
    RecursionError,
    ZeroDivisionError,
)


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


def describe(error: BaseException) -> str:
    """Types and stack frames of an error and its causes, causes first, innermost frame last.

    Messages are omitted, since they may quote a map, and logs are sent to others.
    """
    parts: list[str] = []
    current: BaseException | None = error
    while current is not None:
        parts.append(_describe_one(current))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\n\n".join(reversed(parts))


def _describe_one(error: BaseException) -> str:
    text = f": {error}" if isinstance(error, _SAFE_MESSAGES) else ""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return "\n".join([f"{type(error).__name__}{text}", *places])


def log_crash(error: BaseException) -> Path | None:
    """Log an unexpected error; returns the log's path, or None if it cannot be written."""
    path = log_file()
    system = f"Stakemap {__version__}, Python {platform.python_version()}, {platform.platform()}"
    entry = f"{time.strftime('%Y-%m-%d %H:%M:%S')} CRITICAL {system}\n{describe(error)}\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as log:
            log.write(entry)
    except OSError:
        return None
    return path
