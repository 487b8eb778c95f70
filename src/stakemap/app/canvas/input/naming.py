"""Adding actors, judged where they are placed on the canvas, if at all, and renaming actors in place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QWidget

from stakemap.app.canvas.input.gesture_texts import add_label, rename_label
from stakemap.app.canvas.input.name_editor import NameEditor
from stakemap.app.canvas.input.port import CanvasPort, read_only_message
from stakemap.errors import StakemapError
from stakemap.i18n import tr
from stakemap.model.edits import Edit, Move, add_actor, move_actors, together, update_actor
from stakemap.model.ids import mint
from stakemap.model.new_actors import new_actor, renaming
from stakemap.picture.style import DISC_REACH

#: Where the editor opens for an actor without a place: pixels left of the middle, and down as a share of the
#: height of the view, below the hint of an empty canvas and with room for offers.
_LEFT_OF_MIDDLE, _DOWN = 100, 0.6


class Naming:
    """Opens the name editor, and adds or renames an actor when the name is accepted."""

    def __init__(self, port: CanvasPort, parent: QWidget) -> None:
        self._session, self._view_state = port.session, port.view_state
        self._scene, self._say, self._repaint = port.scene, port.say, port.repaint
        self.editor = NameEditor(parent)

    @property
    def is_open(self) -> bool:
        """Whether a name is being edited."""
        return self.editor.is_open

    def follow(self) -> None:
        """Move the editor to where its actor is now, since the canvas was laid out again."""
        self.editor.follow()

    def rename(self, actor: str, place: Callable[[], QRectF]) -> None:
        """Edit the name of an actor; `place` returns its box."""
        if not self._may_edit():
            return
        old, interaction = self._session.document.actors[actor].name, self._scene.interaction

        def close() -> None:
            interaction.renamed = None
            self._repaint()

        def keep(name: str) -> None:
            document = self._session.document
            if name != old:
                fields = renaming(document, actor, name)
                self._apply(rename_label(old), update_actor.of(actor, **fields), actor)

        self.editor.ask(old, place, tr("Name of the actor"), keep, close)
        interaction.renamed = actor
        self._repaint()

    def add(self, pointed: tuple[float, float] | None) -> None:
        """Edit the name of a new actor, to be judged at a place in pixels of the view, or not at all.

        Without a place its position is unknown, and the editor opens in the middle.
        """
        if not self._may_edit():
            return
        hint = tr("Name of the new actor")
        if pointed is None:
            self.editor.ask("", self._below_the_hint, hint, lambda name: self._add(name, None))
        else:
            self._add_at(*pointed, hint)

    def _below_the_hint(self) -> QRectF:
        view = self._scene.projection
        return QRectF(view.width / 2 - _LEFT_OF_MIDDLE, _DOWN * view.height, 0, 0)

    def _add_at(self, x: float, y: float, hint: str) -> None:
        scene = self._scene
        alignment, influence = scene.projection.to_data(x, y)
        move = Move(min(max(alignment, -100.0), 100.0), min(max(influence, 0.0), 100.0))

        def place() -> QRectF:
            x, y = scene.projection.to_pixels(move.alignment or 0.0, move.influence or 0.0)
            reach = DISC_REACH * scene.radius
            scene.interaction.new_actor = (x, y)
            self._repaint()
            return QRectF(x - reach, y - reach, 2 * reach, 2 * reach)

        def close() -> None:
            scene.interaction.new_actor = None
            self._repaint()

        self.editor.ask("", place, hint, lambda name: self._add(name, move), close)

    def _add(self, name: str, move: Move | None) -> None:
        session, issue, snapshot = self._session, self._view_state.issue, self._view_state.snapshot
        actor = mint(name, session.document.actors)
        added = [add_actor.of(actor, new_actor(session.document, name))]
        if move is not None and issue is not None and snapshot is not None:
            added.append(move_actors.of(snapshot, issue, {actor: move}, session.authorship))
        if self._apply(add_label(name), together(added), actor):
            self._view_state.select(actor)
            # The keys that follow are meant for it.
            self._scene.interaction.focused = actor

    def _may_edit(self) -> bool:
        if self._session.read_only:
            self._say(read_only_message())
        return not self._session.read_only

    def _apply(self, label: str, edit: Edit, actor: str) -> bool:
        try:
            self._session.apply(edit, label=label, touched=(actor,))
        except StakemapError as error:
            self._say(str(error))
            return False
        return True
