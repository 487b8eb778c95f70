"""Every gesture on the canvas with real mouse and key events."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app_driver import double_click
from samples import sample, tiny
from stakemap.app.canvas.input.gestures import move_actors as move_module
from stakemap.errors import EditError
from stakemap.model.edits import remove_actors, update_issue
from stakemap.picture.theme import LIGHT

Shift, Control = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
Key, Left = Qt.Key, Qt.MouseButton.LeftButton


# Selecting


def test_click_selects_one_and_an_empty_place_nobody(drive):
    canvas = drive()
    canvas.click(canvas.at("armenia"))
    assert canvas.view_state.selection == {"armenia"}
    assert canvas.view_state.primary == "armenia"
    canvas.click(canvas.at("turkiye"))
    assert canvas.view_state.selection == {"turkiye"}
    canvas.click(canvas.pixels(-80, 20))
    assert canvas.view_state.selection == set()


@pytest.mark.parametrize("modifier", [Shift, Control])
def test_click_with_a_modifier_toggles(drive, modifier):
    canvas = drive()
    canvas.click(canvas.at("armenia"))
    canvas.click(canvas.at("turkiye"), modifier)
    assert canvas.view_state.selection == {"armenia", "turkiye"}
    assert canvas.view_state.primary == "turkiye"
    canvas.click(canvas.at("armenia"), modifier)
    assert canvas.view_state.selection == {"turkiye"}


def test_click_on_one_of_several_selects_it_alone(drive):
    canvas = drive(selection=frozenset({"armenia", "turkiye"}))
    canvas.click(canvas.at("armenia"))
    assert canvas.view_state.selection == {"armenia"}


def test_a_click_never_moves_anybody(drive):
    canvas = drive()
    start = canvas.at("armenia")
    canvas.press(start)
    canvas.move(start + QPoint(3, 2))
    canvas.release(start + QPoint(3, 2))
    assert canvas.undo_labels() == ()


def test_rubber_band_selects_who_is_inside(drive):
    canvas = drive()
    canvas.drag(canvas.pixels(-20, 99), canvas.pixels(40, 40))
    assert canvas.view_state.selection == {"turkiye", "president"}
    canvas.drag(canvas.pixels(60, 50), canvas.pixels(99, 10), Shift)
    assert canvas.view_state.selection == {"turkiye", "president", "armenia"}


def test_escape_takes_a_rubber_band_back(drive):
    canvas = drive(selection=frozenset({"armenia"}))
    start = canvas.pixels(-20, 99)
    canvas.press(start)
    canvas.move(canvas.pixels(40, 40))
    assert canvas.view_state.selection == {"turkiye", "president"}
    canvas.key(Key.Key_Escape)
    assert canvas.view_state.selection == {"armenia"}
    assert canvas.scene.interaction.band is None
    canvas.release(canvas.pixels(40, 40))
    assert canvas.view_state.selection == {"armenia"}


def test_control_a_selects_all_on_stage_and_escape_nobody(drive):
    canvas = drive()
    canvas.key(Key.Key_A, Control)
    assert canvas.view_state.selection == {"armenia", "turkiye", "president"}
    canvas.key(Key.Key_Escape)
    assert canvas.view_state.selection == set()


def test_the_second_press_of_a_double_click_renames_when_it_is_released(drive):
    canvas = drive()
    place = canvas.at("armenia")
    canvas.click(place)
    QTest.mouseDClick(canvas.surface, Left, pos=place)
    canvas.move(place + QPoint(3, 0))
    assert not canvas.canvas.naming.is_open
    canvas.release(place + QPoint(3, 0))
    assert canvas.canvas.naming.editor.text() == "Armenia"
    assert canvas.undo_labels() == ()
    assert canvas.view_state.selection == {"armenia"}


def test_a_second_press_that_moves_drags(drive):
    canvas = drive()
    place = canvas.at("armenia")
    canvas.click(place)
    QTest.mouseDClick(canvas.surface, Left, pos=place)
    canvas.move(canvas.pixels(20, 60))
    assert canvas.scene.interaction.held
    canvas.release(canvas.pixels(20, 60))
    assert not canvas.canvas.naming.is_open
    assert canvas.judged("armenia") == (20, 60)
    assert canvas.undo_labels() == ("Move Armenia",)


def test_a_second_press_that_moves_away_and_back_does_not_rename(drive):
    canvas = drive()
    place = canvas.at("armenia")
    canvas.click(place)
    QTest.mouseDClick(canvas.surface, Left, pos=place)
    canvas.move(canvas.pixels(20, 60))
    canvas.move(place)
    canvas.release(place)
    assert not canvas.canvas.naming.is_open


def test_a_second_press_on_empty_canvas_that_moves_draws_a_rubber_band(drive):
    canvas = drive()
    corner = canvas.at("armenia") - QPoint(40, 40)
    canvas.click(corner)
    QTest.mouseDClick(canvas.surface, Left, pos=corner)
    assert not canvas.canvas.naming.is_open
    canvas.move(canvas.at("armenia") + QPoint(40, 40))
    assert canvas.scene.interaction.band is not None
    canvas.release(canvas.at("armenia") + QPoint(40, 40))
    assert not canvas.canvas.naming.is_open
    assert "armenia" in canvas.view_state.selection


def test_a_second_press_on_a_chip_that_moves_drags_it(drive):
    canvas = drive()
    content = canvas.canvas.tray.content
    chip = content.box_of("georgia").center()
    QTest.mouseClick(content, Left, pos=chip)
    QTest.mouseDClick(content, Left, pos=chip)
    assert not canvas.canvas.naming.is_open
    canvas.drop_chip(canvas.pixels(-70, 20))
    assert not canvas.canvas.naming.is_open
    assert canvas.judged("georgia") == (-70, 20)


# Moving


def test_drag_moves_an_actor_as_one_undo_step(drive):
    canvas = drive()
    canvas.drag(canvas.at("turkiye"), canvas.pixels(-40, 60))
    assert canvas.judged("turkiye") == (-40, 60)
    assert canvas.undo_labels() == ("Move Türkiye",)
    assert canvas.view_state.selection == {"turkiye"}
    canvas.session.undo()
    assert canvas.judged("turkiye") == (10, 85)


def test_drag_carries_the_selection_along(drive):
    canvas = drive(selection=frozenset({"turkiye", "president", "russia"}))
    canvas.drag(canvas.at("turkiye"), canvas.pixels(30, 65))
    assert canvas.judged("turkiye") == (30, 65)
    assert canvas.judged("president") == (40, 30)
    assert canvas.undo_labels() == ("Move 2 actors",)


def test_shift_keeps_the_axis_moved_along_less(drive):
    canvas = drive()
    start = canvas.at("turkiye")
    canvas.press(start)
    canvas.move(canvas.pixels(-40, 70))
    canvas.move(canvas.pixels(-40, 70), Shift)
    assert canvas.session.gesture.positions()["turkiye"][1] == 85
    canvas.release(canvas.pixels(-40, 70), Shift)
    assert canvas.judged("turkiye") == (-40, 85)


def test_shift_pressed_in_the_middle_of_a_drag_counts_at_once(drive):
    canvas = drive()
    canvas.press(canvas.at("turkiye"))
    canvas.move(canvas.pixels(-40, 80))
    QTest.keyPress(canvas.canvas.view, Key.Key_Shift, Shift)
    assert canvas.session.gesture.locked_axis == "influence"
    QTest.keyRelease(canvas.canvas.view, Key.Key_Shift)
    assert canvas.session.gesture.locked_axis is None
    canvas.release(canvas.pixels(-40, 80))
    assert canvas.judged("turkiye") == (-40, 80)


@pytest.mark.parametrize(
    ("right", "up", "judged"),
    [(100, 10, ("alignment",)), (10, 100, ("influence",)), (100, 20, ("alignment", "influence"))],
)
def test_a_drag_close_to_an_axis_stays_on_it(drive, right, up, judged):
    canvas = drive()
    start = canvas.at("turkiye")
    to = start + QPoint(-right, up)
    canvas.press(start)
    canvas.move(to)
    lines = canvas.scene.interaction.readout.lines
    canvas.release(to)
    now = dict(zip(("alignment", "influence"), canvas.judged("turkiye"), strict=True))
    assert tuple(name for name, was in (("alignment", 10), ("influence", 85)) if now[name] != was) == judged
    assert [line for line in lines if "hold Ctrl" in line] == (
        []
        if len(judged) == 2
        else [f"{'influence' if right > up else 'alignment'} unchanged; hold Ctrl to move both"]
    )


def test_control_frees_both_axes_at_once_even_in_the_middle_of_a_drag(drive):
    canvas = drive()
    start = canvas.at("turkiye")
    to = start + QPoint(-100, 10)
    canvas.press(start)
    canvas.move(to)
    assert canvas.session.gesture.locked_axis == "influence"
    QTest.keyPress(canvas.canvas.view, Key.Key_Control, Control)
    assert canvas.session.gesture.locked_axis is None
    assert not [line for line in canvas.scene.interaction.readout.lines if "hold Ctrl" in line]
    canvas.release(to, Control)
    assert canvas.judged("turkiye")[1] < 85


def test_a_change_of_one_on_the_other_axis_is_not_written(drive):
    canvas = drive()
    step = canvas.scene.projection.unit_y * 1.2
    start = canvas.at("turkiye")
    canvas.drag(start, start + QPoint(-20, round(step)))
    assert canvas.judged("turkiye")[0] < 10
    assert canvas.judged("turkiye")[1] == 85
    assert canvas.session.document.snapshots["2025-07"].standings == sample().snapshots["2025-07"].standings


def test_a_change_of_one_alone_is_written(drive):
    canvas = drive()
    canvas.view_state.select("turkiye")
    canvas.key(Key.Key_Up)
    assert canvas.judged("turkiye") == (10, 86)


def test_escape_takes_a_drag_back_and_the_rest_of_it_is_ignored(drive):
    canvas = drive()
    canvas.press(canvas.at("turkiye"))
    canvas.move(canvas.pixels(-40, 60))
    assert canvas.scene.interaction.held["turkiye"] == pytest.approx((-40, 60), abs=0.5)
    canvas.key(Key.Key_Escape)
    assert canvas.scene.interaction.held == {}
    assert canvas.session.gesture is None
    canvas.move(canvas.pixels(-60, 50))
    canvas.release(canvas.pixels(-60, 50))
    assert canvas.undo_labels() == ()
    assert canvas.judged("turkiye") == (10, 85)
    assert canvas.view_state.selection == {"turkiye"}


def test_values_are_shown_while_dragging(drive):
    canvas = drive()
    canvas.press(canvas.at("turkiye"))
    canvas.move(canvas.pixels(-40, 85))
    assert canvas.scene.interaction.readout.lines == ("alignment +10 → −40",)
    canvas.move(canvas.pixels(-40, 60))
    assert canvas.scene.interaction.readout.lines == ("alignment +10 → −40", "influence 85 → 60")
    canvas.release(canvas.pixels(-40, 60))
    assert canvas.scene.interaction.readout is None


def test_undo_during_a_drag_takes_the_drag_back(drive):
    canvas = drive()
    canvas.drag(canvas.at("turkiye"), canvas.pixels(-40, 60))
    canvas.press(canvas.at("armenia"))
    canvas.move(canvas.pixels(50, 50))
    canvas.session.undo()
    assert canvas.scene.interaction.held == {}
    assert not canvas.canvas.cancel_gesture()
    canvas.release(canvas.pixels(50, 50))
    assert canvas.undo_labels() == ("Move Türkiye",)
    canvas.session.undo()
    assert canvas.document == sample()


def test_an_actor_removed_during_a_drag_ends_it(drive):
    canvas = drive()
    canvas.press(canvas.at("turkiye"))
    canvas.move(canvas.pixels(-40, 60))
    canvas.session.apply(remove_actors.of(["turkiye"]), label="Delete")
    canvas.move(canvas.pixels(-60, 60))
    canvas.release(canvas.pixels(-60, 60))
    assert canvas.undo_labels() == ("Delete",)


def test_a_lost_release_takes_the_drag_back(drive):
    canvas = drive()
    canvas.press(canvas.at("turkiye"))
    canvas.move(canvas.pixels(-40, 60))
    canvas.point(canvas.pixels(-50, 60))
    assert canvas.session.gesture is None
    assert canvas.undo_labels() == ()


def test_a_drag_shows_in_another_canvas_of_the_same_map(drive, qtbot: QtBot):
    canvas = drive()
    from stakemap.app.canvas import Canvas
    from stakemap.picture.theme import DARK

    other = Canvas(canvas.session, canvas.view_state, DARK)
    qtbot.addWidget(other)
    canvas.press(canvas.at("turkiye"))
    canvas.move(canvas.pixels(-40, 60))
    assert other.scene.interaction.held["turkiye"] == pytest.approx((-40, 60), abs=0.5)
    canvas.release(canvas.pixels(-40, 60))
    assert other.scene.interaction.held == {}
    assert round(other.scene.appearance.actors["turkiye"].x) == -40


# What goes wrong


def test_an_error_in_a_gesture_rolls_it_back_and_surfaces(drive, monkeypatch):
    canvas = drive()
    canvas.press(canvas.at("turkiye"))
    canvas.move(canvas.pixels(-40, 60))

    def broken(*arguments):
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(move_module, "moved_lines", broken)
    with pytest.raises(RuntimeError, match="broken on purpose"):
        canvas.move(canvas.pixels(-50, 60))
    assert canvas.session.gesture is None
    assert canvas.scene.interaction.held == {}
    monkeypatch.undo()
    canvas.release(canvas.pixels(-50, 60))
    canvas.drag(canvas.at("turkiye"), canvas.pixels(-40, 60))
    assert canvas.judged("turkiye") == (-40, 60)


def test_a_refused_edit_is_said_and_nothing_else(drive, monkeypatch):
    canvas = drive()

    def refuse(*arguments):
        raise EditError("No.")

    canvas.press(canvas.at("turkiye"))
    canvas.move(canvas.pixels(-40, 60))
    monkeypatch.setattr("stakemap.model.edit.Edit.apply", refuse)
    canvas.release(canvas.pixels(-40, 60))
    assert canvas.messages == ["No."]
    assert canvas.judged("turkiye") == (10, 85)


def test_a_read_only_map_explains_itself_and_stays(drive):
    canvas = drive(read_only=True)
    canvas.press(canvas.at("turkiye"))
    canvas.move(canvas.pixels(-40, 60))
    assert canvas.surface.cursor().shape() == Qt.CursorShape.ForbiddenCursor
    canvas.release(canvas.pixels(-40, 60))
    canvas.key(Key.Key_Right)
    assert len(canvas.messages) == 2
    assert all("read-only" in message for message in canvas.messages)
    assert canvas.view_state.selection == {"turkiye"}
    double_click(canvas.surface, canvas.pixels(-80, 20))
    assert not canvas.canvas.naming.is_open
    assert canvas.document == sample()


# The tray


def test_drag_out_of_the_tray_judges(drive):
    canvas = drive()
    assert canvas.trayed() == {"azerbaijan", "russia", "iran", "georgia"}
    canvas.drag_chip("georgia", canvas.pixels(-70, 20), release=False)
    assert canvas.scene.interaction.readout.lines == ("საქართველო", "alignment −70", "influence 20")
    assert canvas.scene.place_of("georgia") is not None
    canvas.key(Key.Key_Escape)
    assert canvas.undo_labels() == ()
    canvas.drag_chip("georgia", canvas.pixels(-70, 20))
    assert canvas.judged("georgia") == (-70, 20)
    assert canvas.undo_labels() == ("Judge საქართველო",)
    canvas.session.undo()
    assert "georgia" in canvas.trayed()


@pytest.mark.parametrize("height", [81, 50, 3])
def test_judging_keeps_the_influence_that_is_known(drive, height):
    canvas = drive()
    canvas.drag_chip("azerbaijan", canvas.pixels(0, height), release=False)
    assert canvas.scene.interaction.held == {"azerbaijan": (pytest.approx(0, abs=1), 80)}
    assert canvas.scene.interaction.guide == 80
    lines = canvas.scene.interaction.readout.lines
    assert lines[1:] == ("alignment 0", "influence 80, unchanged; hold Ctrl to change it")
    canvas.drop_chip(canvas.pixels(0, height))
    assert canvas.scene.interaction.guide is None
    assert canvas.judged("azerbaijan") == (0, 80)
    assert canvas.document.snapshots["2025-07"].standings is sample_standings(canvas)


def test_with_ctrl_the_height_counts_for_an_influence_that_is_known(drive):
    canvas = drive()
    canvas.drag_chip("azerbaijan", canvas.pixels(0, 50), release=False)
    QTest.keyPress(canvas.canvas.view, Qt.Key.Key_Control)
    assert canvas.scene.interaction.guide is None
    assert canvas.scene.interaction.readout.lines[1:] == ("alignment 0", "influence 80 → 50")
    QTest.keyRelease(canvas.canvas.view, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    assert canvas.scene.interaction.readout.lines[2] == "influence 80, unchanged; hold Ctrl to change it"
    canvas.drop_chip(canvas.pixels(0, 50), Qt.KeyboardModifier.ControlModifier)
    assert canvas.judged("azerbaijan") == (0, 50)


def test_the_guide_of_a_known_influence_is_drawn_and_goes(drive):
    canvas = drive()
    left, right = canvas.pixels(-95, 80), canvas.pixels(-30, 80)

    def ink():
        picture = canvas.surface.grab().toImage()
        row = [picture.pixelColor(x, left.y()).name() for x in range(left.x(), right.x())]
        return row.count(LIGHT.selection)

    assert ink() == 0
    canvas.drag_chip("azerbaijan", canvas.pixels(60, 10), release=False)
    assert ink() > 40
    canvas.key(Key.Key_Escape)
    assert ink() == 0


def sample_standings(canvas):
    """The standings before the last edit."""
    steps = list(canvas.session.history)
    return steps[-2].document.snapshots["2025-07"].standings


def test_drag_out_of_the_tray_and_back_changes_nothing(drive):
    canvas = drive()
    canvas.drag_chip("georgia", canvas.pixels(-70, 20), release=False)
    content = canvas.canvas.tray.content
    canvas.drag_chip("georgia", canvas.in_tray())
    assert content.lit is None
    assert canvas.undo_labels() == ()
    assert "georgia" in canvas.trayed()


def test_drag_into_the_tray_makes_unknown(drive):
    canvas = drive(selection=frozenset({"armenia", "turkiye"}))
    canvas.press(canvas.at("armenia"))
    canvas.move(canvas.pixels(60, 20))
    canvas.move(canvas.in_tray())
    assert canvas.scene.interaction.readout.lines == ("2 positions unknown",)
    assert canvas.canvas.tray.content.lit is True
    canvas.release(canvas.in_tray())
    assert {"armenia", "turkiye"} <= canvas.trayed()
    assert canvas.undo_labels() == ("Mark 2 actors as unknown",)
    canvas.session.undo()
    assert canvas.judged("armenia") == (85, 35)


def test_an_empty_tray_opens_while_something_is_dragged(drive):
    canvas = drive(tiny())
    tray = canvas.canvas.tray
    assert not tray.isVisible()
    canvas.press(canvas.at("armenia"))
    canvas.move(canvas.pixels(0, 10))
    assert tray.isVisible()
    over = canvas.surface.mapFromGlobal(tray.mapToGlobal(tray.rect().center()))
    canvas.move(over)
    canvas.release(over)
    assert canvas.trayed() == {"armenia"}
    assert tray.isVisible()
    canvas.session.undo()
    assert not tray.isVisible()


def test_an_empty_tray_covers_no_end_of_the_issue(drive):
    canvas = drive(tiny())
    canvas.press(canvas.at("armenia"))
    canvas.move(canvas.at("armenia") + QPoint(8, 0))
    content, scene = canvas.canvas.tray.content, canvas.scene
    below = canvas.canvas.height() - content.height()
    poles = [box for box in canvas.canvas.stage.background.boxes(scene) if box.bottom > below]
    assert len(poles) == 2
    left, right = content.widest_gap()
    assert poles[0].right <= left < right <= poles[1].left
    for lit in (False, True):
        canvas.canvas.tray.content.lit = lit
        shown = canvas.canvas.grab().toImage()
        for box in poles:
            inked = {
                shown.pixelColor(x, y).name()
                for x in range(round(box.left), round(box.right))
                for y in range(max(round(box.top), below + 2), round(box.bottom))
            }
            assert len(inked) > 5, "the letters can be seen"
    canvas.key(Key.Key_Escape)
    assert not canvas.canvas.tray.isVisible()


def test_the_text_of_an_empty_tray_gives_way_to_long_ends(drive):
    document = tiny()
    long = "a very long description of where this end of the whole issue lies in the end " * 2
    canvas = drive(update_issue(document, next(iter(document.issues)), low_label=long, high_label=long))
    canvas.press(canvas.at("armenia"))
    canvas.move(canvas.at("armenia") + QPoint(8, 0))
    left, right = canvas.canvas.tray.content.widest_gap()
    assert right - left < 80
    assert canvas.canvas.tray.isVisible()
    canvas.key(Key.Key_Escape)


def test_click_in_the_tray_selects(drive):
    canvas = drive()
    content = canvas.canvas.tray.content
    QTest.mouseClick(content, Left, pos=content.box_of("iran").center())
    assert canvas.view_state.selection == {"iran"}
    QTest.mouseClick(content, Left, Control, content.box_of("russia").center())
    assert canvas.view_state.selection == {"iran", "russia"}
