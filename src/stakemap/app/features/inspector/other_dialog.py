"""The dialog that adds what another analyst judges."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from stakemap.app.kit.forms import choices as words
from stakemap.app.kit.forms.parsing import parse_number, parse_range, parse_reason
from stakemap.app.kit.forms.targets import JudgementTarget
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.style import GRID
from stakemap.app.kit.widgets.choice_box import ChoiceBox
from stakemap.app.kit.widgets.validated_dialog import ValidatedDialog
from stakemap.i18n import tr
from stakemap.model.judgements import Citation, Estimate
from stakemap.model.records import NAME_LIMIT
from stakemap.model.subjects import AnyJudgement
from stakemap.text import single_line
from stakemap.wording.changes import subject_name


class OtherDialog(ValidatedDialog):
    """Asks who judges what, how sure, why and on which source; `judgement` is set once it is accepted."""

    def __init__(self, parent: QWidget | None, target: JudgementTarget) -> None:
        document = target.session.document
        name = subject_name(document, target.snapshot, target.subject)
        super().__init__(parent, tr("Judgement of another analyst"))
        self.column.addWidget(PlainLabel(name, role="muted", wrap=True))
        self._target = target
        self.judgement: AnyJudgement | None = None
        self.setMinimumWidth(GRID * 56)
        self.by, self.value, self.span = QLineEdit(), QLineEdit(), QLineEdit()
        self.by.setMaxLength(NAME_LIMIT)
        self.by.setPlaceholderText(tr("name"))
        self.add_field(tr("&Analyst"), self.by)
        self._lowest, self._highest = _scale(target)
        self.add_field(tr("&Value"), self.value)
        self.span.setPlaceholderText(tr("not given"))
        has_range = target.subject.kind != "tie"
        if has_range:
            self.add_field(tr("&Range (80 %)"), self.span)
        self.confidence, self.source = ChoiceBox(), ChoiceBox()
        for box, options in (
            (self.confidence, words.options(words.confidences(), tr("Not given"))),
            (self.source, words.source_options(document)),
        ):
            if box is self.source:
                box.addItem(tr("None"), None)
            for option in options:
                box.addItem(option.text, option.value)
        self.add_field(tr("&Confidence"), self.confidence)
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(GRID * 9)
        self.add_field(tr("&Why"), self.reason)
        self.add_field(tr("&Source"), self.source)
        self.add_reject()
        self.add_accept(tr("A&dd")).clicked.connect(self.accept)
        self.by.setFocus(Qt.FocusReason.OtherFocusReason)

    def _valid_name(self) -> str:
        name = single_line(self.by.text()).strip()
        if not name:
            raise ValueError(tr("Enter who judges this."))
        return name

    def _valid_value(self) -> float | int:
        value = parse_number(self.value.text(), self._lowest, self._highest)
        if value is None:
            raise ValueError(tr("Enter a number such as 35."))
        if self._target.subject.kind == "tie":
            if not value.is_integer():
                raise ValueError(tr("A strength is a whole number from −3 to 3."))
            return int(value)
        return value

    def _valid_span(self, value: float | None) -> tuple[float | None, float | None]:
        low, high = parse_range(self.span.text(), self._lowest, self._highest)
        if value is not None and low is not None and high is not None and not low <= value <= high:
            raise ValueError(tr("The range must include the value."))
        return low, high

    def accept(self) -> None:
        """Close if all fields are valid; else show the errors and focus the first invalid field."""
        by = self.validated(self.by, self._valid_name)
        value = self.validated(self.value, self._valid_value)
        span = (None, None)
        if self._target.subject.kind != "tie":
            span = self.validated(self.span, partial(self._valid_span, value)) or span
        reason = self.validated(self.reason, lambda: parse_reason(self.reason.toPlainText()))
        if self.focus_invalid():
            return
        source = self.source.currentData()
        record = self._target.subject.record
        measured: Any = value
        if (kind := _estimate_kind(self._target)) is not None:
            measured = kind(value=value, low=span[0], high=span[1])
        self.judgement = record(
            **{record.measured: measured},
            by=by,
            on=self._target.session.authorship.on,
            confidence=self.confidence.currentData() or None,
            reason=reason,
            citations=(Citation(source=source),) if source else (),
        )
        super().accept()


def _estimate_kind(target: JudgementTarget) -> type[Estimate] | None:
    from stakemap.model.judgements import AlignmentEstimate, InfluenceEstimate

    return {"stance": AlignmentEstimate, "standing": InfluenceEstimate}.get(target.subject.kind)


def _scale(target: JudgementTarget) -> tuple[float, float]:
    kind = _estimate_kind(target)
    return (-3.0, 3.0) if kind is None else kind.scale
