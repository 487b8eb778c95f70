"""The sources of what a picture shows: those that its judgements cite."""

from __future__ import annotations

from collections.abc import Iterator

from stakemap.model.document import Source, StakeMap
from stakemap.model.judgements import Judgement
from stakemap.model.resolve import Resolver
from stakemap.picture.appearance import Appearance

__all__ = ["sources_shown"]


def sources_shown(document: StakeMap, appearance: Appearance, resolver: Resolver) -> tuple[Source, ...]:
    """Sources cited by the judgements behind what is on show, the most cited first, then by title.

    Citations that speak against a judgement count too: who reads the picture may want to weigh them.
    """
    counts: dict[str, int] = {}
    for judgement in _judgements(document, appearance, resolver):
        for source in dict.fromkeys(citation.source for citation in judgement.citations):
            counts[source] = counts.get(source, 0) + 1
    known = [key for key in counts if key in document.sources]
    known.sort(key=lambda key: (-counts[key], document.sources[key].title.casefold(), key))
    return tuple(document.sources[key] for key in known)


def _judgements(document: StakeMap, appearance: Appearance, resolver: Resolver) -> Iterator[Judgement]:
    """The stances and standings of actors on show and in the tray, and the ties of relations on show."""
    snapshot, issue = appearance.view.snapshot, appearance.view.issue
    if appearance.snapshot is None or snapshot is None:
        return
    standings = resolver.standings(document, snapshot)
    stances = resolver.stances(document, snapshot, issue) if appearance.issue is not None and issue else {}
    ties = resolver.ties(document, snapshot)
    for actor in (*appearance.actors, *appearance.trayed):
        for resolved in (standings.get(actor), stances.get(actor)):
            if resolved is not None:
                yield resolved.judgement
    for relation in appearance.relations:
        tie = ties.get(relation)
        if tie is not None:
            yield tie.judgement
