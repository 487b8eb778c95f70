"""A dialog that lists the differences between two versions of a map in words."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QWidget

from stakemap.app.kit.plain_text import PlainLabel, PlainTextView, set_tooltip
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.dialog import Dialog
from stakemap.errors import UsageError
from stakemap.export.policy import check_table
from stakemap.i18n import tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.wording.changes import describe

_SHOWN = 500


def difference_lines(before: StakeMap, after: StakeMap) -> list[str]:
    """A sentence for each difference, at most `_SHOWN`, and a last line if there are more."""
    lines = describe(before, after, limit=_SHOWN + 1)
    if len(lines) > _SHOWN:
        lines[_SHOWN:] = [tr("… and more.")]
    return lines


class DifferencesDialog(Dialog):
    """Lists the changes from one version of a map to another; `lead` says which two they are."""

    def __init__(self, parent: QWidget | None, lead: str, before: StakeMap, after: StakeMap) -> None:
        super().__init__(parent, tr("Differences"))
        self.lines = difference_lines(before, after)
        self.column.addWidget(PlainLabel(lead, wrap=True))
        if self.lines:
            listed = "\n".join(self.lines)
            count = len(self.lines)
            summary = tr_count("{count} difference:", "{count} differences:", count)
            if count > _SHOWN:
                summary = tr("The first {count} differences:", count=_SHOWN)
            self.column.addWidget(PlainLabel(summary, role="strong"))
            view = PlainTextView(listed, name=tr("Differences"))
            view.setMinimumHeight(GRID * 30)
            self.column.addWidget(view, 1)
            copy = self.buttons.addButton(tr("&Copy"), QDialogButtonBox.ButtonRole.ActionRole)
            copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(listed))
            try:
                check_table(before)
                check_table(after)
            except UsageError as error:
                copy.setEnabled(False)
                set_tooltip(copy, str(error))
        else:
            self.column.addWidget(PlainLabel(tr("There are no differences."), role="strong"))
        close = self.add_reject(tr("Close"))
        close.setDefault(True)
        self.setMinimumWidth(GRID * 80)
