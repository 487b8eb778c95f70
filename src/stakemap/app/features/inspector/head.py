"""The head of the inspector: what is shown, a button for the map's details, the tabs, and a notice."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stakemap.app.kit.icons import IconButton
from stakemap.app.kit.plain_text import PlainLabel, set_tooltip
from stakemap.app.kit.style import GRID, role_font
from stakemap.app.kit.widgets.tabs import TabBar
from stakemap.editing.session import Session
from stakemap.i18n import tr
from stakemap.storage.settings.records import InspectorPage
from stakemap.text import shortened, single_line

Page = InspectorPage

#: The most characters of a name; a tooltip shows the whole.
_NAME_LIMIT = 90
#: The most characters of each part of the line below it.
_ABOUT_LIMIT = 120


class Head(QWidget):
    """A name, a line about it, and a button that asks for the details of the map."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = PlainLabel(parent=self, role="title", wrap=True)
        self._about = PlainLabel(parent=self, role="muted", wrap=True)
        self.map_button = IconButton("info", tr("Map details…"))
        self.map_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_tooltip(self.map_button, tr("Title, question and key judgement of the map"))
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._name)
        texts.addWidget(self._about)
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID * 2, GRID, GRID, GRID)
        row.setSpacing(GRID)
        row.addLayout(texts, 1)
        row.addWidget(self.map_button, 0, Qt.AlignmentFlag.AlignTop)

    def show_texts(self, name: str, *about: str) -> None:
        """Show a name, and below it what is not empty of `about`."""
        before = self._name.text(), self._about.text()
        self._name.setText(shortened(name, _NAME_LIMIT))
        set_tooltip(self._name, name if len(single_line(name)) > _NAME_LIMIT else "")
        self._about.setText(" · ".join(shortened(part, _ABOUT_LIMIT) for part in about if part))
        self._about.setVisible(bool(self._about.text()))
        if before != (self._name.text(), self._about.text()):
            # In the frame that shows the texts, not in the one after. The layout around it learns of another
            # height from its own.
            for widget in (self, self.parentWidget()):
                layout = None if widget is None else widget.layout()
                if layout is not None:
                    layout.activate()


class PageTabs(TabBar):
    """The tabs of the inspector's pages. `chosen` carries the page that the user went to."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pages: tuple[Page, ...] = ()
        self.setDrawBase(False)
        self.setUsesScrollButtons(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFont(role_font("strong"))
        self.setAccessibleName(tr("Inspector tabs"))
        self.currentChanged.connect(lambda index: self.chosen.emit(self._pages[index]))

    @property
    def page(self) -> Page | None:
        """The page whose tab is selected, or None without tabs."""
        return self._pages[self.currentIndex()] if self._pages else None

    def show_pages(self, titles: Mapping[Page, str], page: Page) -> None:
        """Show a tab for each page with its title, that of `page` selected; none for a single page."""
        with QSignalBlocker(self):
            if self._pages != tuple(titles):
                self._pages = tuple(titles)
                while self.count():
                    self.removeTab(0)
                for title in titles.values():
                    self.addTab(title)
            for index, title in enumerate(titles.values()):
                # Even the same text would lay the tabs out and paint them anew.
                if self.tabText(index) != title:
                    self.setTabText(index, title)
            self.setCurrentIndex(self._pages.index(page) if page in titles else 0)
        self.setVisible(len(titles) > 1)

    def step(self, by: int) -> None:
        """Go to the next tab (1) or the one before (−1), around the ends."""
        if self.isVisible() and self.count():
            self.setCurrentIndex((self.currentIndex() + by) % self.count())


def notice_text(session: Session, is_selected: bool, is_empty: bool) -> str:
    """Why the map cannot be changed, that a judgement needs a snapshot, or that one may select where the
    panel is empty.
    """
    if session.read_only:
        return session.read_only_reason
    if is_selected and not session.document.snapshots:
        return tr("This map has no snapshot yet. Add one to judge positions.")
    if not is_empty:
        return ""
    text = tr("Select an actor or a relation to see and change its details.")
    # What else the canvas is for, where nothing else is to be said.
    return f"{text}\n\n" + tr("Drag an actor to change where it stands; double-click the canvas to add one.")
