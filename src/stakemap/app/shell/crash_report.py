"""The notice at start-up that the application crashed before."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from stakemap.i18n import tr
from stakemap.wording.dates import moment_text

if TYPE_CHECKING:
    from stakemap.app.kit.window import AppContext
    from stakemap.storage.crash_notes import Crash


def report_crashes(context: AppContext) -> None:
    """Post a notice about the newest crash that was not reported yet, if there is one."""
    from stakemap.storage.crash_notes import unreported_crashes

    crashes = unreported_crashes()
    if not crashes:
        return
    newest = crashes[0]
    text = tr(
        "Stakemap crashed on {when}. You can recover unsaved work from the welcome page or from the "
        "earlier versions of a map.",
        when=moment_text(newest.at),
    )
    context.post("crash", text, ((tr("&Details…"), partial(_show_crash, context, newest)),))


def _show_crash(context: AppContext, crash: Crash) -> None:
    from stakemap.app.kit.error_reporter import versions

    headline = tr("Where Stakemap was when it crashed")
    text = tr("The details contain nothing from your maps. They are kept in {file}.", file=crash.path)
    details = f"{versions()}\n\n{crash.text}"
    context.message_boxes.show_message(context.window_in_front(), headline, text, details, symbol="info")
