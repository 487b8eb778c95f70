"""The base class of the dialogs that record what was found: when, why, by which sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from stakemap.app.kit.forms import choices as words
from stakemap.app.kit.forms import evidence_rows as rows
from stakemap.app.kit.forms import row_values
from stakemap.app.kit.forms.draft_watch import set_draft_subject
from stakemap.app.kit.forms.parsing import parse_partial_date, parse_reason
from stakemap.app.kit.forms.targets import CitationDraft
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.validated_dialog import ValidatedDialog
from stakemap.i18n import tr
from stakemap.model.document import Outcome, Resolution, StakeMap


class Found(NamedTuple):
    """When something was so, why it is held to be so, and which passages say it."""

    date: str | None
    reason: str
    citations: Sequence[CitationDraft]


class FoundDialog(ValidatedDialog):
    """Asks for what a subclass adds to `column`, then for date, reason and sources.

    `found` is set once it is accepted, `removes` if what is recorded is to be removed instead.
    """

    def __init__(self, parent: QWidget | None, document: StakeMap, title: str) -> None:
        super().__init__(parent, title)
        self.document = document
        self.found: Found | None = None
        self.removes = False
        self.setMinimumWidth(GRID * 60)

    def lay_out(self, accept: str, remove: str) -> None:
        """Add the fields that all such dialogs have, and the buttons."""
        self.date = QLineEdit(placeholderText=tr("2025, July 2025 or 1 July 2025"))
        self.add_field(tr("&As of"), self.date)
        self.reason = QPlainTextEdit(tabChangesFocus=True, placeholderText=tr("How is that known?"))
        self.reason.setFixedHeight(GRID * 9)
        self.add_field(tr("&Why"), self.reason)
        row = rows.make_citation_row(lambda: words.source_options(self.document), None)
        self.citations = rows.RowsEditor(row, tr("Add a citation"), tr("Remove this citation"))
        self.citations.add_button.setAutoDefault(False)
        self.add_field(tr("&Sources"), self.citations, self.citations.add_button)
        self.remove_button: QPushButton = self.buttons.addButton(
            remove, QDialogButtonBox.ButtonRole.DestructiveRole
        )
        self.remove_button.setAutoDefault(False)
        self.remove_button.clicked.connect(self._remove)
        self.add_reject()
        self._accept_text = accept
        self.accept_button = self.add_accept(accept)
        self.accept_button.clicked.connect(self.accept)

    def show_found(self, known: Resolution | Outcome | None, date: str | None, subject: str) -> None:
        """Show what is recorded already; else nothing but the date for which it is asked.

        What was typed before a crash comes back where it is about the same `subject`.
        """
        for field in self.typed_fields:
            set_draft_subject(field, subject)
        self.date.setText((date if known is None else known.date) or "")
        self.reason.setPlainText("" if known is None else known.reason)
        self.citations.show_content(row_values.citations_text(() if known is None else known.citations))
        self.remove_button.setVisible(known is not None)
        self.accept_button.setText(self._accept_text if known is None else tr("Sa&ve changes"))

    @property
    def typed_fields(self) -> tuple[QWidget, ...]:
        """The fields whose texts are about what is chosen."""
        return (self.date, self.reason)

    # Validation

    def _valid_citations(self) -> Sequence[CitationDraft]:
        if missing := self.citations.lacks():
            raise ValueError(missing)
        return row_values.parse_citations(self.citations.content())

    def check_own(self) -> None:
        """Validate the fields of the subclass; to be overridden."""

    def accept(self) -> None:
        """Close if all fields are valid; else show the errors and focus the first invalid field."""
        self.check_own()
        date = self.validated(self.date, lambda: parse_partial_date(self.date.text()))
        reason = self.validated(self.reason, lambda: parse_reason(self.reason.toPlainText()))
        citations = self.validated(self.citations, self._valid_citations)
        if self.focus_invalid():
            return
        self.found = Found(date, reason or "", citations or ())
        super().accept()

    def _remove(self) -> None:
        self.removes = True
        super().accept()
