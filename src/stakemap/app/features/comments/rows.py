"""The conversations that the panel lists, filtered, with the words of their rows; computed in a worker."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from stakemap.app.features.comments.places import is_selected
from stakemap.app.kit.widgets.two_line_list import TwoLineRow
from stakemap.i18n import tr, tr_count
from stakemap.model.comments import Conversation, conversations
from stakemap.model.document import StakeMap
from stakemap.model.order import sort_key
from stakemap.model.places import place_at
from stakemap.text import fold, one_line
from stakemap.wording.places import place_name
from stakemap.wording.remarks import signature_text

State = Literal["open", "resolved", "all"]

#: The number of characters of a comment in the list.
_EXCERPT = 200


class Filter(NamedTuple):
    """Which conversations are listed. `author` is None for anybody; `selection`, `relation` and `view` matter
    with `selected` only.
    """

    state: State = "open"
    author: str | None = None
    words: str = ""
    selected: bool = False
    selection: frozenset[str] = frozenset()
    relation: str | None = None
    view: tuple[str | None, ...] = ()


class Listed(NamedTuple):
    """The conversations that pass a filter, with their rows, and of how many; and all who have commented."""

    conversations: Sequence[Conversation]
    rows: Sequence[TwoLineRow]
    total: int
    authors: Sequence[str]


def listed(document: StakeMap, wanted: Filter) -> Listed:
    """The conversations of a map that pass a filter, the latest first."""
    every = conversations(document)
    words = fold(wanted.words).split()
    names: dict[str, str] = {}
    found: list[Conversation] = []
    for one in every:
        if _passes(one, wanted):
            path = one.remark.place
            if path not in names:
                names[path] = place_name(document, path)
            if not words or _has_words(one, names[path], words):
                found.append(one)
    authors = sorted(
        {comment.by for one in every for _, comment in one.all}, key=lambda by: (sort_key(by), by)
    )
    rows = [_row(one, names[one.remark.place]) for one in found]
    return Listed(found, rows, len(every), authors)


def _passes(one: Conversation, wanted: Filter) -> bool:
    if wanted.state != "all" and one.remark.is_resolved != (wanted.state == "resolved"):
        return False
    if wanted.author is not None and all(comment.by != wanted.author for _, comment in one.all):
        return False
    if not wanted.selected:
        return True
    return is_selected(place_at(one.remark.place), wanted.selection, wanted.relation, *wanted.view)


def _has_words(one: Conversation, name: str, words: Sequence[str]) -> bool:
    texts = (part for _, comment in one.all for part in (comment.text, comment.by))
    searched = fold("\n".join((name, *texts)))
    return all(word in searched for word in words)


def _row(one: Conversation, name: str) -> TwoLineRow:
    """A conversation: what it is about, then what was said last and by whom."""
    _, latest = max(one.all, key=lambda entry: (entry[1].on or "", entry[0]))
    text = f"{one_line(latest.by) or tr('No name')}: {one_line(latest.text, _EXCERPT)}"
    parts = [text]
    if one.answers:
        count = len(one.answers)
        parts.insert(0, tr_count("{count} answer", "{count} answers", count))
    if one.remark.is_resolved:
        parts.insert(0, tr("Resolved"))
    return TwoLineRow(one.id, name, " · ".join(parts), signature_text(latest.by, latest.on))
