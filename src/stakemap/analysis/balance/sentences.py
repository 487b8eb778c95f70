"""The balance in sentences: result, caveats, formulas and their literature.

They are here since `wording`, whose names and numbers they use, does not know results of analyses.
"""

from __future__ import annotations

from stakemap.analysis.balance.balance import Balance, KeyActor
from stakemap.analysis.balance.intervals import Interval, Intervals
from stakemap.analysis.balance.sides import side_of
from stakemap.analysis.balance.verdict_sentences import label_of, names_of, side_word, verdict_line
from stakemap.i18n import comma_list, tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.model.order import actors_in_order
from stakemap.text import capital
from stakemap.values import frozen
from stakemap.wording.names import actor_name, listing
from stakemap.wording.numbers import figure, signed_figure


@frozen
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


def end_labels(document: StakeMap, result: Balance) -> tuple[tuple[str, str], ...]:
    """The names of the low and the high end of the balance, the fuller ones first: the issue's labels, if it
    has both, then the sides.
    """
    sides = tr("Against"), tr("For")
    labels = label_of(document, result, "against"), label_of(document, result, "for")
    return (labels, sides) if all(labels) else (sides,)


def position_text(result: Balance) -> str:
    """The weighted mean of all counted actors, −100 to +100, and in words; empty if none has weight."""
    if result.mean is None:
        return ""
    return tr("weighted mean {value}", value=place_text(result.mean, result.threshold))


def place_text(place: float, threshold: float) -> str:
    """A weighted mean or median of alignments in figures and in words: "+8, slightly for".

    Below `threshold` it is on no side, else it leans slightly in the first third of the scale and strongly in
    the last.
    """
    side, words = side_of(place, threshold), tr("between the sides")
    third = min(int(abs(place) * 3 / 100), 2)
    if side == "for":
        words = (tr("slightly for"), tr("for"), tr("strongly for"))[third]
    elif side == "against":
        words = (tr("slightly against"), tr("against"), tr("strongly against"))[third]
    return tr("{value}, {words}", value=signed_figure(place), words=words)


def counts_text(result: Balance) -> str:
    """The numbers of actors on each side, and of others: "5 for, 2 against, 3 without a position"."""
    support, opposition, undecided = result.counts
    left_out = len(result.unknown) + len(result.without_influence)
    parts = [tr("{count} for", count=figure(support)), tr("{count} against", count=figure(opposition))]
    if undecided:
        parts.append(tr("{count} undecided", count=figure(undecided)))
    if left_out:
        parts.append(tr("{count} without a position", count=figure(left_out)))
    return comma_list(parts)


def actors_line(result: Balance) -> str:
    """The numbers of actors as a sentence."""
    return tr("Actors: {counts}.", counts=counts_text(result))


def voice_lines(document: StakeMap, result: Balance) -> tuple[str, ...]:
    """Lines on who decides and who can block, each with its side; empty if nobody has such a role."""
    lines: list[str] = []
    if result.deciders:
        lines.append(tr("Decides: {voices}.", voices=_voices(document, result.deciders)))
    if result.blockers:
        lines.append(tr("Can block: {voices}.", voices=_voices(document, result.blockers)))
    return tuple(lines)


def _voices(document: StakeMap, voices: tuple[KeyActor, ...]) -> str:
    by_actor = {voice.actor: voice.side for voice in voices}
    return listing(
        [
            tr("{name} ({side})", name=actor_name(document, actor), side=side_word(by_actor[actor]))
            for actor in actors_in_order(document, by_actor)
        ]
    )


def caveat_lines(document: StakeMap, result: Balance) -> tuple[str, ...]:
    """Caveats of the balance: what is unknown or left out, with the actors concerned."""
    lines: list[str] = []
    if result.unknown:
        lines.append(
            tr_count(
                "{count} actor is left out because its alignment is not known: {names}.",
                "{count} actors are left out because their alignment is not known: {names}.",
                len(result.unknown),
                names=names_of(document, result.unknown),
            )
        )
    if result.without_influence:
        lines.append(
            tr_count(
                "{count} actor is left out because its influence is not known: {names}.",
                "{count} actors are left out because their influence is not known: {names}.",
                len(result.without_influence),
                names=names_of(document, result.without_influence),
            )
        )
    if result.potential:
        weight = sum(each.weight for each in result.potential)
        lines.append(
            tr("The actors left out could add a weight of up to {weight} in all.", weight=figure(weight))
        )
    if not result.by_salience:
        lines.append(
            tr_count(
                "Salience is not judged for {count} of {all} counted actors ({names}), so the "
                "balance is weighted by influence alone.",
                "Salience is not judged for {count} of {all} counted actors ({names}), so the "
                "balance is weighted by influence alone.",
                len(result.without_salience),
                all=result.counted,
                names=names_of(document, result.without_salience),
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


def interval_text(interval: Interval, *, with_sign: bool = False) -> str:
    """An interval as "12 to 40"; `with_sign` for alignments ("−20 to +5")."""
    show = signed_figure if with_sign else figure
    return tr("{low} to {high}", low=show(interval.low), high=show(interval.high))


def interval_line(
    document: StakeMap, result: Balance, missing: tuple[str, ...], found: Intervals | None
) -> str:
    """How the intervals were computed, or why there are none; empty if no actor was counted."""
    if missing:
        return tr_count(
            "No interval: {count} of {all} counted actors has no range for a value used here ({names}).",
            "No interval: {count} of {all} counted actors have no range for a value used here ({names}).",
            len(missing),
            all=result.counted,
            names=names_of(document, missing),
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
    lines = [verdict_line(document, result, None if found is None else found.net)]
    if result.mean is not None:
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
                "Weighted mean: {mean}. Weighted median: {median}.",
                mean=place_text(result.mean, result.threshold),
                median=place_text(result.median, result.threshold),
            )
        )
        lines.append(actors_line(result))
    lines.extend(voice_lines(document, result))
    lines.extend(caveat_lines(document, result))
    closing = interval_line(document, result, missing, found)
    return (*lines, closing) if closing else tuple(lines)
