"""The dialog of earlier versions of a map: a list, a thumbnail, the differences, and restoring one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QWidget

from stakemap.app.document.autosave import Autosave
from stakemap.app.kit.box_layouts import column_layout, row_layout
from stakemap.app.kit.other_version import OtherVersion
from stakemap.app.kit.plain_text import PlainLabel, PlainTextView
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.dialog import Dialog
from stakemap.app.kit.widgets.differences_dialog import difference_lines
from stakemap.app.kit.widgets.plot_picture import PlotPicture
from stakemap.app.kit.widgets.two_line_list import TwoLineList, TwoLineRow
from stakemap.app.kit.worker import Worker
from stakemap.editing.view_state import ViewState
from stakemap.errors import MapReadError
from stakemap.i18n import tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.storage.policy import policy
from stakemap.wording.dates import moment_text

if TYPE_CHECKING:
    from stakemap.app.kit.window import AppContext
    from stakemap.editing.session import Session
    from stakemap.storage.store.versions import VersionInfo

_LIST_WIDTH = GRID * 36
#: Seconds that a state must last to be listed if it is followed by another one of the same edit.
_TRANSIENT = 2.0
_PICTURE = QSize(GRID * 60, GRID * 34)


class EarlierVersionsDialog(Dialog):
    """Shows the stored `versions` of the map of a session, the newest first, and restores one.

    `restored` is the version that was restored, and `compared` the one that is to be compared; None while
    none is.
    """

    def __init__(
        self,
        parent: QWidget | None,
        context: AppContext,
        session: Session,
        view: ViewState,
        versions: Sequence[VersionInfo],
    ) -> None:
        super().__init__(parent, tr("Earlier versions"))
        self._context, self._session, self._view = context, session, view
        self._versions = without_transient(versions)
        self._worker: Worker | None = None
        self._chosen: VersionInfo | None = None
        self._document: StakeMap | None = None
        self.restored: VersionInfo | None = None
        self.compared: OtherVersion | None = None
        self.list = TwoLineList(tr("Versions"))
        self.list.setFixedWidth(_LIST_WIDTH)
        self.only_files = QCheckBox(tr("&Only opened or saved versions"))
        self.only_files.toggled.connect(self._fill)
        self.heading = PlainLabel(role="strong", wrap=True)
        self.picture = PlotPicture(_PICTURE, tr("Picture of this version"), shrink=2)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.summary = PlainLabel(role="muted", wrap=True)
        self.differences = PlainTextView(name=tr("Changes made by restoring"))
        self.restore = self.add_accept(tr("&Restore this version"))
        self.restore.setEnabled(False)
        self.restore.clicked.connect(self._restore)
        self.compare = self.buttons.addButton(tr("Co&mpare…"), QDialogButtonBox.ButtonRole.ActionRole)
        self.compare.setEnabled(False)
        self.compare.clicked.connect(self._compare)
        self.add_reject(tr("Close"))
        self._lay_out()
        self._fill()
        if self._versions:
            # Not the default button, which would restore a version that nobody chose.
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        left = column_layout((self.list, 1), self.only_files, spacing=GRID)
        right = column_layout(self.heading, self.picture, self.summary, (self.differences, 1), spacing=GRID)
        body = QWidget()
        row_layout(left, (right, 1), spacing=GRID * 3, on=body)
        self.column.addWidget(body, 1)
        self.list.selectionModel().currentChanged.connect(self._choose)
        if self._versions:
            self.resize(GRID * 108, GRID * 82)
            return
        text = _nothing_yet(self._context.settings.leaves_no_traces(self._session.document.id))
        self.column.addWidget(PlainLabel(text, role="muted", wrap=True))
        body.hide()
        self.restore.hide()
        self.compare.hide()
        self.setMinimumWidth(GRID * 60)

    # The list

    def _fill(self) -> None:
        shown = [
            version
            for version in self._versions
            if version.saved or version.opened or not self.only_files.isChecked()
        ]
        kept = self._chosen
        self.list.rows.show_rows([_row(version) for version in shown])
        if shown:
            self.list.setCurrentIndex(self.list.rows.index(shown.index(kept) if kept in shown else 0))

    def _choose(self, current: QModelIndex, _previous: QModelIndex) -> None:
        row = self.list.rows.row(current)
        version = next((one for one in self._versions if row is not None and one.entry == row.key), None)
        if version is None or version == self._chosen:
            return
        self._chosen, self._document = version, None
        self.restore.setEnabled(False)
        self.compare.setEnabled(False)
        self.heading.setText(_heading(version))
        self.summary.setText(tr("Reading this version…"))
        self.differences.clear()
        self.picture.wait_for_another()
        if self._worker is not None:
            self._worker.cancel()
        self._worker = Worker(
            _read, self._context.service(Autosave).load_version, version.entry, self._session.document
        )
        self._worker.done.connect(self._show)
        self._worker.failed.connect(self._show_failure)
        self._worker.start()

    # One version

    def _show(self, read: tuple[StakeMap, Sequence[str]]) -> None:
        self._document, lines = read
        count = len(lines)
        text = tr_count("Restoring it makes {count} change:", "Restoring it makes {count} changes:", count)
        self.summary.setText(text if lines else tr("The map has not changed since then."))
        self.differences.setPlainText("\n".join(lines))
        self.restore.setEnabled(bool(lines) and not self._session.read_only)
        self.compare.setEnabled(bool(lines))
        issue = self._view.issue if self._view.issue in self._document.issues else None
        snapshot = self._view.snapshot if self._view.snapshot in self._document.snapshots else None
        self.picture.draw(self._document, self._context.styler.theme, issue, snapshot)

    def _show_failure(self, error: Exception) -> None:
        self.picture.clear()
        self.differences.clear()
        if isinstance(error, MapReadError):
            self.summary.setText(str(error))
        else:
            self._context.on_error(error)

    def _restore(self) -> None:
        if self._document is None or self._chosen is None:
            return
        when = moment_text(self._chosen.at)
        self._session.replace_document(self._document, tr("Restore the version of {when}", when=when))
        self.restored = self._chosen
        self.accept()

    def _compare(self) -> None:
        if self._document is None or self._chosen is None:
            return
        name = tr("the version of {when}", when=moment_text(self._chosen.at))
        # What differs has been changed since.
        self.compared = OtherVersion(self._document, name, self._document)
        self.accept()

    def done(self, result: int) -> None:
        """Cancel loading before closing."""
        if self._worker is not None:
            self._worker.cancel()
        super().done(result)


def _nothing_yet(is_untraced: bool) -> str:
    """That there are no earlier versions, and for how long there will be."""
    from stakemap.storage.store.versions import kept_days

    how_long = (
        tr("until it is closed")
        if is_untraced or not policy().keeps_history
        else tr_count("for {count} day", "for {count} days", kept_days())
    )
    return tr(
        "No earlier versions yet. From the first edit on, every version of this map is kept here {how_long}.",
        how_long=how_long,
    )


def without_transient(versions: Sequence[VersionInfo]) -> tuple[VersionInfo, ...]:
    """Versions, newest first, without transient states that the same edit replaced at once, as while an arrow
    key is held.
    """
    kept = []
    newer: VersionInfo | None = None
    for version in versions:
        is_edit = not (version.saved or version.opened)
        follows = newer is not None and not newer.saved and newer.at - version.at < _TRANSIENT
        if not (is_edit and follows and newer is not None and version.label in ("", newer.label)):
            kept.append(version)
        newer = version if version.label or not is_edit or newer is None else newer._replace(at=version.at)
    return tuple(kept)


def _row(version: VersionInfo) -> TwoLineRow:
    if version.opened:
        first = tr("Opened")
    elif version.saved:
        first = tr("Saved")
    else:
        first = version.label or tr("Undone to the beginning")
    return TwoLineRow(version.entry, first, moment_text(version.at))


def _heading(version: VersionInfo) -> str:
    row = _row(version)
    return tr("{what}, {when}", what=row.first, when=row.second)


def _read(
    report: Callable[[float], bool], load: Callable[..., StakeMap], entry: int, now: StakeMap
) -> tuple[StakeMap, Sequence[str]]:
    document = load(entry, report)
    return document, difference_lines(now, document)
