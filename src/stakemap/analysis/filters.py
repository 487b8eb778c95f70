"""Filters of actors; those that do not pass are dimmed, never moved."""

from __future__ import annotations

from stakemap.model.document import Actor, ActorKind, StakeMap
from stakemap.model.judgements import Basis, Confidence, Judgement
from stakemap.model.order import sort_key
from stakemap.model.others import others_of
from stakemap.model.placing import placing
from stakemap.model.resolve import Resolver
from stakemap.text import fold
from stakemap.values import frozen


@frozen
class Filters:
    """Filter criteria: values of one kind are alternatives, kinds are combined; an empty set does not filter.

    None in `groups`, `confidences` and `bases` stands for actors without a group and judgements without the
    field. Tags are compared folded, like searches. `unexplained`, `cited` and `disagreed` (analysts
    exclude each other): True and False select judgements that are or are not, None both.
    """

    groups: frozenset[str | None] = frozenset()
    kinds: frozenset[ActorKind] = frozenset()
    tags: frozenset[str] = frozenset()
    confidences: frozenset[Confidence | None] = frozenset()
    bases: frozenset[Basis | None] = frozenset()
    unexplained: bool | None = None
    cited: bool | None = None
    disagreed: bool | None = None

    @property
    def is_active(self) -> bool:
        """Whether any criterion is set."""
        return self != Filters()

    @property
    def asks_judgements(self) -> bool:
        """Whether there are criteria for judgements, not only for fields of actors."""
        switches = (self.unexplained, self.cited, self.disagreed)
        return bool(self.confidences or self.bases) or any(each is not None for each in switches)


def all_tags(document: StakeMap) -> tuple[str, ...]:
    """Every tag in use, once (compared folded), in alphabetical order."""
    tags: dict[str, str] = {}
    for actor in sorted(document.actors):
        for tag in document.actors[actor].tags:
            tags.setdefault(fold(tag), tag.strip())
    return tuple(sorted((tag for key, tag in tags.items() if key), key=sort_key))


def passing(
    document: StakeMap, snapshot: str | None, issue: str | None, filters: Filters, resolver: Resolver
) -> frozenset[str]:
    """The ids of the actors that pass.

    Criteria for judgements apply to those that place the actor on `issue` at `snapshot`: its stance, and its
    standing unless the stance has an influence of its own. One of these has to meet all criteria; actors
    without any judgement there, or to which issue or question do not apply, do not pass.
    """
    tags = frozenset(map(fold, filters.tags))
    actors = [key for key, actor in document.actors.items() if _actor_passes(actor, filters, tags)]
    if not filters.asks_judgements:
        return frozenset(actors)
    if snapshot is None:
        return frozenset()
    standings = resolver.standings(document, snapshot)
    stances = {} if issue is None else resolver.stances(document, snapshot, issue)
    result: set[str] = set()
    for actor in actors:
        judgements = placing(standings, stances, actor).judgements
        if any(_judgement_passes(each.judgement, filters) for each in judgements):
            result.add(actor)
    return frozenset(result)


def _actor_passes(actor: Actor, filters: Filters, tags: frozenset[str]) -> bool:
    if filters.groups and actor.group not in filters.groups:
        return False
    if filters.kinds and actor.kind not in filters.kinds:
        return False
    return not tags or not tags.isdisjoint(map(fold, actor.tags))


def _judgement_passes(judgement: Judgement, filters: Filters) -> bool:
    """Only judgements with a value are explained and sourced or not; what is unknown claims nothing."""
    if not judgement.is_judged:
        return False
    if filters.confidences and judgement.confidence not in filters.confidences:
        return False
    if filters.bases and judgement.basis not in filters.bases:
        return False
    if filters.unexplained is not None and judgement.is_explained is filters.unexplained:
        return False
    if filters.disagreed is not None and _is_disputed(judgement) is not filters.disagreed:
        return False
    return filters.cited is None or judgement.is_sourced is filters.cited


def _is_disputed(judgement: Judgement) -> bool:
    """Whether what several analysts judge excludes each other."""
    if not others_of(judgement):
        return False
    from stakemap.analysis.agreement.agreement import are_compatible
    from stakemap.analysis.agreement.disagreement import readings_of, rivals

    readings = readings_of(judgement)
    estimates = [each.estimate for each in readings if each.estimate is not None]
    return bool(rivals(readings)) or not are_compatible(estimates)
