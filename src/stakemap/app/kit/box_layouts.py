"""Box layouts as one expression each: what stands in a column or a row, from the first to the last."""

from __future__ import annotations

from typing import Final, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

#: Room that takes what the others leave.
STRETCH: Final = (None, 1)
#: A widget or a layout, also with its share of the room that is left and its alignment; pixels of room.
Item = QWidget | QLayout | int | tuple[QWidget | QLayout | None, int] | tuple[QWidget, int, Qt.AlignmentFlag]
#: On all sides, or left, top, right and bottom.
Margins = int | tuple[int, int, int, int]
Box = TypeVar("Box", bound=QBoxLayout)


def column_layout(
    *items: Item, spacing: int | None = None, margins: Margins = 0, on: QWidget | None = None
) -> QVBoxLayout:
    """The items below each other, as the layout of the widget `on` if there is one.

    Without `spacing` it is that of the layout around it, or of the style.
    """
    return _filled(QVBoxLayout() if on is None else QVBoxLayout(on), items, spacing, margins)


def row_layout(
    *items: Item, spacing: int | None = None, margins: Margins = 0, on: QWidget | None = None
) -> QHBoxLayout:
    """The items beside each other; see `column_layout`."""
    return _filled(QHBoxLayout() if on is None else QHBoxLayout(on), items, spacing, margins)


def _filled(box: Box, items: tuple[Item, ...], spacing: int | None, margins: Margins) -> Box:
    box.setContentsMargins(*((margins,) * 4 if isinstance(margins, int) else margins))
    if spacing is not None:
        box.setSpacing(spacing)
    for each in items:
        if isinstance(each, int):
            box.addSpacing(each)
            continue
        item, stretch, *aligned = each if isinstance(each, tuple) else (each, 0)
        if item is None:
            box.addStretch(stretch)
        elif isinstance(item, QLayout):
            box.addLayout(item, stretch)
        else:
            box.addWidget(item, stretch, *aligned)
    return box
