"""What the balance says in a line, in a hover and in its details."""

from __future__ import annotations

from stakemap.analysis.balance import Balance
from stakemap.analysis.balance_words import balance_lines, interval_text, methods
from stakemap.analysis.intervals import Interval
from stakemap.analysis.words import figure, signed
from stakemap.app.balance.watch import BalanceWatch
from stakemap.i18n import tr, tr_count

__all__ = ["hover_text", "left_out_text", "method_lines", "place_text", "power_text", "result_lines"]


def power_text(side: str, value: float, interval: Interval | None) -> str:
    """A side's power: "For 120 (90 to 140)"."""
    if interval is None:
        return tr("{side} {value}", side=side, value=figure(value))
    return tr("{side} {value} ({interval})", side=side, value=figure(value), interval=interval_text(interval))


def place_text(name: str, value: float, interval: Interval | None) -> str:
    """A weighted mean or median: "mean +32 (+20 to +41)"."""
    if interval is None:
        return tr("{name} {value}", name=name, value=signed(value))
    spread = interval_text(interval, with_sign=True)
    return tr("{name} {value} ({interval})", name=name, value=signed(value), interval=spread)


def left_out_text(result: Balance) -> str:
    """How many actors are left out; empty where none is."""
    count = len(result.unknown) + len(result.without_influence)
    if not count:
        return ""
    return tr_count("{count} unknown left out", "{count} unknown left out", count)


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


def method_lines() -> tuple[str, ...]:
    """How the figures come about and whom the formulas are from."""
    return tuple(
        tr("{name}: {formula} ({source}).", name=method.name, formula=method.formula, source=method.source)
        for method in methods()
    )


def hover_text(watch: BalanceWatch) -> str:
    """All there is to say, for a tooltip."""
    return "\n".join([*result_lines(watch), "", *method_lines()])
