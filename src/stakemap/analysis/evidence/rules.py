"""Rules of the evidence check: findings about a single judgement, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Literal, NamedTuple, get_args

from stakemap.analysis.evidence.source_age import old_sources
from stakemap.i18n import number, tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Judgement, Tie
from stakemap.model.order import sort_key
from stakemap.model.subjects import Subject
from stakemap.model.terms import field_label
from stakemap.wording.names import actor_name, issue_name, listing, relation_name, snapshot_name, source_name
from stakemap.wording.numbers import figure

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
#: All kinds, in descending severity.
KINDS: tuple[FindingKind, ...] = get_args(FindingKind)


class Place(NamedTuple):
    """The place of a judgement: `issue` is None for influence and ties, `relation` is set for ties alone."""

    snapshot: str
    issue: str | None = None
    actor: str | None = None
    relation: str | None = None

    @classmethod
    def of(cls, snapshot: str, subject: Subject) -> Place:
        """The place of a judgement."""
        is_tie = subject.kind == "tie"
        return cls(snapshot, subject.issue, subject.actor, subject.id if is_tie else None)

    @property
    def subject(self) -> Subject:
        """The subject of the judgement."""
        if self.relation is not None:
            return Subject.tie(self.relation)
        actor = self.actor or ""
        return Subject.standing(actor) if self.issue is None else Subject.stance(self.issue, actor)


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; `severity` 0 is the gravest.

    `detail` is what distinguishes it in a list under a heading, such as sources or values; often empty.
    """

    kind: FindingKind
    place: Place
    sentence: str
    detail: str = field(default="", compare=False)


class Claim(NamedTuple):
    """A judgement to check, its place, and the snapshot at whose date the age of sources is measured."""

    judgement: Judgement
    place: Place
    shown_in: str


class Rules:
    """Applies the rules to judgements of one map; names and old sources are cached."""

    def __init__(self, document: StakeMap, source_age: float) -> None:
        self._source_age = source_age
        self.actor: Callable[[str], str] = cache(partial(actor_name, document))
        self._issue: Callable[[str], str] = cache(partial(issue_name, document))
        self._snapshot: Callable[[str], str] = cache(partial(snapshot_name, document))
        self._relation: Callable[[str], str] = cache(partial(relation_name, document))
        self._source: Callable[[str], str] = cache(partial(source_name, document))
        self._old: Callable[[str], frozenset[str]] = cache(
            lambda snapshot: old_sources(document, snapshot, source_age)
        )

    def findings(self, claim: Claim) -> Iterator[Finding]:
        """Findings about one judgement; none if it has no value."""
        if claim.judgement.is_judged:
            for rule in (self._source_findings, self._reason_findings):
                for kind, sentence, detail in rule(claim):
                    yield Finding(kind, claim.place, sentence, detail)

    def never_judged(self, place: Place) -> Finding:
        """The finding that an actor's stance or influence was never judged."""
        name = self.actor(place.actor or "")
        if place.issue is None:
            sentence = tr("The influence of {name} is not judged.", name=name)
        else:
            sentence = tr("{name} is not judged on {issue}.", name=name, issue=self._issue(place.issue))
        return Finding("never-judged", place, sentence)

    def _subject(self, place: Place) -> str:
        """The judgement as the subject of a sentence."""
        snapshot = self._snapshot(place.snapshot)
        if place.relation is not None:
            relation = self._relation(place.relation)
            return tr("The relation {relation} ({snapshot})", relation=relation, snapshot=snapshot)
        name = self.actor(place.actor or "")
        if place.issue is None:
            return tr("The influence of {name} ({snapshot})", name=name, snapshot=snapshot)
        issue = self._issue(place.issue)
        return tr(
            "The alignment of {name} on {issue} ({snapshot})", name=name, issue=issue, snapshot=snapshot
        )

    def _titles(self, sources: Iterable[str]) -> str:
        return listing(sorted({self._source(source) for source in sources}, key=sort_key))

    def _source_findings(self, claim: Claim) -> Iterator[tuple[FindingKind, str, str]]:
        citations = claim.judgement.all_citations
        subject = self._subject(claim.place)
        against = {citation.source for citation in citations if citation.against}
        if against:
            sources = self._titles(against)
            yield (
                "evidence-against",
                tr("{subject} is contradicted by {sources}.", subject=subject, sources=sources),
                sources,
            )
        supporting = {citation.source for citation in citations if not citation.against}
        if not supporting:
            yield "uncited", tr("{subject} has no supporting citation.", subject=subject), ""
        elif len(supporting) == 1:
            source = self._titles(supporting)
            yield (
                "single-source",
                tr("{subject} rests on a single source: {source}.", subject=subject, source=source),
                source,
            )
        old = supporting & self._old(claim.shown_in) if supporting else set()
        if old:
            sources = self._titles(old)
            yield (
                "old-source",
                tr_count(
                    "{subject} rests on a source more than {age} years old at {snapshot}: {sources}.",
                    "{subject} rests on sources more than {age} years old at {snapshot}: {sources}.",
                    len(old),
                    subject=subject,
                    age=figure(self._source_age, 0 if self._source_age == int(self._source_age) else 1),
                    snapshot=self._snapshot(claim.shown_in),
                    sources=sources,
                ),
                sources,
            )

    def _reason_findings(self, claim: Claim) -> Iterator[tuple[FindingKind, str, str]]:
        judgement = claim.judgement
        subject = self._subject(claim.place)
        if not judgement.is_explained:
            if isinstance(judgement, Tie):
                yield "tie-unexplained", tr("{subject} has no reason.", subject=subject), ""
            else:
                yield "unexplained", *_unexplained(judgement, subject)
        if judgement.basis == "assumed":
            yield "assumed", tr("{subject} is assumed.", subject=subject), ""
        lacking = [
            field_label(name)
            for name in ("alignment", "salience", "influence")
            if (estimate := getattr(judgement, name, None)) is not None and not estimate.has_range
        ]
        if lacking:
            values = listing(lacking)
            sentence = tr("{subject} has no range for {values}.", subject=subject, values=values)
            yield "no-range", sentence, values


def _unexplained(judgement: Judgement, subject: str) -> tuple[str, str]:
    """The sentence, and the change of the value if there is an earlier one."""
    earlier = judgement.with_earlier()[1:]
    before = getattr(earlier[0], judgement.measured) if earlier else None
    now = getattr(judgement, judgement.measured)
    if before is None or before.value == now.value:
        return tr("{subject} has no reason.", subject=subject), ""
    old, new = number(before.value), number(now.value)
    sentence = tr(
        "{subject} went from {before} to {now} without a reason.",
        subject=subject,
        before=old,
        now=new,
    )
    return sentence, tr("{before} → {after}", before=old, after=new)
