"""What an import does, in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stakemap.i18n import comma_list, tr_count

if TYPE_CHECKING:
    from stakemap.interchange.merging.planned import MergePlan


def summary_of(plan: MergePlan) -> str:
    """How many actors are new, changed and so on; of references, how many sources."""
    actors, relations, sources = (plan.counts(kind) for kind in ("actor", "relation", "source"))
    new, changed, same = (actors.get(status, 0) for status in ("new", "changed", "unchanged"))
    confirmed = sum(each.is_only_cited and not each.is_skipped for each in plan.of_kind("actor"))
    changed -= confirmed
    missing, linked = len(plan.missing), relations.get("new", 0)
    parts = [
        (new, tr_count("{count} new actor", "{count} new actors", new)),
        (changed, tr_count("{count} changed", "{count} changed", changed)),
        (confirmed, tr_count("{count} confirmed", "{count} confirmed", confirmed)),
        (same, tr_count("{count} unchanged", "{count} unchanged", same)),
        (linked, tr_count("{count} new relation", "{count} new relations", linked)),
        (missing, tr_count("{count} not in the file", "{count} not in the file", missing)),
    ]
    if not actors and not relations and sources:
        cited, altered, known = (sources.get(status, 0) for status in ("new", "changed", "unchanged"))
        parts = [
            (cited, tr_count("{count} new source", "{count} new sources", cited)),
            (altered, tr_count("{count} changed", "{count} changed", altered)),
            (known, tr_count("{count} unchanged", "{count} unchanged", known)),
        ]
    # That there is none is worth saying only where there is nothing else to say.
    return comma_list([text for count, text in parts if count] or [parts[0][1]])
