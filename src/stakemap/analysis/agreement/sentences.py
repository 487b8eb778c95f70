"""How far the analysts agree on what is in view: sentences, whiskers, a table, and plain data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from stakemap.analysis.agreement.agreement import PARTS, correlations, counts
from stakemap.analysis.agreement.disagreement import Comparison, disagreements
from stakemap.analysis.agreement.disagreement_sentences import (
    agreement_text,
    analyst_name,
    camps_text,
    counts_text,
    reading_line,
    signed_value,
    span_text,
)
from stakemap.analysis.agreement.dissent import analysts_of
from stakemap.analysis.methods import MethodPage
from stakemap.analysis.question import Question
from stakemap.analysis.report import Chart, Finding, Place, Report, Table, Whisker, WhiskerRow, Whiskers
from stakemap.analysis.rounds.sentences import pool_text, spread_text
from stakemap.analysis.shared_sentences import missing_report, without_view
from stakemap.i18n import joined, number, tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.text import capital, one_line
from stakemap.wording.names import actor_name, enumeration, issue_name, snapshot_name
from stakemap.wording.numbers import figure

#: Most subjects that have a sentence each, and a row of a chart; the others are in the table.
_SENTENCES, _ROWS = 8, 24
_NAME_LENGTH = 28


def report(question: Question) -> Report:
    """How far the analysts agree on the positions and the influence in view."""
    if not question.has_view:
        return without_view("agreement", caveat())
    found = disagreements(question)
    if not found:
        return nothing_to_compare(question, "agreement", caveat())
    findings = [_headline(question.document, found), *_findings(question.document, found)]
    return Report(
        "agreement",
        findings,
        tuple(_charts(question, found)),
        (_table(question.document, found),),
        rests_on=_rests_on(found),
        caveat=caveat(),
        data=_data(found),
    )


def nothing_to_compare(question: Question, method: str, caveat: str) -> Report:
    """The report on a view in which no two analysts judge the same."""
    text = tr(
        "Nothing on “{issue}” in “{snapshot}” is judged by more than one analyst. Once the maps of several "
        "analysts are combined, or a round is gathered, it can be told who agrees.",
        issue=issue_name(question.document, question.issue or ""),
        snapshot=snapshot_name(question.document, question.snapshot or ""),
    )
    return missing_report(method, "nothing", text, caveat)


def caveat() -> str:
    """What the method cannot tell."""
    return tr("Agreement is not accuracy: analysts who read the same sources can be wrong together.")


def subject_text(document: StakeMap, found: Comparison) -> str:
    """What is judged, within a sentence: the actor, or its influence."""
    name = actor_name(document, found.subject.id)
    return tr("the influence of {actor}", actor=name) if found.subject.kind == "standing" else name


def letters(analysts: Sequence[str]) -> Mapping[str, str]:
    """A letter for each analyst: A to Z, then A1 and so on."""
    return {
        name: chr(ord("A") + place % 26) + (str(place // 26) if place >= 26 else "")
        for place, name in enumerate(analysts)
    }


def _rests_on(found: Sequence[Comparison]) -> str:
    return tr_count(
        "Rests on {count} judgement that at least two analysts made, all with equal weight.",
        "Rests on {count} judgements that at least two analysts made, all with equal weight.",
        len(found),
    )


# --- the findings ------------------------------------------------------------------------------------------


def _headline(document: StakeMap, found: Sequence[Comparison]) -> Finding:
    agreed, analysts = sum(each.agrees for each in found), len(analysts_of(found))
    values = {"analysts": analysts, "agreed": agreed}
    worst = found[0]
    if agreed == len(found):
        text = tr_count(
            "The {analysts} analysts agree on the one judgement that several of them made.",
            "The {analysts} analysts agree on all {count} judgements that several of them made.",
            len(found),
            **values,
        )
        return Finding("agreement", text, _how_of_all(found))
    text = tr_count(
        "The {analysts} analysts do not agree on the one judgement that several of them made: {subject}, "
        "{how}.",
        "The {analysts} analysts agree on {agreed} of {count} judgements; they differ most on {subject}, "
        "{how}.",
        len(found),
        **values,
        subject=subject_text(document, worst),
        how=counts_text(worst) if worst.camps else spread_text(worst),
    )
    return Finding("agreement", text, _how_of_all(found), actors=(worst.subject.id,), place=_place(worst))


def _how_of_all(found: Sequence[Comparison]) -> str:
    lines = [
        tr(
            "They agree where some value lies within all ranges; without a range, within 5 % of the scale "
            "around the value."
        ),
        tr(
            "Readings are rivals where they are on different sides of the scale and their ranges exclude "
            "each other: {count} of {all}.",
            count=sum(bool(each.camps) for each in found),
            all=len(found),
        ),
    ]
    return "\n".join(lines)


def _findings(document: StakeMap, found: Sequence[Comparison]) -> Iterator[Finding]:
    differing = [each for each in found if not each.agrees]
    for each in differing[:_SENTENCES]:
        yield Finding(
            f"{each.subject.kind}:{each.subject.id}",
            _sentence(document, each),
            "\n".join(_how(each)),
            place=_place(each),
            actors=(each.subject.id,),
        )
    if len(differing) > _SENTENCES:
        count = len(differing) - _SENTENCES
        text = tr_count(
            "{count} more judgement on which they differ is in the table.",
            "{count} more judgements on which they differ are in the table.",
            count,
        )
        yield Finding("more", text, kind="detail")
    agreed = [subject_text(document, each) for each in found if each.agrees]
    if agreed and differing:
        yield Finding("agreed", tr("They agree on {names}.", names=enumeration(agreed)), kind="detail")
    yield from _correlation(found)


def _place(found: Comparison) -> Place:
    return Place(found.snapshot, found.subject)


def _sentence(document: StakeMap, found: Comparison) -> str:
    name = capital(subject_text(document, found))
    if found.camps:
        text = tr(
            "{name}: rival readings, {camps}; they are not averaged.", name=name, camps=camps_text(found)
        )
    else:
        text = tr(
            "{name}: {readings}; {pool}.",
            name=name,
            readings=span_text(found),
            pool=pool_text(found),
        )
    if found.outlier is None:
        return text
    outlier = capital(analyst_name(found.outlier))
    return f"{text} {tr('{analyst} is farthest from the others.', analyst=outlier)}"


def _how(found: Comparison) -> Iterator[str]:
    for reading in found.readings:
        yield reading_line(reading)
    values = [each.value for each in found.estimates]
    if not values:
        return
    low, high = found.estimates[0].scale
    if found.subject.kind != "tie":
        parts = joined([figure(count) for count in counts(values, (low, high))])
        yield tr(
            "Analysts in each of {parts} equal parts of the scale, from its low end: {counts}; van der "
            "Eijk’s A = {agreement} (1 all in one part, 0 evenly spread, −1 half at either end)",
            parts=PARTS,
            counts=parts,
            agreement=agreement_text(found),
        )
    yield tr(
        "Spread: {high} − {low} = {spread}",
        high=_term(max(values)),
        low=_term(min(values)),
        spread=figure(found.spread),
    )
    pool = found.pool
    if pool is not None:
        terms = " + ".join(map(_term, values))
        yield tr(
            "Pooled value: ({terms}) ÷ {count} = {value}; its range is from the 10th to the 90th percentile "
            "of the mean of the analysts’ distributions",
            terms=terms,
            count=len(values),
            value=figure(pool.value, 1),
        )


def _term(value: float) -> str:
    """A number within a sum."""
    return tr("({value})", value=number(value)) if value < 0 else number(value)


def _correlation(found: Sequence[Comparison]) -> Iterator[Finding]:
    """How much of what positions differ by is between actors, where all analysts judged at least three."""
    analysts = analysts_of(found)
    rows = [
        [each.estimate.value for each in one.readings if each.estimate is not None]
        for one in found
        if one.subject.kind == "stance"
    ]
    whole = [row for row in rows if len(row) == len(analysts)]
    result = correlations(np.array(whole)) if len(whole) >= 3 else None
    if result is None:
        return
    share = min(max(result.two, 0.0), 1.0)
    text = tr(
        "Of the variation among the {count} positions that all {analysts} analysts judged, {percent} % is "
        "between actors and the rest between analysts.",
        count=len(whole),
        analysts=len(analysts),
        percent=figure(100 * share),
    )
    how = tr(
        "Intraclass correlation of single judgements by a sample of analysts, ICC(2,1) = {value}; of just "
        "these analysts, ICC(3,1) = {other}",
        value=figure(result.two, 3),
        other=figure(result.three, 3),
    )
    yield Finding("correlation", text, how, "detail")


# --- charts, table, data -----------------------------------------------------------------------------------


def _charts(question: Question, found: Sequence[Comparison]) -> Iterator[Chart]:
    document, issue = question.document, question.document.issues[question.issue or ""]
    names = letters(analysts_of(found))
    key = tuple((letter, one_line(name, _NAME_LENGTH) or tr("somebody")) for name, letter in names.items())
    ends = (one_line(issue.low_label, 30) or tr("Against"), one_line(issue.high_label, 30) or tr("For"))
    for kind, title, scale, labels in (
        (
            "stance",
            tr("Alignment as each analyst judges it (A: agreement, 1 if all agree)"),
            (-100.0, 100.0),
            ends,
        ),
        (
            "standing",
            tr("Influence as each analyst judges it (A: agreement, 1 if all agree)"),
            (0.0, 100.0),
            (tr("none"), tr("decisive")),
        ),
    ):
        rows = tuple(_row(document, each, names) for each in found if each.subject.kind == kind)
        if rows:
            yield Whiskers(title, rows[:_ROWS], scale, key, labels)


def _row(document: StakeMap, found: Comparison, names: Mapping[str, str]) -> WhiskerRow:
    whiskers = tuple(
        Whisker(names[each.analyst], value.value, value.low, value.high, reading_line(each))
        for each in found.readings
        if (value := each.estimate) is not None
    )
    pool = found.pool
    middle = tr("rivals") if found.camps else "" if pool is None else signed_value(found, pool.value)
    agreement = tr("A {agreement}", agreement=agreement_text(found))
    return WhiskerRow(
        actor_name(document, found.subject.id),
        whiskers,
        None if pool is None else pool.value,
        None if pool is None else pool.low,
        None if pool is None else pool.high,
        tr("{value} · {agreement}", value=middle, agreement=agreement) if middle else agreement,
        found.subject.id,
    )


def _table(document: StakeMap, found: Sequence[Comparison]) -> Table:
    rows = tuple(
        (
            capital(subject_text(document, each)),
            figure(len(each.readings)),
            spread_text(each),
            tr("rival readings") if each.camps else pool_text(each),
            agreement_text(each),
            "" if each.outlier is None else analyst_name(each.outlier),
        )
        for each in found
    )
    headers = (
        tr("Judgement"),
        tr("Analysts"),
        tr("Lowest to highest"),
        tr("Pool"),
        tr("Agreement A"),
        tr("Farthest from the others"),
    )
    return Table(tr("Who agrees"), headers, rows, frozenset({1, 4}), tuple(each.subject.id for each in found))


def _data(found: Sequence[Comparison]) -> Mapping[str, object]:
    return {
        "analysts": list(analysts_of(found)),
        "judgements": [
            {
                "kind": each.subject.kind,
                "actor": each.subject.id,
                "snapshot": each.snapshot,
                "readings": [
                    {
                        "analyst": reading.analyst,
                        "state": reading.judgement.state,
                        "value": None if reading.estimate is None else reading.estimate.value,
                        "low": None if reading.estimate is None else reading.estimate.low,
                        "high": None if reading.estimate is None else reading.estimate.high,
                    }
                    for reading in each.readings
                ],
                "pool": None
                if each.pool is None
                else {"value": each.pool.value, "low": each.pool.low, "high": each.pool.high},
                "agreement": each.agreement,
                "spread": each.spread,
                "outlier": each.outlier,
                "rivals": {camp.side: list(camp.analysts) for camp in each.camps},
                "agrees": each.agrees,
            }
            for each in found
        ],
    }


# --- its page in Help --------------------------------------------------------------------------------------


def page() -> MethodPage:
    """The page of the method in Help."""
    return MethodPage(
        question=tr("On what do the analysts agree, and where do they differ most?"),
        formulas=(
            tr(
                "Agreement A = Σ wᵢ Uᵢ (1 − (Sᵢ − 1) ÷ (K − 1)) over layers of the counts in K = 5 equal "
                "parts of the scale: Sᵢ parts are occupied, Uᵢ is the unimodality of triples of parts"
            ),
            tr("Pool: the mean of the analysts’ distributions, with equal weights; its range is 10 to 90 %"),
            tr(
                "Rival readings are on different sides of the scale and their ranges exclude each other (or "
                "one is that it is not applicable): they are not pooled, since nobody holds what is between"
            ),
            tr("Farthest from the others: whose range excludes that of the pool of all others"),
        ),
        sources=(
            tr("Cees van der Eijk, Measuring Agreement in Ordered Rating Scales, 2001"),
            tr("Kenneth Lichtendahl and others, Is It Better to Average Probabilities or Quantiles?, 2013"),
            tr("Anca Hanea and others, Mathematically aggregating experts’ predictions, 2021: equal weights"),
            tr("Patrick Shrout and Joseph Fleiss, Intraclass Correlations, 1979"),
        ),
        caveat=caveat(),
    )
