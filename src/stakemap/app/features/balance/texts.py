"""What the balance says in a line, in a hover and in its details."""

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
    "hover_text",
    "method_lines",
    "remark_lines",
    "result_lines",
    "result_text",
]


#: Names on the bar have no more letters than this; the hover and the window with the whole have all.
_SHORT = 24


def result_text(name: str, value: float, interval: Interval | None, *, with_sign: bool = False) -> str:
    """A result as "For 120 (90 to 140)", or with its sign: "mean +32 (+20 to +41)"."""
    told = signed_figure(value) if with_sign else figure(value)
    if interval is None:
        return tr("{name} {value}", name=name, value=told)
    spread = interval_text(interval, with_sign=with_sign)
    return tr("{name} {value} ({interval})", name=name, value=told, interval=spread)


def fact_texts(watch: BalanceWatch) -> tuple[str, ...]:
    """What has to be known with the result, in a few words each: who decides, what weighs, what lacks."""
    result = watch.result
    if result is None:
        return ()
    facts = [line.rstrip(".") for line in voice_lines(watch.document, result, _SHORT)]
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
    """The balance as it is, in sentences."""
    result = watch.result
    if result is None:
        return (tr("There is no issue or no snapshot to weigh."),)
    missing = () if watch.is_live else watch.missing
    lines = list(balance_lines(watch.document, result, missing, watch.found))
    lines.append(
        tr("Undecided is who stands nearer to nought than {threshold}.", threshold=figure(result.threshold))
    )
    return tuple(lines)


def figure_rows(watch: BalanceWatch) -> tuple[tuple[str, str, str], ...]:
    """What each result is called, its value, and its interval, empty where there is none."""
    result, found = watch.result, watch.found
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
    """What has to be said beside the figures, in sentences."""
    result = watch.result
    if result is None:
        return ()
    missing = () if watch.is_live else watch.missing
    lines = [
        *voice_lines(watch.document, result),
        *caveat_lines(watch.document, result),
        interval_line(watch.document, result, missing, watch.found),
    ]
    return tuple(line for line in lines if line)


def method_lines() -> tuple[str, ...]:
    """How the figures come about and whom the formulas are from."""
    return tuple(
        tr("{name}: {formula} ({source}).", name=method.name, formula=method.formula, source=method.source)
        for method in methods()
    )


def hover_text(watch: BalanceWatch) -> str:
    """All there is to say, for a tooltip."""
    return "\n".join([*result_lines(watch), "", *method_lines()])
