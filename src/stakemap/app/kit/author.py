"""Asking for the analyst's name where a policy has each judgement signed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from stakemap.i18n import tr
from stakemap.storage.policy import policy

if TYPE_CHECKING:
    from stakemap.app.kit.window import AppContext, Window
    from stakemap.editing.session import Session


def asker(context: AppContext) -> Callable[[Session], str] | None:
    """What asks for the name of an analyst who judges without one; None where none is required."""
    return partial(_ask_in_session, context) if policy().require_author else None


def has_author(window: Window) -> bool:
    """Whether there is a name to sign judgements with where the policy requires it; asks for it first."""
    context, session = window.context, window.session
    author = context.settings.author if session is None else session.author
    return bool(author or not policy().require_author or _ask(context, window))


def _ask_in_session(context: AppContext, session: Session) -> str:
    return _ask(context, next((each for each in context.windows if each.session is session), None))


def _ask(context: AppContext, window: Window | None) -> str:
    """Ask for the name of the analyst, and keep it; "" where it was not given, which the window says."""
    from stakemap.app.kit.author_dialog import AuthorDialog

    dialog = AuthorDialog(QApplication.activeModalWidget() or window)
    if not context.message_boxes.run(dialog):
        if window is not None:
            window.say(tr("Nothing was changed, since a judgement needs your name."))
        return ""
    context.change_settings(author=dialog.name)
    return dialog.name
