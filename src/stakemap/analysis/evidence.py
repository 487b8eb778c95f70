"""The evidence check: what a map claims without saying why or on what, each finding with the way to its
place.

Two views of the same rules. `findings_at` looks at all that one snapshot shows, what it carries over
included, since an unsourced judgement of 2020 is as unsourced where it is shown for 2025; each finding's
place is the snapshot where the judgement was written, which is where it can be mended for all. `findings`
goes through the whole map and names every judgement once, in the snapshot that holds it; there, an actor is
"never judged" on an issue only when no snapshot judges it. Only judgements with a value are checked: that
something is unknown needs no source, and what was replaced is history.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from stakemap.analysis.words import figure
from stakemap.i18n import tr, tr_count
from stakemap.model.dates import end_of, start_of
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Judgement, Stance, Standing, Tie
from stakemap.model.order import issues_in_order, latest_dated, snapshots_in_order, sort_key
from stakemap.model.resolve import Resolver, lineage
from stakemap.model.wording import (
    actor_name,
    issue_name,
    listing,
    relation_name,
    snapshot_name,
    source_name,
)

__all__ = [
    "DEFAULT_SOURCE_AGE",
    "KINDS",
    "Finding",
    "FindingKind",
    "Place",
    "findings",
    "findings_at",
    "kind_title",
]

FindingKind = Literal[
    "evidence-against",
    "unexplained",
    "uncited",
    "tie-unexplained",
    "assumed",
    "single-source",
    "old-source",
    "never-judged",
    "no-range",
]
#: All kinds, the gravest first; findings come in this order.
KINDS: tuple[FindingKind, ...] = (
    "evidence-against",
    "unexplained",
    "uncited",
    "tie-unexplained",
    "assumed",
    "single-source",
    "old-source",
    "never-judged",
    "no-range",
)
#: A source is old when it is older than this many years at the snapshot's date.
DEFAULT_SOURCE_AGE = 2.0
_DAYS_IN_YEAR = 365.2425


class Place(NamedTuple):
    """Where a finding leads: `issue` is None for influence and ties, `relation` is set for ties alone."""

    snapshot: str
    issue: str | None = None
    actor: str | None = None
    relation: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing an honest map would say more about; `severity` counts from 0, the gravest."""

    kind: FindingKind
    place: Place
    sentence: str

    @property
    def severity(self) -> int:
        """The rank of its kind in `KINDS`."""
        return KINDS.index(self.kind)


class _Claim(NamedTuple):
    """A judgement, where it was written, and the snapshot at whose date its sources' age is measured."""

    judgement: Judgement
    place: Place
    shown_in: str


def kind_title(kind: FindingKind) -> str:
    """The heading of a kind of finding in the panel."""
    return {
        "evidence-against": tr("Evidence against"),
        "unexplained": tr("Unexplained"),
        "uncited": tr("Without a citation"),
        "tie-unexplained": tr("Ties without a reason"),
        "assumed": tr("Assumed"),
        "single-source": tr("One source alone"),
        "old-source": tr("Old sources"),
        "never-judged": tr("Never judged"),
        "no-range": tr("Without a range"),
    }[kind]


def findings(
    document: StakeMap, *, source_age: float = DEFAULT_SOURCE_AGE, kinds: Iterable[FindingKind] = KINDS
) -> tuple[Finding, ...]:
    """Every finding of the whole map, each judgement once; `source_age` in years.

    Sorted by severity, then by snapshot, issue and actor as views list them.
    """
    claims: list[_Claim] = []
    for snapshot_id, snapshot in document.snapshots.items():
        for actor, standing in snapshot.standings.items():
            claims.append(_Claim(standing, Place(snapshot_id, None, actor), snapshot_id))
        for issue, stances in snapshot.stances.items():
            claims.extend(
                _Claim(stance, Place(snapshot_id, issue, actor), snapshot_id)
                for actor, stance in stances.items()
            )
        for relation, tie in snapshot.ties.items():
            claims.append(_Claim(tie, Place(snapshot_id, relation=relation), snapshot_id))
    return _sorted(document, [*_checked(document, claims, source_age), *_never_in_map(document)], kinds)


def findings_at(
    document: StakeMap,
    snapshot: str,
    resolver: Resolver,
    *,
    issue: str | None = None,
    source_age: float = DEFAULT_SOURCE_AGE,
    kinds: Iterable[FindingKind] = KINDS,
) -> tuple[Finding, ...]:
    """Every finding about what one snapshot shows, carried over or judged there; about one `issue` if given.

    Influence and ties belong to every issue. The age of sources is measured at this snapshot's date.
    """
    claims = [
        _Claim(resolved.judgement, Place(resolved.snapshot, None, actor), snapshot)
        for actor, resolved in resolver.standings(document, snapshot).items()
    ]
    issues = issues_in_order(document) if issue is None else [issue]
    never: list[Finding] = [
        _never(document, Place(snapshot, None, actor))
        for actor in document.actors.keys() - resolver.standings(document, snapshot).keys()
    ]
    off = {claim.place.actor for claim in claims if claim.judgement.state == "not-applicable"}
    for each in issues:
        stances = resolver.stances(document, snapshot, each)
        claims.extend(
            _Claim(resolved.judgement, Place(resolved.snapshot, each, actor), snapshot)
            for actor, resolved in stances.items()
        )
        missing = document.actors.keys() - stances.keys() - off
        never.extend(_never(document, Place(snapshot, each, actor)) for actor in missing)
    claims.extend(
        _Claim(resolved.judgement, Place(resolved.snapshot, relation=relation), snapshot)
        for relation, resolved in resolver.ties(document, snapshot).items()
    )
    return _sorted(document, [*_checked(document, claims, source_age), *never], kinds)


def _never_in_map(document: StakeMap) -> Iterator[Finding]:
    """Actors that no snapshot judges; the place is the latest snapshot, where a judgement would be added."""
    latest = latest_dated(document)
    if latest is None:
        return
    snapshots = document.snapshots.values()
    standing = {actor for snapshot in snapshots for actor in snapshot.standings}
    for actor in document.actors.keys() - standing:
        yield _never(document, Place(latest, None, actor))
    for issue in document.issues:
        judged = {actor for snapshot in snapshots for actor in snapshot.stances.get(issue, {})}
        for actor in document.actors.keys() - judged:
            yield _never(document, Place(latest, issue, actor))


def _never(document: StakeMap, place: Place) -> Finding:
    name = actor_name(document, place.actor or "")
    if place.issue is None:
        sentence = tr("The influence of {name} was never judged.", name=name)
    else:
        sentence = tr(
            "{name} was never judged on {issue}.", name=name, issue=issue_name(document, place.issue)
        )
    return Finding("never-judged", place, sentence)


def _checked(document: StakeMap, claims: list[_Claim], source_age: float) -> Iterator[Finding]:
    dates = {name: _date_of(document, name) for name in document.snapshots}
    for claim in claims:
        if not claim.judgement.is_judged:
            continue
        subject = _subject(document, claim)
        for kind, sentence in _faults(document, claim, subject):
            yield Finding(kind, claim.place, sentence)
        old = _old_sources(document, claim, dates.get(claim.shown_in), source_age)
        if old:
            sentence = tr_count(
                "{subject} rests on a source older than {age} years at {snapshot}: {sources}.",
                "{subject} rests on sources older than {age} years at {snapshot}: {sources}.",
                len(old),
                subject=subject,
                age=figure(source_age, 0 if source_age == int(source_age) else 1),
                snapshot=snapshot_name(document, claim.shown_in),
                sources=listing(old),
            )
            yield Finding("old-source", claim.place, sentence)


def _subject(document: StakeMap, claim: _Claim) -> str:
    """What the judgement is about, as the subject of a sentence that ends up under its snapshot's name."""
    place = claim.place
    snapshot = snapshot_name(document, place.snapshot)
    if place.relation is not None:
        relation = relation_name(document, place.relation)
        return tr("The tie {relation} ({snapshot})", relation=relation, snapshot=snapshot)
    name = actor_name(document, place.actor or "")
    if place.issue is None:
        return tr("The influence of {name} ({snapshot})", name=name, snapshot=snapshot)
    issue = issue_name(document, place.issue)
    return tr("The alignment of {name} on {issue} ({snapshot})", name=name, issue=issue, snapshot=snapshot)


def _faults(document: StakeMap, claim: _Claim, subject: str) -> Iterator[tuple[FindingKind, str]]:
    judgement = claim.judgement
    against = [citation.source for citation in judgement.citations if citation.against]
    if against:
        titles = listing(_titles(document, against))
        yield (
            "evidence-against",
            tr("{subject} has evidence against it: {sources}.", subject=subject, sources=titles),
        )
    if not judgement.is_explained:
        if isinstance(judgement, Tie):
            yield "tie-unexplained", tr("{subject} has no reason.", subject=subject)
        else:
            yield "unexplained", _unexplained(judgement, subject)
    supporting = {citation.source for citation in judgement.citations if not citation.against}
    if not supporting:
        yield "uncited", tr("{subject} has no citation that speaks for it.", subject=subject)
    elif len(supporting) == 1:
        title = _titles(document, supporting)[0]
        yield (
            "single-source",
            tr("{subject} rests on one source alone: {source}.", subject=subject, source=title),
        )
    if judgement.basis == "assumed":
        yield "assumed", tr("{subject} is assumed.", subject=subject)
    lacking = _without_range(judgement)
    if lacking:
        yield "no-range", tr("{subject} has no range for {values}.", subject=subject, values=listing(lacking))


def _unexplained(judgement: Judgement, subject: str) -> str:
    earlier: tuple[Judgement, ...] = getattr(judgement, "earlier", ())
    before = getattr(earlier[0], judgement.measured) if earlier else None
    now = getattr(judgement, judgement.measured)
    if before is None or before.value == now.value:
        return tr("{subject} has no reason.", subject=subject)
    return tr(
        "{subject} went from {before} to {now} without a reason.",
        subject=subject,
        before=figure(before.value),
        now=figure(now.value),
    )


def _without_range(judgement: Judgement) -> list[str]:
    """The values of a judgement that were judged as a number without a range."""
    values: list[tuple[str, object]] = []
    if isinstance(judgement, Standing):
        values = [(tr("influence"), judgement.influence)]
    elif isinstance(judgement, Stance):
        values = [
            (tr("alignment"), judgement.alignment),
            (tr("salience"), judgement.salience),
            (tr("influence"), judgement.influence),
        ]
    return [
        word for word, estimate in values if estimate is not None and not getattr(estimate, "has_range", True)
    ]


def _titles(document: StakeMap, sources: Iterable[str]) -> list[str]:
    return sorted({source_name(document, source) for source in sources}, key=sort_key)


def _date_of(document: StakeMap, snapshot: str) -> datetime.date | None:
    """The first day a snapshot may mean; a scenario without a date has that of what it builds on."""
    for ancestor in lineage(document, snapshot):
        date = document.snapshots[ancestor].date
        if date is not None:
            return start_of(date)
    return None


def _years_before(date: datetime.date, years: float) -> datetime.date:
    """The same day so many years earlier (28 February for 29 February); fractions of a year as days."""
    whole = int(years)
    if whole >= date.year:
        return datetime.date.min
    is_leap_day = (date.month, date.day) == (2, 29)
    earlier = date.replace(year=date.year - whole, day=28 if is_leap_day and whole else date.day)
    days = round((years - whole) * _DAYS_IN_YEAR)
    return datetime.date.fromordinal(max(earlier.toordinal() - days, 1))


def _old_sources(
    document: StakeMap, claim: _Claim, date: datetime.date | None, source_age: float
) -> list[str]:
    """Titles of supporting sources that are too old by any reading of the dates: the last day a source's date
    may mean, against the first day the snapshot's may. A source without a date is not called old.
    """
    if date is None:
        return []
    oldest = _years_before(date, source_age)
    old: list[str] = []
    for citation in claim.judgement.citations:
        source = document.sources.get(citation.source)
        if source is None or source.date is None or citation.against:
            continue
        if end_of(source.date) < oldest:
            old.append(citation.source)
    return _titles(document, old)


def _sorted(
    document: StakeMap, found: Iterable[Finding], kinds: Iterable[FindingKind]
) -> tuple[Finding, ...]:
    wanted = frozenset(kinds)
    rank = {kind: place for place, kind in enumerate(KINDS)}
    snapshots = {name: place for place, name in enumerate(snapshots_in_order(document))}
    issues = {name: place for place, name in enumerate(issues_in_order(document))}

    def key(finding: Finding) -> tuple[int, int, int, str, str]:
        place = finding.place
        name = "" if place.actor is None else sort_key(actor_name(document, place.actor))
        return (
            rank[finding.kind],
            snapshots.get(place.snapshot, len(snapshots)),
            -1 if place.issue is None else issues.get(place.issue, len(issues)),
            name,
            place.actor or place.relation or "",
        )

    return tuple(sorted((finding for finding in found if finding.kind in wanted), key=key))
