"""Void calls of Qt, very many, for any Python that has PySide6; prints how many references to None were lost.

Run as a file of its own, since the other Python need not have what the tests import.
"""

import sys

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QTransform
from PySide6.QtWidgets import QApplication, QGraphicsRectItem, QGraphicsScene, QLabel


def main(count: int) -> None:
    """Make `count` calls."""
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
    for _ in range(count // len(calls)):
        for call in calls:
            call()
    lost = before - sys.getrefcount(None)
    painter.end()
    print(lost if lost > 1_000 else 0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
