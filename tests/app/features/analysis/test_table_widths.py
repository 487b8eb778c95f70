"""Tables of the panel of analyses at several widths."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from stakemap.analysis.report import Table
from stakemap.app.features.analysis.tables import ReportTable

LONG = "<b>The Ministry</b> of Foreign Affairs of a Republic with a very long name indeed, and its agencies"


def shown(qtbot: QtBot, name: str, width: int) -> ReportTable:
    table = ReportTable()
    qtbot.addWidget(table)
    table.show_table(Table("", ("Who", "As judged"), ((name, "x" * 60), ("Iran", "1"))))
    table.resize(width, 200)
    table.show()
    return table


def test_names_take_the_room_that_they_need(qtbot: QtBot) -> None:
    name = "The alignment of the European Union"
    table = shown(qtbot, name, 700)
    assert table.fontMetrics().horizontalAdvance(name) < table.columnWidth(0) <= table.viewport().width() // 2


@pytest.mark.parametrize("width", [296, 480, 640])
def test_long_names_take_up_to_half_and_a_tooltip_has_them_whole(qtbot: QtBot, width: int) -> None:
    table = shown(qtbot, LONG, width)
    assert table.columnWidth(0) == max(176, table.viewport().width() // 2)
    tip = table.rows.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;The Ministry" in tip
    assert "agencies" in tip
