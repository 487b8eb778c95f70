"""Distance to …: colours, names and a list by distance; places and data stay; Esc ends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from stakemap.app.features.distance.mode import DistanceMode
from stakemap.model.document import Relation
from stakemap.model.edits import Authorship, Move, add_relation, move_actors, remove_actors
from stakemap.model.resolve import Resolver
from stakemap.picture.appearance.appearance import build

if TYPE_CHECKING:
    from app_driver import Driver
    from conftest import OpenWindow


@pytest.fixture
def driver(open_map: OpenWindow) -> Driver:
    made = open_map()
    made.view.set(issue="border", snapshot="2025-07")
    made.view.select("armenia")
    return made


def _start(driver: Driver) -> DistanceMode:
    driver.trigger("distance")
    mode = driver.distance.mode
    assert mode is not None
    assert mode.is_on
    return mode


def _names(driver: Driver) -> dict[str, str]:
    appearance = driver.canvas.scene.appearance
    return {key: look.name for key, look in (*appearance.actors.items(), *appearance.trayed.items())}


def test_it_colours_names_and_lists_without_touching_the_map(driver: Driver) -> None:
    before, looks = driver.document, dict(driver.canvas.scene.appearance.actors)
    mode = _start(driver)
    after = driver.canvas.scene.appearance.actors
    assert {key: (look.x, look.y) for key, look in after.items()} == {
        key: (look.x, look.y) for key, look in looks.items()
    }
    assert after["turkiye"].colour != looks["turkiye"].colour
    assert after["turkiye"].name.startswith("Türkiye · 0.")
    assert _names(driver)["russia"].endswith("· –")
    assert mode.list is not None
    assert mode.list.model.rowCount() == len(before.actors) - 1
    assert "Armenia" in mode.list.method.text()
    assert "cannot be compared" in mode.list.left_out.text()
    assert driver.document is before
    assert not driver.session.can_undo
    driver.canvas.grab()
    mode.list.grab()


def test_escape_on_the_canvas_and_in_the_list_end_it(driver: Driver) -> None:
    names = _names(driver)
    mode = _start(driver)
    QTest.keyClick(driver.canvas.view, Qt.Key.Key_Escape)
    assert not mode.is_on
    assert _names(driver) == names
    assert driver.view.selection == {"armenia"}
    driver.trigger("distance")
    assert mode.list is not None
    QTest.keyClick(mode.list, Qt.Key.Key_Escape)
    assert not mode.is_on
    assert _names(driver) == names
    assert not driver.enabled("end-distance")


def test_it_follows_edits_and_issues(driver: Driver) -> None:
    mode = _start(driver)
    first = _names(driver)["turkiye"]
    moves = {"turkiye": Move(-100.0, None)}
    driver.session.apply(move_actors.of("2025-07", "border", moves, Authorship("T", None)), label="Move")
    assert _names(driver)["turkiye"] != first
    driver.view.set(issue="corridor")
    assert "·" in _names(driver)["turkiye"]
    assert "·" not in _names(driver)["armenia"]
    driver.session.apply(remove_actors.of(["armenia"]), label="Remove")
    assert not mode.is_on


def test_a_row_selects_its_actor(driver: Driver) -> None:
    mode = _start(driver)
    assert mode.list is not None
    table = mode.list.table
    place = table.visualRect(mode.list.model.index(0, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert driver.view.primary == mode.list.model.actor(0)
    assert mode.origin == "armenia"


def test_relations_fade_while_their_colours_mean_something_else(driver: Driver) -> None:
    ends = Relation(source="armenia", target="turkiye")
    driver.session.apply(add_relation.of("talks", ends), label="Relate")
    relations = driver.canvas.scene.appearance.relations
    assert "talks" in relations
    assert not any(look.dimmed for look in relations.values())
    mode = _start(driver)
    assert all(look.dimmed for look in driver.canvas.scene.appearance.relations.values())
    assert mode.list is not None
    assert mode.list.scale.accessibleName() == "0 same position – 1 opposite ends"
    mode.end()
    assert not any(look.dimmed for look in driver.canvas.scene.appearance.relations.values())


def test_what_is_chosen_or_shown_meanwhile_keeps_relations_faded_and_nothing_of_the_tint(
    driver: Driver, qtbot: QtBot
) -> None:
    ends = Relation(source="armenia", target="turkiye")
    driver.session.apply(add_relation.of("talks", ends), label="Relate")
    mode = _start(driver)
    scene = driver.canvas.scene
    assert scene.appearance.relations
    driver.view.select("turkiye")
    assert all(look.dimmed for look in scene.appearance.relations.values())
    driver.view.set(snapshot="2020")
    assert all(look.dimmed for look in scene.appearance.relations.values())
    driver.view.set(snapshot="2025-07")
    names = _names(driver)
    assert names["turkiye"].count(" · ") == 1
    mode.end()
    fresh = build(driver.session.document, scene.appearance.view, scene.appearance.theme, Resolver())
    assert (scene.appearance.actors, scene.appearance.tray) == (fresh.actors, fresh.tray)
    assert scene.appearance.relations == fresh.relations
