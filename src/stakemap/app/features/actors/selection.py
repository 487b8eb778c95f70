"""What features of the selected actors share: who they are, and what a sentence calls them."""

from __future__ import annotations

from collections.abc import Iterable

from stakemap.app.kit.forms.targets import short
from stakemap.app.kit.window import Feature
from stakemap.i18n import tr_count
from stakemap.model.order import actors_in_order

__all__ = ["SelectionFeature"]


class SelectionFeature(Feature):
    """A feature whose actions are about the selected actors."""

    @property
    def _selected(self) -> tuple[str, ...]:
        """The selected actors by name."""
        return actors_in_order(self._document, self._view.selection & self._document.actors.keys())

    def _named(self, actors: Iterable[str]) -> str:
        """One actor by name, several by their number."""
        chosen = tuple(actors)
        if len(chosen) == 1:
            return short(self._document.actors[chosen[0]].name)
        return tr_count("{count} actor", "{count} actors", len(chosen))
