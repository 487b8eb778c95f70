"""How to approach actors by alignment and interest: the quadrants of AIIM.

The Alignment, Interest and Influence Matrix (Enrique Mendizabal, Overseas Development Institute, 2010) takes
observed engagement with an issue as interest; here salience, how much it matters to an actor, stands for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from stakemap.analysis.question import Question
from stakemap.model.judgements import Estimate, Stance
from stakemap.model.order import actors_in_order
from stakemap.model.placing import placing

#: Where the borders of the quadrants run, on alignment (−100 … 100) and on salience (0 … 100).
ALIGNMENT_BORDER, SALIENCE_BORDER = 0.0, 50.0

#: Aligned and interested; aligned and not interested; interested and not aligned; neither.
Quadrant = Literal["partnership", "enthusiasm", "challenge", "awareness"]
Axis = Literal["alignment", "salience"]
QUADRANTS: tuple[Quadrant, ...] = ("partnership", "enthusiasm", "challenge", "awareness")


class QuadrantPlace(NamedTuple):
    """The quadrant that a stance is in by its values, and on which borders it may lie by its ranges.

    No quadrant if alignment or salience is unknown, or exactly on its border.
    """

    quadrant: Quadrant | None
    on_border: tuple[Axis, ...] = ()


class Approached(NamedTuple):
    """An actor with a known alignment, its influence (None if unknown) and its place in the matrix."""

    actor: str
    stance: Stance
    influence: Estimate | None
    place: QuadrantPlace


def quadrant_of(stance: Stance) -> QuadrantPlace:
    """The quadrant of a stance. It lies on a border if its value does, or if its range crosses it."""
    alignment, salience = stance.alignment, stance.salience
    borders: list[Axis] = []
    if _is_on(alignment, ALIGNMENT_BORDER):
        borders.append("alignment")
    if _is_on(salience, SALIENCE_BORDER):
        borders.append("salience")
    if alignment is None or salience is None:
        return QuadrantPlace(None, tuple(borders))
    if alignment.value == ALIGNMENT_BORDER or salience.value == SALIENCE_BORDER:
        return QuadrantPlace(None, tuple(borders))
    quadrants: Mapping[tuple[bool, bool], Quadrant] = {
        (True, True): "partnership",
        (True, False): "enthusiasm",
        (False, True): "challenge",
        (False, False): "awareness",
    }
    is_high = alignment.value > ALIGNMENT_BORDER, salience.value > SALIENCE_BORDER
    return QuadrantPlace(quadrants[is_high], tuple(borders))


def _is_on(estimate: Estimate | None, border: float) -> bool:
    if estimate is None:
        return False
    if estimate.low is None or estimate.high is None:
        return estimate.value == border
    return estimate.value == border or estimate.low < border < estimate.high


def approached(question: Question) -> tuple[tuple[Approached, ...], tuple[str, ...]]:
    """All actors with a known alignment on the issue, the most influential first, and those whose alignment
    is unknown. Parts of other actors are there, too, as somebody to talk to. Raises KeyError without a view.
    """
    known: list[Approached] = []
    unknown: list[str] = []
    for actor in actors_in_order(question.document):
        found = placing(question.standings, question.stances, actor)
        if found.placement == "not-applicable":
            continue
        stance = None if found.stance is None else found.stance.judgement
        if stance is None or stance.alignment is None:
            unknown.append(actor)
        else:
            known.append(Approached(actor, stance, found.influence, quadrant_of(stance)))
    known.sort(key=lambda each: 1.0 if each.influence is None else -each.influence.value)
    return tuple(known), tuple(unknown)
