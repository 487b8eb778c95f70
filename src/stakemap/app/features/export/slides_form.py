"""What the dialogs of export and print share: the slides of a map, their preview, and where files go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QScrollArea, QWidget

from stakemap.app.features.export.choices import ExportChoices
from stakemap.app.features.export.preview import PagePreview
from stakemap.app.features.export.slides import SlidesPanel
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.dialog import Dialog
from stakemap.app.kit.widgets.tabs import Tabs
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.ids import slug
from stakemap.model.order import issues_in_order, latest_dated
from stakemap.picture.deck import Deck
from stakemap.picture.slides.key_judgement import cut_key_judgement
from stakemap.storage.saving.targets import is_there

if TYPE_CHECKING:
    from stakemap.app.kit.window import AppContext
    from stakemap.editing.session import Session
    from stakemap.editing.view_state import ViewState

#: Most characters of the name that is proposed for a file, which leaves room for numbers of pages.
_LONGEST_STEM = 120


class SlidesForm(Dialog):
    """Asks for slides of a map, initially those in view, and previews them.

    `document` is the map of the session, or a clean copy of it.
    """

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        context: AppContext,
        session: Session,
        view: ViewState,
        document: StakeMap,
    ) -> None:
        super().__init__(parent, title)
        self._context, self._session, self._view = context, session, view
        self._document = document
        issue = view.issue if view.issue in document.issues else next(iter(issues_in_order(document)), None)
        known = view.snapshot in document.snapshots
        self.slides = SlidesPanel(
            document, issue, view.snapshot if known else latest_dated(document), view.left_out_pages
        )
        self.preview = PagePreview()
        self.tabs = Tabs()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.error = PlainLabel(role="error", wrap=True)
        self.error.setVisible(False)
        #: What of the map the slides have no room for, and which have nothing to show.
        self.cut = PlainLabel(role="caption", wrap=True)
        self.cut.setVisible(False)

    @property
    def stored_choices(self) -> ExportChoices:
        """The choices of the last export of this map."""
        return ExportChoices.from_settings(self._stored)

    @property
    def _stored(self) -> dict[str, object]:
        return self._context.settings.exports.get(self._document.id, {})

    def fit_to_screen(self, width: int, height: int) -> None:
        """Take this size in pixels, or what the screen has, with the settings as wide as their controls."""
        pages = (self.tabs.widget(index) for index in range(self.tabs.count()))
        widths = [_width_of_content(page) for page in pages if page is not None]
        self.tabs.setFixedWidth(max(GRID * 38, *widths))
        screen = self.screen().availableSize()
        self.resize(QSize(min(width, screen.width() - GRID * 6), min(height, screen.height() - GRID * 8)))

    def folder(self) -> Path:
        """The folder of the last export of this map, else that of the map, else the last folder used."""
        stored = self._stored.get("folder")
        if isinstance(stored, str) and stored and is_there(Path(stored)):
            return Path(stored)
        return self._context.folder_of(self._session.path)

    def suggested(self, ending: str) -> Path:
        """A file named after the map and, as they are called now, the issue and the snapshot chosen."""
        document, names = self._document, [self._document.title or tr("map")]
        issue = document.issues.get(self.slides.issue or "")
        snapshot = document.snapshots.get(self.slides.snapshot or "")
        if issue is not None and not self.slides.all_issues:
            names.append(issue.name)
        if snapshot is not None and not self.slides.all_snapshots:
            names.append(snapshot.label or snapshot.date or "")
        stem = "-".join(slug(name) for name in names if name.strip())
        return self.folder() / (stem[:_LONGEST_STEM].strip("-") + ending)

    def show_error(self, problem: str) -> None:
        """Show why there are no slides, or why they were not written; "" for nothing."""
        self.error.setText(problem)
        self.error.setVisible(bool(problem))

    def show_deck(self, deck: Deck) -> bool:
        """List the pages of a deck that was composed; False, and the preview blank, if none is chosen."""
        self.slides.show_pages(deck.all_pages)
        cut = cut_key_judgement(self._document, (page.slide for page in deck.pages))
        self.cut.setText("\n".join(text for text in (cut, self.slides.without_earlier) if text))
        self.cut.setVisible(bool(self.cut.text()))
        if not deck.pages:
            self.preview.show_blank()
            self.show_error(tr("No pages are selected. Choose at least one."))
        return bool(deck.pages)


def _width_of_content(page: QWidget) -> int:
    """The least width of a page of settings in pixels at which it need not scroll sideways."""
    content = page.widget() if isinstance(page, QScrollArea) else page
    if content is None:
        return 0
    bar = page.verticalScrollBar().sizeHint().width() if isinstance(page, QScrollArea) else 0
    return content.minimumSizeHint().width() + bar
