"""Shortcuts of parts of a window, which must leave its other parts their keys."""

from __future__ import annotations

import ast
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

import stakemap
from source_trees import modules, nodes_of


def test_pyside_ignores_the_context_of_a_shortcut_with_a_slot(qtbot: QtBot) -> None:
    # As long as this holds, slots are connected once the shortcut is made.
    widget, part = QWidget(), Qt.ShortcutContext.WidgetWithChildrenShortcut
    qtbot.addWidget(widget)
    assert QShortcut(QKeySequence("F2"), widget, widget.close, context=part).context() != part
    assert QShortcut(QKeySequence("F3"), widget, context=part).context() == part


def test_no_shortcut_is_made_with_a_slot() -> None:
    root = Path(stakemap.__file__).parent
    found = [
        f"{path.relative_to(root)}:{node.lineno}"
        for path, node in nodes_of(modules(root), {"QShortcut"})
        if isinstance(node, ast.Call)
        if isinstance(node.func, ast.Name) and node.func.id == "QShortcut" and len(node.args) > 2
    ]
    assert found == []
