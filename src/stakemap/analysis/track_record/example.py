"""The worked example of the track record, for maps in which too little is resolved to show one."""

from __future__ import annotations

from collections.abc import Iterator

from stakemap.analysis.question import Question
from stakemap.analysis.track_record.sentences import report
from stakemap.analysis.track_record.track_record import LEAST, hit_rate
from stakemap.i18n import tr
from stakemap.model.document import Resolution, ResolvedField
from stakemap.model.judgements import Estimate, Judgement
from stakemap.model.order import latest_dated
from stakemap.model.subjects import Subject
from stakemap.wording.names import snapshot_name

#: The most sentences of an example.
_SENTENCES = 3
#: How much higher than judged everything is supposed to be found, in points.
_HIGHER = 20.0


def example(question: Question) -> tuple[str, ...]:
    """The first sentences of the report with what stands behind them.

    Where too little is resolved, something is supposed to have been found of the judgements of the latest
    dated snapshot, and the first line says so.
    """
    document = question.document
    intro: tuple[str, ...] = ()
    if hit_rate(document.resolutions.values()) is None:
        supposed = tuple(_supposed(question))
        if len(supposed) < LEAST:
            return (
                tr(
                    "For an example, the latest dated snapshot needs at least {least} judgements with a "
                    "range.",
                    least=LEAST,
                ),
            )
        found = {f"example-{number:04}": each for number, each in enumerate(supposed)}
        document = document.model_copy(update={"resolutions": found})
        intro = (
            tr(
                "Too little is resolved in this map. For the example, suppose that all that has a range in "
                "“{snapshot}” was found to be {points} points higher than judged.",
                snapshot=snapshot_name(document, supposed[0].snapshot),
                points=int(_HIGHER),
            ),
        )
    told = [each for each in report(document).findings if each.kind != "missing"][:_SENTENCES]
    return (*intro, *(line for each in told for line in (each.text, *each.how.splitlines())))


def _supposed(question: Question) -> Iterator[Resolution]:
    """What is supposed to have been found of the judgements that the latest dated snapshot shows."""
    document, latest = question.document, latest_dated(question.document)
    if latest is None:
        return
    judged: list[tuple[Subject, Judgement]] = [
        (Subject.standing(actor), shown.judgement)
        for actor, shown in sorted(question.resolver.standings(document, latest).items())
    ]
    for issue in sorted(document.issues):
        stances = question.resolver.stances(document, latest, issue)
        judged += [
            (Subject.stance(issue, actor), shown.judgement) for actor, shown in sorted(stances.items())
        ]
    for subject, judgement in judged:
        fields: tuple[ResolvedField, ...] = ("alignment", "salience", "influence")
        for field in fields:
            estimate = getattr(judgement, field, None)
            if isinstance(estimate, Estimate) and estimate.has_range:
                yield Resolution(
                    snapshot=latest,
                    actor=subject.id,
                    issue=subject.issue,
                    field=field,
                    value=estimate.value,
                    low=estimate.low,
                    high=estimate.high,
                    judged_by=judgement.by,
                    found=min(estimate.value + _HIGHER, 100.0),
                )
