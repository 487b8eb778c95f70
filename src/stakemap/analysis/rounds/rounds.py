"""What the answers of a round say together, the most disputed first, and the pool where nobody judged."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from stakemap.analysis.agreement.disagreement import Comparison, Judged, Reading, compared, disagreements
from stakemap.analysis.agreement.disagreement_sentences import counts_text
from stakemap.analysis.question import Question
from stakemap.i18n import tr, tr_count
from stakemap.model.commitments import is_counted
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Judgement, Tie
from stakemap.model.places import path_of
from stakemap.model.records import replace
from stakemap.model.resolve import own_judgement, shown_judgement
from stakemap.model.rounds import answers_of, asked_places, given_judgement, need_round
from stakemap.model.subjects import Place
from stakemap.model.teamwork import Answer

#: Decimal places of pooled values, as where maps are combined.
_DIGITS = 1
#: The fields of a judgement that no question asks for: a pool has them as they were.
_NOT_ASKED = ("salience", "influence", "role", "votes", "conditions")


def path_of_comparison(found: Comparison) -> str:
    """The path of the judgement that was compared."""
    return path_of(Place("snapshots", found.snapshot, found.subject))


def answers_together(
    document: StakeMap, round_id: str, places: Container[str] | None = None
) -> list[Comparison]:
    """What was answered about each subject of a round, or about those with these paths, those first that
    differ most.
    """
    return _together(document, round_id, answers_of(document, round_id).values(), places)


def _together(
    document: StakeMap, round_id: str, answers: Iterable[Answer], places: Container[str] | None = None
) -> list[Comparison]:
    asked = need_round(document, round_id)
    wanted = {path: place for path, place in asked_places(asked).items() if places is None or path in places}
    rows: dict[str, list[Judgement]] = {path: [] for path in wanted}
    for answer in answers:
        if is_counted(asked, answer):
            for each in answer.judgements:
                if each.place in rows:
                    rows[each.place].append(given_judgement(document, answer.analyst, each))
    judged = [
        Judged(place.id, place.subject, _host(place.subject.record, rows[path]))
        for path, place in wanted.items()
        if place.subject is not None
    ]
    several = {(each.snapshot, each.subject): each for each in compared(judged)}
    return sorted((several.get(each[:2]) or _alone(each) for each in judged), key=_order)


def _alone(judged: Judged) -> Comparison:
    """What one analyst answered about a subject, or none."""
    given: tuple[Judgement, ...] = getattr(judged.judgement, "others", ())
    readings = tuple(Reading(each.by, each) for each in given)
    return Comparison(judged.snapshot, judged.subject, readings, None, None, 0.0, None, (), True)


def _host(kind: type[Judgement], given: Sequence[Judgement]) -> Judgement:
    """A judgement that is nobody's own, beside which these stand."""
    return kind.model_construct(state="unknown", pooled="linear", others=tuple(given))


def _order(found: Comparison) -> tuple[bool, float, float]:
    estimates = found.estimates
    if len(estimates) < 2 or found.agreement is None:
        return True, 2.0, 0.0
    low, high = estimates[0].scale
    return not found.camps, found.agreement, -found.spread / (high - low)


def most_disputed(document: StakeMap, round_id: str, limit: int) -> list[str]:
    """The paths of what was answered differently in a round, those first that differ most."""
    differing = [each for each in answers_together(document, round_id) if each.camps or each.spread > 0]
    return [path_of_comparison(each) for each in differing[:limit]]


def disputed_places(document: StakeMap, issue: str, snapshot: str, limit: int) -> list[str]:
    """The paths of the stances and standings in view that analysts judge differently, at most `limit`.

    Those come first that differ most.
    """
    found = disagreements(Question(document, issue, snapshot))
    differing = [each.subject for each in found if each.camps or each.spread > 0]
    return [path_of(Place("snapshots", snapshot, subject)) for subject in differing[:limit]]


def pools_after(document: StakeMap, round_id: str, answers: Sequence[Answer]) -> dict[str, Judgement]:
    """The linear pools of a round by place, once these answers are taken: where nobody judged at that
    snapshot so far, or what stands there was pooled.

    What is carried over from an earlier snapshot was not judged there: it gives the pool what is not asked,
    such as salience and role. A pool is unknown where nobody gave a value, and where readings are rivals.
    """
    new = {each.analyst for each in answers}
    kept = [each for each in answers_of(document, round_id).values() if each.analyst not in new]
    pools = {}
    for found in _together(document, round_id, [*kept, *answers]):
        own = own_judgement(document, found.snapshot, found.subject)
        if found.readings and (own is None or own.pooled is not None):
            shown = shown_judgement(document, found.snapshot, found.subject)
            names = (name for name in _NOT_ASKED if name != found.subject.record.measured)
            carried = {name: getattr(shown, name) for name in names if hasattr(shown, name)}
            pools[path_of_comparison(found)] = replace(_pool(found), **carried)
    return pools


def _pool(found: Comparison) -> Judgement:
    kind, estimates, count = found.subject.record, found.estimates, len(found.readings)
    if found.camps or not estimates:
        # Without names, which a later sheet must not tell.
        why = tr(
            "The answers of {count} analysts exclude each other: {counts}.",
            count=count,
            counts=counts_text(found),
        )
        return kind(state="unknown", pooled="linear", reason=why if found.camps else "")
    confidences = {each.judgement.confidence for each in found.readings}
    support = {
        "confidence": confidences.pop() if len(confidences) == 1 else None,
        "reason": tr_count(
            "Pooled from the answer of {count} analyst.",
            "Pooled from the answers of {count} analysts, the mean of their distributions.",
            len(estimates),
        ),
        "pooled": "linear",
    }
    only = estimates[0] if found.pool is None else found.pool
    value, low, high = (
        None if end is None else round(end, _DIGITS) for end in (only.value, only.low, only.high)
    )
    assert value is not None
    if kind is Tie:
        return Tie.model_validate({"strength": round(value), **support})
    if low is not None and high is not None:
        low, high = min(low, value), max(high, value)
    estimate = type(estimates[0])(value=value, low=low, high=high)
    return kind.model_validate({kind.measured: estimate, **support})
