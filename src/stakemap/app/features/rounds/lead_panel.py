"""The panel of a round in the map of its lead: what was answered, how far it is apart, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from stakemap.analysis.agreement.disagreement import Comparison
from stakemap.analysis.rounds.rounds import answers_together, path_of_comparison
from stakemap.analysis.rounds.sentences import answer_lines, pool_text, spread_text
from stakemap.app.kit.box_layouts import column_layout, row_layout
from stakemap.app.kit.derived import Derived
from stakemap.app.kit.plain_text import PlainLabel, PlainTextView
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.choice_box import ChoiceBox
from stakemap.app.kit.widgets.two_line_list import TwoLineList, TwoLineRow, row_height
from stakemap.i18n import tr, tr_count
from stakemap.model.changes import Touched
from stakemap.model.document import StakeMap
from stakemap.model.places import place_at
from stakemap.model.rounds import latest_round, rounds_in_order
from stakemap.model.subjects import Place
from stakemap.model.terms import term
from stakemap.text import shown_line
from stakemap.wording.dates import date_text
from stakemap.wording.rounds import missing_text, round_text, subject_texts

if TYPE_CHECKING:
    from stakemap.app.kit.window import Window
    from stakemap.editing.session import Session
    from stakemap.editing.view_state import ViewState

#: Delay of the computation after an edit, in milliseconds.
_LAG = 200
#: Rounds with more answers in all are computed by a worker.
_WORKER_THRESHOLD = 300


def _affects(difference: Touched) -> object:
    return difference.rounds or difference.answers or difference.sources


def _together(document: StakeMap, round_id: str | None) -> list[Comparison]:
    return [] if round_id not in document.rounds else answers_together(document, round_id or "")


class LeadPanel(QWidget):
    """The subjects of a round, the most disputed first, with the answers to the current one."""

    def __init__(self, window: Window, session: Session, view: ViewState, parent: QWidget) -> None:
        super().__init__(parent)
        self._window, self._session, self._view = window, session, view
        self._chosen: str | None = None
        self._make_widgets()
        self._lay_out()
        self._found = Derived(
            self,
            lambda: (session.document, self.round_id),
            _together,
            lag=_LAG,
            is_large=lambda document, _: (
                sum(len(each.judgements) for each in document.answers.values()) > _WORKER_THRESHOLD
            ),
            shown=self,
        )
        self._found.changed.connect(self._show)
        self._found.follow(session, _affects)
        self._found.refresh()

    def _make_widgets(self) -> None:
        self.rounds = ChoiceBox()
        self.rounds.setAccessibleName(tr("Round"))
        self.rounds.activated.connect(self._round_chosen)
        self.state = PlainLabel(role="caption", wrap=True)
        # Alone in the panel, it gets all of its height.
        self.state.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.missing = PlainLabel(wrap=True)
        self.list = TwoLineList(tr("What was asked, most disputed first"), one_click=True)
        self.list.chosen.connect(self._show_on_canvas)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_answers())
        self.answers = PlainTextView(name=tr("Answers and reasons"))
        self.names = PlainLabel(role="caption", wrap=True)
        self.gather = QPushButton(tr("&Gather answers…"))
        self.gather.clicked.connect(lambda: self._window.trigger("gather-answers"))
        self.next = QPushButton(tr("&Next round…"))
        self.next.clicked.connect(lambda: self._window.trigger("next-round"))
        self.start = QPushButton(tr("&Start a round…"))
        self.start.clicked.connect(lambda: self._window.trigger("start-round"))

    def _lay_out(self) -> None:
        self.list.setMinimumHeight(row_height() * 3 + GRID)
        self.answers.setMinimumHeight(GRID * 12)
        column = column_layout(
            self.rounds,
            self.state,
            self.missing,
            (self.list, 3),
            (self.answers, 2),
            self.names,
            spacing=GRID,
            margins=(GRID * 2, GRID, GRID * 2, GRID),
            on=self,
        )
        column.addLayout(row_layout(self.gather, self.next, self.start))

    def focus_first(self) -> None:
        """Set the focus to the list, or to the first button where nothing was asked."""
        target = self.list if self.list.isVisibleTo(self) else self.start
        target.setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def round_id(self) -> str | None:
        """The round that is shown: the one that was chosen, else the one to go on with."""
        document = self._session.document
        return self._chosen if self._chosen in document.rounds else latest_round(document)

    # Content

    def _round_chosen(self, index: int) -> None:
        self._chosen = self.rounds.itemData(index)
        self._found.refresh()

    def _show(self) -> None:
        document, current = self._session.document, self.round_id
        self.rounds.clear()
        for key in rounds_in_order(document):
            self.rounds.addItem(shown_line(round_text(document, key)), key)
        self.rounds.setCurrentIndex(self.rounds.findData(current))
        has_round = current is not None
        for widget in (self.rounds, self.missing, self.list, self.names):
            widget.setVisible(has_round)
        has_answers = any(each.readings for each in self._found.value or ())
        is_open = has_round and document.rounds[current or ""].closed is None
        can_edit = self._window.can_edit()
        self.gather.setVisible(has_round)
        self.gather.setEnabled(is_open and can_edit)
        self.next.setVisible(has_answers)
        self.next.setEnabled(can_edit and current == latest_round(document))
        self.start.setVisible(not has_round)
        self.start.setEnabled(can_edit)
        if current is None:
            self._show_answers()
            self.state.setText(
                tr(
                    "In a round, analysts judge without seeing each other’s judgements. Each gets a sheet, a "
                    "copy of this map without what anybody judged of what is asked, and sends it back."
                )
            )
            return
        self._show_state(document, current)
        together = self._found.value or ()
        places = [Place("snapshots", each.snapshot, each.subject) for each in together]
        names = subject_texts(document, places)
        self.list.rows.show_rows(
            [self._row(each, names[place]) for each, place in zip(together, places, strict=True)]
        )
        if self.list.current is None and self.list.rows.rowCount():
            self.list.setCurrentIndex(self.list.rows.index(0))
        self._show_answers()

    def _show_state(self, document: StakeMap, current: str) -> None:
        asked = document.rounds[current]
        parts = [
            term(asked.kind),
            tr_count("{count} analyst", "{count} analysts", len(asked.analysts)),
            tr_count("{count} question", "{count} questions", len(asked.places)),
        ]
        if asked.opened is not None:
            parts.append(tr("started on {day}", day=date_text(asked.opened)))
        if asked.closed is not None:
            parts.append(tr("closed on {day}", day=date_text(asked.closed)))
        if asked.sealed:
            parts.append(tr("sealed"))
        self.state.setText(" · ".join(parts))
        self.missing.setText(missing_text(document, current))
        self.names.setText(
            ""
            if asked.names_shown
            else tr(
                "Names are not shown here, nor to the analysts. The map has them: its inspector, canvas and "
                "slides of agreement show them, a clean copy does not."
            )
        )
        self.names.setVisible(not asked.names_shown)

    def _row(self, found: Comparison, name: str) -> TwoLineRow:
        if not found.readings:
            return TwoLineRow(path_of_comparison(found), name, tr("no answers yet"))
        count = tr_count("{count} answer", "{count} answers", len(found.readings))
        return TwoLineRow(
            path_of_comparison(found), name, f"{spread_text(found)}; {pool_text(found)} · {count}"
        )

    def _show_answers(self) -> None:
        current = self.round_id
        if current is None:
            self.answers.hide()
            return
        named = self._session.document.rounds[current].names_shown
        found = next(
            (each for each in self._found.value or () if path_of_comparison(each) == self.list.current), None
        )
        lines = [] if found is None else answer_lines(self._session.document, found, named=named)
        self.answers.setPlainText("\n\n".join(lines))
        self.answers.setVisible(bool(lines))

    def _show_on_canvas(self, key: object) -> None:
        _, snapshot, subject = place_at(str(key))
        document = self._session.document
        if snapshot not in document.snapshots or subject is None:
            return
        if subject.kind == "tie":
            self._view.set(snapshot=snapshot, relation=subject.id)
        elif subject.id in document.actors:
            issue = subject.issue if subject.issue in document.issues else self._view.issue
            self._view.set(snapshot=snapshot, issue=issue, selection={subject.id}, primary=subject.id)
