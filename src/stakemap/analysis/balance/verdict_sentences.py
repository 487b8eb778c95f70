"""The verdict of a balance in sentences, with who can block it or decides."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nsmallest
from typing import Literal

from stakemap.analysis.balance.balance import WEIGHTIEST, Balance
from stakemap.analysis.balance.intervals import Interval
from stakemap.analysis.balance.sides import Side, is_mere_side
from stakemap.analysis.balance.verdict import (
    Verdict,
    could_turn,
    leader,
    opposed_blockers,
    turned_by,
    verdict,
)
from stakemap.i18n import tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.model.order import actors_in_order
from stakemap.text import one_line
from stakemap.wording.names import NAMES_SHOWN, actor_name, enumeration, listing

_ORDERED_BY_NAME = 200
#: Most characters of an issue's label in a verdict.
_LABEL_LENGTH = 48

_Leader = Literal["for", "against"]


def verdict_line(document: StakeMap, result: Balance, interval: Interval | None = None) -> str:
    """The verdict in a sentence, and in a second one who can block it or decides, if on the other side."""
    called = verdict(result, interval)
    sentence = {
        "nothing": lambda: tr(
            "Nothing to weigh: no actor has both a known alignment and a weight on this issue."
        ),
        "uncertain": lambda: _uncertain(document, result, interval),
        "even": lambda: _even(result),
        "for": lambda: _leading(document, result, "for"),
        "against": lambda: _leading(document, result, "against"),
    }[called]()
    return " ".join((sentence, *_obstacles(document, result, called)))


def verdict_text(document: StakeMap, result: Balance, interval: Interval | None = None) -> str:
    """The same in fewer words, for where there is little room."""
    return " ".join(verdict_sentences(document, result, interval))


def verdict_sentences(
    document: StakeMap, result: Balance, interval: Interval | None = None
) -> tuple[str, ...]:
    """Its sentences: the verdict itself, then who can block it or decides."""
    called = verdict(result, interval)
    sentence = {
        "nothing": lambda: tr("Nothing to weigh."),
        "uncertain": lambda: _uncertain_in_short(document, result, interval),
        "even": lambda: _even(result, in_short=True),
        "for": lambda: _leading_in_short(document, result, "for"),
        "against": lambda: _leading_in_short(document, result, "against"),
    }[called]()
    return sentence, *_obstacles(document, result, called)


def _even(result: Balance, *, in_short: bool = False) -> str:
    if not (result.support or result.opposition):
        return tr("All the weight is with undecided actors.")
    # The weighted mean may still be beside the middle: sides that are as heavy may differ in firmness.
    return tr("Evenly balanced.") if in_short else tr("The weight of influence is evenly balanced.")


def _uncertain(document: StakeMap, result: Balance, interval: Interval | None) -> str:
    if is_open(result, interval):
        return tr("{claim}.", claim=open_lead(document, result))
    if turned_by(result, interval) == "ranges":
        return tr("Too uncertain to call: the values and their ranges point in different directions.")
    actors, count = could_turn(result)
    names = listing([actor_name(document, actor) for actor in actors], WEIGHTIEST, total=count)
    return tr("Too many unknowns to call: {names} could tip it.", names=names)


def is_open(result: Balance, interval: Interval | None) -> bool:
    """Whether either side could lead within the ranges."""
    if interval is None or turned_by(result, interval) != "ranges":
        return False
    return interval.low <= 0 <= interval.high


def open_lead(document: StakeMap, result: Balance) -> str:
    """Which side is ahead where the ranges leave it open, as the beginning of a sentence."""
    return tr("{lead}, but within the ranges, either side could lead", lead=_lead(document, result))


def _uncertain_in_short(document: StakeMap, result: Balance, interval: Interval | None) -> str:
    if turned_by(result, interval) == "unknowns":
        return tr("Too many unknowns to call.")
    if leader(result) == "even" or interval is None or interval.low > 0 or interval.high < 0:
        return tr("Too uncertain to call.")
    return tr("{lead}, but the lead is uncertain.", lead=_lead(document, result))


def _lead(document: StakeMap, result: Balance) -> str:
    """Which side is ahead by the known values, as the beginning of a sentence."""
    side = leader(result)
    if side == "even":
        return tr("Evenly balanced")
    label = label_of(document, result, side)
    if label:
        return tr("“{label}” is ahead", label=label)
    return tr("Those in favour are ahead") if side == "for" else tr("Those against are ahead")


def _leading(document: StakeMap, result: Balance, side: _Leader) -> str:
    """A sentence for the side with the weight, which says so if the weighted mean is on the other."""
    label = label_of(document, result, side)
    mean = result.mean or 0.0
    stronger = mean < 0 if side == "for" else mean > 0
    if label and stronger:
        return tr(
            "The weight of influence favours “{label}”, but the other side holds stronger positions.",
            label=label,
        )
    if label:
        return tr("The weight of influence favours “{label}”.", label=label)
    if side == "for":
        if stronger:
            return tr("The weight of influence is in favour, but those against hold stronger positions.")
        return tr("The weight of influence is in favour.")
    if stronger:
        return tr("The weight of influence is against, but those in favour hold stronger positions.")
    return tr("The weight of influence is against.")


def _leading_in_short(document: StakeMap, result: Balance, side: _Leader) -> str:
    label = label_of(document, result, side)
    if label:
        return tr("Favours “{label}”.", label=label)
    return tr("In favour.") if side == "for" else tr("Against.")


def _obstacles(document: StakeMap, result: Balance, called: Verdict) -> list[str]:
    """Sentences on who can block it, unless it has no weight anyway, and on deciders on the other side."""
    lines: list[str] = []
    if called not in ("against", "nothing"):
        blocking = opposed_blockers(result)
        doubtful = [voice.actor for voice in result.blockers if voice.side == "unknown"]
        what = blocked_words(document, result, called)
        if blocking:
            lines.append(tr("{names} can block {what}.", names=names_of(document, blocking), what=what))
        if doubtful:
            text = tr("{names} can block {what} (position unknown).")
            lines.append(text.format(names=names_of(document, doubtful), what=what))
    others: dict[Verdict, Side] = {"for": "against", "against": "for"}
    other = others.get(called)
    deciding = [voice.actor for voice in result.deciders if voice.side == other]
    if other is not None and deciding:
        lines.append(
            tr_count(
                "{names} decides and is {side}.",
                "{names} decide and are {side}.",
                len(deciding),
                names=names_of(document, deciding),
                side=side_word(other),
            )
        )
    return lines


def blocked_words(document: StakeMap, result: Balance, called: Verdict) -> str:
    """What can be blocked: the high end, else the issue; "it" after a sentence that favours that end."""
    return tr("it") if called == "for" else what_is_decided(document, result)


def what_is_decided(document: StakeMap, result: Balance) -> str:
    """What is blocked or passes, in quotation marks: the high end of the issue, else its name, else "it"."""
    issue = document.issues.get(result.issue)
    name = label_of(document, result, "for") or ("" if issue is None else one_line(issue.name, _LABEL_LENGTH))
    return tr("“{label}”", label=name) if name else tr("it")


def side_word(side: Side) -> str:
    """The word for a side in a sentence."""
    return {
        "for": tr("for"),
        "against": tr("against"),
        "undecided": tr("undecided"),
        "unknown": tr("unknown"),
    }[side]


def label_of(document: StakeMap, result: Balance, side: _Leader) -> str:
    """The issue's label of the side's end; empty if there is none, or if it says no more than the side."""
    issue = document.issues.get(result.issue)
    label = "" if issue is None else issue.high_label if side == "for" else issue.low_label
    return "" if is_mere_side(label) else one_line(label, _LABEL_LENGTH)


def names_of(document: StakeMap, actors: Iterable[str]) -> str:
    """Names of actors in a sentence, of which the first are given: "Armenia, Iran and Türkiye"."""
    chosen = tuple(actors)
    # Sorting thousands by name is slow: since only a few are named, the first ids are taken instead.
    first = chosen if len(chosen) <= _ORDERED_BY_NAME else nsmallest(NAMES_SHOWN, chosen)
    names = [actor_name(document, actor) for actor in actors_in_order(document, first)]
    return enumeration(names, total=len(chosen))
