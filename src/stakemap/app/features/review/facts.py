"""What a reader sees before approving: the content, what changed since, what to consider."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from stakemap.analysis.agreement.disagreement import readings_of, rivals
from stakemap.i18n import comma_list, tr, tr_count
from stakemap.model.digests import judgement_digest
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Judgement
from stakemap.model.others import others_of
from stakemap.model.places import path_of, place_at
from stakemap.model.resolve import own_judgement, shown_judgement
from stakemap.model.reviews import Approval, Difference, judgement_approval, shown_in, snapshot_approval
from stakemap.model.subjects import Place, Subject
from stakemap.text import one_line
from stakemap.wording.citations import short_source
from stakemap.wording.judgements import support_words, value_of
from stakemap.wording.names import listing
from stakemap.wording.places import judged_name
from stakemap.wording.remarks import signature_text
from stakemap.wording.reviews import approved_by

#: The most changes that are listed, and the most names in a warning.
_LISTED, _NAMED = 12, 4


class Facts(NamedTuple):
    """Lines about what is approved, what changed since it was, and what to consider before."""

    what: tuple[str, ...]
    since: tuple[str, ...]
    warnings: tuple[str, ...]


def facts_about(document: StakeMap, path: str, reader: str) -> Facts:
    """What `reader` should know of a snapshot, or of a judgement in one, before approving it."""
    place = place_at(path)
    if place.subject is None:
        shown: Mapping[Subject, Judgement] = shown_in(document, place.id)
        approval = snapshot_approval(document, place.id)
        what = tuple(_counts(document, place.id, shown))
    else:
        judged = shown_judgement(document, place.id, place.subject)
        shown = {} if judged is None else {place.subject: judged}
        approval = judgement_approval(document, place.id, place.subject)
        what = () if judged is None else tuple(_judged(document, place.subject, judged))
    since = tuple(_since(document, place.id, approval))
    return Facts(what, since, tuple(_warnings(document, place, shown, reader)))


def _counts(document: StakeMap, snapshot: str, shown: Mapping[Subject, Judgement]) -> Iterator[str]:
    own = document.snapshots[snapshot].judgement_count
    text = tr_count(
        "{count} judgement: {own} made here", "{count} judgements: {own} made here", len(shown), own=own
    )
    if len(shown) > own:
        text = tr("{made}, {count} carried over", made=text, count=len(shown) - own)
    yield tr("{sentence}.", sentence=text)
    unknown = sum(1 for judgement in shown.values() if not judgement.is_judged)
    if unknown:
        yield tr_count("{count} of them has no value.", "{count} of them have no value.", unknown)


def _judged(document: StakeMap, subject: Subject, judged: Judgement) -> Iterator[str]:
    parts = [value_of(judged, ranges=True), *support_words(judged)]
    yield tr("{name}: {value}", name=judged_name(document, subject), value=comma_list(parts))
    if judged.is_explained:
        yield tr("Reason: {reason}", reason=one_line(judged.reason, 400))
    cited = [short_source(document.sources[each.source]) for each in judged.citations]
    if cited:
        yield tr("Sources: {sources}", sources=listing(cited))
    if judged.by:
        yield tr("Judged by {signature}", signature=signature_text(judged.by, judged.on))


def _since(document: StakeMap, snapshot: str, approval: Approval | None) -> Iterator[str]:
    if approval is None:
        yield tr("Nobody has approved it yet.")
        return
    sentence = approved_by(approval.review)
    if approval.holds:
        yield tr("{approval}. Nothing changed since.", approval=sentence)
        return
    count = len(approval.differences)
    yield tr_count(
        "{approval}. {count} judgement changed since:",
        "{approval}. {count} judgements changed since:",
        count,
        approval=sentence,
    )
    for difference in approval.differences[:_LISTED]:
        yield _change(document, snapshot, approval, difference)
    if count > _LISTED:
        yield tr_count("{count} more", "{count} more", count - _LISTED)


def _change(document: StakeMap, snapshot: str, approval: Approval, difference: Difference) -> str:
    """A change in a sentence, with the value that was approved where the ledger still has it."""
    subject = difference.subject
    name, now = judged_name(document, subject), shown_judgement(document, snapshot, subject)
    if now is None:
        return tr("{name}: removed", name=name)
    value = value_of(now, ranges=True)
    if difference.kind == "added":
        return tr("{name}: {value}, new", name=name, value=value)
    approved = approval.review.digests.get(path_of(Place("snapshots", snapshot, subject)))
    before = next((each for each in now.with_earlier()[1:] if judgement_digest(each) == approved), None)
    if before is None:
        return tr("{name}: now {value}", name=name, value=value)
    was = value_of(before, ranges=True)
    if was == value:
        return tr("{name}: {value}, with other support", name=name, value=value)
    return tr("{name}: {before} → {value}", name=name, before=was, value=value)


def _is_disputed(judgement: Judgement) -> bool:
    """Whether others judge otherwise: from what was pooled they all differ, so there only rivals count."""
    if judgement.pooled is not None:
        return bool(rivals(readings_of(judgement)))
    return any(value_of(each) != value_of(judgement) for each in others_of(judgement))


def _warnings(
    document: StakeMap, place: Place, shown: Mapping[Subject, Judgement], reader: str
) -> Iterator[str]:
    def named(subjects: Sequence[Subject]) -> str:
        names = [judged_name(document, each) for each in subjects[:_NAMED]]
        return listing(names, _NAMED, total=len(subjects))

    weak = [key for key, judgement in shown.items() if judgement.is_judged and not judgement.is_supported]
    if weak:
        yield tr_count(
            "{count} judgement lacks a reason or a source: {names}",
            "{count} judgements lack a reason or a source: {names}",
            len(weak),
            names=named(weak),
        )
    disputed = [key for key, judgement in shown.items() if _is_disputed(judgement)]
    if disputed:
        yield tr_count(
            "Others judge {count} subject otherwise: {names}",
            "Others judge {count} subjects otherwise: {names}",
            len(disputed),
            names=named(disputed),
        )
    # Approving what one judged oneself is allowed: in a team of two somebody has to.
    own = [
        key
        for key, judgement in shown.items()
        if reader and judgement.by == reader and own_judgement(document, place.id, key) is not None
    ]
    if own:
        yield tr_count(
            "{count} judgement is your own: {names}",
            "{count} judgements are your own: {names}",
            len(own),
            names=named(own),
        )
    comments = sum(
        1
        for each in document.comments.values()
        if each.reply_to is None and not each.is_resolved and _is_within(place_at(each.place), place)
    )
    if comments:
        yield tr_count("{count} open comment", "{count} open comments", comments)
    if document.conflicts:
        yield tr_count(
            "{count} conflict of a merge is not decided yet",
            "{count} conflicts of merges are not decided yet",
            len(document.conflicts),
        )


def _is_within(inner: Place, outer: Place) -> bool:
    return inner == outer or (
        outer.subject is None and (inner.container, inner.id) == (outer.container, outer.id)
    )
