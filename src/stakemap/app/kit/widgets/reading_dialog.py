"""The base class of dialogs that hold a long page to read, such as those of help, with a search field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from stakemap.app.kit.forms.draft_watch import exclude_from_drafts
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID, TextRole
from stakemap.app.kit.widgets.dialog import Dialog
from stakemap.i18n import tr
from stakemap.text import fold

__all__ = ["ReadingDialog", "ReadingEntry"]


class ReadingEntry(NamedTuple):
    """What is shown or hidden together: its folded text and its widgets."""

    searched: str
    widgets: tuple[QWidget, ...]

    @property
    def is_found(self) -> bool:
        """Whether the search has left it to see."""
        return not self.widgets[0].isHidden()


class ReadingDialog(Dialog):
    """A page that scrolls, of entries below headings; the search leaves those that have all words.

    `page` is the layout of the page. A heading is shown while any of the entries after it is.
    """

    def __init__(self, parent: QWidget | None, title: str, search: str, size: QSize) -> None:
        """`search` is the accessible name of the search field, `size` that of the dialog in pixels."""
        super().__init__(parent, title)
        self.entries: list[ReadingEntry] = []
        #: Each heading with the number of the first entry below it.
        self._headings: list[tuple[PlainLabel, int]] = []
        self.search = QLineEdit()
        exclude_from_drafts(self.search)
        self.search.setPlaceholderText(tr("Search"))
        self.search.setAccessibleName(search)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.column.addWidget(self.search)
        body = QWidget()
        body.setProperty("plain", True)
        self.page = QVBoxLayout(body)
        self.page.setContentsMargins(0, 0, GRID * 2, 0)
        self.page.setSpacing(GRID)
        self.page.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._nothing = PlainLabel(tr("No matches. Try fewer letters."), role="muted")
        self._nothing.hide()
        self.page.addWidget(self._nothing)
        area = QScrollArea()
        area.setWidget(body)
        area.setWidgetResizable(True)
        area.setAccessibleName(title)
        # Nothing in it takes the focus, so the keys scroll the page itself.
        area.setProperty("reading", True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        self.column.addWidget(area, 1)
        self.add_reject(tr("Close"))
        self.resize(size)

    def add_heading(self, text: str, role: TextRole = "heading") -> None:
        """Begin a group of entries."""
        label = PlainLabel(text, role=role, wrap=True)
        self._headings.append((label, len(self.entries)))
        self.page.addWidget(label)

    def add_entry(self, text: str, *widgets: QWidget) -> None:
        """Have the search find widgets, which the caller adds to the page, by their text."""
        self.entries.append(ReadingEntry(fold(text), widgets))

    def add_section(self, heading: str, labels: Iterable[PlainLabel]) -> None:
        """Add an entry of a heading and labels below it."""
        title = PlainLabel(heading, role="heading", wrap=True)
        # In a widget of their own the labels would get less height than they need.
        title.setContentsMargins(0, GRID, 0, 0)
        shown = (title, *labels)
        for label in shown:
            self.page.addWidget(label)
        self.add_entry("\n".join(label.text() for label in shown), *shown)

    def _filter(self, text: str) -> None:
        words = fold(text).split()
        for entry in self.entries:
            found = all(word in entry.searched for word in words)
            for widget in entry.widgets:
                widget.setVisible(found)
        end = len(self.entries)
        for label, start in reversed(self._headings):
            label.setVisible(any(entry.is_found for entry in self.entries[start:end]))
            end = start
        self._nothing.setVisible(not any(entry.is_found for entry in self.entries))
