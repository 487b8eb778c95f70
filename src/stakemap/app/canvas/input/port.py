"""The interface of the canvas for gestures and keys, so that they can be tested without one."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from PySide6.QtCore import QPoint

from stakemap.app.canvas.scene.projection import Projection
from stakemap.app.canvas.scene.scene import Scene
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.i18n import tr
from stakemap.model.document import StakeMap


class Moved(NamedTuple):
    """A stored move: the actors, issue and snapshot, and the map before and after it."""

    actors: tuple[str, ...]
    snapshot: str
    issue: str
    before: StakeMap
    after: StakeMap
    by_key: bool = False


class CanvasPort(Protocol):
    """Session, view state and scene of a canvas, and the operations that gestures need."""

    @property
    def session(self) -> Session:
        """The map that gestures edit."""

    @property
    def view_state(self) -> ViewState:
        """The issue, the snapshot and the selection of this window."""

    @property
    def scene(self) -> Scene:
        """The scene; gestures modify its `interaction`."""

    def repaint(self) -> None:
        """Schedule a repaint of the canvas."""

    def say(self, text: str) -> None:
        """Show a message in the status bar."""

    def show_part(self, projection: Projection) -> None:
        """Set the projection."""

    def is_over_tray(self, screen: QPoint) -> bool:
        """Whether a place on the screen is over the tray."""

    def actor_in_tray(self, screen: QPoint) -> str | None:
        """The actor whose chip in the tray is at a place on the screen."""

    def offer_tray(self, lit: bool | None) -> None:
        """Show the tray as a drop target, highlighted if `lit`; None ends that."""

    def report_judgement(self, moved: Moved) -> None:
        """Report that actors were judged by mouse or keyboard."""

    def report_relation(self, source: str, target: str) -> None:
        """Report that a relation was drawn from one actor to another."""

    def relation_at(self, x: float, y: float) -> str | None:
        """The relation whose curve is under a pixel of the view."""


def read_only_message() -> str:
    """The message when a drag is refused on a read-only map."""
    return tr("This map is read-only. Save it under another name to change it.")
