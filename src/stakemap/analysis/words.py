"""How numbers, names and records read in the sentences of the analyses, and in which order they come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from stakemap.i18n import tr_count
from stakemap.model.document import StakeMap

__all__ = [
    "actor_name",
    "actors_by_name",
    "issue_name",
    "issues_in_order",
    "listing",
    "number",
    "signed",
    "snapshot_label",
    "snapshots_in_order",
]

#: How many names a sentence holds before it counts the rest.
NAMES_SHOWN = 6
#: A date later than any, so that snapshots without one come last.
_UNDATED = "9999-99-99"


class _Named(Protocol):
    @property
    def name(self) -> str: ...


def number(value: float, digits: int = 0) -> str:
    """A number as it stands in a sentence: rounded, never "-0", with a true minus sign."""
    text = f"{round(value, digits) + 0.0:,.{digits}f}"
    return text.replace("-", "−")


def signed(value: float, digits: int = 0) -> str:
    """A number that always shows its sign, save for nought: "+55", "−20", "0"."""
    text = number(value, digits)
    return f"+{text}" if round(value, digits) > 0 else text


def _name(records: Mapping[str, _Named], record_id: str) -> str:
    record = records.get(record_id)
    return record_id if record is None else record.name.strip() or record_id


def actor_name(document: StakeMap, actor: str) -> str:
    """The actor's name, or its id where it has none."""
    return _name(document.actors, actor)


def issue_name(document: StakeMap, issue: str) -> str:
    """The issue's name, or its id where it has none."""
    return _name(document.issues, issue)


def snapshot_label(document: StakeMap, snapshot: str) -> str:
    """The snapshot's label, or its id where it has none."""
    record = document.snapshots.get(snapshot)
    return snapshot if record is None else record.label.strip() or snapshot


def listing(names: Sequence[str], limit: int = NAMES_SHOWN) -> str:
    """Names with commas; past `limit` the rest are counted: "Armenia, Iran and 3 more"."""
    if len(names) <= limit:
        return ", ".join(names)
    rest = len(names) - limit
    return tr_count(
        "{names} and {count} more", "{names} and {count} more", rest, names=", ".join(names[:limit])
    )


def actors_by_name(document: StakeMap, actors: Iterable[str] | None = None) -> list[str]:
    """Ids of `actors`, or of all actors, by name and then id."""
    ids = document.actors if actors is None else actors
    return sorted(ids, key=lambda actor: (actor_name(document, actor).casefold(), actor))


def issues_in_order(document: StakeMap) -> list[str]:
    """Ids of all issues in the order the analyst gave them, then by id."""
    return sorted(document.issues, key=lambda issue: (document.issues[issue].order, issue))


def snapshots_in_order(document: StakeMap) -> list[str]:
    """Ids of all snapshots: the dated ones by date, then those without a date, then scenarios."""
    snapshots = document.snapshots
    return sorted(
        snapshots, key=lambda name: (snapshots[name].scenario, snapshots[name].date or _UNDATED, name)
    )
