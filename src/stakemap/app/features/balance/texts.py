"""The texts of the balance: for the bar, its tooltip and the window of details."""

from __future__ import annotations

from stakemap.analysis.balance_words import (
    balance_lines,
    caveat_lines,
    interval_line,
    interval_text,
    methods,
    voice_lines,
)
from stakemap.analysis.intervals import Interval
from stakemap.app.features.balance.watch import BalanceWatch
from stakemap.i18n import tr, tr_count
from stakemap.wording.numbers import figure, signed_figure

__all__ = [
    "fact_texts",
    "figure_rows",
    "method_lines",
    "remark_lines",
    "result_lines",
    "result_text",
    "tooltip_text",
]


#: Maximum length of names on the bar; tooltip and details show them in full.
_NAME_LENGTH = 24


def result_text(name: str, value: float, interval: Interval | None, *, with_sign: bool = False) -> str:
    """Format a result as "For 120 (90 to 140)", or signed as "mean +32 (+20 to +41)"."""
    shown = signed_figure(value) if with_sign else figure(value)
    if interval is None:
        return tr("{name} {value}", name=name, value=shown)
    spread = interval_text(interval, with_sign=with_sign)
    return tr("{name} {value} ({interval})", name=name, value=shown, interval=spread)


def fact_texts(watch: BalanceWatch) -> tuple[str, ...]:
    """Return short qualifications of the result: who decides, what weighs, what is left out."""
    result = watch.result
    if result is None:
        return ()
    facts = [line.rstrip(".") for line in voice_lines(watch.document, result, _NAME_LENGTH)]
    if not result.by_salience:
        facts.append(
            tr_count(
                "by influence alone: salience not judged for {count} of {all}",
                "by influence alone: salience not judged for {count} of {all}",
                len(result.without_salience),
                all=result.counted,
            )
        )
    left_out = len(result.unknown) + len(result.without_influence)
    if left_out:
        facts.append(tr_count("{count} unknown left out", "{count} unknown left out", left_out))
    if result.within:
        facts.append(
            tr_count("{count} counted within another", "{count} counted within another", len(result.within))
        )
    if watch.missing and not watch.is_live:
        facts.append(
            tr_count(
                "no interval: {count} without a range",
                "no interval: {count} without a range",
                len(watch.missing),
            )
        )
    return tuple(facts)


def result_lines(watch: BalanceWatch) -> tuple[str, ...]:
    """Return the balance as sentences."""
    result = watch.result
    if result is None:
        return (tr("There is no issue or no snapshot to weigh."),)
    missing = () if watch.is_live else watch.missing
    lines = list(balance_lines(watch.document, result, missing, watch.intervals))
    lines.append(
        tr("Undecided is who stands nearer to nought than {threshold}.", threshold=figure(result.threshold))
    )
    return tuple(lines)


def figure_rows(watch: BalanceWatch) -> tuple[tuple[str, str, str], ...]:
    """Return name, value and interval of each result; "" where there is no interval."""
    result, found = watch.result, watch.intervals
    if result is None or result.mean is None or result.median is None:
        return ()
    rows: list[tuple[str, float, Interval | None, bool]] = [
        (tr("For"), result.support, found.support if found else None, False),
        (tr("Against"), result.opposition, found.opposition if found else None, False),
        (tr("Undecided"), result.undecided, found.undecided if found else None, False),
        (tr("For less against"), result.net, found.net if found else None, True),
        (tr("Weighted mean"), result.mean, found.mean if found else None, True),
        (tr("Weighted median"), result.median, found.median if found else None, True),
    ]
    return tuple(
        (
            name,
            signed_figure(value) if with_sign else figure(value),
            "" if interval is None else interval_text(interval, with_sign=with_sign),
        )
        for name, value, interval, with_sign in rows
    )


def remark_lines(watch: BalanceWatch) -> tuple[str, ...]:
    """Return the remarks on the figures as sentences: who decides, caveats, intervals."""
    result = watch.result
    if result is None:
        return ()
    missing = () if watch.is_live else watch.missing
    lines = [
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
