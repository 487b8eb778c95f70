"""The preview of the map as it will be after the import: a small picture, and a line of what is on it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QWidget

from stakemap.app.kit.box_layouts import column_layout
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.page_picture import PagePicture
from stakemap.i18n import tr


class CanvasPreview(QWidget):
    """Shows the picture of a map; `resized` is emitted when it needs one of another size."""

    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.picture = PagePicture()
        self.picture.setMinimumSize(GRID * 28, GRID * 20)
        self.picture.setAccessibleName(tr("Preview of the map"))
        self.where = PlainLabel(role="caption", wrap=True)
        column = column_layout(
            PlainLabel(tr("The map after the import"), role="strong"),
            (self.picture, 1),
            self.where,
            spacing=GRID,
            on=self,
        )
        column.addStretch(0)
        self.setFixedWidth(GRID * 40)
        # As wide as high, about, like the canvas itself.
        self.picture.setMaximumHeight(GRID * 36)

    @property
    def size_wanted(self) -> QSize:
        """The size of a picture in pixels, before the ratio of the screen."""
        return QSize(max(1, self.picture.width() - 2), max(1, self.picture.height() - 2))

    def show_picture(self, image: QImage) -> None:
        """Show a picture."""
        self.picture.image = image
        self.picture.update()

    def show_sentence(self, text: str) -> None:
        """Say in words what the picture shows."""
        self.picture.setAccessibleDescription(text)
        self.where.setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for a picture of the new size."""
        super().resizeEvent(event)
        self.resized.emit()
