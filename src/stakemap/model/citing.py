"""Rewriting what judgements and their ledgers refer to, when a source or an issue goes or has another id."""

from __future__ import annotations

from collections.abc import Callable
from operator import is_
from typing import TypeVar

from stakemap.model.document import Snapshot, StakeMap
from stakemap.model.judgements import Citation, Condition, Judgement, Stance
from stakemap.model.records import merged, replace
from stakemap.model.subjects import Subject

__all__ = ["rewrite_judgement", "rewrite_references"]

J = TypeVar("J", bound=Judgement)

#: What becomes of an id that a judgement refers to: the id to refer to instead, or None when it is gone.
Renaming = Callable[[str], str | None]


def _as_it_is(identifier: str) -> str | None:
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


def rewrite_judgement(judgement: J, *, source: Renaming = _as_it_is, issue: Renaming = _as_it_is) -> J:
    """The judgement, and its ledger, with other references: citations of a source that is gone go with it.

    A condition that hung on an issue that is gone keeps its text. Returns the same object when nothing
    differs.
    """
    changes: dict[str, tuple[object, ...]] = {}
    if judgement.citations:
        changes["citations"] = _citations(judgement.citations, source)
    if isinstance(judgement, Stance) and judgement.conditions:
        changes["conditions"] = _conditions(judgement.conditions, issue)
    past: tuple[Judgement, ...] = getattr(judgement, "earlier", ())
    if past:
        changes["earlier"] = tuple(rewrite_judgement(entry, source=source, issue=issue) for entry in past)
    differing = {
        name: value for name, value in changes.items() if not _shares(getattr(judgement, name), value)
    }
    # Parts of a valid judgement are valid; to check each again would take seconds in a large map.
    return judgement.model_copy(update=differing) if differing else judgement


def _shares(old: tuple[object, ...], new: tuple[object, ...]) -> bool:
    return len(old) == len(new) and all(map(is_, old, new))


def rewrite_references(
    document: StakeMap, *, source: Renaming = _as_it_is, issue: Renaming = _as_it_is
) -> StakeMap:
    """The map with `rewrite_judgement` applied to every judgement in it."""

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
    return replace(document, snapshots=merged(document.snapshots, snapshots))
