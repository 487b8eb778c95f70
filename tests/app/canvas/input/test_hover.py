"""Pointing at actors: names, fans and cards; and the menu of an actor."""

from __future__ import annotations

from math import hypot

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from samples import sample
from stakemap.app.canvas.hover_card import HoverCard, card_place
from stakemap.app.canvas.input.handles import handles_of
from stakemap.model.edits import Authorship, Move, move_actors, update_actor
from stakemap.wording.judgements import Line


def coinciding():
    """The sample with Armenia where Türkiye is."""
    moves = {"armenia": Move(10, 85), "georgia": Move(10, 85)}
    return move_actors(sample(), "2025-07", "border", moves, Authorship("Test", "2025-08-01"))


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
    assert canvas.at("georgia") == places["georgia"], "who is selected stays apart from those below"
    canvas.click(canvas.pixels(-80, 20))
    assert canvas.at("georgia") == at


def test_who_is_selected_among_coinciding_actors_is_fanned_out(drive):
    canvas = drive(coinciding())
    at, actors = canvas.pixels(10, 85), ("armenia", "turkiye", "georgia")
    assert {(canvas.at(actor).x(), canvas.at(actor).y()) for actor in actors} == {(at.x(), at.y())}
    canvas.view_state.select("armenia")
    places = {actor: canvas.at(actor) for actor in actors}
    assert len({(place.x(), place.y()) for place in places.values()}) == 3
    canvas.click(places["georgia"])
    assert canvas.view_state.selection == {"georgia"}
    canvas.view_state.select("armenia", "president")
    assert canvas.at("georgia") == at, "only a selection of those that cover each other"
    canvas.view_state.select("georgia", "armenia")
    assert canvas.at("georgia") != at
    canvas.press(canvas.at("georgia"))
    canvas.move(canvas.at("georgia") + QPoint(0, 80))
    assert canvas.at("turkiye") == at, "while dragged, all are where they are judged"
    canvas.release(canvas.at("georgia"))
    assert canvas.judged("turkiye") == (10, 85)


def test_a_disc_that_hides_the_code_of_another_fans_out_with_it(drive, qtbot: QtBot):
    apart = {"armenia": Move(11, 86), "georgia": Move(40, 60)}
    document = move_actors(sample(), "2025-07", "border", apart, Authorship("Test", "2025-08-01"))
    canvas = drive(document)
    below = canvas.at("armenia")
    assert (canvas.at("turkiye") - below).manhattanLength() < canvas.scene.radius
    canvas.point(below)
    qtbot.waitUntil(lambda: canvas.at("armenia") != below)
    assert (canvas.at("turkiye") - canvas.at("armenia")).manhattanLength() > 2 * canvas.scene.radius
    canvas.point(canvas.at("georgia"))
    assert canvas.at("armenia") == below
    qtbot.waitUntil(canvas.canvas.card.isVisible, timeout=1_500)
    assert canvas.scene.fan is None


def test_ranges_are_still_set_beside_a_fan(drive):
    canvas = drive(coinciding())
    canvas.view_state.select("turkiye")
    fan = canvas.scene.fan
    handles = handles_of(canvas.scene)
    assert fan is not None
    assert {(handle.axis, handle.end) for handle in handles} >= {("alignment", "low"), ("alignment", "high")}
    for handle in handles:
        assert hypot(handle.x - fan.centre[0], handle.y - fan.centre[1]) > fan.reach


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
    from PySide6.QtWidgets import QApplication

    at = canvas.at("turkiye")
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, canvas.surface.mapToGlobal(at))
    QApplication.sendEvent(canvas.surface, event)
    assert asked[0][0] == "turkiye"
    assert canvas.view_state.selection == {"turkiye"}
