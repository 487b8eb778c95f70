"""The panel of an analyst's sheet: one question after another, and how to send the answers back."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QProgressBar, QPushButton, QScrollArea, QWidget

from stakemap.analysis.rounds.rounds import answers_together
from stakemap.analysis.rounds.sentences import answer_lines, pool_text, spread_text
from stakemap.app.features.rounds.question_form import QuestionForm
from stakemap.app.kit.box_layouts import STRETCH, column_layout, row_layout
from stakemap.app.kit.forms import choices as words
from stakemap.app.kit.forms.targets import citing, short
from stakemap.app.kit.plain_text import PlainLabel, PlainTextView, set_tooltip
from stakemap.app.kit.style import GRID
from stakemap.errors import StakemapError
from stakemap.i18n import tr, tr_count
from stakemap.model import edits
from stakemap.model.commitments import keeps_commitment
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Judgement
from stakemap.model.records import replace
from stakemap.model.rounds import answer_of, answerable_places, round_of_sheet
from stakemap.model.subjects import Place
from stakemap.model.teamwork import Round
from stakemap.model.terms import term
from stakemap.text import one_line
from stakemap.wording.changes import subject_name
from stakemap.wording.rounds import question_text, round_text

if TYPE_CHECKING:
    from stakemap.app.kit.window import Window
    from stakemap.editing.session import Session
    from stakemap.editing.view_state import ViewState


class SheetPanel(QWidget):
    """Asks the questions of a sheet; the canvas shows whom a question is about."""

    def __init__(self, window: Window, session: Session, view: ViewState, parent: QWidget) -> None:
        super().__init__(parent)
        self._window, self._session, self._view = window, session, view
        found = round_of_sheet(session.document)
        assert found is not None
        self._round_id, self._asked = found
        self._places = list(answerable_places(session.document, self._asked).items())
        self._number = 0
        self._make_widgets()
        self._lay_out()
        session.changed.connect(self._document_changed)
        self.show_question(self._first_open())

    def _make_widgets(self) -> None:
        document = self._session.document
        self.title = PlainLabel(one_line(round_text(document, self._round_id)), role="heading", wrap=True)
        self.who = PlainLabel(
            tr("Sheet of {name} · {kind}", name=one_line(self._asked.analyst), kind=term(self._asked.kind)),
            role="caption",
            wrap=True,
        )
        self.words = PlainLabel(self._asked.question, wrap=True)
        self.words.setVisible(bool(self._asked.question.strip()))
        self.privacy = PlainLabel(self._privacy_text(), role="caption", wrap=True)
        self.progress = PlainLabel(role="caption")
        self.bar = QProgressBar(textVisible=False)
        self.bar.setFixedHeight(GRID // 2)
        self.bar.setRange(0, max(len(self._places), 1))
        self.bar.setAccessibleName(tr("Questions answered"))
        self.question = PlainLabel(role="strong", wrap=True)
        self.issue = PlainLabel(role="caption", wrap=True)
        self.before = PlainTextView(name=tr("What was answered in the round before"))
        self.before.setMinimumHeight(GRID * 14)
        self.form = QuestionForm(lambda: words.source_options(self._session.document))
        self.previous = self._button(tr("&Previous"), "Ctrl+Shift+Return", lambda: self.step(-1))
        self.next = self._button(tr("Ne&xt"), "Ctrl+Return", lambda: self.step(1))
        self.sealed = PlainLabel(role="caption", wrap=True)
        self.seal = QPushButton(tr("Seal m&y answers…"))
        self.seal.clicked.connect(lambda: self._window.trigger("seal-answers"))
        self.send = QPushButton(tr("&Save and send back…"))
        self.send.clicked.connect(lambda: self._window.trigger("send-back"))

    def _privacy_text(self) -> str:
        before = self._session.document.rounds.get(self._asked.follows or "")
        stays = tr("What you answer stays in this file until you send it.")
        if before is None:
            blind = tr("Nobody else’s judgement of these questions is in this sheet.")
        elif before.names_shown:
            blind = tr("Of others, this sheet has what they answered in the round before, with their names.")
        else:
            blind = tr("Of others, this sheet has what they answered in the round before, without names.")
        return f"{blind} {stays}"

    def _button(self, text: str, keys: str, run: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.clicked.connect(lambda: run())
        # With a slot among its arguments, PySide ignores the context: in a comment Ctrl+Enter would lead on.
        shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(button.click)
        set_tooltip(button, text.replace("&", ""), QKeySequence(keys))
        return button

    def _lay_out(self) -> None:
        content = QWidget()
        head = (self.title, self.who, self.words, self.privacy, self.progress, self.bar)
        body = (self.question, self.issue, self.before, self.form)
        column_layout(
            *head, *body, STRETCH, spacing=GRID, margins=(GRID * 2, GRID, GRID * 2, GRID), on=content
        )
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        column = column_layout((area, 1), spacing=GRID, margins=(0, 0, 0, GRID), on=self)
        rows: tuple[tuple[QWidget, ...], ...] = (
            (self.form.error,),
            (self.previous, self.next),
            (self.sealed,),
            (self.seal,),
            (self.send,),
        )
        for widgets in rows:
            column.addLayout(row_layout(*widgets, margins=(GRID * 2, 0, GRID * 2, 0)))

    def focus_first(self) -> None:
        """Set the focus to the first field of the question."""
        self.form.focus_first()

    # Questions

    @property
    def number(self) -> int:
        """The question that is shown, counted from 0."""
        return self._number

    def _known(self, place: Place) -> Judgement | None:
        snapshot = self._session.document.snapshots.get(place.id)
        return None if snapshot is None or place.subject is None else snapshot.judgement(place.subject)

    def _first_open(self) -> int:
        """The first question that has no answer, else the first one."""
        places = enumerate(place for _, place in self._places)
        return next((number for number, place in places if self._known(place) is None), 0)

    def step(self, by: int) -> None:
        """Keep the answer and go on to another question; stay where something is wrong with it."""
        if self.commit_pending() and 0 <= self._number + by < len(self._places):
            self.show_question(self._number + by)
            self.form.focus_first()

    def show_question(self, number: int) -> None:
        """Show a question, and on the canvas whom it is about."""
        self._number = number
        if not self._places:
            self.question.setText(tr("This sheet asks for nothing that is in it."))
            self.form.hide()
            self.before.hide()
            return
        path, place = self._places[number]
        document, subject = self._session.document, place.subject
        assert subject is not None
        self.question.setText(
            tr("{number}. {question}", number=number + 1, question=question_text(document, place))
        )
        issue = document.issues.get(subject.issue or "")
        self.issue.setText("" if issue is None else issue.question)
        self.issue.setVisible(bool(self.issue.text().strip()))
        self._show_before(document, path)
        self.form.show_question(document, path, subject, self._known(place))
        self.form.set_read_only(self._session.read_only)
        self._view.show(place.id, subject)
        self._show_progress()

    def _show_before(self, document: StakeMap, path: str) -> None:
        """Show what was answered to this question in the round before."""
        before = document.rounds.get(self._asked.follows or "")
        lines = [] if before is None else self._before(document, before, path)
        self.before.setVisible(bool(lines))
        self.before.setPlainText("\n\n".join(lines))

    def _before(self, document: StakeMap, before: Round, path: str) -> list[str]:
        # One question at a time: thousands of answers take long to be pooled.
        found = next(iter(answers_together(document, self._asked.follows or "", (path,))), None)
        if found is None or not found.readings:
            return []
        own = tuple(each for each in found.readings if each.analyst == self._asked.analyst)
        rest = tuple(each for each in found.readings if each.analyst != self._asked.analyst)
        count = tr_count("{count} answer", "{count} answers", len(found.readings))
        head = tr(
            "In the round before: {count}, {spread}; {pool}",
            count=count,
            spread=spread_text(found),
            pool=pool_text(found),
        )
        mine = answer_lines(document, dataclasses.replace(found, readings=own), named=True)
        others = answer_lines(document, dataclasses.replace(found, readings=rest), named=before.names_shown)
        return [head, *(tr("Your answer, {answer}", answer=each) for each in mine), *others]

    # Answering

    def commit_pending(self) -> bool:
        """Keep the answer that is shown; False if something is wrong with it, which is said below."""
        if not self._places or not self.form.is_edited or self._session.read_only:
            return True
        _, place = self._places[self._number]
        subject = place.subject
        assert subject is not None
        document = self._session.document
        try:
            answer = self.form.answer()
            if answer is None:
                parts: tuple[edits.Edit, ...] = ()
                if self._known(place) is not None:
                    parts = (edits.withdraw_judgements.of(place.id, (subject,)),)
            else:
                judgement, drafts = answer
                added, citations = citing(document, drafts)
                judged = replace(judgement, citations=citations)
                authorship = edits.Authorship(self._asked.analyst, self._session.authorship.on)
                parts = (*added, edits.judge.of(place.id, subject, judged, authorship))
            if parts:
                name = short(subject_name(document, place.id, subject))
                self._session.apply(edits.together(parts), label=tr("Answer about {name}", name=name))
        except (ValueError, StakemapError) as error:
            self.form.show_error(str(error))
            return False
        self.form.show_question(
            self._session.document, self._places[self._number][0], subject, self._known(place)
        )
        self._show_progress()
        return True

    def _document_changed(self, before: StakeMap, after: StakeMap) -> None:
        """Show an answer that was changed elsewhere, as by undo or on the canvas."""
        if not self._places:
            return
        path, place = self._places[self._number]
        assert place.subject is not None
        old = before.snapshots.get(place.id)
        if (
            not self.form.is_edited
            and old is not None
            and self._known(place) is not old.judgement(place.subject)
        ):
            self.form.show_question(after, path, place.subject, self._known(place))
        self._show_progress()

    def _show_progress(self) -> None:
        total = len(self._places)
        done = sum(self._known(place) is not None for _, place in self._places)
        self.progress.setText(
            tr(
                "Question {number} of {total} · {done} answered",
                number=self._number + 1,
                total=total,
                done=done,
            )
        )
        self.bar.setValue(done)
        self.previous.setEnabled(self._number > 0)
        self.next.setText(tr("Ne&xt") if self._number + 1 < total else tr("&Keep the answer"))
        self._show_seal()

    def _show_seal(self) -> None:
        self.seal.setVisible(self._asked.sealed)
        self.sealed.setVisible(self._asked.sealed)
        answer = answer_of(self._session.document) if self._asked.sealed else None
        if answer is None:
            return
        if answer.commitment is None:
            text = tr(
                "This round is sealed: seal your answers and send the commitment first, then the sheet when "
                "you are asked for it."
            )
        elif keeps_commitment(answer):
            text = tr("Your answers are sealed as they are.")
        else:
            text = tr("Your answers have changed since you sealed them: seal them again, or undo the change.")
        self.sealed.setText(text)
