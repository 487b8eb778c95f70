"""Updates the scene when the map, the view state or the theme changes, touching only what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from stakemap.app.canvas.scene.kept_appearances import KeptAppearances, build_views
from stakemap.app.canvas.scene.scene import Scene
from stakemap.app.kit.worker import Worker
from stakemap.editing.gesture import Gesture
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.model.changes import touched
from stakemap.model.document import StakeMap
from stakemap.model.resolve import Resolver, dated_before
from stakemap.picture.appearance.appearance import Appearance, build, update, with_view
from stakemap.picture.appearance.values import View
from stakemap.picture.theme import Theme

#: If more actors change, what the canvas shows is kept for undo, or built before in a worker.
REBUILD_THRESHOLD = 500


class SceneUpdater:
    """Listens to a session and a view state until `stop`.

    Calls `stage_changed` when other actors or positions are on show, `look_changed` when the same ones only
    look different, `held_changed` while actors are dragged, in this window or another one of the same map;
    `begin_transition`, after `stage_changed`, with where actors stood before another snapshot or issue was
    chosen, and `end_transition` when they have to be there at once.
    """

    def __init__(
        self,
        session: Session,
        view_state: ViewState,
        theme: Theme,
        resolver: Resolver,
        *,
        stage_changed: Callable[[], None],
        look_changed: Callable[[], None],
        held_changed: Callable[[bool], None],
        begin_transition: Callable[[Mapping[str, tuple[float, float]]], None],
        end_transition: Callable[[], None],
    ) -> None:
        self._session, self._view_state = session, view_state
        self._theme = theme
        self.resolver = resolver
        self._stage_changed, self._look_changed = stage_changed, look_changed
        self._held_changed = held_changed
        self._begin_transition, self._end_transition = begin_transition, end_transition
        self.scene: Scene | None = None
        self._kept = KeptAppearances()

    def start(self, scene: Scene) -> None:
        """Begin to keep `scene` up to date."""
        self.scene = scene
        self._session.changed.connect(self._map_changed)
        self._session.gesture_changed.connect(self._gesture_changed)
        self._view_state.changed.connect(self._view_changed)

    def stop(self) -> None:
        """Disconnect from the session and the view state."""
        self.scene = None
        self._session.changed.disconnect(self._map_changed)
        self._session.gesture_changed.disconnect(self._gesture_changed)
        self._view_state.changed.disconnect(self._view_changed)

    def appearance(self) -> Appearance:
        """The appearance of the view, computed from scratch."""
        return build(self._session.document, self._view(), self._theme, self.resolver)

    def set_theme(self, theme: Theme) -> None:
        """Show everything in other colours."""
        self._theme = theme
        if self.scene is not None:
            self.scene.show(self.appearance())
            self._look_changed()

    def preparation(self, after: StakeMap, issue: str | None, snapshot: str | None) -> Worker | None:
        """A worker, not yet started, that builds what the canvas shows once the present map has become
        `after`: in the present view, and of `issue` and `snapshot`, which are to be chosen then. None where
        so few actors change that there is nothing to prepare.
        """
        if len(touched(self._session.document, after).judged_actors) <= REBUILD_THRESHOLD:
            return None
        state = self._view_state
        places = dict.fromkeys(((state.issue, state.snapshot), (issue, state.snapshot), (issue, snapshot)))
        views = tuple(self._view_of(after, *place) for place in places)
        worker = Worker(build_views, after, views, self._theme, self.resolver.copy())
        worker.done.connect(self._prepared)
        return worker

    def _prepared(self, result: tuple[tuple[Appearance, ...], Resolver] | None) -> None:
        if result is not None:
            appearances, resolver = result
            self._kept.keep(*appearances)
            self.resolver.learn(resolver)

    def _view(self) -> View:
        state = self._view_state
        return self._view_of(self._session.document, state.issue, state.snapshot)

    def _view_of(self, document: StakeMap, issue: str | None, snapshot: str | None) -> View:
        state = self._view_state
        before = dated_before(document, snapshot) if snapshot and snapshot in document.snapshots else None
        return View(issue, snapshot, before, state.relations, state.selection, state.dimmed, state.ties)

    def _seen(self, view: View) -> Appearance:
        """The appearance of the map in a view. A tinted one cannot be reused for another view."""
        kept = self._kept.find(self._session.document, view, self._theme)
        if kept is not None:
            return kept
        if self.scene is None or self.scene.tint is not None:
            return self.appearance()
        return with_view(self.scene.appearance, view, self.resolver)

    def _map_changed(self, before: StakeMap, after: StakeMap) -> None:
        if self.scene is None:
            return
        self._end_transition()
        difference = touched(before, after)
        tinted = self.scene.tint is not None
        issue = self.scene.appearance.view.issue
        # If the issue was added or removed, the reasons of all actors in the tray change.
        had_issue, has_issue = self.scene.appearance.issue is not None, issue in after.issues
        old = self.scene.appearance
        kept = self._kept.find(after, self._view(), self._theme)
        if kept is not None:
            self.scene.show(kept)
        elif tinted or difference.timeline or difference.groups or had_issue is not has_issue:
            self.scene.show(self.appearance())
        else:
            actors = set(difference.actors)
            actors.update(actor for _, actor in difference.standings)
            actors.update(actor for _, of, actor in difference.stances if of == issue)
            self.scene.patch(update(old, after, self._theme, self.resolver, actors), actors)
        if not tinted and len(difference.judged_actors) > REBUILD_THRESHOLD:
            self._kept.keep(self.scene.appearance, old)
        self._stage_changed()

    def _view_changed(self, fields: frozenset[str]) -> None:
        if self.scene is None:
            return
        view = self._view()
        if fields & {"issue", "snapshot"}:
            # A drag of the old view is no longer visible in the new one.
            self._held_changed(True)
            places = self.scene.standing()
            self._end_transition()
            self.scene.show(self._seen(view))
            self._stage_changed()
            self._begin_transition(places)
        elif "dimmed" in fields:
            dimmed = view.dimmed ^ self.scene.appearance.view.dimmed
            self.scene.patch(self._seen(view), dimmed)
            # Names of dimmed actors have lower priority.
            self._stage_changed()
        elif view != self.scene.appearance.view:
            relations = self.scene.appearance.relations
            # Actors and positions stay the same.
            self.scene.restyle(self._seen(view))
            if self.scene.appearance.relations.keys() != relations.keys():
                self._stage_changed()
            else:
                self._look_changed()

    def _gesture_changed(self, gesture: Gesture | None) -> None:
        if self.scene is None:
            return
        if gesture is not None:
            self._end_transition()
        shown = self.scene.appearance.view
        here = gesture is not None and (gesture.issue, gesture.snapshot) == (shown.issue, shown.snapshot)
        self.scene.interaction.held = gesture.positions() if gesture is not None and here else {}
        self._held_changed(gesture is None)
