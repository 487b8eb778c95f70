"""Whether a map has anything on an issue at a snapshot that slides of methods show, without computing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stakemap.model.document import StakeMap


def has_actors(document: StakeMap, issue: str | None, snapshot: str | None) -> bool:
    """Whether there is an actor to find out about."""
    return bool(document.actors) and issue in document.issues and snapshot in document.snapshots


def has_positions(document: StakeMap, issue: str | None, snapshot: str | None) -> bool:
    """Whether any alignment on the issue is known at the snapshot, or was before."""
    from stakemap.model.resolve import lineage

    stances = (
        document.snapshots[key].stances.get(issue or "", {}) for key in lineage(document, snapshot or "")
    )
    return any(stance.alignment is not None for each in stances for stance in each.values())


def has_scenarios(document: StakeMap, _: str | None, snapshot: str | None) -> bool:
    """Whether the snapshot is a scenario, or one builds on it."""
    from stakemap.model.resolve import lineage

    scenarios = (key for key, record in document.snapshots.items() if record.scenario)
    return any(snapshot in lineage(document, key) for key in scenarios)


def has_several_issues(document: StakeMap, _: str | None, snapshot: str | None) -> bool:
    """Whether there are positions on several issues."""
    return sum(has_positions(document, issue, snapshot) for issue in document.issues) > 1


def has_record(document: StakeMap, *_: str | None) -> bool:
    """Whether it was recorded of anything what was the case."""
    return bool(document.resolutions or document.outcomes)


def has_others(document: StakeMap, issue: str | None, snapshot: str | None) -> bool:
    """Whether several analysts judge an actor on the issue, or its influence, at the snapshot or before."""
    from stakemap.model.resolve import lineage

    layers = (
        layer
        for key in lineage(document, snapshot or "")
        for layer in (document.snapshots[key].standings, document.snapshots[key].stances.get(issue or "", {}))
    )
    return issue in document.issues and any(each.others for layer in layers for each in layer.values())
