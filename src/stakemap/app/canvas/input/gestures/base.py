"""What all gestures share: where the pointer is, what they may act on, and how one leads to the next."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent

from stakemap.app.canvas.scene.projection import Projection
from stakemap.app.canvas.scene.scene import Scene
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.i18n import tr
from stakemap.model.document import StakeMap

__all__ = ["START_DISTANCE", "Bench", "Moved", "Pointer", "Tool", "pointer_of", "read_only_message"]

#: How far the pointer has to go before a press is a drag, in pixels: a click never moves anybody.
START_DISTANCE = 5.0


class Pointer(NamedTuple):
    """Where the pointer is, in pixels of the view and on the screen, and which keys are down."""

    x: float
    y: float
    screen: QPoint
    shift: bool = False
    control: bool = False

    def distance(self, other: Pointer) -> float:
        """How far it is from another place, in pixels."""
        return float(((self.x - other.x) ** 2 + (self.y - other.y) ** 2) ** 0.5)


class Moved(NamedTuple):
    """A move that was written: who was judged, where, and the map before and after it."""

    actors: tuple[str, ...]
    snapshot: str
    issue: str
    before: StakeMap
    after: StakeMap
    by_key: bool = False


def _unheard(_moved: Moved) -> None:
    """Nobody asks why."""


@dataclass(frozen=True)
class Bench:
    """What gestures act on, and how they make themselves seen."""

    session: Session
    view_state: ViewState
    scene: Scene
    #: Paint the canvas again soon.
    repaint: Callable[[], None]
    #: Tell the user something short.
    say: Callable[[str], None]
    #: Show another part of the scales.
    look_through: Callable[[Projection], None]
    #: Whether a place on the screen is over the tray.
    over_tray: Callable[[QPoint], bool]
    #: The actor whose chip in the tray is at a place on the screen.
    in_tray: Callable[[QPoint], str | None]
    #: Show (or, with None, stop showing) the tray as a place to drop on, lit when it would be taken.
    offer_tray: Callable[[bool | None], None]
    #: Actors were judged by hand or by key.
    judged: Callable[[Moved], None] = _unheard
    #: A relation was drawn from one actor to another.
    related: Callable[[str, str], None] = lambda _source, _target: None
    #: The relation whose curve is under a pixel.
    relation_at: Callable[[float, float], str | None] = lambda _x, _y: None


def pointer_of(event: QMouseEvent) -> Pointer:
    """The pointer of a mouse event."""
    modifiers = event.modifiers()
    return Pointer(
        event.position().x(),
        event.position().y(),
        event.globalPosition().toPoint(),
        bool(modifiers & Qt.KeyboardModifier.ShiftModifier),
        bool(modifiers & Qt.KeyboardModifier.ControlModifier),
    )


class Tool(ABC):
    """One gesture from press to release. `move` returns the tool to go on with, usually itself."""

    cursor = Qt.CursorShape.ArrowCursor

    def __init__(self, bench: Bench, start: Pointer) -> None:
        self.bench = bench
        self.start = start

    @abstractmethod
    def move(self, pointer: Pointer) -> Tool:
        """The pointer moved with the button down, or a modifier key changed."""

    @abstractmethod
    def finish(self, pointer: Pointer) -> None:
        """The button was let go."""

    def cancel(self) -> None:  # noqa: B027
        """Leave all as it was before the gesture; may be called at any time, also twice.

        Most presses have nothing to undo.
        """


def read_only_message() -> str:
    """Why nothing can be dragged on a read-only map."""
    return tr("This map is read-only. Save it under another name to change it.")
