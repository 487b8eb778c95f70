"""Waiting for a worker while events are processed: silently for a moment, then behind a progress dialog."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QProgressBar, QWidget

from stakemap.app.kit.box_layouts import column_layout
from stakemap.app.kit.plain_text import ElidedLabel
from stakemap.app.kit.style import GRID
from stakemap.app.kit.worker import Worker
from stakemap.i18n import tr

if TYPE_CHECKING:
    from stakemap.app.kit.message_boxes import MessageBoxes

#: Milliseconds before the dialog is shown for work that is usually done by then.
PATIENCE = 500


class ProgressDialog(QDialog):
    """Shows the progress of a worker, which it starts if need be; Cancel cancels it and closes the dialog.

    `cancel` is called instead of the worker's own, whose result is then still delivered.
    """

    def __init__(
        self, parent: QWidget | None, text: str, worker: Worker, cancel: Callable[[], None] | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Stakemap")
        self.result_value: object = None
        self.error: BaseException | None = None
        self._worker, self._cancel = worker, cancel or worker.cancel
        self._bar = QProgressBar()
        self._bar.setRange(0, 100)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(text)
        buttons = QDialogButtonBox()
        cancel_button = buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        cancel_button.clicked.connect(self.reject)
        column_layout(
            ElidedLabel(text, role="strong"),
            self._bar,
            buttons,
            spacing=GRID * 2,
            margins=(GRID * 3, GRID * 3, GRID * 3, GRID * 2),
            on=self,
        )
        self.setFixedWidth(GRID * 52)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        worker.progress.connect(self._show_progress)
        worker.done.connect(self._done)
        worker.failed.connect(self._failed)
        if not worker.has_started:
            worker.start()

    def _show_progress(self, share: float) -> None:
        self._bar.setValue(round(share * 100))

    def _done(self, result: object) -> None:
        self.result_value = result
        self.accept()

    def _failed(self, error: BaseException) -> None:
        self.error = error
        self.accept()

    def reject(self) -> None:
        """Cancel the worker."""
        self._cancel()
        super().reject()


def run_with_progress(
    worker: Worker,
    parent: QWidget | None,
    text: str,
    message_boxes: MessageBoxes,
    *,
    at_once: bool = False,
    cancel: Callable[[], None] | None = None,
) -> Any:
    """Run a worker: its result, or None when the user cancelled. Raises the error of the worker.

    For `PATIENCE` milliseconds, unless `at_once`, events other than the user's are processed, so that nothing
    can begin meanwhile; then a dialog shows the progress. `cancel` is called instead of the worker's own when
    the user cancels, or when the app exits meanwhile.
    """
    if not at_once:
        ended: list[tuple[Any, BaseException | None]] = []
        worker.done.connect(lambda result: ended.append((result, None)))
        worker.failed.connect(lambda error: ended.append((None, error)))
        worker.start()
        if not _waited(worker, PATIENCE):
            (cancel or worker.cancel)()
            return None
        if ended:
            return _result_of(*ended.pop())
    dialog = ProgressDialog(parent, text, worker, cancel)
    message_boxes.run(dialog)
    # The dialog is deleted later and must not free a map then, which would delay a frame.
    result, dialog.result_value = dialog.result_value, None
    return _result_of(result, dialog.error)


def _result_of(result: Any, error: BaseException | None) -> Any:
    if error is not None:
        raise error
    return result


def _waited(worker: Worker, milliseconds: int) -> bool:
    """Process events until the worker has ended or the time is up; False when the app exits before."""
    loop, timer = QEventLoop(), QTimer()
    timer.setSingleShot(True)
    for signal in (worker.done, worker.failed):
        signal.connect(timer.stop)
        signal.connect(loop.quit)
    timer.timeout.connect(loop.quit)
    timer.start(milliseconds)
    loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    is_exiting = timer.isActive()
    return not is_exiting
