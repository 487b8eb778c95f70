"""The form of an issue: name, question, labels of the axis ends, captions of the quadrants, rule, note."""

from __future__ import annotations

from typing import Any

from stakemap.app.kit.forms import choices as words
from stakemap.app.kit.forms.editors import ChoiceEditor, LineEditor, NoteEditor
from stakemap.app.kit.forms.fields import FieldGrid
from stakemap.app.kit.forms.form import Form, FormContext
from stakemap.app.kit.forms.parsing import number, parse_name, parse_quota
from stakemap.app.kit.forms.targets import RecordTarget, short
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.editing.session import Session
from stakemap.i18n import tr
from stakemap.model import edits
from stakemap.model.document import DecisionRule, Issue, RuleKind
from stakemap.model.records import replace
from stakemap.text import single_line

_QUADRANTS = ("top_left", "top_right", "bottom_left", "bottom_right")


class IssueTarget(RecordTarget):
    """The issue that a form edits."""

    kind = "issue"

    def store(self, name: str, value: Any) -> None:
        """Store one field as an edit."""
        known = self.session.document.issues[self.id]
        title = short(known.name)
        if name in _QUADRANTS:
            place = _QUADRANTS.index(name)
            captions = (*known.quadrants[:place], value, *known.quadrants[place + 1 :])
            name, value, label = "quadrants", captions, tr("Change the captions of {issue}", issue=title)
        elif name in ("rule", "quota"):
            name, value = "rule", _rule_with(known, name, value)
            label = tr("Change how {issue} is decided", issue=title)
        else:
            label = {
                "name": tr("Rename {old} to {new}", old=title, new=short(str(value))),
                "question": tr("Change the question of {issue}", issue=title),
                "low_label": tr("Change the poles of {issue}", issue=title),
                "high_label": tr("Change the poles of {issue}", issue=title),
                "note": tr("Change the note on {issue}", issue=title),
            }[name]
        self.session.apply(edits.update_issue.of(self.id, **{name: value}), label=label)


def _rule_with(issue: Issue, name: str, value: Any) -> DecisionRule | None:
    """The rule of an issue with another kind or quota; None for the one that issues have by default."""
    known = issue.rule or DecisionRule()
    # A quota is a number of votes or a share, so that it means nothing under another rule.
    changed = replace(known, kind=value, quota=None) if name == "rule" else replace(known, quota=value)
    return None if changed == DecisionRule() else changed


class IssueForm(Form):
    """The fields of one issue; pole labels and captions are arranged as on the canvas."""

    def __init__(self, context: FormContext) -> None:
        super().__init__(context)
        grid = FieldGrid(self)
        grid.add(self.field("name", tr("Na&me"), LineEditor(), parse=parse_name))
        grid.add(self.field("question", tr("&Question"), NoteEditor(), parse=str.strip))
        grid.add(
            self._line("low_label", tr("&Left pole: against")),
            self._line("high_label", tr("&Right pole: for")),
        )
        grid.add(PlainLabel(tr("Quadrant captions"), role="strong"))
        grid.add(
            self._line("top_left", tr("Against, high influence")),
            self._line("top_right", tr("For, high influence")),
        )
        grid.add(
            self._line("bottom_left", tr("Against, low influence")),
            self._line("bottom_right", tr("For, low influence")),
        )
        rule = ChoiceEditor(lambda: words.options(words.rules()))
        self.quota = self.field("quota", tr("Needed"), LineEditor(), parse=parse_quota, text_of=number)
        self.quota.editor.setPlaceholderText(tr("more than half"))
        grid.add(self.field("rule", tr("&Decided by"), rule), self.quota, shares=(4, 2))
        grid.add(self.field("note", tr("N&ote"), NoteEditor(), parse=str.strip))
        self.column.addWidget(grid)

    def _line(self, name: str, caption: str) -> Any:
        return self.field(name, caption, LineEditor(), parse=single_line)

    def bind(self, session: Session, issue: str) -> None:
        """Show an issue."""
        known = session.document.issues[issue]
        values = {
            name: getattr(known, name) for name in ("name", "question", "low_label", "high_label", "note")
        }
        values |= dict(zip(_QUADRANTS, known.quadrants, strict=True))
        kind = "majority" if known.rule is None else known.rule.kind
        values |= {"rule": kind, "quota": None if known.rule is None else known.rule.quota}
        self._show_quota(kind)
        self.bind_fields(IssueTarget(session, issue), values, read_only=session.read_only)

    def _show_quota(self, kind: RuleKind) -> None:
        """Show what is needed under a rule that has a quota, in the unit of the rule."""
        captions = {"share": tr("Share needed, in per cent"), "votes": tr("Votes needed")}
        self.quota.setVisible(kind in captions)
        self.quota.show_caption(captions.get(kind, tr("Needed")))

    def focus_name(self) -> None:
        """Set the focus to the name and select its text."""
        editor = self.fields["name"].editor
        editor.setFocus()
        if isinstance(editor, LineEditor):
            editor.selectAll()
