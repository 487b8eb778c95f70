"""Which of the recent files are missing, found out in worker threads: a drive may never answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal

from stakemap.app.kit.worker import Worker
from stakemap.storage.settings.records import RecentFile


class MissingFiles(QObject):
    """What is known of recent files; one for all windows. `changed` is emitted after each answer."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        #: Written by the workers.
        self._answers: dict[str, bool] = {}
        self._workers: dict[str, Worker] = {}

    def look(self, files: Iterable[RecentFile], seconds: float = 0.0) -> None:
        """Look for files, each in a thread of its own, and wait a moment for the answers.

        One for which the last look has not ended is not looked for again: its drive hangs.
        """
        until = time.monotonic() + seconds
        for file in files:
            if file.path not in self._workers:
                worker = self._workers[file.path] = Worker(_look, self._answers, file)
                worker.done.connect(self._looked)
                worker.start()
        for worker in tuple(self._workers.values()):
            worker.wait(max(until - time.monotonic(), 0.0))

    def is_missing(self, file: RecentFile) -> bool:
        """Whether a file was missing when it was last looked for; False while that is not known."""
        return self._answers.get(file.path, False)

    def _looked(self, path: str) -> None:
        del self._workers[path]
        self.changed.emit()


def _look(_report: Callable[[float], bool], answers: dict[str, bool], file: RecentFile) -> str:
    answers[file.path] = file.is_missing
    return file.path
