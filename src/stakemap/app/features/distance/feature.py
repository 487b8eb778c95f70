"""The feature that shows how far all actors are from one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from stakemap.app.canvas import Canvas
from stakemap.app.kit.actions.action import Action, action
from stakemap.app.kit.window import Feature
from stakemap.i18n import tr

if TYPE_CHECKING:
    from stakemap.app.features.distance.mode import DistanceMode


class DistanceFeature(Feature):
    """Starts and ends the distance mode; `mode` is None until it is first used."""

    mode: DistanceMode | None = None

    def actions(self) -> Iterable[Action]:
        """The actions of the menu "Actor"."""
        record = ("actor", 0)
        return (
            action(
                "distance",
                tr("D&istances from this actor"),
                self.start,
                record,
                "Ctrl+Shift+E",
                tip=tr("Show how far all other actors are from this one"),
                icon="relations",
                on="actor",
                enabled=self._has_primary,
            ),
            action(
                "end-distance",
                tr("Hide distances"),
                self.end,
                record,
                icon="close",
                enabled=self._is_on,
            ),
        )

    def _has_primary(self) -> bool:
        """Whether there is a primary actor and a snapshot."""
        view = self._window.view
        return view is not None and view.primary is not None and view.snapshot is not None

    def _is_on(self) -> bool:
        """Whether the distance mode is on."""
        return self.mode is not None and self.mode.is_on

    def start(self) -> None:
        """Show the distances of all actors from the primary one."""
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
        """End the distance mode."""
        if self.mode is not None:
            self.mode.end()
