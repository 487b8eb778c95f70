"""The conflicts of a merge in sentences, which name the analysts who judged, not the sides of the merge.

Which side is first depends on who merges and how; who judged does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from stakemap.errors import EditError, Fault
from stakemap.i18n import comma_list, tr
from stakemap.model.changes import changed_fields
from stakemap.model.document import Outcome, Resolution, StakeMap
from stakemap.model.judgements import Judgement
from stakemap.model.merging.conflicts import Conflict
from stakemap.model.merging.recording import as_conflict
from stakemap.model.records import LIST_LIMIT
from stakemap.model.subjects import Place
from stakemap.model.teamwork import Comment
from stakemap.model.terms import field_label
from stakemap.text import one_line
from stakemap.wording.changes import Namer, record_kinds, shown_value, subject_name
from stakemap.wording.dates import date_text
from stakemap.wording.names import snapshot_name
from stakemap.wording.others import judged_value
from stakemap.wording.resolutions import outcome_name, resolution_name

#: Fields that say who judged and what was replaced, not what.
_SIGNATURE = {"by", "on", "others", "earlier"}
#: The most characters of a comment that stand for it.
_EXCERPT = 60


def conflict_texts(document: StakeMap, conflicts: Iterable[Conflict]) -> list[str]:
    """A sentence for each conflict of a merge that led to this map."""
    return [conflict_text(document, conflict) for conflict in conflicts]


def conflict_text(document: StakeMap, conflict: Conflict) -> str:
    """What the two versions say, and what the merged map has.

    For example "Türkiye on Border opening at 2025: A. Analyst judged +20 (reason: Slow), B. Colleague judged
    +45; the former is current, the latter is in its history".
    """
    place, field, _, one, other, _ = conflict
    if place.subject is not None:
        name = subject_name(document, place.id, place.subject)
        return tr("{name}: {conflict}", name=name, conflict=_about_judgement(conflict))
    name = record_name(document, conflict.place)
    if conflict.kind == "removed":
        return tr("{name}: removed in one version and changed in the other; it is kept", name=name)
    if conflict.kind == "referred":
        return tr("{name}: removed in one version, but the other refers to it; it is kept", name=name)
    if conflict.kind == "cycle":
        return _about_cycle(document, conflict, name)
    if not field:
        return tr(
            "{name}: changed in both versions in ways that do not go together; one of them is kept", name=name
        )
    label, values = field_label(field), [shown_value(document, field, each) for each in (one, other)]
    if isinstance(one, dict):
        label = tr("a field that this version does not know (“{field}”)", field=one_line(field))
    if isinstance(one, dict) or field == "citations" or values[0] == values[1]:
        # Nothing that could be shown in a sentence.
        return tr("{name}: {field} differs; one of the two is kept", name=name, field=label)
    return tr(
        "{name}: {field} {first} in one version, {second} in the other; the former is kept",
        name=name,
        field=label,
        first=values[0],
        second=values[1],
    )


def conflict_findings(document: StakeMap) -> Iterator[Fault]:
    """A fault for each conflict that nobody has decided, in the order of the file; a map opens with them."""
    for key in sorted(document.conflicts):
        try:
            conflict = conflict_text(document, as_conflict(document, document.conflicts[key]))
            message = tr("Not decided yet: {conflict}.", conflict=conflict)
        except EditError as error:
            message = str(error)
        yield Fault("open-conflict", f"conflicts.{key}", message)


def record_name(document: StakeMap, place: Place) -> str:
    """What a record is, and its name: "Actor Türkiye"; its id where the map does not have it."""
    container, key, _ = place
    if not container:
        return tr("The map")
    record = getattr(document, container).get(key)
    if isinstance(record, Resolution):
        return tr("Resolved: {name}", name=resolution_name(document, record))
    if isinstance(record, Outcome):
        return tr("Outcome: {name}", name=outcome_name(document, key, record))
    if isinstance(record, Comment):
        return tr("Comment “{text}”", text=one_line(record.text, _EXCERPT))
    kinds = {**record_kinds(), **_other_kinds()}
    kind, namer = kinds[container]
    return tr("{kind} {name}", kind=kind, name=namer(document, key))


def _other_kinds() -> Mapping[str, tuple[str, Namer]]:
    """What records are called that no other record refers to; those that are gone by their ids."""

    def named(container: str, field: str) -> Namer:
        def name(document: StakeMap, key: str) -> str:
            record = getattr(document, container).get(key)
            return one_line(getattr(record, field, "")) or key

        return name

    return {
        "snapshots": (tr("Snapshot"), snapshot_name),
        "resolutions": (tr("Resolved:"), named("resolutions", "name")),
        "outcomes": (tr("Outcome:"), named("outcomes", "label")),
        "conflicts": (tr("Conflict of an earlier merge:"), named("conflicts", "place")),
        "comments": (tr("Comment"), named("comments", "text")),
        "reviews": (tr("Approval by"), named("reviews", "by")),
        "rounds": (tr("Round"), named("rounds", "label")),
        "answers": (tr("Answer of"), named("answers", "analyst")),
    }


def _about_cycle(document: StakeMap, conflict: Conflict, name: str) -> str:
    field = conflict.field
    record = getattr(document, conflict.place.container).get(conflict.place.id)
    kept = getattr(record, field, None)
    changed = next((each for each in (conflict.one, conflict.other) if each not in (kept, None)), None)
    return tr(
        "{name}: {field} {changed} would lead in a circle with what the other version says; it is now {kept}",
        name=name,
        field=field_label(field),
        changed=shown_value(document, field, changed),
        kept=shown_value(document, field, kept),
    )


def _about_judgement(conflict: Conflict) -> str:
    one, other = conflict.one, conflict.other
    if conflict.field:
        return tr(
            "the history would have more than {limit} entries; the oldest are left out", limit=LIST_LIMIT
        )
    if one is None or other is None:
        kept = one or other
        return tr(
            "{author} judged {value}, while the judgement was withdrawn in the other version; it is kept",
            author=author_of(kept),
            value=judged_text(kept),
        )
    authors = authors_of(one, other)
    values = [judged_text(each) for each in (one, other)]
    sides = {"one": authors[0], "other": authors[1], "first": values[0], "second": values[1]}
    if values[0] != values[1]:
        return tr(
            "{one} judged {first}, {other} judged {second}; the former is current, the latter is in its "
            "history",
            **sides,
        )
    fields = [each.field for each in changed_fields(one, other) if each.field not in _SIGNATURE]
    if not fields:
        return tr("{one} and {other} judged the same, {first}; both are kept", **sides)
    labels = (field_label(each) if each else tr("fields that this version does not know") for each in fields)
    return tr(
        "{one} and {other} both judged {first}, but differ in {fields}; the former is current, the latter is "
        "in its history",
        **sides,
        fields=comma_list(list(labels)),
    )


def authors_of(one: Judgement, other: Judgement) -> list[str]:
    """Who judged, with the days where that is the same name."""
    authors = [author_of(each) for each in (one, other)]
    return [author_of(each, with_day=True) for each in (one, other)] if authors[0] == authors[1] else authors


def author_of(judgement: Judgement, *, with_day: bool = False) -> str:
    """Who judged, "somebody" if nobody is named: "A. Analyst on 3 July 2025"."""
    author = one_line(judgement.by) or tr("somebody")
    day = date_text(judgement.on) if with_day else ""
    return tr("{author} on {day}", author=author, day=day) if day else author


def judged_text(judgement: Judgement) -> str:
    """What was judged, with its reason if there is one."""
    value = judged_value(judgement)
    if not judgement.is_judged:
        value = tr("it {state}", state=value)
    if not judgement.is_explained:
        return value
    return tr("{value} (reason: {reason})", value=value, reason=one_line(judgement.reason))
