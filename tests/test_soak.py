"""Qt survives 200,000 void calls: some pairs of PySide6 and Python lose a reference with each."""

from __future__ import annotations

import subprocess
import sys

CALLS = 200_000

SOAK = f"""
import sys
from PySide6.QtCore import QObject, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPen, QTransform
from PySide6.QtWidgets import QApplication, QGraphicsRectItem, QGraphicsScene, QLabel

application = QApplication(["soak"])
image = QImage(32, 32, QImage.Format.Format_ARGB32_Premultiplied)
label, item, scene = QLabel(), QGraphicsRectItem(0, 0, 1, 1), QGraphicsScene()
scene.addItem(item)
painter, pen, at = QPainter(image), QPen(QColor("#336699")), QPointF(1, 2)
calls = [
    lambda: painter.setPen(pen),
    lambda: painter.setTransform(QTransform()),
    lambda: painter.drawPoint(at),
    lambda: label.setObjectName("name"),
    lambda: label.setVisible(False),
    lambda: item.setPos(at),
    lambda: item.setZValue(1.0),
    lambda: scene.setSceneRect(0, 0, 10, 10),
    lambda: label.setProperty("one", 1),
    lambda: application.setApplicationName("soak"),
]
before = sys.getrefcount(None)
for _ in range({CALLS} // len(calls)):
    for call in calls:
        call()
lost = before - sys.getrefcount(None)
painter.end()
print("lost", lost if lost > 1000 else 0)
"""


def test_qt_survives_many_calls() -> None:
    result = subprocess.run(
        [sys.executable, "-c", SOAK], capture_output=True, text=True, timeout=120, check=False
    )
    assert (result.returncode, result.stdout.strip()) == (0, "lost 0"), result.stderr
