"""The base class of features whose actions apply to the selected actors."""

from __future__ import annotations

from collections.abc import Iterable

from stakemap.app.kit.forms.targets import short
from stakemap.app.kit.window import Feature
from stakemap.i18n import tr_count
from stakemap.model.order import actors_in_order


class SelectionFeature(Feature):
    """A feature with actions on the selected actors."""

    @property
    def _selected(self) -> tuple[str, ...]:
        """The selected actors, sorted by name."""
        return actors_in_order(self._document, self._view.selection & self._document.actors.keys())

    def _named(self, actors: Iterable[str]) -> str:
        """The name of a single actor, else the number of actors."""
        chosen = tuple(actors)
        if len(chosen) == 1:
            return short(self._document.actors[chosen[0]].name)
        return tr_count("{count} actor", "{count} actors", len(chosen))
