"""Getters of widgets related to a widget, which leave PySide's tree of owners as it is.

PySide takes the widget that some getters return for a child of the one that was asked, whatever its parent
is: once the one that was asked is deleted, it lets go of the other, and a widget whose focus proxy is its own
parent (the field of an editable combo box) becomes the owner of its owner.

Nor is `QLayout.itemAt` to be asked: the Python object of an item stays valid when Qt deletes the item with
its widget. Once a widget or a layout is at the same address, PySide uses its Python object after freeing it
when that is deleted, and the process crashes. Both were found in PySide 6.11.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from stakemap.app.kit.plain_text import PlainLabel


def next_in_focus_chain(widget: QWidget) -> QWidget:
    """The next widget in the focus chain of the window, shown or hidden; the widget itself if it is alone."""
    return _given_back(widget.nextInFocusChain()) or widget


def focus_proxy(widget: QWidget) -> QWidget | None:
    """The widget that takes the focus instead, if there is one."""
    return _given_back(widget.focusProxy())


def buddy(label: PlainLabel) -> QWidget | None:
    """The widget that a label names, if there is one."""
    return _given_back(label.buddy())


def _given_back(widget: QWidget | None) -> QWidget | None:
    """The widget, whose owner is its parent again."""
    if widget is not None:
        parent = widget.parentWidget()
        if parent is None:
            # Qt does nothing, as there is no parent already.
            widget.setParent(None)
        else:
            parent.findChildren(type(widget), options=Qt.FindChildOption.FindDirectChildrenOnly)
    return widget
