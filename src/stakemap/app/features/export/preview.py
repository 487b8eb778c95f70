"""The preview of an export: the page as it will be written, with buttons to page through."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QImage, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from stakemap.app.kit.accessible import tell_as
from stakemap.app.kit.box_layouts import STRETCH, column_layout, row_layout
from stakemap.app.kit.icons import IconButton
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID, RADIUS
from stakemap.app.kit.widgets.page_picture import PagePicture
from stakemap.i18n import tr


class PagePreview(QWidget):
    """The picture of a page, with buttons to the next and previous one.

    `page_requested` carries the number (from 0) of the page to show.
    """

    page_requested = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        tell_as(self, QAccessible.Role.Pane)
        self.setAccessibleName(tr("Preview"))
        self.picture = PagePicture()
        self.previous = IconButton("previous", tr("Previous page"))
        self.next = IconButton("next", tr("Next page"))
        self.where = PlainLabel(role="caption")
        self.where.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.number, self.count = 0, 0
        self.previous.clicked.connect(lambda: self._request_page(-1))
        self.next.clicked.connect(lambda: self._request_page(1))
        column_layout(
            (self.picture, 1),
            row_layout(STRETCH, self.previous, self.where, self.next, STRETCH),
            spacing=GRID,
            margins=(4,) * 4,
            on=self,
        )
        self.show_blank()

    def show_page(self, image: QImage, number: int, count: int, name: str = "") -> None:
        """Show the picture of page `number` (from 0) of `count`."""
        self.number, self.count = number, count
        self.picture.image = image
        self.picture.setAccessibleDescription(name)
        self.setAccessibleDescription(name)
        self.picture.update()
        self.where.setText(tr("Page {number} of {count}", number=number + 1, count=count) if count else "")
        self.previous.setEnabled(number > 0)
        self.next.setEnabled(number + 1 < count)
        for button in (self.previous, self.next):
            button.setVisible(count > 1)

    def show_blank(self) -> None:
        """Show that there is no page."""
        self.show_page(QImage(), 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a focus frame."""
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.palette().link().color(), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)

    def show_busy(self) -> None:
        """Show that another page is being composed."""
        self.where.setText(tr("Preparing preview…"))

    def _request_page(self, step: int) -> None:
        wanted = self.number + step
        if 0 <= wanted < self.count:
            self.page_requested.emit(wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn pages with Page Up and Page Down."""
        steps = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._request_page(step)
