"""How to approach actors, in sentences: one for each quadrant, and for whom data is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from stakemap.analysis.approach.approach import (
    ALIGNMENT_BORDER,
    QUADRANTS,
    SALIENCE_BORDER,
    Approached,
    Axis,
    Quadrant,
    approached,
)
from stakemap.analysis.balance.verdict_sentences import names_of
from stakemap.analysis.question import Question
from stakemap.analysis.report import Finding, Report, Table
from stakemap.analysis.shared_sentences import without_view
from stakemap.i18n import comma_list, number, tr, tr_count
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Estimate
from stakemap.text import one_line
from stakemap.wording.names import actor_name, enumeration
from stakemap.wording.numbers import estimate_words

#: Most actors whose numbers stand behind a sentence.
_SHOWN = 12
#: Most characters of an issue's name in a sentence.
_NAME_LENGTH = 48


def advice(quadrant: Quadrant) -> str:
    """What AIIM advises in a quadrant."""
    return {
        "partnership": tr("Learn in partnership"),
        "enthusiasm": tr("Develop enthusiasm to address the topic"),
        "challenge": tr("Challenge existing beliefs"),
        "awareness": tr("Develop awareness and enthusiasm"),
    }[quadrant]


def caveat() -> str:
    """What the method cannot tell."""
    return tr(
        "The borders (alignment 0, salience 50) are a convention. AIIM’s interest is observed engagement; "
        "here salience stands for it, the judgement of how much the issue matters to an actor."
    )


def report(question: Question) -> Report:
    """How to approach each actor on the issue in view."""
    if not question.has_view:
        return without_view("approach", caveat())
    known, unknown = approached(question)
    return Report(
        "approach",
        _findings(question, known, unknown),
        tables=(_table(question.document, known),) if known else (),
        rests_on=_rests_on(known),
        caveat=caveat(),
        data=_data(question, known, unknown),
    )


def _rests_on(known: Sequence[Approached]) -> str:
    judged = sum(1 for each in known if each.stance.salience is not None)
    return tr(
        "Rests on the actors with a known alignment whose salience is judged: {judged} of {count}.",
        count=len(known),
        judged=judged,
    )


# --- findings ----------------------------------------------------------------------------------------------


def _findings(question: Question, known: Sequence[Approached], unknown: Sequence[str]) -> tuple[Finding, ...]:
    """The quadrants, that with the most influence first, then who is in none."""
    by_quadrant = {
        quadrant: [each for each in known if each.place.quadrant == quadrant] for quadrant in QUADRANTS
    }
    filled = [quadrant for quadrant in QUADRANTS if by_quadrant[quadrant]]
    filled.sort(key=lambda quadrant: -_influence(by_quadrant[quadrant]))
    told = [_quadrant_finding(question, quadrant, by_quadrant[quadrant]) for quadrant in filled]
    judged = [each for each in known if each.stance.salience is not None]
    between = [each for each in judged if each.place.quadrant is None]
    if between:
        told.append(_between(question, between))
    without = [each for each in known if each.stance.salience is None]
    if without:
        told.append(_without_salience(question, without, nobody_has=not judged))
    if unknown:
        text = tr_count(
            "Where {names} stands is unknown, so that no approach can be told.",
            "Where {names} stand is unknown, so that no approach can be told.",
            len(unknown),
            names=names_of(question.document, unknown),
        )
        place = question.place_of_stance(unknown[0])
        told.append(Finding("unknown", text, kind="missing", place=place, actors=tuple(unknown)))
    if not told:
        told.append(Finding("missing", tr("Nobody has a part in this issue."), kind="missing"))
    return tuple(told)


def _influence(actors: Iterable[Approached]) -> float:
    return sum(0.0 if each.influence is None else each.influence.value for each in actors)


def _quadrant_finding(question: Question, quadrant: Quadrant, actors: Sequence[Approached]) -> Finding:
    pattern = {
        "partnership": tr(
            "Learn in partnership with {names}, AIIM advises: judged in favour of {what}, with high salience."
        ),
        "enthusiasm": tr(
            "Develop the enthusiasm of {names} to address the topic, AIIM advises: judged in favour of "
            "{what}, with low salience."
        ),
        "challenge": tr(
            "Challenge existing beliefs of {names}, AIIM advises: judged against {what}, with high salience."
        ),
        "awareness": tr(
            "Develop awareness and enthusiasm in {names}, AIIM advises: judged against {what}, with low "
            "salience."
        ),
    }[quadrant]
    text = pattern.format(names=_names(question.document, actors), what=_what(question))
    return Finding(
        quadrant,
        text,
        _how(question.document, actors),
        place=question.place_of_stance(actors[0].actor),
        actors=tuple(each.actor for each in actors),
    )


def _what(question: Question) -> str:
    """What actors are in favour of: the high end of the issue, else the issue itself."""
    issue = question.document.issues[question.issue or ""]
    name = one_line(issue.high_label or issue.name, _NAME_LENGTH)
    return tr("“{label}”", label=name) if name else tr("it")


def _between(question: Question, actors: Sequence[Approached]) -> Finding:
    text = tr_count(
        "{names} stands exactly on a border, between two kinds of approach.",
        "{names} stand exactly on a border, between kinds of approach.",
        len(actors),
        names=names_of(question.document, [each.actor for each in actors]),
    )
    return Finding(
        "between",
        text,
        _how(question.document, actors),
        "detail",
        question.place_of_stance(actors[0].actor),
        tuple(each.actor for each in actors),
    )


def _without_salience(question: Question, actors: Sequence[Approached], *, nobody_has: bool) -> Finding:
    """Actors whose salience is not judged, by the one thing that is known: for or against."""
    document = question.document
    sides = (
        (tr("for"), [each for each in actors if _alignment(each) > ALIGNMENT_BORDER]),
        (tr("against"), [each for each in actors if _alignment(each) < ALIGNMENT_BORDER]),
        (tr("on neither side"), [each for each in actors if _alignment(each) == ALIGNMENT_BORDER]),
    )
    told = tr("; ").join(
        tr("{side}: {names}", side=side, names=_names(document, those)) for side, those in sides if those
    )
    if nobody_has:
        text = tr("Salience is not judged for anybody, so that only the side can be told: {told}.", told=told)
    else:
        text = tr_count(
            "Salience is not judged for {count} more actor, so that only the side can be told: {told}.",
            "Salience is not judged for {count} more actors, so that only the side can be told: {told}.",
            len(actors),
            told=told,
        )
    place = question.place_of_stance(actors[0].actor, "salience")
    how = _how(document, actors)
    return Finding("salience", text, how, "missing", place, tuple(each.actor for each in actors))


def _alignment(each: Approached) -> float:
    return 0.0 if each.stance.alignment is None else each.stance.alignment.value


def _names(document: StakeMap, actors: Sequence[Approached]) -> str:
    """Names in order of influence; ranges over a border are said so."""
    names = [actor_name(document, each.actor) for each in actors]
    marked = [
        tr("{name} (on the border)", name=name) if each.place.on_border else name
        for name, each in zip(names, actors, strict=True)
    ]
    return enumeration(marked)


def _how(document: StakeMap, actors: Sequence[Approached]) -> str:
    lines = [
        tr(
            "Borders: alignment {alignment}, salience {salience}; a range that reaches over one is on "
            "the border. The most influential first.",
            alignment=number(ALIGNMENT_BORDER),
            salience=number(SALIENCE_BORDER),
        )
    ]
    for each in actors[:_SHOWN]:
        known = [
            tr("alignment {estimate}", estimate=_shown(each.stance.alignment, with_sign=True)),
            tr("salience {estimate}", estimate=_shown(each.stance.salience)),
            tr("influence {estimate}", estimate=_shown(each.influence)),
        ]
        name = actor_name(document, each.actor)
        lines.append(tr("{name}: {values}", name=name, values=comma_list(known)))
    if len(actors) > _SHOWN:
        lines.append(tr_count("{count} more", "{count} more", len(actors) - _SHOWN))
    return "\n".join(lines)


def _shown(estimate: Estimate | None, *, with_sign: bool = False) -> str:
    return tr("unknown") if estimate is None else estimate_words(estimate, with_sign=with_sign)


# --- table and numbers -------------------------------------------------------------------------------------


def _table(document: StakeMap, known: Sequence[Approached]) -> Table:
    order: Mapping[Quadrant | None, int] = {quadrant: place for place, quadrant in enumerate(QUADRANTS)}
    ranked = sorted(known, key=lambda each: order.get(each.place.quadrant, len(order)))
    axes: Mapping[Axis, str] = {"alignment": tr("alignment"), "salience": tr("salience")}
    rows = tuple(
        (
            actor_name(document, each.actor),
            "" if each.place.quadrant is None else advice(each.place.quadrant),
            _shown(each.stance.alignment, with_sign=True),
            _shown(each.stance.salience),
            _shown(each.influence),
            comma_list([axes[axis] for axis in each.place.on_border]),
        )
        for each in ranked
    )
    return Table(
        tr("How to approach each actor"),
        (
            tr("Actor"),
            tr("Approach"),
            tr("Alignment"),
            tr("Salience"),
            tr("Influence"),
            tr("On the border of"),
        ),
        rows,
        frozenset({2, 3, 4}),
        tuple(each.actor for each in ranked),
    )


def _data(question: Question, known: Sequence[Approached], unknown: Sequence[str]) -> Mapping[str, object]:
    return {
        "issue": question.issue,
        "snapshot": question.snapshot,
        "alignment_border": ALIGNMENT_BORDER,
        "salience_border": SALIENCE_BORDER,
        "actors": [
            {
                "actor": each.actor,
                "quadrant": each.place.quadrant,
                "on_border": list(each.place.on_border),
                "alignment": _numbers(each.stance.alignment),
                "salience": _numbers(each.stance.salience),
                "influence": _numbers(each.influence),
            }
            for each in known
        ],
        "unknown": list(unknown),
    }


def _numbers(estimate: Estimate | None) -> Mapping[str, float | None] | None:
    if estimate is None:
        return None
    return {"value": estimate.value, "low": estimate.low, "high": estimate.high}
