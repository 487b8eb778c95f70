"""The stage composes a frame from layers over the cached backdrop, of which only damage is redrawn."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from pyqtgraph import GraphicsObject
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from stakemap.app.canvas.labels.label_layer import LabelLayer
from stakemap.app.canvas.labels.placement import Plan, planning
from stakemap.app.canvas.layers.analysts import AnalystLayer
from stakemap.app.canvas.layers.atlas import Budget
from stakemap.app.canvas.layers.axis_marks import axis_marks_drawn, boxes, paint_axis_marks
from stakemap.app.canvas.layers.backdrop import Backdrop, Content
from stakemap.app.canvas.layers.comment_signs import CommentSigns
from stakemap.app.canvas.layers.discs import DiscLayer
from stakemap.app.canvas.layers.frame import Boxes, Frame, Part
from stakemap.app.canvas.layers.handles import HandleLayer
from stakemap.app.canvas.layers.overlay import Overlay
from stakemap.app.canvas.layers.plot_background import PlotBackground
from stakemap.app.canvas.layers.proposals import ProposalLayer
from stakemap.app.canvas.layers.ranges import RangeLayer
from stakemap.app.canvas.layers.relations import RelationLayer
from stakemap.app.canvas.scene.coincidence import Fan
from stakemap.app.canvas.scene.scene import Scene
from stakemap.i18n import tr
from stakemap.paint.fonts import QtMeasure
from stakemap.paint.primitives import colour, paint_text
from stakemap.picture.appearance.appearance import Appearance
from stakemap.picture.labels.occupancy import Box
from stakemap.steps import Steps

#: The budgets in milliseconds for new sprites in a frame while something moves, and at rest.
_BUDGET_MOVING, _BUDGET_AT_REST = 4.0, 12.0


class Stage:
    """Paints the scene layer by layer."""

    def __init__(self, scene: Scene, measure: QtMeasure) -> None:
        self.scene = scene
        self._measure = measure
        self.labels = LabelLayer(measure)
        self.background = PlotBackground(measure)
        self._relations, self._ranges, self._discs = RelationLayer(), RangeLayer(), DiscLayer()
        self._analysts = AnalystLayer(measure)
        self._overlay, self._handles = Overlay(measure), HandleLayer()
        self._proposals, self._comments = ProposalLayer(measure), CommentSigns()
        self._layers = (
            self._proposals,
            self._relations,
            self._analysts,
            self._ranges,
            self._overlay,
            self._comments,
            self.labels,
        )
        self._backdrop = Backdrop(self._paint_at_rest)
        self._backdrop_for: tuple[object, ...] = ()
        self._overdrawn = False

    def change_colours(self) -> None:
        """Clear all caches, after a change of theme."""
        self._discs.clear()
        self._relations.clear()
        self.labels.clear()
        self.invalidate_backdrop()

    def paint(self, painter: QPainter, ratio: float) -> bool:
        """Paint the whole view in its pixels; False where time was short, see `draw_pending`."""
        scene = self.scene
        interaction = scene.interaction
        moving = interaction.is_draft or bool(interaction.held)
        budget = Budget(_BUDGET_MOVING if moving else _BUDGET_AT_REST)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if (interaction.is_draft or interaction.is_transitioning) and not interaction.held:
            # The whole view changes in each frame.
            self.invalidate_backdrop()
            self._paint_at_rest(painter, Frame.of(scene, Part.ALL, ratio, budget))
        else:
            self._refresh_backdrop(ratio, budget)
            self._backdrop.show(painter, ratio)
        if interaction.held:
            paint_axis_marks(painter, scene)
            self._paint_actors(painter, Frame.of(scene, Part.HELD, ratio, budget))
        self._proposals.paint_ghosts(painter, scene, ratio)
        self._handles.paint(painter, scene)
        self._overlay.paint_above(painter, scene)
        self._overdrawn = budget.overdrawn
        return self._relations.is_whole and not budget.overdrawn

    @property
    def relations(self) -> RelationLayer:
        """The layer of relations."""
        return self._relations

    @property
    def requests(self) -> int:
        """A counter that rises when something else has to be drawn between frames."""
        return self._relations.requests

    @property
    def is_urgent(self) -> bool:
        """Whether what the last frame had no time for is visibly missing."""
        return self._overdrawn or self._relations.is_urgent

    def draw_pending(self) -> Steps[None]:
        """Draw what the last frame had no time for; the next one shows it."""
        return self._relations.draw_pending()

    def plan_labels(self, ratio: float) -> Steps[bool]:
        """Place all labels and draw their pixmaps; returns whether any has changed.

        The plan takes effect at the end; the scene must not change meanwhile.
        """
        scene = self.scene
        frame = Frame.of(scene, Part.ALL, ratio, Budget(0))
        curves = self._relations.avoided(frame)
        lines = [
            *self._ranges.polylines(frame),
            *self._analysts.polylines(frame),
            *self._proposals.lines(scene),
        ]
        blocked = [*self.background.boxes(scene), *boxes(scene), *self._proposals.boxes(scene)]
        plan = yield from planning(scene, self._measure, blocked, curves, lines)
        if plan == self.labels.plan:
            return False
        yield from self.labels.prepare(plan, frame)
        self.labels.plan, scene.name_boxes = plan, plan.boxes
        return True

    def relation_at(self, x: float, y: float) -> str | None:
        """The relation whose curve is under a pixel."""
        return self._relations.at(Frame.of(self.scene, Part.ALL, 1.0, Budget(0)), x, y)

    def _paint_at_rest(self, painter: QPainter, frame: Frame) -> None:
        """Draw everything that is not held, within the frame's limit."""
        scene = frame.scene
        self.background.paint(painter, frame)
        for _ in frame.clips(painter, (Box(0, 0, scene.projection.width, scene.projection.height),)):
            self._overlay.paint_empty_hint(painter, scene)
        if frame.part is Part.ALL:
            for filled in axis_marks_drawn(scene).values():
                for _ in frame.clips(painter, filled):
                    paint_axis_marks(painter, scene)
        self._proposals.paint_camps(painter, frame)
        self._paint_actors(painter, frame)

    def _paint_actors(self, painter: QPainter, frame: Frame) -> None:
        self._relations.paint(painter, frame)
        self._analysts.paint(painter, frame)
        self._ranges.paint(painter, frame)
        if frame.part is not Part.HELD:
            self._overlay.paint_beneath(painter, frame)
        self._discs.paint(painter, frame)
        self._comments.paint(painter, frame)
        self._overlay.paint_focus(painter, frame)
        self.labels.paint(painter, frame)

    def invalidate_backdrop(self) -> None:
        """Redraw the whole backdrop in the next frame."""
        self._backdrop.clear()
        self._backdrop_for = ()

    def _refresh_backdrop(self, ratio: float, budget: Budget) -> None:
        """Redraw the damage of the backdrop, which is mostly nothing."""
        scene, interaction = self.scene, self.scene.interaction
        held = frozenset(interaction.held)
        backdrop_for = (
            scene.version,
            scene.projection,
            scene.appearance,
            interaction.hovered,
            interaction.focused if interaction.focus_shown else None,
            interaction.relation,
            interaction.is_draft,
            None if held else interaction.axis_marks,
            dict(interaction.spans),
            interaction.new_actor is None,
            interaction.renamed,
            interaction.proposal,
            interaction.shows_comments,
            scene.fan,
            held,
            self.labels.plan,
            self._relations.version,
            ratio,
        )
        if _same(backdrop_for, self._backdrop_for):
            return
        self._backdrop_for = ()
        frame = Frame.of(scene, Part.REST if held else Part.ALL, ratio, budget)
        self._backdrop.refresh(frame, self._content(frame))
        if budget.overdrawn:
            self._backdrop.clear()
        else:
            self._backdrop_for = backdrop_for

    def _content(self, frame: Frame) -> Content:
        scene, appearance = frame.scene, frame.scene.appearance
        is_empty = not (appearance.actors or frame.held or scene.interaction.new_actor)
        whole_for = (
            scene.projection,
            scene.radius,
            appearance.theme,
            frame.ratio,
            scene.interaction.is_draft,
            is_empty and (appearance.issue, appearance.snapshot, appearance.tray, appearance.document.actors),
            scene.columns.row,
        )
        marks = dict[Hashable, Boxes]()
        marks.update(self.background.marks(scene).items())
        if frame.part is Part.ALL:
            marks.update(axis_marks_drawn(scene))
        for layer in self._layers:
            marks.update(layer.marks(frame).items())
        return Content(whole_for, self._discs.state(frame), self._discs.reach(scene.radius), marks)


def _same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Whether two tuples are equal; very large elements are compared by identity only."""
    return len(one) == len(other) and all(
        a is b or (not isinstance(a, (Appearance, Fan, Plan)) and a == b)
        for a, b in zip(one, other, strict=True)
    )


class StageItem(GraphicsObject):
    """The only graphics item of the view, which paints the stage in pixels over the whole viewport.

    If painting fails, the error is raised once and a sentence is painted until `retry` is called: an error in
    every frame would flood the user with message boxes.
    """

    def __init__(self, stage: Stage, painted: Callable[[bool], None]) -> None:
        """`painted` is called after each frame with whether that was complete."""
        super().__init__()
        self._stage = stage
        self._painted = painted
        self._broken = False
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption, False)

    def stop_painting(self) -> None:
        """Stop painting the stage until `retry`, after an error while drawing between frames."""
        self._broken = True
        self.update()

    def retry(self) -> None:
        """Paint again, after a change of the scene."""
        self._broken = False

    @property
    def is_broken(self) -> bool:
        """Whether painting failed and has not been retried."""
        return self._broken

    def boundingRect(self) -> QRectF:
        """The view range, in units of the scales."""
        return self.viewRect()

    def viewRangeChanged(self) -> None:
        """Update the bounding rectangle."""
        self.prepareGeometryChange()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Paint the stage, or the sentence after an error."""
        painter.resetTransform()
        if self._broken:
            theme = self._stage.scene.appearance.theme
            painter.fillRect(0, 0, 100_000, 100_000, colour(theme.canvas))
            text = tr("The canvas could not be drawn. Your map is not affected: save it and open it again.")
            paint_text(painter, QRectF(24, 40, 0, 0).topLeft(), text, 14, 400, theme.text)
            return
        try:
            whole = self._stage.paint(painter, painter.device().devicePixelRatioF())
        except Exception:
            self._broken = True
            raise
        self._painted(whole)
