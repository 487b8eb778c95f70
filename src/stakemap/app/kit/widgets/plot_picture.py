"""A label with a thumbnail of a map, which a worker lays out: that of thousands of actors takes seconds."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPixmap

from stakemap.app.kit.latest_work import LatestOnlyWorker, Stop
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.editing.view_state import ViewState
from stakemap.errors import CancelledError
from stakemap.model.document import StakeMap
from stakemap.picture.theme import Theme


class PlotPicture(PlainLabel):
    """The plot of a map in a frame of `size` logical pixels, empty until the first one is drawn.

    It is laid out `shrink` times as large. A picture of another map stays, greyed out, until it is replaced.
    """

    def __init__(self, size: QSize, name: str, *, shrink: int) -> None:
        super().__init__()
        self._name, self._shrink = name, shrink
        self.setFixedSize(size)
        self._work = LatestOnlyWorker(self)
        self._work.done.connect(self._show)
        #: The map whose picture is awaited.
        self._wanted: StakeMap | None = None

    def draw(
        self, document: StakeMap, theme: Theme, issue: str | None = None, snapshot: str | None = None
    ) -> None:
        """Draw a map at an issue and a snapshot, by default as it is shown first."""
        self._wanted, ratio = document, self.devicePixelRatioF()
        self._work.start(_drawn, document, theme, issue, snapshot, self.size(), ratio, self._shrink)

    def wait_for_another(self) -> None:
        """Grey the picture out, and drop one that is being drawn, since another map is to come."""
        self._wanted = None
        self.setEnabled(False)

    def clear(self) -> None:
        """Show nothing."""
        self._wanted = None
        super().clear()

    def _show(self, drawn: tuple[StakeMap, QImage]) -> None:
        document, image = drawn
        if document is not self._wanted:
            return
        self.setEnabled(True)
        self.setPixmap(QPixmap.fromImage(image))
        self.setAccessibleName(self._name)


def _drawn(
    stop: Stop,
    _report: Callable[[float], object],
    document: StakeMap,
    theme: Theme,
    issue: str | None,
    snapshot: str | None,
    size: QSize,
    ratio: float,
    shrink: int,
) -> tuple[StakeMap, QImage]:
    from stakemap.app.kit.slides import plot_thumbnail

    if stop():
        raise CancelledError
    view = ViewState.for_document(document)
    view.set(issue=issue or view.issue, snapshot=snapshot or view.snapshot)
    return document, plot_thumbnail(document, view, theme, size, ratio, shrink=shrink)
