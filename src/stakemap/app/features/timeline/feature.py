"""The feature of the view bar, and of stepping and playing through snapshots."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from stakemap.app.canvas import Canvas
from stakemap.app.features.timeline.view_bar import ViewBar
from stakemap.app.kit.actions.action import Action, action
from stakemap.app.kit.window import Feature
from stakemap.i18n import tr
from stakemap.model.order import neighbour, stepping_order

if TYPE_CHECKING:
    from stakemap.app.features.timeline.playback import Playback


class TimelineFeature(Feature):
    """Chooses issue and snapshot; `view_bar` exists once a map is shown."""

    view_bar: ViewBar
    _playback: Playback | None = None

    def actions(self) -> Iterable[Action]:
        """The actions of the menus "Time" and "View"."""
        step = ("view", 1)
        return (
            action(
                "play",
                tr("&Play through time"),
                self.play,
                ("time", 2),
                "F5",
                tip=tr("Play through the dated snapshots"),
                icon="next",
                enabled=self._can_play,
                checked=self.is_playing,
            ),
            action(
                "previous-snapshot",
                tr("&Previous snapshot"),
                lambda: self._step(-1),
                step,
                "Ctrl+PgUp",
                icon="previous",
                enabled=self._has_snapshots,
            ),
            action(
                "next-snapshot",
                tr("&Next snapshot"),
                lambda: self._step(1),
                step,
                "Ctrl+PgDown",
                icon="next",
                enabled=self._has_snapshots,
            ),
        )

    def _has_snapshots(self) -> bool:
        """Whether there is more than one snapshot."""
        return self._window.session is not None and len(self._document.snapshots) > 1

    def _can_play(self) -> bool:
        """Whether there is more than one dated snapshot."""
        if self._window.session is None:
            return False
        return sum(not snapshot.scenario for snapshot in self._document.snapshots.values()) > 1

    def is_playing(self) -> bool:
        """Whether the playback is running."""
        return self._playback is not None and self._playback.is_playing

    def map_shown(self) -> None:
        """Add the view bar to the bar of the window."""
        window = self._window
        self.view_bar = ViewBar(self._session, self._view, self._context.styler.theme)
        self.view_bar.action_requested.connect(window.trigger)
        self.view_bar.snapshots.menu_requested.connect(partial(window.show_context_menu, "snapshot"))
        self.view_bar.follow(window.host.actions)
        window.theme_changed.connect(self.view_bar.set_theme)
        window.service(Canvas).play_requested.connect(lambda: window.trigger("play"))
        window.add_to_bar(self.view_bar)
        self._view.changed.connect(self._view_changed)

    def _view_changed(self, fields: frozenset[str]) -> None:
        """Clear the last message when what it is about is no longer in view."""
        if fields & {"issue", "snapshot"} and not self.is_playing():
            self._window.say("")

    def _step(self, step: int) -> None:
        snapshots = stepping_order(self._document)
        self._view.set(snapshot=neighbour(snapshots, self._view.snapshot, step))

    def play(self) -> None:
        """Start or stop the playback."""
        if self._playback is None:
            from stakemap.app.features.timeline.playback import Playback

            self._playback = Playback(self._session, self._view, self)
            self._playback.changed.connect(self._playback_changed)
        if self._playback.is_playing:
            self._playback.stop()
        else:
            self._playback.play()

    def _playback_changed(self) -> None:
        """Show whether the playback is running, and while it is, how to stop it."""
        self._window.refresh()
        self._window.say(tr("Press any key to stop.") if self.is_playing() else "")
