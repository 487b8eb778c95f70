"""Another program, from whose small window a file can be dragged: its path and place are the arguments."""

from __future__ import annotations

import sys

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget


class DragSource(QWidget):
    """A window that starts to drag the file once the mouse moves with a button down."""

    def __init__(self, path: str) -> None:
        super().__init__(None, Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
        self._path = path

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the file; it is asked for once it was dropped."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(self._path)])
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)


application = QApplication([])
window = DragSource(sys.argv[1])
window.setGeometry(int(sys.argv[2]), int(sys.argv[3]), 60, 60)
window.show()
print("ready", flush=True)
application.exec()
