"""Names of records on one line, and lists of names.

The results contain user text: insert them into sentences as values, never as message ids, and display them as
plain text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from stakemap.i18n import comma_list, isolate, joined, tr, tr_count
from stakemap.model.document import Snapshot, StakeMap
from stakemap.model.headlines import parts_of
from stakemap.model.terms import term
from stakemap.text import one_line, plain
from stakemap.wording.dates import date_text

#: The number of names in a sentence before the rest is counted.
NAMES_SHOWN = 6


def _namer(container: str, field: str = "name") -> Callable[[StakeMap, str], str]:
    """Make a function that returns the name of a record, or its id where it has none."""

    def name(document: StakeMap, record_id: str) -> str:
        record = getattr(document, container).get(record_id)
        return one_line(getattr(record, field) if record else "") or record_id

    return name


actor_name = _namer("actors")
group_name = _namer("groups")
issue_name = _namer("issues")
source_name = _namer("sources", "title")
_snapshot_label = _namer("snapshots", "label")


def snapshot_name(document: StakeMap, snapshot: str) -> str:
    """The label of a snapshot, or its id where it has none; a label that is its date, in words."""
    label, record = _snapshot_label(document, snapshot), document.snapshots.get(snapshot)
    return date_text(record.date) if record is not None and label == record.date else label


def relation_name(document: StakeMap, relation: str) -> str:
    """The ends and label of a relation: "Türkiye – Azerbaijan (alliance)"; with an arrow if directed."""
    record = document.relations.get(relation)
    if record is None:
        return relation
    arrow = "→" if record.directed else "–"
    ends = f"{actor_name(document, record.source)} {arrow} {actor_name(document, record.target)}"
    return f"{ends} ({one_line(record.label)})" if record.label.strip() else ends


def headline_name(document: StakeMap, page: str) -> str:
    """The page that a headline is of, by the names of what it shows: "map · Corridor · Spring · page 2"."""
    parts = parts_of(page)
    names = [parts.kind]
    if parts.issue is not None:
        names.append(issue_name(document, parts.issue))
    names.extend(snapshot_name(document, key) for key in (parts.snapshot, parts.against) if key is not None)
    if parts.number > 1:
        names.append(tr("page {number}", number=str(parts.number)))
    return " · ".join(names)


#: The naming function of each container of a map.
NAMERS: Mapping[str, Callable[[StakeMap, str], str]] = {
    "actors": actor_name,
    "groups": group_name,
    "issues": issue_name,
    "relations": relation_name,
    "snapshots": snapshot_name,
    "sources": source_name,
}


def listing(names: Sequence[str], limit: int = NAMES_SHOWN, *, total: int | None = None) -> str:
    """Join names with commas, counting those after `limit`: "Armenia, Iran and 3 more".

    `total` is the number of all names if `names` has only the first of them.
    """
    total = len(names) if total is None else total
    if total <= limit:
        return comma_list(names)
    rest = total - limit
    return joined([*names[:limit], tr_count("{count} more", "{count} more", rest)])


def enumeration(names: Sequence[str], limit: int = NAMES_SHOWN, *, total: int | None = None) -> str:
    """Join names within a sentence: "Armenia, Iran and Türkiye"; those after `limit` are counted, as in
    `listing`.
    """
    shorter = len(names) if total is None else total
    return joined(names) if shorter <= limit else listing(names, limit, total=total)


def snapshot_text(snapshot: Snapshot, label: str | None = None) -> str:
    """A snapshot's label with its date, unless they are the same; a scenario is marked, with its likelihood.

    `label` replaces the snapshot's own, for example by a shortened one.
    """
    shown = isolate(plain(snapshot.label) if label is None else label)
    if snapshot.scenario:
        if snapshot.likelihood:
            return tr("Scenario: {label} ({term})", label=shown, term=term(snapshot.likelihood))
        return tr("Scenario: {label}", label=shown)
    date = date_text(snapshot.date)
    if not shown or not date or shown in (date, snapshot.date):
        return date or shown
    return f"{shown} · {date}"
