"""Accessibility of the canvas: a list whose items are the actors, named with their positions.

Qt keeps an accessible interface for as long as its object lives and destroys it with the object. So each
actor has a small QObject of its own, created on request, and nothing here outlives the view.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Collection

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QAccessibleObject
from PySide6.QtWidgets import QAccessibleWidget, QWidget

from stakemap.app.canvas.scene.scene import Scene


class _ActorObject(QObject):
    """Stands for one actor in the tree of accessible objects."""

    def __init__(self, actor: str, actors: AccessibleActors) -> None:
        super().__init__(actors)
        self.actor = actor
        self.actors = weakref.ref(actors)
        #: The name that was announced last.
        self.told = actors.name_of(actor)
        #: Qt holds the C++ side only; without this the Python side would be collected.
        self.interface: QAccessibleInterface | None = None


class AccessibleActors(QObject):
    """The accessible objects of the actors on the canvas, in the order of the keyboard focus."""

    def __init__(
        self,
        view: QWidget,
        scene: Scene,
        box_of: Callable[[str], QRect],
        name_of: Callable[[str], str],
        describe: Callable[[str], str],
        describe_all: Callable[[], str],
    ) -> None:
        """The callbacks return an actor's box on the screen, its name with its position, its judgement, and
        what the canvas shows.
        """
        super().__init__(view)
        self.view, self.scene = view, scene
        self.box_of, self.name_of, self.describe = box_of, name_of, describe
        self.describe_all = describe_all
        self._objects: dict[str, _ActorObject] = {}
        self._order: list[str] = []
        self._place: dict[str, int] = {}
        self._order_of = -1
        self.selection = scene.appearance.view.selection
        self.interface: QAccessibleInterface | None = None

    def order(self) -> list[str]:
        """All actors in the order of the keyboard focus."""
        if self._order_of != self.scene.version:
            self._order = self.scene.focus_order()
            self._place = {actor: place for place, actor in enumerate(self._order)}
            self._order_of = self.scene.version
        return self._order

    def place(self, actor: str) -> int:
        """The index of an actor in `order`; -1 when it is not shown."""
        self.order()
        return self._place.get(actor, -1)

    def object_of(self, actor: str) -> _ActorObject:
        """The QObject of an actor, created on first use."""
        known = self._objects.get(actor)
        if known is None:
            known = self._objects[actor] = _ActorObject(actor, self)
        return known

    def update(self, actors: Collection[str]) -> None:
        """Drop actors that are no longer in the map, and announce new positions of those that have moved."""
        for actor in [known for known in self._objects if known not in actors]:
            self._objects.pop(actor).deleteLater()
        if not QAccessible.isActive():
            return
        for actor, thing in self._objects.items():
            name = self.name_of(actor)
            if name != thing.told:
                thing.told = name
                QAccessible.updateAccessibility(QAccessibleEvent(thing, QAccessible.Event.NameChanged))

    def update_selection(self, selection: frozenset[str]) -> None:
        """Tell which actors were selected, and which no longer are."""
        before, self.selection = self.selection, selection
        if not QAccessible.isActive():
            return
        for actor in sorted((before ^ selection) & self._objects.keys()):
            kind = QAccessible.Event.SelectionAdd if actor in selection else QAccessible.Event.SelectionRemove
            QAccessible.updateAccessibility(QAccessibleEvent(self._objects[actor], kind))

    def announce_focus(self, actor: str) -> None:
        """Announce to assistive technology that an actor has the keyboard focus."""
        if QAccessible.isActive():
            event = QAccessibleEvent(self.object_of(actor), QAccessible.Event.Focus)
            QAccessible.updateAccessibility(event)

    def announce_shown_focus(self) -> None:
        """Announce which actor has the keyboard focus, if it shows and the canvas has it."""
        interaction = self.scene.interaction
        if self.view.hasFocus() and interaction.focus_shown and interaction.focused is not None:
            self.announce_focus(interaction.focused)


class _ActorInterface(QAccessibleObject):
    """One actor: its name with its position, its state, its place on the screen."""

    def __init__(self, item: _ActorObject) -> None:
        super().__init__(item)
        self._item = weakref.ref(item)

    def _found(self) -> tuple[AccessibleActors, str] | None:
        item = self._item()
        actors = item.actors() if item is not None else None
        if item is None or actors is None or actors.place(item.actor) < 0:
            return None
        return actors, item.actor

    def isValid(self) -> bool:
        return self._found() is not None

    def parent(self) -> QAccessibleInterface | None:  # type: ignore[override]
        found = self._found()
        return QAccessible.queryAccessibleInterface(found[0].view) if found else None

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def rect(self) -> QRect:
        found = self._found()
        return found[0].box_of(found[1]) if found else QRect()

    def text(self, which: QAccessible.Text) -> str:
        found = self._found()
        if found is None:
            return ""
        actors, actor = found
        if which == QAccessible.Text.Name:
            return actors.name_of(actor)
        return actors.describe(actor) if which == QAccessible.Text.Description else ""

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        found = self._found()
        if found is None:
            state.invalid = True
            return state
        actors, actor = found
        interaction = actors.scene.interaction
        state.focusable = state.selectable = state.multiSelectable = True
        state.selected = actor in actors.selection
        state.focused = actors.view.hasFocus() and interaction.focused == actor and interaction.focus_shown
        state.offscreen = not actors.view.isVisible()
        return state


class _CanvasInterface(QAccessibleWidget):
    """The canvas: a list of actors."""

    def __init__(self, view: QWidget, actors: AccessibleActors) -> None:
        super().__init__(view, QAccessible.Role.List, view.accessibleName())
        self._actors = weakref.ref(actors)

    def _child_of(self, actor: str) -> QAccessibleInterface | None:
        actors = self._actors()
        return QAccessible.queryAccessibleInterface(actors.object_of(actor)) if actors else None

    def text(self, which: QAccessible.Text) -> str:
        actors = self._actors()
        if which == QAccessible.Text.Description and actors is not None:
            return actors.describe_all()
        return super().text(which)

    def childCount(self) -> int:
        actors = self._actors()
        return len(actors.order()) if actors else 0

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        actors = self._actors()
        order = actors.order() if actors else []
        return self._child_of(order[index]) if 0 <= index < len(order) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        actors = self._actors()
        item = child.object() if child is not None else None
        return actors.place(item.actor) if actors and isinstance(item, _ActorObject) else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        actors = self._actors()
        if actors is None:
            return None
        place = actors.view.mapFromGlobal(QPoint(x, y))
        actor = actors.scene.actor_at(place.x(), place.y())
        return self._child_of(actor) if actor is not None else None

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        actors = self._actors()
        if actors is None:
            return None
        interaction = actors.scene.interaction
        shown = interaction.focus_shown and interaction.focused is not None and actors.view.hasFocus()
        return self._child_of(interaction.focused or "") if shown else None


def _factory(_: str, thing: QObject | None) -> QAccessibleInterface | None:
    if isinstance(thing, _ActorObject):
        thing.interface = _ActorInterface(thing)
        return thing.interface
    actors = getattr(thing, "accessible_actors", None)
    if isinstance(thing, QWidget) and isinstance(actors, AccessibleActors):
        actors.interface = _CanvasInterface(thing, actors)
        return actors.interface
    return None


_installed = False


def install() -> None:
    """Install the factory of accessible interfaces for canvases; does so only once per process."""
    global _installed
    if not _installed:
        QAccessible.installFactory(_factory)
        _installed = True
