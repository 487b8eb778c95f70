"""The forms of a judgement: its value, range and state, and the evidence and notes that support it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Literal

from PySide6.QtWidgets import QCheckBox

from stakemap.app.kit.forms import choices as words
from stakemap.app.kit.forms import evidence_rows as rows
from stakemap.app.kit.forms import parsing, row_values
from stakemap.app.kit.forms.citations_field import citations_field
from stakemap.app.kit.forms.editors import ChoiceEditor, LineEditor, NoteEditor, Option
from stakemap.app.kit.forms.fields import FieldGrid
from stakemap.app.kit.forms.form import Form, FormContext
from stakemap.app.kit.forms.targets import JudgementTarget
from stakemap.app.kit.plain_text import PlainLabel, set_tooltip
from stakemap.app.kit.style import GRID, flat_button
from stakemap.app.kit.tab_order import tab_in_reading_order
from stakemap.i18n import tr, tr_count
from stakemap.model.comments import open_at
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Estimate, Judgement, Stance
from stakemap.model.order import issues_in_order
from stakemap.model.places import path_of
from stakemap.model.resolve import Resolved, is_carried_over
from stakemap.model.reviews import judgement_approval
from stakemap.model.subjects import Place
from stakemap.text import single_line
from stakemap.wording.names import snapshot_text
from stakemap.wording.others import pooled_text
from stakemap.wording.reviews import approval_text

#: The parts of a judgement that are shown one at a time: what was judged, or the evidence and notes on it.
Part = Literal["value", "support"]

#: The width of a field in pixels that shows "−100" whole.
_NUMBER_WIDTH = GRID * 6 + 2
#: Least width in pixels that shows "−100 to −88" whole: cut in the middle of a number, a range would read as
#: another one.
_RANGE_WIDTH = GRID * 12 - 2
#: The width in pixels at which every role is whole.
_ROLE_WIDTH = GRID * 13
#: The least number of characters of a choice beside two fields: with both it fills the inspector's width.
_SHORT = 4
#: The fields that judgements of all kinds have besides their value.
_SUPPORT = ("confidence", "basis", "reason", "citations", "watch_for", "by", "on")


def _text(value: Any) -> str:
    return value or ""


def _or_none(content: str) -> str | None:
    return content or None


def _value(estimate: Estimate | None) -> float | None:
    return None if estimate is None else estimate.value


def _range(estimate: Estimate | None) -> tuple[float | None, float | None]:
    return (None, None) if estimate is None else (estimate.low, estimate.high)


def _state(content: str) -> str:
    if content == "judged":
        raise ValueError(tr("Type a value to judge it."))
    if not content:
        raise ValueError(tr("Type a value, or set the state to unknown."))
    return content


class JudgementForm(Form):
    """The base class of the forms of standings, stances and ties. It shows one part of a judgement."""

    def __init__(self, context: FormContext, title: str, lowest: float) -> None:
        super().__init__(context)
        self.document: StakeMap | None = None
        #: The notes below the title while there is no judgement.
        self.unjudged: dict[Part, str] = {
            "value": tr("Not judged yet. Type a value, or set the state to unknown."),
            "support": tr("Not judged yet. Enter a value first, then the reason."),
        }
        #: The subjects in the accessible names of some fields, where they differ from that of the form.
        self.subjects: Mapping[str, str] = {}
        self._lowest = lowest
        self.is_judged = False
        self._target: JudgementTarget | None = None
        self._part: Part = "value"
        self._origin = ""
        self.section = self.add_section(title)
        self.value_row = self.section.grid
        self._add_value(self.value_row)
        self.still_applies = QCheckBox(tr("Reason and sources still apply"), self)
        set_tooltip(self.still_applies, tr("Keep reason, sources and confidence of the previous value"))
        self.still_applies.clicked.connect(self._keep_support)
        self.still_applies.hide()
        # Below the value that was just typed, not with the reason, which is on another page.
        self.value_row.add(self.still_applies)
        self.particulars = FieldGrid(self.section)
        self.add_particulars(self.particulars)
        #: The fields of the part "support", made when that is first shown.
        self.support: FieldGrid | None = None
        #: Who approved the judgement, or that it changed since; then how many open comments there are on it.
        self.review = PlainLabel(parent=self, role="caption", wrap=True)
        self.comments = flat_button("", self.context.show_comments)
        for part in (self.particulars, self.review, self.comments):
            self.section.add(part)
        self.set_accessible_subject(title)

    def _add_value(self, grid: FieldGrid) -> None:
        number, span = self.scale_fields("value", "range", self._lowest)
        choice = ChoiceEditor(self._state_options)
        choice.setMinimumContentsLength(_SHORT)
        state = self.field("state", tr("State"), choice, parse=_state, text_of=_text)
        grid.add(number, span, state, shares=(1, 3, 2))

    def scale_fields(self, value: str, span: str, lowest: float) -> tuple[Any, Any]:
        """A field for a number from `lowest` to 100, and one for its range."""
        number = LineEditor(step=partial(parsing.stepped, lowest=lowest, highest=100.0))
        number.setMinimumWidth(_NUMBER_WIDTH)
        range_line = LineEditor()
        range_line.setPlaceholderText(tr("not given"))
        range_line.setMinimumWidth(_RANGE_WIDTH)
        return (
            self.field(
                value,
                tr("Value"),
                number,
                parse=partial(parsing.parse_number, lowest=lowest, highest=100.0),
                text_of=parsing.number,
            ),
            self.field(
                span,
                tr("Range (80 %)"),
                range_line,
                parse=partial(parsing.parse_range, lowest=lowest, highest=100.0),
                text_of=lambda ends: parsing.range_text(*ends),
            ),
        )

    def _state_options(self) -> Sequence[Option]:
        none = None if self.is_judged else words.state_text(None)
        return words.options(words.states(), none)

    def add_particulars(self, grid: FieldGrid) -> None:
        """Add the fields of one kind of judgement; to be overridden."""

    def _make_support(self) -> FieldGrid:
        grid = FieldGrid(self.section)
        confidence = ChoiceEditor(lambda: words.options(words.confidences(), tr("Not given")))
        basis = ChoiceEditor(lambda: words.options(words.bases(), tr("Not given")))
        grid.add(
            self.field("confidence", tr("Confidence"), confidence, parse=_or_none, text_of=_text),
            self.field("basis", tr("Basis"), basis, parse=_or_none, text_of=_text),
        )
        reason = NoteEditor(least=3)
        reason.setPlaceholderText(tr("Why this value?"))
        grid.add(self.field("reason", tr("Reason"), reason, parse=str.strip))
        add, remove = tr("Add a citation"), tr("Remove this citation")
        grid.add(citations_field(self, self._source_options, tr("Sources"), add, remove))
        watch = NoteEditor()
        watch.setPlaceholderText(tr("What would change this judgement?"))
        grid.add(self.field("watch_for", tr("Watch for"), watch, parse=str.strip))
        day = LineEditor()
        day.setPlaceholderText(tr("YYYY-MM-DD"))
        grid.add(
            self.field("by", tr("Judged by"), LineEditor(), parse=str.strip),
            self.field("on", tr("Judged on"), day, parse=parsing.parse_day, text_of=_text),
        )
        self.earlier = flat_button("", self.context.show_history)
        grid.add(self.earlier)
        self.section.add(grid)
        self.set_accessible_subject(self._subject)
        return grid

    def _keep_support(self, kept: bool) -> None:
        if self._target is not None:
            self._target.keep_support(kept)

    def _source_options(self) -> Sequence[Option]:
        return words.source_options(self.document)

    def set_accessible_subject(self, subject: str) -> None:
        """Prefix the accessible names of the fields with their subject."""
        self._subject = subject
        for name, field in self.fields.items():
            field.set_accessible_subject(self.subjects.get(name, subject))

    @staticmethod
    def part_of(name: str) -> Part:
        """The part that has a field."""
        return "support" if name in _SUPPORT else "value"

    def show_part(self, part: Part) -> None:
        """Show one part of the judgement; without a judgement a note says what to do."""
        self._part = part
        if part == "support" and self.is_judged and self.support is None and self._target is not None:
            self.support = self._make_support()
            self.bind_judgement(self._target, self._values)
            tab_in_reading_order(self)
        self.value_row.setVisible(part == "value")
        self.particulars.setVisible(part == "value" and self.is_judged)
        if self.support is not None:
            self.support.setVisible(part == "support" and self.is_judged)
        for line in (self.review, self.comments):
            line.setVisible(part == "value" and bool(line.text()))
        self.section.say(self._origin if self.is_judged else self.unjudged[part])

    def bind_judgement(self, target: JudgementTarget, values: Callable[[Any], Any]) -> None:
        """Show the judgement of a target; `values` returns the fields that only its kind has."""
        session = target.session
        self.document, self._target, self._values = session.document, target, values
        shown: Resolved[Any] | None = target.shown()
        judgement: Judgement | None = shown.judgement if shown is not None else None
        self.is_judged = judgement is not None
        self._origin = "" if shown is None else self._origin_text(shown, target.snapshot)
        self._show_team(target)
        shown_values = dict(self.measured(judgement))
        if judgement is not None:
            shown_values.update(values(judgement))
            shown_values.update((name, getattr(judgement, name)) for name in _SUPPORT if name in self.fields)
        names = (self.document.sources, self.document.issues, self.is_judged)
        self.bind_fields(target, shown_values, read_only=session.read_only, names=names)
        self.show_part(self._part)
        self.still_applies.setVisible(judgement is not None and target.may_keep_support)
        self.still_applies.setChecked(judgement is not None and judgement.support_kept)
        self.still_applies.setEnabled(not session.read_only)
        if judgement is None or self.support is None:
            return
        count = len(judgement.earlier)  # type: ignore[attr-defined]
        self.earlier.setText(
            tr_count("Show {count} earlier judgement", "Show {count} earlier judgements", count)
        )
        self.earlier.setVisible(bool(count) and target.subject.kind != "tie")

    def _show_team(self, target: JudgementTarget) -> None:
        """Show who approved the judgement, and how many open comments there are on it."""
        assert self.document is not None
        document = self.document
        approval = judgement_approval(document, target.snapshot, target.subject) if document.reviews else None
        self.review.setText(approval_text(approval))
        path = path_of(Place("snapshots", target.snapshot, target.subject))
        count = open_at(document, path) if document.comments else 0
        self.comments.setText(
            tr_count("{count} open comment", "{count} open comments", count) if count else ""
        )

    def measured(self, judgement: Judgement | None) -> Mapping[str, Any]:
        """The fields of the judged quantity: value, range and state."""
        estimate = getattr(judgement, judgement.measured) if judgement is not None else None
        state = judgement.state if judgement is not None else None
        return {"value": _value(estimate), "range": _range(estimate), "state": state}

    def _origin_text(self, shown: Resolved[Any], snapshot: str) -> str:
        """From what a judgement was pooled, and which snapshot it comes from; "" for one made in the view."""
        return "\n".join(filter(None, (pooled_text(shown.judgement), self._carried_text(shown, snapshot))))

    def _carried_text(self, shown: Resolved[Any], snapshot: str) -> str:
        assert self.document is not None
        if shown.snapshot == snapshot:
            return ""
        there = snapshot_text(self.document.snapshots[shown.snapshot])
        here = snapshot_text(self.document.snapshots[snapshot])
        if is_carried_over(self.document, shown, snapshot):
            return tr("Carried over from {there}. Changes here apply to {here}.", there=there, here=here)
        return tr("Unchanged from {there}. Changes here apply to {here}.", there=there, here=here)


class StandingForm(JudgementForm):
    """The influence of an actor."""

    def __init__(self, context: FormContext) -> None:
        super().__init__(context, tr("Influence"), 0.0)

    def bind(self, target: JudgementTarget) -> None:
        """Show a standing."""
        self.bind_judgement(target, lambda _: {})


class StanceForm(JudgementForm):
    """The alignment of an actor on an issue."""

    def __init__(self, context: FormContext) -> None:
        super().__init__(context, "", -100.0)

    def add_particulars(self, grid: FieldGrid) -> None:
        """Add role, salience, own influence, votes where they count, and conditions."""
        role = ChoiceEditor(lambda: words.options(words.roles(), tr("Not given")))
        role.setMinimumContentsLength(_SHORT)
        role.setMinimumWidth(_ROLE_WIDTH)
        salience, salience_range = self.scale_fields("salience", "salience_range", 0.0)
        salience.caption.setText(tr("Salience"))
        grid.add(
            salience,
            salience_range,
            self.field("role", tr("Role"), role, parse=_or_none, text_of=_text),
            shares=(1, 3, 2),
        )
        influence, influence_range = self.scale_fields("influence", "influence_range", 0.0)
        influence.caption.setText(tr("Influence here"))
        influence.editor.setPlaceholderText(tr("only if different"))
        self.subjects = {"salience_range": tr("Salience"), "influence_range": tr("Influence here")}
        grid.add(influence, influence_range)
        self.votes = self.field(
            "votes", tr("Votes"), LineEditor(), parse=parsing.parse_votes, text_of=parsing.number
        )
        grid.add(self.votes)
        conditions = rows.RowsEditor(
            rows.make_condition_row(self._issue_options), tr("Add a condition"), tr("Remove this condition")
        )
        grid.add(
            self.field(
                "conditions",
                tr("Conditions"),
                conditions,
                parse=row_values.parse_conditions,
                text_of=row_values.conditions_text,
            )
        )

    def _issue_options(self) -> Sequence[Option]:
        issues = self.document.issues if self.document is not None else {}
        ordered = issues_in_order(self.document) if self.document is not None else ()
        return [Option(None, tr("No issue")), *(Option(key, issues[key].name) for key in ordered)]

    def bind(self, target: JudgementTarget) -> None:
        """Show a stance."""
        key = target.subject.issue or ""
        issue = target.session.document.issues[key]
        title = tr("Alignment: {issue}", issue=issue.name or key)
        if self.section.title.text() != title:
            self.section.show_title(title)
            self.set_accessible_subject(single_line(title))
        self.votes.setVisible(issue.rule is not None and issue.rule.kind == "votes")
        self.bind_judgement(target, self._particulars)

    @staticmethod
    def _particulars(stance: Stance) -> dict[str, Any]:
        return {
            "role": stance.role,
            "salience": _value(stance.salience),
            "salience_range": _range(stance.salience),
            "influence": _value(stance.influence),
            "influence_range": _range(stance.influence),
            "votes": stance.votes,
            "conditions": stance.conditions,
        }
