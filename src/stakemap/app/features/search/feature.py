"""The feature of the search and filters of actors."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from stakemap.app.canvas import Canvas
from stakemap.app.features.search.filtering import FilterWatch
from stakemap.app.kit.actions.action import Action, Key, action
from stakemap.app.kit.window import Feature
from stakemap.i18n import tr

if TYPE_CHECKING:
    from stakemap.app.features.search.find_bar import FindBar


class SearchFeature(Feature):
    """Search and filters; `filters` exist once a map is shown."""

    filters: FilterWatch

    def actions(self) -> Iterable[Action]:
        """The actions of the menu "Edit"."""
        selection = ("edit", 2)
        return (
            action(
                "find",
                tr("&Find actors…"),
                self.find,
                selection,
                Key.Find,
                tip=tr("Find and filter actors"),
                icon="search",
                on="toolbar",
                enabled=self._window.has_map,
            ),
            action(
                "show-everybody",
                tr("Clear search and filters"),
                self.clear,
                selection,
                "Ctrl+Shift+F",
                icon="revert",
                enabled=self._is_filtered,
            ),
        )

    def _is_filtered(self) -> bool:
        """Whether a query or filters are active."""
        return self._window.session is not None and self.filters.is_active

    def map_shown(self) -> None:
        """Create the filters."""
        self.filters = FilterWatch(self._session, self._view, self._window.resolver, self)

    @cached_property
    def find_bar(self) -> FindBar:
        """The find bar, which the shell puts above the actor table; created on first use."""
        from stakemap.app.features.search.find_bar import FindBar

        canvas = self._window.service(Canvas)
        bar = FindBar(self.filters)
        bar.chosen.connect(self._view.select)
        bar.left.connect(lambda: canvas.setFocus(Qt.FocusReason.OtherFocusReason))
        return bar

    def find(self) -> None:
        """Set the focus to the search field."""
        self._window.panels.show("actors", True)
        self.find_bar.focus_field()

    def clear(self) -> None:
        """Clear query and filters."""
        self.filters.clear()
