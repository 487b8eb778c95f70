"""A merge in words: what came in, what was left out and refused, and the refused values as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from stakemap.i18n import comma_list, joined, tr, tr_count
from stakemap.interchange.alike_remarks import bundled
from stakemap.interchange.content import Remark, column_letters
from stakemap.interchange.merging.planned import MergePlan, RecordKind, RecordStatus
from stakemap.interchange.tsv import guarded
from stakemap.text import one_line

#: So many remarks are listed one by one.
REMARKS_SHOWN = 20


def counts_in_words(plan: MergePlan) -> tuple[str, ...]:
    """What a merge adds and changes, a sentence for each kind of record that it has anything of."""
    return tuple(_counts(plan)) or (tr("Nothing is new or changed."),)


def _counts(plan: MergePlan) -> Iterator[str]:
    actors, missing, judged = plan.counts("actor"), len(plan.missing), plan.judgements
    same = actors.get("unchanged", 0)
    confirmed = sum(each.is_only_cited and not each.is_skipped for each in plan.of_kind("actor"))
    told = (
        *_new_and_changed({**actors, "changed": actors.get("changed", 0) - confirmed}),
        (confirmed, tr_count("{count} confirmed", "{count} confirmed", confirmed)),
        (same, tr_count("{count} unchanged", "{count} unchanged", same)),
        (missing, tr_count("{count} not in the file", "{count} not in the file", missing)),
    )
    yield from _line(tr("Actors"), *told)
    yield from _line(
        tr("Judgements"), (judged, tr_count("{count} new or changed", "{count} new or changed", judged))
    )
    others: tuple[tuple[RecordKind, str], ...] = (
        ("issue", tr("Issues")),
        ("snapshot", tr("Snapshots")),
        ("group", tr("Groups")),
        ("relation", tr("Relations")),
        ("source", tr("Sources")),
    )
    for kind, name in others:
        yield from _line(name, *_new_and_changed(plan.counts(kind)))


def _new_and_changed(counts: Mapping[RecordStatus, int]) -> tuple[tuple[int, str], ...]:
    new, changed = counts.get("new", 0), counts.get("changed", 0)
    return (
        (new, tr_count("{count} new", "{count} new", new)),
        (changed, tr_count("{count} changed", "{count} changed", changed)),
    )


def _line(records: str, *counts: tuple[int, str]) -> Iterator[str]:
    """A sentence with the counts that are not 0, if there are any."""
    told = comma_list([text for count, text in counts if count])
    if told:
        yield tr("{records}: {counts}.", records=records, counts=told)


def refused(plan: MergePlan) -> tuple[Remark, ...]:
    """The remarks of what could not be used."""
    return tuple(remark for remark in plan.remarks if remark.kind == "refused")


def remarks_in_words(remarks: Sequence[Remark]) -> tuple[str, ...]:
    """A line for each remark, refused ones first, those that say the same as one, and how many more there are
    after `REMARKS_SHOWN`.
    """
    order = ("refused", "doubt", "left-out", "kept")
    ordered = sorted(bundled(remarks), key=lambda remark: order.index(remark.kind))
    lines = [str(remark) for remark in ordered[:REMARKS_SHOWN]]
    if len(ordered) > REMARKS_SHOWN:
        lines.append(tr_count("and {count} more", "and {count} more", len(ordered) - REMARKS_SHOWN))
    return tuple(lines)


def suggestions_in_words(plan: MergePlan) -> tuple[str, ...]:
    """A line for each new actor whose name is near to one of the map, and how many more after
    `REMARKS_SHOWN`.
    """
    near = [record for record in plan.of_kind("actor") if record.status == "new" and record.candidates]
    lines = [
        tr(
            "“{name}” was added; it may be the same as {others}.",
            name=one_line(record.name),
            others=joined([f"“{one_line(plan.result.actors[key].name)}”" for key in record.candidates], "or"),
        )
        for record in near[:REMARKS_SHOWN]
        if not record.is_skipped
    ]
    if len(near) > REMARKS_SHOWN:
        lines.append(tr_count("and {count} more", "and {count} more", len(near) - REMARKS_SHOWN))
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
