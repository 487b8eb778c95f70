"""Coverage: the share of judgements that cite a source."""

from __future__ import annotations

from dataclasses import dataclass

from stakemap.i18n import tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Judgement
from stakemap.model.order import issues_in_order, snapshots_in_order
from stakemap.model.placing import placing
from stakemap.model.resolve import Resolver

__all__ = ["Coverage", "Figure", "coverage", "coverage_line", "coverage_map"]


@dataclass(frozen=True, slots=True)
class Coverage:
    """`cited` of `judged` judgements have a supporting citation, from `sources` different sources."""

    judged: int
    cited: int
    sources: int

    @property
    def share(self) -> float | None:
        """Cited ÷ judged, 0 to 1; None if nothing was judged."""
        return self.cited / self.judged if self.judged else None


def coverage(document: StakeMap, snapshot: str, issue: str | None, resolver: Resolver) -> Coverage:
    """The coverage of what `snapshot` shows on `issue`, or on all issues if it is None.

    On an issue these are the judgements that place its actors, carried over or not: every judged stance, and
    the standing of each such actor unless its stance has an influence of its own. On all issues: every judged
    stance and standing, each once. Unknown judgements, and stances of actors that the question does not apply
    to, need no source. Each source counts once; one cited only as evidence against does not count.
    """
    standings = resolver.standings(document, snapshot)
    judgements: list[Judgement] = []
    if issue is None:
        judgements.extend(each.judgement for each in standings.values() if each.judgement.is_judged)
    for each_issue in issues_in_order(document) if issue is None else [issue]:
        stances = resolver.stances(document, snapshot, each_issue)
        for actor, stance in stances.items():
            if not stance.judgement.is_judged:
                continue
            placed = placing(standings, stances, actor).judgements
            counted = placed if issue is not None else [each for each in placed if each is stance]
            judgements.extend(each.judgement for each in counted if each.judgement.is_judged)
    sources = {
        citation.source
        for judgement in judgements
        for citation in judgement.citations
        if not citation.against
    }
    return Coverage(len(judgements), sum(judgement.is_sourced for judgement in judgements), len(sources))


@dataclass(frozen=True, slots=True)
class Figure:
    """The coverage of one issue at one snapshot."""

    snapshot: str
    issue: str
    coverage: Coverage


def coverage_map(document: StakeMap, resolver: Resolver) -> tuple[Figure, ...]:
    """The coverage of every issue at every snapshot with judgements on it, in the order of views."""
    figures = (
        Figure(snapshot, issue, coverage(document, snapshot, issue, resolver))
        for snapshot in snapshots_in_order(document)
        for issue in issues_in_order(document)
    )
    return tuple(figure for figure in figures if figure.coverage.judged)


def coverage_line(found: Coverage) -> str:
    """Coverage in words: "Coverage 83 %: 5 of 6 judgements cited, 2 sources"."""
    if found.share is None:
        return tr("Nothing judged yet")
    # Rounded down, so that 100 % means all.
    percent = int(found.share * 100)
    sources = tr_count("{count} source", "{count} sources", found.sources)
    return tr_count(
        "Coverage {percent} %: {cited} of {count} judgement cited, {sources}",
        "Coverage {percent} %: {cited} of {count} judgements cited, {sources}",
        found.judged,
        percent=percent,
        cited=found.cited,
        sources=sources,
    )
