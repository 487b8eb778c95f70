"""Sentences with bullets: further lines stand below the first, in either direction of writing."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.bullets import Bullets


@pytest.mark.parametrize(
    ("sentence", "direction"),
    [
        ("Maps leave no traces: nothing is kept of them outside. ", Qt.LayoutDirection.LeftToRight),
        ("מפות אינן משאירות עקבות: דבר מהן אינו נשמר מחוץ לקבציהן. ", Qt.LayoutDirection.RightToLeft),
    ],
)
def test_only_the_bullet_stands_before_the_lines(
    sentence: str, direction: Qt.LayoutDirection, qtbot: QtBot
) -> None:
    bullets = Bullets([sentence * 3])
    qtbot.addWidget(bullets)
    bullets.setLayoutDirection(direction)
    (item,) = bullets.findChildren(QLabel)
    width = GRID * 25
    bullets.resize(width, bullets.heightForWidth(width))
    shown = bullets.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = np.array(shown.constBits()).reshape(shown.height(), shown.bytesPerLine())[:, :width]
    ink = pixels != pixels[-1, width // 2]
    line = item.fontMetrics().height()
    assert item.height() >= 4 * line
    if direction == Qt.LayoutDirection.RightToLeft:
        ink = ink[:, ::-1]
    assert ink[:line, : GRID * 2 - 2].any()
    assert ink[:line, GRID * 2 :].any()
    assert not ink[line:, : GRID * 2 - 2].any()


def test_other_sentences_take_the_place_of_those_before(qtbot: QtBot) -> None:
    bullets = Bullets(["One", "Two"])
    qtbot.addWidget(bullets)
    bullets.set_texts(["Three"])
    assert [label.text() for label in bullets.findChildren(QLabel) if not label.isHidden()] == ["Three"]
    bullets.set_texts([])
    assert bullets.isHidden()
