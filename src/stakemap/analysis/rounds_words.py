"""What was answered in a round, in words."""

from __future__ import annotations

from stakemap.analysis.disagreement import Comparison
from stakemap.i18n import tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Standing
from stakemap.wording.changes import subject_name
from stakemap.wording.numbers import figure, signed_figure

__all__ = ["comparison_text", "pool_text", "spread_text"]


def comparison_text(document: StakeMap, found: Comparison) -> str:
    """What was answered about a subject: "Türkiye on Border at 2025: 5 answers, −40 to +60; pooled +12"."""
    return tr(
        "{subject}: {answers}, {spread}; {pool}",
        subject=subject_name(document, found.snapshot, found.subject),
        answers=tr_count("{count} answer", "{count} answers", len(found.readings)),
        spread=spread_text(found),
        pool=pool_text(found),
    )


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
        return tr("rival readings, of which no pool is made")
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
