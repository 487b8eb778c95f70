"""What was answered in a round, in words."""

from __future__ import annotations

from stakemap.analysis.agreement.disagreement import Comparison, Reading
from stakemap.i18n import comma_list, tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Standing
from stakemap.text import one_line
from stakemap.wording.changes import subject_name
from stakemap.wording.judgements import support_words, value_of
from stakemap.wording.names import listing, source_name
from stakemap.wording.numbers import estimate_words, figure, signed_figure


def comparison_text(document: StakeMap, found: Comparison) -> str:
    """What was answered about a subject: "Türkiye on Border at 2025: 5 answers, −40 to +60; pooled +12"."""
    return tr(
        "{subject}: {answers}, {spread}; {pool}",
        subject=subject_name(document, found.snapshot, found.subject),
        answers=tr_count("{count} answer", "{count} answers", len(found.readings)),
        spread=spread_text(found),
        pool=pool_text(found),
    )


def answer_lines(document: StakeMap, found: Comparison, *, named: bool) -> list[str]:
    """A line for each answer about a subject: who (if `named`), the value with its range, reason and sources.

    Those without names are sorted by value, so that their order tells nothing.
    """
    readings = list(found.readings)
    if not named:
        readings.sort(key=lambda each: (each.estimate is None, _value(each), each.judgement.reason))
    lines = []
    for number, each in enumerate(readings, start=1):
        who = one_line(each.analyst) if named and each.analyst else tr("Answer {number}", number=number)
        parts = [_answered(each), *support_words(each.judgement)]
        cited = [source_name(document, one.source) for one in each.judgement.citations]
        lines.append(
            "\n".join(
                filter(
                    None,
                    (
                        f"{who}: {comma_list(parts)}",
                        each.judgement.reason or tr("No reason given."),
                        tr("Sources: {names}", names=listing(cited)) if cited else "",
                    ),
                )
            )
        )
    return lines


def _answered(reading: Reading) -> str:
    estimate = reading.estimate
    if estimate is None:
        return value_of(reading.judgement)
    return estimate_words(estimate, with_sign=not isinstance(reading.judgement, Standing))


def _value(reading: Reading) -> float:
    return 0.0 if reading.estimate is None else reading.estimate.value


def spread_text(found: Comparison) -> str:
    """The lowest and the highest value that was answered."""
    values = [each.value for each in found.estimates]
    if not values:
        return tr("no values")
    low, high = (_shown(found, end) for end in (min(values), max(values)))
    return low if low == high else tr("{low} to {high}", low=low, high=high)


def pool_text(found: Comparison) -> str:
    """What the answers make together, with its range, or that readings are rivals."""
    if found.camps:
        return tr("rival readings, not pooled")
    pool = found.pool
    if pool is None:
        return tr("nothing to pool")
    value = _shown(found, pool.value)
    if pool.low is None or pool.high is None:
        return tr("pooled {value}", value=value)
    low, high = _shown(found, pool.low), _shown(found, pool.high)
    return tr("pooled {value} ({low} to {high})", value=value, low=low, high=high)


def _shown(found: Comparison, value: float) -> str:
    return figure(value) if found.subject.record is Standing else signed_figure(value)
