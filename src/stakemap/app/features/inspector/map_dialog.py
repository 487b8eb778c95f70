"""The dialog of the map's own properties."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from stakemap.app.features.inspector.map_form import MapForm
from stakemap.app.kit.forms.form import FormContext
from stakemap.app.kit.forms.form_dialog import FormDialog
from stakemap.app.kit.style import GRID
from stakemap.editing.session import Session
from stakemap.i18n import tr
from stakemap.model.document import StakeMap


class MapDialog(FormDialog):
    """Edits title, question, key judgement and the other texts of a map."""

    form: MapForm

    def __init__(self, parent: QWidget | None, session: Session, field: str = "title") -> None:
        """`field` is the one that has the focus."""
        super().__init__(parent, tr("Map details"), session, MapForm(FormContext()))
        self.column.addWidget(self.form)
        self.column.addStretch(1)
        self._follow_map()
        self.form.bind(session)
        self.form.fields[field].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setMinimumWidth(GRID * 64)

    def _document_changed(self, before: StakeMap, after: StakeMap) -> None:
        self.form.bind(self._session)
