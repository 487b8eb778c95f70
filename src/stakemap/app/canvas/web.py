"""A picture of very many relations that is drawn a few at a time, so that no frame waits for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap

from stakemap.app.canvas.atlas import Budget
from stakemap.app.canvas.bends import Drawn

__all__ = ["Web"]

#: Milliseconds that a frame may spend on the picture.
_SLICE = 5.0
#: So many curves are drawn between two looks at the clock.
_AT_A_TIME = 4

Paint = Callable[[QPainter, Sequence[Drawn]], None]


class _Picture:
    """The curves `drawn` on a pixmap of their own, the first `done` of them so far."""

    def __init__(self, drawn: Sequence[Drawn], made_for: object, size: tuple[int, int], ratio: float) -> None:
        self.drawn, self.made_for = drawn, made_for
        self.done = 0
        self.pixmap = QPixmap(*size)
        self.pixmap.setDevicePixelRatio(ratio)
        self.pixmap.fill(Qt.GlobalColor.transparent)

    def go_on(self, paint: Paint, budget: Budget) -> bool:
        """Draw as many more as the budget allows; whether it is whole now."""
        painter = QPainter(self.pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        try:
            while self.done < len(self.drawn) and budget.allows():
                with budget.spending():
                    paint(painter, self.drawn[self.done : self.done + _AT_A_TIME])
                self.done += _AT_A_TIME
        finally:
            painter.end()
        return self.done >= len(self.drawn)


class Web:
    """Keeps the last whole picture, and one that is being drawn where that is out of date."""

    def __init__(self, most: int) -> None:
        """A picture from which up to `most` curves differ is still worth showing."""
        self._most = most
        self._whole: _Picture | None = None
        self._next: _Picture | None = None

    def forget(self) -> None:
        """Drop the pictures: colours changed."""
        self._whole = self._next = None

    def paint(
        self,
        painter: QPainter,
        drawn: Sequence[Drawn],
        made_for: object,
        size: tuple[int, int],
        ratio: float,
        paint: Paint,
    ) -> tuple[bool, bool]:
        """Draw the relations; whether something of them could be shown, and whether the picture is whole.

        `drawn` are their curves, `made_for` tells one way to draw them from another, `size` is in device
        pixels. An older picture is shown with those drawn over it that differ, until the new one is whole;
        what is gone from it stays for so long.
        """
        whole = self._whole
        if whole is None or whole.made_for != made_for or whole.drawn is not drawn:
            if self._next is None or self._next.made_for != made_for or self._next.drawn is not drawn:
                self._next = _Picture(drawn, made_for, size, ratio)
            if self._next.go_on(paint, Budget(_SLICE)):
                whole, self._whole, self._next = self._next, self._next, None
        if whole is None or whole.made_for != made_for:
            return False, self._next is None
        missing = self._missing(whole, drawn)
        if missing is None:
            return False, self._next is None
        painter.drawPixmap(0, 0, whole.pixmap)
        paint(painter, missing)
        return True, self._next is None

    def _missing(self, whole: _Picture, drawn: Sequence[Drawn]) -> list[Drawn] | None:
        """What the picture lacks; None where too much of it is out of date."""
        if whole.drawn is drawn:
            return []
        there = set(map(id, whole.drawn))
        wanted = set(map(id, drawn))
        if len(there - wanted) > self._most:
            return None
        missing = list(islice((one for one in drawn if id(one) not in there), self._most + 1))
        return missing if len(missing) <= self._most else None
