"""The feature of the view menu: zoom, what is shown, panes, theme, full screen."""

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
from stakemap.picture.appearance.detail import ALL_DETAIL, DETAILS, NO_DETAIL, Detail
from stakemap.storage.settings.records import Theme as ThemeChoice

_BY_TAB = Qt.FocusReason.TabFocusReason


class ViewFeature(Feature):
    """Zoom, details and legend of the canvas, theme, full screen, and moving the focus between panes."""

    def actions(self) -> Iterable[Action]:
        """The actions of the menu "View" that no other feature adds."""
        return (
            *self._zoom_actions(),
            *self._show_actions(),
            *self._window_actions(),
            *self._panel_actions(),
        )

    @property
    def _canvas(self) -> Canvas:
        return self._window.service(Canvas)

    def _zoom_actions(self) -> Iterable[Action]:
        zoom, has_map = ("view", 0), self._window.has_map
        return (
            action(
                "zoom-in",
                tr("Zoom &in"),
                lambda: self._canvas.view.camera.zoom_in(),
                zoom,
                Key.ZoomIn,
                "Ctrl+=",
                icon="zoom-in",
                enabled=has_map,
            ),
            action(
                "zoom-out",
                tr("Zoom &out"),
                lambda: self._canvas.view.camera.zoom_out(),
                zoom,
                Key.ZoomOut,
                icon="zoom-out",
                enabled=has_map,
            ),
            action(
                "zoom-fit",
                tr("Zoom to &fit"),
                lambda: self._canvas.view.camera.fit(),
                zoom,
                "Ctrl+0",
                icon="zoom-fit",
                on="canvas",
                enabled=has_map,
            ),
            action(
                "pan",
                tr("Pan: hold Space, or the middle button, and drag"),
                lambda: None,
                zoom,
                # This informs, and does nothing.
                enabled=lambda: False,
            ),
        )

    def _window_actions(self) -> Iterable[Action]:
        window = ("view", 3)
        return (
            submenu("view/panels", window),
            submenu("view/theme", window),
            self._theme("system", "theme-system", tr("Follow the &system"), tr("Theme: follow the system")),
            self._theme("light", "theme-light", tr("&Light"), tr("Theme: light")),
            self._theme("dark", "theme-dark", tr("&Dark"), tr("Theme: dark")),
            action(
                "full-screen",
                tr("Full s&creen"),
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
        focus, has_map = ("view/panels", 1), self._window.has_map
        return (
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

    # What is shown of all actors

    def _show_actions(self) -> Iterable[Action]:
        details, has_map = ("view/show", 0), self._window.has_map
        texts = {
            "ranges": (tr("&Ranges"), tr("Show the plausible ranges of all actors")),
            "salience": (tr("&Salience"), tr("Show how much the issue matters to each actor")),
            "confidence": (tr("&Confidence"), tr("Show the confidence in each actor’s position")),
            "trails": (tr("&Trails"), tr("Show where each actor was in the previous snapshot")),
            "others": (
                tr("&Judgements of others"),
                tr("Show what several analysts judge of each actor, and their pooled range"),
            ),
        }
        return (
            submenu("view/show", ("view", 2)),
            *(
                action(
                    f"show-{name}",
                    text,
                    partial(self._toggle_detail, name),
                    details,
                    tip=tip,
                    enabled=has_map,
                    checked=partial(self._shows, name),
                )
                for name, (text, tip) in texts.items()
            ),
            action(
                "show-all-detail",
                tr("&All detail"),
                self._toggle_all_detail,
                ("view/show", 1),
                tip=tr("Show ranges, salience, confidence, trails and judgements of others of all actors"),
                enabled=has_map,
                checked=lambda: self._shows(*DETAILS),
            ),
            action(
                "legend",
                tr("&Legend"),
                lambda: self._canvas.legend.toggle(),
                ("view/show", 2),
                "Ctrl+9",
                tip=tr("Show or hide the legend of the signs on the canvas"),
                icon="legend",
                enabled=has_map,
                on="toolbar",
                checked=lambda: self._window.session is not None and self._canvas.legend.is_open,
            ),
        )

    def _shows(self, *details: str) -> bool:
        """Whether these details are drawn of all actors."""
        return self._window.session is not None and set(details) <= set(self._canvas.scene.detail.names)

    def _toggle_detail(self, name: str) -> None:
        self._canvas.show_detail(Detail.of({name}.symmetric_difference(self._canvas.scene.detail.names)))
        self._window.refresh()

    def _toggle_all_detail(self) -> None:
        """Draw all details of all actors, or none if all are drawn."""
        self._canvas.show_detail(NO_DETAIL if self._shows(*DETAILS) else ALL_DETAIL)
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
