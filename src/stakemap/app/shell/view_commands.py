"""The feature of the view menu: zoom, legend, panes, theme, full screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from stakemap.app.canvas import Canvas
from stakemap.app.features.timeline.feature import TimelineFeature
from stakemap.app.kit.actions.action import Action, Key, action, submenu
from stakemap.app.kit.window import Feature
from stakemap.i18n import tr
from stakemap.storage.settings import Theme as ThemeChoice

__all__ = ["ViewFeature"]

_BY_TAB = Qt.FocusReason.TabFocusReason


class ViewFeature(Feature):
    """Zoom, theme, full screen, legend, and moving the focus between panes."""

    def actions(self) -> Iterable[Action]:
        """The actions of the menu "View" that no other feature adds."""
        return (*self._zoom_actions(), *self._window_actions(), *self._panel_actions())

    @property
    def _canvas(self) -> Canvas:
        return self._window.service(Canvas)

    def _zoom_actions(self) -> Iterable[Action]:
        zoom, has_map = ("view", 0), self._window.has_map
        return (
            action(
                "zoom-in",
                tr("Zoom &in"),
                lambda: self._canvas.zoom_in(),
                zoom,
                Key.ZoomIn,
                "Ctrl+=",
                icon="zoom-in",
                enabled=has_map,
            ),
            action(
                "zoom-out",
                tr("Zoom &out"),
                lambda: self._canvas.zoom_out(),
                zoom,
                Key.ZoomOut,
                icon="zoom-out",
                enabled=has_map,
            ),
            action(
                "zoom-fit",
                tr("Zoom to &fit"),
                lambda: self._canvas.zoom_to_fit(),
                zoom,
                "Ctrl+0",
                icon="zoom-fit",
                on="canvas",
                enabled=has_map,
            ),
        )

    def _window_actions(self) -> Iterable[Action]:
        window = ("view", 3)
        return (
            submenu("view/panels", window),
            submenu("view/theme", window),
            self._theme("system", "theme-system", tr("Like the &system"), tr("Theme: like the system")),
            self._theme("light", "theme-light", tr("&Light"), tr("Theme: light")),
            self._theme("dark", "theme-dark", tr("&Dark"), tr("Theme: dark")),
            action(
                "full-screen",
                tr("F&ull screen"),
                self._full_screen,
                window,
                Key.FullScreen,
                "F11",
                icon="full-screen",
                checked=self._window.isFullScreen,
            ),
        )

    def _theme(self, theme: ThemeChoice, name: str, text: str, tip: str) -> Action:
        return action(
            name,
            text,
            lambda: self._context.change_settings(theme=theme),
            ("view/theme", 0),
            tip=tip,
            icon=name,
            checked=partial(self._has_theme, theme),
            exclusive="theme",
        )

    def _has_theme(self, theme: ThemeChoice) -> bool:
        return self._context.styler.choice == theme

    def _panel_actions(self) -> Iterable[Action]:
        shown, focus, has_map = ("view/panels", 0), ("view/panels", 1), self._window.has_map
        return (
            action(
                "legend",
                tr("&Legend"),
                self._toggle_legend,
                shown,
                "Ctrl+9",
                tip=tr("Unfold or fold the legend of the signs on the canvas"),
                icon="info",
                enabled=has_map,
                checked=self._shows_legend,
                after="balance-in-full",
            ),
            action(
                "next-pane",
                tr("Go to the &next pane"),
                lambda: self._step_pane(1),
                focus,
                "F6",
                enabled=has_map,
            ),
            action(
                "previous-pane",
                tr("Go to the &previous pane"),
                lambda: self._step_pane(-1),
                focus,
                "Shift+F6",
                enabled=has_map,
            ),
        )

    def _shows_legend(self) -> bool:
        """Whether the legend on the canvas is expanded."""
        return self._window.session is not None and self._canvas.legend.is_expanded

    def _toggle_legend(self) -> None:
        """Expand the legend, even where it covers something, or collapse it."""
        self._canvas.legend.toggle()
        self._window.refresh()

    def _full_screen(self) -> None:
        """Toggle full screen."""
        if self._window.isFullScreen():
            self._window.showNormal()
        else:
            self._window.showFullScreen()

    # Panes

    def _step_pane(self, step: int) -> None:
        """Move the focus to the next or previous pane of the window, cyclically."""
        window = self._window
        panes = self._panes()
        focus = window.focusWidget()
        current = next(
            (
                number
                for number, (pane, _) in enumerate(panes)
                if focus is not None and (pane is focus or pane.isAncestorOf(focus))
            ),
            None,
        )
        panes[0 if current is None else (current + step) % len(panes)][1]()

    def _panes(self) -> list[tuple[QWidget, Callable[[], object]]]:
        """The panes from left to right, each with what gives it the focus."""
        panels, bar, by_tab = self._window.panels, self._window.service(TimelineFeature).view_bar, _BY_TAB
        rail = self._window.rail
        sides = {
            side: [(panels.docks[name], partial(panels.focus, name)) for name in panels.on_side(side)]
            for side in ("left", "right")
        }
        return [
            (bar, lambda: bar.issues.setFocus(by_tab)),
            (rail, lambda: rail.widgetForAction(rail.actions()[0]).setFocus(by_tab)),
            *sides["left"],
            (self._canvas, lambda: self._canvas.setFocus(by_tab)),
            *sides["right"],
        ]
