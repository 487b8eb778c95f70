"""What formats of data have no place for, and whether a map has any of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from stakemap.i18n import tr
from stakemap.interchange.writers.formats import Loss

if TYPE_CHECKING:
    from stakemap.model.document import StakeMap


def has(*containers: str) -> Callable[[StakeMap], bool]:
    """Whether a map has records in any of these containers."""
    return lambda document: any(getattr(document, name) for name in containers)


def judged(is_lost: Callable[[Any], object]) -> Callable[[StakeMap], bool]:
    """Whether a map has a judgement of which this is true."""
    return lambda document: any(
        is_lost(judgement)
        for snapshot in document.snapshots.values()
        for _, judgement in snapshot.judgements()
    )


def told(phrase: str) -> Loss:
    """What a writer reports of each map by itself, or the file does."""
    return Loss(phrase, lambda _: False)


def beyond_judgements() -> Iterator[Loss]:
    """What no format but that of the map holds."""
    yield Loss(
        tr("earlier judgements, and whether reasons and sources were written for one of them"),
        judged(lambda each: each.earlier or each.support_kept),
    )
    yield Loss(tr("headlines of slides"), has("headlines"))
    yield Loss(
        tr("how sources fit readings"), judged(lambda each: any(cited.readings for cited in each.citations))
    )
    yield Loss(tr("what was found of judgements and scenarios"), has("resolutions", "outcomes"))
    is_judged_by_others = judged(lambda each: each.others or each.pooled)
    is_team_s = has("conflicts", "comments", "reviews", "rounds", "answers")
    yield Loss(
        tr(
            "what others judge and how it was pooled, open conflicts, comments, the status and approvals, "
            "rounds and their answers"
        ),
        lambda document: is_judged_by_others(document) or is_team_s(document) or document.status != "draft",
    )
    yield Loss(tr("fields that this version does not know"), _has_unknown_fields)


def beyond_one_snapshot() -> Iterator[Loss]:
    """What formats that hold one snapshot leave out of the others and of its judgements."""
    yield Loss(
        tr("reasons, sources, confidence, ranges, authors and dates of judgements"),
        judged(
            lambda each: (
                any(
                    getattr(each, name) for name in ("reason", "citations", "confidence", "basis", "by", "on")
                )
                or _range_of(each)
            )
        ),
    )
    yield conditions()
    has_votes = judged(lambda each: getattr(each, "votes", None) is not None or each.watch_for)
    yield Loss(
        tr("votes, how issues are decided, what to watch for"),
        lambda document: has_votes(document) or any(issue.rule for issue in document.issues.values()),
    )
    yield Loss(tr("other snapshots"), lambda document: len(document.snapshots) > 1)
    yield Loss(tr("details of the map, and of its groups, issues and snapshots"), _has_details)
    yield Loss(tr("sources"), has("sources"))


def conditions() -> Loss:
    """What stances hang on."""
    return Loss(tr("conditions of stances"), judged(lambda each: getattr(each, "conditions", ())))


def everything_else() -> Loss:
    """All but the sources."""
    return Loss(
        tr("everything else"),
        lambda document: any(getattr(document, name) for name in document.containers - {"sources"}),
    )


#: What formats of one snapshot have of the map and of records of other kinds than actors and relations.
_HELD: Mapping[str, frozenset[str]] = {
    "groups": frozenset({"name"}),
    "issues": frozenset({"name", "order", "rule"}),
    "snapshots": frozenset({"label", "date", "scenario", "standings", "stances", "ties"}),
}
_TEXTS = ("question", "key_judgement", "note", "handling", "cut_off", "contact")


def _has_details(document: StakeMap) -> bool:
    return any(getattr(document, name) for name in _TEXTS) or any(
        any(value not in ("", None, ("",) * 4) for name, value in record.__dict__.items() if name not in held)
        for container, held in _HELD.items()
        for record in getattr(document, container).values()
    )


def _range_of(judgement: Any) -> bool:
    estimates = (getattr(judgement, name, None) for name in ("influence", "alignment", "salience"))
    return any(estimate is not None and estimate.has_range for estimate in estimates)


def _has_unknown_fields(document: StakeMap) -> bool:
    from stakemap.model.clean import every_record

    return any(record.model_extra for record in every_record(document))
