from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from stakemap.app.kit.box_layouts import STRETCH, column_layout, row_layout


def test_items_stand_in_their_order_with_their_shares_and_alignment(qtbot: QtBot) -> None:
    holder, first, second, third = QWidget(), QLabel("a"), QLabel("b"), QLabel("c")
    qtbot.addWidget(holder)
    top = Qt.AlignmentFlag.AlignTop
    row = row_layout((second, 2), (third, 0, top), STRETCH)
    column = column_layout(first, 12, (row, 3), spacing=5, margins=(1, 2, 3, 4), on=holder)
    assert holder.layout() is column
    assert [column.itemAt(place).widget() for place in range(3)] == [first, None, None]
    assert column.itemAt(1).spacerItem().sizeHint().height() == 12
    assert column.itemAt(2).layout() is row
    assert column.stretch(2) == 3
    assert [row.stretch(place) for place in range(3)] == [2, 0, 1]
    assert row.itemAt(1).alignment() == top
    assert {each.parentWidget() for each in (first, second, third)} == {holder}
    margins = column.contentsMargins()
    assert (margins.left(), margins.top(), margins.right(), margins.bottom()) == (1, 2, 3, 4)
    assert row.spacing() == column.spacing() == 5


def test_a_layout_has_no_margins_unless_it_is_given_some(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    assert column_layout(on=holder).contentsMargins().left() == 0
