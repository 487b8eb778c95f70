"""The dialog of texts that were typed before a crash and that no field holds again."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QFrame, QPushButton, QWidget

from stakemap.app.kit.box_layouts import STRETCH, column_layout, row_layout
from stakemap.app.kit.plain_text import PlainLabel, PlainTextView
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.dialog import Dialog
from stakemap.editing.session import Session
from stakemap.i18n import tr, tr_count
from stakemap.model.draft import Draft
from stakemap.text import single_line

#: The most texts shown at once; others follow once these are dropped.
_SHOWN = 50


class TypedTextsDialog(Dialog):
    """Lists the recovered drafts of a session, each to be copied or dropped."""

    def __init__(self, parent: QWidget | None, session: Session) -> None:
        super().__init__(parent, tr("Texts that were typed and not applied"))
        self._session = session
        lead = tr(
            "Stakemap closed while these were being typed. A text is also in its field, once that is shown, "
            "as long as the field exists. Copy a text to put it elsewhere."
        )
        self.column.addWidget(PlainLabel(lead, wrap=True))
        self._rows: dict[str, QWidget] = {}
        self._more = PlainLabel(role="caption")
        self.column.addWidget(self._more)
        self.column.addStretch(1)
        self._drop_all = self.buttons.addButton(tr("&Drop all"), QDialogButtonBox.ButtonRole.ActionRole)
        self._drop_all.clicked.connect(self._drop_them)
        close = self.add_reject(tr("Close"))
        close.setDefault(True)
        self.setMinimumWidth(GRID * 70)
        self._show_rows()

    def _show_rows(self) -> None:
        left = {draft.place: draft for draft in self._session.drafts.recovered}
        for place in [place for place in self._rows if place not in left]:
            row = self._rows.pop(place)
            row.hide()
            row.deleteLater()
        for place, draft in left.items():
            if len(self._rows) < _SHOWN and place not in self._rows:
                self._rows[place] = self._row(draft)
                self.column.insertWidget(len(self._rows), self._rows[place])
        rest = len(left) - len(self._rows)
        self._more.setText(tr_count("{count} more text", "{count} more texts", rest))
        self._more.setVisible(bool(rest))
        self._drop_all.setEnabled(bool(left))

    def _row(self, draft: Draft) -> QWidget:
        where = single_line(draft.where)
        row = QFrame()
        text = PlainTextView(draft.text, name=where)
        text.setFixedHeight(GRID * 10)
        copy = QPushButton(tr("Copy"))
        copy.setAccessibleName(tr("Copy: {text}", text=where))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(draft.text))
        drop = QPushButton(tr("Drop"))
        drop.setAccessibleName(tr("Drop: {text}", text=where))
        drop.clicked.connect(partial(self._drop, draft.place))
        buttons = row_layout(STRETCH)
        for button in (copy, drop):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        column_layout(
            PlainLabel(where, role="strong", wrap=True),
            text,
            buttons,
            spacing=GRID // 2,
            margins=(0, 0, 0, GRID),
            on=row,
        )
        return row

    def _drop(self, place: str) -> None:
        self._session.drafts.drop(place)
        self._show_rows()

    def _drop_them(self) -> None:
        for draft in self._session.drafts.recovered:
            self._session.drafts.drop(draft.place)
        self._show_rows()
