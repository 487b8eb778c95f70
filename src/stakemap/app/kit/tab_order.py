"""The tab order of widgets: reading order by their layouts, whatever order they were created in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from operator import itemgetter

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

from stakemap.app.kit.widget_ownership import focus_proxy, next_in_focus_chain

#: Compound widgets, which manage the focus of their inner widgets themselves.
_COMPOUND = (QAbstractItemView, QAbstractSpinBox, QComboBox)


def tab_in_reading_order(*roots: QWidget) -> None:
    """Set the tab order of all widgets within `roots` by their layouts: downwards, and left to right.

    The first keeps its place in the tab order of the window.
    """
    for before, after in pairwise(stop for root in roots for stop in _stops(root)):
        # Most are in order already, and QWidget.setTabOrder is slow.
        if _following(before) is not after:
            QWidget.setTabOrder(before, after)


def is_tab_stop(widget: QWidget) -> bool:
    """Whether Tab stops at a widget while it is shown and enabled."""
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and focus_proxy(widget) is None


def _following(widget: QWidget) -> QWidget:
    """The next tab stop after a widget, shown or hidden."""
    following = next_in_focus_chain(widget)
    while following is not widget and not is_tab_stop(following):
        following = next_in_focus_chain(following)
    return following


def _stops(widget: QWidget) -> Iterator[QWidget]:
    """The tab stops within a widget, itself included, shown or hidden."""
    if is_tab_stop(widget):
        yield widget
    if not isinstance(widget, _COMPOUND):
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
    """The widgets of a layout and of those in it, in their order."""
    holder = layout.parentWidget()
    parts: list[QWidget | QLayout] = [one for one in layout.children() if isinstance(one, QLayout)]
    if holder is not None:
        parts += holder.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    places = [layout.indexOf(one) for one in parts]
    for place, part in sorted(zip(places, parts, strict=True), key=itemgetter(0)):
        if isinstance(part, QLayout):
            yield from _laid_out(part)
        elif place >= 0:
            yield part
