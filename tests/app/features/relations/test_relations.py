"""Relations by hand: drawn, named, chosen by their curve, judged and explained in the inspector, filtered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from samples import sample
from stakemap.app.canvas.input.handles import handles_of
from stakemap.app.canvas.layers.atlas import Budget
from stakemap.app.canvas.layers.frame import Frame, Part
from stakemap.app.features.inspector.relations_form import RelationsForm
from stakemap.app.kit.forms.relation_form import RelationForm, TieForm, directions
from stakemap.model.document import Relation
from stakemap.model.edits import add_relation, judge, update_actor
from stakemap.model.edits_base import Authorship
from stakemap.model.judgements import Tie
from stakemap.model.resolve import lineage, resolve_tie
from stakemap.model.subjects import Subject
from stakemap.picture.plot.curves import point_on

if TYPE_CHECKING:
    from app_driver import Driver, ScriptedMessageBoxes
    from conftest import OpenWindow
    from stakemap.app.features.relations.ends_dialog import RelationEndsDialog
    from stakemap.model.document import StakeMap

Key, Left = Qt.Key, Qt.MouseButton.LeftButton
NoModifier = Qt.KeyboardModifier.NoModifier


def related() -> StakeMap:
    """The sample with no relations but a friendly and a hostile one."""
    from stakemap.editing.view_state import ViewState
    from stakemap.model.edits import remove_relation

    document = sample()
    for relation in tuple(document.relations):
        document = remove_relation(document, relation)
    snapshot = ViewState.for_document(document).snapshot
    assert snapshot is not None
    signed = Authorship("Test", "2025-08-01")
    for key, ends, strength in (("ally", ("turkiye", "armenia"), 2), ("foe", ("president", "turkiye"), -2)):
        document = add_relation(document, key, Relation(source=ends[0], target=ends[1], label=key))
        document = judge(document, snapshot, Subject.tie(key), Tie(strength=strength), signed)
    return document


def _send(driver: Driver, to: QPoint, buttons: Qt.MouseButton) -> None:
    surface = driver.canvas.view.viewport()
    at = QPointF(to)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        at,
        QPointF(surface.mapToGlobal(to)),
        Qt.MouseButton.NoButton,
        buttons,
        NoModifier,
    )
    QApplication.sendEvent(surface, event)


def _at(driver: Driver, actor: str) -> QPoint:
    place = driver.canvas.scene.place_of(actor)
    assert place is not None
    return QPoint(round(place[0]), round(place[1]))


def _handle(driver: Driver, actor: str) -> QPoint:
    found = [one for one in handles_of(driver.canvas.scene) if (one.actor, one.end) == (actor, "relate")]
    return QPoint(round(found[0].x), round(found[0].y))


def _draw(driver: Driver, source: str, to: QPoint) -> None:
    surface = driver.canvas.view.viewport()
    _send(driver, _at(driver, source), Qt.MouseButton.NoButton)
    start = _handle(driver, source)
    _send(driver, start, Qt.MouseButton.NoButton)
    QTest.mousePress(surface, Left, NoModifier, start)
    for step in (1, 2, 3):
        _send(driver, start + (to - start) * step / 3, Left)
    QTest.mouseRelease(surface, Left, NoModifier, to)


def _on_curve(driver: Driver, relation: str) -> QPoint:
    frame = Frame.of(driver.canvas.scene, Part.ALL, 1.0, Budget(0))
    curve = next(c for look, c in driver.canvas.stage.relations.curves(frame) if look.relation == relation)
    place = point_on(curve, 0.5)
    return QPoint(round(place.x), round(place.y))


def _form_shown(driver: Driver, kind: type) -> bool:
    return not driver.inspector.form(kind).isHidden()


def test_a_relation_is_drawn_named_and_judged_in_one_step(open_map: OpenWindow) -> None:
    driver = open_map(related())
    before = driver.document
    _draw(driver, "armenia", _at(driver, "president"))
    card = driver.relating.card
    assert card is not None
    assert driver.window.focusWidget() is card.label
    QTest.keyClicks(card.label, "talks  with")
    card.strength.load()
    card.strength.activated.emit(card.strength.findData("1"))
    card.direction.load()
    card.direction.activated.emit(card.direction.findData("both"))
    QTest.keyClick(card.label, Key.Key_Return)
    (key,) = driver.document.relations.keys() - before.relations.keys()
    relation = driver.document.relations[key]
    assert (relation.source, relation.target, relation.label) == ("armenia", "president", "talks with")
    assert not relation.directed
    tie = resolve_tie(driver.document, driver.view.snapshot or "", key)
    assert tie is not None
    assert tie.judgement.strength == 1
    assert driver.view.relation == key
    assert len(driver.session.history.undo_labels) == 1
    driver.trigger("undo")
    assert driver.document is before
    assert driver.view.relation is None


def test_escape_leaves_a_drawn_relation_without_a_name_and_elsewhere_keeps_it(open_map: OpenWindow) -> None:
    driver = open_map(related())
    _draw(driver, "armenia", _at(driver, "president"))
    card = driver.relating.card
    assert card is not None
    QTest.keyClicks(card.label, "not so")
    QTest.keyClick(card.label, Key.Key_Escape)
    assert driver.document.relations[driver.view.relation or ""].label == ""
    _draw(driver, "president", _at(driver, "armenia"))
    card = driver.relating.card
    assert card is not None
    QTest.keyClicks(card.label, "so")
    driver.view_bar.issues.setFocus()
    assert driver.relating.card is None
    assert driver.document.relations[driver.view.relation or ""].label == "so"


def test_a_line_to_nowhere_and_escape_relate_nobody(open_map: OpenWindow) -> None:
    driver = open_map(related())
    before = driver.document
    _draw(driver, "armenia", QPoint(30, 300))
    assert driver.document is before
    assert "another actor" in driver.message
    start = _handle(driver, "armenia") if handles_of(driver.canvas.scene) else _at(driver, "armenia")
    QTest.mousePress(driver.canvas.view.viewport(), Left, NoModifier, start)
    _send(driver, _at(driver, "president"), Left)
    QTest.keyClick(driver.canvas.view, Key.Key_Escape)
    QTest.mouseRelease(driver.canvas.view.viewport(), Left, NoModifier, _at(driver, "president"))
    assert driver.document is before
    assert driver.canvas.scene.interaction.new_relation is None


def test_a_click_on_a_curve_selects_it_and_the_inspector_shows_it(open_map: OpenWindow) -> None:
    driver = open_map(related())
    QTest.mouseClick(driver.canvas.view.viewport(), Left, NoModifier, _on_curve(driver, "ally"))
    assert driver.view.relation == "ally"
    assert driver.view.selection == frozenset()
    assert _form_shown(driver, RelationForm)
    assert _form_shown(driver, TieForm)
    driver.type_into(driver.field(RelationForm, "label"), "treaty")
    assert driver.document.relations["ally"].label == "treaty"
    strength = driver.field(TieForm, "value").editor
    strength.load()
    strength.activated.emit(strength.findData("-1"))
    driver.type_into(driver.field(TieForm, "reason"), "They fell out", None)
    driver.window.commit_pending()
    tie = resolve_tie(driver.document, driver.view.snapshot or "", "ally")
    assert tie is not None
    assert (tie.judgement.strength, tie.judgement.reason) == (-1, "They fell out")
    assert tie.judgement.earlier[0].strength == 2
    key = driver.field(RelationForm, "direction").editor
    key.load()
    key.activated.emit(key.findData("back"))
    assert driver.document.relations["ally"].source == "armenia"
    driver.view.select("armenia")
    assert driver.view.relation is None
    assert not _form_shown(driver, RelationForm)


def test_a_relation_is_removed_from_the_inspector(open_map: OpenWindow) -> None:
    driver = open_map(related())
    driver.view.set(relation="foe")
    QTest.mouseClick(driver.inspector.form(RelationForm).remove, Left)
    assert "foe" not in driver.document.relations
    assert driver.view.relation is None
    assert not _form_shown(driver, RelationForm)
    assert not _form_shown(driver, TieForm)


def test_delete_removes_the_selected_relation_and_no_actor(open_map: OpenWindow) -> None:
    driver = open_map(related())
    driver.view.set(relation="foe")
    driver.trigger("delete")
    assert set(driver.document.relations) == {"ally"}
    assert set(driver.document.actors) == set(related().actors)
    driver.trigger("undo")
    assert set(driver.document.relations) == {"ally", "foe"}
    driver.view.set(relation=None, selection=frozenset())
    assert not driver.enabled("delete")


def test_by_keyboard_alone(open_map: OpenWindow) -> None:
    driver = open_map(related())
    driver.view.set(selection=frozenset({"armenia", "turkiye"}), primary="turkiye")
    driver.trigger("relate")
    card = driver.relating.card
    assert card is not None
    QTest.keyClick(card.label, Key.Key_Return)
    relation = driver.document.relations[driver.view.relation or ""]
    assert (relation.source, relation.target) == ("armenia", "turkiye")
    seen = set()
    for _ in range(3):
        driver.trigger("next-relation")
        seen.add(driver.view.relation)
    assert seen == set(driver.document.relations)


def test_with_one_actor_selected_it_asks_with_whom(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes
) -> None:
    driver = open_map(related())
    driver.view.select("armenia")

    def choose(dialog: RelationEndsDialog) -> None:
        assert dialog.ends == ("armenia", "")
        assert dialog.focusWidget() is dialog.target
        assert not dialog.add_button.isEnabled()
        for actor in ("armenia", "russia"):
            dialog.target.setCurrentIndex(dialog.target.findData(actor))
            dialog.target.activated.emit(dialog.target.currentIndex())
            assert dialog.add_button.isEnabled() is (actor == "russia")
        QTest.mouseClick(dialog.add_button, Left)

    message_boxes.dialogs.append(choose)
    QTest.keyClick(driver.canvas.view, Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    (key,) = driver.document.relations.keys() - related().relations.keys()
    relation = driver.document.relations[key]
    assert (relation.source, relation.target) == ("armenia", "russia")
    assert driver.relating.card is not None


def test_with_none_selected_it_asks_for_both_and_may_be_cancelled(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes
) -> None:
    driver = open_map(related())

    def cancel(dialog: RelationEndsDialog) -> None:
        assert dialog.ends == ("", "")
        assert dialog.focusWidget() is dialog.source
        QTest.keyClick(dialog, Key.Key_Escape)

    message_boxes.dialogs.append(cancel)
    driver.trigger("relate")
    assert message_boxes.asked == ["dialog RelationEndsDialog"]
    assert driver.document.relations == related().relations


@pytest.mark.parametrize("end", ["relate", "high"])
def test_a_handle_says_what_it_is_for(open_map: OpenWindow, end: str) -> None:
    driver = open_map(related())
    driver.view.select("armenia")
    QApplication.processEvents()
    handle = next(one for one in handles_of(driver.canvas.scene) if (one.actor, one.end) == ("armenia", end))
    _send(driver, QPoint(round(handle.x), round(handle.y)), Qt.MouseButton.NoButton)
    told = driver.canvas.view.item.toolTip()
    assert ("to add a relation" if end == "relate" else "to set the range") in told
    _send(driver, QPoint(4, 4), Qt.MouseButton.NoButton)
    assert driver.canvas.view.item.toolTip() == ""


@pytest.mark.parametrize(
    ("action", "shown"),
    [("ties-friendly", {"ally"}), ("ties-hostile", {"foe"}), ("ties-all", {"ally", "foe"})],
)
def test_friendly_and_hostile_filters(open_map: OpenWindow, action: str, shown: set[str]) -> None:
    driver = open_map(related())
    driver.trigger(action)
    assert set(driver.canvas.scene.appearance.relations) == shown
    assert driver.window.host.actions[action].isChecked()


def test_a_read_only_map_offers_no_relation(open_map: OpenWindow) -> None:
    driver = open_map(related(), read_only=True)
    driver.view.set(selection=frozenset({"armenia", "turkiye"}))
    assert not driver.enabled("relate")
    _send(driver, _at(driver, "armenia"), Qt.MouseButton.NoButton)
    assert handles_of(driver.canvas.scene) == []


def test_a_relation_is_drawn_to_an_actor_in_the_tray(open_map: OpenWindow) -> None:
    driver = open_map(related())
    driver.window.resize(1100, 700)
    tray, surface, before = driver.canvas.tray, driver.canvas.view.viewport(), driver.document
    assert tray.content.box_of("russia") is None, "the row has no room for it"
    _send(driver, _at(driver, "armenia"), Qt.MouseButton.NoButton)
    start = _handle(driver, "armenia")
    QTest.mousePress(surface, Left, NoModifier, start)
    # Over the number of those that are not shown, the tray opens.
    _send(driver, surface.mapFromGlobal(tray.more.mapToGlobal(tray.more.rect().center())), Left)
    chip = tray.content.box_of("russia")
    assert chip is not None
    to = surface.mapFromGlobal(tray.content.mapToGlobal(chip.center()))
    _send(driver, to, Left)
    QTest.mouseRelease(surface, Left, NoModifier, to)
    (key,) = driver.document.relations.keys() - before.relations.keys()
    assert (driver.document.relations[key].source, driver.document.relations[key].target) == (
        "armenia",
        "russia",
    )
    assert driver.relating.card is not None


def test_an_actor_lists_its_relations_wherever_the_other_one_is(open_map: OpenWindow) -> None:
    driver = open_map(add_relation(related(), "far", Relation(source="russia", target="turkiye", note="Gas")))
    driver.view.set(relations="none")
    driver.view.select("turkiye")
    form = driver.inspector.form(RelationsForm)
    rows = [form.list.rows.row(form.list.rows.index(number)) for number in range(3)]
    assert [(row.key, row.first, row.second) for row in rows if row is not None] == [
        ("ally", "→ Armenia", "ally · +2 friendly"),
        ("foe", "← The president of Türkiye", "foe · −2 hostile"),
        ("far", "← Россия", "Not judged"),
    ]
    form.list.setCurrentIndex(form.list.rows.index_of("far"))
    QTest.keyClick(form.list, Key.Key_Return)
    assert driver.view.relation == "far"
    assert driver.view.relations == "all"
    assert _form_shown(driver, RelationForm)
    assert not _form_shown(driver, RelationsForm)


def test_an_actor_is_related_to_one_of_the_tray_from_the_inspector(open_map: OpenWindow) -> None:
    driver = open_map(related())
    driver.view.select("russia")
    form = driver.inspector.form(RelationsForm)
    assert form.list.isHidden()
    assert form.section.note.text() == "No relations yet."
    form.other.load()
    assert form.other.findData("russia") < 0
    form.other.activated.emit(form.other.findData("iran"))
    card = driver.relating.card
    assert card is not None
    QTest.keyClicks(card.label, "gas")
    QTest.keyClick(card.label, Key.Key_Return)
    relation = driver.document.relations[driver.view.relation or ""]
    assert (relation.source, relation.target, relation.label) == ("russia", "iran", "gas")
    note = driver.inspector.form(RelationForm).section.note
    assert note.text().startswith("Not shown here: ")
    assert note.text().endswith(" have no position on this issue.")
    driver.view.set(relation="ally")
    assert note.isHidden()
    driver.view.select("russia")
    assert form.list.rows.rowCount() == 1
    assert form.other.content() == ""


def test_the_form_says_at_which_dates_a_relation_is_shown(open_map: OpenWindow) -> None:
    driver = open_map(add_relation(related(), "new", Relation(source="turkiye", target="armenia")))
    note = driver.inspector.form(RelationForm).section.note
    latest = driver.view.snapshot
    first = lineage(driver.document, latest)[-1]
    assert first != latest
    driver.view.set(relation="new")
    assert note.text() == "Shown at every date until you give it a strength at one."
    strength = driver.field(TieForm, "value").editor
    strength.load()
    strength.activated.emit(strength.findData("2"))
    assert driver.document.snapshots[latest or ""].ties["new"].strength == 2
    assert note.isHidden()
    driver.view.set(snapshot=first)
    assert driver.view.relation == "new"
    assert note.text() == "Not shown here: its strength is judged at other dates only."


def test_a_read_only_map_lists_relations_and_offers_none(open_map: OpenWindow) -> None:
    driver = open_map(related(), read_only=True)
    driver.view.select("turkiye")
    form = driver.inspector.form(RelationsForm)
    assert form.list.rows.rowCount() == 2
    assert form.other.isHidden()


def test_the_direction_between_long_names_is_seen_in_a_narrow_box() -> None:
    document = update_actor(sample(), "armenia", name="Council of Elders of the Northern Valleys")
    document = update_actor(document, "turkiye", name="European Commission for Everything Else")
    relation = Relation(source="armenia", target="turkiye")
    onwards, back, _ = (option.text for option in directions(document, relation))
    assert onwards == "Council of Elde… → European Commis…"
    assert back == "European Commis… → Council of Elde…"
