"""The change of a balance in sentences."""

from __future__ import annotations

from stakemap.analysis.balance.balance import Balance
from stakemap.analysis.balance.verdict import opposed_blockers, verdict
from stakemap.i18n import comma_list, tr
from stakemap.text import capital
from stakemap.wording.numbers import figure, signed_figure


def _verdicts() -> dict[str, str]:
    return {
        "for": tr("for"),
        "against": tr("against"),
        "even": tr("evenly balanced"),
        "uncertain": tr("too many unknowns to call"),
        "nothing": tr("nothing to weigh"),
    }


def _verdict_text(result: Balance) -> str:
    called = verdict(result)
    text = _verdicts()[called]
    if called in ("for", "even", "uncertain") and opposed_blockers(result):
        return tr("{verdict} (can be blocked)", verdict=text)
    return text


def change_lines(before: Balance, after: Balance) -> tuple[str, ...]:
    """Sentences on verdict, power of each side (0 to 100 per actor), mean and median, before and after.

    Unchanged powers are omitted. Powers are not compared if only one of the balances weighs by salience.
    Empty if neither balance has any weight.
    """
    if before.mean is None and after.mean is None:
        return ()
    lines = [_verdict_line(before, after)]
    if before.by_salience == after.by_salience:
        sides = (
            _step(tr("for"), before.support, after.support),
            _step(tr("against"), before.opposition, after.opposition),
            _step(tr("undecided"), before.undecided, after.undecided),
        )
        changed = [side for side in sides if side]
        if changed:
            unit = tr("effective power") if after.by_salience else tr("influence")
            lines.append(tr("{unit}: {sides}.", unit=capital(unit), sides=comma_list(changed)))
    else:
        lines.append(
            tr(
                "One of the two is weighted by influence alone, the other by influence and salience, "
                "so their power cannot be compared."
            )
        )
    places = [
        _place(name, old, new)
        for name, old, new in (
            (tr("Weighted mean"), before.mean, after.mean),
            (tr("weighted median"), before.median, after.median),
        )
        if new is not None
    ]
    if places:
        lines.append(tr("{places}.", places=comma_list(places)))
    return tuple(lines)


def _verdict_line(before: Balance, after: Balance) -> str:
    old, new = _verdict_text(before), _verdict_text(after)
    if old == new:
        return tr("Verdict: {verdict}, unchanged.", verdict=new)
    return tr("Verdict: {old} → {new}.", old=old, new=new)


def _step(side: str, before: float, after: float) -> str:
    """The change of a side's power; empty if it is the same."""
    old, new = figure(before), figure(after)
    if old == new:
        return ""
    step = signed_figure(after - before)
    return tr("{side} {before} → {after} ({step})", side=side, before=old, after=new, step=step)


def _place(name: str, before: float | None, after: float) -> str:
    new = signed_figure(after)
    if before is None:
        return tr("{name} {value}", name=name, value=new)
    if signed_figure(before) == new:
        return tr("{name} {value} (unchanged)", name=name, value=new)
    step = signed_figure(after - before)
    return tr(
        "{name} {before} → {after} ({step})", name=name, before=signed_figure(before), after=new, step=step
    )
