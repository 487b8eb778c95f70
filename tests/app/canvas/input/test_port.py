"""Gestures without a canvas: what they ask of the port, and what they report to it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from samples import sample
from stakemap.app.canvas.input.gesture_controller import GestureController
from stakemap.app.canvas.input.gestures.base import CanvasGesture
from stakemap.app.canvas.input.gestures.draw_relation import DrawRelation
from stakemap.app.canvas.input.gestures.judge_from_tray import PressInTray
from stakemap.app.canvas.input.gestures.pan import Pan
from stakemap.app.canvas.input.gestures.press_actor import PressActor
from stakemap.app.canvas.input.gestures.rubber_band import RubberBand
from stakemap.app.canvas.input.pointer import Pointer
from stakemap.app.canvas.input.port import CanvasPort, Moved
from stakemap.app.canvas.scene.interaction import Handle
from stakemap.app.canvas.scene.projection import Projection
from stakemap.app.canvas.scene.scene import Scene
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.picture.appearance.appearance import build
from stakemap.picture.appearance.values import View
from stakemap.picture.theme import LIGHT

#: Where the tray begins on the screen; above it the screen is the view.
TRAY_TOP = 600


class FakePort:
    """A canvas of 900 × 600 pixels without widgets; it remembers what it was asked."""

    def __init__(self, *, read_only: bool = False) -> None:
        document = sample()
        self.session = Session(document, read_only=read_only, author="Test", today=lambda: "2025-08-01")
        self.view_state = ViewState.for_document(document)
        view = View(self.view_state.issue, self.view_state.snapshot)
        self.scene = Scene(build(document, view, LIGHT), Projection.fitting(900, TRAY_TOP))
        self.repaints = 0
        self.said: list[str] = []
        self.parts: list[Projection] = []
        self.offers: list[bool | None] = []
        self.judgements: list[Moved] = []
        self.relations: list[tuple[str, str]] = []
        self.relation: str | None = None

    def repaint(self) -> None:
        self.repaints += 1

    def say(self, text: str) -> None:
        self.said.append(text)

    def show_part(self, projection: Projection) -> None:
        self.parts.append(projection)

    def is_over_tray(self, screen: QPoint) -> bool:
        return screen.y() >= TRAY_TOP

    def actor_in_tray(self, screen: QPoint) -> str | None:
        return "iran" if self.is_over_tray(screen) else None

    def offer_tray(self, lit: bool | None) -> None:
        self.offers.append(lit)

    def report_judgement(self, moved: Moved) -> None:
        self.judgements.append(moved)

    def report_relation(self, source: str, target: str) -> None:
        self.relations.append((source, target))

    def relation_at(self, x: float, y: float) -> str | None:
        return self.relation

    def over(self, actor: str) -> Pointer:
        """The pointer over an actor's disc."""
        place = self.scene.place_of(actor)
        assert place is not None
        return at(*place)


def at(x: float, y: float) -> Pointer:
    """The pointer at a place that is the same on the screen as in the view."""
    return Pointer(x, y, QPoint(round(x), round(y)))


def drag(gesture: CanvasGesture, *places: Pointer) -> None:
    """Move to each place and let go at the last one."""
    for place in places:
        gesture = gesture.move(place)
    gesture.finish(places[-1])


@pytest.fixture
def port(qapp: QApplication) -> FakePort:
    return FakePort()


def test_a_drag_is_written_and_reported(port: FakePort) -> None:
    start = port.over("armenia")
    x, y = port.scene.projection.to_pixels(40, 20)
    drag(PressActor(port, start, "armenia"), at(start.x - 20, start.y), at(x, y))
    (moved,) = port.judgements
    assert (moved.actors, moved.after, moved.by_key) == (("armenia",), port.session.document, False)
    stance = moved.after.snapshots[moved.snapshot].stances[moved.issue]["armenia"]
    assert stance.alignment is not None
    assert stance.alignment.value == 40
    assert (port.offers[0], port.offers[-1]) == (False, None)


def test_a_drag_into_the_tray_makes_unknown(port: FakePort) -> None:
    start = port.over("armenia")
    drag(PressActor(port, start, "armenia"), at(start.x, start.y + 20), at(start.x, TRAY_TOP + 5))
    assert True in port.offers
    (moved,) = port.judgements
    assert moved.after.snapshots[moved.snapshot].stances[moved.issue]["armenia"].state == "unknown"


def test_a_drag_of_a_read_only_map_is_refused_with_a_sentence(qapp: QApplication) -> None:
    port = FakePort(read_only=True)
    start = port.over("armenia")
    drag(PressActor(port, start, "armenia"), at(start.x + 50, start.y))
    assert len(port.said) == 1
    assert port.judgements == []


def test_a_drag_out_of_the_tray_judges(port: FakePort) -> None:
    start = at(100, TRAY_TOP + 10)
    drag(PressInTray(port, start, "iran"), at(*port.scene.projection.to_pixels(-30, 60)))
    (moved,) = port.judgements
    assert moved.actors == ("iran",)


def test_panning_asks_for_another_part_and_cancelling_for_the_first(port: FakePort) -> None:
    first = port.scene.projection
    gesture = Pan(port, at(300, 300))
    gesture.move(at(340, 290))
    gesture.cancel()
    assert port.parts == [first.shifted(40, -10), first]


def test_a_click_on_empty_canvas_selects_the_relation_there(port: FakePort) -> None:
    port.relation = "turkiye-azerbaijan"
    RubberBand(port, at(5, 5)).finish(at(5, 5))
    assert port.view_state.relation == "turkiye-azerbaijan"


def test_a_relation_is_reported_over_an_actor_and_over_a_chip(port: FakePort) -> None:
    start = port.over("armenia")
    handle = Handle("armenia", None, "relate", start.x, start.y)
    drag(DrawRelation(port, start, handle), port.over("turkiye"))
    drag(DrawRelation(port, start, handle), at(450, TRAY_TOP + 5))
    assert port.relations == [("armenia", "turkiye"), ("armenia", "iran")]
    drag(DrawRelation(port, start, handle), at(2, 2))
    assert len(port.said) == 1


def test_one_gesture_begins_where_another_is_cancelled(port: FakePort) -> None:
    typed: CanvasPort = port
    controller = GestureController()
    controller.begin(lambda: Pan(typed, at(0, 0)), at(0, 0))
    controller.move(at(10, 0))
    controller.begin(lambda: RubberBand(typed, at(0, 0)), at(0, 0))
    assert port.parts[-1] == port.scene.projection
    assert controller.busy
    assert controller.cancel()
    assert not controller.cancel()
