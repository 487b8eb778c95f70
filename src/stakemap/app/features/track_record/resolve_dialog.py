"""The dialog that records what was found of a judgement, beside the judgement as it stood."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from stakemap.app.features.track_record.found_dialog import FoundDialog
from stakemap.app.kit.forms.editors import LineEditor
from stakemap.app.kit.forms.parsing import number, parse_number, stepped
from stakemap.app.kit.forms.targets import short
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.widgets.choice_box import ChoiceBox
from stakemap.app.kit.widgets.dialog import labelled
from stakemap.i18n import comma_list, isolate, tr
from stakemap.model.document import Resolution, ResolvedField, StakeMap
from stakemap.model.edits_resolutions import as_judged, resolution_of
from stakemap.model.subjects import Subject
from stakemap.text import one_line, single_line
from stakemap.wording.dates import date_text
from stakemap.wording.judgements import confidence_text
from stakemap.wording.names import issue_name, snapshot_text
from stakemap.wording.resolutions import range_text


class Candidate(NamedTuple):
    """A judgement of an actor that can be resolved, with what it says and what is recorded of it."""

    subject: Subject
    field: ResolvedField
    judged: Resolution
    known: str | None

    def name_in(self, document: StakeMap) -> str:
        """The name of its actor, or what that was called if it is gone."""
        actor = document.actors.get(self.subject.id)
        return (self.judged.name or self.subject.id) if actor is None else actor.name

    @property
    def lowest(self) -> float:
        """The lower end of its scale; the upper one is 100."""
        return -100.0 if self.field == "alignment" else 0.0


def candidates(document: StakeMap, snapshot: str, issue: str | None, actor: str) -> tuple[Candidate, ...]:
    """What a snapshot shows of an actor that has a value: on the issue, then its influence."""
    return tuple(_candidates(document, snapshot, issue, actor))


def _candidates(document: StakeMap, snapshot: str, issue: str | None, actor: str) -> Iterator[Candidate]:
    pairs: list[tuple[Subject, ResolvedField]] = []
    if issue is not None:
        stance = Subject.stance(issue, actor)
        pairs += [(stance, "alignment"), (stance, "salience"), (stance, "influence")]
    pairs.append((Subject.standing(actor), "influence"))
    for subject, field in pairs:
        judged = as_judged(document, snapshot, subject, field)
        if judged is not None:
            known = resolution_of(document, snapshot, subject, field)
            yield Candidate(subject, field, document.resolutions[known] if known else judged, known)


def recorded_candidate(document: StakeMap, resolution: str) -> Candidate:
    """The judgement of which something is recorded, as it stood then; it may be gone."""
    judged = document.resolutions[resolution]
    actor, issue = judged.actor, judged.issue
    subject = Subject.standing(actor) if issue is None else Subject.stance(issue, actor)
    return Candidate(subject, judged.field, judged, resolution)


class _Typed(NamedTuple):
    """What the fields held when another judgement was chosen."""

    number: str
    date: str
    reason: str
    citations: str


class ResolveDialog(FoundDialog):
    """Asks what was the case; `value` is set once it is accepted, `chosen` is what it is about: at first the
    judgement of the subject `first`, if that is offered.
    """

    def __init__(
        self,
        parent: QWidget | None,
        document: StakeMap,
        offered: tuple[Candidate, ...],
        first: Subject | None = None,
    ) -> None:
        name = short(offered[0].name_in(document))
        super().__init__(parent, document, tr("Resolve a judgement of {actor}", actor=name))
        self.value: float | None = None
        self._offered = offered
        self._typed: dict[int, _Typed] = {}
        self._shown: int | None = None
        self.what = ChoiceBox()
        for each in offered:
            self.what.addItem(self._what(each))
        self.what.setCurrentIndex(
            next((place for place, each in enumerate(offered) if each.subject == first), 0)
        )
        self.column.addLayout(labelled(tr("&Judgement"), self.what))
        self.judged = PlainLabel(wrap=True)
        self.column.addWidget(self.judged)
        self.number = LineEditor(step=self._stepped)
        self.number.setAccessibleName(tr("What was found"))
        self.add_field(tr("What was &found to be the case"), self.number)
        self.scale = PlainLabel(role="caption", wrap=True)
        self.column.addWidget(self.scale)
        self.lay_out(tr("&Resolve"), tr("Re&move what is recorded"))
        self.what.currentIndexChanged.connect(self._show_chosen)
        self._show_chosen()
        self.number.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def chosen(self) -> Candidate:
        """The judgement that is resolved."""
        return self._offered[self.what.currentIndex()]

    def _what(self, candidate: Candidate) -> str:
        if candidate.subject.issue is None:
            return tr("Influence")
        issue = issue_name(self.document, candidate.subject.issue)
        return {
            "alignment": tr("Alignment: {issue}", issue=issue),
            "salience": tr("Salience: {issue}", issue=issue),
            "influence": tr("Influence on this issue: {issue}", issue=issue),
        }[candidate.field]

    @property
    def typed_fields(self) -> tuple[QWidget, ...]:
        """The fields whose texts are about the chosen judgement."""
        return (self.number, *super().typed_fields)

    def _show_chosen(self) -> None:
        """Show the judgement as it stood, and what is recorded of it or was typed before."""
        if self._shown is not None:
            self._typed[self._shown] = _Typed(
                self.number.text(), self.date.text(), self.reason.toPlainText(), self.citations.content()
            )
        self._shown = self.what.currentIndex()
        candidate = self.chosen
        judged = candidate.judged
        self.judged.setText("\n".join(self._judged_lines(judged)))
        self.scale.setText(self._scale_text(candidate))
        known = judged if candidate.known else None
        snapshot = self.document.snapshots.get(judged.snapshot)
        self.number.setText("" if known is None else number(known.found))
        subject = f"found {judged.snapshot} {candidate.subject} {candidate.field}"
        self.show_found(known, None if snapshot is None else snapshot.date, subject)
        typed = self._typed.get(self._shown)
        if typed is not None:
            self.number.setText(typed.number)
            self.date.setText(typed.date)
            self.reason.setPlainText(typed.reason)
            self.citations.show_content(typed.citations)

    def _judged_lines(self, judged: Resolution) -> Iterator[str]:
        values = [tr("Judged as {value}", value=range_text(judged))]
        if not judged.has_range:
            values.append(tr("without a range, so that it does not count in the hit rate"))
        if judged.confidence:
            values.append(confidence_text(judged.confidence))
        yield comma_list(values)
        snapshot = self.document.snapshots.get(judged.snapshot)
        where = isolate(one_line(judged.snapshot_label)) if snapshot is None else snapshot_text(snapshot)
        by, on = isolate(one_line(judged.judged_by)), date_text(judged.judged_on)
        if by and on:
            yield tr("In {snapshot}, by {analyst} on {date}", snapshot=where, analyst=by, date=on)
        elif by:
            yield tr("In {snapshot}, by {analyst}", snapshot=where, analyst=by)
        elif on:
            yield tr("In {snapshot}, on {date}", snapshot=where, date=on)
        else:
            yield tr("In {snapshot}", snapshot=where)

    def _scale_text(self, candidate: Candidate) -> str:
        if candidate.field == "salience":
            return tr("From 0 (does not matter to the actor) to 100 (matters most)")
        if candidate.field == "influence":
            return tr("From 0 (none) to 100 (decisive)")
        issue = self.document.issues.get(candidate.subject.issue or "")
        low, high = ("", "") if issue is None else map(single_line, (issue.low_label, issue.high_label))
        return tr("From −100 ({low}) to 100 ({high})", low=low or tr("against"), high=high or tr("in favour"))

    def _stepped(self, text: str, step: int) -> str:
        return stepped(text, step, self.chosen.lowest, 100.0)

    def check_own(self) -> None:
        """Validate the number."""
        self.value = self.validated(self.number, self._valid_number)

    def _valid_number(self) -> float:
        value = parse_number(self.number.text(), self.chosen.lowest, 100.0)
        if value is None:
            raise ValueError(tr("Enter what was found, as a number on the scale."))
        return value
