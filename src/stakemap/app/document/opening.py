"""Opening a file as a map in a worker thread, with a progress dialog if it is large or its drive is slow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stakemap.app.kit.waiting import run_with_progress
from stakemap.app.kit.worker import Worker
from stakemap.errors import MapReadError
from stakemap.i18n import tr, tr_count

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from stakemap.app.kit.message_boxes import MessageBoxes
    from stakemap.storage.files import OpenedMap
    from stakemap.storage.reading.limits import Limits

#: The most bytes that are read without a progress bar.
MAX_WITHOUT_PROGRESS = 1_000_000
_SHOWN_FAULTS = 20


def is_large(path: Path) -> bool:
    """Whether a file has more than a megabyte. Accesses the disk."""
    try:
        return path.stat().st_size > MAX_WITHOUT_PROGRESS
    except (OSError, ValueError):
        return False


def read_map(
    path: Path, parent: QWidget | None, message_boxes: MessageBoxes, limits: Limits
) -> OpenedMap | None:
    """The map in a file; None when the user cancelled. Raises MapReadError."""
    text = tr("Opening “{name}”", name=path.name)
    opened: OpenedMap | None = run_by_size(
        Worker(open_in_thread, path, limits), path, parent, text, message_boxes
    )
    return opened


def run_by_size(
    worker: Worker, path: Path, parent: QWidget | None, text: str, message_boxes: MessageBoxes
) -> Any:
    """Run a worker that reads a file as `run_with_progress` does, behind a dialog at once if that is large.

    The size of the file is found out in a worker, too: a drive may never answer.
    """
    sizing = Worker(lambda _report: is_large(path))
    large = run_with_progress(sizing, parent, text, message_boxes)
    if large is None:
        return None
    return run_with_progress(worker, parent, text, message_boxes, at_once=large)


def open_in_thread(report: Callable[[float], bool], path: Path, limits: Limits) -> OpenedMap:
    """The map in a file, for a Worker. Raises MapReadError."""
    from stakemap.storage.files import open_map

    return open_map(path, limits=limits, progress=report)


def faults_text(error: MapReadError) -> str:
    """The first faults, a line each with its path, for the details of a message box."""
    lines = [str(fault) for fault in error.faults[:_SHOWN_FAULTS]]
    rest = len(error.faults) - len(lines)
    if rest > 0:
        lines.append(tr_count("… and {count} more.", "… and {count} more.", rest))
    return "\n".join(lines)


def show_read_error(
    parent: QWidget | None, message_boxes: MessageBoxes, path: Path, error: MapReadError
) -> None:
    """Show why a file cannot be opened, with its faults as details."""
    details = faults_text(error) if len(error.faults) > 1 or _has_place(error) else ""
    message_boxes.show_message(parent, tr("“{name}” cannot be opened", name=path.name), str(error), details)


def _has_place(error: MapReadError) -> bool:
    return any(fault.path for fault in error.faults)
