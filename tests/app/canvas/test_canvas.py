"""The canvas as a whole: what it shows, hover, fan, focus, themes, accessibility, and what goes wrong."""

from __future__ import annotations

import gc

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from samples import large, sample, tiny
from stakemap.app.canvas import Canvas
from stakemap.app.canvas.hover_card import HoverCard, card_place
from stakemap.app.canvas.labels.placement import MOST
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.model.document import Actor, new_map
from stakemap.model.edits import (
    Authorship,
    Move,
    add_actor,
    make_not_applicable,
    move_actors,
    remove_actors,
    update_actor,
    update_issue,
)
from stakemap.picture.describe import Line
from stakemap.picture.theme import DARK, LIGHT

Key, Left = Qt.Key, Qt.MouseButton.LeftButton
Name, Description = QAccessible.Text.Name, QAccessible.Text.Description


def coinciding():
    """The sample with Armenia where Türkiye is."""
    moves = {"armenia": Move(10, 85), "georgia": Move(10, 85)}
    return move_actors(sample(), "2025-07", "border", moves, Authorship("Test", "2025-08-01"))


# What it shows


def test_it_follows_the_map_and_the_view(drive):
    canvas = drive()
    assert set(canvas.scene.columns.ids) == {"armenia", "turkiye", "president"}
    canvas.view_state.set(issue="corridor")
    assert canvas.scene.appearance.issue.name == "Corridor"
    assert "azerbaijan" in canvas.scene.columns.ids
    canvas.view_state.set(issue="border", snapshot="pressure")
    assert canvas.judged("turkiye") == (60, 85)
    canvas.session.apply(update_issue.of("border", high_label="now"), label="Rename")
    assert canvas.scene.appearance.issue.high_label == "now"
    canvas.session.apply(remove_actors.of(["turkiye"]), label="Delete")
    assert "turkiye" not in canvas.scene.columns.ids
    canvas.session.undo()
    assert "turkiye" in canvas.scene.columns.ids


def test_an_edit_of_another_issue_leaves_all_looks_as_they_are(drive):
    canvas = drive()
    before = dict(canvas.scene.appearance.actors)
    moves = {"armenia": Move(0, None)}
    canvas.session.apply(
        move_actors.of("2025-07", "corridor", moves, canvas.session.authorship), label="Move"
    )
    assert all(canvas.scene.appearance.actors[actor] is look for actor, look in before.items())


def test_a_closed_canvas_hears_nothing_more(qapp):
    session = Session(sample(), today=lambda: "2025-08-01")
    canvas = Canvas(session, ViewState.for_document(sample()), LIGHT)
    assert len(session.changed) == 1
    shiboken6.delete(canvas)
    assert len(session.changed) == 0
    session.apply(add_actor.of("new", Actor(name="New")), label="Add")


def _nobody_concerned():
    document = tiny()
    (snapshot,), (issue,) = document.snapshots, document.issues
    return make_not_applicable(document, snapshot, issue, list(document.actors), Authorship("", None))


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (new_map(), "Nothing to be for or against yet"),
        (remove_actors(tiny(), ["armenia"]), "Double-click to add the first actor"),
        (add_actor(remove_actors(tiny(), ["armenia"]), "b", Actor(name="B")), "Nobody has a position"),
        (_nobody_concerned(), "No actor takes part in this issue"),
    ],
)
def test_an_empty_canvas_says_what_to_do(drive, monkeypatch, document, words):
    said: list[str] = []
    from stakemap.app.canvas.layers import overlay

    real = overlay.paint_text
    monkeypatch.setattr(overlay, "paint_text", lambda *args: (said.append(args[2]), real(*args)))
    canvas = drive(document)
    canvas.canvas.grab()
    assert words in " ".join(said)


def test_names_are_placed_and_follow_a_move(drive):
    canvas = drive()
    plan = canvas.canvas.stage.labels.plan.names
    assert set(plan) == {"armenia", "turkiye", "president"}
    assert plan["president"].face.lines[0][0] == "The president of Türkiye"
    canvas.drag(canvas.at("turkiye"), canvas.pixels(-40, 60))
    assert set(canvas.canvas.stage.labels.plan.names) == {"armenia", "turkiye", "president"}


def test_names_are_no_more_than_can_be_read(drive, qtbot: QtBot):
    canvas = drive(large(600))
    qtbot.waitUntil(lambda: canvas.canvas.is_settled)
    assert 40 < len(canvas.canvas.stage.labels.plan.names) <= MOST


def test_it_tells_when_it_has_been_painted(drive, qtbot: QtBot):
    canvas = drive(large(400))
    told: list[bool] = []
    canvas.canvas.painted.connect(lambda: told.append(True))
    qtbot.waitUntil(lambda: told == [True])
    canvas.canvas.grab()
    QApplication.processEvents()
    assert told == [True]


def _whole_picture(canvas, qtbot: QtBot):
    """What the canvas shows once no frame leaves anything to the next."""
    seen = [canvas.canvas.grab().toImage()]

    def same_again() -> bool:
        seen.append(canvas.canvas.grab().toImage())
        return seen[-1] == seen[-2]

    qtbot.waitUntil(same_again)
    return seen[-1]


def test_another_theme_repaints_everything(drive, qtbot: QtBot):
    canvas = drive()
    light = _whole_picture(canvas, qtbot)
    canvas.canvas.set_theme(DARK)
    dark = _whole_picture(canvas, qtbot)
    assert light.pixelColor(5, 5).name() == LIGHT.canvas
    assert dark.pixelColor(5, 5).name() == DARK.canvas
    at = canvas.at("turkiye") - QPoint(0, int(canvas.scene.radius) - 3)
    assert dark.pixelColor(at).name() == canvas.scene.appearance.actors["turkiye"].colour
    canvas.canvas.set_theme(LIGHT)
    assert _whole_picture(canvas, qtbot) == light


def test_an_error_in_painting_surfaces_once(drive, monkeypatch):
    canvas = drive()

    def broken(*arguments):
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(canvas.canvas.stage.background, "paint", broken)
    with pytest.raises(RuntimeError, match="broken on purpose"):
        canvas.canvas.view.viewport().repaint()
    for _ in range(3):
        canvas.canvas.view.viewport().repaint()
    monkeypatch.undo()
    canvas.session.apply(remove_actors.of(["turkiye"]), label="Delete")
    canvas.canvas.view.viewport().repaint()
    assert canvas.canvas.grab().toImage().pixelColor(5, 5).name() == LIGHT.canvas


# Pointing


def test_hover_names_an_actor_and_opens_its_card_after_a_moment(drive, qtbot: QtBot):
    canvas = drive()
    hovered: list[object] = []
    canvas.canvas.hovered.connect(hovered.append)
    canvas.point(canvas.at("turkiye"))
    assert hovered == ["turkiye"]
    assert canvas.surface.cursor().shape() == Qt.CursorShape.OpenHandCursor
    card = canvas.canvas.card
    assert not card.isVisible()
    qtbot.waitUntil(card.isVisible, timeout=1_500)
    assert card.text.startswith("Türkiye")
    assert not card.geometry().contains(canvas.at("turkiye"))
    canvas.point(canvas.pixels(-80, 20))
    assert hovered == ["turkiye", None]
    assert not card.isVisible()


def test_a_press_hides_the_card(drive, qtbot: QtBot):
    canvas = drive()
    canvas.point(canvas.at("turkiye"))
    qtbot.waitUntil(canvas.canvas.card.isVisible, timeout=1_500)
    canvas.press(canvas.at("turkiye"))
    assert not canvas.canvas.card.isVisible()
    canvas.release(canvas.at("turkiye"))


def test_markup_in_a_name_stays_text(drive, qtbot: QtBot):
    from stakemap.model.edits import update_actor

    canvas = drive(update_actor(sample(), "turkiye", name="<h1>T</h1><img src='x'>"))
    canvas.point(canvas.at("turkiye"))
    qtbot.waitUntil(canvas.canvas.card.isVisible, timeout=1_500)
    assert canvas.canvas.card.text.startswith("<h1>T</h1><img src='x'>")


@pytest.mark.parametrize(
    "pointer", [QPoint(5, 5), QPoint(795, 5), QPoint(5, 595), QPoint(795, 595), QPoint(400, 300)]
)
@pytest.mark.parametrize("area", [QRect(0, 0, 800, 600), QRect(0, 0, 360, 600)])
def test_a_card_stays_inside_and_never_covers_the_pointer(pointer, area):
    pointer = QPoint(min(pointer.x(), area.right()), pointer.y())
    size = QSize(320, 180)
    place = card_place(size, pointer, area)
    assert place is not None
    box = QRect(place, size)
    assert not box.contains(pointer)
    assert area.contains(box)


@pytest.mark.parametrize("size", [(1000, 700), (560, 420), (400, 300), (300, 200)])
def test_a_card_with_much_to_say_is_whole_in_a_small_window(qtbot: QtBot, size):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(*size)
    canvas = QWidget(window)
    canvas.setGeometry(40, 30, size[0] - 80, size[1] - 60)
    card = HoverCard(canvas)
    window.show()
    described = [
        Line("name", "Somebody"),
        Line("value", "Alignment 10"),
        Line("reason", "Because " + "of this and that " * 60),
        *[Line("ground", "A source")] * 8,
    ]
    pointer = canvas.rect().center()
    card.show_judgement(described, pointer)
    assert card.isVisible()
    assert window.rect().contains(card.geometry())
    assert not card.geometry().contains(canvas.mapTo(window, pointer))
    assert card.layout().heightForWidth(card.width()) <= card.height()
    assert card.text.startswith("Somebody")
    canvas.hide()
    assert not card.isVisible()


def test_coinciding_actors_fan_out_on_hover_and_can_be_picked(drive, qtbot: QtBot):
    canvas = drive(coinciding())
    assert canvas.scene.coincidences.counts.tolist() == [3]
    at = canvas.pixels(10, 85)
    canvas.point(at)
    qtbot.waitUntil(lambda: canvas.scene.fan is not None)
    places = {actor: canvas.at(actor) for actor in ("armenia", "turkiye", "georgia")}
    assert len({(place.x(), place.y()) for place in places.values()}) == 3
    canvas.canvas.grab()
    for actor, place in places.items():
        canvas.point(place)
        assert canvas.scene.interaction.hovered == actor
    canvas.click(places["georgia"])
    assert canvas.view_state.selection == {"georgia"}
    canvas.point(canvas.pixels(-80, 20))
    assert canvas.scene.fan is None


def test_an_actor_dragged_out_of_a_fan_goes_alone(drive, qtbot: QtBot):
    canvas = drive(coinciding())
    canvas.point(canvas.pixels(10, 85))
    qtbot.waitUntil(lambda: canvas.scene.fan is not None)
    start = canvas.at("georgia")
    canvas.drag(start, start + (canvas.pixels(-40, 60) - canvas.pixels(10, 85)))
    assert canvas.judged("georgia") == (-40, 60)
    assert canvas.judged("armenia") == (10, 85)


def test_the_menu_selects_what_it_is_about(drive):
    canvas = drive()
    asked: list[tuple[object, QPoint]] = []
    canvas.canvas.context_menu_requested.connect(lambda actor, place: asked.append((actor, place)))
    from PySide6.QtGui import QContextMenuEvent

    at = canvas.at("turkiye")
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, canvas.surface.mapToGlobal(at))
    QApplication.sendEvent(canvas.surface, event)
    assert asked[0][0] == "turkiye"
    assert canvas.view_state.selection == {"turkiye"}


# The keyboard


def test_tab_walks_over_the_canvas_then_the_tray_then_on(drive, qtbot: QtBot):
    canvas = drive()
    canvas.key(Key.Key_Tab)
    seen = []
    for _ in range(7):
        seen.append(canvas.scene.interaction.focused)
        canvas.key(Key.Key_Tab)
    assert seen == ["turkiye", "president", "armenia", "azerbaijan", "iran", "georgia", "russia"]
    canvas.key(Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.scene.interaction.focused == "georgia"
    assert canvas.view_state.selection == set()


def test_tab_leaves_the_canvas_after_the_last_actor(drive, qtbot: QtBot):
    canvas = drive(tiny())
    other = QWidget(canvas.canvas)
    other.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    other.show()
    canvas.key(Key.Key_Tab)
    assert canvas.scene.interaction.focused == "armenia"
    canvas.key(Key.Key_Tab)
    assert other.hasFocus()
    assert not canvas.scene.interaction.focus_shown


def test_space_selects_and_enter_inspects_the_focused_actor(drive):
    canvas = drive()
    inspected: list[str] = []
    canvas.canvas.inspect_requested.connect(inspected.append)
    canvas.key(Key.Key_Tab)
    canvas.key(Key.Key_Space)
    canvas.key(Key.Key_Tab)
    canvas.key(Key.Key_Space)
    assert canvas.view_state.selection == {"turkiye", "president"}
    canvas.key(Key.Key_Space)
    assert canvas.view_state.selection == {"turkiye"}
    canvas.key(Key.Key_Return)
    assert inspected == ["president"]
    assert canvas.view_state.selection == {"president"}


def test_arrows_move_the_focused_actor_when_it_is_not_selected(drive):
    canvas = drive(selection=frozenset({"armenia"}))
    canvas.key(Key.Key_Tab)
    canvas.key(Key.Key_Right)
    assert canvas.judged("turkiye") == (11, 85)
    assert canvas.judged("armenia") == (85, 35)


def test_the_focused_actor_comes_into_view_and_its_group_fans_out(drive):
    canvas = drive(coinciding())
    canvas.wheel(canvas.pixels(-80, 10), 10)
    canvas.key(Key.Key_Tab)
    assert canvas.scene.interaction.focused == "armenia"
    assert canvas.surface.rect().contains(canvas.at("georgia"))
    assert canvas.scene.fan is not None


def test_keys_it_has_no_use_for_go_on(drive):
    canvas = drive()
    canvas.view_state.select("turkiye")
    canvas.key(Key.Key_Delete)
    assert "turkiye" in canvas.document.actors


# Assistive technology


def test_each_actor_is_an_accessible_child(drive):
    canvas = drive()
    interface = QAccessible.queryAccessibleInterface(canvas.canvas.view)
    assert interface.role() == QAccessible.Role.List
    assert interface.childCount() == 7
    children = [interface.child(index) for index in range(7)]
    assert children[0].text(Name) == "Türkiye: alignment +10, influence 85"
    assert children[0].text(Description)
    assert children[6].text(Name) == "Россия: stance unknown"
    assert [interface.indexOfChild(child) for child in children] == list(range(7))
    assert all(child.parent().object() is canvas.canvas.view for child in children)
    centre = children[0].rect().center()
    assert (canvas.surface.mapFromGlobal(centre) - canvas.at("turkiye")).manhattanLength() <= 2
    assert interface.childAt(centre.x(), centre.y()).text(Name) == children[0].text(Name)
    assert interface.child(7) is None


def test_accessible_states_follow_focus_selection_and_moves(drive):
    canvas = drive()
    interface = QAccessible.queryAccessibleInterface(canvas.canvas.view)
    assert interface.focusChild() is None
    canvas.key(Key.Key_Tab)
    assert interface.focusChild().text(Name).startswith("Türkiye")
    assert interface.child(0).state().focused
    assert not interface.child(0).state().selected
    canvas.key(Key.Key_Space)
    assert interface.child(0).state().selected
    canvas.key(Key.Key_Left)
    assert interface.child(0).text(Name) == "Türkiye: alignment +9, influence 85"


def test_accessible_children_come_and_go_with_their_actors(drive):
    canvas = drive()
    interface = QAccessible.queryAccessibleInterface(canvas.canvas.view)
    child = interface.child(0)
    canvas.session.apply(remove_actors.of(["turkiye"]), label="Delete")
    assert interface.childCount() == 6
    assert not child.isValid() or child.text(Name) == ""
    canvas.session.undo()
    assert interface.child(0).text(Name).startswith("Türkiye")
    del child
    gc.collect()
    assert interface.child(0).text(Name).startswith("Türkiye")


def test_focus_is_told_to_assistive_technology(drive):
    canvas = drive()
    QAccessible.setActive(True)
    try:
        for _ in range(8):
            canvas.key(Key.Key_Tab)
        canvas.session.apply(remove_actors.of(["turkiye"]), label="Delete")
        gc.collect()
        canvas.key(Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    finally:
        QAccessible.setActive(False)
    assert canvas.scene.interaction.focused is not None


def test_double_click_in_the_tray_renames(drive):
    canvas = drive()
    content = canvas.canvas.tray.content
    QTest.mouseDClick(content, Left, pos=content.box_of("iran").center())
    assert canvas.canvas.naming.editor.text() == "ایران"


def test_a_tray_with_many_scrolls(drive):
    document = tiny()
    for number in range(120):
        document = add_actor(document, f"actor-{number}", Actor(name=f"Actor number {number}"))
    canvas = drive(document)
    tray = canvas.canvas.tray
    assert tray.height() < 100
    assert tray.verticalScrollBar().maximum() > 0
    canvas.key(Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    focused = canvas.scene.interaction.focused
    box = tray.content.box_of(focused)
    assert tray.viewport().rect().contains(tray.content.mapTo(tray.viewport(), box.center()))


def test_a_false_name_is_marked_on_the_canvas_and_in_the_tray(drive):
    false, shown = "\u0410rmenia", "⟨Cyrillic \u0410⟩rmenia"
    document = sample()
    for actor in document.actors:
        document = update_actor(document, actor, name=false)
    driver = drive(document)
    plan = driver.canvas.stage.labels.plan.names
    assert {"".join(line[0] for line in label.face.lines) for label in plan.values()} == {shown}
    chips = [chip.text for chip in driver.canvas.tray.content._chips if chip.look is not None]
    assert set(chips) == {shown}
