"""Coverage: how many positions have a source, as all panels, bars and slides count and say it."""

from __future__ import annotations

from stakemap.i18n import tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.model.order import issues_in_order, snapshots_in_order
from stakemap.model.placing import placing
from stakemap.model.resolve import Resolver
from stakemap.values import frozen


@frozen
class Coverage:
    """`sourced` of `positions` have a source (see `Placing.is_sourced`), `sources` different ones."""

    positions: int = 0
    sourced: int = 0
    sources: int = 0

    @property
    def share(self) -> float | None:
        """Sourced ÷ positions, 0 to 1; None if there is no position."""
        return self.sourced / self.positions if self.positions else None


def coverage(document: StakeMap, snapshot: str, issue: str | None, resolver: Resolver) -> Coverage:
    """The coverage of the positions that `snapshot` shows on `issue`, or on all issues if it is None.

    A position is that of an actor on an issue, carried over or not, as the canvas shows it; actors whose
    alignment or influence is unknown, or to which the issue does not apply, have none. Each source counts
    once; one cited only as evidence against does not count.
    """
    standings = resolver.standings(document, snapshot)
    positions = sourced = 0
    sources: set[str] = set()
    for each_issue in issues_in_order(document) if issue is None else [issue]:
        stances = resolver.stances(document, snapshot, each_issue)
        for actor, stance in stances.items():
            placed = placing(standings, stances, actor)
            if placed.placement == "placed":
                positions += 1
                sourced += placed.is_sourced
                sources |= {each.source for each in stance.judgement.all_citations if not each.against}
    return Coverage(positions, sourced, len(sources))


@frozen
class Figure:
    """The coverage of one issue at one snapshot."""

    snapshot: str
    issue: str
    coverage: Coverage


def coverage_map(document: StakeMap, resolver: Resolver) -> tuple[Figure, ...]:
    """The coverage of every issue at every snapshot with positions on it, in the order of views."""
    figures = (
        Figure(snapshot, issue, coverage(document, snapshot, issue, resolver))
        for snapshot in snapshots_in_order(document)
        for issue in issues_in_order(document)
    )
    return tuple(figure for figure in figures if figure.coverage.positions)


def sourced_text(found: Coverage, issue: str = "") -> str:
    """The coverage as a statement, perhaps with the name of the issue: "11 of 16 positions have a source"."""
    if issue:
        return tr_count(
            "{count} of {total} positions on {issue} has a source",
            "{count} of {total} positions on {issue} have a source",
            found.sourced,
            total=found.positions,
            issue=issue,
        )
    return tr_count(
        "{count} of {total} positions has a source",
        "{count} of {total} positions have a source",
        found.sourced,
        total=found.positions,
    )


def coverage_line(found: Coverage) -> str:
    """The coverage with the number of sources: "5 of 6 positions have a source (2 different sources)"."""
    if found.share is None:
        return tr("No positions yet")
    said = sourced_text(found)
    if not found.sources:
        return said
    sources = tr_count("{count} different source", "{count} different sources", found.sources)
    return tr("{name} ({detail})", name=said, detail=sources)
