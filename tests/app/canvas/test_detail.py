"""Calm discs: details of judgements are drawn of those looked at, and of all when asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from samples import large, sample
from stakemap.app.canvas import Canvas
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.model.edits import Authorship, annotate
from stakemap.model.subjects import Subject
from stakemap.picture.appearance.detail import ALL_DETAIL, DETAILS, NO_DETAIL, Detail
from stakemap.picture.geometry import ticks, weak_sign
from stakemap.picture.style import ARC_RADIUS
from stakemap.picture.theme import LIGHT

if TYPE_CHECKING:
    from conftest import CanvasDriver, DriveCanvas, OpenWindow

TODAY = Authorship("Test", "2025-08-01")


def seen(canvas: CanvasDriver, actor: str = "armenia") -> set[str]:
    """Which details of an actor are on the canvas, by a pixel of each."""
    look = canvas.scene.appearance.actors[actor]
    x, y = canvas.scene.projection.to_pixels(look.x, look.y)
    radius = canvas.scene.radius
    places: dict[str, tuple[float, float]] = {}
    if look.confidence:
        (top, bottom), *_ = ticks(x, y, radius, look.confidence)
        places["confidence"] = top.x, (top.y + bottom.y) / 2
    if look.x_range:
        places["ranges"] = canvas.scene.projection.to_pixels(look.x_range[0], look.y)
    if look.trail:
        places["trails"] = canvas.scene.projection.to_pixels(*look.trail)
    image = canvas.surface.grab().toImage()
    plain = {"confidence": look.colour}
    found = {name for name, at in places.items() if not near(image, at, plain.get(name, LIGHT.canvas))}
    # Below right, where the range is a pale box.
    ring = [round(middle + ARC_RADIUS * radius * 0.7071) for middle in (x, y)]
    around = [image.pixelColor(ring[0] + dx, ring[1] + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
    drawn = QColor(look.colour)
    if any(abs(drawn.lightness() - colour.lightness()) < 40 for colour in around):
        found.add("salience")
    return found


def near(image: QImage, place: tuple[float, float], colour: str) -> bool:
    """Whether a pixel and those beside it have a colour, all but for the axes."""
    x, y = round(place[0]), round(place[1])
    around = {image.pixelColor(x + dx, y + dy).name() for dx in (-1, 0, 1) for dy in (-1, 0, 1)}
    return around <= {colour, LIGHT.axis}


def test_a_disc_shows_no_details_until_it_is_pointed_at(drive: DriveCanvas) -> None:
    canvas = drive()
    details = {"ranges", "salience", "confidence"}
    assert seen(canvas) == set()
    canvas.point(canvas.at("armenia"))
    assert seen(canvas) == details
    assert seen(canvas, "turkiye") == set()
    canvas.point(canvas.pixels(-80, 20))
    assert seen(canvas) == set()
    canvas.point(canvas.at("turkiye"))
    assert "trails" in seen(canvas, "turkiye")


def test_selected_and_focused_actors_show_theirs(drive: DriveCanvas) -> None:
    canvas = drive()
    canvas.click(canvas.at("armenia"))
    canvas.point(canvas.pixels(-80, 20))
    assert seen(canvas) == {"ranges", "salience", "confidence"}
    canvas.click(canvas.pixels(-80, 20))
    assert seen(canvas) == set()
    while canvas.scene.interaction.focused != "armenia":
        canvas.key(Qt.Key.Key_Tab)
    assert seen(canvas) == {"ranges", "salience", "confidence"}


def test_a_dragged_actor_shows_its_ranges_where_it_is(drive: DriveCanvas) -> None:
    canvas = drive()
    canvas.press(canvas.at("armenia"))
    canvas.move(canvas.pixels(0, 60))
    end = canvas.scene.projection.to_pixels(-15, 60)
    image = canvas.surface.grab().toImage()
    assert not near(image, end, LIGHT.canvas)
    canvas.key(Qt.Key.Key_Escape)
    canvas.release(canvas.pixels(0, 60))


@pytest.mark.parametrize("name", ["ranges", "salience", "confidence"])
def test_each_detail_is_drawn_of_all_by_itself(drive: DriveCanvas, name: str) -> None:
    canvas = drive()
    canvas.canvas.show_detail(Detail.of((name,)))
    assert seen(canvas) == {name}
    canvas.canvas.show_detail(NO_DETAIL)
    assert seen(canvas) == set()


def test_details_chosen_before_the_canvas_is_shown_place_names_once_it_is(qtbot: QtBot) -> None:
    document = sample()
    canvas = Canvas(
        Session(document, today=lambda: TODAY.on),
        ViewState.for_document(document),
        LIGHT,
        reduced_motion=True,
    )
    qtbot.addWidget(canvas)
    canvas.resize(900, 700)
    canvas.show_detail(ALL_DETAIL)
    assert not canvas.stage.labels.plan.names
    with qtbot.waitExposed(canvas):
        canvas.show()
    assert canvas.stage.labels.plan.names
    assert canvas.is_settled


def test_one_sign_of_weak_support_is_always_there(drive: DriveCanvas) -> None:
    canvas = drive()
    look = canvas.scene.appearance.actors["armenia"]
    assert look.weak
    radius = canvas.scene.radius
    x, y = canvas.scene.projection.to_pixels(look.x, look.y)
    dot = weak_sign(x, y, radius).dot
    image = canvas.surface.grab().toImage()
    assert not near(image, dot, LIGHT.canvas)


def test_an_edit_and_another_snapshot_keep_the_choice(drive: DriveCanvas) -> None:
    canvas = drive()
    canvas.canvas.show_detail(Detail.of(("salience",)))
    canvas.session.apply(
        annotate.of("2025-07", Subject.stance("border", "armenia"), authorship=TODAY, confidence="low"),
        label="Doubt",
    )
    assert seen(canvas) == {"salience"}
    canvas.view_state.set(snapshot="2022")
    canvas.view_state.set(snapshot="2025-07")
    assert seen(canvas) == {"salience"}


def test_names_stay_where_they_are_when_details_come_by_hand(drive: DriveCanvas) -> None:
    canvas = drive()
    plan = canvas.canvas.stage.labels.plan
    canvas.click(canvas.at("armenia"))
    canvas.point(canvas.at("turkiye"))
    canvas.canvas.scheduler.place_now()
    assert canvas.canvas.stage.labels.plan.names == plan.names


def test_a_large_selection_costs_no_details(drive: DriveCanvas) -> None:
    canvas = drive(large(300))
    styles = set(canvas.scene.columns.style.tolist())
    canvas.canvas.select_all()
    canvas.canvas.grab()
    assert set(canvas.scene.columns.style.tolist()) == styles
    assert canvas.scene.looked_at() == set()


# By menu


def show_menu(open_map_driver: object) -> QMenu:
    """The menu View › Show."""
    menus = open_map_driver.window.menuBar().findChildren(QMenu)  # type: ignore[attr-defined]
    return next(menu for menu in menus if menu.title() == "&Show")


def chosen(menu: QMenu) -> set[str]:
    """The checked entries."""
    return {action.text().replace("&", "") for action in menu.actions() if action.isChecked()}


def test_the_menu_shows_details_of_all(open_map: OpenWindow) -> None:
    driver = open_map()
    menu = show_menu(driver)
    texts = [action.text().replace("&", "") for action in menu.actions() if action.text()]
    details = ["Ranges", "Salience", "Confidence", "Trails", "Judgements of others", "All detail"]
    assert texts == [*details, "Comments", "Approach", "Legend"]
    assert chosen(menu) == set()
    next(action for action in menu.actions() if action.text() == "&Salience").trigger()
    assert driver.canvas.scene.detail == Detail.of(("salience",))
    assert chosen(menu) == {"Salience"}
    driver.trigger("show-all-detail")
    assert driver.canvas.scene.detail == ALL_DETAIL
    assert chosen(menu) == set(details)
    driver.trigger("show-trails")
    assert chosen(menu) == set(details) - {"Trails", "All detail"}
    driver.trigger("show-all-detail")
    driver.trigger("show-all-detail")
    assert chosen(menu) == set()
    assert not driver.session.can_undo
    assert not driver.session.is_modified


def test_the_choice_is_kept_with_the_window(open_map: OpenWindow) -> None:
    driver, other = open_map(), open_map()
    driver.trigger("show-ranges")
    assert other.canvas.scene.detail == NO_DETAIL
    other.window.close()
    driver.window.close()
    again = open_map(sample())
    assert again.canvas.scene.detail == Detail.of(("ranges",))
    assert chosen(show_menu(again)) == {"Ranges"}


def test_names_of_details_that_are_not_known_are_ignored() -> None:
    assert Detail.of(("ranges", "sparkles")) == Detail(True, False, False, False, False)
    assert Detail.of(DETAILS) == ALL_DETAIL
    assert ALL_DETAIL.names == DETAILS
