"""The evidence check: judgements without reasons, sources or ranges, each finding with its place in the map.

`findings_at` checks all that one snapshot shows, including judgements carried over, since one of 2020 without
a source lacks it also when shown for 2025; the place of a finding is the snapshot that holds the judgement,
where it can be corrected. `findings` checks every judgement of the map once; an actor is then "never judged"
on an issue only if no snapshot judges it. Only judgements with a value are checked, and neither replaced ones
nor those of actors that the question does not apply to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from stakemap.analysis.evidence.rules import KINDS, Claim, Finding, FindingKind, Place, Rules
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Stance
from stakemap.model.order import issues_in_order, latest_dated, snapshots_in_order, sort_key
from stakemap.model.placing import placing
from stakemap.model.resolve import Resolver

#: Age in years at the snapshot's date above which a source is old.
DEFAULT_SOURCE_AGE = 2.0


def kind_title(kind: FindingKind) -> str:
    """Heading of a kind of finding."""
    return {
        "evidence-against": tr("Contradicted"),
        "unexplained": tr("Unexplained"),
        "uncited": tr("Without a citation"),
        "tie-unexplained": tr("Relations without a reason"),
        "assumed": tr("Assumed"),
        "single-source": tr("Single source"),
        "old-source": tr("Old sources"),
        "never-judged": tr("Not judged"),
        "no-range": tr("Without a range"),
    }[kind]


def findings(document: StakeMap, *, source_age: float = DEFAULT_SOURCE_AGE) -> tuple[Finding, ...]:
    """All findings of the map, checking each judgement once; `source_age` is in years.

    Sorted by severity, then by snapshot, issue and actor in the order of views.
    """
    rules, resolver = Rules(document, source_age), Resolver()
    found = [finding for claim in _claims(document, resolver) for finding in rules.findings(claim)]
    found.extend(map(rules.never_judged, _missing_in_map(document, resolver)))
    return _sorted(document, rules, found)


def findings_at(
    document: StakeMap,
    snapshot: str,
    resolver: Resolver,
    *,
    issue: str | None = None,
    source_age: float = DEFAULT_SOURCE_AGE,
) -> tuple[Finding, ...]:
    """All findings about what one snapshot shows, carried over or judged there; on one `issue` if given.

    Ties belong to every issue, influence to every issue on which it places its actor. The age of sources
    is measured at this snapshot's date.
    """
    issues = issues_in_order(document) if issue is None else (issue,)
    rules = Rules(document, source_age)
    claims = _claims_at(document, snapshot, issue, resolver)
    found = [finding for claim in claims for finding in rules.findings(claim)]
    found.extend(map(rules.never_judged, _missing_at(document, snapshot, issues, resolver)))
    return _sorted(document, rules, found)


def _claims(document: StakeMap, resolver: Resolver) -> Iterator[Claim]:
    for key, snapshot in document.snapshots.items():
        standings = resolver.standings(document, key)
        for subject, judgement in snapshot.judgements():
            if subject.kind != "stance" or not placing(standings, {}, subject.id).has_inapplicable_standing:
                yield Claim(judgement, Place.of(key, subject), key)


def _claims_at(document: StakeMap, snapshot: str, issue: str | None, resolver: Resolver) -> Iterator[Claim]:
    """The judgements that place actors on one issue or on any, each influence once, and the ties."""
    standings = resolver.standings(document, snapshot)
    if issue is None:
        for actor, standing in standings.items():
            yield Claim(standing.judgement, Place(standing.snapshot, None, actor), snapshot)
    for each_issue in issues_in_order(document) if issue is None else (issue,):
        stances = resolver.stances(document, snapshot, each_issue)
        for actor in stances if issue is None else document.actors:
            for each in placing(standings, stances, actor).judgements:
                if isinstance(each.judgement, Stance):
                    yield Claim(each.judgement, Place(each.snapshot, each_issue, actor), snapshot)
                elif issue is not None:
                    yield Claim(each.judgement, Place(each.snapshot, None, actor), snapshot)
    for relation, tie in resolver.ties(document, snapshot).items():
        yield Claim(tie.judgement, Place(tie.snapshot, relation=relation), snapshot)


def _missing_at(
    document: StakeMap, snapshot: str, issues: Sequence[str], resolver: Resolver
) -> Iterator[Place]:
    """Missing judgements at a snapshot, except stances of actors that the question does not apply to, and
    influence where each stance has its own.
    """
    standings = resolver.standings(document, snapshot)
    without_weight: set[str] = set() if issues else document.actors.keys() - standings.keys()
    for issue in issues:
        stances = resolver.stances(document, snapshot, issue)
        for actor in document.actors:
            placed = placing(standings, stances, actor)
            if placed.placement == "not-applicable":
                continue
            if placed.weight is None:
                without_weight.add(actor)
            if placed.stance is None:
                yield Place(snapshot, issue, actor)
    for actor in without_weight:
        yield Place(snapshot, None, actor)


def _missing_in_map(document: StakeMap, resolver: Resolver) -> Iterator[Place]:
    """Judgements missing in all snapshots, with the latest as their place; none on issues for actors that the
    question applies to in no snapshot.
    """
    latest = latest_dated(document)
    if latest is None:
        return
    snapshots = document.snapshots.values()
    judged = {actor for snapshot in snapshots for actor in snapshot.standings}
    for actor in document.actors.keys() - judged:
        yield Place(latest, None, actor)
    standings_of_all = [resolver.standings(document, key) for key in document.snapshots]
    needed = {
        actor
        for actor in document.actors
        if not all(placing(standings, {}, actor).has_inapplicable_standing for standings in standings_of_all)
    }
    for issue in document.issues:
        judged = {actor for snapshot in snapshots for actor in snapshot.stances.get(issue, {})}
        for actor in needed - judged:
            yield Place(latest, issue, actor)


def _sorted(document: StakeMap, rules: Rules, found: Iterable[Finding]) -> tuple[Finding, ...]:
    rank = {kind: place for place, kind in enumerate(KINDS)}
    snapshots = {name: place for place, name in enumerate(snapshots_in_order(document))}
    issues = {name: place for place, name in enumerate(issues_in_order(document))}
    names = {actor: sort_key(rules.actor(actor)) for actor in document.actors}

    def key(finding: Finding) -> tuple[int, int, int, str, str]:
        place = finding.place
        return (
            rank[finding.kind],
            snapshots.get(place.snapshot, len(snapshots)),
            -1 if place.issue is None else issues.get(place.issue, len(issues)),
            names.get(place.actor or "", ""),
            place.actor or place.relation or "",
        )

    return tuple(sorted(found, key=key))
