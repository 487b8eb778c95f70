"""The canvas: influence against alignment, live; puts view, tray, card and name field together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from stakemap.app.canvas.accessibility import AccessibleActors, install
from stakemap.app.canvas.camera import Camera
from stakemap.app.canvas.hover_card import HoverCard
from stakemap.app.canvas.idle_scheduler import SpareTime
from stakemap.app.canvas.input.gesture_controller import Hands
from stakemap.app.canvas.input.gestures.base import Bench, Moved, Pointer
from stakemap.app.canvas.input.gestures.judge_from_tray import PressInTray
from stakemap.app.canvas.input.handles import handle_at, handle_reach
from stakemap.app.canvas.input.hover import Hover
from stakemap.app.canvas.input.keyboard import Commands, Keyboard
from stakemap.app.canvas.input.naming import Naming
from stakemap.app.canvas.labels.legend import Legend
from stakemap.app.canvas.labels.legend_entries import signs_on_show
from stakemap.app.canvas.labels.placement import CROWDED
from stakemap.app.canvas.layers.axis_marks import AxisMarks
from stakemap.app.canvas.layers.stage import Stage, StageItem
from stakemap.app.canvas.scene.projection import Projection
from stakemap.app.canvas.scene.scene import Scene
from stakemap.app.canvas.scene.sizes import FEW_TRAILS
from stakemap.app.canvas.scene.transition import Journey
from stakemap.app.canvas.scene.updater import Follower
from stakemap.app.canvas.tray import DROP_HEIGHT, Tray
from stakemap.app.canvas.view import CanvasView
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.i18n import tr
from stakemap.model.resolve import Resolver
from stakemap.paint.fonts import QtMeasure, load_fonts
from stakemap.picture.appearance import Appearance
from stakemap.picture.describe import judgement_lines, judgement_parts, place_line
from stakemap.picture.legend import LegendEntry
from stakemap.picture.occupancy import Box
from stakemap.picture.style import DISC_REACH
from stakemap.picture.theme import Theme
from stakemap.steps import Steps

__all__ = ["Canvas"]

T = TypeVar("T")

#: What the pointer becomes over a handle; over that of relations it is a cross.
_HANDLE_CURSORS = {
    "alignment": Qt.CursorShape.SizeHorCursor,
    "influence": Qt.CursorShape.SizeVerCursor,
}
#: Milliseconds of rest until names are placed anew.
_REST = 90
#: Milliseconds that what is not pressing waits for other work.
_PATIENCE = 250
#: Of so many held actors each is looked at, for the legend to give way.
_FEW_HELD = 40
#: Milliseconds without intervals until the legend explains them no more.
_BARS = 900
#: Up to so many actors in view names are placed at once.
_AT_ONCE = 30


class Canvas(QWidget):
    """Shows and edits where actors stand on the issue and at the snapshot of `view_state`.

    It follows the session and the view state by itself. `message` carries a short sentence for the status
    bar; `hovered` the actor pointed at or None; `inspect_requested` an actor; `context_menu_requested` an
    actor or None and a place on the screen; `painted` comes once, when all in view has been painted whole;
    `zoomed` how much larger things are than when both scales are shown whole; `judged` a Moved, once a hand
    or a key has moved actors; `relation_drawn` from which actor to which; `play_requested`
    asks to go through time.
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
        """`resolver` is one that other views of the map share; without one it gets its own."""
        super().__init__(parent)
        load_fonts()
        install()
        self.session, self.view_state = session, view_state
        self._measure = QtMeasure()
        self._was_painted = False
        self._tint_key: Callable[[Theme], Sequence[LegendEntry]] = lambda _theme: ()
        #: Whether pointing at an actor tells its judgement; not while something else lies there.
        self.tells_judgements = True
        self._follower = Follower(
            session,
            view_state,
            theme,
            resolver or Resolver(),
            stage_changed=self._stage_changed,
            look_changed=self._look_changed,
            held_changed=self._held_changed,
            travel=self._travel,
            arrive=self._be_there,
        )
        self.scene = Scene(self._follower.appearance(), Projection.fitting(800, 600))
        self.stage = Stage(self.scene, self._measure)
        self._item = StageItem(self.stage, self._frame_painted)
        self._journey = Journey(self._repaint, self._arrived, self)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self._settle)
        self._spare_time = SpareTime(self)
        self._growth = SpareTime(self, behind=self._spare_time)
        self._asked = 0
        #: Whether the axis has the bars of intervals, which are away for a moment after each edit.
        self._has_bars = False
        self._bars_gone = QTimer(self)
        self._bars_gone.setSingleShot(True)
        self._bars_gone.setInterval(_BARS)
        self._bars_gone.timeout.connect(self._forget_bars)
        self._make_hands()
        self._make_widgets()
        self._camera = Camera(
            self.scene, self.view.look_through, self._camera_moved, self, reduced_motion=reduced_motion
        )
        follower = self._follower
        follower.start(self.scene)
        session.state_changed.connect(self._state_changed)
        view_state.changed.connect(self._view_state_changed)
        self._state_changed()
        self.destroyed.connect(lambda: follower.stop())

    def _make_hands(self) -> None:
        self._hands = Hands(self.message.emit, self._update_cursor)
        self._bench = Bench(
            self.session,
            self.view_state,
            self.scene,
            repaint=self._repaint,
            say=self.message.emit,
            look_through=lambda projection: self._camera.look_through(projection),
            over_tray=self._over_tray,
            in_tray=self._in_tray,
            offer_tray=self._offer_tray,
            judged=self._tell_judged,
            related=self.relation_drawn.emit,
            relation_at=lambda x, y: self.stage.relation_at(x, y),
        )

    def _make_widgets(self) -> None:
        self.view = CanvasView(self._item, self._bench, self._hands, self)
        self.legend = Legend(self._measure, self.scene.appearance.theme, self.view.viewport())
        self.legend.moved.connect(self._replan_soon)
        # A child of the view, so that nothing tells the view that the pointer has left it.
        self.legend.entered.connect(lambda: self._point(None))
        self.tray = Tray(self.scene, self._measure, self)
        self.card = HoverCard(self)
        self._hover = Hover(
            self.scene, self._repaint, self._hover_changed, self._show_card, self.card.hide, self
        )
        self.naming = Naming(self.session, self.view_state, self.message.emit, self._repaint, self)
        commands = Commands(
            zoom_in=self.zoom_in,
            zoom_out=self.zoom_out,
            zoom_to_fit=self.zoom_to_fit,
            select_all=self.select_all,
            rename=self.begin_rename,
            inspect=self.inspect_requested.emit,
            focus_moved=self._focus_moved,
            play=self.play_requested.emit,
        )
        self.view.keyboard = Keyboard(self._bench, self._hands, commands)
        self.view.accessible_actors = AccessibleActors(
            self.view,
            self.scene,
            self._box_on_screen,
            name_of=lambda actor: self._described(place_line, actor),
            describe=lambda actor: "\n".join(self._described(judgement_lines, actor)),
        )
        self.view.setAccessibleName(tr("Canvas"))
        self.view.pointed.connect(self._point)
        self.view.double_clicked.connect(self._double_clicked)
        self.view.menu_wanted.connect(self._canvas_menu)
        self.view.resized.connect(self._view_resized)
        content = self.tray.content
        content.pressed.connect(self._tray_press)
        content.moved.connect(self._tray_move)
        content.released.connect(self._tray_release)
        content.double_clicked.connect(self.begin_rename)
        content.left.connect(self._hover.leave)
        content.menu_wanted.connect(self._menu)
        self.setFocusProxy(self.view)

    # What the window asks for

    def set_theme(self, theme: Theme) -> None:
        """Paint everything in the colours of another theme."""
        self.stage.change_colours()
        self._follower.set_theme(theme)
        self.tray.refresh()
        self._explain()

    def set_tint(
        self,
        tint: Callable[[Appearance], Appearance] | None,
        key: Callable[[Theme], Sequence[LegendEntry]] = lambda _theme: (),
    ) -> None:
        """Give actors other colours and names, as `tint` does; None gives back their own.

        `key` says for the legend what the colours mean in a theme.
        """
        self.scene.tint, self._tint_key = tint, key
        self.scene.show(self._follower.appearance())
        self._stage_changed()

    def set_axis_marks(self, marks: AxisMarks | None) -> None:
        """Mark where the weight of the issue lies on the alignment axis, or nothing."""
        if marks != self.scene.interaction.axis_marks:
            self.scene.interaction.axis_marks = marks
            if marks is None or marks.mean_interval is not None:
                self._bars_gone.stop()
                self._has_bars = marks is not None
            elif self._has_bars and not self._bars_gone.isActive():
                self._bars_gone.start()
            if not self.scene.interaction.held:
                self._replan_soon()
            self._repaint()

    def zoom_to_fit(self) -> None:
        """Show both scales whole."""
        self._camera.fit()

    def zoom_in(self) -> None:
        """Enlarge about the middle."""
        self._camera.zoom_in()

    def zoom_out(self) -> None:
        """Shrink about the middle."""
        self._camera.zoom_out()

    @property
    def reduced_motion(self) -> bool:
        """Whether the part in view changes, and actors go elsewhere, at once instead of smoothly."""
        return self._camera.reduced_motion

    @reduced_motion.setter
    def reduced_motion(self, reduced: bool) -> None:
        self._camera.reduced_motion = reduced

    def select_all(self) -> None:
        """Select all actors on stage, or, when nobody is, all in the tray."""
        actors = self.scene.columns.ids or [look.actor for look in self.scene.appearance.tray]
        self.view_state.set(selection=frozenset(actors))

    def begin_rename(self, actor: str) -> None:
        """Let the user write another name for an actor beside its disc or chip."""
        if actor not in self.session.document.actors:
            return
        self._hover.leave()
        self.naming.rename(actor, self._box_in_canvas(actor))

    def add_actor_here(self) -> None:
        """Let the user name a new actor: at the pointer if that is over the canvas, else in the middle."""
        place = self.view.mapFromGlobal(self.cursor().pos())
        if not self.view.rect().contains(place):
            place = self.view.rect().center()
        self._add_at(place.x(), place.y())

    def cancel_gesture(self) -> bool:
        """Roll back the drag under way; False when there is none."""
        return self._hands.cancel()

    @property
    def is_settled(self) -> bool:
        """Whether names are placed and nothing is about to move."""
        moving = self._camera.is_moving or self._journey.is_under_way
        waiting = self._rest.isActive() or self._spare_time.is_busy
        return not waiting and not moving and not self._hands.busy

    def box_of(self, actor: str) -> QRect:
        """What an actor's disc or chip fills, in pixels of the canvas."""
        return self._box_in_canvas(actor).toAlignedRect()

    def box_with_name(self, actor: str) -> QRect:
        """The same with the actor's name, where that stands beside its disc."""
        box, place = self._box_in_canvas(actor), self.scene.place_of(actor)
        name = self.scene.name_boxes.get(actor)
        if place is not None and name is not None:
            box = box.united(QRectF(place[0] + name.left, place[1] + name.top, name.width, name.height))
        return box.toAlignedRect()

    def _tell_judged(self, moved: Moved) -> None:
        self._hover.leave()
        self.judged.emit(moved)

    # Following the map

    def _travel(self, places: Mapping[str, tuple[float, float]]) -> None:
        """Let actors walk from where they stood, where that is wanted and seen."""
        if not self.reduced_motion and self.isVisible():
            self._journey.begin(self.scene, places)

    def _be_there(self) -> None:
        self._journey.finish()

    def _arrived(self) -> None:
        """Names that waited for the end can be placed now."""
        if self._rest.isActive():
            self._settle()
        self._repaint()

    def _state_changed(self) -> None:
        self.scene.interaction.may_edit = not self.session.read_only

    def _view_state_changed(self, fields: frozenset[str]) -> None:
        if fields & {"issue", "snapshot"}:
            self.legend.forget_insistence()
        if "relation" in fields:
            self.scene.interaction.relation = self.view_state.relation
            self._repaint()

    def _stage_changed(self) -> None:
        self._item.mend()
        actors = self.session.document.actors
        interaction = self.scene.interaction
        if interaction.focused not in actors:
            interaction.focused = None
        if interaction.hovered not in actors:
            self._hover.leave()
        if self.view.accessible_actors is not None:
            self.view.accessible_actors.update(actors.keys())
        self._lay_out()
        self._replan_soon()
        self._repaint()

    def _look_changed(self) -> None:
        self._item.mend()
        if FEW_TRAILS < len(self.scene.columns) <= CROWDED:
            # Ranges and trails are those of the selection only.
            self._explain()
        self._repaint()

    def _held_changed(self, ended: bool) -> None:
        if ended:
            self._hands.gesture_ended()
        held = self.scene.interaction.held
        # Of a crowd some come by in any case, and each frame of a drag is short.
        crowd = len(held) > _FEW_HELD
        boxes = [QRectF(self.view.rect())] if crowd else [self._box_in_canvas(actor) for actor in held]
        comes_back = self.legend.give_way(
            [Box(box.left(), box.top(), box.right(), box.bottom()) for box in boxes]
        )
        if comes_back or self._spare_time.is_busy:
            # What is held is elsewhere now than where names were being placed beside it.
            self._replan_later()
        self._repaint()

    def _repaint(self) -> None:
        self.view.viewport().update()
        self.tray.content.update()

    def _frame_painted(self, whole: bool) -> None:
        if not whole:
            pressing, asked = self.stage.is_pressing, self.stage.asked
            if pressing or asked != self._asked or not self._growth.is_busy:
                update = self.view.viewport().update
                self._growth.take_up(self._growing(), lambda _: update(), after=0 if pressing else _PATIENCE)
            self._asked = asked
        elif not self._was_painted and self.is_settled:
            self._was_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def _growing(self) -> Steps[None]:
        try:
            yield from self.stage.growing()
        except Exception:
            self._item.give_up()
            raise

    # Names

    def _camera_moved(self) -> None:
        self._replan_later()
        self.zoomed.emit(self.scene.zoom)

    def _view_resized(self) -> None:
        self._camera.resize(self.view.viewport().width(), self.view.viewport().height())
        self.zoomed.emit(self.scene.zoom)
        self._replan_soon()

    def _replan_soon(self) -> None:
        """Place names now where that is quick, else when the canvas has come to rest."""
        if len(self.scene.columns) <= _AT_ONCE and not self.scene.interaction.hurried:
            self._settle()
        else:
            self._replan_later()

    def _replan_later(self) -> None:
        self._spare_time.drop()
        self._rest.start()

    def _settle(self) -> None:
        self._rest.stop()
        if self._journey.is_under_way or (self._hands.busy and self.scene.interaction.held):
            self._replan_later()
            return
        hurried, self.scene.interaction.hurried = self.scene.interaction.hurried, False
        self._explain()
        self._plan_labels()
        if hurried:
            # What was drawn in haste is drawn with care now.
            self._repaint()

    def _forget_bars(self) -> None:
        self._has_bars = False
        self._explain()

    def _explain(self) -> None:
        theme = self.scene.appearance.theme
        entries = signs_on_show(self.scene, self._tint_key(theme), intervals=self._has_bars)
        self.legend.show_entries(entries, self.stage.obstacles(), theme)

    def _plan_labels(self) -> None:
        planning = self.stage.plan_labels(self.view.devicePixelRatioF(), self.legend.box)
        few = len(self.scene.columns) <= _AT_ONCE
        self._spare_time.take_up(planning, self._labels_planned, at_once=few)

    def _labels_planned(self, changed: bool) -> None:
        if changed or not self._was_painted:
            self._repaint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room between view and tray."""
        super().resizeEvent(event)
        self.naming.cancel()
        self._lay_out()

    def _lay_out(self) -> None:
        height = self.tray.wanted_height(self.width())
        self.view.setGeometry(0, 0, self.width(), self.height() - height)
        self.tray.setGeometry(0, self.height() - height, self.width(), height)
        self.tray.setVisible(height > 0)
        self.tray.refresh()

    # The pointer

    def _point(self, pointer: Pointer | None) -> None:
        handle = None if pointer is None else handle_at(self.scene, pointer.x, pointer.y)
        if handle != self.scene.interaction.handle:
            self.scene.interaction.handle = handle
            self._update_cursor()
            self._repaint()
        if pointer is None:
            self._hover.leave()
        elif handle is not None:
            # The handle of the one pointed at must not go as the pointer comes.
            self._hover.over(None, pointer.screen)
            self._repaint()
        else:
            self._hover.over_canvas(pointer.x, pointer.y, pointer.screen)

    def _hover_changed(self, actor: str | None) -> None:
        self._update_cursor()
        self.hovered.emit(actor)

    def _update_cursor(self) -> None:
        cursor = self._hands.cursor
        handle = self.scene.interaction.handle
        if cursor is None and handle is not None:
            cursor = _HANDLE_CURSORS.get(handle.axis or "", Qt.CursorShape.CrossCursor)
        elif cursor is None:
            movable = self._hover.actor is not None and not self.session.read_only
            cursor = Qt.CursorShape.OpenHandCursor if movable else Qt.CursorShape.ArrowCursor
        self.view.viewport().setCursor(cursor)
        self.tray.content.setCursor(cursor)

    def _described(self, describe: Callable[..., T], actor: str) -> T:
        """What `picture.describe` says of an actor as it is shown here."""
        view = self.scene.appearance.view
        return describe(self.session.document, view.snapshot, view.issue, actor, self._follower.resolver)

    def _show_card(self, actor: str, screen: QPoint) -> None:
        free = self.tells_judgements and not self._hands.busy and not self.naming.is_open
        if not free or actor not in self.session.document.actors:
            return
        parts, place = self._described(judgement_parts, actor), self.scene.place_of(actor)
        if place is None:
            self.card.show_judgement(parts, self.mapFromGlobal(screen))
        else:
            # Off the disc and off the handle beside it, which a hand may be about to take.
            centre = self.view.mapTo(self, QPoint(round(place[0]), round(place[1])))
            self.card.show_judgement(parts, centre, round(handle_reach(self.scene)) + 2)

    def _double_clicked(self, pointer: Pointer) -> None:
        actor = self.scene.actor_at(pointer.x, pointer.y)
        if actor is not None:
            self.begin_rename(actor)
        elif handle_at(self.scene, pointer.x, pointer.y) is None:
            self._add_at(pointer.x, pointer.y)

    def _add_at(self, x: float, y: float) -> None:
        self._hover.leave()
        self.naming.add(self.scene, x, y)

    def _canvas_menu(self, place: QPoint | None, screen: QPoint) -> None:
        if place is not None:
            self._menu(self.scene.actor_at(place.x(), place.y()), screen)
            return
        interaction = self.scene.interaction
        actor = interaction.focused if interaction.focus_shown else self.view_state.primary
        self._menu(actor, self._box_on_screen(actor).center() if actor else screen)

    def _menu(self, actor: str | None, screen: QPoint) -> None:
        self._hover.leave()
        if actor is not None and actor not in self.view_state.selection:
            self.view_state.select(actor)
        self.context_menu_requested.emit(actor, screen)

    # The tray

    def _in_view(self, pointer: Pointer) -> Pointer:
        place = self.view.mapFromGlobal(pointer.screen)
        return pointer._replace(x=float(place.x()), y=float(place.y()))

    def _tray_press(self, actor: str | None, in_tray: Pointer) -> None:
        self._hover.leave()
        self.view.setFocus(Qt.FocusReason.MouseFocusReason)
        pointer = self._in_view(in_tray)
        if actor is None:
            self.view_state.set(selection=frozenset())
        else:
            self._hands.begin(lambda: PressInTray(self._bench, pointer, actor), pointer)

    def _tray_move(self, actor: str | None, in_tray: Pointer) -> None:
        pointer = self._in_view(in_tray)
        if self._hands.busy:
            self._hands.move(pointer)
        else:
            self._hover.over(actor, pointer.screen)

    def _tray_release(self, in_tray: Pointer) -> None:
        self._hands.finish(self._in_view(in_tray))

    def _in_tray(self, screen: QPoint) -> str | None:
        if not self._over_tray(screen):
            return None
        return self.tray.content.actor_at(QPointF(self.tray.content.mapFromGlobal(screen)))

    def _over_tray(self, screen: QPoint) -> bool:
        return self.tray.isVisible() and self.tray.rect().contains(self.tray.mapFromGlobal(screen))

    def _offer_tray(self, lit: bool | None) -> None:
        content = self.tray.content
        if content.lit is not lit:
            content.lit = lit
            content.update()
        if self.tray.wanted_height(self.width()) == 0:
            # An empty tray lies over the canvas for as long as something could be dropped there.
            self.tray.setGeometry(0, self.height() - DROP_HEIGHT, self.width(), DROP_HEIGHT)
            self.tray.setVisible(lit is not None)
            self.tray.raise_()

    # Where an actor is

    def _focus_moved(self, actor: str) -> None:
        place = self.scene.place_of(actor)
        if place is not None:
            self._camera.bring_into_view(*place)
            self.scene.fan_out(actor)
        else:
            self.scene.fan_out(None)
            self.tray.show_actor(actor)
        if self.view.accessible_actors is not None:
            self.view.accessible_actors.tell_focus(actor)

    def _box_in_canvas(self, actor: str) -> QRectF:
        place = self.scene.place_of(actor)
        if place is not None:
            reach = DISC_REACH * self.scene.radius
            return QRectF(place[0] - reach, place[1] - reach, 2 * reach, 2 * reach)
        chip = self.tray.content.box_of(actor)
        if chip is None:
            return QRectF(self.view.rect().center(), self.view.rect().center())
        return QRectF(QRect(self.tray.content.mapTo(self, chip.topLeft()), chip.size()))

    def _box_on_screen(self, actor: str) -> QRect:
        box = self._box_in_canvas(actor).toAlignedRect()
        return QRect(self.mapToGlobal(box.topLeft()), box.size())
