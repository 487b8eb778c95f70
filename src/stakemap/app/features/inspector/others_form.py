"""What others judge of the selected subject, beside its judgement, with what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from stakemap.app.kit.forms.fields import Section
from stakemap.app.kit.forms.form import Form, FormContext
from stakemap.app.kit.forms.targets import JudgementTarget
from stakemap.app.kit.plain_text import PlainLabel, set_tooltip
from stakemap.app.kit.style import GRID, flat_button
from stakemap.i18n import number, tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Judgement
from stakemap.model.others import others_of
from stakemap.text import one_line, plain, shortened
from stakemap.wording.citations import cited_for_and_against
from stakemap.wording.dates import date_text
from stakemap.wording.judgements import support_words
from stakemap.wording.names import source_name
from stakemap.wording.numbers import figure, signed
from stakemap.wording.others import analyst_name, judged_value

#: The most characters of a reason before it is shown on demand.
_REASON = 160


def agreement_text(target: JudgementTarget, judgement: Judgement) -> str:
    """The pool of all analysts and how far they agree: "Pool of 4: +12 (−30 to +50) · they agree (A 0.8)"."""
    from stakemap.analysis.agreement.disagreement import Judged, compared

    found = compared([Judged(target.snapshot, target.subject, judgement)])
    comparison = found[0] if found else None
    if comparison is None or comparison.agreement is None:
        return ""
    values = comparison.estimates
    if comparison.pool is None:
        text = tr_count("{count} analyst", "{count} analysts", len(values))
    else:
        show = number if target.subject.kind == "standing" else signed
        pool = comparison.pool
        ends = [show(round(end, 1)) for end in (pool.value, pool.low, pool.high) if end is not None]
        value = (
            tr("{value} ({low} to {high})", value=ends[0], low=ends[1], high=ends[2]) if ends[2:] else ends[0]
        )
        text = tr("Pool of {count}: {value}", count=len(values), value=value)
    if comparison.camps:
        how = tr("they hold rival readings")
    else:
        how = tr("they agree") if comparison.agrees else tr("they disagree")
    parts = [text, tr("{how} (A {agreement})", how=how, agreement=figure(comparison.agreement, 1))]
    if comparison.outlier:
        parts.append(tr("{analyst} is farthest from the others", analyst=one_line(comparison.outlier)))
    return " · ".join(parts)


def _about_agreement() -> str:
    return tr(
        "A is van der Eijk’s agreement: 1 if all judge in the same part of the scale, 0 if they are evenly "
        "spread over it, −1 if half of them stand at either end"
    )


class _Card(QFrame):
    """What one of the others judges. `adopted` and `removed` are emitted by its buttons."""

    adopted = Signal()
    removed = Signal()

    def __init__(self, document: StakeMap, other: Judgement, *, read_only: bool) -> None:
        super().__init__()
        self.setObjectName("history-card")
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID + GRID // 2, GRID, GRID, GRID)
        column.setSpacing(GRID // 2)
        name, value = analyst_name(other), judged_value(other)
        head = QHBoxLayout()
        head.addWidget(PlainLabel(name, role="strong", wrap=True), 1)
        head.addWidget(PlainLabel(value, role="strong"))
        column.addLayout(head)
        written = " · ".join(filter(None, (date_text(other.on), *support_words(other))))
        if written:
            column.addWidget(PlainLabel(written, role="caption", wrap=True))
        self._add_reason(column, plain(other.reason).strip(), name)
        sources = "\n".join(_sources(document, other))
        column.addWidget(PlainLabel(sources or tr("No source cited"), role="caption", wrap=True))
        self.setAccessibleName(". ".join(filter(None, (name, value, written, plain(other.reason), sources))))
        if read_only:
            return
        row = QHBoxLayout()
        for text, tells, act in (
            (tr("Make this the judgement"), tr("Make what {analyst} judges the judgement"), self.adopted),
            (tr("Remove"), tr("Remove what {analyst} judges"), self.removed),
        ):
            button = flat_button(text, act.emit)
            button.setAccessibleName(tells.format(analyst=name))
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)

    @staticmethod
    def _add_reason(column: QVBoxLayout, reason: str, name: str) -> None:
        """Add the reason, which is shown whole on demand where it is long."""
        short = shortened(reason, _REASON)
        label = PlainLabel(short or tr("No reason given"), role="body" if reason else "muted", wrap=True)
        column.addWidget(label)
        if not short.endswith("…") or short == reason:
            return

        def show() -> None:
            label.setText(reason)
            button.hide()

        button = flat_button(tr("Show the whole reason"), show)
        button.setAccessibleName(tr("Show the whole reason of {analyst}", analyst=name))
        column.addWidget(button)


def _sources(document: StakeMap, other: Judgement) -> Iterator[str]:
    support, against = cited_for_and_against(other.citations, partial(source_name, document))
    if support:
        yield tr("Sources: {sources}", sources="; ".join(support))
    if against:
        yield tr("Contradicted by: {sources}", sources="; ".join(against))


class OthersForm(Form):
    """The judgements of others about one subject, and the conflict about it that nobody decided.

    `wanted` carries what is asked for ("adopt", "remove", "add", "pool", or how a conflict is decided: "one",
    "other", "both"), the target, and the judgement or the id of the conflict that it is about.
    """

    wanted = Signal(str, object, object)

    def __init__(self, context: FormContext) -> None:
        super().__init__(context)
        self._shown: tuple[Any, ...] = ()
        self._body: QWidget | None = None

    def bind(self, target: JudgementTarget, conflicts: Mapping[str, str]) -> bool:
        """Show what others judge, and a sentence for each conflict by its id; whether anything is new."""
        session, shown = target.session, target.shown()
        judgement = None if shown is None else shown.judgement
        now = (target.key, judgement, conflicts, session.document.sources, session.read_only)
        if len(self._shown) == len(now) and all(
            a is b or a == b for a, b in zip(self._shown, now, strict=True)
        ):
            return False
        self._shown = now
        had_focus = self._body is not None and self._body.isAncestorOf(self.window().focusWidget() or self)
        if self._body is not None:
            # Deferred, since it may have the button whose signal is being handled.
            self._body.hide()
            self._body.deleteLater()
        self._body = self._make(target, judgement, conflicts)
        if had_focus:
            first = next(iter(self._body.findChildren(QPushButton)), self)
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _make(
        self, target: JudgementTarget, judgement: Judgement | None, conflicts: Mapping[str, str]
    ) -> Section:
        others = () if judgement is None else others_of(judgement)
        section = self.add_section(tr("Judgements of others ({count})", count=number(len(others))))
        read_only = target.session.read_only
        if judgement is not None and others:
            section.say(agreement_text(target, judgement))
            set_tooltip(section.note, _about_agreement())
        for key, sentence in conflicts.items():
            section.add(self._conflict(target, key, sentence, read_only=read_only))
        for other in others:
            card = _Card(target.session.document, other, read_only=read_only)
            card.adopted.connect(partial(self.wanted.emit, "adopt", target, other))
            card.removed.connect(partial(self.wanted.emit, "remove", target, other))
            section.add(card)
        if not read_only:
            section.add(self._buttons(target, can_pool=bool(others)))
        return section

    def _buttons(self, target: JudgementTarget, *, can_pool: bool) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        for text, what in ((tr("Add another’s judgement…"), "add"), (tr("Pool…"), "pool")):
            if what == "add" or can_pool:
                layout.addWidget(flat_button(text, self._asking(what, target)))
        layout.addStretch(1)
        return row

    def _conflict(self, target: JudgementTarget, key: str, sentence: str, *, read_only: bool) -> QWidget:
        frame = QFrame()
        frame.setObjectName("history-card")
        frame.setProperty("shown", True)
        column = QVBoxLayout(frame)
        column.setContentsMargins(GRID + GRID // 2, GRID, GRID, GRID)
        text = tr("Not decided yet: {conflict}.", conflict=sentence)
        column.addWidget(PlainLabel(text, role="body", wrap=True))
        frame.setAccessibleName(text)
        if read_only:
            return frame
        author = _other_author(target.session.document, key)
        take = tr("Take that of {analyst}", analyst=author) if author else tr("Take the other one")
        for text, what in (
            (tr("Keep this one"), "one"),
            (take, "other"),
            (tr("Keep both as a disagreement"), "both"),
        ):
            column.addWidget(flat_button(text, self._asking(what, target, key)))
        return frame

    def _asking(self, what: str, target: JudgementTarget, about: object = None) -> Callable[[], None]:
        return lambda: self.wanted.emit(what, target, about)


def _other_author(document: StakeMap, key: str) -> str:
    """Who made the judgement that a conflict is about and the map does not have; "" if not known."""
    other = document.conflicts[key].other
    by = other.get("by", "") if isinstance(other, dict) else ""
    return shortened(plain(by), 40) if isinstance(by, str) else ""


class StanceOthers(OthersForm):
    """What others judge of the alignment of an actor."""


class StandingOthers(OthersForm):
    """What others judge of its influence."""


class TieOthers(OthersForm):
    """What others judge of the strength of a relation."""
