"""What several analysts judge of a subject, in words: who judges what, and what of it excludes the rest."""

from __future__ import annotations

from collections.abc import Sequence

from stakemap.analysis.agreement.disagreement import Camp, CampSide, Comparison, Reading
from stakemap.i18n import comma_list, joined, number, tr
from stakemap.model.judgements import Stance
from stakemap.model.subjects import SubjectKind
from stakemap.model.terms import term
from stakemap.text import one_line
from stakemap.wording.judgements import support_words
from stakemap.wording.names import NAMES_SHOWN, enumeration
from stakemap.wording.numbers import estimate_words, figure, signed, signed_figure

#: Most characters of a name in a sentence, and most readings of a camp in one.
_NAME_LENGTH, _CAMP = 36, 3


def analyst_name(name: str) -> str:
    """The name of an analyst in a sentence."""
    return one_line(name, _NAME_LENGTH) or tr("somebody")


def value_text(reading: Reading) -> str:
    """The value of a reading without its range: "+40", "unknown"."""
    estimate = reading.estimate
    if estimate is None:
        return term(reading.judgement.state)
    is_signed = isinstance(reading.judgement, Stance) or estimate.scale[0] == -3
    return signed(estimate.value) if is_signed else number(estimate.value)


def reading_text(reading: Reading) -> str:
    """Who judges what: "A. Analyst +40"."""
    return tr("{analyst} {value}", analyst=analyst_name(reading.analyst), value=value_text(reading))


def readings_text(readings: Sequence[Reading], limit: int = NAMES_SHOWN) -> str:
    """Who judges what, those after `limit` counted: "A +40, B +20 and 3 more"."""
    ordered = _by_value(readings)
    return enumeration([reading_text(each) for each in ordered], limit)


def span_text(found: Comparison) -> str:
    """Who judges what; of more than a few the highest and the lowest: "A +40 to B −20"."""
    ordered = _by_value(found.readings)
    known = [each for each in ordered if each.estimate is not None]
    if len(ordered) <= _CAMP + 1 or len(known) < 2:
        return readings_text(ordered)
    return tr("{highest} to {lowest}", highest=reading_text(known[0]), lowest=reading_text(known[-1]))


def _by_value(readings: Sequence[Reading]) -> list[Reading]:
    """The highest value first; those without a value come last."""
    return sorted(
        readings, key=lambda each: (each.estimate is None, -each.estimate.value if each.estimate else 0.0)
    )


def camp_word(kind: SubjectKind, side: CampSide) -> str:
    """On which side a camp is, within a sentence."""
    if side == "not-applicable":
        return tr("not applicable")
    return {
        "stance": {"above": tr("for"), "below": tr("against"), "middle": tr("undecided")},
        "standing": {"above": tr("high"), "below": tr("low"), "middle": tr("in the middle")},
        "tie": {"above": tr("friendly"), "below": tr("hostile"), "middle": tr("neutral")},
    }[kind][side]


def camps_text(found: Comparison) -> str:
    """The camps of rival readings: "for: A +40 and B +60; against: C −30 and 4 more"."""
    return "; ".join(
        tr(
            "{side}: {readings}",
            side=camp_word(found.subject.kind, camp.side),
            readings=readings_text(_of(found, camp), _CAMP),
        )
        for camp in found.camps
    )


def counts_text(found: Comparison) -> str:
    """How many analysts are in each camp: "2 for and 3 against"."""
    return joined(
        [
            tr("{count} {side}", count=len(camp.analysts), side=camp_word(found.subject.kind, camp.side))
            for camp in found.camps
        ]
    )


def _of(found: Comparison, camp: Camp) -> list[Reading]:
    return [each for each in found.readings if each.analyst in camp.analysts]


def agreement_text(found: Comparison) -> str:
    """Van der Eijk's A with one decimal place or two; "not known" without values."""
    return tr("not known") if found.agreement is None else figure(found.agreement, 2)


def signed_value(found: Comparison, value: float) -> str:
    """A pooled value, rounded: with its sign but for influence."""
    return figure(value) if found.subject.kind == "standing" else signed_figure(value)


def reading_line(reading: Reading) -> str:
    """All that an analyst says: "A +40 (+20 to +60), high confidence: Says so at every meeting"."""
    estimate, judgement = reading.estimate, reading.judgement
    value = value_text(reading)
    if estimate is not None:
        value = estimate_words(estimate, with_sign=isinstance(judgement, Stance))
    parts = comma_list([value, *support_words(judgement)])
    text = tr("{analyst} {value}", analyst=analyst_name(reading.analyst), value=parts)
    reason = one_line(judgement.reason)
    return tr("{text}: {reason}", text=text, reason=reason) if reason else text
