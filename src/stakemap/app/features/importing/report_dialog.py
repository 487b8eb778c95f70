"""The last step of the guided import: what came of it, what was refused, and what can be kept of the way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialogButtonBox, QWidget

from stakemap.app.features.importing.remarks import RemarksTable, counts_of
from stakemap.app.features.importing.steps import Step, StepHeader
from stakemap.app.kit.export_target import may_replace
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID
from stakemap.app.kit.waiting import run_with_progress
from stakemap.app.kit.widgets.dialog import Dialog
from stakemap.app.kit.worker import Worker
from stakemap.errors import StakemapError
from stakemap.i18n import tr
from stakemap.interchange.register.plan_files import write_plan
from stakemap.text import shortened

if TYPE_CHECKING:
    from collections.abc import Callable

    from stakemap.app.features.importing.work import Outcome
    from stakemap.app.kit.message_boxes import MessageBoxes


class ImportReport(Dialog):
    """Tells what was imported and what was not, and saves the rejects and the mapping as files."""

    def __init__(
        self, parent: QWidget | None, message_boxes: MessageBoxes, path: Path, outcome: Outcome
    ) -> None:
        super().__init__(parent, tr("Import “{name}”", name=shortened(path.name)), headline=False)
        self._message_boxes, self._path, self._outcome = message_boxes, path, outcome
        self.header = StepHeader()
        self.header.show_step(Step.REPORT, tuple(Step))
        self.column.addWidget(self.header)
        self.counts = PlainLabel(outcome.summary, role="heading", wrap=True)
        remarks = outcome.remarks
        self.remark_counts = PlainLabel(
            counts_of(remarks) or tr("Everything in the file was imported."), role="muted", wrap=True
        )
        self.remarks = RemarksTable()
        self.remarks.show_remarks(remarks)
        self.said = PlainLabel(role="caption", wrap=True)
        self.column.addWidget(self.counts)
        self.column.addWidget(self.remark_counts)
        self.column.addWidget(self.remarks, 1)
        self.column.addWidget(self.said)
        self.column.addStretch(0)
        role = QDialogButtonBox.ButtonRole.ActionRole
        self.rejects_button = self.buttons.addButton(tr("Save &rejects as CSV…"), role)
        self.rejects_button.clicked.connect(self._save_rejects)
        self.rejects_button.setVisible(any(remark.kind == "refused" for remark in remarks))
        self.plan_button = self.buttons.addButton(tr("Save this &mapping as a plan…"), role)
        self.plan_button.clicked.connect(self._save_plan)
        self.plan_button.setVisible(outcome.task.plan is not None)
        self.close_button = self.add_accept(tr("Close"))
        self.close_button.clicked.connect(self.accept)
        for button in (self.rejects_button, self.plan_button):
            button.setAutoDefault(False)
        self.resize(GRID * 120, GRID * (70 if remarks else 30))
        self.close_button.setFocus()

    def _save_rejects(self) -> None:
        from stakemap.interchange.merging.report import rejects_csv

        text = rejects_csv(self._outcome.remarks)
        name = tr("{name}-rejects", name=self._path.stem)
        self._save(tr("Save rejects"), f"{name}.csv", tr("CSV tables"), text.encode("utf-8-sig"))

    def _save_plan(self) -> None:
        plan = self._outcome.task.plan
        assert plan is not None
        name = tr("{name}-plan", name=self._path.stem)
        self._save(tr("Save the mapping as a plan"), f"{name}.json", tr("Import plans"), write_plan(plan))

    def _save(self, title: str, name: str, kind: str, data: bytes) -> None:
        """Ask for a place and write a file there; what came of it is said in the dialog."""
        boxes, suggested = self._message_boxes, self._path.with_name(name)
        path = boxes.data_to_save(self, title, suggested, kind, (suggested.suffix,))
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(suggested.suffix)
        text = tr("Saving “{name}”…", name=shortened(path.name))
        try:
            if may_replace(boxes, self, (path,), None):
                run_with_progress(Worker(_write, path, data), self, text, boxes)
                self.said.setText(tr("Saved as {name}", name=path.name))
        except (StakemapError, OSError) as error:
            self.said.setText(str(error))


def _write(_report: Callable[[float], bool], path: Path, data: bytes) -> Path:
    from stakemap.storage.saving.writing import write_bytes_safely

    write_bytes_safely(path, data)
    return path
