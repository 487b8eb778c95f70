"""The dialog of a clean copy for outsiders, which lists what is removed and what remains before saving."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QScrollArea, QVBoxLayout, QWidget

from stakemap.app.kit.box_layouts import column_layout, row_layout
from stakemap.app.kit.latest_work import LatestOnlyWorker
from stakemap.app.kit.plain_text import PlainLabel, PlainTextView, action_text
from stakemap.app.kit.policy import offers_slides
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.dialog import Dialog
from stakemap.errors import CancelledError
from stakemap.i18n import tr
from stakemap.model.clean import CleanOptions, CleanSummary, clean, summary
from stakemap.model.document import StakeMap
from stakemap.model.order import snapshots_in_order


def _cleaned(
    stop: Any, _progress: Any, document: StakeMap, options: CleanOptions
) -> tuple[CleanSummary, StakeMap]:
    report = summary(document, options)
    if stop():
        raise CancelledError
    return report, clean(document, options)


class CleanCopyDialog(Dialog):
    """Asks what to remove from a map and lists it.

    Once accepted, `document` is the clean map, and `wants_slides` says whether to export slides of it
    instead of saving a file.
    """

    def __init__(self, parent: QWidget | None, document: StakeMap) -> None:
        super().__init__(parent, tr("Save a clean copy"))
        self._original = document
        self.document: StakeMap | None = None
        self.wants_slides = False
        self._work = LatestOnlyWorker(self)
        self._work.done.connect(self._show)
        self._work.failed.connect(self._failed)
        self.column.addWidget(
            PlainLabel(
                tr("For readers outside the team. The map that is open stays as it is."),
                role="muted",
                wrap=True,
            )
        )
        self.parts = {
            "ledger": QCheckBox(tr("&Earlier judgements")),
            "analysts": QCheckBox(tr("&Names of analysts")),
            "notes": QCheckBox(tr("N&otes")),
            "watch_lists": QCheckBox(tr("What to &watch for")),
        }
        self.scenarios = {
            key: QCheckBox(action_text(document.snapshots[key].label))
            for key in snapshots_in_order(document)
            if document.snapshots[key].scenario
        }
        self._lay_out()
        self.add_reject()
        self.save_button = self.add_accept(tr("&Save…"))
        self.slides_button = self.buttons.addButton(
            tr("Export s&lides…"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.slides_button.setVisible(offers_slides())
        self.save_button.clicked.connect(self.accept)
        self.slides_button.clicked.connect(self._choose_slides)
        self.resize(GRID * 90, GRID * 62)
        self._refresh()

    def _lay_out(self) -> None:
        choices = column_layout(
            PlainLabel(tr("Leave out"), role="caption"), spacing=GRID // 2, margins=(0, 0, GRID, 0)
        )
        for box in self.parts.values():
            box.setChecked(True)
            choices.addWidget(box)
        if self.scenarios:
            choices.addSpacing(GRID)
            choices.addWidget(PlainLabel(tr("Scenarios to leave out"), role="caption"))
        for box in self.scenarios.values():
            choices.addWidget(box)
        for box in (*self.parts.values(), *self.scenarios.values()):
            box.toggled.connect(self._refresh)
        choices.addStretch(1)
        content = QWidget()
        content.setProperty("plain", True)
        content.setLayout(choices)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        area.setFixedWidth(GRID * 32)
        self.goes, self.stays = PlainTextView(name=tr("Removed")), PlainTextView(name=tr("Kept"))
        lists = QVBoxLayout()
        lists.setSpacing(GRID // 2)
        for place, (caption, view) in enumerate(((tr("Removed"), self.goes), (tr("Kept"), self.stays))):
            if place:
                lists.addSpacing(GRID)
            lists.addWidget(PlainLabel(caption, role="caption"))
            lists.addWidget(view, 1)
        self.column.addLayout(row_layout(area, (lists, 1), spacing=GRID * 3), 1)

    @property
    def options(self) -> CleanOptions:
        """What to remove."""
        return CleanOptions(
            **{name: box.isChecked() for name, box in self.parts.items()},
            scenarios=frozenset(key for key, box in self.scenarios.items() if box.isChecked()),
        )

    def _refresh(self) -> None:
        """Compute the lists in a worker; saving is disabled until they are shown."""
        for button in (self.save_button, self.slides_button):
            button.setEnabled(False)
        self._work.start(_cleaned, self._original, self.options)

    def _show(self, found: tuple[CleanSummary, StakeMap]) -> None:
        report, self.document = found
        self.goes.setPlainText("\n".join(report.goes) or tr("Nothing: the map has none of these."))
        self.stays.setPlainText("\n".join(report.stays))
        for button in (self.save_button, self.slides_button):
            button.setEnabled(True)

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, CancelledError):
            raise error

    def _choose_slides(self) -> None:
        self.wants_slides = True
        self.accept()

    def done(self, result: int) -> None:
        """Cancel the computation and close."""
        self._work.cancel()
        super().done(result)
