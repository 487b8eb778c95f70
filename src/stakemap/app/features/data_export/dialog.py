"""The dialog of the export of data: format with what it holds and loses, issue and snapshot, file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPushButton, QWidget

from stakemap.app.kit.box_layouts import column_layout, row_layout
from stakemap.app.kit.export_target import may_replace, typed_path, with_ending
from stakemap.app.kit.forms.draft_watch import exclude_from_drafts
from stakemap.app.kit.latest_work import LatestOnlyWorker, Stop
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.bullets import Bullets
from stakemap.app.kit.widgets.choice_box import ChoiceBox
from stakemap.app.kit.widgets.dialog import Dialog, labelled
from stakemap.errors import CancelledError, StakemapError, UsageError
from stakemap.export.policy import data_writers, write_data
from stakemap.i18n import tr
from stakemap.interchange.writers.formats import DATA_WRITERS, DataOptions, DataWriter
from stakemap.model.clean import clean
from stakemap.model.document import StakeMap
from stakemap.model.ids import slug
from stakemap.model.order import issues_in_order, latest_dated, snapshots_in_order
from stakemap.storage.saving.writing import write_bytes_safely
from stakemap.text import shown_line
from stakemap.wording.names import issue_name, snapshot_text

if TYPE_CHECKING:
    from stakemap.app.kit.window import AppContext
    from stakemap.editing.session import Session
    from stakemap.editing.view_state import ViewState

_LONGEST_STEM = 120


class DataExportDialog(Dialog):
    """Asks for a format and a file, and writes it; `written` is the file then, `remarks` what did not fit."""

    def __init__(
        self, parent: QWidget | None, context: AppContext, session: Session, view: ViewState
    ) -> None:
        super().__init__(parent, tr("Export data"))
        self._context, self._session, self._document = context, session, session.document
        self.written: Path | None = None
        self.remarks: tuple[str, ...] = ()
        self._suggested = ""
        self._work = LatestOnlyWorker(self)
        self._work.done.connect(self._done_writing)
        self._work.failed.connect(self._failed)
        self._make_widgets(view)
        self._lay_out()
        self.format_choice.currentIndexChanged.connect(self._format_chosen)
        self.browse.clicked.connect(self._browse)
        self.export_button.clicked.connect(self.export)
        self.resize(GRID * 80, GRID * 70)
        self._format_chosen()

    def _make_widgets(self, view: ViewState) -> None:
        document = self._document
        self.format_choice, self.issue, self.snapshot = ChoiceBox(), ChoiceBox(), ChoiceBox()
        for writer in data_writers():
            self.format_choice.addItem(f"{writer.title()} ({', '.join(writer.endings)})", writer.id)
        self.issue.addItem(tr("All issues"), None)
        for key in issues_in_order(document):
            self.issue.addItem(issue_name(document, key), key)
        for key in snapshots_in_order(document):
            self.snapshot.addItem(shown_line(snapshot_text(document.snapshots[key])), key)
        shown = view.snapshot if view.snapshot in document.snapshots else latest_dated(document)
        self.snapshot.setCurrentIndex(max(0, self.snapshot.findData(shown)))
        self.holds, self.loses = Bullets(), Bullets()
        self.clean = QCheckBox(tr("&Clean copy for readers outside the team"))
        self.cleaned = PlainLabel(
            tr("Without notes, names of analysts, earlier judgements and what to watch for"),
            role="caption",
            wrap=True,
        )
        self.line = QLineEdit()
        exclude_from_drafts(self.line)
        self.browse = QPushButton(tr("C&hoose…"))
        self.error = PlainLabel(role="error", wrap=True)
        self.error.setVisible(False)

    def _lay_out(self) -> None:
        self.column.addLayout(labelled(tr("&Format"), self.format_choice))
        for caption, label in ((tr("Holds"), self.holds), (tr("Leaves out"), self.loses)):
            self.column.addLayout(
                column_layout(PlainLabel(caption, role="caption"), label, spacing=GRID // 2)
            )
        chosen = QHBoxLayout()
        chosen.setSpacing(GRID * 2)
        self._issue_row, self._snapshot_row = QWidget(), QWidget()
        for row, caption, box in (
            (self._issue_row, tr("&Issue"), self.issue),
            (self._snapshot_row, tr("&Snapshot"), self.snapshot),
        ):
            column = labelled(caption, box)
            column.setContentsMargins(0, 0, 0, 0)
            row.setLayout(column)
            chosen.addWidget(row, 1)
        self.column.addLayout(chosen)
        self.column.addLayout(column_layout(self.clean, self.cleaned, spacing=GRID // 2))
        target = row_layout(
            (labelled(tr("Fi&le"), self.line), 1),
            (self.browse, 0, Qt.AlignmentFlag.AlignBottom),
            spacing=GRID,
        )
        self.column.addLayout(target)
        self.column.addWidget(self.error)
        self.column.addStretch(1)
        self.close_button = self.add_reject()
        self.export_button = self.add_accept(tr("&Export"))

    # Choices

    @property
    def writer(self) -> DataWriter:
        """The chosen format."""
        return DATA_WRITERS[str(self.format_choice.currentData())]

    @property
    def options(self) -> DataOptions:
        """The chosen issue and snapshot, where the format asks for them."""
        asks = self.writer.asks
        return DataOptions(
            self.issue.currentData() if "issue" in asks else None,
            self.snapshot.currentData() if "snapshot" in asks else None,
        )

    @property
    def path(self) -> Path:
        """The file to write. Raises UsageError for an invalid path."""
        folder = self._context.folder_of(self._session.path)
        return with_ending(typed_path(self.line.text(), folder), self.writer.endings)

    def _suggestion(self) -> str:
        title = self._document.title.strip() or tr("map")
        folder = self._context.folder_of(self._session.path)
        return str(folder / (slug(title)[:_LONGEST_STEM] + self.writer.endings[0]))

    def _format_chosen(self) -> None:
        """Show what the format holds and asks, and the file with its ending."""
        writer, page = self.writer, self.writer.page()
        self.holds.set_texts(page.holds)
        self.loses.set_texts(page.loses)
        self._issue_row.setVisible("issue" in writer.asks)
        self._snapshot_row.setVisible("snapshot" in writer.asks and bool(self.snapshot.count()))
        text = self.line.text()
        if text == self._suggested:
            self._suggested = self._suggestion()
            self.line.setText(self._suggested)
        elif any(Path(text).suffix.lower() in each.endings for each in DATA_WRITERS):
            self.line.setText(str(Path(text).with_suffix(writer.endings[0])))
        self.show_error("")

    def _browse(self) -> None:
        try:
            suggested = self.path
        except UsageError:
            suggested = Path(self._suggestion())
        writer, title = self.writer, tr("Export data")
        chosen = self._context.message_boxes.data_to_save(
            self, title, suggested, writer.title(), writer.endings
        )
        if chosen is not None:
            self._suggested = ""
            self.line.setText(str(with_ending(chosen, writer.endings)))

    def show_error(self, problem: str) -> None:
        """Show why nothing was written; "" for nothing."""
        self.error.setText(problem)
        self.error.setVisible(bool(problem))

    # Writing

    @property
    def is_busy(self) -> bool:
        """Whether the file is being written."""
        return self._work.is_busy

    def export(self) -> None:
        """Write the file and close; errors are shown in the dialog."""
        try:
            path = self.path
            if not may_replace(self._context.message_boxes, self, (path,), self._session.path):
                return
        except StakemapError as error:
            self.show_error(str(error))
            return
        except (OSError, ValueError) as error:
            self.show_error(_not_exported(error))
            return
        self.show_error("")
        self._set_writing(True)
        self._work.start(_write, self._document, self.writer.id, self.options, self.clean.isChecked(), path)

    def _set_writing(self, is_writing: bool) -> None:
        for widget in (self.format_choice, self.issue, self.snapshot, self.clean, self.line, self.browse):
            widget.setEnabled(not is_writing)
        self.export_button.setEnabled(not is_writing)
        self.export_button.setText(tr("Exporting…") if is_writing else tr("&Export"))

    def _done_writing(self, result: tuple[Path, tuple[str, ...]]) -> None:
        self.written, self.remarks = result
        self._set_writing(False)
        self.accept()

    def _failed(self, error: BaseException) -> None:
        self._set_writing(False)
        if isinstance(error, StakemapError):
            self.show_error(str(error))
        elif isinstance(error, OSError | ValueError | MemoryError):
            self.show_error(_not_exported(error))
        elif not isinstance(error, CancelledError):
            raise error

    def reject(self) -> None:
        """Cancel writing; close if nothing is being written."""
        if self._work.is_busy:
            self._work.cancel()
            return
        super().reject()


def _not_exported(error: BaseException) -> str:
    problem = getattr(error, "strerror", None) or type(error).__name__
    return tr("The data was not exported: {problem}.", problem=problem)


def _write(
    stop: Stop,
    _report: Callable[[float], object],
    document: StakeMap,
    writer_id: str,
    options: DataOptions,
    is_clean: bool,
    path: Path,
) -> tuple[Path, tuple[str, ...]]:
    """Write the file, unless that was cancelled before; returns it and what did not fit."""
    written = write_data(DATA_WRITERS[writer_id], clean(document) if is_clean else document, options)
    if stop():
        raise CancelledError
    write_bytes_safely(path, written.data)
    return path, written.remarks
