"""Where sources are used: every citation of a map, led back to its judgement and snapshot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from stakemap.model.document import Snapshot, StakeMap
from stakemap.model.judgements import Judgement
from stakemap.model.order import issues_in_order, snapshots_in_order, sort_key
from stakemap.model.resolve import Subject
from stakemap.model.wording import actor_name, relation_name

__all__ = ["Use", "Uses"]


class Use(NamedTuple):
    """One citation of a source. `earlier` tells that the judgement was replaced since, so it is history."""

    snapshot: str
    subject: Subject
    passage: str
    against: bool
    earlier: bool


class Uses:
    """The uses of every source of a map; cheap to make anew after an edit from the one before it.

    What was found in a snapshot is kept for as long as the snapshot is the same object.
    """

    def __init__(self, document: StakeMap, known: Uses | None = None) -> None:
        self._document = document
        before = known._found if known is not None else {}
        self._found: dict[str, tuple[Snapshot, Mapping[str, tuple[Use, ...]]]] = {}
        for key, snapshot in document.snapshots.items():
            old = before.get(key)
            self._found[key] = (
                old if old is not None and old[0] is snapshot else (snapshot, _in(key, snapshot))
            )

    def count(self, source: str) -> int:
        """How often a source is cited, in what was replaced too: all that goes when the source goes."""
        return sum(len(found.get(source, ())) for _, found in self._found.values())

    def of(self, source: str) -> tuple[Use, ...]:
        """The uses of a source as views list them: by snapshot, what stands before what was replaced."""
        document = self._document
        snapshots = {key: place for place, key in enumerate(snapshots_in_order(document))}
        issues = {key: place for place, key in enumerate(issues_in_order(document))}

        def key(use: Use) -> tuple[Any, ...]:
            kind, record, issue = use.subject
            name = relation_name(document, record) if kind == "tie" else actor_name(document, record)
            place = -1 if issue is None else issues.get(issue, len(issues))
            return (use.earlier, snapshots[use.snapshot], kind == "tie", sort_key(name), record, place)

        found = (use for _, uses in self._found.values() for use in uses.get(source, ()))
        return tuple(sorted(found, key=key))


def _in(key: str, snapshot: Snapshot) -> Mapping[str, tuple[Use, ...]]:
    found: dict[str, list[Use]] = {}
    for subject, judgement in _judgements(snapshot):
        past: tuple[Judgement, ...] = getattr(judgement, "earlier", ())
        if not judgement.citations and not past:
            continue
        for number, entry in enumerate((judgement, *past)):
            for citation in entry.citations:
                use = Use(key, subject, citation.passage, citation.against, number > 0)
                found.setdefault(citation.source, []).append(use)
    return {source: tuple(uses) for source, uses in found.items()}


def _judgements(snapshot: Snapshot) -> Iterator[tuple[Subject, Judgement]]:
    for actor, standing in snapshot.standings.items():
        yield Subject.standing(actor), standing
    for issue, stances in snapshot.stances.items():
        for actor, stance in stances.items():
            yield Subject.stance(issue, actor), stance
    for relation, tie in snapshot.ties.items():
        yield Subject.tie(relation), tie
