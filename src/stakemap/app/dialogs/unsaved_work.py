"""The part of the welcome page that offers work which was not saved when the app ended badly."""

from __future__ import annotations

import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from stakemap.app.plain import ElidedLabel, PlainLabel, single_line
from stakemap.app.style import GRID
from stakemap.i18n import tr, tr_count
from stakemap.picture.words import date_text

if TYPE_CHECKING:
    from stakemap.storage.versions import Recoverable

__all__ = ["UnsavedWork"]


class UnsavedWork(QWidget):
    """A row for each map that can be had back; `taken` and `declined` carry its Recoverable."""

    taken = Signal(object)
    declined = Signal(object)

    def __init__(self, items: tuple[Recoverable, ...]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(PlainLabel(tr("Not saved when Stakemap last ended"), role="heading"))
        self.rows = [self._row(item) for item in items]
        for row in self.rows:
            column.addWidget(row)

    def _row(self, item: Recoverable) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GRID)
        words = QVBoxLayout()
        words.setSpacing(2)
        title = single_line(item.title) or tr("Untitled map")
        words.addWidget(ElidedLabel(title, role="strong"))
        words.addWidget(ElidedLabel(_what_it_is(item), role="caption"))
        line.addLayout(words, 1)
        take = QPushButton(tr("&Recover"))
        take.setAccessibleName(tr("Recover {title}", title=title))
        take.clicked.connect(partial(self.taken.emit, item))
        decline = QPushButton(tr("&Dismiss"))
        decline.setAccessibleName(tr("Dismiss {title}", title=title))
        decline.clicked.connect(partial(self._decline, row, item))
        line.addWidget(take)
        line.addWidget(decline)
        return row

    def _decline(self, row: QWidget, item: Recoverable) -> None:
        row.hide()
        self.rows.remove(row)
        self.setVisible(bool(self.rows))
        self.declined.emit(item)


def _what_it_is(item: Recoverable) -> str:
    moment = datetime.datetime.fromtimestamp(item.at)
    when = tr("{date} at {time}", date=date_text(moment.date().isoformat()), time=f"{moment:%H:%M}")
    edits = tr_count("{count} edit", "{count} edits", item.edits)
    place = tr("never saved") if item.path is None else str(item.path)
    return tr("{edits} until {when} · {place}", edits=edits, when=when, place=place)
