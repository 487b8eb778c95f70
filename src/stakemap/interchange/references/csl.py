"""CSL-JSON, in which citation processors and reference managers exchange references: into sources."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from stakemap.i18n import tr
from stakemap.interchange.content import Place
from stakemap.interchange.references.fields import Found, Reference, date_of, int_in, person
from stakemap.interchange.references.steps import Report, check_count, checked

#: The types of items, of CSL 1.0.2.
_TYPES: Final = frozenset(
    re.findall(
        r"\S+",
        """
        article article-journal article-magazine article-newspaper bill book broadcast chapter classic
        collection dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing
        interview legal_case legislation manuscript map motion_picture musical_score pamphlet
        paper-conference patent performance periodical personal_communication post post-weblog regulation
        report review review-book software song speech standard thesis treaty webpage
        """,
    )
)
_MARKUP = re.compile(r"</?(?:i|b|u|em|strong|sub|sup|sc|span|br|p)\b[^<>]*>", re.IGNORECASE)
_LISTS = ("items", "references")


def csl_items(tree: object) -> Sequence[Any] | None:
    """The items of parsed JSON; None where it is no CSL-JSON."""
    if isinstance(tree, dict):
        tree = next((tree[name] for name in _LISTS if isinstance(tree.get(name), list)), [tree])
    if not isinstance(tree, list):
        return None
    # A type may be anything: in other JSON it is often a list.
    known = (each for each in tree if isinstance(each, dict) and str(each.get("type")) in _TYPES)
    return tree if any("title" in each or "issued" in each or "URL" in each for each in known) else None


def is_csl(head: str) -> bool:
    """Whether the beginning of a JSON text can be that of CSL-JSON, which parsing then decides."""
    return '"type"' in head and any(f'"{name}"' in head for name in ("title", "issued", "author", "id"))


def read_csl(items: Sequence[Any], report: Report = lambda _share: True) -> Found:
    """The sources of the items of CSL-JSON; what is no item is a remark.

    Raises MapReadError for more than are read, CancelledError once `report` answers False.
    """
    check_count(len(items))
    found = Found()
    for number, item in enumerate(items):
        checked(report, number, len(items))
        place = Place(path=f"[{number}]")
        if not isinstance(item, Mapping):
            found.refuse(tr("This is not a reference."), place, str(item)[:200])
            continue
        _reference(f"{number}", item, place).add_to(found)
    return found


def _reference(key: str, item: Mapping[str, Any], place: Place) -> Reference:
    def text(*names: str) -> str:
        return next((plain for name in names if (plain := _plain(item.get(name)))), "")

    custom = item.get("custom")
    return Reference(
        key=key,
        place=place,
        title=text("title", "title-short"),
        names=list(_names(item.get("author") or item.get("editor"))),
        container=text("container-title", "collection-title"),
        publisher=text("publisher", "archive", "event-title"),
        date=_date(item.get("issued")),
        url=_as_text(item.get("URL")),
        doi=_as_text(item.get("DOI")),
        notes=(_as_text(item.get("note")),),
        volume=text("volume"),
        number=text("issue", "number"),
        pages=text("page"),
        reliability=_as_text(custom.get("reliability")) if isinstance(custom, Mapping) else "",
    )


def _as_text(value: object) -> str:
    if isinstance(value, str):
        return value
    return f"{value}" if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _plain(value: object) -> str:
    """A text without the few tags that CSL allows in titles."""
    return html.unescape(_MARKUP.sub("", _as_text(value))).strip()


def _names(value: object) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, str):
            yield each
        elif isinstance(each, Mapping):
            literal = _plain(each.get("literal"))
            parts = [_plain(each.get(name)) for name in ("non-dropping-particle", "family")]
            given = [_plain(each.get(name)) for name in ("given", "dropping-particle", "suffix")]
            yield literal or person(" ".join(filter(None, parts)), " ".join(filter(None, given)))


def _date(value: object) -> str:
    """The date of `issued`, which has parts, or a text; of an interval the first."""
    if not isinstance(value, Mapping):
        return date_of(_as_text(value))
    parts = value.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    if isinstance(first, list) and first:
        year, month, *day = (*(_as_text(part).strip() for part in first[:3]), "")[:3]
        # Seasons stand where the months do, numbered from 13 or 21.
        parts = (year, month, *day) if int_in(month) <= 12 else (year,)
        found = date_of("-".join(part for part in parts if int_in(part)))
        if found:
            return found
    return date_of(_as_text(value.get("raw")), _as_text(value.get("literal")))
