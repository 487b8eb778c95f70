"""The dialog that asks for the analyst's name."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from stakemap.app.kit.forms.draft_watch import exclude_from_drafts
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.validated_dialog import ValidatedDialog
from stakemap.i18n import tr
from stakemap.storage.policy import policy
from stakemap.text import single_line


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
