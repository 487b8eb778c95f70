"""A cached pixmap of very many relations, drawn in slices between frames so that no frame waits for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap

from stakemap.app.canvas.layers.relation_curves import Drawn
from stakemap.steps import Steps

#: The most curves that are drawn over a stale pixmap in each frame; with more it is redrawn.
_OVER = 32
#: The number of curves drawn in one step.
_AT_A_TIME = 4

Paint = Callable[[QPainter, Sequence[Drawn]], None]


class PictureKey(NamedTuple):
    """The cache key: what the pixels of all curves depend on.

    `size` is in device pixels, `ratio` is the device pixel ratio.
    """

    look: tuple[object, ...]
    size: tuple[int, int]
    ratio: float


class _Picture:
    """A pixmap of the curves `drawn`, of which the first `done` have been drawn so far."""

    def __init__(self, drawn: Sequence[Drawn], key: PictureKey, paint: Paint) -> None:
        self.drawn, self.key = drawn, key
        self._paint, self._done = paint, 0
        self.pixmap = QPixmap(*key.size)
        self.pixmap.setDevicePixelRatio(key.ratio)
        self.pixmap.fill(Qt.GlobalColor.transparent)

    def shows(self, drawn: Sequence[Drawn], key: PictureKey) -> bool:
        """Whether it shows exactly these curves."""
        return self.drawn is drawn and self.key == key

    def steps(self) -> Steps[None]:
        """Draw the remaining curves, some in each step."""
        while self._done < len(self.drawn):
            painter = QPainter(self.pixmap)
            try:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                self._paint(painter, self.drawn[self._done : self._done + _AT_A_TIME])
            finally:
                painter.end()
            self._done += _AT_A_TIME
            yield


class _Comparison(NamedTuple):
    """The difference between drawn and requested curves: how many are gone, and which are new."""

    there: Sequence[Drawn]
    wanted: Sequence[Drawn]
    stale: int
    missing: Sequence[Drawn]

    @classmethod
    def of(cls, there: Sequence[Drawn], wanted: Sequence[Drawn]) -> _Comparison:
        if there is wanted:
            return cls(there, wanted, 0, ())
        known, asked = set(map(id, there)), set(map(id, wanted))
        return cls(there, wanted, len(known - asked), [one for one in wanted if id(one) not in known])


class RelationPictureCache:
    """Keeps the last complete pixmap and, if that is stale, the one being drawn."""

    def __init__(self, most: int) -> None:
        """A stale pixmap is shown while at most `most` curves differ."""
        self._most = most
        self._whole: _Picture | None = None
        self._next: _Picture | None = None
        self._compared: _Comparison | None = None
        self._is_usable = False
        #: Counters that rise with each completed pixmap, and with each requested one.
        self.version = self.requests = 0

    def clear(self) -> None:
        """Clear the cache, after a change of colours."""
        self._whole = self._next = self._compared = None

    @property
    def is_whole(self) -> bool:
        """Whether the pixmap shows the last request."""
        return self._next is None

    @property
    def is_urgent(self) -> bool:
        """Whether there is no stale pixmap to show meanwhile, either."""
        return self._next is not None and not self._is_usable

    def cancel(self) -> None:
        """Cancel the request."""
        self._next = None

    def draw_pending(self) -> Steps[None]:
        """Draw the last request, which is shown once complete."""
        picture = self._next
        if picture is None:
            return
        for _ in picture.steps():
            yield
            if picture is not self._next:
                return
        self._whole, self._next = picture, None
        self.version += 1

    def missing(self, drawn: Sequence[Drawn], key: PictureKey, paint: Paint) -> Sequence[Drawn] | None:
        """Request a pixmap of the curves `drawn`; returns those that the present one lacks, or None if there
        is no pixmap close enough to be shown.

        Removed curves stay in a stale pixmap until the new one is complete.
        """
        whole = self._whole
        compared = self._comparison(whole, drawn) if whole is not None and whole.key == key else None
        if compared is not None and not compared.stale and len(compared.missing) <= _OVER:
            self._next = None
        elif self._next is None or not self._next.shows(drawn, key):
            self._next = _Picture(drawn, key, paint)
            self.requests += 1
        self._is_usable = compared is not None and max(compared.stale, len(compared.missing)) <= self._most
        return compared.missing if compared is not None and self._is_usable else None

    def paint(self, painter: QPainter) -> None:
        """Draw the pixmap; the `missing` curves are to be drawn over it."""
        assert self._whole is not None
        painter.drawPixmap(0, 0, self._whole.pixmap)

    def _comparison(self, whole: _Picture, drawn: Sequence[Drawn]) -> _Comparison:
        known = self._compared
        if known is None or known.there is not whole.drawn or known.wanted is not drawn:
            known = self._compared = _Comparison.of(whole.drawn, drawn)
        return known
