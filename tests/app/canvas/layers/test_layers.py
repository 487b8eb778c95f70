"""What is painted beneath and beside the discs: relations, ranges, names, captions, backdrop."""

from __future__ import annotations

import itertools
import math

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage

from samples import large, sample
from stakemap.app.canvas.labels.placement import CROWDED, planning
from stakemap.app.canvas.layers.atlas import Budget
from stakemap.app.canvas.layers.axis_marks import boxes
from stakemap.app.canvas.layers.frame import Frame, Part
from stakemap.app.canvas.layers.overlay import readout_box
from stakemap.app.canvas.layers.plot_background import PlotBackground
from stakemap.app.canvas.layers.ranges import carried_along
from stakemap.app.canvas.scene.interaction import AxisMarks, Readout
from stakemap.app.canvas.scene.projection import ALIGNMENT, INFLUENCE, Projection, Range
from stakemap.app.canvas.scene.scene import Scene
from stakemap.app.canvas.scene.sizes import reach_of
from stakemap.model.edits import Authorship, Move, judge, move_actors, update_actor, update_issue
from stakemap.model.judgements import Tie
from stakemap.model.subjects import Subject
from stakemap.paint.fonts import QtMeasure
from stakemap.picture.appearance.appearance import build
from stakemap.picture.appearance.detail import ALL_DETAIL
from stakemap.picture.appearance.values import View
from stakemap.picture.labels.occupancy import Box
from stakemap.picture.plot.curves import CurveRouter, point_on
from stakemap.picture.theme import LIGHT
from stakemap.steps import run_all_steps
from stakemap.storage.presets import load_preset

AUTHOR = Authorship("Test", "2025-08-01")


def scene_of(document, width=1_200, height=800, **view) -> Scene:
    appearance = build(document, View(**view), LIGHT)
    return Scene(appearance, Projection.fitting(width, height))


def everybody_placed():
    """The sample with both ends of its relations on stage."""
    return move_actors(sample(), "2025-07", "border", {"azerbaijan": Move(-60, 60)}, AUTHOR)


# Ranges


@pytest.mark.parametrize(
    ("span", "value", "now", "expected"),
    [
        ((-20.0, 40.0), 10, 10, (-20.0, 40.0)),
        ((-20.0, 40.0), 10, 30, (0.0, 60.0)),
        ((-20.0, 40.0), 10, 100, (70.0, 100.0)),
        ((-20.0, 40.0), 10, -100, (-100.0, -70.0)),
        (None, 10, 30, None),
    ],
)
def test_a_range_is_carried_along_within_the_scale(span, value, now, expected):
    assert carried_along(span, value, now, ALIGNMENT) == expected


def test_the_preview_of_a_range_is_what_the_edit_writes():
    document = sample()
    for target in (-100.0, -37.0, 0.0, 88.0, 100.0):
        moved = move_actors(document, "2025-07", "border", {"turkiye": Move(target, None)}, AUTHOR)
        written = moved.snapshots["2025-07"].stances["border"]["turkiye"].alignment
        if target != 10:
            assert carried_along((-20.0, 40.0), 10, target, ALIGNMENT) == (written.low, written.high)
    assert carried_along((25.0, 50.0), 35, 95, INFLUENCE) == (85.0, 100.0)


# Names


@pytest.mark.parametrize("actors", [12, 60, 250])
def test_no_name_covers_another_or_a_disc_or_a_caption(actors):
    document = update_issue(large(actors), "issue-0", quadrants=("one", "two", "three", "four"))
    scene = scene_of(document, issue="issue-0", snapshot="s2")

    measure = QtMeasure()
    captions = PlotBackground(measure).boxes(scene)
    assert captions
    plan = run_all_steps(planning(scene, measure, captions))
    assert len(plan.names) >= min(actors, 12)
    boxes = []
    for actor, label in plan.names.items():
        row = scene.columns.row[actor]
        x, y = float(scene.places.x[row]) + label.x, float(scene.places.y[row]) + label.y
        for text, dx, dy in label.face.lines:
            extent = measure.extent(text, label.face.size, 500)
            top = y + dy - 0.7 * label.face.size
            boxes.append((x + dx, top, x + dx + extent.width, y + dy))
    for a, b in itertools.combinations(boxes, 2):
        assert not _overlap(a, b)
    for box in boxes:
        assert not any(_overlap(box, caption) for caption in captions)
        across = (scene.places.x > box[0]) & (scene.places.x < box[2])
        assert not (across & (scene.places.y > box[1]) & (scene.places.y < box[3])).any()


def _overlap(a, b) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def test_names_move_with_their_actors_when_the_view_is_panned(drive):
    canvas = drive()
    layer = canvas.canvas.stage.labels
    before = layer.beside(canvas.scene, "president")
    canvas.canvas.view.camera.show_part(canvas.scene.projection)
    canvas.scene.set_projection(canvas.scene.projection.shifted(40, 10), canvas.scene.fit)
    assert layer.beside(canvas.scene, "president") == before


def test_in_a_crowd_only_who_is_looked_at_has_a_name(qapp):
    scene = scene_of(large(CROWDED + 1), issue="issue-0", snapshot="s2")
    assert run_all_steps(planning(scene, QtMeasure())).names == {}


# Relations


def test_relations_are_drawn_and_called_what_they_are(drive):
    canvas = drive(everybody_placed())
    assert set(canvas.scene.appearance.relations) == {"turkiye-azerbaijan", "azerbaijan-armenia"}
    plan = canvas.canvas.stage.labels.plan
    # Both are judged without a reason, as the sign after their names tells.
    assert {label.face.lines[0][0] for label in plan.ties.values()} == {"alliance\u2009?", "presses\u2009?"}
    canvas.view_state.set(relations="none")
    assert canvas.canvas.stage.labels.plan.ties == {}
    canvas.view_state.set(relations="selection", selection=frozenset({"turkiye"}))
    assert set(canvas.canvas.stage.labels.plan.ties) == {"turkiye-azerbaijan"}


@pytest.mark.parametrize("places", [((6, 100), (100, 100)), ((100, 5), (100, 100)), ((-100, 0), (40, 0))])
def test_a_relation_along_the_edge_of_the_plot_stays_in_it_with_its_name(drive, places):
    moves = dict(zip(("turkiye", "azerbaijan"), itertools.starmap(Move, places), strict=True))
    canvas = drive(move_actors(sample(), "2025-07", "border", moves, AUTHOR))
    scene = canvas.scene
    frame = Frame.of(scene, Part.ALL, 1, Budget(0))
    curves = {look.relation: curve for look, curve in canvas.canvas.stage.relations.curves(frame)}
    (left, top), (right, bottom) = canvas.pixels(-100, 100).toTuple(), canvas.pixels(100, 0).toTuple()
    plot = Box(left, top, right, bottom).grown(scene.radius)
    points = [point_on(curves["turkiye-azerbaijan"], step / 20) for step in range(21)]
    assert all(plot.left < x < plot.right and plot.top < y < plot.bottom for x, y in points)
    assert "turkiye-azerbaijan" in canvas.canvas.stage.labels.plan.ties


def test_a_relation_judged_anew_is_shown_anew(drive):
    canvas = drive(everybody_placed())
    canvas.session.apply(
        judge.of("2025-07", Subject.tie("turkiye-azerbaijan"), Tie(strength=-1), AUTHOR), label="Judge"
    )
    assert canvas.scene.appearance.relations["turkiye-azerbaijan"].strength == -1


def test_arrows_to_one_actor_do_not_pile_up(drive):
    canvas = drive(load_preset("armenia-turkiye"))
    scene = canvas.scene
    frame = Frame.of(scene, Part.ALL, 1, Budget(0))
    tips = {}
    for look, curve in canvas.canvas.stage.relations.curves(frame):
        tips.setdefault(look.source, []).append(curve.start)
        tips.setdefault(look.target, []).append(curve.end)
    assert len(tips["armenia"]) == 5
    for ends in tips.values():
        for one, other in itertools.combinations(ends, 2):
            assert math.dist(one, other) > 0.5 * scene.radius


def test_curves_are_shifted_by_panning_and_bent_anew_by_zooming(drive, monkeypatch):
    canvas = drive(everybody_placed())
    layer = canvas.canvas.stage.relations
    scene = canvas.scene

    def curves():
        frame = Frame.of(scene, Part.ALL, 1, Budget(0))
        return {look.relation: curve for look, curve in layer.curves(frame)}

    before = curves()
    routed = CurveRouter.curve
    computed: list[int] = []
    monkeypatch.setattr(CurveRouter, "curve", lambda *given: computed.append(1) or routed(*given))
    scene.set_projection(scene.projection.shifted(30, -20), scene.fit)
    after = curves()
    assert computed == []
    for relation, curve in before.items():
        assert after[relation].start == pytest.approx((curve.start.x + 30, curve.start.y - 20))
    scene.set_projection(scene.projection.scaled(2, (100, 100), scene.fit), scene.fit)
    curves()
    assert len(computed) == len(before)


# A whole frame


def picture(canvas) -> QImage:
    return canvas.canvas.view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def _distance(a: QColor, b: QColor) -> int:
    # A pixmap in between rounds colours a little differently.
    return max(abs(a.red() - b.red()), abs(a.green() - b.green()), abs(a.blue() - b.blue()))


def test_holding_somebody_in_place_looks_as_before(drive):
    canvas = drive()
    canvas.canvas.show_detail(ALL_DETAIL)
    before = picture(canvas)
    look = canvas.scene.appearance.actors["president"]
    canvas.scene.interaction.held = {"president": (look.x, look.y)}
    for _ in range(20):
        # A frame that moves draws only so many new discs and names.
        held = picture(canvas)
    differing = sum(
        _distance(before.pixelColor(x, y), held.pixelColor(x, y)) > 6
        for x in range(0, before.width(), 3)
        for y in range(0, before.height(), 3)
    )
    assert differing == 0


def test_the_rest_is_painted_once_for_a_whole_drag(drive, monkeypatch):
    canvas = drive()
    painted = []
    field = canvas.canvas.stage.background
    real = field.paint
    monkeypatch.setattr(field, "paint", lambda *arguments: (painted.append(1), real(*arguments)))
    canvas.press(canvas.at("turkiye"))
    for x in range(-40, 0, 4):
        canvas.move(canvas.pixels(x, 60))
        canvas.canvas.view.viewport().repaint()
    assert len(painted) == 1
    canvas.release(canvas.pixels(0, 60))


def test_every_pixel_is_painted(drive):
    canvas = drive()
    image = QImage(canvas.surface.size(), QImage.Format.Format_RGB32)
    image.fill(QColor("magenta"))
    canvas.surface.render(image)
    magenta = QColor("magenta").rgb()
    corners = [
        (0, 0),
        (image.width() - 1, 0),
        (0, image.height() - 1),
        (image.width() - 1, image.height() - 1),
    ]
    assert all(image.pixel(x, y) != magenta for x, y in corners)


def test_captions_make_way_for_discs(qapp):

    def top_left(document):
        scene = scene_of(document, issue="border", snapshot="2025-07")
        return PlotBackground(QtMeasure()).boxes(scene)[0].left

    free = top_left(sample())
    crowded = top_left(move_actors(sample(), "2025-07", "border", {"georgia": Move(-98, 98)}, AUTHOR))
    assert crowded > free + 30


def test_the_label_of_the_vertical_axis_makes_way_for_discs(qapp):
    def label(*places):
        moves = dict(zip(("georgia", "armenia", "turkiye"), itertools.starmap(Move, places), strict=False))
        document = move_actors(sample(), "2025-07", "border", moves, AUTHOR)
        scene = scene_of(document, issue="border", snapshot="2025-07")
        marks = PlotBackground(QtMeasure()).marks(scene)
        (box,) = [each.box for each in marks if each.text.lines[0].startswith("↑")]
        near = box.grown(scene.radius)
        discs = zip(scene.places.x, scene.places.y, strict=True)
        assert not any(near.left < x < near.right and near.top < y < near.bottom for x, y in discs)
        assert box.left >= 0 <= box.top
        return box, scene.projection

    free, projection = label()
    assert free.centre[0] == pytest.approx(projection.pixel_x(0))
    below, _ = label((0, 100))
    assert below.centre[0] == free.centre[0]
    assert below.top < free.top
    # Discs on both sides of the axis leave room further away.
    label((0, 100), (12, 100), (-12, 100))


def test_captions_leave_a_corner_full_of_discs_for_the_rows_below(qapp):
    document = sample()
    moves = {
        actor: Move(x, 98)
        for actor, x in zip(("georgia", "armenia", "turkiye", "president"), (-96, -70, -40, -12), strict=True)
    }
    document = move_actors(document, "2025-07", "border", moves, AUTHOR)
    scene = scene_of(document, issue="border", snapshot="2025-07")
    box = PlotBackground(QtMeasure()).boxes(scene)[0].grown(scene.radius)
    discs = zip(scene.places.x, scene.places.y, strict=True)
    assert not any(box.left < x < box.right and box.top < y < box.bottom for x, y in discs)


@pytest.mark.parametrize("high", ["Open it now", "Open the border at once and for all " * 3])
def test_pole_labels_lie_below_the_plot_at_one_height(drive, high):
    document = update_issue(sample(), "border", low_label="Keep it shut", high_label=high)
    canvas = drive(document)

    def poles():
        placed = canvas.canvas.stage.background.marks(canvas.scene)
        return [each.box for each in placed if {"←", "→"} & set("".join(each.text.lines))]

    for _ in range(2):
        low, other = poles()
        assert low.top == other.top
        assert low.left < canvas.pixels(-50, 0).x() < canvas.pixels(50, 0).x() < other.right
        assert max(low.bottom, other.bottom) <= canvas.scene.projection.height
        # The second time the lower edge of the plot is out of view.
        canvas.wheel(canvas.pixels(0, 90), 3)
        canvas.canvas.scheduler.place_now()
    bottom = canvas.scene.projection.pixel_y(0)
    assert bottom > canvas.scene.projection.height
    rest = [box for box in canvas.canvas.stage.background.boxes(canvas.scene) if box not in poles()]
    assert not any(box.overlaps(pole) for box in rest for pole in poles())


def test_pole_labels_are_clear_of_discs_on_the_lower_edge(drive):
    canvas = drive(move_actors(sample(), "2025-07", "border", {"armenia": Move(-95, 0)}, AUTHOR))
    placed = canvas.canvas.stage.background.marks(canvas.scene)
    low = next(each.box for each in placed if each.text.lines[0].startswith("←"))
    assert low.top > canvas.pixels(0, 0).y() + 0.7 * canvas.scene.radius


@pytest.mark.parametrize("at", [(-100, 100), (100, 100), (-100, 0), (100, 0), (0, 50)])
def test_the_readout_stays_in_view_and_off_the_disc(qapp, at):
    scene = scene_of(sample(), 420, 330, issue="border", snapshot="2025-07")
    x, y = scene.projection.to_pixels(*at)
    for dx, dy in ((0, 0), (-500, 0), (500, 0), (0, -500), (0, 500)):
        box = readout_box(scene, Readout(("",), x + dx, y + dy), 180.0, 44.0)
        assert box.left >= 0
        assert box.top >= 0
        assert box.right <= 420
        assert box.bottom <= 330
    box, reach = readout_box(scene, Readout(("",), x, y), 180.0, 44.0), scene.radius
    assert not box.overlaps(Box(x, y, x, y).grown(reach))


@pytest.mark.parametrize("to", [(-100, 50), (100, 50), (100, 100), (0, 0)])
def test_the_name_of_a_dragged_actor_stays_in_view(drive, to):
    canvas = drive(update_actor(sample(), "turkiye", name="The Republic of Türkiye, its army and its banks"))
    start = canvas.at("turkiye")
    canvas.press(start)
    canvas.move(canvas.pixels(*to) + QPoint(*(60 if end > 50 else -60 for end in to)))
    stage = canvas.canvas.stage
    canvas.canvas.grab()
    held = Frame.of(canvas.scene, Part.HELD, 1.0, Budget(100))
    (box,) = (boxes[0] for placed, boxes in stage.labels.marks(held).items() if placed.owner == "turkiye")
    view = canvas.scene.projection
    assert box.left >= 0
    assert box.top >= 0
    assert box.right <= view.width
    assert box.bottom <= view.height
    canvas.key(Qt.Key.Key_Escape)
    canvas.release(start)


def test_marks_of_the_axis_stay_in_view_when_it_does_not(drive):
    canvas = drive()
    canvas.canvas.set_axis_marks(AxisMarks(20.0, 40.0))
    projection = canvas.scene.projection
    off = Projection(projection.width, projection.height, projection.x, Range(70.0, 100.0))
    canvas.scene.set_projection(off, projection)
    for box in boxes(canvas.scene):
        assert box.top > 0
        assert box.bottom < off.height


# Weak support where it is usual, so that only who is looked at has its sign


def test_names_keep_no_space_for_signs_that_are_not_drawn(drive):
    canvas = drive(load_preset("armenia-turkiye"))
    names, looks = canvas.canvas.stage.labels.plan.names, canvas.scene.columns.looks
    at_right = {
        actor: label.x
        for actor, label in names.items()
        if label.x > 0 and abs(label.y) < 8 and looks[actor].salience is None
    }
    assert {looks[actor].weak for actor in at_right} == {True, False}
    assert len({round(x, 1) for x in at_right.values()}) == 1


def test_the_ring_of_a_selected_actor_is_open_at_its_sign(drive):
    canvas = drive(load_preset("armenia-turkiye"))
    canvas.view_state.set(selection=frozenset({"azerbaijan"}), primary="azerbaijan")
    image, radius = picture(canvas), canvas.scene.radius
    x, y = canvas.scene.place_of("azerbaijan")
    reach = reach_of(canvas.scene.columns.looks["azerbaijan"], radius, has_sign=False) + 2

    def has_ring(degrees: float) -> bool:
        across, down = math.cos(math.radians(degrees)), -math.sin(math.radians(degrees))
        crossed = (image.pixelColor(round(x + across * at), round(y + down * at)) for at in spread)
        return any(_distance(each, QColor(LIGHT.selection)) < 40 for each in crossed)

    spread = [reach + step / 2 for step in range(-4, 5)]
    assert all(map(has_ring, (90, 120, 150, 210, 240, 270)))
    assert not has_ring(45)
