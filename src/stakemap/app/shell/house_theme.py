"""The notice at start-up that the theme of the policy cannot be used."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from stakemap.app.kit.worker import Worker
from stakemap.storage.policy import policy

if TYPE_CHECKING:
    from stakemap.app.kit.window import AppContext


def report_house_theme(context: AppContext) -> None:
    """Read the theme of the policy in a worker, and post a notice if that cannot be done."""
    if not policy().theme:
        return
    worker = Worker(_read)
    worker.failed.connect(lambda error: context.post("house-theme", str(error)))
    worker.start()


def _read(_report: Callable[[float], bool]) -> object:
    from stakemap.export.policy import house_theme

    return house_theme()
