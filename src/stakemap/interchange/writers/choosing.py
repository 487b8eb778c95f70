"""Which issues and which snapshot a format of data writes."""

from __future__ import annotations

from collections.abc import Sequence

from stakemap.errors import UsageError
from stakemap.i18n import tr
from stakemap.interchange.writers.formats import DataOptions
from stakemap.model.document import StakeMap
from stakemap.model.order import issues_in_order, latest_dated


def chosen_issues(document: StakeMap, options: DataOptions) -> Sequence[str]:
    """The chosen issue, or all in their order."""
    return issues_in_order(document) if options.issue is None else (options.issue,)


def chosen_snapshot(document: StakeMap, options: DataOptions) -> str | None:
    """The chosen snapshot, or the latest dated one; None in a map without snapshots."""
    return latest_dated(document) if options.snapshot is None else options.snapshot


def needed_snapshot(document: StakeMap, options: DataOptions) -> str:
    """As `chosen_snapshot`. Raises UsageError in a map without snapshots."""
    snapshot = chosen_snapshot(document, options)
    if snapshot is None:
        raise UsageError(tr("The map has no snapshot to export."))
    return snapshot
