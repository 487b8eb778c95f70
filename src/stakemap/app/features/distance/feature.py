"""The actions that tell how far all actors are from one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from stakemap.app.canvas import Canvas
from stakemap.app.kit.actions.action import Action, action
from stakemap.app.kit.window import Feature
from stakemap.i18n import tr

if TYPE_CHECKING:
    from stakemap.app.features.distance.mode import DistanceMode

__all__ = ["DistanceFeature"]


class DistanceFeature(Feature):
    """Colours and lists actors by distance. `mode` is there once it has been used."""

    mode: DistanceMode | None = None

    def actions(self) -> Iterable[Action]:
        """What the menu "Actor" has of it."""
        record = ("actor", 0)
        return (
            action(
                "distance",
                tr("D&istance to…"),
                self.start,
                record,
                "Ctrl+Shift+E",
                tip=tr("Tell how far all actors are from this one"),
                icon="relations",
                on="actor",
                enabled=self._has_primary,
            ),
            action(
                "end-distance",
                tr("End distances"),
                self.end,
                record,
                icon="close",
                enabled=self._is_on,
            ),
        )

    def _has_primary(self) -> bool:
        """Just one actor is selected, or one of several was clicked last, and there is a snapshot."""
        view = self._window.view
        return view is not None and view.primary is not None and view.snapshot is not None

    def _is_on(self) -> bool:
        """The canvas tells distances from an actor."""
        return self.mode is not None and self.mode.is_on

    def start(self) -> None:
        """Tell how far all actors are from the one clicked last."""
        if self._view.primary is None:
            return
        if self.mode is None:
            from stakemap.app.features.distance.mode import DistanceMode

            window = self._window
            self.mode = DistanceMode(
                window, window.service(Canvas), self._session, self._view, window.resolver
            )
            self.mode.changed.connect(window.refresh)
        self.mode.start(self._view.primary)

    def end(self) -> None:
        """Show the actors as ever."""
        if self.mode is not None:
            self.mode.end()
