"""Distances of actors from a chosen one, over the issues on which both are judged (KTAB 2015)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from stakemap.analysis.balance.counted import FloatArray
from stakemap.i18n import tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Stance
from stakemap.model.order import issues_in_order, sort_key
from stakemap.model.resolve import Resolver, placement
from stakemap.wording.names import actor_name, issue_name, listing
from stakemap.wording.numbers import figure

_SCALE = 200.0


@dataclass(frozen=True, slots=True)
class Distance:
    """Distance of an actor from the chosen one, 0 (same alignment on all issues) to 1 (opposite ends on all).

    `value` is None if the chosen actor's salience is 0 on every issue in `issues`.
    """

    actor: str
    value: float | None
    issues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Distances:
    """All actors by their distance from `origin`, nearest first, those without a value last.

    `weighted` says whether issues are weighted by the chosen actor's salience; if that was not judged on each
    issue on which it has an alignment (`without_salience`), all weigh alike. `left_out` share no judged issue
    with it.
    """

    origin: str
    weighted: bool
    without_salience: tuple[str, ...]
    entries: tuple[Distance, ...]
    left_out: tuple[str, ...]


def separation(origin: FloatArray, others: FloatArray, salience: FloatArray) -> FloatArray:
    """The KTAB distance of each row of `others` from `origin`: d² = Σ(sₖ Δxₖ)² ÷ Σ sₖ².

    Shapes: `origin` and `salience` (issues), `others` (actors, issues). Positions run from 0 to 1, NaN if
    missing; sums run over the issues on which both have one. NaN if there are none or all their saliences are
    0. `salience` is that of `origin`: in the Spatial Model of Politics of the KAPSARC toolkit (KTAB 2015,
    `SMPModel::bvDiff`) actors measure by their own priorities, so that A may be nearer to B than B to A. With
    equal saliences it is the symmetric root mean square difference.
    """
    difference = others - origin
    shared = ~np.isnan(difference)
    squares = np.where(shared, (salience * np.where(shared, difference, 0.0)) ** 2, 0.0).sum(axis=1)
    weight = np.where(shared, salience**2, 0.0).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        result: FloatArray = np.sqrt(squares / weight)
    return result


def distances(document: StakeMap, snapshot: str, origin: str, resolver: Resolver) -> Distances:
    """Distances of all other actors from `origin` at `snapshot`, in alignment alone."""
    actors = sorted(document.actors)
    issues = issues_in_order(document)
    standings = resolver.standings(document, snapshot)
    excluded = {
        actor
        for actor, standing in standings.items()
        if placement(standing.judgement, None) == "not-applicable"
    }
    positions = np.full((len(actors), len(issues)), np.nan)
    own: list[Stance | None] = []
    for column, issue in enumerate(issues):
        stances = resolver.stances(document, snapshot, issue)
        own.append(stances[origin].judgement if origin in stances else None)
        for row, actor in enumerate(actors):
            resolved = stances.get(actor)
            if resolved is not None and resolved.judgement.alignment is not None and actor not in excluded:
                positions[row, column] = (resolved.judgement.alignment.value + 100) / _SCALE
    if origin not in document.actors:
        return Distances(origin, False, (), (), tuple(actors))
    here = positions[actors.index(origin)]
    missing = tuple(
        issue
        for issue, place, stance in zip(issues, here, own, strict=True)
        if not np.isnan(place) and (stance is None or stance.salience is None)
    )
    weights = np.array([0.0 if s is None or s.salience is None else s.salience.value / 100 for s in own])
    if missing:
        weights = np.ones(len(issues))
    values = separation(here, positions, weights)
    return _ranked(document, origin, issues, missing, positions, values)


def _ranked(
    document: StakeMap,
    origin: str,
    issues: tuple[str, ...],
    missing: tuple[str, ...],
    positions: FloatArray,
    values: FloatArray,
) -> Distances:
    actors = sorted(document.actors)
    here = positions[actors.index(origin)]
    entries: list[Distance] = []
    left_out: list[str] = []
    for actor, row, value in zip(actors, positions, values.tolist(), strict=True):
        if actor == origin:
            continue
        both = ~np.isnan(row) & ~np.isnan(here)
        shared = tuple(issue for issue, is_shared in zip(issues, both.tolist(), strict=True) if is_shared)
        if shared:
            entries.append(Distance(actor, None if np.isnan(value) else value, shared))
        else:
            left_out.append(actor)
    entries.sort(
        key=lambda entry: (
            entry.value is None,
            entry.value or 0.0,
            sort_key(document.actors[entry.actor].name),
            entry.actor,
        )
    )
    has_place = not np.isnan(here).all()
    return Distances(origin, has_place and not missing, missing, tuple(entries), tuple(left_out))


def distance_line(document: StakeMap, entry: Distance) -> str:
    """One actor's distance in words: "Iran: 0.42, on 2 issues (Corridor, Peace treaty)"."""
    names = listing([issue_name(document, issue) for issue in entry.issues])
    value = tr("no weight") if entry.value is None else figure(entry.value, 2)
    return tr_count(
        "{name}: {value}, on {count} issue ({issues})",
        "{name}: {value}, on {count} issues ({issues})",
        len(entry.issues),
        name=actor_name(document, entry.actor),
        value=value,
        issues=names,
    )


def method_line(document: StakeMap, result: Distances) -> str:
    """The method in a sentence, and how issues are weighted, for the panel."""
    name = actor_name(document, result.origin)
    if result.weighted:
        return tr(
            "Distance from {name}, 0 to 1, with issues weighted by their salience to {name} (d² = "
            "Σ(s·Δx)² ÷ Σs², KTAB).",
            name=name,
        )
    if not result.without_salience:
        return tr("{name} has no known alignment on any issue, so nothing can be compared.", name=name)
    return tr(
        "Distance from {name}, 0 to 1. All issues have equal weight because its salience is not "
        "judged on {issues}.",
        name=name,
        issues=listing([issue_name(document, issue) for issue in result.without_salience]),
    )
