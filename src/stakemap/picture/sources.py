"""Footnotes: the sources that the judgements shown in a picture cite, and their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from stakemap.model.document import Source, StakeMap
from stakemap.model.judgements import Judgement, Stance
from stakemap.model.order import sort_key
from stakemap.model.placing import Placing, placing
from stakemap.model.resolve import Resolver
from stakemap.picture.appearance.appearance import Appearance

_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Footnotes:
    """The sources of a page by number, and the numbers of those that back each actor's position."""

    sources: tuple[Source, ...]
    numbers: dict[str, int]
    by_actor: dict[str, tuple[int, ...]]


def superscript(number: int) -> str:
    """A number in superscript digits."""
    return str(number).translate(_SUPERSCRIPT)


def with_numbers(name: str, numbers: Iterable[int]) -> str:
    """A name followed by its footnote numbers in superscript."""
    return "\u2009".join((name, *(superscript(number) for number in numbers)))


def footnotes(document: StakeMap, appearance: Appearance, resolver: Resolver) -> Footnotes:
    """The sources of an appearance, numbered by how many judgements shown cite them, then by title."""
    ids = _ids_shown(document, appearance, resolver)
    numbers = {key: number for number, key in enumerate(ids, 1)}
    by_actor = numbers_by_actor(document, appearance, resolver, numbers)
    return Footnotes(tuple(document.sources[key] for key in ids), numbers, by_actor)


def numbers_by_actor(
    document: StakeMap, appearance: Appearance, resolver: Resolver, numbers: Mapping[str, int]
) -> dict[str, tuple[int, ...]]:
    """The numbers of the sources that back the position shown of each actor."""
    return _sorted_by_actor(
        (actor, numbers[source])
        for actor, placed in _placings(document, appearance, resolver)
        for source in _backing(placed)
        if source in numbers
    )


def _backing(placed: Placing) -> Iterator[str]:
    """The sources that back a position: none for that of the influence alone, which says nothing of where the
    actor stands, and none that speaks against it.
    """
    if placed.is_sourced:
        citations = (each for resolved in placed.judgements for each in resolved.judgement.all_citations)
        yield from (each.source for each in citations if not each.against)


def _sorted_by_actor(found: Iterable[tuple[str, int]]) -> dict[str, tuple[int, ...]]:
    cited: dict[str, set[int]] = {}
    for actor, number in found:
        cited.setdefault(actor, set()).add(number)
    return {actor: tuple(sorted(each)) for actor, each in cited.items()}


def footnotes_of_issues(
    document: StakeMap, appearance: Appearance, resolver: Resolver, issues: Iterable[str] | None = None
) -> Footnotes:
    """The sources of the judgements on these issues, or on all, at the snapshot of `appearance`, numbered in
    the order of their first citation.
    """
    snapshot = appearance.view.snapshot
    if snapshot is None or snapshot not in document.snapshots:
        return Footnotes((), {}, {})
    numbers: dict[str, int] = {}
    found: list[tuple[str, int]] = []
    chosen = sorted(document.issues) if issues is None else issues
    columns = [resolver.stances(document, snapshot, issue) for issue in chosen]
    standings = resolver.standings(document, snapshot)
    for actor in sorted(document.actors):
        placings = [placing(standings, stances, actor) for stances in columns]
        judged = [each.judgement for placed in placings for each in placed.judgements]
        # Standings (influence on all issues) come first; repeated ones cite the same sources.
        judged.sort(key=lambda judgement: isinstance(judgement, Stance))
        for citation in (each for judgement in judged for each in judgement.citations):
            if citation.source in document.sources:
                numbers.setdefault(citation.source, len(numbers) + 1)
        backing = (source for placed in placings for source in _backing(placed))
        found.extend((actor, numbers[source]) for source in backing if source in numbers)
    return Footnotes(tuple(document.sources[key] for key in numbers), numbers, _sorted_by_actor(found))


def _ids_shown(document: StakeMap, appearance: Appearance, resolver: Resolver) -> list[str]:
    counts: dict[str, int] = {}
    for judgement in _judgements(document, appearance, resolver):
        for source in dict.fromkeys(citation.source for citation in judgement.citations):
            counts[source] = counts.get(source, 0) + 1
    known = [key for key in counts if key in document.sources]
    known.sort(key=lambda key: (-counts[key], sort_key(document.sources[key].title), key))
    return known


def _placings(
    document: StakeMap, appearance: Appearance, resolver: Resolver
) -> Iterator[tuple[str, Placing]]:
    """The actors in the plot and the tray with the judgements behind them."""
    snapshot, issue = appearance.view.snapshot, appearance.view.issue
    if appearance.snapshot is None or snapshot is None:
        return
    standings = resolver.standings(document, snapshot)
    stances = resolver.stances(document, snapshot, issue) if appearance.issue is not None and issue else {}
    for actor in (*appearance.actors, *appearance.trayed):
        yield actor, placing(standings, stances, actor)


def _judgements(document: StakeMap, appearance: Appearance, resolver: Resolver) -> Iterator[Judgement]:
    """The judgements behind the actors in the plot and the tray, and the ties of the relations shown."""
    for _, placed in _placings(document, appearance, resolver):
        yield from (resolved.judgement for resolved in placed.judgements)
    snapshot = appearance.view.snapshot
    if appearance.snapshot is not None and snapshot is not None:
        ties = resolver.ties(document, snapshot)
        yield from (ties[relation].judgement for relation in appearance.relations if relation in ties)
