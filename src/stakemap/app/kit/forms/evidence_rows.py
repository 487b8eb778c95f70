"""Editors of lists in a form: a row for each citation or condition of a judgement."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, Protocol

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QCheckBox, QWidget

from stakemap.app.kit.box_layouts import column_layout, row_layout
from stakemap.app.kit.forms.editors import ChoiceEditor, LineEditor, NoteEditor, Option
from stakemap.app.kit.forms.naming_editor import NamingEditor
from stakemap.app.kit.forms.row_values import dump_rows, without_readings
from stakemap.app.kit.icons import IconButton, pixmap
from stakemap.app.kit.plain_text import name_combo_box, set_tooltip
from stakemap.app.kit.style import GRID, flat_button
from stakemap.app.kit.tab_order import is_tab_stop
from stakemap.i18n import tr

Options = Callable[[], Sequence[Option]]


class Row(Protocol):
    """The editor of one entry; `value` is a list of JSON values, or None while the entry is empty.

    `lacks` says what is missing from an entry that holds something and has no value all the same, else "".
    """

    changed: Callable[[], None]
    reverted: Callable[[], None]
    widget: QWidget

    def focus(self) -> None: ...
    def value(self) -> list[Any] | None: ...
    def lacks(self) -> str: ...
    def show_value(self, value: list[Any]) -> None: ...
    def refresh(self) -> None: ...
    def set_read_only(self, read_only: bool) -> None: ...


class _CitationRow:
    """Edits a citation: an existing or new source, a passage, whether it contradicts the judgement.

    What has no widget goes with it; how well it fits the readings of a stance not if another source is
    chosen.
    """

    def __init__(self, sources: Options, show_source: Callable[[str], None] | None) -> None:
        self.changed: Callable[[], None] = lambda: None
        self.reverted: Callable[[], None] = lambda: None
        self.widget = QWidget()
        self._rest: list[Any] = []
        self._source = NamingEditor(sources)
        name_combo_box(self._source, tr("Source"))
        self._source.line.setPlaceholderText(tr("Source: choose one, or type a title or link"))
        self._passage = LineEditor()
        self._passage.setPlaceholderText(tr("Passage or page"))
        self._passage.setAccessibleName(tr("Passage or page"))
        self._against = QCheckBox(tr("Contradicts"))
        column = column_layout(self._source, self._passage, spacing=GRID // 2, on=self.widget)
        self._show_button = IconButton("source", tr("Show this source"), size=16)
        set_tooltip(self._show_button, tr("Show this source"))
        self._show_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._can_show = show_source is not None
        if show_source is not None:
            self._show_button.clicked.connect(lambda: show_source(self._source.content()))
        column.addLayout(row_layout((self._against, 1), self._show_button))
        self._source.finished.connect(self._source_changed)
        self._passage.finished.connect(lambda: self.changed())
        self._passage.reverted.connect(lambda: self.reverted())
        self._against.clicked.connect(lambda: self.changed())
        self._update_show_button()

    def _source_changed(self) -> None:
        self._rest = without_readings(self._rest)
        self._update_show_button()
        self.changed()

    def _update_show_button(self) -> None:
        """Show the button only for a source that is in the map already."""
        source = self._source.content()
        is_known = bool(source) and not source.startswith("+")
        self._show_button.setVisible(is_known and self._can_show)

    def focus(self) -> None:
        self._source.setFocus(Qt.FocusReason.TabFocusReason)

    def value(self) -> list[Any] | None:
        source = self._source.content()
        if not source:
            return None
        return [source, self._passage.text(), self._against.isChecked(), *self._rest]

    def lacks(self) -> str:
        is_begun = self._passage.text().strip() and not self._source.content()
        return tr("Choose the source of the passage, or remove the citation.") if is_begun else ""

    def show_value(self, value: list[Any]) -> None:
        source, passage, against, *self._rest = value
        self._source.show_content(source)
        self._passage.show_content(passage)
        self._against.setChecked(against)
        self._update_show_button()

    def refresh(self) -> None:
        self._source.refresh()

    def set_read_only(self, read_only: bool) -> None:
        self._source.set_read_only(read_only)
        self._passage.set_read_only(read_only)
        self._against.setEnabled(not read_only)


class _ConditionRow:
    """Edits a condition: a sentence, and the issue of the map that it depends on, if any."""

    def __init__(self, issues: Options) -> None:
        self.changed: Callable[[], None] = lambda: None
        self.reverted: Callable[[], None] = lambda: None
        self.widget = QWidget()
        self._rest: list[Any] = []
        self._text = NoteEditor(least=1, most=5)
        self._text.setPlaceholderText(tr("What the position depends on"))
        self._text.setAccessibleName(tr("What the position depends on"))
        self._issue = ChoiceEditor(issues)
        name_combo_box(self._issue, tr("Issue it depends on"))
        column_layout(self._text, self._issue, spacing=GRID // 2, on=self.widget)
        self._text.finished.connect(lambda: self.changed())
        self._text.reverted.connect(lambda: self.reverted())
        self._issue.finished.connect(lambda: self.changed())

    def focus(self) -> None:
        self._text.setFocus(Qt.FocusReason.TabFocusReason)

    def value(self) -> list[Any] | None:
        text = self._text.content().strip()
        return [text, self._issue.content(), *self._rest] if text else None

    def lacks(self) -> str:
        is_begun = self._issue.content() and not self._text.content().strip()
        return tr("Say what the position depends on, or remove the condition.") if is_begun else ""

    def show_value(self, value: list[Any]) -> None:
        text, issue, *self._rest = value
        self._text.show_content(text)
        self._issue.show_content(issue)

    def refresh(self) -> None:
        self._issue.refresh()

    def set_read_only(self, read_only: bool) -> None:
        self._text.set_read_only(read_only)
        self._issue.set_read_only(read_only)


def make_citation_row(sources: Options, show_source: Callable[[str], None] | None) -> Callable[[], Row]:
    """A factory of citation rows that offer `sources`; `show_source` is called to show the chosen one, None
    where that is not possible.
    """
    return lambda: _CitationRow(sources, show_source)


def make_condition_row(issues: Options) -> Callable[[], Row]:
    """A factory of condition rows that offer `issues`."""
    return lambda: _ConditionRow(issues)


class RowsEditor(QWidget):
    """An editor of rows that can be added and removed. Its content is a JSON list of their values."""

    finished = Signal()
    reverted = Signal()

    def __init__(self, make: Callable[[], Row], add_text: str, remove_text: str) -> None:
        super().__init__()
        self._make, self._remove_text = make, remove_text
        self._rows: list[tuple[Row, QWidget, IconButton]] = []
        # Hidden rows to reuse: undo removes and adds rows, and creating one is slow.
        self._unused: list[tuple[Row, QWidget, IconButton]] = []
        self._read_only = False
        self._column = column_layout(spacing=GRID, on=self)
        self.add_button = flat_button(add_text, self._add_empty)
        self._tint()
        self._column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Focus the button that adds a row. A focus proxy would do so too, but would break the tab order."""
        self.add_button.setFocus(reason)

    def _tint(self) -> None:
        accent = self.palette().highlight().color().name()
        self.add_button.setIcon(QIcon(pixmap("plus", 16, accent, self.devicePixelRatioF())))

    def changeEvent(self, event: QEvent) -> None:
        """Recolour the icon when the palette changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def content(self) -> str:
        """The rows that are not empty, as JSON."""
        values = [row.value() for row, _, _ in self._rows]
        return dump_rows(value for value in values if value is not None)

    def lacks(self) -> str:
        """What is missing from the first row that is begun and not counted yet, "" if there is none."""
        return next(filter(None, (row.lacks() for row, _, _ in self._rows)), "")

    def show_content(self, text: str) -> None:
        """Show these rows without emitting `finished`; existing widgets are reused and so keep the focus."""
        if text == self.content():
            return
        values = json.loads(text)
        while len(self._rows) > len(values):
            self._hide_last_row()
        while len(self._rows) < len(values):
            self._reuse_or_append()
        for (row, _, _), value in zip(self._rows, values, strict=True):
            row.show_value(value)

    def clear(self) -> None:
        """Show no row, not even one that is too empty to count."""
        while self._rows:
            self._drop(self._rows[-1][0])

    def refresh(self) -> None:
        """Update the texts of the values."""
        for row, _, _ in self._rows:
            row.refresh()

    def set_read_only(self, read_only: bool) -> None:
        """Allow or forbid editing."""
        self._read_only = read_only
        self.add_button.setVisible(not read_only)
        for row, _, button in self._rows:
            row.set_read_only(read_only)
            button.setVisible(not read_only)

    def _append(self) -> Row:
        row = self._make()
        holder = QWidget()
        button = IconButton("close", self._remove_text, size=16)
        set_tooltip(button, self._remove_text)
        row_layout((row.widget, 1), (button, 0, Qt.AlignmentFlag.AlignTop), spacing=GRID // 2, on=holder)
        row.changed, row.reverted = self.finished.emit, self.reverted.emit
        row.set_read_only(self._read_only)
        button.setVisible(not self._read_only)
        button.clicked.connect(lambda: self._remove(row))
        self._column.insertWidget(len(self._rows), holder)
        self._rows.append((row, holder, button))
        self._set_tab_order(holder)
        return row

    def _hide_last_row(self) -> None:
        unused = self._rows.pop()
        unused[1].hide()
        self._unused.append(unused)

    def _reuse_or_append(self) -> None:
        if not self._unused:
            self._append()
            return
        row, holder, button = self._unused.pop()
        self._rows.append((row, holder, button))
        row.refresh()
        row.set_read_only(self._read_only)
        button.setVisible(not self._read_only)
        holder.show()

    def _set_tab_order(self, holder: QWidget) -> None:
        """Insert a new row into the tab order before the button that adds another."""
        order = [self.add_button, *filter(self._takes_tab, holder.findChildren(QWidget)), self.add_button]
        # At first the row is after the button, which keeps the place of both in the window.
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _takes_tab(self, widget: QWidget) -> bool:
        """Whether Tab stops at a widget; the popup of a combo box is a window of its own."""
        return is_tab_stop(widget) and widget.window() is self.window()

    def _add_empty(self) -> None:
        self._append().focus()

    def _remove(self, row: Row) -> None:
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._drop(row)
        self.finished.emit()

    def _drop(self, row: Row) -> None:
        for index, (known, holder, _) in enumerate(self._rows):
            if known is row:
                del self._rows[index]
                row.changed = row.reverted = lambda: None
                self._column.removeWidget(holder)
                holder.hide()
                holder.deleteLater()
                return
