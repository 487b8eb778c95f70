"""Clean copies: a map for outsiders, without ledgers, analysts, notes and what a team works with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar, cast

from stakemap.i18n import tr, tr_count
from stakemap.model.document import Issue, Outcome, Resolution, StakeMap
from stakemap.model.edits_snapshots import remove_snapshot
from stakemap.model.judgements import Citation, Judgement
from stakemap.model.records import Record, replace, without
from stakemap.model.reviews import status_of
from stakemap.model.subjects import Subject
from stakemap.values import frozen

#: Containers of what a team works with.
_TEAM = ("conflicts", "comments", "reviews", "rounds", "answers")

R = TypeVar("R", bound=Record)
F = TypeVar("F", Resolution, Outcome)


@frozen
class CleanOptions:
    """What a clean copy leaves out: by default all internal content; `scenarios` by id.

    With `ledger` also goes what was found of judgements that were changed since or are gone, and the outcomes
    of scenarios that are gone: these records keep them as they were.
    Always removed are unknown fields, since their content cannot be judged, and what a team works with: what
    others judge, open conflicts, comments, reviews, rounds and their answers.
    """

    ledger: bool = True
    analysts: bool = True
    notes: bool = True
    watch_lists: bool = True
    scenarios: frozenset[str] = frozenset()


@frozen
class CleanSummary:
    """One line for each kind of content removed or kept, shown to the user before anything is written."""

    goes: tuple[str, ...]
    stays: tuple[str, ...]


def clean(document: StakeMap, options: CleanOptions | None = None) -> StakeMap:
    """Return the map without what `options` name; ids in `scenarios` that are no scenario are ignored.

    The remaining snapshots show the same positions: what they carried over from a removed scenario is written
    into them.
    """
    options = options or CleanOptions()
    # The reviews from which it follows are left out.
    status = status_of(document).status
    for key in sorted(options.scenarios):
        if key in document.snapshots and document.snapshots[key].scenario:
            document = _without_records_of(remove_snapshot(document, key), key)
    if options.ledger:
        document = _without_earlier_records(document)
    return replace(_Cleaner(options).document(document), status=status)


def _without_earlier_records(document: StakeMap) -> StakeMap:
    """The map without records of what it does not say any more; the others name things as it does."""
    resolved, outcomes = _earlier_records(document)
    known = without(document.resolutions, resolved)
    return replace(
        document,
        resolutions=_map_values(
            known,
            lambda each: _cleaned(
                each,
                {
                    "name": document.actors[each.actor].name,
                    "snapshot_label": document.snapshots[each.snapshot].label,
                },
            ),
        ),
        outcomes={
            key: _cleaned(each, {"label": document.snapshots[key].label})
            for key, each in without(document.outcomes, outcomes).items()
        },
    )


def _earlier_records(document: StakeMap) -> tuple[list[str], list[str]]:
    """The ids of what was found of judgements that the map does not hold as they were, and the scenarios with
    outcomes that are gone.
    """
    return (
        [key for key, each in document.resolutions.items() if not _is_still_judged(document, each)],
        [key for key in document.outcomes if key not in document.snapshots],
    )


def _is_still_judged(document: StakeMap, resolution: Resolution) -> bool:
    snapshot = document.snapshots.get(resolution.snapshot)
    if snapshot is None or resolution.actor not in document.actors:
        return False
    if resolution.issue is None:
        subject = Subject.standing(resolution.actor)
    else:
        subject = Subject.stance(resolution.issue, resolution.actor)
    judged = getattr(snapshot.judgement(subject), resolution.field, None)
    values = resolution.value, resolution.low, resolution.high
    return judged is not None and (judged.value, judged.low, judged.high) == values


def _without_records_of(document: StakeMap, scenario: str) -> StakeMap:
    """The map without what was found of a scenario, which would disclose it."""
    resolved = [key for key, each in document.resolutions.items() if each.snapshot == scenario]
    return replace(
        document,
        resolutions=without(document.resolutions, resolved),
        outcomes=without(document.outcomes, {scenario}),
    )


class _Cleaner:
    def __init__(self, options: CleanOptions) -> None:
        self.options = options

    def document(self, document: StakeMap) -> StakeMap:
        """The clean copy of a map."""
        snapshots = {
            key: self._record(
                snapshot.with_judgements(
                    {subject: self._judgement(judgement) for subject, judgement in snapshot.judgements()}
                )
            )
            for key, snapshot in document.snapshots.items()
        }
        return self._record(
            document,
            actors=_map_values(document.actors, self._record),
            groups=_map_values(document.groups, self._record),
            issues=_map_values(document.issues, self._issue),
            relations=_map_values(document.relations, self._record),
            sources=_map_values(document.sources, self._record),
            headlines=_map_values(document.headlines, self._record),
            resolutions=_map_values(document.resolutions, self._found),
            outcomes=_map_values(document.outcomes, self._found),
            snapshots=snapshots,
            **{name: {} for name in _TEAM},
        )

    def _record(self, record: R, **changes: Any) -> R:
        fields = type(record).model_fields
        if self.options.notes and "note" in fields:
            changes["note"] = ""
        return _cleaned(record, changes)

    def _issue(self, issue: Issue) -> Issue:
        return self._record(issue, rule=None if issue.rule is None else _cleaned(issue.rule, {}))

    def _found(self, record: F) -> F:
        """What was found of a judgement or a scenario."""
        changes: dict[str, Any] = {"citations": _cleaned_citations(record.citations)}
        if self.options.analysts:
            changes["by"] = ""
            if isinstance(record, Resolution):
                changes["judged_by"] = ""
        return _cleaned(record, changes)

    def _judgement(self, judgement: Any) -> Any:
        options, changes = self.options, dict[str, Any]()
        if options.ledger:
            changes["earlier"], changes["support_kept"] = (), False
        else:
            changes["earlier"] = tuple(self._judgement(entry) for entry in judgement.earlier)
        if options.analysts:
            changes["by"] = ""
        if options.watch_lists:
            changes["watch_for"] = ""
        changes["citations"] = _cleaned_citations(judgement.citations)
        changes["others"], changes["pooled"] = (), None
        for name in ("alignment", "salience", "influence"):
            value = getattr(judgement, name, None)
            if value is not None:
                changes[name] = _cleaned(value, {})
        if hasattr(judgement, "conditions"):
            changes["conditions"] = tuple(_cleaned(condition, {}) for condition in judgement.conditions)
        return _cleaned(judgement, changes)


def _map_values(records: Mapping[str, R], make: Callable[[R], R]) -> dict[str, R]:
    return {key: make(record) for key, record in records.items()}


def _cleaned_citations(citations: tuple[Citation, ...]) -> tuple[Citation, ...]:
    return tuple(
        _cleaned(each, {"readings": None if each.readings is None else _cleaned(each.readings, {})})
        for each in citations
    )


def _cleaned(record: R, changes: dict[str, Any]) -> R:
    """The record with changed fields and without unknown ones; the same object when nothing differs."""
    if not record.model_extra and all(getattr(record, key) == value for key, value in changes.items()):
        return record
    kept = {name: getattr(record, name) for name in type(record).model_fields}
    return cast(R, type(record).model_construct(**(kept | changes)))


# --- the summary for the user -------------------------------------------------------------------------------


def summary(document: StakeMap, options: CleanOptions | None = None) -> CleanSummary:
    """Describe what `clean` would remove from a map and what it would keep, with counts."""
    options = options or CleanOptions()
    after = clean(document, options)
    judgements = list(_judgements(document))
    goes = (
        _scenarios(document, options),
        _earlier(sum(len(each.earlier) for each in judgements)) if options.ledger else "",
        _earlier_found(sum(map(len, _earlier_records(document)))) if options.ledger else "",
        _analysts(_names(document, judgements)) if options.analysts else "",
        _notes(sum(1 for record in _records(document) if getattr(record, "note", "")))
        if options.notes
        else "",
        _watch_lists(sum(1 for each in judgements if each.watch_for)) if options.watch_lists else "",
        *_team_lines(document, sum(len(each.others) for each in judgements)),
        _unknown_fields(sum(1 for record in every_record(document) if record.model_extra)),
    )
    return CleanSummary(tuple(line for line in goes if line), tuple(_kept_lines(after)))


def _judgements(document: StakeMap) -> Iterator[Any]:
    for snapshot in document.snapshots.values():
        for _, _, layer in snapshot.layers():
            yield from layer.values()


def _records(document: StakeMap) -> Iterator[Record]:
    yield document
    for name in sorted(StakeMap.containers):
        yield from getattr(document, name).values()


def every_record(value: object) -> Iterator[Record]:
    """Yield a record and all nested records."""
    if isinstance(value, Record):
        yield value
        for name in type(value).model_fields:
            yield from every_record(getattr(value, name))
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from every_record(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from every_record(part)


def _scenarios(document: StakeMap, options: CleanOptions) -> str:
    found = [document.snapshots[key] for key in sorted(options.scenarios) if key in document.snapshots]
    labels = ", ".join(snapshot.label for snapshot in found if snapshot.scenario)
    count = sum(snapshot.scenario for snapshot in found)
    text = tr_count("{count} scenario: {labels}", "{count} scenarios: {labels}", count, labels=labels)
    return text if count else ""


def _earlier(count: int) -> str:
    text = tr_count("{count} earlier judgement", "{count} earlier judgements", count)
    return text if count else ""


def _earlier_found(count: int) -> str:
    text = tr_count(
        "What was found of {count} earlier judgement or scenario",
        "What was found of {count} earlier judgements or scenarios",
        count,
    )
    return text if count else ""


def _names(document: StakeMap, judgements: Sequence[Any]) -> set[str]:
    """The authors of judgements and of their ledgers, and of what was found of them."""
    names = {entry.by for each in judgements for entry in (each, *each.earlier)}
    for resolution in document.resolutions.values():
        names |= {resolution.by, resolution.judged_by}
    return (names | {outcome.by for outcome in document.outcomes.values()}) - {""}


def _analysts(names: set[str]) -> str:
    listed = ", ".join(sorted(names))
    text = tr_count(
        "The name of {count} analyst: {names}",
        "The names of {count} analysts: {names}",
        len(names),
        names=listed,
    )
    return text if names else ""


def _notes(count: int) -> str:
    return tr_count("{count} note", "{count} notes", count) if count else ""


def _watch_lists(count: int) -> str:
    text = tr_count(
        "What to watch for, in {count} judgement", "What to watch for, in {count} judgements", count
    )
    return text if count else ""


def _team_lines(document: StakeMap, others: int) -> Iterator[str]:
    """What a team works with, with the number of judgements of others."""
    conflicts, comments, reviews, rounds, answers = (len(getattr(document, name)) for name in _TEAM)
    counted = (
        (others, tr_count("{count} judgement of others", "{count} judgements of others", others)),
        (conflicts, tr_count("{count} conflict that is open", "{count} conflicts that are open", conflicts)),
        (comments, tr_count("{count} comment", "{count} comments", comments)),
        (reviews, tr_count("{count} approval", "{count} approvals", reviews)),
        (rounds, tr_count("{count} round", "{count} rounds", rounds)),
        (answers, tr_count("{count} answer in a round", "{count} answers in rounds", answers)),
    )
    yield from (text for count, text in counted if count)


def _unknown_fields(count: int) -> str:
    text = tr_count(
        "Fields this version does not know, in {count} record",
        "Fields this version does not know, in {count} records",
        count,
    )
    return text if count else ""


def _kept_lines(after: StakeMap) -> Iterator[str]:
    judgements: list[Judgement] = list(_judgements(after))
    reasons = sum(1 for each in judgements if each.reason.strip())
    counted = (
        (len(after.actors), tr_count("{count} actor", "{count} actors", len(after.actors))),
        (len(after.issues), tr_count("{count} issue", "{count} issues", len(after.issues))),
        (len(after.snapshots), tr_count("{count} snapshot", "{count} snapshots", len(after.snapshots))),
        (len(after.relations), tr_count("{count} relation", "{count} relations", len(after.relations))),
        (len(judgements), tr_count("{count} judgement", "{count} judgements", len(judgements))),
        (reasons, tr_count("{count} reason", "{count} reasons", reasons)),
        (len(after.sources), tr_count("{count} source", "{count} sources", len(after.sources))),
        (len(after.headlines), tr_count("{count} headline", "{count} headlines", len(after.headlines))),
        (
            len(after.resolutions),
            tr_count("{count} resolved judgement", "{count} resolved judgements", len(after.resolutions)),
        ),
        (
            len(after.outcomes),
            tr_count(
                "The outcome of {count} scenario", "The outcomes of {count} scenarios", len(after.outcomes)
            ),
        ),
    )
    yield from (text for count, text in counted if count)
    if after.contact:
        yield tr("The contact: {contact}", contact=after.contact)
    if after.handling:
        yield tr("The handling mark: {handling}", handling=after.handling)
