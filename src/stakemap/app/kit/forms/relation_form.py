"""The forms of a relation (label, direction, note) and of its strength at a snapshot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from stakemap.app.kit.forms.editors import ChoiceEditor, LineEditor, NoteEditor, Option
from stakemap.app.kit.forms.fields import FieldGrid
from stakemap.app.kit.forms.form import Form, FormContext
from stakemap.app.kit.forms.judgement_form import JudgementForm
from stakemap.app.kit.forms.targets import JudgementTarget, RecordTarget, short
from stakemap.app.kit.style import flat_button
from stakemap.i18n import tr, tr_count
from stakemap.model import edits
from stakemap.model.document import Relation, StakeMap
from stakemap.model.judgements import Judgement, Tie
from stakemap.model.resolve import placement, resolve_stance, resolve_standing, resolve_tie
from stakemap.text import one_line, single_line
from stakemap.wording.judgements import strength_words
from stakemap.wording.names import actor_name, listing, relation_name
from stakemap.wording.numbers import signed

#: The most characters of a name in the direction of a relation.
_DIRECTION_LIMIT = 16


def strengths() -> list[Option]:
    """The strengths of a relation, −3 to +3, as options."""
    return [
        Option(str(value), tr("{value} {words}", value=signed(value), words=words))
        for value, words in strength_words().items()
    ]


def directions(document: StakeMap, relation: Relation) -> list[Option]:
    """The directions of a relation as options: onwards, back, or both."""
    # So short that the arrow is seen between them where a box has little room.
    source, target = (
        one_line(document.actors[end].name, _DIRECTION_LIMIT) for end in (relation.source, relation.target)
    )
    return [
        Option("onwards", tr("{source} → {target}", source=source, target=target)),
        Option("back", tr("{source} → {target}", source=target, target=source)),
        Option("both", tr("Both ways")),
    ]


def directed(relation: Relation, way: str) -> dict[str, Any]:
    """The fields to update on a relation to give it a direction of `directions`."""
    if way == "back":
        return {"source": relation.target, "target": relation.source, "directed": True}
    return {"directed": way == "onwards"}


class RelationTarget(RecordTarget):
    """The record of a relation, which has no date."""

    kind = "relation"

    def store(self, name: str, value: Any) -> None:
        """Change its label, direction or note."""
        record = self.session.document.relations[self.id]
        fields = directed(record, value) if name == "direction" else {name: value}
        label = tr("Change the relation {relation}", relation=_named(self.session.document, self.id))
        self.session.apply(
            edits.update_relation.of(self.id, **fields),
            label=label,
            touched=(record.source, record.target),
        )


def shown_text(document: StakeMap, snapshot: str | None, issue: str | None, relation: str) -> str:
    """Why a relation is not drawn, else at which dates it is where nobody judged that; "" if neither."""
    if snapshot is None or snapshot not in document.snapshots:
        return ""
    tie = resolve_tie(document, snapshot, relation)
    is_judged = any(relation in each.ties for each in document.snapshots.values())
    if is_judged and tie is None:
        return tr("Not shown here: its strength is judged at other dates only.")
    if tie is not None and tie.judgement.state == "not-applicable":
        return tr("Not shown here: it does not apply at this date.")
    missing = _without_position(document, snapshot, issue, relation)
    if missing or is_judged:
        return missing
    return tr("Shown at every date until you give it a strength at one.")


def _without_position(document: StakeMap, snapshot: str, issue: str | None, relation: str) -> str:
    """Which ends of a relation have no position on the issue; "" if both have one."""
    record = document.relations[relation]
    if issue is None or issue not in document.issues:
        return ""
    missing = []
    for actor in (record.source, record.target):
        standing = resolve_standing(document, snapshot, actor)
        stance = resolve_stance(document, snapshot, issue, actor)
        influence = None if standing is None else standing.judgement
        if placement(influence, None if stance is None else stance.judgement) != "placed":
            missing.append(actor_name(document, actor))
    if not missing:
        return ""
    return tr_count(
        "Not shown here: {names} has no position on this issue.",
        "Not shown here: {names} have no position on this issue.",
        len(missing),
        names=listing(missing),
    )


def _named(document: StakeMap, relation: str) -> str:
    return short(relation_name(document, relation))


class RelationForm(Form):
    """Edits label, direction and note of a relation, and can remove it."""

    def __init__(self, context: FormContext) -> None:
        super().__init__(context)
        self._target: RelationTarget | None = None
        self.section = self.add_section()
        label = LineEditor()
        label.setPlaceholderText(tr("alliance, mediates, depends on …"))
        way = ChoiceEditor(self._ways)
        grid = self.section.grid
        grid.add(self.field("label", tr("Label"), label, parse=single_line))
        grid.add(self.field("direction", tr("Direction"), way))
        grid.add(self.field("note", tr("Note"), NoteEditor(), parse=str.strip))
        self.remove = flat_button(tr("Remove this relation"), self._remove)
        self.section.add(self.remove)

    def _ways(self) -> Sequence[Option]:
        if self._target is None:
            return []
        document = self._target.session.document
        relation = document.relations.get(self._target.id)
        return [] if relation is None else directions(document, relation)

    def bind(self, target: RelationTarget, shown: str = "") -> None:
        """Show a relation; `shown` says where it is drawn, or why not."""
        self.section.say(shown)
        self._target = target
        document, read_only = target.session.document, target.session.read_only
        relation = document.relations[target.id]
        way = "onwards" if relation.directed else "both"
        # Reversing a relation changes the texts of the options, but not the content.
        self.fields["direction"].editor.refresh()
        self.bind_fields(
            target, {"label": relation.label, "direction": way, "note": relation.note}, read_only=read_only
        )
        self.remove.setVisible(not read_only)

    def _remove(self) -> None:
        target = self._target
        if target is not None and target.id in target.session.document.relations:
            label = tr("Remove {relation}", relation=_named(target.session.document, target.id))
            target.session.apply(edits.remove_relation.of(target.id), label=label)


class TieForm(JudgementForm):
    """Edits the strength of a relation at a snapshot."""

    def __init__(self, context: FormContext) -> None:
        super().__init__(context, tr("Strength"), -3.0)
        self.unjudged["value"] = tr("Not judged yet. Choose a strength, or set the state to unknown.")

    def _add_value(self, grid: FieldGrid) -> None:
        strength = ChoiceEditor(lambda: [Option(None, tr("Not given")), *strengths()])
        state = ChoiceEditor(self._state_options)
        # Side by side, “−3 strongly hostile” is cut in an inspector of usual width.
        grid.add(self.field("value", tr("Strength"), strength, parse=_strength, text_of=_strength_text))
        grid.add(self.field("state", tr("State"), state, parse=_state, text_of=lambda one: one or ""))

    def measured(self, judgement: Judgement | None) -> Mapping[str, Any]:
        """The strength and the state."""
        strength = judgement.strength if isinstance(judgement, Tie) else None
        return {"value": strength, "state": None if judgement is None else judgement.state}

    def bind(self, target: JudgementTarget) -> None:
        """Show a tie."""
        self.bind_judgement(target, lambda _: {})


def _strength(content: str) -> int | None:
    return int(content) if content else None


def _strength_text(strength: int | None) -> str:
    return "" if strength is None else str(strength)


def _state(content: str) -> str:
    if content in ("unknown", "not-applicable"):
        return content
    raise ValueError(tr("Choose a strength to judge it."))
