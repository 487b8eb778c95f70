"""The order in which Tab goes through widgets: as they are read, whatever order they were made in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QDockWidget,
    QLayout,
    QScrollArea,
    QSplitter,
    QWidget,
)

__all__ = ["tab_in_reading_order"]

#: Widgets whose inner widgets are their own affair.
_WHOLE = (QAbstractItemView, QAbstractSpinBox, QComboBox)


def tab_in_reading_order(root: QWidget) -> None:
    """Let Tab go through all that `root` holds in the order of its layouts, top to bottom and left to right.

    The first keeps its place among the rest of the window.
    """
    for before, after in pairwise(_stops(root)):
        QWidget.setTabOrder(before, after)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    """Where Tab stops in a widget, itself included, shown or hidden."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    if not isinstance(widget, _WHOLE):
        for part in _parts(widget):
            yield from _stops(part)


def _parts(widget: QWidget) -> Iterator[QWidget]:
    if isinstance(widget, QDockWidget):
        inner: list[QWidget | None] = [widget.titleBarWidget(), widget.widget()]
    elif isinstance(widget, QScrollArea):
        inner = [widget.widget()]
    elif isinstance(widget, QSplitter):
        inner = [widget.widget(number) for number in range(widget.count())]
    else:
        layout = widget.layout()
        inner = list(_laid_out(layout)) if layout is not None else []
    return (one for one in inner if one is not None)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _laid_out(inner)
