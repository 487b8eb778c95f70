"""The feature of the balance bar below the canvas and of the marks on the alignment axis."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame

from stakemap.app.canvas import Canvas
from stakemap.app.kit.actions.action import Action, action
from stakemap.app.kit.style import mark
from stakemap.app.kit.window import Feature
from stakemap.i18n import tr
from stakemap.picture.theme import Theme
from stakemap.storage.settings.records import Settings

if TYPE_CHECKING:
    from stakemap.app.features.balance.bar import BalanceBar


class BalanceFeature(Feature):
    """Shows the balance if the settings say so; `bar` is None until it is first shown."""

    bar: BalanceBar | None = None

    def actions(self) -> Iterable[Action]:
        """The actions in the menu of panels."""
        shown, has_map = ("view/panels", 0), self._window.has_map
        return (
            action(
                "balance-bar",
                tr("&Balance"),
                self.toggle,
                shown,
                "Ctrl+6",
                tip=tr("Show or hide the balance below the canvas"),
                icon="balance",
                enabled=has_map,
                checked=self._is_shown,
            ),
            action(
                "balance-in-full",
                tr("Balance &details…"),
                self.show_in_full,
                shown,
                tip=tr("Show the balance with its formulas and what it leaves out"),
                icon="balance",
                enabled=has_map,
            ),
            action(
                "balance-marks",
                tr("&Mean and median on the plot"),
                self.toggle_marks,
                shown,
                tip=tr("Mark the weighted mean and median of alignment on the plot"),
                enabled=lambda: has_map() and self._is_shown(),
                checked=lambda: self._context.settings.balance_marks_shown,
            ),
        )

    def _is_shown(self) -> bool:
        """Whether the balance bar is shown."""
        return self._context.settings.balance_shown

    def map_shown(self) -> None:
        """Follow settings and theme."""
        self._line = QFrame()
        mark(self._line, "line", True)
        self._window.add_below_canvas(self._line)
        self._window.settings_changed.connect(self._settings_changed)
        self._window.theme_changed.connect(self._theme_changed)
        self._settings_changed(self._context.settings)

    def _settings_changed(self, settings: Settings) -> None:
        shown = settings.balance_shown
        self._line.setVisible(shown)
        if shown and self.bar is None:
            self.bar = self._make_bar()
        if self.bar is not None:
            self.bar.setVisible(shown)
            self.bar.set_settings(settings)
            self._show_marks()

    def _show_marks(self) -> None:
        """Mark mean and median on the plot if the settings say so."""
        settings = self._context.settings
        shown = self.bar is not None and settings.balance_shown and settings.balance_marks_shown
        marks = None
        if shown and self.bar is not None:
            from stakemap.app.features.balance.picture import axis_marks

            marks = axis_marks(self.bar.watch)
        self._window.service(Canvas).set_axis_marks(marks)

    def _make_bar(self) -> BalanceBar:
        from stakemap.app.features.balance.bar import BalanceBar
        from stakemap.app.features.balance.watch import BalanceWatch

        window = self._window
        watch = BalanceWatch(self._session, self._view, window.resolver, self)
        bar = BalanceBar(watch, self._context.styler.theme)
        bar.setting_chosen.connect(self._setting_chosen)
        watch.changed.connect(self._show_marks)
        window.add_below_canvas(bar)
        return bar

    def _theme_changed(self, theme: Theme) -> None:
        if self.bar is not None:
            self.bar.set_theme(theme)

    def toggle(self) -> None:
        """Show or hide the balance bar, and store the choice in the settings."""
        self._context.change_settings(balance_shown=not self._context.settings.balance_shown)
        self._window.refresh()

    def toggle_marks(self) -> None:
        """Show or hide mean and median on the plot, and store the choice in the settings."""
        self._setting_chosen("balance_marks_shown", not self._context.settings.balance_marks_shown)

    def _setting_chosen(self, name: str, value: object) -> None:
        self._context.change_settings(**{name: value})
        self._window.refresh()

    def show_in_full(self) -> None:
        """Show the window of balance details."""
        if not self._context.settings.balance_shown:
            self.toggle()
        if self.bar is not None:
            self.bar.show_details()
