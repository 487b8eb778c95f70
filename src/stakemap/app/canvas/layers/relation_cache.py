"""A cached picture of very many relations, drawn in slices between frames, so that no frame waits for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap

from stakemap.app.canvas.layers.relation_curves import Drawn
from stakemap.steps import Steps

__all__ = ["Paint", "PictureKey", "RelationPictureCache"]

#: Up to so many curves that a picture lacks are drawn over it in each frame; of more it is made anew.
_OVER = 32
#: So many curves are drawn in one step.
_AT_A_TIME = 4

Paint = Callable[[QPainter, Sequence[Drawn]], None]


class PictureKey(NamedTuple):
    """How curves are drawn: pictures with different keys have nothing in common.

    `size` is in device pixels, `ratio` tells how many of them there are to a pixel of the view.
    """

    look: tuple[object, ...]
    size: tuple[int, int]
    ratio: float


class _Picture:
    """The curves `drawn` on a pixmap of their own, the first `done` of them so far."""

    def __init__(self, drawn: Sequence[Drawn], key: PictureKey, paint: Paint) -> None:
        self.drawn, self.key = drawn, key
        self._paint, self._done = paint, 0
        self.pixmap = QPixmap(*key.size)
        self.pixmap.setDevicePixelRatio(key.ratio)
        self.pixmap.fill(Qt.GlobalColor.transparent)

    def shows(self, drawn: Sequence[Drawn], key: PictureKey) -> bool:
        """Whether it is a picture of these very curves."""
        return self.drawn is drawn and self.key == key

    def steps(self) -> Steps[None]:
        """Draw what is not drawn yet, a few curves a step."""
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
    """How the curves of a picture differ from those that are wanted: how many are gone, and which are new."""

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
    """Keeps the last whole picture, and one that is being drawn where that is out of date."""

    def __init__(self, most: int) -> None:
        """A picture from which up to `most` curves differ is still worth showing."""
        self._most = most
        self._whole: _Picture | None = None
        self._next: _Picture | None = None
        self._compared: _Comparison | None = None
        self._stands_in = False
        #: Rises with each picture that becomes whole, and with each that is asked for.
        self.version = self.requests = 0

    def forget(self) -> None:
        """Drop the pictures: colours changed."""
        self._whole = self._next = self._compared = None

    @property
    def is_whole(self) -> bool:
        """Whether the picture shows what was last asked for."""
        return self._next is None

    @property
    def is_urgent(self) -> bool:
        """Whether there is not even an older picture to show meanwhile."""
        return self._next is not None and not self._stands_in

    def cancel(self) -> None:
        """Draw no more until asked again."""
        self._next = None

    def draw_pending(self) -> Steps[None]:
        """Draw what was last asked for, which no frame shows before it is whole."""
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
        """Of the curves `drawn` those that the picture lacks; None where there is no picture of them yet that
        is worth showing.

        What is gone from an older one stays until the new one is whole.
        """
        whole = self._whole
        compared = self._comparison(whole, drawn) if whole is not None and whole.key == key else None
        if compared is not None and not compared.stale and len(compared.missing) <= _OVER:
            self._next = None
        elif self._next is None or not self._next.shows(drawn, key):
            self._next = _Picture(drawn, key, paint)
            self.requests += 1
        self._stands_in = compared is not None and max(compared.stale, len(compared.missing)) <= self._most
        return compared.missing if compared is not None and self._stands_in else None

    def paint(self, painter: QPainter) -> None:
        """Show the picture, over which belongs what it lacks."""
        assert self._whole is not None
        painter.drawPixmap(0, 0, self._whole.pixmap)

    def _comparison(self, whole: _Picture, drawn: Sequence[Drawn]) -> _Comparison:
        known = self._compared
        if known is None or known.there is not whole.drawn or known.wanted is not drawn:
            known = self._compared = _Comparison.of(whole.drawn, drawn)
        return known
