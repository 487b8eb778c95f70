"""Edits of comments: remarking, answering, changing, resolving, removing.

New ids come from `model.ids.mint_by_time`, so that two people never create the same one.
"""

from __future__ import annotations

from stakemap.errors import EditError
from stakemap.i18n import tr
from stakemap.model.comments import conversations, has_place, remark_of
from stakemap.model.document import StakeMap
from stakemap.model.edit import edit
from stakemap.model.edits_base import Authorship, add_record, put_record
from stakemap.model.places import PlacePath, place_at
from stakemap.model.records import merged, replace, without
from stakemap.model.teamwork import REVISION_LIMIT, Comment


@edit("add-comment")
def add_comment(
    document: StakeMap, comment_id: str, place: PlacePath, text: str, authorship: Authorship
) -> StakeMap:
    """Remark something about a place. Raises EditError for a place that the map does not have."""
    if not has_place(document, place_at(place)):
        raise EditError(tr("What the comment is about is no longer in this map."))
    return _added(document, comment_id, Comment(place=place, text=""), text, authorship)


@edit("answer-comment")
def answer_comment(
    document: StakeMap, comment_id: str, answered: str, text: str, authorship: Authorship
) -> StakeMap:
    """Answer a comment; the answer belongs to its remark, and is about the same place."""
    _need(document, answered)
    remark = remark_of(document.comments, answered)
    answer = Comment(place=document.comments[remark].place, text="", reply_to=remark)
    return _added(document, comment_id, answer, text, authorship)


@edit("update-comment")
def update_comment(document: StakeMap, comment_id: str, text: str, by: str) -> StakeMap:
    """Change the text of a comment. Raises EditError unless it is by the one who changes it."""
    comment = _need(document, comment_id)
    if comment.by != by:
        raise EditError(tr("Only who wrote a comment can change it."))
    changed = _checked(text)
    if changed == comment.text:
        return document
    revision = min(comment.revision + 1, REVISION_LIMIT)
    return put_record(document, "comments", comment_id, replace(comment, text=changed, revision=revision))


@edit("resolve-comment")
def resolve_comment(document: StakeMap, comment_id: str, authorship: Authorship) -> StakeMap:
    """Note that a remark is settled, by whom and when; one that is settled already stays as it is."""
    key, remark = _need_remark(document, comment_id)
    if remark.is_resolved:
        return document
    settled = replace(remark, resolved_by=authorship.by, resolved_on=authorship.on)
    return put_record(document, "comments", key, settled)


@edit("reopen-comment")
def reopen_comment(document: StakeMap, comment_id: str) -> StakeMap:
    """Note that a remark is not settled."""
    key, remark = _need_remark(document, comment_id)
    return put_record(document, "comments", key, replace(remark, resolved_by="", resolved_on=None))


@edit("remove-comment")
def remove_comment(document: StakeMap, comment_id: str) -> StakeMap:
    """Remove an answer, or a remark with all its answers."""
    _need(document, comment_id)
    removed = {comment_id}
    for conversation in conversations(document):
        if conversation.id == comment_id:
            removed.update(key for key, _ in conversation.answers)
    comments = without(document.comments, removed)
    # Only other programs write answers to answers; they answer the remark now.
    above = document.comments[comment_id].reply_to
    moved = {
        key: replace(each, reply_to=above if above in comments and above != key else None)
        for key, each in comments.items()
        if each.reply_to == comment_id
    }
    return replace(document, comments=merged(comments, moved))


def _added(
    document: StakeMap, comment_id: str, empty: Comment, text: str, authorship: Authorship
) -> StakeMap:
    by, on = authorship
    return add_record(document, "comments", comment_id, replace(empty, text=_checked(text), by=by, on=on))


def _need(document: StakeMap, comment_id: str) -> Comment:
    comment = document.comments.get(comment_id)
    if comment is None:
        raise EditError(tr("This comment is no longer in this map."))
    return comment


def _need_remark(document: StakeMap, comment_id: str) -> tuple[str, Comment]:
    _need(document, comment_id)
    key = remark_of(document.comments, comment_id)
    return key, document.comments[key]


def _checked(text: str) -> str:
    text = text.strip()
    if not text:
        raise EditError(tr("A comment needs a text."))
    return text
