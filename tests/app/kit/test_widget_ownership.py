"""Getters of related widgets, which must not make one widget the owner of another."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QLayout, QLayoutItem, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

import stakemap
from source_trees import modules, nodes_of
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.tab_order import tab_in_reading_order
from stakemap.app.kit.widget_ownership import buddy, focus_proxy, next_in_focus_chain

#: What PySide takes for getters of children, and what gives objects that Qt deletes unseen.
GETTERS = {"nextInFocusChain", "previousInFocusChain", "focusProxy", "buddy", "itemAt"}


def owner_of(widget: QWidget) -> str:
    """The Python object whose deletion lets go of a widget, as PySide writes it; "" if there is none."""
    lines = Shiboken.dump(widget).splitlines()
    return next((line.partition("<")[2] for line in lines if line.startswith("parent")), "")


def is_owned_by(widget: QWidget, owner: QWidget) -> bool:
    return owner_of(widget).endswith(f"at {id(owner):#x}>")


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """A combo box that can be edited, two fields and a label of the second one."""
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    combo = QComboBox()
    combo.setEditable(True)
    fields = QLineEdit(), QLineEdit()
    label = PlainLabel("Name", buddy=fields[1])
    for widget in (combo, *fields, label):
        layout.addWidget(widget)
    return window


def test_the_getters_of_qt_change_owners(window: QWidget) -> None:
    # As long as this holds, the functions below are needed.
    first, second = window.findChildren(QLineEdit)[-2:]
    assert first.nextInFocusChain() is second
    assert is_owned_by(second, first)
    window.findChildren(QLineEdit)


def test_the_next_widget_stays_with_its_parent_and_the_window_without_one(window: QWidget) -> None:
    widget = window
    for _ in range(10):
        following = next_in_focus_chain(widget)
        assert is_owned_by(following, window) == (following.parentWidget() is window)
        widget = following
    assert owner_of(window) == ""


def test_the_focus_proxy_of_a_field_stays_the_owner_of_the_field(window: QWidget) -> None:
    (combo,) = window.findChildren(QComboBox)
    field = combo.lineEdit()
    assert field is not None
    assert focus_proxy(field) is combo
    assert is_owned_by(combo, window)
    assert focus_proxy(combo) is None


def test_a_buddy_stays_with_its_parent(window: QWidget) -> None:
    (label,) = window.findChildren(PlainLabel)
    named = buddy(label)
    assert named is not None
    assert is_owned_by(named, window)


def test_setting_the_tab_order_changes_no_owner(window: QWidget) -> None:
    tab_in_reading_order(window)
    assert all(is_owned_by(one, window) for one in window.findChildren(QWidget) if one.parent() is window)
    assert owner_of(window) == ""


def test_setting_the_tab_order_leaves_no_python_objects_of_layout_items(window: QWidget) -> None:
    def items() -> list[object]:
        known = Shiboken.getAllValidWrappers()
        return [one for one in known if isinstance(one, QLayoutItem) and not isinstance(one, QLayout)]

    before = items()
    tab_in_reading_order(window)
    assert items() == before


def test_nothing_else_asks_qt_for_them() -> None:
    root = Path(stakemap.__file__).parent
    found = [
        f"{path.relative_to(root)}:{node.lineno}"
        for path, node in nodes_of(modules(root), GETTERS)
        if path.name != "widget_ownership.py"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in GETTERS
    ]
    assert found == []
