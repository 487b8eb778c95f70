"""The page of help on formats: what is read of each, what is kept elsewhere, and what is lost."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from stakemap.app.features.importing.file_page import page_sentences
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.dialog import Dialog
from stakemap.i18n import tr
from stakemap.interchange.formats import FORMATS
from stakemap.interchange.writers.formats import DATA_WRITERS, DataPage

__all__ = ["FormatsDialog"]


class FormatsDialog(Dialog):
    """Lists all formats."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, tr("What can be imported and exported"))
        body = QWidget()
        body.setProperty("plain", True)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, GRID * 2, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(PlainLabel(tr("Import"), role="title"))
        for format_ in FORMATS:
            _add(column, format_.title(), format_.endings, page_sentences(format_.page()))
        column.addWidget(PlainLabel(tr("Export of data"), role="title"))
        for writer in DATA_WRITERS:
            _add(column, writer.title(), writer.endings, _written_sentences(writer.page()))
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(body)
        area.setWidgetResizable(True)
        area.setAccessibleName(tr("Formats"))
        # Nothing in it takes the focus, so the keys scroll the page itself.
        area.setProperty("reading", True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        self.column.addWidget(area, 1)
        self.add_reject(tr("Close"))
        self.resize(GRID * 90, GRID * 80)


def _written_sentences(page: DataPage) -> list[tuple[str, str]]:
    """What a format holds of a map, and what it leaves out, each with its caption."""
    parts = ((tr("Exported"), page.holds), (tr("Not exported"), page.loses))
    return [(caption, "; ".join(phrases)) for caption, phrases in parts if phrases]


def _add(
    column: QVBoxLayout, title: str, endings: Iterable[str], sentences: Iterable[tuple[str, str]]
) -> None:
    heading = tr("{format} ({endings})", format=title, endings=" ".join(endings))
    column.addWidget(PlainLabel(heading, role="heading", wrap=True))
    for caption, text in sentences:
        sentence = tr("{caption}: {text}.", caption=caption, text=text)
        column.addWidget(PlainLabel(sentence, wrap=True, selectable=True))
    column.addSpacing(GRID)
