"""Opening a file as a map: at once if it is small, else in a worker thread with a progress dialog."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QProgressBar, QVBoxLayout, QWidget

from stakemap.app.kit.plain_text import ElidedLabel
from stakemap.app.kit.style import GRID
from stakemap.app.kit.worker import Worker
from stakemap.errors import MapReadError
from stakemap.i18n import tr, tr_count

if TYPE_CHECKING:
    from stakemap.app.kit.message_boxes import MessageBoxes
    from stakemap.storage.files import OpenedMap
    from stakemap.storage.limits import Limits

__all__ = [
    "ProgressDialog",
    "faults_text",
    "is_large",
    "open_in_thread",
    "read_map",
    "run_with_progress",
    "show_read_error",
]

#: The most bytes that are read without a progress bar.
_AT_ONCE = 1_000_000
_SHOWN_FAULTS = 20


class ProgressDialog(QDialog):
    """Starts a worker and shows its progress; Cancel cancels it and closes the dialog at once."""

    def __init__(self, parent: QWidget | None, text: str, worker: Worker) -> None:
        super().__init__(parent)
        self.setWindowTitle("Stakemap")
        self.result_value: object = None
        self.error: BaseException | None = None
        self._worker = worker
        bar = QProgressBar()
        bar.setRange(0, 100)
        bar.setTextVisible(False)
        bar.setAccessibleName(text)
        buttons = QDialogButtonBox()
        cancel = buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        cancel.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID * 3, GRID * 3, GRID * 3, GRID * 2)
        column.setSpacing(GRID * 2)
        column.addWidget(ElidedLabel(text, role="strong"))
        column.addWidget(bar)
        column.addWidget(buttons)
        self.setFixedWidth(GRID * 52)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        worker.progress.connect(lambda share: bar.setValue(round(share * 100)))
        worker.done.connect(self._done)
        worker.failed.connect(self._failed)
        worker.start()

    def _done(self, result: object) -> None:
        self.result_value = result
        self.accept()

    def _failed(self, error: BaseException) -> None:
        self.error = error
        self.accept()

    def reject(self) -> None:
        """Cancel the worker."""
        self._worker.cancel()
        super().reject()


def is_large(path: Path, at_once: int | None = None) -> bool:
    """Whether a file has more than `at_once` bytes, by default a megabyte, and is read in a worker thread."""
    try:
        return path.stat().st_size > (_AT_ONCE if at_once is None else at_once)
    except (OSError, ValueError):
        return False


def read_map(
    path: Path, parent: QWidget | None, message_boxes: MessageBoxes, limits: Limits
) -> OpenedMap | None:
    """The map in a file; None when the user cancelled. Raises MapReadError."""
    from stakemap.storage.files import open_map

    if not is_large(path):
        return open_map(path, limits=limits)
    worker = Worker(open_in_thread, path, limits)
    return run_with_progress(worker, parent, tr("Opening “{name}”", name=path.name), message_boxes)


def run_with_progress(worker: Worker, parent: QWidget | None, text: str, message_boxes: MessageBoxes) -> Any:
    """Run a worker behind a dialog with its progress: its result, or None when the user cancelled.

    Raises the error of the worker.
    """
    dialog = ProgressDialog(parent, text, worker)
    message_boxes.run(dialog)
    # The dialog is deleted later and must not free a map then, which would delay a frame.
    result, dialog.result_value = dialog.result_value, None
    if dialog.error is not None:
        raise dialog.error
    return result


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
