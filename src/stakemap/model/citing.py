"""Rewriting references when a source or issue is removed or renamed: of judgements, their ledgers and others,
and what was found of them. What was answered in rounds stays as it was given.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import is_
from typing import TypeVar

from stakemap.model.document import Outcome, Resolution, Snapshot, StakeMap
from stakemap.model.judgements import Citation, Condition, Judgement, Stance
from stakemap.model.records import merged, replace
from stakemap.model.subjects import Subject

J = TypeVar("J", bound=Judgement)
F = TypeVar("F", Resolution, Outcome)

#: Maps an id that a judgement refers to onto its new id, or None when the record is removed.
Renaming = Callable[[str], str | None]


def _unchanged(identifier: str) -> str | None:
    return identifier


def _citations(citations: tuple[Citation, ...], source: Renaming) -> tuple[Citation, ...]:
    kept = []
    for citation in citations:
        target = source(citation.source)
        if target is not None:
            kept.append(replace(citation, source=target))
    return tuple(kept)


def _conditions(conditions: tuple[Condition, ...], issue: Renaming) -> tuple[Condition, ...]:
    return tuple(
        condition if condition.issue is None else replace(condition, issue=issue(condition.issue))
        for condition in conditions
    )


def rewrite_judgement(judgement: J, *, source: Renaming = _unchanged, issue: Renaming = _unchanged) -> J:
    """Rewrite the references of a judgement, its ledger and its others; citations of a removed source go.

    A condition on a removed issue keeps its text. Returns the same object when nothing differs.
    """
    changes: dict[str, tuple[object, ...]] = {}
    if judgement.citations:
        changes["citations"] = _citations(judgement.citations, source)
    if isinstance(judgement, Stance) and judgement.conditions:
        changes["conditions"] = _conditions(judgement.conditions, issue)
    for name in ("others", "earlier"):
        if entries := getattr(judgement, name):
            changes[name] = tuple(rewrite_judgement(entry, source=source, issue=issue) for entry in entries)
    differing = {
        name: value for name, value in changes.items() if not _are_identical(getattr(judgement, name), value)
    }
    # Parts of a valid judgement are valid; validating each again would take seconds in a large map.
    return judgement.model_copy(update=differing) if differing else judgement


def known_citations(document: StakeMap, citations: tuple[Citation, ...]) -> tuple[Citation, ...]:
    """Those of sources of the map."""
    return tuple(each for each in citations if each.source in document.sources)


def with_known_references(document: StakeMap, judgement: J) -> J:
    """A judgement that refers to nothing that the map lacks, as if it had been in the map at the removal."""
    sources, issues = document.sources, document.issues
    return rewrite_judgement(
        judgement,
        source=lambda key: key if key in sources else None,
        issue=lambda key: key if key in issues else None,
    )


def _are_identical(old: tuple[object, ...], new: tuple[object, ...]) -> bool:
    return len(old) == len(new) and all(map(is_, old, new))


def rewrite_references(
    document: StakeMap, *, source: Renaming = _unchanged, issue: Renaming = _unchanged
) -> StakeMap:
    """Apply `rewrite_judgement` to every judgement of a map, and rewrite the citations of what was found.

    What was found of an issue keeps its id, since a track record outlives the issue.
    """

    def snapshot(item: Snapshot) -> Snapshot:
        return item.with_judgements(
            {
                Subject(kind, key, about): changed
                for kind, about, layer in item.layers()
                for key, judgement in layer.items()
                if (changed := rewrite_judgement(judgement, source=source, issue=issue)) is not judgement
            }
        )

    snapshots = {key: snapshot(item) for key, item in document.snapshots.items()}
    return replace(
        document,
        snapshots=merged(document.snapshots, snapshots),
        resolutions=_with_citations(document.resolutions, source),
        outcomes=_with_citations(document.outcomes, source),
    )


def _with_citations(records: dict[str, F], source: Renaming) -> dict[str, F]:
    cited = {key: _citations(each.citations, source) for key, each in records.items()}
    return merged(
        records,
        {
            key: records[key].model_copy(update={"citations": citations})
            for key, citations in cited.items()
            if not _are_identical(records[key].citations, citations)
        },
    )
