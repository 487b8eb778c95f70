"""A merge in words: what came in, what was left out and refused, and the refused values as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stakemap.i18n import joined, tr, tr_count
from stakemap.interchange.alike_remarks import bundled
from stakemap.interchange.content import Remark, column_letters
from stakemap.interchange.merging.planned import MergePlan, RecordKind
from stakemap.interchange.tsv import guarded
from stakemap.text import one_line

__all__ = [
    "REMARKS_SHOWN",
    "counts_in_words",
    "refused",
    "rejects_csv",
    "remarks_in_words",
    "suggestions_in_words",
]

#: So many remarks are told one by one.
REMARKS_SHOWN = 20


def counts_in_words(plan: MergePlan) -> tuple[str, ...]:
    """What a merge adds and changes, a sentence for each kind of record that it has anything of."""
    return tuple(_counts(plan))


def _counts(plan: MergePlan) -> Iterator[str]:
    actors = plan.counts("actor")
    if actors or plan.missing:
        yield tr(
            "Actors: {new} new, {changed} changed, {unchanged} unchanged, {missing} not in the file.",
            new=actors.get("new", 0),
            changed=actors.get("changed", 0),
            unchanged=actors.get("unchanged", 0),
            missing=len(plan.missing),
        )
    if plan.judgements:
        yield tr_count("{count} judgement was written.", "{count} judgements were written.", plan.judgements)
    others: tuple[tuple[RecordKind, str], ...] = (
        ("issue", tr("Issues")),
        ("snapshot", tr("Snapshots")),
        ("group", tr("Groups")),
        ("relation", tr("Relations")),
        ("source", tr("Sources")),
    )
    for kind, name in others:
        counts = plan.counts(kind)
        new, changed = counts.get("new", 0), counts.get("changed", 0)
        if new or changed:
            yield tr("{records}: {new} new, {changed} changed.", records=name, new=new, changed=changed)


def refused(plan: MergePlan) -> tuple[Remark, ...]:
    """The remarks of what could not be used."""
    return tuple(remark for remark in plan.remarks if remark.kind == "refused")


def remarks_in_words(remarks: Sequence[Remark], limit: int = REMARKS_SHOWN) -> tuple[str, ...]:
    """A line for each remark, refused ones first, those that say the same as one, and how many more there are
    after `limit`.
    """
    order = ("refused", "doubt", "left-out", "kept")
    ordered = sorted(bundled(remarks), key=lambda remark: order.index(remark.kind))
    lines = [str(remark) for remark in ordered[:limit]]
    if len(ordered) > limit:
        lines.append(tr_count("and {count} more", "and {count} more", len(ordered) - limit))
    return tuple(lines)


def suggestions_in_words(plan: MergePlan, limit: int = REMARKS_SHOWN) -> tuple[str, ...]:
    """A line for each new actor whose name is near to one of the map, and how many more after `limit`."""
    near = [record for record in plan.of_kind("actor") if record.status == "new" and record.candidates]
    lines = [
        tr(
            "“{name}” was added; it may be the same as {others}.",
            name=one_line(record.name),
            others=joined([f"“{one_line(plan.result.actors[key].name)}”" for key in record.candidates], "or"),
        )
        for record in near[:limit]
        if not record.is_skipped
    ]
    if len(near) > limit:
        lines.append(tr_count("and {count} more", "and {count} more", len(near) - limit))
    return tuple(lines)


def rejects_csv(remarks: Sequence[Remark]) -> str:
    """The refused values as CSV text with commas, for correcting them: sheet, row, column, what stands there,
    and why it cannot be used. A text that a spreadsheet would run as a formula is kept harmless.
    """
    rows = [(tr("Sheet"), tr("Row"), tr("Column"), tr("Text"), tr("Why it was refused"))]
    for remark in remarks:
        if remark.kind == "refused":
            place = remark.place
            rows.append(
                (
                    place.sheet,
                    str(place.row or ""),
                    column_letters(place.column) or place.path,
                    remark.text,
                    remark.sentence,
                )
            )
    return "".join(",".join(map(_cell, row)) + "\r\n" for row in rows)


def _cell(text: str) -> str:
    safe = guarded(text)
    return f'"{safe.replace(chr(34), chr(34) * 2)}"' if any(mark in safe for mark in ',"\r\n') else safe
