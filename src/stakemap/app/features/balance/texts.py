"""The texts of the balance for its tooltip and the window of details."""

from __future__ import annotations

from stakemap.analysis.balance.intervals import Interval
from stakemap.analysis.balance.sentences import (
    actors_line,
    balance_lines,
    caveat_lines,
    interval_line,
    interval_text,
    methods,
    place_text,
    voice_lines,
)
from stakemap.analysis.balance.verdict import verdict
from stakemap.analysis.balance.verdict_sentences import verdict_line, verdict_sentences, verdict_text
from stakemap.app.features.balance.watch import BalanceWatch
from stakemap.i18n import tr
from stakemap.wording.numbers import figure, signed_figure


def verdict_words(watch: BalanceWatch, *, in_short: bool = False) -> str:
    """Return the verdict as sentences, or in fewer words.

    Until the interval that could turn it is known, no side is called.
    """
    result = watch.result
    if result is None:
        return tr("Nothing to weigh: choose an issue and a snapshot.")
    if watch.awaits_interval and verdict(result) != "uncertain":
        return tr("Calculating intervals…")
    compose = verdict_text if in_short else verdict_line
    return compose(watch.document, result, watch.net_interval)


def called_words(watch: BalanceWatch) -> str:
    """Return the verdict in few words, without who can block it."""
    if watch.result is None or watch.awaits_interval:
        return verdict_words(watch, in_short=True)
    return verdict_sentences(watch.document, watch.result, watch.net_interval)[0]


def result_lines(watch: BalanceWatch) -> tuple[str, ...]:
    """Return the balance as sentences."""
    result = watch.result
    if result is None:
        return (verdict_words(watch),)
    missing = () if watch.is_live else watch.missing
    figures = balance_lines(watch.document, result, missing, watch.intervals)[1:]
    lines = [verdict_words(watch), *figures]
    lines.append(
        tr(
            "Counted as undecided: an alignment of less than ±{threshold}. Counted as evenly balanced: a "
            "difference of up to {margin} % of the weight.",
            threshold=figure(result.threshold),
            margin=figure(result.margin),
        )
    )
    return tuple(lines)


def figure_rows(watch: BalanceWatch) -> tuple[tuple[str, str, str], ...]:
    """Return name, value and interval of each result; "" where there is no interval."""
    result, found = watch.result, watch.intervals
    if result is None or result.mean is None or result.median is None:
        return ()
    mean, median = (place_text(place, result.threshold) for place in (result.mean, result.median))
    rows: list[tuple[str, str, Interval | None, bool]] = [
        (tr("For"), figure(result.support), found.support if found else None, False),
        (tr("Against"), figure(result.opposition), found.opposition if found else None, False),
        (tr("Undecided"), figure(result.undecided), found.undecided if found else None, False),
        (tr("For minus against"), signed_figure(result.net), found.net if found else None, True),
        (tr("Weighted mean"), mean, found.mean if found else None, True),
        (tr("Weighted median"), median, found.median if found else None, True),
    ]
    return tuple(
        (name, value, "" if interval is None else interval_text(interval, with_sign=with_sign))
        for name, value, interval, with_sign in rows
    )


def remark_lines(watch: BalanceWatch) -> tuple[str, ...]:
    """Return the remarks on the figures as sentences: who decides, caveats, intervals."""
    result = watch.result
    if result is None:
        return ()
    missing = () if watch.is_live else watch.missing
    lines = [
        actors_line(result),
        *voice_lines(watch.document, result),
        *caveat_lines(watch.document, result),
        interval_line(watch.document, result, missing, watch.intervals),
    ]
    return tuple(line for line in lines if line)


def method_lines() -> tuple[str, ...]:
    """Return the formulas of the figures with their sources."""
    return tuple(
        tr("{name}: {formula} ({source}).", name=method.name, formula=method.formula, source=method.source)
        for method in methods()
    )


def tooltip_text(watch: BalanceWatch) -> str:
    """Return the tooltip: all sentences, and the formulas."""
    return "\n".join([*result_lines(watch), "", *method_lines()])
