"""The window of the Guide: contents and matches on the left, the page on the right, a search field above."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from stakemap.app.kit.actions.action import Action
from stakemap.app.kit.blocks import anchor_of, plain_text
from stakemap.app.kit.box_layouts import column_layout, row_layout
from stakemap.app.kit.forms.draft_watch import exclude_from_drafts
from stakemap.app.kit.icons import APP_ICON, icon
from stakemap.app.kit.page_view import PageView
from stakemap.app.kit.plain_text import PlainLabel, set_tooltip
from stakemap.app.kit.screen_fit import fit_to_screen
from stakemap.app.kit.style import GRID
from stakemap.app.kit.tab_order import tab_in_reading_order
from stakemap.app.kit.widgets.two_line_list import TwoLineList, TwoLineRow
from stakemap.app.kit.worker import Worker
from stakemap.app.shell.guide import METHODS_PAGE, TOUR_PAGE
from stakemap.app.shell.guide.examples import Examples, examples
from stakemap.app.shell.guide.pages import guide_pages
from stakemap.app.shell.guide.registries import Registered, method_sections, registered
from stakemap.app.shell.guide.searching import Hit, Index, matches, words_of
from stakemap.i18n import tr, tr_count
from stakemap.text import fold

#: The data of an entry of the contents: its page, and the anchor of the heading.
_PLACE = Qt.ItemDataRole.UserRole


class GuideWindow(QDialog):
    """Shows one page at a time, and finds words in all of them."""

    def __init__(self, actions: Iterable[Action]) -> None:
        super().__init__(None, Qt.WindowType.Window)
        # Maps are what keeps the app open.
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Guide – Stakemap"))
        self.setWindowIcon(icon(APP_ICON, self.palette(), 64))
        self._actions = tuple(actions)
        self._told: Registered | None = None
        self._pages = {page.id: page for page in guide_pages(self._actions)}
        self._index = Index(tuple(self._pages.values()))
        self._hits: list[Hit] = []
        self._shown = ""
        #: Page and heading that were requested before the registries had provided them.
        self._awaited = ("", "")
        self.registries, self._examples = Worker(registered), Worker(examples)
        self.registries.done.connect(self._take)
        self._examples.done.connect(self._take_examples)
        self._are_examples_wanted = False
        self.search = QLineEdit()
        self.count = PlainLabel(role="muted")
        self.contents = QTreeWidget()
        #: The entries of the contents by page and anchor; "" for a page itself.
        self._entries: dict[tuple[str, str], QTreeWidgetItem] = {}
        self.hits = TwoLineList(tr("Matches"), one_click=True)
        self.nothing = PlainLabel(tr("No matches. Try fewer or shorter words."), role="muted", wrap=True)
        self.page = PageView()
        self._left = QStackedWidget()
        self._set_up_search()
        self._set_up_contents()
        self._lay_out()
        self.page.link_chosen.connect(self._follow)
        self.resize(GRID * 136, GRID * 92)
        self.show_page(TOUR_PAGE)
        self.registries.start()

    # Set-up

    def _set_up_search(self) -> None:
        exclude_from_drafts(self.search)
        self.search.setPlaceholderText(tr("Search the Guide"))
        self.search.setAccessibleName(tr("Search the Guide"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._find)
        self.previous = self._button(
            "chevron-up", tr("Previous match"), -1, QKeySequence.StandardKey.FindPrevious
        )
        self.next = self._button("chevron-down", tr("Next match"), 1, QKeySequence.StandardKey.FindNext)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self._go_to_search)
        self.hits.selectionModel().currentChanged.connect(self._show_current)

    def _button(self, symbol: str, text: str, step: int, key: QKeySequence.StandardKey) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(symbol, self.palette()))
        button.setAccessibleName(text)
        set_tooltip(button, text, QKeySequence(key))
        button.clicked.connect(partial(self.step, step))
        QShortcut(QKeySequence(key), self).activated.connect(partial(self.step, step))
        return button

    def _set_up_contents(self) -> None:
        self.contents.setHeaderHidden(True)
        self.contents.setAccessibleName(tr("Contents"))
        self.contents.setTabKeyNavigation(False)
        for page in self._pages.values():
            self._add_entry(page.title, page.id, "", self.contents)
        self._add_sections()
        self.contents.currentItemChanged.connect(lambda entry: self._choose(entry))

    def _add_sections(self) -> None:
        """Add the sections of all pages to the contents that are not there yet."""
        for page in self._pages.values():
            for block in page.blocks:
                text = plain_text(block.spans)
                if (
                    block.kind == "heading"
                    and block.level == 2
                    and (page.id, anchor_of(text)) not in self._entries
                ):
                    self._add_entry(text, page.id, anchor_of(text), self._entries[page.id, ""])

    def _add_entry(
        self, text: str, page: str, anchor: str, parent: QTreeWidget | QTreeWidgetItem
    ) -> QTreeWidgetItem:
        entry = QTreeWidgetItem(parent, [text])
        entry.setData(0, _PLACE, (page, anchor))
        self._entries[page, anchor] = entry
        return entry

    def _lay_out(self) -> None:
        top = row_layout(self.search, self.previous, self.next, self.count, spacing=GRID)
        top.setStretch(0, 1)
        top.setStretch(3, 1)
        found = QWidget()
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        column_layout(self.nothing, (self.hits, 1), on=found)
        self._left.addWidget(self.contents)
        self._left.addWidget(found)
        split = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        split.addWidget(self._left)
        split.addWidget(self.page)
        split.setStretchFactor(1, 1)
        split.setSizes([GRID * 36, GRID * 100])
        column_layout(top, (split, 1), spacing=GRID, margins=GRID * 2, on=self)
        self._find("")
        tab_in_reading_order(self)

    # Pages

    def show_page(self, page: str, anchor: str = "") -> None:
        """Show a page from its beginning, or from a heading on; it becomes current in the contents."""
        self.contents.setCurrentItem(self._entries.get((page, anchor), self._entries[page, ""]))
        self._turn_to(page)
        if anchor and not self.page.scroll_to_anchor(anchor):
            self._awaited = (page, anchor)

    def _choose(self, entry: QTreeWidgetItem | None) -> None:
        if entry is not None:
            page, anchor = entry.data(0, _PLACE)
            self._turn_to(page)
            if not (anchor and self.page.scroll_to_anchor(anchor)):
                self.page.show_beginning()

    def _turn_to(self, page: str) -> None:
        if page != self._shown:
            self._shown = page
            shown = self._pages[page]
            self.page.show_blocks(shown.title, shown.blocks)
            self._make_examples()

    def _follow(self, anchor: str) -> None:
        """Go where a link leads: to the page with a heading."""
        for page in sorted(self._pages.values(), key=lambda one: one.id != self._shown):
            if anchor in (
                page.id,
                *(anchor_of(plain_text(b.spans)) for b in page.blocks if b.kind == "heading"),
            ):
                self.show_page(page.id, "" if anchor == page.id else anchor)
                return

    def _make_examples(self) -> None:
        """Have a worker make the examples once the page of methods is shown."""
        if self._shown == METHODS_PAGE and self._told is not None and not self._are_examples_wanted:
            self._are_examples_wanted = True
            self._examples.start()

    def _take(self, told: Registered) -> None:
        """Show what the registries provide."""
        self._told = told
        self._pages = {page.id: page for page in guide_pages(self._actions, told)}
        self._index = Index(tuple(self._pages.values()))
        self._add_sections()
        self.page.replace_blocks(self._pages[self._shown].blocks)
        self._find(self.search.text())
        if self._awaited[0] == self._shown:
            self.show_page(*self._awaited)
        self._awaited = ("", "")
        self._make_examples()

    def _take_examples(self, found: Examples) -> None:
        assert self._told is not None
        self._take(Registered(tuple(method_sections(found)), self._told.formats))

    # Search

    def _go_to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _find(self, query: str) -> None:
        """List the matches of a query and show the first; without a query the contents."""
        current = self.hits.current
        self._hits = self._index.find(query)
        rows = [TwoLineRow(number, hit.excerpt, hit.place) for number, hit in enumerate(self._hits)]
        with_words = bool(fold(query))
        self.hits.rows.show_rows(rows)
        self._left.setCurrentIndex(int(with_words))
        self.nothing.setVisible(with_words and not rows)
        self.hits.setVisible(bool(rows))
        for button in (self.previous, self.next):
            button.setEnabled(bool(rows))
        if not rows:
            self.page.mark_places((), -1)
            self.count.setText(tr("No matches") if with_words else "")
            return
        self.hits.show_current(current if isinstance(current, int) and current < len(rows) else 0)
        self._show_current()

    def step(self, by: int) -> None:
        """Show the next match, or the previous one for −1; after the last comes the first."""
        if self._hits:
            current = self.hits.current
            at = current if isinstance(current, int) else -1
            self.hits.show_current((at + by) % len(self._hits))

    def _show_current(self, *_: object) -> None:
        """Show the current match on its page, with all others there marked."""
        current = self.hits.current
        if not isinstance(current, int) or current >= len(self._hits):
            return
        hit = self._hits[current]
        self._turn_to(hit.page)
        words = words_of(self.search.text())
        texts = self.page.texts
        places = [
            (other.text, start, end)
            for other in self._hits
            if other.page == hit.page
            for start, end in matches(texts[other.text], words)
        ]
        self.page.mark_places(places, hit.text)
        self.count.setText(
            tr_count(
                "{number} of {count} match",
                "{number} of {count} matches",
                len(self._hits),
                number=current + 1,
            )
        )

    # Events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Shift+Enter in the search go on, Down goes to the matches; Esc ends the search, then the
        Guide.
        """
        key = event.key()
        if self.search.hasFocus() and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif self.search.hasFocus() and key == Qt.Key.Key_Down:
            (self.hits if self._hits else self.contents).setFocus(Qt.FocusReason.TabFocusReason)
        elif key == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Fit it to the screen."""
        if not event.spontaneous():
            fit_to_screen(self)
        super().showEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop making examples."""
        self.registries.cancel()
        self._examples.cancel()
        super().closeEvent(event)
