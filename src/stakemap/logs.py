"""The log: where it lies, how much of it is kept, and how an error gets into it without any text of a map."""

from __future__ import annotations

import logging
import logging.handlers
import os
import platform
import time
import traceback
from pathlib import Path

from stakemap import __version__

__all__ = ["log_file", "note_crash", "start_logging", "state_folder", "without_texts"]

#: The log is turned over at this size in bytes; this many old ones are kept.
SIZE, KEPT = 500_000, 3


def state_folder() -> Path:
    """Where logs and recovery files lie: the platform's place, or $STAKEMAP_STATE_DIR. It may not exist."""
    chosen = os.environ.get("STAKEMAP_STATE_DIR")
    if chosen:
        return Path(chosen)
    from platformdirs import user_state_path

    return user_state_path("stakemap", appauthor=False)


def log_file() -> Path:
    """The log that is being written, or would be."""
    return state_folder() / "stakemap.log"


def without_texts(error: BaseException) -> str:
    """The kind of an error and the places in the code it went through, innermost last.

    Not its message, which may quote what somebody wrote in a map: a log gets sent to others.
    """
    lines = []
    for one in _chain(error):
        lines.append(type(one).__name__)
        frames = traceback.extract_tb(one.__traceback__)
        lines += [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
    return "\n".join(lines)


def _chain(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    following: BaseException | None = error
    while following is not None and following not in chain:
        chain.append(following)
        following = following.__cause__ or following.__context__
    return chain[::-1]


def start_logging(level: int = logging.INFO) -> None:
    """Write what is logged to the log file, which is turned over before it grows large.

    A folder that cannot be written to means no log, and nothing worse.
    """
    path = log_file()
    root = logging.getLogger()
    if any(isinstance(handler, logging.handlers.RotatingFileHandler) for handler in root.handlers):
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            path, maxBytes=SIZE, backupCount=KEPT, encoding="utf-8", delay=True
        )
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
    root.setLevel(min(root.level, level) if root.level else level)


def note_crash(error: BaseException) -> Path | None:
    """Put an error that nobody foresaw into the log; the log's path, or None where it cannot be written."""
    path = log_file()
    system = f"stakemap {__version__}, Python {platform.python_version()}, {platform.platform()}"
    entry = f"{time.strftime('%Y-%m-%d %H:%M:%S')} CRASH {system}\n{without_texts(error)}\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as log:
            log.write(entry)
    except OSError:
        return None
    return path
