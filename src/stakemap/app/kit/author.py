"""Asking for the analyst's name where a policy has each judgement signed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from stakemap.app.kit.forms.draft_watch import exclude_from_drafts
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.validated_dialog import ValidatedDialog
from stakemap.i18n import tr
from stakemap.storage.policy import policy
from stakemap.text import single_line

if TYPE_CHECKING:
    from stakemap.app.kit.window import AppContext, Window
    from stakemap.editing.session import Session

__all__ = ["AuthorDialog", "asker", "has_author"]


class AuthorDialog(ValidatedDialog):
    """Asks for the analyst's name; `name` is it once the dialog was accepted."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, tr("Who is judging?"))
        self.name = ""
        text = tr(
            "{organisation} requires a name with each judgement. It is recorded with your judgements and "
            "included when you share the map; you can change it in the preferences.",
            organisation=policy().whose,
        )
        self.column.addWidget(PlainLabel(text, role="muted", wrap=True))
        self.line = QLineEdit()
        exclude_from_drafts(self.line)
        self.line.setMaxLength(500)
        self.add_field(tr("&Your name"), self.line)
        self.add_reject()
        self.add_accept(tr("&Record it")).clicked.connect(self.accept)
        self.setMinimumWidth(GRID * 52)
        self.line.setFocus()

    def accept(self) -> None:
        """Close if there is a name."""
        self.name = self.validated(self.line, self._name) or ""
        if not self.focus_invalid():
            super().accept()

    def _name(self) -> str:
        name = single_line(self.line.text())
        if not name:
            raise ValueError(tr("Give your name, or cancel: the change is not made then."))
        return name


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
    dialog = AuthorDialog(QApplication.activeModalWidget() or window)
    if not context.message_boxes.run(dialog):
        if window is not None:
            window.say(tr("Nothing was changed, since a judgement needs your name."))
        return ""
    context.change_settings(author=dialog.name)
    return dialog.name
