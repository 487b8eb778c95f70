"""The author and date of a judgement as a row of two prefilled fields."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from stakemap.app.kit.box_layouts import row_layout
from stakemap.app.kit.forms.editors import LineEditor
from stakemap.app.kit.forms.parsing import parse_day
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID
from stakemap.i18n import tr

_DAY_WIDTH = GRID * 13


class SignatureRow(QWidget):
    """Edits author and date. `dismissed` is emitted on Esc."""

    dismissed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._given = ("", "")
        self.by, self.on = LineEditor(), LineEditor()
        self.by.setMaxLength(500)
        self.by.setPlaceholderText(tr("name"))
        self.on.setPlaceholderText(tr("YYYY-MM-DD"))
        self.on.setFixedWidth(_DAY_WIDTH)
        row = row_layout(spacing=GRID, on=self)
        for editor, caption in ((self.by, tr("Judged by")), (self.on, tr("on"))):
            editor.setAccessibleName(caption)
            editor.reverted.connect(self.dismissed)
            row.addWidget(PlainLabel(caption, role="caption", buddy=editor))
            row.addWidget(editor, 1 if editor is self.by else 0)

    def show_signature(self, by: str, on: str) -> None:
        """Fill both fields in."""
        self._given = (by, on)
        for editor, text in ((self.by, by), (self.on, on)):
            editor.setText(text)
            editor.setCursorPosition(0)

    def changes(self) -> dict[str, str | None]:
        """The changed values of "by" and "on". Raises ValueError with a sentence when the date is invalid."""
        by, on = self.by.text().strip(), self.on.text().strip()
        found: dict[str, str | None] = {}
        if by != self._given[0]:
            found["by"] = by
        if on != self._given[1]:
            found["on"] = parse_day(on)
        return found
