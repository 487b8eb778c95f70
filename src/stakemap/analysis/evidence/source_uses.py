"""Uses of sources: the citations of a map by source, with judgement and snapshot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from stakemap.model.document import Snapshot, StakeMap
from stakemap.model.judgements import Judgement
from stakemap.model.order import issues_in_order, snapshots_in_order, sort_key
from stakemap.model.others import others_of
from stakemap.model.subjects import Subject
from stakemap.wording.names import actor_name, relation_name


class Use(NamedTuple):
    """A citation of a source. `earlier` means that the judgement has since been replaced, `found` that it is
    for what was later found of it.
    """

    snapshot: str
    subject: Subject
    passage: str
    against: bool
    earlier: bool
    found: bool = False


class _Count(NamedTuple):
    """The citations of a source in judgements that stand, and in replaced ones."""

    standing: int
    earlier: int


class Uses:
    """The uses of every source of a map; quickly rebuilt after an edit from `known`, the earlier one.

    The counts of a snapshot are reused as long as the snapshot is the same object.
    """

    def __init__(self, document: StakeMap, known: Uses | None = None) -> None:
        self._document = document
        before = known._counted if known is not None else {}
        self._counted: dict[str, tuple[Snapshot, Mapping[str, _Count]]] = {}
        for key, snapshot in document.snapshots.items():
            old = before.get(key)
            kept = old is not None and old[0] is snapshot
            self._counted[key] = old if old is not None and kept else (snapshot, _counts(snapshot))
        cited = [each.citations for each in document.resolutions.values()]
        cited += [each.citations for each in document.outcomes.values()]
        self._found = Counter(citation.source for citations in cited for citation in citations)

    def count(self, source: str) -> int:
        """Number of citations of a source in judgements that stand, and for what was found of judgements and
        scenarios.
        """
        return self._found[source] + sum(
            counts[source].standing for _, counts in self._counted.values() if source in counts
        )

    def earlier(self, source: str) -> int:
        """Number of its citations in judgements that have been replaced."""
        return sum(counts[source].earlier for _, counts in self._counted.values() if source in counts)

    def of(self, source: str, limit: int | None = None) -> tuple[Use, ...]:
        """The uses of a source in the order of views, at most `limit`; those for outcomes of scenarios, which
        are about no judgement, are only counted.

        Sorted by snapshot, in each with replaced judgements last, and those for what was found at the end.
        """
        found: list[Use] = []
        order = _order(self._document)
        for key in snapshots_in_order(self._document):
            snapshot, counts = self._counted[key]
            if source in counts:
                found.extend(sorted(_uses(key, snapshot, source), key=order))
            if limit is not None and len(found) >= limit:
                break
        if self._found[source]:
            found.extend(sorted(_found_uses(self._document, source), key=order))
        return tuple(found[:limit])


def _order(document: StakeMap) -> Callable[[Use], tuple[Any, ...]]:
    """Sort key of the uses within a snapshot: replaced ones last, actors and relations by name."""
    issues = {key: place for place, key in enumerate(issues_in_order(document))}
    actor = cache(lambda key: sort_key(actor_name(document, key)))
    relation = cache(lambda key: sort_key(relation_name(document, key)))

    def key(use: Use) -> tuple[Any, ...]:
        kind, record, issue = use.subject
        is_tie = kind == "tie"
        place = -1 if issue is None else issues.get(issue, len(issues))
        return (use.earlier, is_tie, relation(record) if is_tie else actor(record), record, place)

    return key


def _counts(snapshot: Snapshot) -> Mapping[str, _Count]:
    standing, earlier = Counter[str](), Counter[str]()
    for _, _, layer in snapshot.layers():
        for judgement in layer.values():
            for entry, is_earlier in _entries(judgement):
                (earlier if is_earlier else standing).update(citation.source for citation in entry.citations)
    return {source: _Count(standing[source], earlier[source]) for source in standing | earlier}


def _uses(key: str, snapshot: Snapshot, source: str) -> Iterator[Use]:
    for subject, judgement in snapshot.judgements():
        for entry, is_earlier in _entries(judgement):
            for citation in entry.citations:
                if citation.source == source:
                    yield Use(key, subject, citation.passage, citation.against, is_earlier)


def _entries(judgement: Judgement) -> Iterator[tuple[Judgement, bool]]:
    """Yield what stands, those of others included, and what was replaced."""
    current, *ledger = judgement.with_earlier()
    yield current, False
    for other in others_of(judgement):
        yield other, False
    for entry in ledger:
        yield entry, True


def _found_uses(document: StakeMap, source: str) -> Iterator[Use]:
    """The uses for what was found of judgements whose snapshot, issue and actor are still there."""
    for each in document.resolutions.values():
        subject = Subject("standing" if each.issue is None else "stance", each.actor, each.issue)
        is_there = each.snapshot in document.snapshots and each.actor in document.actors
        if not is_there or (each.issue is not None and each.issue not in document.issues):
            continue
        for citation in each.citations:
            if citation.source == source:
                yield Use(each.snapshot, subject, citation.passage, citation.against, False, True)
