"""The canvas: influence against alignment, live; puts view, tray, names, legend and input together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from stakemap.app.canvas.accessibility import AccessibleActors, install
from stakemap.app.canvas.descriptions import Descriptions
from stakemap.app.canvas.geometry import ActorGeometry
from stakemap.app.canvas.hover_card import HoverCard
from stakemap.app.canvas.input.gesture_controller import GestureController
from stakemap.app.canvas.input.handles import handle_reach
from stakemap.app.canvas.input.hover import Hover
from stakemap.app.canvas.input.keyboard import Keyboard
from stakemap.app.canvas.input.naming import Naming
from stakemap.app.canvas.input.port import Moved
from stakemap.app.canvas.input.tray_input import TrayInput
from stakemap.app.canvas.input.view_input import ViewInput
from stakemap.app.canvas.labels.labelling import Labelling
from stakemap.app.canvas.labels.legend import Legend
from stakemap.app.canvas.layers.stage import Stage, StageItem
from stakemap.app.canvas.live_port import LivePort
from stakemap.app.canvas.proposal import Proposal
from stakemap.app.canvas.scene.arrays import BoxEdges, Rows
from stakemap.app.canvas.scene.interaction import AxisMarks
from stakemap.app.canvas.scene.projection import Projection, least_view_height
from stakemap.app.canvas.scene.scene import Scene
from stakemap.app.canvas.scene.transition import ActorTransition
from stakemap.app.canvas.scene.updater import SceneUpdater
from stakemap.app.canvas.scheduling import CanvasScheduler
from stakemap.app.canvas.tray import Tray
from stakemap.app.canvas.view import CanvasView
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.i18n import tr
from stakemap.model.resolve import Resolver
from stakemap.paint.fonts import QtMeasure, load_fonts
from stakemap.picture.appearance.appearance import Appearance
from stakemap.picture.appearance.detail import Detail
from stakemap.picture.slides.legend import LegendEntry
from stakemap.picture.theme import Theme


class Canvas(QWidget):
    """Shows and edits the positions of actors on the issue and at the snapshot of `view_state`.

    It listens to the session and the view state. `message` carries a sentence for the status bar; `hovered`
    the actor under the pointer or None; `inspect_requested` an actor; `context_menu_requested` an actor or
    None and a position on the screen; `zoomed` the zoom factor, 1 when both scales are shown whole; `judged`
    a Moved after mouse or keyboard have moved actors; `relation_drawn` the ids of source and target.
    `painted` is emitted once, when everything in view has been painted, `play_requested` to play the
    snapshots. `tint_changed` carries the tint that replaces another one, or None.
    """

    context_menu_requested = Signal(object, QPoint)
    message = Signal(str)
    hovered = Signal(object)
    play_requested = Signal()
    inspect_requested = Signal(str)
    painted = Signal()
    zoomed = Signal(float)
    judged = Signal(object)
    relation_drawn = Signal(str, str)
    tint_changed = Signal(object)

    def __init__(
        self,
        session: Session,
        view_state: ViewState,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        reduced_motion: bool = False,
        resolver: Resolver | None = None,
    ) -> None:
        """`resolver` may be shared with other views of the map."""
        super().__init__(parent)
        load_fonts()
        install()
        self.session, self.view_state = session, view_state
        self._measure = QtMeasure()
        #: Whether hovering an actor shows its judgement; False while another card is open.
        self.shows_hover_cards = True
        self._transition = ActorTransition(self)
        self.updater = SceneUpdater(
            session,
            view_state,
            theme,
            resolver or Resolver(),
            stage_changed=self._stage_changed,
            look_changed=self._look_changed,
            held_changed=self._held_changed,
            begin_transition=self._begin_transition,
            end_transition=self._transition.finish,
        )
        self.scene = Scene(self.updater.appearance(), Projection.fitting(800, 600))
        self.stage = Stage(self.scene, self._measure)
        self._descriptions = Descriptions(session, self.scene, self.updater.resolver)
        self._make_widgets()
        self._make_labels()
        self._make_input()
        self._make_accessible()
        self.view.camera.reduced_motion = reduced_motion
        self._connect()
        updater = self.updater
        updater.start(self.scene)
        self._state_changed()
        self.destroyed.connect(lambda: updater.stop())

    # Construction

    def _make_widgets(self) -> None:
        item = StageItem(self.stage, lambda whole: self.scheduler.frame_painted(whole))
        self.view = CanvasView(self.scene, item, self)
        self.legend = Legend(self._measure, self.scene.appearance.theme, self)
        self.tray = Tray(self.scene, self._measure, self, self.view)
        self.card = HoverCard(self)
        self.setFocusProxy(self.view)

    def _make_labels(self) -> None:
        self._port = LivePort(self.session, self.view_state, self.stage, self.view, self.tray)
        self._gestures = GestureController(self)
        self._labelling = Labelling(self.stage, self.legend)
        self.scheduler = CanvasScheduler(
            self.stage, self.view, self._labelling, self._gestures, self._port.repaint
        )
        self._geometry = ActorGeometry(self.scene, self.tray, self.view, self)

    def _make_input(self) -> None:
        port, gestures = self._port, self._gestures
        self.naming = Naming(port, self)
        self._hover = Hover(self.scene, port.repaint, self)
        self._mouse = ViewInput(port, gestures, self._hover, (self.view.viewport(), self.tray.content))
        self._tray_input = TrayInput(port, gestures, self._hover, self.tray, self.view, self._mouse)
        self._keyboard = Keyboard(port, gestures, self.view.camera)
        self.view.attach(self._mouse, self._keyboard)

    def _make_accessible(self) -> None:
        self._accessible = self.view.accessible_actors = AccessibleActors(
            self.view,
            self.scene,
            self._geometry.on_screen,
            name_of=self._descriptions.name,
            describe=self._descriptions.text,
            describe_all=self._descriptions.canvas,
        )
        self.view.setAccessibleName(tr("Canvas"))

    def _connect(self) -> None:
        self.session.state_changed.connect(self._state_changed)
        self.view_state.changed.connect(self._view_state_changed)
        port, keyboard, content = self._port, self._keyboard, self.tray.content
        port.message.connect(self.message)
        port.judged.connect(self._judged)
        port.relation_drawn.connect(self.relation_drawn)
        self._gestures.message.connect(self.message)
        self.scheduler.painted.connect(self.painted)
        self._transition.stepped.connect(port.repaint)
        self._transition.ended.connect(self.scheduler.transition_ended)
        self.view.camera.changed.connect(self._zoomed)
        self.view.resized.connect(self._zoomed)
        self.view.resized.connect(self.scheduler.place_soon)
        self.legend.opened.connect(self._labelling.update_legend)
        self.legend.opened.connect(self._lay_out)
        self._hover.changed.connect(self.hovered)
        self._hover.rested.connect(self.show_card)
        self._hover.moved_on.connect(self.card.hide)
        self._mouse.rename_requested.connect(self.begin_rename)
        self._mouse.add_requested.connect(self._add_at)
        self._mouse.menu_requested.connect(self._menu)
        self.menu_closed, self.pointer_moved_on = self._mouse.menu_closed, self._mouse.moved_on
        self.naming.editor.ended_by_key.connect(lambda: self._mouse.move_on(by_key=True))
        self._tray_input.rename_requested.connect(self.begin_rename)
        content.menu_wanted.connect(self._menu)
        self.tray.resized.connect(self._lay_out)
        keyboard.focus_moved.connect(self._focus_moved)
        keyboard.select_all_requested.connect(self.select_all)
        keyboard.rename_requested.connect(self.begin_rename)
        keyboard.inspect_requested.connect(self.inspect_requested)
        keyboard.play_requested.connect(self.play_requested)

    # Interface for the window

    def set_theme(self, theme: Theme) -> None:
        """Paint everything in the colours of another theme."""
        self.stage.change_colours()
        self.updater.set_theme(theme)
        self.tray.refresh()
        self.legend.set_theme(theme)
        self._labelling.update_legend()

    def set_tint(
        self,
        tint: Callable[[Appearance], Appearance] | None,
        key: Callable[[Theme], Sequence[LegendEntry]] = lambda _theme: (),
    ) -> None:
        """Apply `tint`, which recolours and renames actors; None restores their own colours and names.

        `key` returns the legend entries of the colours for a theme.
        """
        self.scene.tint = tint
        self._labelling.set_tint_key(key)
        self.scene.show(self.updater.appearance())
        self._stage_changed()
        self.tint_changed.emit(tint)

    def set_axis_marks(self, marks: AxisMarks | None) -> None:
        """Show weighted mean and median on the alignment axis; None hides them."""
        if marks != self.scene.interaction.axis_marks:
            self._labelling.set_axis_marks(marks)
            if not self.scene.interaction.held:
                self.scheduler.place_soon()
            self._port.repaint()

    def show_proposal(self, proposal: Proposal | None) -> None:
        """Show what an analysis proposes, or where another version has actors; None hides it."""
        if proposal != self.scene.interaction.proposal:
            self.scene.interaction.proposal = proposal
            self.scheduler.place_soon()
            self._port.repaint()

    def show_detail(self, detail: Detail) -> None:
        """Draw these details of all actors, not only of those selected or pointed at."""
        self.scene.show_detail(detail)
        if self.isVisible():
            self.scheduler.place_soon()
        else:
            # Being shown gives it its size, for which labels are placed then.
            self.scheduler.place_later()
        self._port.repaint()

    @property
    def reduced_motion(self) -> bool:
        """Whether camera and actors move without animation."""
        return self.view.camera.reduced_motion

    @reduced_motion.setter
    def reduced_motion(self, reduced: bool) -> None:
        self.view.camera.reduced_motion = reduced

    def select_all(self) -> None:
        """Select all actors on stage, or, if there are none, all in the tray."""
        actors = self.scene.columns.ids or [look.actor for look in self.scene.appearance.tray]
        self.view_state.set(selection=frozenset(actors))

    def begin_rename(self, actor: str) -> None:
        """Open the name editor of an actor beside its disc or chip."""
        if actor not in self.session.document.actors:
            return
        self._hover.leave()
        self.tray.show_actor(actor)
        self.naming.rename(actor, lambda: self._geometry.in_canvas(actor))

    def add_actor(self) -> None:
        """Open the name editor of a new actor: where a context menu was opened, else without a position."""
        self._hover.leave()
        self.naming.add(self._mouse.menu_place)

    def cancel_gesture(self) -> bool:
        """Cancel the drag under way; False when there is none."""
        return self._gestures.cancel()

    @property
    def is_busy(self) -> bool:
        """Whether a gesture or the editing of a name is under way, which a change of size would disturb."""
        return self._gestures.busy or self.naming.is_open

    @property
    def pointer_rests(self) -> bool:
        """Whether the mouse rests where it clicked; `pointer_moved_on` is emitted when it has gone on."""
        return self._mouse.rests

    @property
    def is_settled(self) -> bool:
        """Whether names are placed and no animation is running."""
        return self.scheduler.is_settled

    def box_of(self, actor: str) -> QRect:
        """The bounding box of an actor's disc or chip, in pixels of the canvas."""
        return self._geometry.in_canvas(actor).toAlignedRect()

    def box_with_name(self, actor: str) -> QRect:
        """The bounding box of an actor's disc and its name, in pixels of the canvas."""
        return self._geometry.with_name(actor).toAlignedRect()

    def boxes_of(self, rows: Rows, *, with_names: bool = False) -> BoxEdges:
        """The bounding boxes of many discs on stage, or of discs and names, in pixels of the canvas."""
        return self._geometry.boxes(rows, with_names=with_names)

    def show_card(self, actor: str, screen: QPoint) -> None:
        """Show the hover card of an actor beside its disc, or beside a position on the screen."""
        free = self.shows_hover_cards and not self._gestures.busy and not self.naming.is_open
        if not free or actor not in self.session.document.actors:
            return
        parts, place = self._descriptions.parts(actor), self.scene.place_of(actor)
        if place is None:
            self.card.show_judgement(parts, self.mapFromGlobal(screen))
        else:
            # Clear of the disc and of the handle beside it, which the user may be about to drag.
            centre = self.view.mapTo(self, QPoint(round(place[0]), round(place[1])))
            self.card.show_judgement(parts, centre, round(handle_reach(self.scene)) + 2)

    # Following the map

    def _begin_transition(self, places: Mapping[str, tuple[float, float]]) -> None:
        """Animate actors from their former positions, unless motion is reduced or the canvas hidden."""
        if not self.reduced_motion and self.isVisible():
            self._transition.begin(self.scene, places)

    def _state_changed(self) -> None:
        self.scene.interaction.may_edit = not self.session.read_only

    def _view_state_changed(self, fields: frozenset[str]) -> None:
        if "relation" in fields:
            self.scene.interaction.relation = self.view_state.relation
            self._port.repaint()
        if "selection" in fields:
            self._accessible.update_selection(self.view_state.selection)

    def _stage_changed(self) -> None:
        actors = self.session.document.actors
        interaction = self.scene.interaction
        if interaction.focused not in actors:
            interaction.focused = None
        if interaction.hovered not in actors:
            self._hover.leave()
        self._accessible.update(actors.keys())
        self._lay_out()
        self.updateGeometry()
        self.scheduler.place_soon()
        self._look_changed()

    def _look_changed(self) -> None:
        self.view.item.retry()
        self._port.repaint()

    def _held_changed(self, ended: bool) -> None:
        if ended:
            self._gestures.session_gesture_ended()
        self.scheduler.held_changed()
        self._port.repaint()

    # Camera and layout

    def _zoomed(self) -> None:
        self.zoomed.emit(self.scene.zoom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out view and tray."""
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        row, height = self.tray.row_height(self.width()), self.tray.shown_height(self.size())
        if self.height() - row < least_view_height(self.width()):
            row = height = 0
        self.view.setGeometry(self.legend.dock(QRect(0, 0, self.width(), self.height() - row)))
        self.tray.setGeometry(0, self.height() - height, self.width(), height)
        self.tray.setVisible(height > 0)
        self.tray.refresh()
        self.naming.follow()

    # User input

    def _judged(self, moved: Moved) -> None:
        self._hover.leave()
        self.judged.emit(moved)

    def _add_at(self, x: float, y: float) -> None:
        self._hover.leave()
        self.naming.add((x, y))

    def _menu(self, actor: str | None, screen: QPoint | None) -> None:
        """Request the context menu of an actor; without a position on the screen, at the actor itself."""
        if self._gestures.busy:
            return
        if screen is None and actor is not None:
            screen = self._geometry.on_screen(actor).center()
        self._hover.leave()
        if actor is not None and actor not in self.view_state.selection:
            self.view_state.select(actor)
        self.context_menu_requested.emit(actor, screen)

    def _focus_moved(self, actor: str) -> None:
        place = self.scene.place_of(actor)
        if place is not None:
            self.view.camera.bring_into_view(*place)
            self.scene.fan_out(actor)
            self.tray.set_open(False)
        else:
            self.scene.fan_out(None)
            self.tray.show_actor(actor)
        self._accessible.announce_focus(actor)
