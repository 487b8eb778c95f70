"""The ends of ranges taken by hand: what they write, what they show, and how they are let go."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from samples import sample
from stakemap.app.canvas.input.handles import handle_at, handles_of
from stakemap.app.canvas.layers.atlas import Budget
from stakemap.app.canvas.layers.frame import Frame, Part
from stakemap.model.edits import Authorship, Move, move_actors, set_range
from stakemap.picture.labels.occupancy import Box

Shift = Qt.KeyboardModifier.ShiftModifier
SNAPSHOT_RANGE = (-10.0, 40.0)


def ranged():
    """The sample with a range of Türkiye's alignment, which is 10, and none of its influence."""
    document = sample()
    from stakemap.editing.view_state import ViewState

    view = ViewState.for_document(document)
    signed = Authorship("Test", "2025-08-01")
    return set_range(document, view.snapshot, view.issue, "turkiye", "alignment", *SNAPSHOT_RANGE, signed)


def handle(canvas, axis, end):
    found = {(one.axis, one.end): one for one in handles_of(canvas.scene)}[axis, end]
    return QPoint(round(found.x), round(found.y))


def spans(canvas):
    look = canvas.scene.appearance.actors["turkiye"]
    return look.x_range, look.y_range


@pytest.fixture
def canvas(drive):
    made = drive(ranged(), selection=frozenset({"turkiye"}))
    assert spans(made)[0] == SNAPSHOT_RANGE
    return made


def test_each_end_is_set_by_itself(canvas):
    start, shown = handle(canvas, "alignment", "high"), spans(canvas)
    canvas.press(start)
    canvas.move(QPoint(canvas.pixels(60, 0).x(), start.y()))
    assert canvas.scene.interaction.readout.lines == ("alignment 10 (−10 to 60)",)
    assert spans(canvas) == shown
    canvas.release(QPoint(canvas.pixels(60, 0).x(), start.y()))
    assert spans(canvas)[0] == (-10, 60)
    assert canvas.undo_labels() == ("Set the range of Türkiye",)
    assert canvas.scene.interaction.readout is None
    canvas.drag(handle(canvas, "alignment", "low"), canvas.pixels(-40, 85))
    assert spans(canvas)[0] == (-40, 60)
    assert canvas.judged("turkiye") == (10, 85)


def test_shift_sets_both_ends_alike(canvas):
    canvas.drag(handle(canvas, "alignment", "high"), canvas.pixels(35, 85), Shift)
    assert spans(canvas)[0] == (-15, 35)


def test_an_end_stops_at_the_value_and_at_the_scale(canvas):
    canvas.drag(handle(canvas, "alignment", "high"), canvas.pixels(-80, 85))
    assert spans(canvas)[0] == (-10, 10)
    canvas.drag(handle(canvas, "alignment", "low"), canvas.pixels(-108, 85))
    assert spans(canvas)[0] == (-100, 10)


def test_a_range_is_offered_where_there_is_none_and_goes_when_nothing_is_left_of_it(canvas):
    assert handle_at(canvas.scene, *handle(canvas, "influence", "offer").toTuple()) is not None
    before = spans(canvas)[1]
    assert before is None
    canvas.drag(handle(canvas, "influence", "offer"), canvas.pixels(10, 95))
    assert spans(canvas)[1] == (75, 95)
    canvas.drag(handle(canvas, "influence", "high"), canvas.pixels(10, 85), Shift)
    assert spans(canvas)[1] is None


def test_escape_leaves_the_range_as_it_was(canvas):
    start = handle(canvas, "alignment", "high")
    canvas.press(start)
    canvas.move(canvas.pixels(70, 85))
    canvas.key(Qt.Key.Key_Escape)
    assert spans(canvas)[0] == SNAPSHOT_RANGE
    assert canvas.scene.interaction.spans == {}
    canvas.release(canvas.pixels(70, 85))
    assert canvas.undo_labels() == ()


def test_a_click_on_a_handle_changes_nothing(canvas):
    canvas.click(handle(canvas, "alignment", "high"))
    assert canvas.undo_labels() == ()
    assert canvas.view_state.selection == {"turkiye"}


def test_pointing_at_a_handle_shows_what_it_does(canvas):
    canvas.point(handle(canvas, "alignment", "high"))
    assert canvas.surface.cursor().shape() == Qt.CursorShape.SizeHorCursor
    canvas.point(handle(canvas, "influence", "offer"))
    assert canvas.surface.cursor().shape() == Qt.CursorShape.SizeVerCursor
    canvas.point(canvas.pixels(-80, 20))
    assert canvas.surface.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_no_handles_for_several_or_on_a_read_only_map(drive):
    assert handles_of(drive(ranged(), selection=frozenset({"turkiye", "armenia"})).scene) == []
    assert handles_of(drive(ranged(), selection=frozenset({"turkiye"}), read_only=True).scene) == []


def test_the_handle_of_relations_keeps_off_the_name(canvas):
    for corner in ((1, 1), (-1, 1)):
        relating = handle(canvas, None, "relate")
        dx, dy = relating.x() - canvas.at("turkiye").x(), relating.y() - canvas.at("turkiye").y()
        assert (dx > 0, dy > 0) == (corner[0] > 0, corner[1] > 0)
        canvas.scene.name_boxes = {"turkiye": Box(dx - 4, dy - 4, dx + 60, dy + 9)}
    assert handle_at(canvas.scene, *handle(canvas, None, "relate").toTuple()).end == "relate"


@pytest.mark.parametrize("side", [-1, 1])
@pytest.mark.parametrize(("axis", "actor"), [("alignment", "president"), ("influence", "turkiye")])
def test_the_offer_of_a_range_is_on_the_side_without_a_name(drive, axis, actor, side):
    canvas = drive(ranged(), selection=frozenset({actor}))
    canvas.scene.name_boxes = {}
    reach = side * (handle(canvas, axis, "offer") - canvas.at(actor)).manhattanLength()
    across, down = (reach, 0) if axis == "alignment" else (0, reach)
    canvas.scene.name_boxes = {actor: Box(across, down, across, down).grown(8)}
    found = handle(canvas, axis, "offer") - canvas.at(actor)
    assert (found.x(), found.y()) == pytest.approx((-across, -down), abs=1)


def test_the_offer_of_a_range_keeps_off_the_names_of_others(drive):
    canvas = drive(ranged(), selection=frozenset({"turkiye"}))
    canvas.scene.name_boxes = {}
    before = handle(canvas, "influence", "offer") - canvas.at("turkiye")
    x, y = (canvas.at("turkiye") + before - canvas.at("president")).toTuple()
    canvas.scene.name_boxes = {"president": Box(x, y, x, y).grown(12)}
    after = handle(canvas, "influence", "offer") - canvas.at("turkiye")
    assert after.y() == pytest.approx(-before.y(), abs=1)


@pytest.mark.parametrize("size", [(1024, 600), (640, 480)])
def test_no_handle_covers_the_name_of_a_selected_actor(drive, qtbot, size):
    canvas = drive()
    canvas.canvas.window().resize(*size)
    qtbot.waitUntil(lambda: canvas.canvas.is_settled)
    for actor in canvas.scene.appearance.actors:
        canvas.view_state.select(actor)
        x, y = canvas.scene.place_of(actor)
        for one in handles_of(canvas.scene):
            around = Box(one.x - x, one.y - y, one.x - x, one.y - y).grown(5)
            assert one.end in ("low", "high") or not canvas.scene.name_boxes[actor].overlaps(around)


def test_a_relation_is_drawn_from_whatever_corner_the_handle_is_in(canvas):
    drawn = []
    canvas.canvas.relation_drawn.connect(lambda source, target: drawn.append((source, target)))
    canvas.scene.name_boxes = {"turkiye": Box(2, 2, 90, 30)}
    canvas.drag(handle(canvas, None, "relate"), canvas.at("armenia"))
    assert drawn == [("turkiye", "armenia")]


def test_the_hover_card_leaves_the_handle_of_relations_free(canvas):
    canvas.view_state.set(selection=frozenset())
    start = canvas.at("armenia")
    for dx, dy in ((0, 0), (-8, -8), (9, 6)):
        screen = canvas.surface.mapToGlobal(start + QPoint(dx, dy))
        canvas.point(start + QPoint(dx, dy))
        canvas.canvas.show_card("armenia", screen)
        card = canvas.canvas.card
        assert card.isVisible()
        relating = next(one for one in handles_of(canvas.scene) if one.end == "relate")
        place = canvas.surface.mapTo(canvas.canvas, QPoint(round(relating.x), round(relating.y)))
        assert not card.geometry().adjusted(-6, -6, 6, 6).contains(place)
        card.hide()


def test_the_name_of_the_selected_actor_gives_way_to_its_handles(drive):
    signed = Authorship("Test", "2025-08-01")
    near = set_range(ranged(), "2025-07", "border", "turkiye", "alignment", 0, 20, signed)
    canvas = drive(near)
    labels = canvas.canvas.stage.labels

    def name() -> Box:
        frame = Frame.of(canvas.scene, Part.ALL, 1, Budget(100))
        return next(boxes[0] for placed, boxes in labels.marks(frame).items() if placed.owner == "turkiye")

    before = name()
    canvas.view_state.select("turkiye")
    ends = [one for one in handles_of(canvas.scene) if one.axis == "alignment"]
    assert len(ends) == 2
    # The halo of the name reaches around it.
    assert any(before.grown(-4).overlaps(Box(one.x, one.y, one.x, one.y)) for one in ends)
    assert not any(name().grown(-4).overlaps(Box(one.x, one.y, one.x, one.y).grown(3)) for one in ends)
    canvas.view_state.select()
    assert name() == before


def test_the_names_of_others_give_way_to_handles_too(drive):
    signed = Authorship("Test", "2025-08-01")
    moves = {"turkiye": Move(-60.0, 50.0), "armenia": Move(0.0, 50.0)}
    document = move_actors(sample(), "2025-07", "border", moves, signed)
    canvas = drive(document)
    labels = canvas.canvas.stage.labels

    def names() -> dict[str, Box]:
        frame = Frame.of(canvas.scene, Part.ALL, 1, Budget(100))
        # Without the halo, which reaches around the text.
        return {placed.owner: boxes[0].grown(-5) for placed, boxes in labels.marks(frame).items()}

    before = names()["armenia"]
    middle = canvas.scene.projection.to_data(*before.centre)[0]
    canvas.session.apply(
        set_range.of("2025-07", "border", "turkiye", "alignment", -80.0, middle, signed), label="Range"
    )
    canvas.view_state.select("turkiye")
    ends = [Box(one.x, one.y, one.x, one.y).grown(3) for one in handles_of(canvas.scene) if one.axis]
    assert any(end.overlaps(before) for end in ends)
    shown = names()
    assert not any(end.overlaps(name) for end in ends for name in shown.values())
    assert not any(shown["armenia"].overlaps(shown[other]) for other in shown if other != "armenia")
    canvas.view_state.select()
    assert names()["armenia"] == before
