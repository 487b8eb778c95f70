"""Edits of what others judge of the same subject, beside the current judgement."""

from __future__ import annotations

from collections.abc import Iterable

from stakemap.errors import EditError
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.edit import edit
from stakemap.model.edits_base import Authorship, check_subject, put_judgements
from stakemap.model.judgements import Judgement
from stakemap.model.ledger import following
from stakemap.model.others import beside, others_of, without_lists
from stakemap.model.records import replace
from stakemap.model.resolve import own_judgement, shown_judgement
from stakemap.model.subjects import AnyJudgement, Subject


@edit("put-others")
def put_others(
    document: StakeMap, snapshot: str, subject: Subject, judgements: Iterable[AnyJudgement]
) -> StakeMap:
    """List what others judge of a subject beside the judgement that a snapshot shows.

    It replaces what the same names judged so far. A judgement that is carried over is written into the
    snapshot as it is. Raises EditError where nobody judged the subject.
    """
    added = [without_lists(each) for each in judgements]
    for each in added:
        check_subject(document, snapshot, subject, each)
    current = _current(document, snapshot, subject)
    if not added:
        return document
    names = {each.by for each in added if each.by}
    kept = tuple(each for each in others_of(current) if each.by not in names)
    current = current.model_copy(update={"others": kept})
    return _put(document, snapshot, subject, beside(current, added))


@edit("remove-other")
def remove_other(document: StakeMap, snapshot: str, subject: Subject, other: AnyJudgement) -> StakeMap:
    """Remove what one of the others judges. Raises EditError where nobody judges so."""
    current = _current(document, snapshot, subject)
    return _put(document, snapshot, subject, _left(current, other))


@edit("adopt-other")
def adopt_other(document: StakeMap, snapshot: str, subject: Subject, other: AnyJudgement) -> StakeMap:
    """Make what one of the others judges current, signed as it is.

    What was current is listed among the others, or goes to the ledger if it was pooled from them. Raises
    EditError where nobody judges so.
    """
    current = _current(document, snapshot, subject)
    left = _left(current, other)
    adopted = following(left, without_lists(other), in_place=not current.pooled)
    if not current.pooled:
        adopted = beside(adopted, [current])
    return _put(document, snapshot, subject, adopted)


@edit("pool-judgements")
def pool_judgements(
    document: StakeMap, snapshot: str, subject: Subject, pool: AnyJudgement, authorship: Authorship
) -> StakeMap:
    """Make what was pooled from all analysts' judgements current, signed by who pooled it.

    What was current is listed among the others, or goes to the ledger if it was pooled itself. Raises
    EditError where nobody judged the subject.
    """
    check_subject(document, snapshot, subject, pool)
    current = _current(document, snapshot, subject)
    signed = replace(without_lists(pool), by=authorship.by, on=authorship.on)
    made = following(current, signed, in_place=not current.pooled)
    if not current.pooled:
        made = beside(made, [current])
    return _put(document, snapshot, subject, made)


def _current(document: StakeMap, snapshot: str, subject: Subject) -> Judgement:
    """The judgement that a snapshot shows, as it would stand there."""
    check_subject(document, snapshot, subject)
    own = own_judgement(document, snapshot, subject)
    shown = own or shown_judgement(document, snapshot, subject)
    if shown is None:
        raise EditError(tr("There is no judgement here yet to add this to."))
    return shown if own is not None else replace(shown, earlier=())


def _left(current: Judgement, other: Judgement) -> Judgement:
    others = others_of(current)
    left = tuple(each for each in others if each != without_lists(other))
    if len(left) == len(others):
        raise EditError(tr("Nobody else judges this so."))
    return replace(current, others=left)


def _put(document: StakeMap, snapshot: str, subject: Subject, judgement: Judgement) -> StakeMap:
    return put_judgements(document, snapshot, {subject: judgement})
