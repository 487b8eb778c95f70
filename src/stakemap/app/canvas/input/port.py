"""What gestures and keys may ask of the canvas, so that they can be tested without one."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from PySide6.QtCore import QPoint

from stakemap.app.canvas.scene.projection import Projection
from stakemap.app.canvas.scene.scene import Scene
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.i18n import tr
from stakemap.model.document import StakeMap

__all__ = ["CanvasPort", "Moved", "read_only_message"]


class Moved(NamedTuple):
    """A move that was written: who was judged, where, and the map before and after it."""

    actors: tuple[str, ...]
    snapshot: str
    issue: str
    before: StakeMap
    after: StakeMap
    by_key: bool = False


class CanvasPort(Protocol):
    """The map, what is on show of it, and the few things that a gesture may have done."""

    @property
    def session(self) -> Session:
        """The map that gestures edit."""

    @property
    def view_state(self) -> ViewState:
        """The issue, the snapshot and the selection of this window."""

    @property
    def scene(self) -> Scene:
        """What is on show; its `interaction` is for gestures to change."""

    def repaint(self) -> None:
        """Paint the canvas again soon."""

    def say(self, text: str) -> None:
        """Tell the user a short sentence."""

    def show_part(self, projection: Projection) -> None:
        """Show another part of the scales."""

    def is_over_tray(self, screen: QPoint) -> bool:
        """Whether a place on the screen is over the tray."""

    def actor_in_tray(self, screen: QPoint) -> str | None:
        """The actor whose chip in the tray is at a place on the screen."""

    def offer_tray(self, lit: bool | None) -> None:
        """Show the tray as a place to drop on, lit when a drop would be taken; None ends that."""

    def report_judgement(self, moved: Moved) -> None:
        """Tell that actors were judged by mouse or keyboard."""

    def report_relation(self, source: str, target: str) -> None:
        """Tell that a relation was drawn from one actor to another."""

    def relation_at(self, x: float, y: float) -> str | None:
        """The relation whose curve is under a pixel of the view."""


def read_only_message() -> str:
    """Why nothing can be dragged on a read-only map."""
    return tr("This map is read-only. Save it under another name to change it.")
