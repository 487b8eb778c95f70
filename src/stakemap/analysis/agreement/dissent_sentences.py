"""Where each analyst sees it otherwise than the others, in sentences with reasons, and as a heat map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from stakemap.analysis.agreement.disagreement import Camp, Comparison, disagreements
from stakemap.analysis.agreement.disagreement_sentences import (
    analyst_name,
    camp_word,
    counts_text,
    reading_line,
    reading_text,
    signed_value,
    value_text,
)
from stakemap.analysis.agreement.dissent import Departure, departures
from stakemap.analysis.agreement.sentences import nothing_to_compare, subject_text
from stakemap.analysis.methods import MethodPage
from stakemap.analysis.question import Question
from stakemap.analysis.report import Cell, Finding, Grid, Place, Report, Table
from stakemap.analysis.shared_sentences import without_view
from stakemap.i18n import tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.text import capital, one_line
from stakemap.wording.names import enumeration
from stakemap.wording.numbers import signed_figure

#: Most subjects in a sentence, and most columns of the heat map.
_NAMED, _COLUMNS = 2, 10
#: Most subjects with rival readings that have a sentence, and most analysts of a camp in it.
_RIVALS, _CAMP = 3, 3
_REASON_LENGTH = 90

#: What each analyst judges beside the others, by name.
_Found = Mapping[str, tuple[Departure, ...]]


def report(question: Question) -> Report:
    """Where each analyst differs from the pool of the others, and why."""
    if not question.has_view:
        return without_view("otherwise", caveat())
    comparisons = disagreements(question)
    if not comparisons:
        return nothing_to_compare(question, "otherwise", caveat())
    document, found = question.document, _ordered(departures(comparisons))
    return Report(
        "otherwise",
        (
            _headline(document, found, comparisons),
            *_rival_findings(document, found, comparisons),
            *_findings(document, found),
        ),
        (_grid(document, comparisons, found),),
        (_table(document, found),),
        rests_on=tr_count(
            "Rests on {count} judgement that at least two analysts made; the others’ values are pooled with "
            "equal weight.",
            "Rests on {count} judgements that at least two analysts made; the others’ values are pooled with "
            "equal weight.",
            len(comparisons),
        ),
        caveat=caveat(),
        data=_data(found),
    )


def caveat() -> str:
    """What the method cannot tell."""
    return tr("Who stands alone may be the one who is right: read the reasons before the numbers.")


def _share(each: Departure) -> float:
    """The distance as a share of the scale; the most where readings cannot be compared as numbers."""
    estimate = each.reading.estimate
    if each.distance is None or estimate is None:
        return 1.0
    return abs(each.distance) / (estimate.scale[1] - estimate.scale[0])


def _differing(row: Sequence[Departure]) -> list[Departure]:
    """Where an analyst differs, the furthest first."""
    return sorted((each for each in row if each.differs), key=lambda each: -_share(each))


def _ordered(found: _Found) -> _Found:
    """Those first who differ most often, then who differ furthest."""

    def key(name: str) -> tuple[int, float]:
        differing = _differing(found[name])
        return -len(differing), -max(map(_share, differing), default=0.0)

    return {name: found[name] for name in sorted(found, key=key)}


# --- the findings ------------------------------------------------------------------------------------------


def _headline(document: StakeMap, found: _Found, comparisons: Sequence[Comparison]) -> Finding:
    name, row = next(iter(found.items()))
    differing = _differing(row)
    how = tr(
        "An analyst differs where the range excludes that of the pool of all others; without a range, 5 % of "
        "the scale around the value counts."
    )
    rivals = [each for each in comparisons if each.camps]
    if not differing and rivals:
        # Within each camp nobody is alone, and the pool of the others spans both.
        text = tr(
            "Nobody stands alone, but on {subject} the analysts are divided: {counts}.",
            subject=subject_text(document, rivals[0]),
            counts=counts_text(rivals[0]),
        )
        return Finding("otherwise", text, how, place=_place(rivals[0]), actors=(rivals[0].subject.id,))
    if not differing:
        text = tr_count(
            "Nobody differs from the others beyond what the ranges allow, on {count} judgement.",
            "Nobody differs from the others beyond what the ranges allow, on {count} judgements.",
            len(comparisons),
        )
        return Finding("otherwise", text, how)
    text = tr_count(
        "{analyst} differs most from the others: on {count} of {all} judgements, furthest on {subject}.",
        "{analyst} differs most from the others: on {count} of {all} judgements, furthest on {subject}.",
        len(differing),
        analyst=capital(analyst_name(name)),
        all=len(row),
        subject=_beside(document, differing[0]),
    )
    worst = differing[0].comparison
    return Finding("otherwise", text, how, place=_place(worst), actors=(worst.subject.id,))


def _place(found: Comparison) -> Place:
    return Place(found.snapshot, found.subject)


def _rival_findings(
    document: StakeMap, by_analyst: _Found, comparisons: Sequence[Comparison]
) -> Iterator[Finding]:
    """What each camp says and why, of each subject with rival readings on which nobody stands alone."""
    told = {each.comparison.subject for row in by_analyst.values() for each in _differing(row)}
    for found in [each for each in comparisons if each.camps and each.subject not in told][:_RIVALS]:
        parts = [_camp_with_reason(found, camp) for camp in found.camps]
        yield Finding(
            f"rivals:{found.subject.kind}:{found.subject.id}",
            tr(
                "{subject}: {parts}.",
                subject=capital(subject_text(document, found)),
                parts="; ".join(parts),
            ),
            "\n".join(reading_line(each) for each in found.readings),
            place=_place(found),
            actors=(found.subject.id,),
        )


def _camp_with_reason(found: Comparison, camp: Camp) -> str:
    """The analysts of a camp, and the first reason that one of them gives."""
    readings = [each for each in found.readings if each.analyst in camp.analysts]
    side, names = camp_word(found.subject.kind, camp.side), enumeration([*map(reading_text, readings)], _CAMP)
    text = tr("{side}: {readings}", side=side, readings=names)
    reasons = (one_line(each.judgement.reason, _REASON_LENGTH) for each in readings)
    reason = next(filter(None, reasons), "")
    return tr("{text}: “{reason}”", text=text, reason=reason) if reason else text


def _findings(document: StakeMap, found: _Found) -> Iterator[Finding]:
    for number_, (name, row) in enumerate(found.items()):
        differing = _differing(row)
        if not differing:
            continue
        parts = [_with_reason(document, each) for each in differing[:_NAMED]]
        if len(differing) > _NAMED:
            rest = len(differing) - _NAMED
            parts.append(tr_count("{count} more", "{count} more", rest))
        first = differing[0].comparison
        yield Finding(
            f"analyst:{number_}",
            tr("{analyst}: {parts}.", analyst=capital(analyst_name(name)), parts="; ".join(parts)),
            "\n".join(
                tr(
                    "{subject}: {reading}",
                    subject=_beside(document, each),
                    reading=reading_line(each.reading),
                )
                for each in differing
            ),
            place=Place(first.snapshot, first.subject),
            actors=tuple(dict.fromkeys(each.comparison.subject.id for each in differing)),
        )
    within = [analyst_name(name) for name, row in found.items() if not _differing(row)]
    if within:
        text = tr_count(
            "{names} is within what the others hold plausible.",
            "{names} are within what the others hold plausible.",
            len(within),
            names=enumeration(within),
        )
        yield Finding("within", text, kind="detail")


def _beside(document: StakeMap, each: Departure) -> str:
    """What is judged, by the analyst and by the others: "Türkiye (−60, the others +55)"."""
    found = each.comparison
    others = tr("not comparable") if each.others is None else signed_value(found, each.others.value)
    return tr(
        "{subject} ({value}, the others {others})",
        subject=subject_text(document, found),
        value=value_text(each.reading),
        others=others,
    )


def _with_reason(document: StakeMap, each: Departure) -> str:
    reason = one_line(each.reading.judgement.reason, _REASON_LENGTH)
    text = _beside(document, each)
    return tr("{text}: “{reason}”", text=text, reason=reason) if reason else text


# --- heat map, table, data ---------------------------------------------------------------------------------


def _grid(document: StakeMap, comparisons: Sequence[Comparison], found: _Found) -> Grid:
    shown = comparisons[:_COLUMNS]
    cells = []
    for row in found.values():
        by_subject = {each.comparison.subject: each for each in row}
        cells.append(tuple(_cell(by_subject.get(each.subject)) for each in shown))
    return Grid(
        tr("Each analyst’s value less the pool of the others"),
        tuple(analyst_name(name) for name in found),
        tuple(capital(subject_text(document, each)) for each in shown),
        tuple(cells),
        legend=(tr("below the others"), tr("as the others"), tr("above the others")),
    )


def _cell(each: Departure | None) -> Cell:
    if each is None or each.distance is None:
        return Cell(None, "" if each is None else value_text(each.reading))
    share = _share(each) * 2
    return Cell(max(-1.0, min(1.0, share if each.distance > 0 else -share)), signed_figure(each.distance))


def _table(document: StakeMap, found: _Found) -> Table:
    rows = tuple(
        (
            analyst_name(name),
            capital(subject_text(document, each.comparison)),
            value_text(each.reading),
            "" if each.others is None else signed_value(each.comparison, each.others.value),
            one_line(each.reading.judgement.reason, _REASON_LENGTH),
        )
        for name, row in found.items()
        for each in _differing(row)
    )
    headers = (tr("Analyst"), tr("Judgement"), tr("Value"), tr("Pool of the others"), tr("Reason"))
    return Table(tr("Who sees it otherwise"), headers, rows, frozenset({2, 3}))


def _data(found: _Found) -> Mapping[str, object]:
    return {
        "analysts": [
            {
                "analyst": name,
                "judgements": len(row),
                "differs": [
                    {
                        "kind": each.comparison.subject.kind,
                        "actor": each.comparison.subject.id,
                        "state": each.reading.judgement.state,
                        "value": None if each.reading.estimate is None else each.reading.estimate.value,
                        "others": None if each.others is None else each.others.value,
                        "distance": each.distance,
                        "reason": each.reading.judgement.reason,
                    }
                    for each in _differing(row)
                ],
            }
            for name, row in found.items()
        ]
    }


def page() -> MethodPage:
    """The page of the method in Help."""
    return MethodPage(
        question=tr("Who sees it otherwise than the others, and why?"),
        formulas=(
            tr(
                "Difference = the analyst’s value − the linear pool of all others’ values, with equal weights"
            ),
            tr(
                "It counts where the analyst’s range excludes the range of that pool, 10 to 90 %; without a "
                "range, 5 % of the scale around the value"
            ),
        ),
        sources=(
            tr("Victoria Hemming and others, A practical guide to structured expert elicitation, 2018"),
        ),
        caveat=caveat(),
    )
