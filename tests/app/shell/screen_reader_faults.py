"""What a screen reader is told of a window, and where that would leave its user in the dark.

It asks Qt's accessible objects, without a reader; `tests/window/test_screen_reader.py` asks through AT-SPI.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLabel, QLineEdit, QWidget

__all__ = ["faults_heard", "name_heard"]

Role, Text, Data = QAccessible.Role, QAccessible.Text, Qt.ItemDataRole
#: Roles that say nothing of what a control is for.
_VAGUE = {Role.NoRole, Role.Client, Role.Window, Role.Grouping, Role.LayeredPane}
_MARKUP = re.compile(r"</?(qt|br|b|i|p|span|html)\b|&(lt|gt|amp|#x27|quot);")
_MNEMONIC = re.compile(r"(?<!&)&(?=\w)")
#: How much of a list or table is looked at.
_ROWS, _COLUMNS = 6, 30


def name_heard(widget: QWidget) -> str:
    """What a reader calls a widget: of a combo box Qt tells the chosen item on Linux, so its label counts."""
    interface = QAccessible.queryAccessibleInterface(widget)
    if not isinstance(widget, QComboBox):
        return interface.text(Text.Name)
    return " ".join(
        other.text(Text.Name)
        for other, relation in interface.relations()
        if relation & QAccessible.RelationFlag.Label
    )


def faults_heard(holder: QWidget, where: str) -> Iterator[str]:
    """A sentence for each part of a widget of which a reader is told nothing, or nothing of use."""
    names: set[tuple[QAccessible.Role, str, QWidget]] = set()
    for part in (holder, *holder.findChildren(QWidget)):
        interface = QAccessible.queryAccessibleInterface(part)
        if not part.isVisible() or part.window() is not holder.window() or interface is None:
            continue
        name, what = name_heard(part), f"{type(part).__name__} in {type(part.parent()).__name__} of {where}"
        for text in (name, interface.text(Text.Description)):
            if _MARKUP.search(text) or _MNEMONIC.search(text):
                yield f"{what} is told with what is meant for the eye: {text[:60]}"
        if _is_stop(part):
            yield from _faults_of_stop(part, interface, what)
            told = (interface.role(), name, part.parentWidget())
            if told in names:
                yield f"{what} is called like another beside it: {name}"
            names.add(told)
        if isinstance(part, QAbstractItemView) and part.model() is not None:
            yield from _faults_of_cells(part, what)
        is_drawn = type(part).__module__.startswith("stakemap.") and "paintEvent" in type(part).__dict__
        if is_drawn and name and interface.role() == Role.Client:
            yield f"{what} is drawn, and told as nothing: {name}"


def _is_stop(part: QWidget) -> bool:
    is_empty = isinstance(part, QLabel) and not part.text()
    takes_focus = part.focusPolicy() != Qt.FocusPolicy.NoFocus and not is_empty
    return takes_focus and part.isEnabled() and part.focusProxy() is None and not part.isWindow()


def _faults_of_stop(part: QWidget, interface: QAccessibleInterface, what: str) -> Iterator[str]:
    name = name_heard(part)
    if not name.strip():
        yield f"{what} has no name"
    if interface.role() in _VAGUE:
        yield f"{what} is told as {interface.role()}: {name}"
    if isinstance(part, QLineEdit) and not part.accessibleName() and name == part.placeholderText():
        yield f"{what} is named by its placeholder only: {name}"


def _faults_of_cells(view: QAbstractItemView, what: str) -> Iterator[str]:
    model, root = view.model(), QModelIndex()
    is_list = isinstance(model, QAbstractListModel)
    columns = range(min(1 if is_list else model.columnCount(root), _COLUMNS))
    for column in columns:
        shown = model.headerData(column, Qt.Orientation.Horizontal)
        told = model.headerData(column, Qt.Orientation.Horizontal, Data.AccessibleTextRole) or shown
        if not is_list and not isinstance(told, str):
            yield f"column {column} of {what} has no name"
    for row in range(min(model.rowCount(root), _ROWS)):
        for index in (model.index(row, column) for column in columns):
            told = index.data(Data.AccessibleTextRole) or index.data()
            if not told and (index.data(Data.DecorationRole) or index.data(Data.CheckStateRole) is not None):
                yield f"cell {row}, {index.column()} of {what} is told as nothing"
            elif _MARKUP.search(str(told)):
                yield f"cell {row}, {index.column()} of {what} is told with markup"
