"""Has the canvas prepare for a change of very many actors, so that the change itself does not block it."""

from __future__ import annotations

from stakemap.app.canvas.canvas import Canvas
from stakemap.app.kit.waiting import run_with_progress
from stakemap.app.kit.window import Window
from stakemap.model.document import StakeMap


def prepare_change(
    window: Window, after: StakeMap, text: str, issue: str | None, snapshot: str | None
) -> bool:
    """Wait until what the canvas of a window will show of the map `after` is built, in the present view and
    of `issue` and `snapshot`; False when the user cancelled that. `text` says what takes its time.
    """
    worker = window.service(Canvas).updater.preparation(after, issue, snapshot)
    return worker is None or run_with_progress(worker, window, text, window.context.message_boxes) is not None
