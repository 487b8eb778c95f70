"""The fields in which an analyst answers one question: lowest, highest, best estimate, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from stakemap.app.kit.accessible import announce
from stakemap.app.kit.box_layouts import column_layout
from stakemap.app.kit.forms import choices as words
from stakemap.app.kit.forms import evidence_rows as rows
from stakemap.app.kit.forms import row_values
from stakemap.app.kit.forms.draft_watch import set_draft_baseline, set_draft_subject
from stakemap.app.kit.forms.editors import ChoiceEditor, LineEditor, NoteEditor, Option
from stakemap.app.kit.forms.parsing import number, parse_number, stepped
from stakemap.app.kit.forms.targets import CitationDraft
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.judgements import (
    AlignmentEstimate,
    Estimate,
    InfluenceEstimate,
    Judgement,
    Stance,
    Standing,
    Tie,
)
from stakemap.model.records import TEXT_LIMIT, replace
from stakemap.model.subjects import Subject
from stakemap.wording.judgements import strength_words
from stakemap.wording.numbers import signed

_ESTIMATES: dict[type[Judgement], type[Estimate]] = {Standing: InfluenceEstimate, Stance: AlignmentEstimate}


class QuestionForm(QWidget):
    """The answer to a question, in the order of the IDEA protocol: lowest, highest, best estimate."""

    def __init__(self, sources: Callable[[], Sequence[Option]]) -> None:
        super().__init__()
        self._subject: Subject | None = None
        self._known: Judgement | None = None
        self._shown: tuple[object, ...] = ()
        self._column = column_layout(spacing=GRID, on=self)
        self._make_values()
        self._make_support(sources)

    # Widgets

    def _make_values(self) -> None:
        self.scale = PlainLabel(role="caption", wrap=True)
        self._column.addWidget(self.scale)
        self.numbers = QWidget()
        grid = QGridLayout(self.numbers)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID)
        self.low, self.high, self.best = (self._number() for _ in range(3))
        captions = (tr("&Lowest"), tr("Hi&ghest"), tr("&Best estimate"))
        tips = (
            tr("The lowest value that you hold plausible: one in ten chances that it is lower"),
            tr("The highest value that you hold plausible: one in ten chances that it is higher"),
            tr("The value that you hold most plausible"),
        )
        for place, (field, caption, tip) in enumerate(
            zip((self.low, self.high, self.best), captions, tips, strict=True)
        ):
            field.setAccessibleName(caption.replace("&", ""))
            field.setAccessibleDescription(tip)
            grid.addWidget(PlainLabel(caption, role="caption", buddy=field), 0, place)
            grid.addWidget(field, 1, place)
        self._column.addWidget(self.numbers)
        self.strength = ChoiceEditor(
            lambda: [
                Option("", tr("Not chosen yet")),
                *(Option(str(value), f"{signed(value)} {text}") for value, text in strength_words().items()),
            ]
        )
        self.strength.setAccessibleName(tr("Strength"))
        self.strength.finished.connect(self._changed)
        self._column.addWidget(self.strength)
        self.unknown = QCheckBox(tr("I &cannot judge this"))
        self.unknown.toggled.connect(self._changed)
        self._column.addWidget(self.unknown)

    def _number(self) -> LineEditor:
        field = LineEditor(step=lambda text, size: stepped(text, size, *self._ends))
        field.textEdited.connect(self._changed)
        field.returnPressed.connect(lambda: self.focusNextChild())
        return field

    def _make_support(self, sources: Callable[[], Sequence[Option]]) -> None:
        self.confidence = ChoiceEditor(lambda: words.options(words.confidences(), tr("Not given")))
        self.confidence.setAccessibleName(tr("Confidence"))
        self.confidence.finished.connect(self._changed)
        self._column.addWidget(PlainLabel(tr("Confi&dence"), role="caption", buddy=self.confidence))
        self._column.addWidget(self.confidence)
        self.reason = NoteEditor(least=3, most=8)
        self.reason.setAccessibleName(tr("Reason"))
        self.reason.setPlaceholderText(tr("What speaks for this, and what against it?"))
        self.reason.textChanged.connect(self._changed)
        self._column.addWidget(PlainLabel(tr("&Reason"), role="caption", buddy=self.reason))
        self._column.addWidget(self.reason)
        row = rows.make_citation_row(sources, None)
        self.citations = rows.RowsEditor(row, tr("Add a citation"), tr("Remove this citation"))
        self.citations.setAccessibleName(tr("Sources"))
        self.citations.finished.connect(self._changed)
        self._column.addWidget(self.citations)
        #: Containers of the form show it where it cannot be scrolled out of sight.
        self.error = PlainLabel(role="error", wrap=True)
        self.error.hide()

    @property
    def _ends(self) -> tuple[float, float]:
        kind = None if self._subject is None else _ESTIMATES.get(self._subject.record)
        return (0.0, 100.0) if kind is None else kind.scale

    # Content

    def show_question(self, document: StakeMap, path: str, subject: Subject, known: Judgement | None) -> None:
        """Show a question with what is answered so far."""
        self._subject, self._known = subject, known
        self.scale.setText(_scale_text(document, subject))
        is_tie = subject.record is Tie
        self.numbers.setVisible(not is_tie)
        self.strength.setVisible(is_tie)
        measured = None if known is None else getattr(known, known.measured)
        for field in (self.low, self.high, self.best, self.reason):
            set_draft_subject(field, f"round {path}")
        if isinstance(measured, Estimate):
            texts = number(measured.low), number(measured.high), number(measured.value)
        else:
            texts = "", "", ""
        for field, text in zip((self.low, self.high, self.best), texts, strict=True):
            field.setText(text)
        self.strength.show_content(str(measured) if is_tie and measured is not None else "")
        self.unknown.setChecked(known is not None and known.state == "unknown")
        self.confidence.show_content((known.confidence if known is not None else None) or "")
        self.reason.show_content("" if known is None else known.reason)
        self.citations.show_content(row_values.citations_text(() if known is None else known.citations))
        for field in (self.low, self.high, self.best, self.reason):
            set_draft_baseline(field)
        self.show_error("")
        self._shown = self._state()
        self._allow()

    def set_read_only(self, read_only: bool) -> None:
        """Allow or forbid answering."""
        self.setEnabled(not read_only)

    def _state(self) -> tuple[object, ...]:
        return (
            *(field.text().strip() for field in (self.low, self.high, self.best)),
            self.strength.content(),
            self.unknown.isChecked(),
            self.confidence.content(),
            self.reason.toPlainText().strip(),
            self.citations.content(),
        )

    @property
    def is_edited(self) -> bool:
        """Whether it holds anything else than what was shown."""
        return self._state() != self._shown

    def _changed(self) -> None:
        self._allow()
        self.show_error("")

    def _allow(self) -> None:
        """Only what is judged has a value."""
        self.numbers.setEnabled(not self.unknown.isChecked())
        self.strength.setEnabled(not self.unknown.isChecked())

    def show_error(self, text: str) -> None:
        """Show and say what is wrong with the answer, "" for nothing."""
        self.error.setText(text)
        self.error.setVisible(bool(text))
        announce(self.error, text)

    def focus_first(self) -> None:
        """Set the focus to the first field."""
        first = self.strength if self.strength.isVisibleTo(self) else self.low
        first.setFocus(Qt.FocusReason.TabFocusReason)

    # The answer

    def answer(self) -> tuple[Judgement, Sequence[CitationDraft]] | None:
        """The answer with the passages that it cites; None where nothing is entered.

        Raises ValueError with a sentence for what is wrong, and sets the focus there.
        """
        assert self._subject is not None
        kind = self._subject.record
        values: dict[str, Any] = {"state": "unknown", kind.measured: None}
        if not self.unknown.isChecked():
            measured = self._strength() if kind is Tie else self._estimate(_ESTIMATES[kind])
            if measured is None and not self._has_support():
                return None
            if measured is None:
                self._wrong(self.strength if kind is Tie else self.best, tr("Enter your best estimate."))
            values = {"state": "judged", kind.measured: measured}
        reason = self.reason.toPlainText().strip()
        if len(reason) > TEXT_LIMIT:
            self._wrong(self.reason, tr("A reason can have up to {count} characters.", count=TEXT_LIMIT))
        if missing := self.citations.lacks():
            self._wrong(self.citations, missing)
        values |= {
            "reason": reason,
            "confidence": self.confidence.content() or None,
            "citations": (),
            "support_kept": False,
        }
        known = self._known
        made = (
            kind(**values) if known is None else replace(known, **values, earlier=(), others=(), pooled=None)
        )
        return made, row_values.parse_citations(self.citations.content())

    def _has_support(self) -> bool:
        has_text = self.reason.toPlainText().strip() or self.confidence.content()
        return bool(has_text or row_values.parse_citations(self.citations.content()))

    def _strength(self) -> int | None:
        return int(self.strength.content()) if self.strength.content() else None

    def _estimate(self, kind: type[Estimate]) -> Estimate | None:
        low, high, best = (self._read(field) for field in (self.low, self.high, self.best))
        if low is None and high is None and best is None:
            return None
        if best is None:
            self._wrong(self.best, tr("Enter your best estimate."))
        if (low is None) != (high is None):
            missing = self.low if low is None else self.high
            self._wrong(missing, tr("Enter both the lowest and the highest value, or neither."))
        if low is not None and high is not None and low > high:
            self._wrong(self.low, tr("The lowest value must not be higher than the highest one."))
        if low is not None and high is not None and not low <= best <= high:
            self._wrong(self.best, tr("The best estimate must lie between the lowest and the highest value."))
        known = None if self._known is None else getattr(self._known, self._known.measured)
        if isinstance(known, kind):
            return replace(known, value=best, low=low, high=high)
        return kind.model_validate({"value": best, "low": low, "high": high})

    def _read(self, field: LineEditor) -> float | None:
        try:
            return parse_number(field.text(), *self._ends)
        except ValueError as error:
            self._wrong(field, str(error))

    def _wrong(self, field: QWidget, sentence: str) -> NoReturn:
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        raise ValueError(sentence)


def _scale_text(document: StakeMap, subject: Subject) -> str:
    if subject.record is Tie:
        return tr("From −3 (hostile) to +3 (friendly).")
    if subject.issue is None:
        return tr("From 0 (no influence) to 100 (decisive).")
    issue = document.issues[subject.issue]
    return tr(
        "From −100 ({low}) to +100 ({high}).",
        low=issue.low_label or tr("against"),
        high=issue.high_label or tr("for"),
    )
