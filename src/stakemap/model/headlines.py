"""Headlines of the pages of a deck: their keys, setting one, and removing those of pages that go."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from stakemap.model.document import Headline, StakeMap
from stakemap.model.edit import edit
from stakemap.model.edits_base import need_issue, need_snapshot, put_record
from stakemap.model.records import PageKey, replace, without


class PageParts(NamedTuple):
    """What the key of a page names: a slide kind, ids or None, and its number (from 1) among the pages of one
    slide.
    """

    kind: str
    issue: str | None
    snapshot: str | None
    against: str | None = None
    number: int = 1


def page_key(parts: PageParts) -> str:
    """The key of a page in `StakeMap.headlines`."""
    names = [parts.kind, parts.issue or "", parts.snapshot or ""]
    if parts.against or parts.number > 1:
        names.append(parts.against or "")
    if parts.number > 1:
        names.append(str(parts.number))
    return ":".join(names)


def parts_of(key: str) -> PageParts:
    """The inverse of `page_key`, for keys that are valid."""
    kind, issue, snapshot, against, number, *_ = [*key.split(":"), "", ""]
    return PageParts(kind, issue or None, snapshot or None, against or None, int(number or 1))


def headlines_of(
    document: StakeMap, *, issues: Collection[str] = (), snapshots: Collection[str] = ()
) -> Iterator[str]:
    """Yield the keys of headlines of pages that show one of these issues or snapshots."""
    for key in document.headlines:
        parts = parts_of(key)
        if parts.issue in issues or parts.snapshot in snapshots or parts.against in snapshots:
            yield key


def without_headlines(
    document: StakeMap, *, issues: Collection[str] = (), snapshots: Collection[str] = ()
) -> StakeMap:
    """The map without the headlines of `headlines_of`."""
    removed = list(headlines_of(document, issues=issues, snapshots=snapshots))
    return replace(document, headlines=without(document.headlines, removed))


@edit("set-headline")
def set_headline(document: StakeMap, page: PageKey, text: str) -> StakeMap:
    """Set the headline of a page; an empty one is removed, so that the page has the one proposed."""
    parts = parts_of(page)
    if not text.strip():
        return replace(document, headlines=without(document.headlines, {page}))
    if parts.issue is not None:
        need_issue(document, parts.issue)
    for snapshot in (parts.snapshot, parts.against):
        if snapshot is not None:
            need_snapshot(document, snapshot)
    headline = replace(document.headlines.get(page) or Headline(), text=text)
    return put_record(document, "headlines", page, headline)
