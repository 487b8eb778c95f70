"""The balance in sentences: result, caveats, formulas and their literature.

They are here since `wording`, whose names and numbers they use, does not know results of analyses.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nsmallest

from stakemap.analysis.balance import Balance, Side, Voice
from stakemap.analysis.intervals import Interval, Intervals
from stakemap.i18n import tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.model.order import actors_in_order
from stakemap.text import capital, shortened
from stakemap.wording.names import NAMES_SHOWN, actor_name, listing
from stakemap.wording.numbers import figure, signed_figure

__all__ = [
    "Method",
    "balance_lines",
    "caveat_lines",
    "interval_line",
    "interval_text",
    "methods",
    "side_word",
    "verdict_line",
    "voice_lines",
]

_ORDERED_BY_NAME = 200


@dataclass(frozen=True, slots=True)
class Method:
    """A result's name, its formula and its literature reference."""

    name: str
    formula: str
    source: str


def methods() -> tuple[Method, ...]:
    """The methods of the balance, for a tooltip."""
    return (
        Method(
            tr("Effective power"),
            tr("influence × salience ÷ 100, summed over the actors on each side"),
            tr("Efird, Lester and Wise 2016"),
        ),
        Method(
            tr("Weighted mean (compromise model)"),
            tr("Σ(weight × alignment) ÷ Σ weight"),
            tr("Achen 2006"),
        ),
        Method(
            tr("Weighted median (median voter)"),
            tr("the alignment at which half of the weight is reached, counted from either end"),
            tr("Black 1948"),
        ),
        Method(
            tr("Interval"),
            tr(
                "10th to 90th percentile of random draws; each value is drawn independently from a "
                "triangular distribution whose mode is the value and whose 10th and 90th percentile "
                "are the ends of its range"
            ),
            tr("Monte Carlo with a fixed seed"),
        ),
    )


def side_word(side: Side) -> str:
    """The word for a side in a sentence."""
    return {
        "for": tr("for"),
        "against": tr("against"),
        "undecided": tr("undecided"),
        "unknown": tr("unknown"),
    }[side]


def _names(document: StakeMap, actors: Iterable[str]) -> str:
    chosen = tuple(actors)
    # Sorting thousands by name is slow: since only a few are named, the first ids are taken instead.
    first = chosen if len(chosen) <= _ORDERED_BY_NAME else nsmallest(NAMES_SHOWN, chosen)
    names = [actor_name(document, actor) for actor in actors_in_order(document, first)]
    return listing(names, total=len(chosen))


def verdict_line(document: StakeMap, result: Balance) -> str:
    """The verdict in one sentence, which names deciders or blockers on the other side."""
    opposed = [voice.actor for voice in result.blockers if voice.side == "against"]
    deciding = [voice.actor for voice in result.deciders if voice.side == "against"]
    if result.verdict == "nothing":
        return tr("Nothing to weigh: no actor has both a known alignment and weight on this issue.")
    if result.verdict == "against":
        return tr("The balance is against.")
    if result.verdict == "even":
        return tr("The balance is even.")
    if result.verdict == "blocked":
        return tr_count(
            "Blocked: the balance is for, but {names} can block it and is against.",
            "Blocked: the balance is for, but {names} can block it and are against.",
            len(opposed),
            names=_names(document, opposed),
        )
    if deciding:
        return tr_count(
            "The balance is for, but {names} decides and is against.",
            "The balance is for, but {names} decide and are against.",
            len(deciding),
            names=_names(document, deciding),
        )
    return tr("The balance is for.")


def voice_lines(document: StakeMap, result: Balance, longest: int = 500) -> tuple[str, ...]:
    """Lines on who decides and who can block, each with its side; empty if nobody has such a role.

    Names of more than `longest` characters are shortened.
    """
    lines: list[str] = []
    if result.deciders:
        lines.append(tr("Decides: {voices}.", voices=_voices(document, result.deciders, longest)))
    if result.blockers:
        lines.append(tr("Can block: {voices}.", voices=_voices(document, result.blockers, longest)))
    return tuple(lines)


def _voices(document: StakeMap, voices: tuple[Voice, ...], longest: int) -> str:
    by_actor = {voice.actor: voice.side for voice in voices}

    named = {actor: shortened(actor_name(document, actor), longest) for actor in by_actor}
    return listing(
        [
            tr("{name} ({side})", name=named[actor], side=side_word(by_actor[actor]))
            for actor in actors_in_order(document, by_actor)
        ]
    )


def caveat_lines(document: StakeMap, result: Balance) -> tuple[str, ...]:
    """Caveats of the balance: what is unknown or left out, with the actors concerned."""
    lines: list[str] = []
    if result.unknown:
        lines.append(
            tr_count(
                "{count} actor is left out, its alignment unknown: {names}.",
                "{count} actors are left out, their alignment unknown: {names}.",
                len(result.unknown),
                names=_names(document, result.unknown),
            )
        )
    if result.without_influence:
        lines.append(
            tr_count(
                "{count} actor is left out, its influence unknown: {names}.",
                "{count} actors are left out, their influence unknown: {names}.",
                len(result.without_influence),
                names=_names(document, result.without_influence),
            )
        )
    if not result.by_salience:
        lines.append(
            tr_count(
                "Salience was not judged for {count} of {all} counted actors ({names}), "
                "so the balance weighs by influence alone.",
                "Salience was not judged for {count} of {all} counted actors ({names}), "
                "so the balance weighs by influence alone.",
                len(result.without_salience),
                all=result.counted,
                names=_names(document, result.without_salience),
            )
        )
    if result.within:
        wholes = dict(result.within)
        pairs = [
            tr("{part} in {whole}", part=actor_name(document, part), whole=actor_name(document, wholes[part]))
            for part in actors_in_order(document, wholes)
        ]
        lines.append(tr("Counted as part of another actor: {pairs}.", pairs=listing(pairs)))
    return tuple(lines)


def interval_text(interval: Interval, digits: int = 0, *, with_sign: bool = False) -> str:
    """An interval as "12 to 40"; `with_sign` for alignments ("−20 to +5")."""
    show = signed_figure if with_sign else figure
    return tr("{low} to {high}", low=show(interval.low, digits), high=show(interval.high, digits))


def interval_line(
    document: StakeMap, result: Balance, missing: tuple[str, ...], found: Intervals | None
) -> str:
    """How the intervals were computed, or why there are none; empty if no actor was counted."""
    if missing:
        return tr_count(
            "No interval: {count} of {all} counted actors has no range for a value that counts ({names}).",
            "No interval: {count} of {all} counted actors have no range for a value that counts ({names}).",
            len(missing),
            all=result.counted,
            names=_names(document, missing),
        )
    if found is None:
        return ""
    return tr(
        "Intervals: 10th to 90th percentile of {draws} draws from the ranges, "
        "each value drawn independently.",
        draws=figure(found.draws),
    )


def balance_lines(
    document: StakeMap, result: Balance, missing: tuple[str, ...] = (), found: Intervals | None = None
) -> tuple[str, ...]:
    """The balance in sentences, the most important first, for a panel, a tooltip or a screen reader."""
    lines = [verdict_line(document, result)]
    if result.verdict != "nothing":
        unit = tr("effective power") if result.by_salience else tr("influence")
        lines.append(
            tr(
                "{unit}: {support} for, {opposition} against, {undecided} undecided.",
                unit=capital(unit),
                support=figure(result.support),
                opposition=figure(result.opposition),
                undecided=figure(result.undecided),
            )
        )
    if result.mean is not None and result.median is not None:
        lines.append(
            tr(
                "Weighted mean {mean}, weighted median {median}.",
                mean=signed_figure(result.mean),
                median=signed_figure(result.median),
            )
        )
    lines.extend(voice_lines(document, result))
    lines.extend(caveat_lines(document, result))
    closing = interval_line(document, result, missing, found)
    return (*lines, closing) if closing else tuple(lines)
