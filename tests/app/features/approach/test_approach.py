"""The tint by approach: colours and letters by quadrant; places and data stay; one tint at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stakemap.analysis.approach.approach import quadrant_of
from stakemap.model.edits import Authorship, annotate
from stakemap.model.judgements import SalienceEstimate
from stakemap.model.subjects import Subject
from stakemap.picture.appearance.approach_colours import approach_key
from stakemap.picture.theme import THEMES, contrast

if TYPE_CHECKING:
    from app_driver import Driver
    from conftest import OpenWindow


@pytest.fixture
def driver(open_map: OpenWindow) -> Driver:
    made = open_map()
    made.view.set(issue="border", snapshot="2025-07")
    made.view.select("armenia")
    return made


def _names(driver: Driver) -> dict[str, str]:
    return {key: look.name for key, look in driver.canvas.scene.appearance.actors.items()}


def _shown(driver: Driver) -> bool:
    return driver.window.host.actions["show-approach"].isChecked()


def test_it_colours_and_letters_actors_without_touching_the_map(driver: Driver) -> None:
    before, names = driver.document, _names(driver)
    looks = dict(driver.canvas.scene.appearance.actors)
    driver.trigger("show-approach")
    assert _shown(driver)
    after = driver.canvas.scene.appearance.actors
    assert {key: (look.x, look.y) for key, look in after.items()} == {
        key: (look.x, look.y) for key, look in looks.items()
    }
    stances = driver.window.resolver.stances(before, "2025-07", "border")
    letters = {"partnership": "A", "enthusiasm": "B", "challenge": "C", "awareness": "D", None: "–"}
    for actor, name in _names(driver).items():
        place = quadrant_of(stances[actor].judgement)
        mark = letters[place.quadrant] + ("?" if place.quadrant and place.on_border else "")
        assert name == f"{names[actor]} · {mark}"
    assert driver.document is before
    driver.trigger("show-approach")
    assert not _shown(driver)
    assert _names(driver) == names


def test_the_letters_come_with_their_key(driver: Driver) -> None:
    legend = driver.canvas.legend
    assert not legend.is_open
    driver.trigger("show-approach")
    assert legend.is_open
    legend.toggle()
    driver.trigger("show-approach")
    assert not legend.is_open


def test_it_follows_edits(driver: Driver) -> None:
    driver.trigger("show-approach")
    for value, letters in ((90.0, "AC"), (10.0, "BD")):
        driver.session.apply(
            annotate.of(
                "2025-07",
                Subject.stance("border", "turkiye"),
                authorship=Authorship("Test", "2025-08-01"),
                salience=SalienceEstimate(value=value),
            ),
            label="Judge",
        )
        assert _names(driver)["turkiye"].split(" · ")[1][0] in letters


def test_one_tint_replaces_another(driver: Driver) -> None:
    driver.trigger("show-approach")
    driver.trigger("distance")
    assert not _shown(driver)
    assert "0." in _names(driver)["turkiye"]
    mode = driver.distance.mode
    assert mode is not None
    assert mode.is_on
    driver.trigger("show-approach")
    assert not mode.is_on
    assert mode.list is not None
    assert not mode.list.isVisible()
    assert _names(driver)["turkiye"].endswith(("A", "B", "C", "D", "–", "?"))
    driver.trigger("show-approach")
    assert _names(driver)["turkiye"] == "Türkiye"


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_the_key_names_all_quadrants_in_visible_colours(theme) -> None:
    entries = approach_key(theme)
    assert [entry.label[0] for entry in entries] == ["A", "B", "C", "D", "–"]
    assert all(contrast(entry.colour, theme.canvas) >= 3 for entry in entries)
