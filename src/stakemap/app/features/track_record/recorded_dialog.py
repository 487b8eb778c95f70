"""The dialog that lists what was found of judgements and scenarios, also of those that are gone."""

from __future__ import annotations

from typing import Literal, NamedTuple

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QDialogButtonBox, QWidget

from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.dialog import Dialog, labelled
from stakemap.app.kit.widgets.two_line_list import TwoLineList, TwoLineRow, row_height
from stakemap.i18n import comma_list, tr
from stakemap.model.document import Outcome, Resolution, StakeMap
from stakemap.model.order import sort_key
from stakemap.text import capital
from stakemap.wording.resolutions import happened_text, outcome_name, range_text, resolution_name, value_text


class Recorded(NamedTuple):
    """What was found of a judgement, or the outcome of a scenario, by its id."""

    kind: Literal["resolution", "outcome"]
    id: str


class RecordedDialog(Dialog):
    """Lists all that is recorded; `change_wanted` and `remove_wanted` carry a `Recorded`."""

    change_wanted = Signal(object)
    remove_wanted = Signal(object)

    def __init__(self, parent: QWidget | None, document: StakeMap) -> None:
        super().__init__(parent, tr("What was found"))
        self.list = TwoLineList(tr("What was found"))
        self.list.setMinimumSize(QSize(GRID * 60, row_height() * 6))
        self.list.chosen.connect(self.change_wanted)
        self.list.selectionModel().currentChanged.connect(self._allow)
        self.column.addLayout(
            labelled(tr("Of &judgements and scenarios, also of what is gone"), self.list), 1
        )
        self.none = PlainLabel(tr("Nothing is recorded any more."), role="muted", wrap=True)
        self.column.addWidget(self.none)
        action = QDialogButtonBox.ButtonRole.ActionRole
        self.change = self.buttons.addButton(tr("&Change…"), action)
        self.remove = self.buttons.addButton(tr("&Remove"), action)
        self.change.clicked.connect(lambda: self.change_wanted.emit(self.list.current))
        self.remove.clicked.connect(lambda: self.remove_wanted.emit(self.list.current))
        for button in (self.change, self.remove):
            button.setAutoDefault(False)
        self.add_reject(tr("Close"))
        self.show_document(document)

    def show_document(self, document: StakeMap) -> None:
        """List what a map has; the current row stays, or the next one takes its place."""
        before, place = self.list.current, self.list.currentIndex().row()
        rows = sorted(_rows(document), key=lambda row: (sort_key(row.first), str(row.key)))
        self.list.rows.show_rows(rows)
        known = {row.key for row in rows}
        if rows:
            self.list.show_current(before if before in known else rows[max(0, min(place, len(rows) - 1))].key)
        self.none.setVisible(not rows)
        self._allow()

    def _allow(self) -> None:
        for button in (self.change, self.remove):
            button.setEnabled(self.list.current is not None)


def _rows(document: StakeMap) -> list[TwoLineRow]:
    return [
        *(
            TwoLineRow(
                Recorded("resolution", key),
                capital(resolution_name(document, each)),
                comma_list(_found(document, each)),
            )
            for key, each in document.resolutions.items()
        ),
        *(
            TwoLineRow(
                Recorded("outcome", key),
                outcome_name(document, key, each),
                comma_list(_happened(document, key, each)),
            )
            for key, each in document.outcomes.items()
        ),
    ]


def _found(document: StakeMap, found: Resolution) -> list[str]:
    parts = [
        tr("found {value}", value=value_text(found.field, found.found)),
        tr("judged {value}", value=range_text(found)),
    ]
    if found.actor not in document.actors:
        parts.append(tr("the actor is gone from the map"))
    return parts


def _happened(document: StakeMap, scenario: str, outcome: Outcome) -> list[str]:
    gone = [] if scenario in document.snapshots else [tr("the scenario is gone from the map")]
    return [happened_text(outcome), *gone]
