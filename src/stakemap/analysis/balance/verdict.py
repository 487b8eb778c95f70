"""The verdict of a balance: which side has the weight, and whether what is unknown could turn that."""

from __future__ import annotations

from typing import Literal

from stakemap.analysis.balance.balance import TIE, WEIGHTIEST, Balance
from stakemap.analysis.balance.intervals import Interval

Verdict = Literal["for", "against", "even", "uncertain", "nothing"]
Turn = Literal["unknowns", "ranges"]
Leader = Literal["for", "against", "even"]


def verdict(result: Balance, interval: Interval | None = None) -> Verdict:
    """The verdict; "nothing" if no counted actor has weight.

    The sides are "even" if they differ by at most the margin of the balance. "uncertain" if the weight of
    actors left out, or `interval`, that of the difference, could turn that (see `turned_by`).
    """
    if result.mean is None:
        return "nothing"
    return "uncertain" if turned_by(result, interval) else leader(result)


def turned_by(result: Balance, interval: Interval | None = None) -> Turn | None:
    """What could turn the verdict of the known values; None if nothing could.

    A lead could be turned if those left out could make up for it, or if the interval of the difference
    reaches 0 or lies on the other side of it, for an interval need not contain the value (see `Intervals`).
    Sides that are even could be turned if those left out could weigh more than the margin, or if the interval
    goes beyond the margin at both ends or lies wholly beyond it. A lead just above the margin and one just
    below it thus need the same unknown weight. `could_turn` names who is left out.
    """
    slack = TIE * result.weight
    net, margin, ahead = result.net, result.margin / 100 * result.weight, leader(result)
    most = max(_left_out_for(result, "for"), _left_out_for(result, "against"))
    if ahead in ("for", "against"):
        most = _left_out_for(result, "against" if ahead == "for" else "for")
    if most > slack and most >= max(abs(net), margin) - slack:
        return "unknowns"
    if interval is None:
        return None
    return "ranges" if _is_turned_within(interval, ahead, margin + slack) else None


def _is_turned_within(interval: Interval, ahead: Leader, margin: float) -> bool:
    low, high = interval.low, interval.high
    if ahead == "even":
        return low > margin or high < -margin or (low < -margin and high > margin)
    return low <= 0 if ahead == "for" else high >= 0


def could_turn(result: Balance) -> tuple[tuple[str, ...], int]:
    """Those left out that could turn the verdict together: the first of them, the weightiest first, and the
    number of all.
    """
    able = [each for each in result.potential if each.side not in (leader(result), "undecided")]
    ranked = sorted(
        ((actor, weight) for each in able for actor, weight in each.weightiest),
        key=lambda pair: (-pair[1], pair[0]),
    )
    return tuple(actor for actor, _ in ranked[:WEIGHTIEST]), sum(each.number for each in able)


def opposed_blockers(result: Balance) -> tuple[str, ...]:
    """The actors that can block and are against."""
    return tuple(voice.actor for voice in result.blockers if voice.side == "against")


def leader(result: Balance) -> Leader:
    """The side with the weight of the known values, whatever could turn that."""
    if abs(result.net) <= (result.margin / 100 + TIE) * result.weight:
        return "even"
    return "for" if result.net > 0 else "against"


def _left_out_for(result: Balance, side: Literal["for", "against"]) -> float:
    """The greatest weight that actors left out could add to a side."""
    return sum(each.weight for each in result.potential if each.side in (side, "unknown"))
