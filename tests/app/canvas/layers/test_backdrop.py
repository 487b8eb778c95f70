"""Redrawing only what changed gives the same picture of the canvas as redrawing all of it.

Pixel for pixel, but for the soft edges of shapes that reach out of what is redrawn: Qt cuts outlines in fixed
point, so that a few pixels beside the cut come out one to four of 255 lighter or darker.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QImage, QPainter

from samples import large
from stakemap.app.canvas.layers.backdrop import Backdrop, Content, damage, merged
from stakemap.app.canvas.layers.frame import Boxes
from stakemap.app.canvas.layers.stage import Stage
from stakemap.app.canvas.proposal import Proposal
from stakemap.app.canvas.scene.interaction import AxisMarks
from stakemap.app.canvas.scene.projection import Projection
from stakemap.app.canvas.scene.scene import Scene
from stakemap.model.document import Relation, StakeMap
from stakemap.model.edits import Authorship, Move, move_actors
from stakemap.model.records import replace as replaced
from stakemap.model.resolve import Resolver
from stakemap.paint.fonts import QtMeasure
from stakemap.picture.appearance.appearance import build, update, with_view
from stakemap.picture.appearance.values import View
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.theme import LIGHT
from stakemap.steps import run_all_steps

AUTHOR = Authorship("Test", "2025-08-01")
WIDTH, HEIGHT = 640, 420

HAPPENINGS = (
    *("move", "undo", "select", "add", "hover", "focus", "blur", "fan", "dim", "hold", "let_go"),
    *("zoom", "shift", "marks", "unmark", "relation", "span", "label", "camp"),
)
whole_numbers = st.integers(0, 10_000)
#: What may happen on a canvas, and which actor or place it happens to.
happenings = st.tuples(
    st.sampled_from(HAPPENINGS),
    whole_numbers,
    st.integers(-100, 100),
    st.integers(0, 100),
)


def document_of(actors: int, relations: int) -> StakeMap:
    document = large(actors, 1, 2)
    ids = list(document.actors)
    made = {
        f"relation-{number}": Relation(
            source=ids[number * 7 % actors],
            target=ids[(number * 11 + 3) % actors],
            label="trades with" if number % 3 else "",
            directed=bool(number % 2),
        )
        for number in range(relations)
        if (number * 7 - number * 11 - 3) % actors
    }
    return replaced(document, relations=made)


def with_groups(document: StakeMap) -> StakeMap:
    """The map with the first four actors, and the next four, in one place."""
    actors = list(document.actors)
    places = {actors[row]: Move(*((-50, 50) if row < 4 else (40, 60))) for row in range(8)}
    return move_actors(document, "s1", "issue-0", places, AUTHOR)


def differences(one: QImage, other: QImage) -> np.ndarray:
    """How far each value of colour is apart in the two."""
    pixels = [np.frombuffer(image.constBits(), np.uint8).astype(int) for image in (one, other)]
    return np.abs(pixels[0] - pixels[1])


class Canvas:
    """A scene to which anything may happen, with its stage."""

    def __init__(self, document: StakeMap, ratio: float, trail_from: str | None = "s0") -> None:
        self.resolver, self.ratio = Resolver(), ratio
        view = View("issue-0", "s1", trail_from)
        self.scene = Scene(build(document, view, LIGHT, self.resolver), Projection.fitting(WIDTH, HEIGHT))
        self.stage = Stage(self.scene, QtMeasure())
        self.earlier: list[tuple[StakeMap, str]] = []

    def painted(self) -> QImage:
        """The picture once nothing of it is left for a later frame."""
        size = round(WIDTH * self.ratio), round(HEIGHT * self.ratio)
        for _ in range(1_000):
            image = QImage(*size, QImage.Format.Format_RGB32)
            image.setDevicePixelRatio(self.ratio)
            image.fill(0)
            painter = QPainter(image)
            try:
                whole = self.stage.paint(painter, self.ratio)
            finally:
                painter.end()
            if whole:
                return image
            run_all_steps(self.stage.draw_pending())
        raise AssertionError("the picture never became whole")

    @contextmanager
    def new_stage(self) -> Iterator[None]:
        """Paint with a stage that has drawn nothing before."""
        stage, self.stage = self.stage, Stage(self.scene, QtMeasure())
        yield
        self.stage = stage

    def happen(self, what: str, number: int, x: int, y: int) -> None:
        getattr(self, what)(self.scene.columns.ids[number % len(self.scene.columns)], x, y)

    def _show(self, document: StakeMap, actor: str) -> None:
        if not self.scene.interaction.held:
            look = update(self.scene.appearance, document, LIGHT, self.resolver, [actor])
            self.scene.patch(look, [actor])

    def look(self, **view: object) -> None:
        self.scene.restyle(
            with_view(self.scene.appearance, replace(self.scene.appearance.view, **view), self.resolver)
        )

    def move(self, actor: str, x: int, y: int) -> None:
        before = self.scene.appearance.document
        self.earlier.append((before, actor))
        self._show(move_actors(before, "s1", "issue-0", {actor: Move(x, y)}, AUTHOR), actor)

    def undo(self, actor: str, x: int, y: int) -> None:
        if self.earlier:
            self._show(*self.earlier.pop())

    def select(self, actor: str, x: int, y: int) -> None:
        self.look(selection=frozenset({actor}))

    def add(self, actor: str, x: int, y: int) -> None:
        self.look(selection=self.scene.appearance.view.selection ^ {actor})

    def hover(self, actor: str, x: int, y: int) -> None:
        self.scene.interaction.hovered = None if x < -50 else actor

    def focus(self, actor: str, x: int, y: int) -> None:
        self.scene.interaction.focused, self.scene.interaction.focus_shown = actor, True

    def blur(self, actor: str, x: int, y: int) -> None:
        self.scene.interaction.focus_shown = False

    def fan(self, actor: str, x: int, y: int) -> None:
        if not self.scene.interaction.held:
            self.scene.fan_out(actor)

    def dim(self, actor: str, x: int, y: int) -> None:
        dimmed = self.scene.appearance.view.dimmed ^ {actor}
        view = replace(self.scene.appearance.view, dimmed=dimmed)
        self.scene.patch(with_view(self.scene.appearance, view, self.resolver), [actor])

    def hold(self, actor: str, x: int, y: int) -> None:
        self.scene.fan_out(None)
        self.scene.interaction.held = {actor: (float(x), float(y))}

    def let_go(self, actor: str, x: int, y: int) -> None:
        self.scene.interaction.held = {}

    def zoom(self, actor: str, x: int, y: int) -> None:
        at = ((x + 100) / 200 * WIDTH, y / 100 * HEIGHT)
        self.scene.set_projection(
            self.scene.projection.scaled(1.3 if x > 0 else 0.8, at, self.scene.fit), self.scene.fit
        )

    def shift(self, actor: str, x: int, y: int) -> None:
        self.scene.set_projection(self.scene.projection.shifted(x / 3, y / 7), self.scene.fit)

    def marks(self, actor: str, x: int, y: int) -> None:
        interval = (x - 9.0, x + 14.0) if y > 50 else None
        self.scene.interaction.axis_marks = AxisMarks(float(x), x / 2, interval, interval)

    def camp(self, actor: str, x: int, y: int) -> None:
        ids = self.scene.columns.ids
        camps = (tuple(ids[: 1 + y % len(ids)]), (actor, "nobody"))
        self.scene.interaction.proposal = Proposal(camps=camps) if x > -30 else None

    def unmark(self, actor: str, x: int, y: int) -> None:
        self.scene.interaction.axis_marks = None

    def relation(self, actor: str, x: int, y: int) -> None:
        relations = list(self.scene.appearance.relations)
        self.scene.interaction.relation = relations[y % len(relations)] if relations and y > 20 else None

    def span(self, actor: str, x: int, y: int) -> None:
        spans = {(actor, "alignment"): (x - 20.0, x + 20.0)} if y > 30 else {}
        self.scene.interaction.spans = spans

    def label(self, actor: str, x: int, y: int) -> None:
        if not self.scene.interaction.held:
            run_all_steps(self.stage.plan_labels(self.ratio))


@pytest.mark.parametrize(("actors", "relations"), [(18, 12), (70, 40), (300, 0), (90, 180)])
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ratio=st.sampled_from((1.0, 1.25, 1.5, 2.0)), story=st.lists(happenings, min_size=6, max_size=12))
def test_drawing_what_changed_is_drawing_everything(qapp, actors, relations, ratio, story):
    canvas = Canvas(document_of(actors, relations), ratio)
    canvas.painted()
    for happening in story:
        canvas.happen(*happening)
        kept = canvas.painted()
        canvas.stage.invalidate_backdrop()
        difference = differences(kept, canvas.painted())
        assert difference.max() <= 4, happening
        assert np.count_nonzero(difference) <= 0.001 * difference.size, happening


def test_plain_lines_are_redrawn_when_others_are_shown_or_the_fan_is_another(qapp):
    document = with_groups(document_of(200, 700))
    actors = list(document.actors)
    canvas = Canvas(document, 1.0)
    canvas.look(relations="all")

    def painted_once() -> QImage:
        # Not `painted`: that waits until there are curves. A frame has no time for all discs.
        before = None
        for _ in range(50):
            image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
            image.fill(0)
            painter = QPainter(image)
            canvas.stage.paint(painter, 1.0)
            painter.end()
            if image == before:
                return image
            before = image
        raise AssertionError("the discs were never all drawn")

    def changes() -> Iterator[None]:
        yield
        for count in (150, 120):
            canvas.look(relations="selection", selection=frozenset(actors[:count]))
            yield
        for actor in (actors[0], actors[4], None):
            canvas.scene.fan_out(actor)
            yield

    for _ in changes():
        kept = painted_once()
        canvas.stage.invalidate_backdrop()
        assert differences(kept, painted_once()).max() <= 4


def test_curves_are_bent_anew_for_each_fan(qapp):
    document = with_groups(document_of(12, 14))
    actors = list(document.actors)
    canvas = Canvas(document, 1.0)
    canvas.look(relations="all")
    for _ in range(6):
        for actor in (actors[0], actors[4]):
            # As when the keyboard goes on to another group: the fan before has gone, and its place in
            # memory is free for the next one.
            canvas.stage.invalidate_backdrop()
            canvas.scene.set_projection(canvas.scene.projection, canvas.scene.fit)
            canvas.scene.fan_out(actor)
            kept = canvas.painted()
            with canvas.new_stage():
                assert differences(kept, canvas.painted()).max() <= 4


def test_a_moved_actor_among_many_is_redrawn_alone(qapp):
    canvas = Canvas(document_of(2_000, 0), 1.0, trail_from=None)
    canvas.happen("select", 5, 0, 0)
    canvas.painted()
    drawn: list[Box] = []
    refresh = Backdrop.refresh
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Backdrop, "refresh", lambda *given: drawn.extend(refresh(*given)))
        canvas.happen("move", 5, 10, 60)
        canvas.painted()
        assert 0 < sum(box.width * box.height for box in drawn) < 0.2 * WIDTH * HEIGHT
        drawn.clear()
        canvas.painted()
        assert drawn == []


# What differs


def content(discs: list[tuple[float, float, float]], marks: dict[Hashable, Boxes]) -> Content:
    return Content((), np.array(discs, float).reshape(-1, 3).T, 5.0, marks)


A, B, C = Box(0, 0, 10, 10), Box(20, 0, 30, 10), Box(40, 0, 50, 10)


def test_what_came_and_what_went_is_redrawn_and_what_stays_is_not():
    before, now = content([], {"a": (A,), "b": (B,)}), content([], {"b": (B,), "c": (C, A)})
    assert sorted(damage(before, now) or ()) == sorted([A, C, A])
    assert damage(now, now) == []


def test_what_comes_later_in_the_order_than_before_is_redrawn():
    before, now = content([], {"a": (A,), "b": (B,)}), content([], {"b": (B,), "a": (A,)})
    assert sorted(damage(before, now) or ()) == [A, B]


def test_a_disc_is_redrawn_where_it_was_and_where_it_is_if_it_is_drawn_there():
    before, now = content([(1, 10, 10), (0, 7, 7)], {}), content([(1, 90, 10), (0, 8, 8)], {})
    assert damage(before, now) == [Box(5, 5, 15, 15), Box(85, 5, 95, 15)]
    assert damage(before, content([(0, 10, 10), (0, 7, 7)], {})) == [Box(5, 5, 15, 15)]


def test_where_there_are_other_rows_everything_is_redrawn():
    assert damage(content([(1, 1, 1)], {}), content([(1, 1, 1), (1, 2, 2)], {})) is None
    assert damage(content([], {}), content([], {})._replace(whole_for=("zoom",))) is None


@given(st.lists(st.tuples(whole_numbers, whole_numbers), max_size=12))
def test_boxes_that_are_joined_hold_all_of_them(corners):
    boxes = [Box(x, y, x + 40, y + 30) for x, y in corners]
    joined = merged(boxes)
    assert len(joined) <= len(boxes)
    assert all(any(one.holds(box) for one in joined) for box in boxes)
    assert not any(one.overlaps(other) for one, other in combinations(joined, 2))


def test_boxes_near_each_other_are_joined_and_those_far_apart_are_not():
    far = Box(2_000, 2_000, 2_010, 2_010)
    assert sorted(merged([A, B, far])) == [Box(0, 0, 30, 10), far]
