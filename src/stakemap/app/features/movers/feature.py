"""The feature of the panel of movers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from stakemap.app.kit.actions.action import action
from stakemap.app.kit.panels import PanelSpec
from stakemap.app.kit.window import Feature
from stakemap.i18n import tr

if TYPE_CHECKING:
    from stakemap.app.features.movers.panel import MoversPanel


class MoversFeature(Feature):
    """The panel of actors that moved between two snapshots."""

    def panels(self) -> Iterable[PanelSpec]:
        show = action(
            "movers",
            tr("&Movers: compare with the previous snapshot"),
            self._toggle,
            ("time", 2),
            "Ctrl+7",
            tip=tr(
                "Compare with the previous snapshot: who moved, how far, why, and the effect on the balance"
            ),
            enabled=self._window.has_map,
            checked=partial(self._window.shows_panel, "movers"),
        )
        return (PanelSpec("movers", tr("Movers"), "right", self._make, show, remembered=False),)

    def _make(self, parent: QWidget) -> MoversPanel:
        from stakemap.app.features.movers.panel import MoversPanel

        context = self._context
        made = MoversPanel(
            self._session,
            self._view,
            self._window.resolver,
            lambda: context.settings.balance_limits,
            parent,
        )
        self._window.settings_changed.connect(made.update_balance)
        return made

    def _toggle(self) -> None:
        """Show the panel of movers and focus it, or hide it."""
        panels = self._window.panels
        if panels.shows("movers"):
            panels.show("movers", False)
            return
        panels.show("movers", True)
        panels.focus("movers")
