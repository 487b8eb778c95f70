"""The part of the welcome page that offers to recover unsaved work after a crash."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from stakemap.app.document.autosave import OFFERS_AT_ONCE, Autosave
from stakemap.app.document.file_change import file_changed_text
from stakemap.app.kit.box_layouts import STRETCH, column_layout, row_layout
from stakemap.app.kit.plain_text import ElidedLabel, PlainLabel
from stakemap.app.kit.style import GRID, flat_button
from stakemap.app.kit.tab_order import tab_in_reading_order
from stakemap.app.kit.widgets.plot_picture import PlotPicture
from stakemap.app.kit.worker import Worker
from stakemap.errors import MapReadError
from stakemap.i18n import joined, tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.picture.theme import Theme
from stakemap.storage.files import open_map
from stakemap.storage.reading.limits import HIGHEST_LIMITS
from stakemap.text import shortened, single_line
from stakemap.wording.dates import moment_text

if TYPE_CHECKING:
    from stakemap.app.kit.window import AppContext
    from stakemap.storage.store.versions import Recoverable

_PICTURE = QSize(GRID * 24, GRID * 14)
#: The most differences shown in a row.
_SHOWN = 3


class _Compared(NamedTuple):
    """The recoverable map, the map in its file, if that can be read, the differences in words, whether there
    is nothing to recover, and that and when something else changed the file.
    """

    kept: StakeMap
    file: StakeMap | None
    lines: tuple[str, ...]
    is_in_file: bool
    file_changed: str = ""
    typed: tuple[str, ...] = ()


class UnsavedWork(QWidget):
    """A row for each recoverable map; `taken` and `declined` carry its Recoverable.

    Rows of work that was `dismissed` before have no button to dismiss it. Work that turns out to be in its
    file already is not offered: its row is removed, and that of a large file is shown only once compared.
    """

    taken = Signal(object)
    declined = Signal(object)

    def __init__(
        self, items: tuple[Recoverable, ...], context: AppContext, *, dismissed: bool = False
    ) -> None:
        super().__init__()
        self._context = context
        title = (
            tr("Dismissed in the last seven days") if dismissed else tr("Not saved when Stakemap last closed")
        )
        column = column_layout(PlainLabel(title, role="heading"), spacing=GRID, on=self)
        self.rows: list[UnsavedRow] = []
        self._waiting, self._dismissed = list(items), dismissed
        self._column = QVBoxLayout()
        self._column.setSpacing(GRID)
        column.addLayout(self._column)
        self.show_more = flat_button("", self._add_rows)
        column.addWidget(self.show_more, 0, Qt.AlignmentFlag.AlignLeft)
        self._add_rows()
        if not self._has_offers():
            self.hide()

    def _add_rows(self) -> None:
        """Offer some more of the work, newest first."""
        items, self._waiting = self._waiting[:OFFERS_AT_ONCE], self._waiting[OFFERS_AT_ONCE:]
        for item in items:
            row = UnsavedRow(item, self._context)
            row.take.clicked.connect(lambda _checked=False, row=row: self.taken.emit(row.item))
            row.decline.clicked.connect(lambda _checked=False, row=row: self._decline(row))
            row.compared.connect(lambda is_in_file, row=row: self._compared(row, is_in_file))
            row.decline.setVisible(not self._dismissed)
            self.rows.append(row)
            self._column.addWidget(row)
            if row.is_pending:
                row.hide()
        rest = len(self._waiting)
        self.show_more.setText(tr_count("Show {count} older map…", "Show {count} older maps…", rest))
        self.show_more.setVisible(rest > 0)
        tab_in_reading_order(self)

    def _has_offers(self) -> bool:
        return bool(self._waiting) or any(not row.is_pending for row in self.rows)

    def _compared(self, row: UnsavedRow, is_in_file: bool) -> None:
        if is_in_file:
            self._drop(row)
        elif row in self.rows:
            row.is_pending = False
            row.show()
            self.show()

    def _drop(self, row: UnsavedRow) -> None:
        row.hide()
        if row in self.rows:
            self.rows.remove(row)
        if self._waiting and not self.rows:
            self._add_rows()
        self.setVisible(self._has_offers())

    def drop_forgotten(self, map_ids: Collection[str]) -> None:
        """Stop offering work on maps that were forgotten."""
        self._waiting = [item for item in self._waiting if item.map_id not in map_ids]
        for row in [row for row in self.rows if row.item.map_id in map_ids]:
            self._drop(row)

    def _decline(self, row: UnsavedRow) -> None:
        if not self._context.service(Autosave).keeps_declined(row.item):
            title = single_line(row.item.title) or tr("Untitled map")
            headline = tr("Dismiss the unsaved work on “{title}”?", title=title)
            text = tr("Nothing is kept of this map, so it is removed at once and cannot be brought back.")
            boxes = self._context.message_boxes
            if not boxes.confirm(self.window(), headline, text, tr("&Dismiss"), destructive=True):
                return
        self._drop(row)
        self.declined.emit(row.item)


class UnsavedRow(QFrame):
    """One recoverable map: thumbnail, title, time of the last edit, and the differences from its file.

    `compared` says whether the file holds the very same map. Until then a large map `is_pending`.
    """

    compared = Signal(bool)

    def __init__(self, item: Recoverable, context: AppContext) -> None:
        super().__init__()
        self.item, self._context = item, context
        self.is_pending = context.service(Autosave).is_pending(item)
        self._maps: _Compared | None = None
        self.setObjectName("unsaved")
        self.picture = PlotPicture(_PICTURE, tr("Picture of the unsaved map"), shrink=3)
        title = single_line(item.title) or tr("Untitled map")
        self.differences = PlainLabel(role="caption", wrap=True)
        self.all_differences = QPushButton(tr("See all &differences…"))
        self.all_differences.setProperty("flat", True)
        self.all_differences.clicked.connect(self._show_all)
        self.all_differences.hide()
        self.take = QPushButton(tr("&Recover"))
        self.take.setAccessibleName(tr("Recover {title}", title=title))
        self.decline = QPushButton(tr("D&ismiss"))
        self.decline.setAccessibleName(tr("Dismiss {title}", title=title))
        self._lay_out(title)
        context.styler.changed.connect(self._show_picture)
        self._worker = Worker(_compare, context.service(Autosave), item)
        self._worker.done.connect(self._show)
        self._worker.failed.connect(self._show_failure)
        self._worker.start()

    def _lay_out(self, title: str) -> None:
        texts = column_layout(
            ElidedLabel(title, role="strong"),
            ElidedLabel(_description(self.item), role="caption"),
            GRID // 2,
            self.differences,
            (self.all_differences, 0, Qt.AlignmentFlag.AlignLeft),
            STRETCH,
            spacing=2,
        )
        row_layout(
            (self.picture, 0, Qt.AlignmentFlag.AlignTop),
            (texts, 1),
            self.take,
            self.decline,
            spacing=GRID * 2,
            margins=GRID,
            on=self,
        )

    def _show(self, compared: _Compared) -> None:
        self._maps, typed = compared, compared.typed
        lines = [*self._differing(compared), *typed[:_SHOWN]]
        if len(typed) > _SHOWN:
            rest = len(typed) - _SHOWN
            lines.append(tr_count("{count} more text", "{count} more texts", rest))
        self.differences.setText("\n".join([*filter(None, [compared.file_changed]), *lines]))
        self.all_differences.setVisible(len(compared.lines) > _SHOWN)
        self._show_picture(self._context.styler.theme)
        self.compared.emit(compared.is_in_file)

    def _differing(self, compared: _Compared) -> Sequence[str]:
        """What the edits changed, in some lines; nothing where there are only texts that were typed."""
        if not self.item.edits:
            return ()
        if compared.file is None:
            actors = tr_count("{count} actor", "{count} actors", len(compared.kept.actors))
            issues = tr_count("{count} issue", "{count} issues", len(compared.kept.issues))
            return (tr("{actors}, {issues}", actors=actors, issues=issues),)
        if compared.lines:
            return compared.lines[:_SHOWN]
        return (tr("Only analysts, dates or the history of judgements differ from the file."),)

    def _show_failure(self, error: Exception) -> None:
        self.differences.setText(str(error) if isinstance(error, MapReadError) else "")
        self.compared.emit(False)
        if not isinstance(error, MapReadError):
            self._context.on_error(error)

    def _show_picture(self, theme: Theme) -> None:
        if self._maps is not None:
            self.picture.draw(self._maps.kept, theme)

    def _show_all(self) -> None:
        from stakemap.app.kit.widgets.differences_dialog import DifferencesDialog

        if self._maps is not None and self._maps.file is not None:
            lead = tr("Changes from the file to the unsaved work.")
            dialog = DifferencesDialog(self.window(), lead, self._maps.file, self._maps.kept)
            self._context.message_boxes.run(dialog)


def _compare(report: Callable[[float], bool], autosave: Autosave, item: Recoverable) -> _Compared:
    """Compare unsaved work with its file, and stop offering it where that holds it already."""
    from stakemap.wording.changes import describe

    typed = tuple(
        tr(
            "Typed, not applied: {where}: “{text}”",
            where=single_line(one.where),
            text=shortened(single_line(one.text)),
        )
        for one in autosave.drafts(item) or ()
    )
    kept = autosave.load(item, report)
    if not item.edits:
        return _Compared(kept, None, (), False, typed=typed)
    file = None if item.path is None else _in_file(item.path, report)
    lines = () if file is None else tuple(describe(file, kept, limit=_SHOWN + 1))
    is_in_file = file == kept and not item.drafts
    if is_in_file:
        autosave.settle(item)
    return _Compared(kept, file, lines, is_in_file, file_changed_text(item), typed)


def _in_file(path: Path, report: Callable[[float], bool]) -> StakeMap | None:
    try:
        return open_map(path, limits=HIGHEST_LIMITS, progress=report).document
    except MapReadError:
        return None


def _description(item: Recoverable) -> str:
    edits = tr_count("{count} edit", "{count} edits", item.edits)
    typed = tr_count("{count} text not applied", "{count} texts not applied", item.drafts)
    edits = joined([*([edits] if item.edits else []), *([typed] if item.drafts else [])])
    place = tr("never saved") if item.path is None else str(item.path)
    return tr("{edits} until {when} · {place}", edits=edits, when=moment_text(item.at), place=place)
