"""The dialog in which a report of a problem is read, shortened, and then copied or saved; nothing is sent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QPlainTextEdit, QWidget

from stakemap.app.kit.export_target import may_replace
from stakemap.app.kit.forms.draft_watch import exclude_from_drafts
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID
from stakemap.app.kit.waiting import run_with_progress
from stakemap.app.kit.widgets.dialog import Dialog
from stakemap.app.kit.worker import Worker
from stakemap.app.shell.problem_report import facts_of, report_text
from stakemap.errors import StakemapError
from stakemap.i18n import tr
from stakemap.text import shortened

if TYPE_CHECKING:
    from stakemap.app.kit.window import AppContext


class ReportDialog(Dialog):
    """Shows the whole report as text, which the user can shorten and add to before copying or saving it."""

    def __init__(self, parent: QWidget | None, context: AppContext) -> None:
        super().__init__(parent, tr("Report a problem"))
        self._boxes = context.message_boxes
        self._folder = context.folder_of()
        intro = tr(
            "This is all that the report says. It holds no text of maps, no names and no paths. Delete the "
            "lines that you do not want to tell, and write what you did and what went wrong."
        )
        self.column.addWidget(PlainLabel(intro, wrap=True))
        self.text = QPlainTextEdit()
        exclude_from_drafts(self.text)
        self.text.setAccessibleName(tr("Report"))
        self.text.setTabChangesFocus(True)
        self.text.setPlaceholderText(tr("Collecting…"))
        self.text.setMinimumHeight(GRID * 20)
        self.column.addWidget(self.text, 1)
        where = tr(
            "Nothing is sent: copy or save it, and give it to those from whom you have Stakemap. The chapter "
            "“How to help” of the Guide says more."
        )
        self.column.addWidget(PlainLabel(where, role="muted", wrap=True))
        self.said = PlainLabel(role="caption", wrap=True)
        self.column.addWidget(self.said)
        self.copy = self.add_accept(tr("&Copy"))
        # It leaves the dialog open, unlike others that accept.
        self.copy.clicked.connect(self._copy)
        self.save = self.buttons.addButton(tr("&Save…"), QDialogButtonBox.ButtonRole.ActionRole)
        self.save.setAutoDefault(False)
        self.save.clicked.connect(self._save)
        self.add_reject(tr("Close")).setAutoDefault(False)
        self._worker = Worker(report_text, facts_of(context))
        self._worker.done.connect(self._show)
        self.finished.connect(self._worker.cancel)
        self.resize(GRID * 100, GRID * 80)
        self._worker.start()

    def _show(self, text: str) -> None:
        """Show the report below what was typed meanwhile."""
        typed = self.text.toPlainText()
        self.text.setPlainText(f"{typed}\n\n{text}" if typed else text)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.said.setText(tr("The report is on the clipboard."))

    def _save(self) -> None:
        suggested = self._folder / tr("stakemap-report.txt")
        path = self._boxes.data_to_save(self, tr("Save the report"), suggested, tr("Text files"), (".txt",))
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(".txt")
        text = tr("Saving “{name}”…", name=shortened(path.name))
        try:
            if may_replace(self._boxes, self, (path,), None):
                worker = Worker(_write, path, self.text.toPlainText().encode())
                run_with_progress(worker, self, text, self._boxes)
                self.said.setText(tr("Saved as {name}", name=path.name))
        except (StakemapError, OSError) as error:
            self.said.setText(str(error))


def _write(_report: Callable[[float], bool], path: Path, data: bytes) -> None:
    from stakemap.storage.saving.writing import write_bytes_safely

    write_bytes_safely(path, data)
