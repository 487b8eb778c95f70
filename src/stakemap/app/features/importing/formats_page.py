"""The page of help on formats: what is read of each, what is kept elsewhere, and what is lost."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from stakemap.app.features.importing.file_page import page_sentences
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.reading_dialog import ReadingDialog
from stakemap.i18n import tr
from stakemap.interchange.formats import FORMATS
from stakemap.interchange.writers.formats import DATA_WRITERS, DataPage

__all__ = ["FormatsDialog"]


class FormatsDialog(ReadingDialog):
    """Lists all formats."""

    def __init__(self, parent: QWidget | None) -> None:
        size = QSize(GRID * 90, GRID * 80)
        super().__init__(parent, tr("What can be imported and exported"), tr("Search the formats"), size)
        self.add_heading(tr("Import"), "title")
        for format_ in FORMATS:
            self._add(format_.title(), format_.endings, page_sentences(format_.page()))
        self.add_heading(tr("Export of data"), "title")
        for writer in DATA_WRITERS:
            self._add(writer.title(), writer.endings, _written_sentences(writer.page()))

    def _add(self, title: str, endings: Iterable[str], sentences: Iterable[tuple[str, str]]) -> None:
        heading = tr("{format} ({endings})", format=title, endings=" ".join(endings))
        texts = [tr("{caption}: {text}.", caption=caption, text=text) for caption, text in sentences]
        self.add_section(heading, [PlainLabel(text, wrap=True, selectable=True) for text in texts])


def _written_sentences(page: DataPage) -> list[tuple[str, str]]:
    """What a format holds of a map, and what it leaves out, each with its caption."""
    parts = ((tr("Exported"), page.holds), (tr("Not exported"), page.loses))
    return [(caption, "; ".join(phrases)) for caption, phrases in parts if phrases]
