"""Merging the plain fields of one record: what the file says replaces or fills, and blanks say nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from stakemap.errors import EditError
from stakemap.interchange.merging.planned import FieldChange
from stakemap.interchange.merging.work import Entry, Work
from stakemap.model.document import DecisionRule
from stakemap.model.records import Record, replace
from stakemap.model.terms import term
from stakemap.text import list_line
from stakemap.wording.resolutions import rule_text

R = TypeVar("R", bound=Record)
T = TypeVar("T")

_TERMS = frozenset({"kind", "likelihood", "rule"})


def plain_text(field: str, value: Any) -> str:
    """The value of a field as the user reads it, "" for none."""
    if not value:
        return ""
    if isinstance(value, tuple):
        return list_line(filter(None, value))
    if isinstance(value, DecisionRule):
        return rule_text(value)
    return term(value) if field in _TERMS else str(value)


def with_fields(
    work: Work,
    entry: Entry,
    record: R,
    given: Mapping[str, Any],
    text: Callable[[str, Any], str] = plain_text,
) -> R:
    """The record with the given fields; empty values say nothing, and where the map has one the policy "fill"
    keeps it.

    Notes each change in `entry`, and refuses fields that the record cannot have; those that were left out
    keep their value. `text` words a value.
    """
    is_new = entry.status == "new"
    wanted = {}
    for field, value in given.items():
        before = getattr(record, field)
        is_kept = work.fills and not is_new and before and not isinstance(before, tuple)
        if value not in (None, "", ()) and not _is_same(value, before) and not is_kept:
            wanted[field] = value
    try:
        whole = replace(record, **wanted)
    except EditError:
        wanted = {field: value for field, value in wanted.items() if _fits(work, entry, record, field, value)}
        whole = replace(record, **wanted)
    left_out = {}
    for field, value in wanted.items():
        before, token = getattr(record, field), f"{entry.token}/{field}"
        is_skipped = token in work.skipped
        shown = "" if is_new else text(field, before)
        change = FieldChange(field, shown, text(field, value), token, entry.place, is_skipped=is_skipped)
        entry.changes.append(change)
        if is_skipped:
            left_out[field] = before
    return replace(whole, **left_out) if left_out else whole


def _is_same(value: Any, before: Any) -> bool:
    """Whether a value is the one that is there; many formats drop the white space around texts."""
    is_text = isinstance(value, str) and isinstance(before, str) and before.strip()
    return bool(value == before or (is_text and value.strip() == before.strip()))


def _fits(work: Work, entry: Entry, record: Record, field: str, value: Any) -> bool:
    try:
        replace(record, **{field: value})
    except EditError as error:
        work.refuse(str(error), entry.place, plain_text(field, value))
        return False
    return True


def with_lines(before: str, after: str) -> str:
    """A text with the lines of another that it lacks.

    A line that begins with a heading, such as "Budget: 12", replaces one that no longer stands in the file.
    """
    if not before.strip() or not after.strip():
        return after if after.strip() else before
    lines, added = before.split("\n"), after.split("\n")
    present = set(added)
    for line in added:
        if line in lines or not line.strip():
            continue
        heading, colon, _ = line.partition(": ")
        old = next(
            (
                place
                for place, one in enumerate(lines)
                if colon and one not in present and one.startswith(f"{heading}: ")
            ),
            None,
        )
        if old is None:
            lines.append(line)
        else:
            lines[old] = line
    return "\n".join(lines)


def with_all_lines(before: str, after: str) -> str:
    """A text with the lines of another row that it lacks; none is replaced."""
    if not before:
        return after
    lines = before.split("\n")
    return "\n".join([*lines, *(line for line in after.split("\n") if line and line not in lines)])


def with_items(before: tuple[T, ...], added: Iterable[T], key: Callable[[T], str] = str) -> tuple[T, ...]:
    """A list with the items that it lacks, compared by `key`."""
    known, items = {key(item) for item in before}, list(before)
    for item in added:
        if key(item) not in known:
            known.add(key(item))
            items.append(item)
    return tuple(items) if len(items) > len(before) else before
