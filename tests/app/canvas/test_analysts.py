"""Judgements of others on the canvas: of the actor pointed at, and of all on request."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtGui import QAccessible

from several_analysts import SNAPSHOT, debated
from stakemap.app.canvas.labels.legend_entries import signs_on_show
from stakemap.picture.appearance.detail import NO_DETAIL, Detail
from stakemap.picture.theme import LIGHT

if TYPE_CHECKING:
    from conftest import CanvasDriver, DriveCanvas


@pytest.fixture
def canvas(drive: DriveCanvas) -> CanvasDriver:
    return drive(debated(), issue="border", snapshot=SNAPSHOT)


def is_drawn(canvas: CanvasDriver) -> bool:
    """Whether something is drawn left of the middle below Armenia, where B. Colleague's whisker is."""
    projection = canvas.scene.projection
    left, right = round(projection.pixel_x(-55)), round(projection.pixel_x(-42))
    top = canvas.at("armenia").y() + round(1.5 * canvas.scene.radius)
    image = canvas.surface.grab().toImage()
    return any(
        image.pixelColor(x, y).name() != LIGHT.canvas
        for x in range(left, right)
        for y in range(top, top + round(3 * canvas.scene.radius))
    )


def pixels_of(canvas: CanvasDriver) -> np.ndarray:
    """The values of colour of what the canvas shows."""
    image = canvas.surface.grab().toImage()
    return np.frombuffer(image.constBits(), np.uint8).astype(int)


def test_they_are_drawn_of_the_actor_pointed_at_and_of_all_on_request(canvas: CanvasDriver) -> None:
    assert not is_drawn(canvas)
    canvas.point(canvas.at("armenia"))
    assert is_drawn(canvas)
    canvas.point(canvas.pixels(-80, 5))
    assert not is_drawn(canvas)
    before = canvas.scene.standing()
    canvas.canvas.show_detail(Detail.of(("others",)))
    assert is_drawn(canvas)
    assert canvas.scene.standing() == before
    canvas.canvas.show_detail(NO_DETAIL)
    assert not is_drawn(canvas)


def test_they_stay_with_an_actor_that_is_dragged(canvas: CanvasDriver) -> None:
    canvas.press(canvas.at("armenia"))
    canvas.move(canvas.pixels(0, 60))
    assert canvas.scene.interaction.held
    image = canvas.surface.grab().toImage()
    projection = canvas.scene.projection
    y = round(projection.pixel_y(60) + 1.72 * canvas.scene.radius)
    row = {image.pixelColor(round(projection.pixel_x(-50)), y + dy).name() for dy in range(30)}
    assert row != {LIGHT.canvas}
    canvas.release(canvas.pixels(0, 60))


def test_what_changed_is_redrawn_as_everything_would_be(canvas: CanvasDriver) -> None:
    canvas.canvas.show_detail(Detail.of(("others",)))
    for place in (canvas.at("armenia"), canvas.pixels(-80, 5), canvas.at("turkiye")):
        canvas.point(place)
        # Else names may be placed between the two pictures.
        canvas.canvas.scheduler.place_now()
        once = pixels_of(canvas)
        canvas.canvas.stage.invalidate_backdrop()
        # Qt cuts outlines in fixed point, so that soft edges beside a cut may be a little lighter or darker.
        assert np.abs(pixels_of(canvas) - once).max() <= 4


def test_the_legend_explains_them_and_assistive_technology_tells_them(canvas: CanvasDriver) -> None:
    label = "Each analyst; band: pool"
    labels = [entry.label for entry in signs_on_show(canvas.scene)]
    assert labels.index("When selected or pointed at") < labels.index(label)
    canvas.canvas.show_detail(Detail.of(("others",)))
    labels = [entry.label for entry in signs_on_show(canvas.scene)]
    assert labels.index("When selected or pointed at") > labels.index(label)
    interface = QAccessible.queryAccessibleInterface(canvas.canvas.view)
    children = [interface.child(index) for index in range(interface.childCount())]
    armenia = next(each for each in children if each.text(QAccessible.Text.Name).startswith("Armenia"))
    assert "B. Colleague: −40" in armenia.text(QAccessible.Text.Description)
