"""The base class of dialogs around a form, whose fields are stored as they are left."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from stakemap.app.kit.forms.form import Form
from stakemap.app.kit.widgets.dialog import Dialog
from stakemap.editing.session import Session
from stakemap.i18n import tr
from stakemap.model.document import StakeMap


class FormDialog(Dialog):
    """Shows a form about a map. Each change is an undo step; Undo and Redo work in the dialog.

    A subclass calls `_follow_map` once its widgets are in place.
    """

    def __init__(self, parent: QWidget | None, title: str, session: Session, form: Form) -> None:
        super().__init__(parent, title)
        self._session, self.form = session, form

    def _follow_map(self) -> None:
        """Add the button that closes the dialog, and follow the changes of the map."""
        self.add_reject(tr("Close"))
        for push in self.findChildren(QPushButton):
            # Enter in a field stores it and must not press a button, too.
            push.setAutoDefault(False)
            push.setDefault(False)
        self._session.changed.connect(self._document_changed)
        for keys, act in (
            (QKeySequence.StandardKey.Undo, self._session.undo),
            (QKeySequence.StandardKey.Redo, self._session.redo),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _document_changed(self, before: StakeMap, after: StakeMap) -> None:
        """Show the map as it is now; to be implemented."""
        raise NotImplementedError

    def reject(self) -> None:
        """Close, unless a field has invalid input, whose message is then shown."""
        if self.form.commit_pending():
            self._session.changed.disconnect(self._document_changed)
            super().reject()
