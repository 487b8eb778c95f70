"""A list of choices shows that its text goes on where it does not fit."""

from __future__ import annotations

from PySide6.QtWidgets import QStyleOptionComboBox
from pytestqt.qtbot import QtBot

from stakemap.app.kit.widgets.choice_box import ChoiceBox

LONG = "Սահմանի բացում, առևտուր և դիվանագիտական հարաբերություններ"


def test_a_long_choice_ends_in_an_ellipsis_and_keeps_its_value(qtbot: QtBot, monkeypatch) -> None:
    painted: list[str] = []
    monkeypatch.setattr(
        "stakemap.app.kit.widgets.choice_box.QStylePainter.drawControl",
        lambda _self, _element, option: painted.append(option.currentText),
    )
    box = ChoiceBox()
    qtbot.addWidget(box)
    for text in ("Short", LONG):
        box.addItem(text)
    box.setFixedWidth(180)
    box.show()
    box.grab()
    box.setCurrentIndex(1)
    box.grab()
    assert painted[0] == "Short"
    assert painted[-1].endswith("…")
    assert painted[-1].startswith("Սահմանի")
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    assert option.currentText == box.currentText() == LONG
