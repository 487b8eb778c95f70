"""Appearances of very many actors, kept for undo and redo, or built in a worker before they are shown."""

from __future__ import annotations

from collections.abc import Callable

from stakemap.model.document import StakeMap
from stakemap.model.order import sort_key
from stakemap.model.resolve import Resolver
from stakemap.picture.appearance.appearance import Appearance, build, with_view
from stakemap.picture.appearance.values import View
from stakemap.picture.theme import Theme

#: Enough for what undo leads between, each in two views.
_CAPACITY = 4


class KeptAppearances:
    """The latest appearances that took long to build."""

    def __init__(self) -> None:
        self._kept: tuple[Appearance, ...] = ()

    def keep(self, *appearances: Appearance) -> None:
        """Keep appearances in their own colours, instead of those that were kept for longest."""
        others = (each for each in self._kept if each not in appearances)
        self._kept = (*appearances, *others)[:_CAPACITY]

    def find(self, document: StakeMap, view: View, theme: Theme) -> Appearance | None:
        """What a view shows of the map; None where no appearance of its issue and snapshot is kept."""
        place = (view.issue, view.snapshot, view.trail_from)
        for kept in self._kept:
            seen = kept.view
            is_of_map = kept.document is document and kept.theme is theme
            if is_of_map and (seen.issue, seen.snapshot, seen.trail_from) == place:
                return with_view(kept, view)
        return None


def build_views(
    report: Callable[[float], bool],
    document: StakeMap,
    views: tuple[View, ...],
    theme: Theme,
    resolver: Resolver,
) -> tuple[tuple[Appearance, ...], Resolver] | None:
    """Build a map in several views, for a Worker; with what the resolver knows by then, or None once
    cancelled.
    """
    built: list[Appearance] = []
    for view in views:
        if not report(len(built) / len(views)):
            return None
        built.append(build(document, view, theme, resolver, known=built[0] if built else None))
    for actor in document.actors.values():
        # The table and others sort by them; they are cached.
        sort_key(actor.name)
    return tuple(built), resolver
