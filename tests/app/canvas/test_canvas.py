"""The canvas as a whole: what it shows, the tray, themes, and what goes wrong."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app_driver import double_click
from samples import large, sample, tiny
from stakemap.app.canvas import Canvas
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
from stakemap.picture.theme import DARK, LIGHT

Key, Left = Qt.Key, Qt.MouseButton.LeftButton


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
        (new_map(), "No issue or snapshot yet"),
        (remove_actors(tiny(), ["armenia"]), "Double-click to add the first actor"),
        (add_actor(remove_actors(tiny(), ["armenia"]), "b", Actor(name="B")), "No actor has a position"),
        (_nobody_concerned(), "This issue applies to no actor"),
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
    canvas.canvas.stage.change_colours()
    with pytest.raises(RuntimeError, match="broken on purpose"):
        canvas.canvas.view.viewport().repaint()
    for _ in range(3):
        canvas.canvas.view.viewport().repaint()
    monkeypatch.undo()
    canvas.session.apply(remove_actors.of(["turkiye"]), label="Delete")
    canvas.canvas.view.viewport().repaint()
    assert canvas.canvas.grab().toImage().pixelColor(5, 5).name() == LIGHT.canvas


# The tray


def test_double_click_in_the_tray_renames(drive):
    canvas = drive()
    content = canvas.canvas.tray.content
    double_click(content, content.box_of("iran").center())
    assert canvas.canvas.naming.editor.text() == "ایران"


def test_a_false_name_is_marked_on_the_canvas_and_in_the_tray(drive):
    false, shown = "\u0410rmenia", "⟨Cyrillic \u0410⟩rmenia"
    document = sample()
    for actor in document.actors:
        document = update_actor(document, actor, name=false)
    driver = drive(document)
    plan = driver.canvas.stage.labels.plan.names
    assert {"".join(line[0] for line in label.face.lines) for label in plan.values()} == {shown}
    chips = [chip.text for chip in driver.canvas.tray.content.chips if chip.look is not None]
    assert set(chips) == {shown}
