"""The least an app on these libraries does at its start: an empty pyqtgraph window, painted once."""

import pyqtgraph
from pydantic import BaseModel
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication


class Record(BaseModel):
    """Makes pydantic build a validator, as any app with data does."""

    value: int


def main() -> None:
    """Show the window, paint it, leave."""
    application = QApplication([])
    plot = pyqtgraph.PlotWidget()
    plot.resize(1280, 800)
    plot.show()

    def paint() -> None:
        plot.viewport().repaint()
        application.quit()

    QTimer.singleShot(0, paint)
    application.exec()


main()
