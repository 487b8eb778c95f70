"""The edit that decides conflicts that a merge left in the map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stakemap.errors import EditError
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.edit import edit
from stakemap.model.merging.conflicts import Conflict
from stakemap.model.merging.recording import as_conflict
from stakemap.model.merging.settling import Choice, settled_together
from stakemap.model.records import Id, replace, without


@edit("settle-conflicts")
def settle_conflicts(document: StakeMap, choices: Mapping[Id, Choice]) -> StakeMap:
    """Decide conflicts of the map, which are then no longer open; see `model.merging.settling`.

    "one" can always be chosen. Raises EditError for a conflict that is not open, whose values do not fit its
    place, or which cannot be decided so.
    """
    after = settled_together(document, _conflicts(document, choices))
    return replace(after, conflicts=without(after.conflicts, choices))


def _conflicts(document: StakeMap, choices: Mapping[Id, Choice]) -> Iterator[tuple[Conflict, Choice]]:
    for key, choice in choices.items():
        recorded = document.conflicts.get(key)
        if recorded is None:
            raise EditError(tr("This conflict is not open in this map."))
        if choice != "one":
            yield as_conflict(document, recorded), choice
