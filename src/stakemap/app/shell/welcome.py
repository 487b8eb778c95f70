"""The welcome page: a new map, presets, recent maps, and unsaved work to recover."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QImage, QKeySequence
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from stakemap.app.document.autosave import Autosave
from stakemap.app.document.commands import DocumentFeature
from stakemap.app.document.documents import Documents
from stakemap.app.document.missing_files import MissingFiles
from stakemap.app.document.store_questions import ask_about, decline
from stakemap.app.kit.box_layouts import STRETCH, column_layout, row_layout
from stakemap.app.kit.icons import APP_ICON, IconButton, pixmap
from stakemap.app.kit.plain_text import PlainLabel, set_tooltip
from stakemap.app.kit.style import GRID
from stakemap.app.kit.tab_order import tab_in_reading_order
from stakemap.app.kit.waiting import run_with_progress
from stakemap.app.kit.worker import Worker
from stakemap.app.shell.welcome_parts import THUMBNAIL, PresetCard, RecentRow
from stakemap.editing.view_state import ViewState
from stakemap.errors import StakemapError
from stakemap.i18n import tr
from stakemap.picture.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from stakemap.app.document.unsaved_work import UnsavedWork
    from stakemap.app.kit.window import AppContext, Window
    from stakemap.storage.settings.records import RecentFile
    from stakemap.storage.store.versions import Recoverable

_MAX_RECENT = 8
_MAX_WIDTH = GRID * 136
#: Seconds to wait for unsaved work before the page is shown without.
GRACE = 0.3


class WelcomePage(QScrollArea):
    """The central widget of a window without a map."""

    def __init__(self, context: AppContext, window: Window) -> None:
        super().__init__()
        self._context, self._window = context, window
        self.setObjectName("welcome")
        self.setAccessibleName(tr("Welcome"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.cards: list[PresetCard] = []
        self.rows: list[RecentRow] = []
        self._thumbnails = QTimer(self, interval=0)
        self._thumbnails.timeout.connect(self._next_thumbnail)
        self._waiting: list[PresetCard] = []
        self._recent_column = QVBoxLayout()
        self.unsaved: UnsavedWork | None = None
        self.dismissed: UnsavedWork | None = None
        #: Whether `unsaved` and what was dismissed are known.
        self.has_looked = False
        self._unsaved_column = QVBoxLayout()
        self._unsaved_column.setSpacing(GRID * 2)
        self.show_dismissed = QPushButton(tr("Show unsaved work that was dismissed…"), self)
        self.show_dismissed.setProperty("flat", True)
        self.show_dismissed.clicked.connect(self._show_dismissed)
        self.show_dismissed.hide()
        self._body, self._page = QWidget(), QVBoxLayout()
        self._lay_out()
        self._look_for_unsaved()
        context.service(MissingFiles).changed.connect(self._mark_missing)
        self._fill_recent()
        context.styler.changed.connect(self._show_theme)
        context.settings_changed.connect(self._fill_recent)
        self.setFocusProxy(self.new_button)
        self._show_theme(context.styler.theme)

    def _lay_out(self) -> None:
        body = self._body
        body.setProperty("plain", True)
        page = self._page
        page.setSpacing(GRID * 4)
        page.addLayout(self._head())
        page.addLayout(self._presets())
        self._recent_column.setSpacing(2)
        recent = column_layout(
            PlainLabel(tr("Recent maps"), role="heading"), self._recent_column, spacing=GRID
        )
        page.addLayout(recent)
        page.addWidget(PlainLabel(self._hint(), role="caption", wrap=True))
        page.addStretch(1)
        holder = QWidget(maximumWidth=_MAX_WIDTH)
        holder.setLayout(page)
        page.setContentsMargins(0, 0, 0, 0)
        row_layout(STRETCH, (holder, 100), STRETCH, margins=(GRID * 6, GRID * 6, GRID * 6, GRID * 4), on=body)
        self.setWidget(body)

    def _hint(self) -> str:
        """How to open maps by drag and drop, and the shortcuts of palette and Guide."""
        keys = {
            name: self._window.host.actions[name].shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            for name in ("palette", "guide")
        }
        return tr(
            "Drop maps, registers or files of other programs anywhere on this window. {find} finds every "
            "command, {guide} opens the Guide.",
            find=keys["palette"],
            guide=keys["guide"],
        )

    def _head(self) -> QHBoxLayout:
        symbol = PlainLabel()
        symbol.setPixmap(pixmap(APP_ICON, 64, "#000000", self.devicePixelRatioF()))
        row = row_layout((symbol, 0, Qt.AlignmentFlag.AlignVCenter), spacing=GRID * 2)
        words = column_layout(
            PlainLabel("Stakemap", role="display"),
            PlainLabel(tr("Who matters on a question, and where they stand."), role="muted"),
            spacing=2,
        )
        row.addLayout(words, 1)
        self.new_button = QPushButton(tr("&New map"))
        self.new_button.setProperty("primary", True)
        self.new_button.clicked.connect(lambda: self._window.trigger("new"))
        self.open_button = QPushButton(tr("&Open a map…"))
        self.open_button.clicked.connect(lambda: self._window.trigger("open"))
        for button in (self.new_button, self.open_button):
            button.setMinimumWidth(GRID * 16)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _look_for_unsaved(self) -> None:
        """Look in a worker for unsaved work, since the store may be locked and drives may hang.

        Usually that takes a moment, for which the page waits, so that it does not change while it is read.
        """
        self._looking = Worker(_unsaved, self._context.service(Autosave))
        self._looking.done.connect(self._show_unsaved)
        self._looking.start()
        if self._looking.wait(GRACE):
            self._looking.deliver()

    def _show_unsaved(self, found: tuple[tuple[Recoverable, ...], bool]) -> None:
        """Add the unsaved work, and a button that shows what was dismissed of it."""
        items, has_dismissed = found
        self.has_looked = True
        self.unsaved = self._unsaved_work(items, dismissed=False)
        if self.unsaved is not None:
            self.unsaved.declined.connect(self._decline)
            self._unsaved_column.addWidget(self.unsaved)
        self._unsaved_column.addWidget(self.show_dismissed, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_dismissed.setVisible(has_dismissed)
        if self.unsaved is not None or has_dismissed:
            self._page.insertLayout(1, self._unsaved_column)
            tab_in_reading_order(self._body)

    def _unsaved_work(self, items: tuple[Recoverable, ...], *, dismissed: bool) -> UnsavedWork | None:
        if not items:
            return None
        from stakemap.app.document.unsaved_work import UnsavedWork

        unsaved = UnsavedWork(items, self._context, dismissed=dismissed)
        unsaved.taken.connect(self._recover)
        return unsaved

    def _decline(self, item: Recoverable) -> None:
        autosave = self._context.service(Autosave)
        ask_about(item, decline, autosave, self._context, self._window)
        if autosave.keeps_declined(item):
            self.show_dismissed.show()

    def _show_dismissed(self) -> None:
        self.show_dismissed.hide()
        looking = Worker(_dismissed, self._context.service(Autosave))
        text = tr("Looking for dismissed work")
        found = run_with_progress(looking, self._window, text, self._context.message_boxes)
        if found is None:
            self.show_dismissed.show()
            return
        self.dismissed = self._unsaved_work(found, dismissed=True)
        if self.dismissed is not None:
            self._unsaved_column.addWidget(self.dismissed)
            tab_in_reading_order(self._body)

    def _recover(self, item: Recoverable) -> None:
        try:
            self._context.service(Documents).recover(item, self._window)
        except StakemapError as error:
            self._context.show_error(self._window, error)

    def _presets(self) -> QVBoxLayout:
        from stakemap.storage.presets import list_presets

        column = column_layout(PlainLabel(tr("Start from a preset"), role="heading"), spacing=GRID * 2)
        grid = QGridLayout()
        grid.setSpacing(GRID * 2)
        for number, preset in enumerate(list_presets()):
            card = PresetCard(preset, self._context.styler.theme)
            card.clicked.connect(lambda _checked=False, name=preset.id: self._open_preset(name))
            self.cards.append(card)
            grid.addWidget(card, number // 3, number % 3)
        grid.setColumnStretch(3, 1)
        column.addLayout(grid)
        return column

    def _open_preset(self, name: str) -> None:
        self._context.service(Documents).open_preset(name, self._window)

    # Recent maps

    def _fill_recent(self) -> None:
        while (item := self._recent_column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = []
        for recent in self._context.settings.recent[:_MAX_RECENT]:
            self._recent_column.addWidget(self._recent_row(recent))
        if not self.rows:
            text = tr("Maps that you open or save will be listed here.")
            self._recent_column.addWidget(PlainLabel(text, role="muted"))
        self._check_missing()

    def _recent_row(self, recent: RecentFile) -> QWidget:
        row = RecentRow(recent, self._context.styler.theme)
        row.clicked.connect(lambda: self._window.service(DocumentFeature).open_recent(recent.path))
        remove = IconButton("close", tr("Remove {name} from this list", name=row.title), size=16)
        set_tooltip(remove, tr("Remove from this list"))
        remove.clicked.connect(lambda: self._context.forget_recent(recent.path))
        forget = IconButton("no-traces", tr("Forget everything about {name}…", name=row.title), size=16)
        set_tooltip(forget, tr("Forget everything about this map…"))
        forget.clicked.connect(lambda: self._forget(recent, row.title))
        holder = QWidget()
        row_layout((row, 1), remove, forget, spacing=GRID // 2, on=holder)
        self.rows.append(row)
        return holder

    def _forget(self, recent: RecentFile, title: str) -> None:
        """Forget a recent map, whose file may be gone."""
        from stakemap.app.document.forgetting import ask_to_forget
        from stakemap.storage.forgetting import Subject

        subject = Subject(recent.map_id, Path(recent.path))
        forgotten = ask_to_forget(self._context, self._window, title, subject)
        for unsaved in (self.unsaved, self.dismissed):
            if unsaved is not None:
                unsaved.drop_forgotten(forgotten)

    def _check_missing(self) -> None:
        self._context.service(MissingFiles).look(row.recent for row in self.rows)
        self._mark_missing()

    def _mark_missing(self) -> None:
        for row in self.rows:
            row.set_missing(self._context.service(MissingFiles).is_missing(row.recent))

    # Thumbnails

    def _show_theme(self, theme: Theme) -> None:
        for card in self.cards:
            card.show_theme(theme)
        for row in self.rows:
            row.show_theme(theme)
        self._waiting = list(self.cards)
        if self.isVisible():
            self._thumbnails.start()

    def event(self, event: QEvent) -> bool:
        """Start drawing thumbnails once the page is visible."""
        if event.type() == QEvent.Type.Show and self._waiting:
            self._thumbnails.start()
        elif event.type() == QEvent.Type.Hide:
            self._thumbnails.stop()
        return super().event(event)

    def _next_thumbnail(self) -> None:
        if not self._waiting:
            self._thumbnails.stop()
            return
        card = self._waiting.pop(0)
        card.thumbnail = thumbnail(card.preset.id, card.theme, self.devicePixelRatioF())
        card.update()


def _unsaved(report: Callable[[float], bool], autosave: Autosave) -> tuple[tuple[Recoverable, ...], bool]:
    """The unsaved work that is offered, and whether any was dismissed."""
    return autosave.recoverable(), report(0.5) and bool(autosave.declined())


def _dismissed(_report: Callable[[float], bool], autosave: Autosave) -> tuple[Recoverable, ...]:
    return autosave.declined()


def thumbnail(preset: str, theme: Theme, ratio: float) -> QImage:
    """Render a preset as a small picture in its initial view, at device pixel ratio `ratio`."""
    from stakemap.app.kit.slides import plot_thumbnail
    from stakemap.storage.presets import load_preset

    document = load_preset(preset)
    return plot_thumbnail(document, ViewState.for_document(document), theme, THUMBNAIL, ratio, shrink=2)
