"""Phrases for levers: what would have to change, by how much, and what for."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from stakemap.analysis.balance.balance import Balance
from stakemap.analysis.balance.verdict import leader
from stakemap.analysis.balance.verdict_sentences import label_of
from stakemap.analysis.levers.levers import Lever
from stakemap.analysis.levers.pairs import Pair
from stakemap.analysis.levers.results import Target
from stakemap.analysis.question import Question
from stakemap.analysis.report import Move
from stakemap.i18n import number, tr
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Role
from stakemap.model.placing import placing
from stakemap.wording.names import actor_name, enumeration
from stakemap.wording.numbers import figure, signed, signed_figure

#: The most changes listed one by one where all of them have to come together.
_FEW = 3


def lead_text(document: StakeMap, result: Balance) -> str:
    """Which side leads, as the beginning of a sentence."""
    ahead = leader(result)
    if ahead == "even":
        return tr("The weight of influence is evenly balanced")
    label = label_of(document, result, ahead)
    if label:
        return tr("The weight of influence favours “{label}”", label=label)
    if ahead == "for":
        return tr("The weight of influence is in favour")
    return tr("The weight of influence is against")


def change_text(document: StakeMap, lever: Lever, *, in_short: bool = False) -> str:
    """A change with what is now: "Azerbaijan at −4 instead of −45"; in short without."""
    name = actor_name(document, lever.actor)
    if lever.field == "role":
        if lever.outcome:
            return tr("{name} with the power to block", name=name)
        return tr("{name} without the power to block", name=name)
    # A lever of a value has numbers only.
    before, after = float(lever.before or 0), float(lever.typed)
    show = signed if lever.field == "alignment" else number
    value = show(after)
    if not in_short:
        value = tr("{after} instead of {before}", after=value, before=show(before))
    pattern = {
        "alignment": tr("{name} at {value}"),
        "influence": tr("an influence of {value} for {name}"),
        "salience": tr("a salience of {value} for {name}"),
    }[lever.field]
    return pattern.format(name=name, value=value)


def changes_text(document: StakeMap, levers: Iterable[Lever], *, in_short: bool = False) -> str:
    """Several changes that have to come together, of which the first are named."""
    return enumeration([change_text(document, lever, in_short=in_short) for lever in levers])


def together_text(document: StakeMap, levers: Sequence[Lever], *, in_short: bool = False) -> str:
    """What all who block would have to do, each by name where they are few."""
    if len(levers) <= _FEW:
        return changes_text(document, levers, in_short=in_short)
    return tr(
        "all {count} of them at {value} or above",
        count=len(levers),
        value=signed(max(float(lever.typed) for lever in levers)),
    )


def place_text(value: float) -> str:
    """A weighted mean or median, which is 0 only where it is so exactly."""
    if value and abs(value) < 0.5:
        return tr("just above 0") if value > 0 else tr("just below 0")
    return signed_figure(value)


def at_most_text(half_ranges: float) -> str:
    """A number of half-ranges with two figures, rounded down, since less is safe and more is not."""
    digits = 2 if half_ranges < 1 else 1
    return figure(math.floor(half_ranges * 10**digits + 1e-6) / 10**digits, digits)


def times_text(half_ranges: float) -> str:
    """A step in half-ranges, with one decimal where it is small."""
    if half_ranges < 0.05:
        return tr("less than 0.1")
    return figure(half_ranges, 1 if half_ranges < 9.95 else 0)


def is_beyond(question: Question, lever: Lever) -> bool:
    """Whether the value needed is outside the range as judged; False without a range."""
    if lever.field == "role":
        return False
    placed = placing(question.standings, question.stances, lever.actor)
    judged = None if placed.stance is None else placed.stance.judgement
    estimate = placed.influence if lever.field == "influence" else getattr(judged, lever.field, None)
    if estimate is None or estimate.low is None or estimate.high is None:
        return False
    return not estimate.low <= float(lever.typed) <= estimate.high


def size_text(question: Question, lever: Lever) -> str:
    """How large a step is beside its range, and whether it leads out of it; empty without a range."""
    if lever.half_ranges is None:
        return ""
    pattern = (
        tr(" ({times} half-ranges away, beyond its range)")
        if is_beyond(question, lever)
        else tr(" ({times} half-ranges away, within its range)")
    )
    return pattern.format(times=times_text(lever.half_ranges))


def purpose_text(target: Target, now: int, then: int, what: str) -> str:
    """What a change is for, as an infinitive; `now` and `then` are sides of the result (see `Setting`)."""
    if target == "blocked":
        return tr("to block {what}", what=what) if then else tr("to unblock {what}", what=what)
    if target == "verdict":
        return {
            0: tr("to leave the sides evenly balanced"),
            1: tr("to put those in favour ahead"),
            -1: tr("to put those against ahead"),
        }[then]
    if target == "mean":
        return (
            tr("to bring the weighted mean below 0") if now > 0 else tr("to bring the weighted mean above 0")
        )
    if now == 0:
        return tr("to move the weighted median away from 0")
    return (
        tr("to bring the weighted median to 0 or below")
        if now > 0
        else tr("to bring the weighted median to 0 or above")
    )


# --- where a lever leads -----------------------------------------------------------------------------------


def role_now(question: Question, actor: str) -> Role | None:
    """The role of an actor on the issue, as judged."""
    stance = question.stances.get(actor)
    return None if stance is None else stance.judgement.role


def move_of(question: Question, lever: Lever) -> Move:
    """The change that a lever proposes, to the whole number that turns the result."""
    before = role_now(question, lever.actor) if lever.field == "role" else lever.before
    return Move(lever.actor, lever.field, before, lever.typed)


def pair_size_text(pair: Pair) -> str:
    """How large the greater step of a pair is."""
    if pair.unit == "points":
        return tr("each by at most {points} points", points=figure(pair.size))
    return tr("each by at most {times} half-ranges", times=times_text(pair.size))
