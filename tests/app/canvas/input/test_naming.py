"""Adding actors on the canvas, and renaming them in place."""

from __future__ import annotations

import pytest
from babel import core
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget

from app_driver import double_click
from samples import sample
from stakemap.app.canvas.layers.atlas import Budget
from stakemap.app.canvas.layers.frame import Frame, Part
from stakemap.i18n import set_language

Key, Left = Qt.Key, Qt.MouseButton.LeftButton


def test_double_click_adds_an_actor_judged_where_it_is_put(drive):
    canvas = drive()
    double_click(canvas.surface, canvas.pixels(-80, 20))
    editor = canvas.canvas.naming.editor
    assert editor.isVisible()
    assert canvas.scene.interaction.new_actor is not None
    # QTest types ASCII alone; an input method inserts text like this.
    editor.insert("Ինչ-որ  մեկը")
    QTest.keyClick(editor, Key.Key_Return)
    added = canvas.document.actors.keys() - sample().actors.keys()
    assert len(added) == 1
    actor = added.pop()
    assert actor.isascii()
    assert canvas.document.actors[actor].name == "Ինչ-որ մեկը"
    assert canvas.judged(actor) == (-80, 20)
    assert canvas.view_state.selection == {actor}
    assert canvas.undo_labels() == ("Add Ինչ-որ մեկը",)
    assert canvas.scene.interaction.new_actor is None
    assert canvas.canvas.view.hasFocus()
    canvas.session.undo()
    assert canvas.document == sample()


def test_the_keys_go_to_an_actor_that_was_added(drive):
    canvas = drive()
    asked = []
    canvas.canvas.inspect_requested.connect(asked.append)
    canvas.key(Key.Key_Tab)
    canvas.canvas.add_actor()
    editor = canvas.canvas.naming.editor
    QTest.keyClicks(editor, "Utopia")
    QTest.keyClick(editor, Key.Key_Return)
    assert canvas.canvas.view.hasFocus()
    canvas.key(Key.Key_Return)
    assert asked == ["utopia"]


def test_typing_offers_countries_with_their_codes(drive):
    canvas = drive()
    double_click(canvas.surface, canvas.pixels(-80, 20))
    editor = canvas.canvas.naming.editor
    QTest.keyClicks(editor, "Mold")
    assert editor.offers.rows == ("Moldova · MDA",)
    assert editor.offers.chosen is None
    QTest.keyClick(editor, Key.Key_Down)
    QTest.keyClick(editor, Key.Key_Return)
    assert not editor.isVisible()
    assert not editor.offers.is_open
    added = canvas.document.actors["moldova"]
    assert (added.name, added.code, added.kind) == ("Moldova", "MDA", "state")
    assert {"Молдова", "მოლდოვა"} <= set(added.aliases)
    assert "Moldova" not in added.aliases
    assert canvas.judged("moldova") == (-80, 20)
    assert canvas.undo_labels() == ("Add Moldova",)
    assert canvas.canvas.view.hasFocus()


def test_an_offer_is_taken_with_the_mouse_or_left_alone(drive):
    canvas = drive()
    editor = canvas.canvas.naming.editor
    canvas.canvas.add_actor()
    QTest.keyClicks(editor, "Moldo")
    offered = editor.window().findChild(QListWidget, "offers")
    QTest.mouseClick(offered.viewport(), Left, pos=offered.visualItemRect(offered.item(0)).center())
    assert canvas.document.actors["moldova"].code == "MDA"
    canvas.canvas.add_actor()
    QTest.keyClicks(editor, "Moldo")
    QTest.keyClick(editor, Key.Key_Down)
    QTest.keyClick(editor, Key.Key_Escape)
    assert editor.isVisible()
    QTest.keyClick(editor, Key.Key_Return)
    assert canvas.document.actors["moldo"].name == "Moldo"


def test_without_a_list_of_countries_names_are_typed(drive, monkeypatch):
    known = core.get_global

    def missing(name):
        if name == "territory_aliases":
            raise FileNotFoundError(name)
        return known(name)

    monkeypatch.setattr(core, "get_global", missing)
    set_language(None)
    try:
        canvas = drive()
        canvas.canvas.add_actor()
        editor = canvas.canvas.naming.editor
        QTest.keyClicks(editor, "Moldova")
        assert not editor.offers.is_open
        QTest.keyClick(editor, Key.Key_Return)
        assert canvas.document.actors["moldova"].kind == "state"
    finally:
        set_language(None)


@pytest.mark.parametrize(("text", "key"), [("Georgia", Key.Key_Escape), ("  ", Key.Key_Return)])
def test_escape_and_an_empty_name_add_nobody(drive, text, key):
    canvas = drive()
    double_click(canvas.surface, canvas.pixels(-80, 20))
    editor = canvas.canvas.naming.editor
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, key)
    assert not editor.isVisible()
    assert canvas.document == sample()


def test_going_elsewhere_keeps_the_name(drive):
    canvas = drive()
    canvas.canvas.add_actor()
    QTest.keyClicks(canvas.canvas.naming.editor, "Georgia")
    canvas.canvas.setFocus()
    assert "georgia-2" in canvas.document.actors


@pytest.mark.parametrize("size", [(700, 520), (1200, 900)])
def test_a_name_that_is_being_typed_follows_a_change_of_the_canvas_size(drive, size):
    canvas = drive()
    editor = canvas.canvas.naming.editor
    double_click(canvas.surface, canvas.pixels(50, 60))
    QTest.keyClicks(editor, "Mol")
    canvas.canvas.resize(*size)
    assert editor.isVisible()
    assert editor.hasFocus()
    disc = canvas.pixels(50, 60)
    assert canvas.scene.interaction.new_actor == pytest.approx((disc.x(), disc.y()), abs=1)
    assert editor.geometry().adjusted(-40, -40, 40, 40).contains(disc)
    assert canvas.canvas.rect().contains(editor.geometry())
    offered = editor.window().findChild(QListWidget, "offers")
    assert offered.isVisible()
    assert abs(offered.geometry().top() - editor.geometry().bottom()) < 10
    QTest.keyClicks(editor, "dau")
    QTest.keyClick(editor, Key.Key_Return)
    assert canvas.document.actors["moldau"].name == "Moldau"
    assert canvas.judged("moldau") == (50, 60)


def test_renaming_and_adding_without_a_place_go_on_when_the_canvas_is_resized(drive):
    canvas = drive()
    editor = canvas.canvas.naming.editor
    double_click(canvas.surface, canvas.at("turkiye"))
    QTest.keyClicks(editor, "Anat")
    canvas.canvas.resize(700, 520)
    assert editor.geometry().adjusted(-40, -40, 40, 40).contains(canvas.at("turkiye"))
    QTest.keyClicks(editor, "olia")
    QTest.keyClick(editor, Key.Key_Return)
    assert canvas.document.actors["turkiye"].name == "Anatolia"
    canvas.canvas.add_actor()
    QTest.keyClicks(editor, "Ka")
    canvas.canvas.resize(300, 260)
    assert canvas.canvas.rect().contains(editor.geometry())
    QTest.keyClicks(editor, "rs")
    QTest.keyClick(editor, Key.Key_Return)
    assert canvas.document.actors["kars"].name == "Kars"


def test_two_of_one_name_get_ids_of_their_own(drive):
    canvas = drive()
    for at in (canvas.pixels(-80, 20), canvas.pixels(-60, 20)):
        double_click(canvas.surface, at)
        QTest.keyClicks(canvas.canvas.naming.editor, "Kars")
        QTest.keyClick(canvas.canvas.naming.editor, Key.Key_Return)
    assert {"kars", "kars-2"} <= canvas.document.actors.keys()


def test_double_click_and_f2_rename(drive):
    canvas = drive()
    double_click(canvas.surface, canvas.at("turkiye"))
    editor = canvas.canvas.naming.editor
    assert editor.text() == "Türkiye"
    QTest.keyClicks(editor, "Turkey <b>")
    QTest.keyClick(editor, Key.Key_Return)
    assert canvas.document.actors["turkiye"].name == "Turkey <b>"
    assert canvas.undo_labels() == ("Rename Türkiye",)
    canvas.click(canvas.at("armenia"))
    canvas.key(Key.Key_F2)
    assert editor.text() == "Armenia"
    QTest.keyClick(editor, Key.Key_Return)
    assert canvas.undo_labels() == ("Rename Türkiye",)


def test_the_name_that_is_edited_is_not_drawn_beside_the_editor(drive, qtbot):
    canvas = drive()
    qtbot.waitUntil(lambda: canvas.canvas.is_settled)

    def drawn():
        frame = Frame.of(canvas.scene, Part.ALL, 1.0, Budget(0))
        return {placed.owner for placed in canvas.canvas.stage.labels.marks(frame)}

    assert "turkiye" in drawn()
    for end in (Key.Key_Escape, Key.Key_Return):
        double_click(canvas.surface, canvas.at("turkiye"))
        assert "turkiye" not in drawn()
        QTest.keyClick(canvas.canvas.naming.editor, end)
        assert "turkiye" in drawn()


def test_a_new_actor_without_an_issue_is_not_judged(drive):
    from stakemap.model.document import new_map

    canvas = drive(new_map())
    canvas.canvas.add_actor()
    QTest.keyClicks(canvas.canvas.naming.editor, "Georgia")
    QTest.keyClick(canvas.canvas.naming.editor, Key.Key_Return)
    assert canvas.document.actors.keys() == {"georgia"}


def test_an_actor_added_by_key_is_unknown_wherever_the_pointer_is(drive):
    canvas = drive()
    canvas.point(canvas.pixels(-80, 20))
    canvas.canvas.add_actor()
    assert canvas.scene.interaction.new_actor is None
    QTest.keyClicks(canvas.canvas.naming.editor, "Kars")
    QTest.keyClick(canvas.canvas.naming.editor, Key.Key_Return)
    assert canvas.document.actors["kars"].name == "Kars"
    assert canvas.document.snapshots == sample().snapshots
    assert "kars" in canvas.trayed()
    assert canvas.view_state.selection == {"kars"}
    assert canvas.undo_labels() == ("Add Kars",)
