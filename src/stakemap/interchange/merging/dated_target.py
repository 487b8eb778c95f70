"""Into which snapshot goes a file that says of which date it is."""

from __future__ import annotations

from typing import Any

from stakemap.interchange.merging.options import MergeOptions, NewSnapshot
from stakemap.model.document import StakeMap
from stakemap.model.order import latest_dated


def of_date(options: MergeOptions, document: StakeMap, date: str) -> MergeOptions:
    """The options with the snapshot of a file of this partial date ("" for none): one of the map that has the
    date, or a new one if it is later than the snapshot that would be imported into.

    So what a later register says does not replace what is known of an earlier date.
    """
    if not date:
        return options
    same = [key for key, one in document.snapshots.items() if one.date == date and not one.scenario]
    shown = document.snapshots.get(options.snapshot or latest_dated(document) or "")
    changes: dict[str, Any] = {}
    if same:
        changes = {"snapshot": min(same)}
    elif shown is not None and not shown.scenario and shown.judgement_count:
        is_later = shown.date is None or (shown.date < date and not date.startswith(shown.date))
        changes = {"new_snapshot": NewSnapshot(date=date)} if is_later else {}
    return options.model_copy(update=changes)
