"""Names of what a map holds, on one line, and lists of them.

What is returned may hold what a user typed: it goes into a sentence as a value, never as a text to
translate, and on screen it is shown as plain text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from stakemap.i18n import comma_list, isolate, joined, tr, tr_count
from stakemap.model.document import Snapshot, StakeMap
from stakemap.model.terms import term
from stakemap.text import one_line, plain
from stakemap.wording.dates import date_text

__all__ = [
    "NAMERS",
    "NAMES_SHOWN",
    "actor_name",
    "group_name",
    "issue_name",
    "listing",
    "relation_name",
    "snapshot_name",
    "snapshot_text",
    "source_name",
]

#: How many names a sentence holds before it counts the rest.
NAMES_SHOWN = 6


def _namer(container: str, field: str = "name") -> Callable[[StakeMap, str], str]:
    """What tells the name of a record, or its id where it has none."""

    def name(document: StakeMap, record_id: str) -> str:
        record = getattr(document, container).get(record_id)
        return one_line(getattr(record, field) if record else "") or record_id

    return name


actor_name = _namer("actors")
group_name = _namer("groups")
issue_name = _namer("issues")
snapshot_name = _namer("snapshots", "label")
source_name = _namer("sources", "title")


def relation_name(document: StakeMap, relation: str) -> str:
    """A relation by its ends and its label: "Türkiye – Azerbaijan (alliance)"; an arrow where directed."""
    record = document.relations.get(relation)
    if record is None:
        return relation
    arrow = "→" if record.directed else "–"
    ends = f"{actor_name(document, record.source)} {arrow} {actor_name(document, record.target)}"
    return f"{ends} ({one_line(record.label)})" if record.label.strip() else ends


#: What names the records of each container of a map.
NAMERS: Mapping[str, Callable[[StakeMap, str], str]] = {
    "actors": actor_name,
    "groups": group_name,
    "issues": issue_name,
    "relations": relation_name,
    "snapshots": snapshot_name,
    "sources": source_name,
}


def listing(names: Sequence[str], limit: int = NAMES_SHOWN, *, total: int | None = None) -> str:
    """Names with commas; past `limit` the rest are counted: "Armenia, Iran and 3 more".

    `total` is how many there are where `names` holds only the first of them.
    """
    total = len(names) if total is None else total
    if total <= limit:
        return comma_list(names)
    rest = total - limit
    return joined([*names[:limit], tr_count("{count} more", "{count} more", rest)])


def snapshot_text(snapshot: Snapshot, label: str | None = None) -> str:
    """A snapshot's label with its date, unless the label says it; a scenario says that it is one, and how
    likely.

    `label` stands for the snapshot's own where that is too long.
    """
    shown = isolate(plain(snapshot.label) if label is None else label)
    if snapshot.scenario:
        if snapshot.likelihood:
            return tr("What if: {label} ({term})", label=shown, term=term(snapshot.likelihood))
        return tr("What if: {label}", label=shown)
    date = date_text(snapshot.date)
    if not shown or not date or shown in (date, snapshot.date):
        return date or shown
    return f"{shown} · {date}"
