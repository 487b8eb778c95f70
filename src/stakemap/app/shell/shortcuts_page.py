"""The page of keyboard shortcuts: those of actions, of the canvas and of fields."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from stakemap.app.kit.actions.action import MENUS, Action, key_sequences, menu_title, without_mnemonic
from stakemap.app.kit.forms.draft_watch import exclude_from_drafts
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.dialog import Dialog
from stakemap.i18n import tr
from stakemap.text import fold

__all__ = ["ShortcutsDialog", "canvas_keys"]


def canvas_keys() -> list[tuple[str, str]]:
    """The keys and pointer gestures of canvas and fields that are not actions."""
    return [
        (tr("Drag"), tr("Move actors, which changes their judgement")),
        (tr("Shift while dragging"), tr("Move along one axis only")),
        (tr("Ctrl while dragging"), tr("Move along both axes, even slightly")),
        (tr("Esc while dragging"), tr("Cancel the drag")),
        (tr("Arrow keys"), tr("Nudge the selected actors")),
        (tr("Shift and arrow keys"), tr("Nudge by ten")),
        (tr("Tab, Shift and Tab"), tr("Go from actor to actor")),
        (tr("Space"), tr("Select the focused actor; if none, play through time")),
        (tr("Enter"), tr("Go to the details of the focused actor")),
        (tr("Double-click"), tr("Add an actor, or rename one")),
        (tr("Drag the dots of the selected actor"), tr("Set its range")),
        (tr("Drag the arrow beside an actor"), tr("Add a relation")),
        (tr("Drag out of the tray below"), tr("Judge; an influence that is known stays")),
        (tr("Ctrl while dragging out of the tray"), tr("Change the influence, too")),
        (tr("Drag to the tray below"), tr("Mark as unknown")),
        (tr("Shift or Ctrl and click"), tr("Add to the selection, or remove from it")),
        (tr("Drag on empty canvas"), tr("Select all within the frame")),
        (tr("Wheel"), tr("Zoom at the pointer")),
        (tr("+, − and 0"), tr("Zoom in, out, and to fit")),
        (tr("Drag with Space held or with the middle button"), tr("Pan")),
        (tr("Drag with two fingers on a touch screen"), tr("Pan")),
        (tr("Move two fingers apart or together"), tr("Zoom in or out")),
        (tr("Touch and hold"), tr("Open the context menu")),
        (tr("Arrows on the timeline"), tr("Go to another snapshot, or to the one it builds on")),
        (tr("F2, Del on the timeline"), tr("Change or remove the snapshot")),
        (tr("Alt and up or down in the actors"), tr("Sort by the column of the current cell")),
        (tr("Alt and up or down in a list of issues"), tr("Move the issue up or down")),
        (tr("Enter in a field"), tr("Apply what was typed")),
        (tr("Ctrl and Enter in a long field"), tr("Apply what was typed")),
        (tr("Ctrl and Tab in the inspector"), tr("Go to the next tab")),
        (tr("Esc in a field"), tr("Restore the previous value")),
        (tr("Esc in a panel"), tr("Go back to the canvas")),
    ]


class ShortcutsDialog(Dialog):
    """Lists all shortcuts in groups; the search field filters them."""

    def __init__(self, parent: QWidget | None, specs: Iterable[Action]) -> None:
        super().__init__(parent, tr("Keyboard shortcuts"))
        self.rows: list[tuple[str, PlainLabel, PlainLabel]] = []
        self._groups: list[tuple[PlainLabel, list[int]]] = []
        self.search = QLineEdit()
        exclude_from_drafts(self.search)
        self.search.setPlaceholderText(tr("Search"))
        self.search.setAccessibleName(tr("Search the shortcuts"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.column.addWidget(self.search)
        body = QWidget()
        body.setProperty("plain", True)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, GRID * 2, 0)
        column.setSpacing(GRID)
        actions = list(specs)
        for menu in MENUS:
            entries = [
                (_keys(spec), spec.name)
                for spec in actions
                if spec.menu.split("/")[0] == menu and spec.shortcuts
            ]
            self._add_group(column, without_mnemonic(menu_title(menu)), entries)
        self._add_group(column, tr("Canvas and fields"), canvas_keys())
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(body)
        area.setWidgetResizable(True)
        area.setAccessibleName(tr("Keyboard shortcuts"))
        # Nothing in it takes the focus, so the keys scroll the page itself.
        area.setProperty("reading", True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        self.column.addWidget(area, 1)
        self.add_reject(tr("Close"))
        self.resize(GRID * 76, GRID * 80)

    def _add_group(self, column: QVBoxLayout, title: str, entries: list[tuple[str, str]]) -> None:
        label = PlainLabel(title, role="heading")
        column.addWidget(label)
        grid = QGridLayout()
        grid.setHorizontalSpacing(GRID * 3)
        grid.setVerticalSpacing(GRID - 2)
        grid.setColumnStretch(0, 1)
        numbers = []
        for row, (keys, name) in enumerate(entries):
            what, how = PlainLabel(name, wrap=True), PlainLabel(keys, role="muted")
            how.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(what, row, 0)
            grid.addWidget(how, row, 1)
            numbers.append(len(self.rows))
            self.rows.append((fold(f"{name} {keys}"), what, how))
        self._groups.append((label, numbers))
        column.addLayout(grid)
        column.addSpacing(GRID)

    def _filter(self, text: str) -> None:
        words = fold(text).split()
        for known, what, how in self.rows:
            shown = all(word in known for word in words)
            what.setVisible(shown)
            how.setVisible(shown)
        for label, numbers in self._groups:
            label.setVisible(any(not self.rows[number][1].isHidden() for number in numbers))


def _keys(spec: Action) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    return key_sequences(spec)[0].toString(native)
