"""The dialog with the findings of a check of the map: each fault with its path in the file."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QWidget

from stakemap.app.kit.plain_text import PlainLabel, PlainTextView
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.dialog import Dialog
from stakemap.errors import Fault
from stakemap.i18n import tr, tr_count

_SHOWN = 500


class FindingsDialog(Dialog):
    """Shows a summary, and the list of faults if there are any."""

    def __init__(self, parent: QWidget | None, faults: Sequence[Fault]) -> None:
        super().__init__(parent, tr("Map check"))
        if not faults:
            text = tr("No problems were found in this map.")
        else:
            text = tr_count("{count} finding:", "{count} findings:", len(faults))
        self.summary = PlainLabel(text, wrap=True)
        self.column.addWidget(self.summary)
        if faults:
            lines = [str(fault) for fault in faults[:_SHOWN]]
            if len(faults) > _SHOWN:
                lines.append(tr_count("… and {count} more.", "… and {count} more.", len(faults) - _SHOWN))
            listed = "\n".join(lines)
            view = PlainTextView(listed, name=tr("Findings"))
            view.setMinimumHeight(GRID * 30)
            self.column.addWidget(view, 1)
            copy = self.buttons.addButton(tr("&Copy"), QDialogButtonBox.ButtonRole.ActionRole)
            copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(listed))
        close = self.add_reject(tr("Close"))
        close.setDefault(True)
        self.setMinimumWidth(GRID * 60)
