"""Keeping reason and sources with a tick, a key, a table cell and the inspector; and the small card."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app_driver import named
from judging_driver import card_of, drag, stance, texts, unfold
from samples import alignment, influence, large, sample, tiny
from stakemap.app.canvas import Canvas
from stakemap.app.features.actors.rows import Column
from stakemap.app.features.judging.placement import Obstacles, free_place
from stakemap.app.kit.forms.judgement_form import StanceForm
from stakemap.model import edits
from stakemap.model.document import Actor, Snapshot
from stakemap.model.edits import annotate
from stakemap.model.judgements import Stance, Standing
from stakemap.model.subjects import Subject
from stakemap.storage.presets import load_preset

if TYPE_CHECKING:
    from app_driver import Driver
    from conftest import OpenWindow

Key, Left = Qt.Key, Qt.MouseButton.LeftButton
NoModifier = Qt.KeyboardModifier.NoModifier


def press(driver: Driver, key: Qt.Key, modifiers: Qt.KeyboardModifier = NoModifier) -> None:
    focus = driver.window.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifiers)


# The card


def test_a_small_move_keeps_its_sources_with_one_key(open_map: OpenWindow) -> None:
    driver = open_map()
    before = stance(driver, "turkiye")
    assert before.is_supported
    drag(driver, "turkiye", QPoint(20, 0))
    card = card_of(driver)
    assert card.keep_box.isVisible()
    assert card.keep_box.isChecked()
    press(driver, Key.Key_Return)
    now = stance(driver, "turkiye")
    assert now.alignment != before.alignment
    assert (now.reason, now.citations, now.confidence) == (before.reason, before.citations, before.confidence)
    assert now.support_kept
    assert now.earlier[0].reason == before.reason
    driver.trigger("undo")
    assert stance(driver, "turkiye") is before


def test_unticked_it_goes_and_the_new_reason_stands_alone(open_map: OpenWindow) -> None:
    driver = open_map()
    before = stance(driver, "turkiye")
    drag(driver, "turkiye", QPoint(20, 0))
    QTest.keyClicks(driver.window.focusWidget(), "A new one")
    press(driver, Key.Key_Backtab)
    assert driver.window.focusWidget() is card_of(driver).keep_box
    press(driver, Key.Key_Space)
    press(driver, Key.Key_Return)
    now = stance(driver, "turkiye")
    assert (now.reason, now.citations, now.confidence, now.support_kept) == ("A new one", (), None, False)
    assert [entry.reason for entry in now.earlier] == [before.reason]
    assert len(driver.session.history) == 2


def test_ticked_after_a_large_move_it_is_kept_beside_the_new_reason(open_map: OpenWindow) -> None:
    driver = open_map()
    before = stance(driver, "turkiye")
    drag(driver, "turkiye", QPoint(120, 0))
    card = card_of(driver)
    assert not card.keep_box.isChecked()
    assert stance(driver, "turkiye").citations == ()
    QTest.keyClick(card, Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert card.keep_box.isChecked()
    QTest.keyClicks(card.reason, "More of it")
    QTest.mouseClick(card.done_button, Left)
    now = stance(driver, "turkiye")
    assert (now.reason, now.citations) == (f"{before.reason}\nMore of it", before.citations)
    assert now.support_kept
    driver.trigger("undo")
    assert stance(driver, "turkiye") is before


def test_by_the_setting_nothing_is_kept_until_one_says_so(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.context.change_settings(keep_support_below=0)
    drag(driver, "turkiye", QPoint(20, 0))
    assert not card_of(driver).keep_box.isChecked()
    assert stance(driver, "turkiye").reason == ""


def test_there_is_no_tick_where_nothing_supported_the_old_value(open_map: OpenWindow) -> None:
    driver = open_map(tiny())
    drag(driver, "armenia", QPoint(-60, 0))
    assert card_of(driver).keep_box.isHidden()


def test_of_two_values_of_which_one_moved_far_the_tick_is_half(open_map: OpenWindow) -> None:
    document = annotate(
        open_map().document, "2025-07", Subject.standing("turkiye"), reason="An army.", basis="assumed"
    )
    driver = open_map(document)
    drag(driver, "turkiye", QPoint(20, 100))
    box = card_of(driver).keep_box
    assert box.checkState() == Qt.CheckState.PartiallyChecked
    QTest.mouseClick(box, Left, NoModifier, QPoint(12, box.height() // 2))
    assert box.checkState() == Qt.CheckState.Checked
    press(driver, Key.Key_Return)
    standing = driver.document.snapshots["2025-07"].standings["turkiye"]
    assert (standing.reason, standing.support_kept) == ("An army.", True)


def test_the_action_keeps_both_where_one_of_two_values_is_kept(open_map: OpenWindow) -> None:
    document = annotate(
        open_map().document, "2025-07", Subject.standing("turkiye"), reason="An army.", basis="assumed"
    )
    driver = open_map(document)
    drag(driver, "turkiye", QPoint(20, 100))
    press(driver, Key.Key_Escape)
    assert driver.judging.card is None
    action = driver.window.host.actions["keep-support"]
    assert not action.isChecked()
    driver.trigger("keep-support")
    assert driver.document.snapshots["2025-07"].standings["turkiye"].support_kept
    assert stance(driver, "turkiye").support_kept
    assert action.isChecked()
    driver.trigger("keep-support")
    assert not stance(driver, "turkiye").support_kept


def test_the_card_is_small_and_more_unfolds_the_rest(open_map: OpenWindow) -> None:
    driver = open_map()
    drag(driver, "turkiye", QPoint(120, 0))
    card = card_of(driver)
    assert card.width() <= 260
    assert card.height() <= 150
    seen = [part for part in card.findChildren(QWidget) if part.isVisible() and part.focusPolicy()]
    assert {card.reason, card.source, card.done_button, card.more_button, card.keep_box} >= {
        part for part in seen if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.focusProxy() is None
    }
    unfold(card)
    assert driver.window.rect().contains(card.geometry())
    for part in (card.details.confidence, card.details.basis, card.details.span, card.details.watch_for):
        assert part.isVisible()
        assert part.accessibleName()
    QTest.mouseClick(card.more_button, Left)
    assert card.height() <= 150


def test_what_is_said_in_the_details_is_stored(open_map: OpenWindow) -> None:
    driver = open_map()
    drag(driver, "turkiye", QPoint(120, 0))
    card, known = card_of(driver), stance(driver, "turkiye").alignment
    unfold(card)
    assert known is not None
    card.details.span.setFocus()
    card.details.span.selectAll()
    QTest.keyClicks(card.details.span, f"{known.value - 5:g} to {known.value + 9:g}")
    card.details.watch_for.setFocus()
    QTest.keyClicks(card.details.watch_for, "A vote")
    press(driver, Key.Key_Return)
    now = stance(driver, "turkiye")
    assert now.alignment is not None
    assert (now.alignment.low, now.alignment.high) == (known.value - 5, known.value + 9)
    assert now.watch_for.endswith("A vote")
    assert driver.session.history.undo_labels == ("Move Türkiye",)


def test_a_range_without_the_value_is_told_and_nothing_is_stored(open_map: OpenWindow) -> None:
    driver = open_map()
    drag(driver, "turkiye", QPoint(120, 0))
    card, moved = card_of(driver), driver.document
    unfold(card)
    card.details.span.setFocus()
    card.details.span.selectAll()
    QTest.keyClicks(card.details.span, "-90 to -80")
    press(driver, Key.Key_Return)
    assert driver.judging.card is card
    assert "The range must include the value" in texts(card)
    assert driver.document is moved


@pytest.mark.parametrize(
    "field", ["reason", "source", "confidence", "basis", "span", "watch_for", "by", "on"]
)
def test_enter_in_any_field_is_done(open_map: OpenWindow, field: str) -> None:
    driver = open_map()
    drag(driver, "turkiye", QPoint(120, 0))
    card = card_of(driver)
    QTest.keyClicks(card.reason, "Because")
    unfold(card)
    places = (card, card.details, card.details.signature)
    part = next(getattr(place, field) for place in places if hasattr(place, field))
    part.setFocus(Qt.FocusReason.TabFocusReason)
    press(driver, Key.Key_Return)
    assert driver.judging.card is None
    assert stance(driver, "turkiye").reason == "Because"
    assert driver.window.focusWidget() is driver.canvas.view


def test_shift_and_enter_begins_a_new_line_and_escape_goes_back_to_the_canvas(open_map: OpenWindow) -> None:
    driver = open_map()
    drag(driver, "turkiye", QPoint(120, 0))
    card = card_of(driver)
    QTest.keyClicks(card.reason, "One")
    press(driver, Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(card.reason, "two")
    assert card.reason.content() == "One\ntwo"
    card.source.setFocus()
    press(driver, Key.Key_Escape)
    assert driver.judging.card is None
    assert driver.window.focusWidget() is driver.canvas.view


def test_a_source_is_typed_beside_the_reason(open_map: OpenWindow) -> None:
    driver = open_map()
    drag(driver, "turkiye", QPoint(120, 0))
    press(driver, Key.Key_Tab)
    QTest.keyClicks(driver.window.focusWidget(), "Minutes of the meeting")
    press(driver, Key.Key_Return)
    (citation,) = stance(driver, "turkiye").citations
    assert driver.document.sources[citation.source].title == "Minutes of the meeting"


def test_tab_reaches_the_card_at_once_after_a_nudge(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.select("turkiye")
    driver.canvas.setFocus()
    press(driver, Key.Key_Right)
    assert driver.judging.card is None
    press(driver, Key.Key_Tab)
    card = card_of(driver)
    assert driver.window.focusWidget() is card.reason
    assert "alignment +10 → +11" in texts(card)
    press(driver, Key.Key_Escape)
    assert driver.window.focusWidget() is driver.canvas.view
    press(driver, Key.Key_Tab)
    assert driver.judging.card is None
    assert driver.canvas.scene.interaction.focus_shown


def test_tab_reaches_a_card_that_is_open_already(open_map: OpenWindow, qtbot: QtBot) -> None:
    driver = open_map()
    driver.view.select("turkiye")
    driver.canvas.setFocus()
    press(driver, Key.Key_Right)
    qtbot.waitUntil(lambda: driver.judging.card is not None)
    assert driver.window.focusWidget() is driver.canvas.view
    press(driver, Key.Key_Tab)
    assert driver.window.focusWidget() is card_of(driver).reason


# Elsewhere


def test_a_cell_of_the_table_keeps_them_too_and_a_key_takes_them_back(open_map: OpenWindow) -> None:
    driver = open_map()
    before = stance(driver, "turkiye")
    model, table = driver.table.model, driver.table.table
    index = model.index(model.row_of("turkiye"), Column.ALIGNMENT)
    table.setFocus()
    table.setCurrentIndex(index)
    table.edit(index)
    (editor,) = [one for one in table.viewport().findChildren(QLineEdit) if one.isVisible()]
    editor.selectAll()
    QTest.keyClicks(editor, "15")
    QTest.keyClick(editor, Key.Key_Return)
    QApplication.processEvents()
    now = stance(driver, "turkiye")
    assert (now.reason, now.citations, now.support_kept) == (before.reason, before.citations, True)
    driver.view.select("turkiye")
    assert driver.window.host.actions["keep-support"].isChecked()
    driver.trigger("keep-support")
    assert stance(driver, "turkiye").reason == ""
    assert "no longer apply" in driver.message
    driver.trigger("keep-support")
    assert stance(driver, "turkiye").reason == before.reason
    driver.view.select("russia")
    driver.trigger("keep-support")
    assert "had a reason or sources" in driver.message


def test_a_field_of_the_inspector_keeps_them_and_its_tick_says_so(open_map: OpenWindow) -> None:
    driver = open_map()
    before = stance(driver, "turkiye")
    driver.view.select("turkiye")
    form = driver.inspector.form(StanceForm)
    assert form.still_applies.isHidden()
    driver.type_into(driver.field(StanceForm, "value"), "60")
    assert stance(driver, "turkiye").reason == ""
    box = named(form, QCheckBox, "Reason and sources still apply")
    assert not box.isChecked()
    box.setFocus()
    QTest.keyClick(box, Key.Key_Space)
    now = stance(driver, "turkiye")
    assert (now.reason, now.support_kept) == (before.reason, True)
    assert box.isChecked()
    driver.session.apply(edits.add_actor.of("wales", Actor(name="Wales")), label="Add")
    driver.view.select("wales")
    form = driver.inspector.form(StanceForm)
    assert not form.is_judged
    assert form.still_applies.isHidden()
    assert not form.still_applies.isChecked()


def test_an_actor_that_is_not_judged_has_no_reason_that_could_still_apply(open_map: OpenWindow) -> None:
    driver = open_map(edits.add_actor(sample(), "wales", Actor(name="Wales")))
    driver.view.select("wales")
    form = driver.inspector.form(StanceForm)
    assert not form.is_judged
    assert form.still_applies.isHidden()


# The place of the card


@pytest.mark.parametrize("size", [(1280, 800), (1440, 900), (1920, 1080)])
def test_a_card_covers_neither_the_moved_actor_nor_its_neighbours(
    open_map: OpenWindow, size: tuple[int, int]
) -> None:
    driver = open_map(load_preset("armenia-turkiye"))
    driver.window.resize(*size)
    QApplication.processEvents()
    corner = driver.canvas.mapTo(driver.window, QPoint())
    for actor in sorted(driver.canvas.scene.columns.row):
        driver.view.select(actor)
        drag(driver, actor, QPoint(20, 0))
        card = card_of(driver)
        assert driver.window.rect().contains(card.geometry())
        for other in driver.canvas.scene.columns.row:
            box = driver.canvas.box_of(other).translated(corner)
            assert not card.geometry().intersects(box), (actor, other)
        assert not card.geometry().intersects(driver.canvas.box_with_name(actor).translated(corner))
        QTest.keyClick(card, Key.Key_Escape)


def obstacles(*things: tuple[QRect, float]) -> Obstacles:
    edges = [(box.left(), box.top(), box.right() + 1, box.bottom() + 1) for box, _ in things]
    return Obstacles(np.array(edges, np.int64).reshape(-1, 4).T, np.array([weight for _, weight in things]))


def test_a_place_is_beside_its_subject_where_least_is_covered() -> None:
    area, size, subject = QRect(0, 0, 800, 600), QSize(250, 140), QRect(380, 280, 40, 40)
    free = free_place(size, area, subject, obstacles())
    assert free is not None
    assert not QRect(free, size).intersects(subject)
    things = [(QRect(430, 0, 370, 600), 10.0), (QRect(0, 0, 800, 270), 10.0), (QRect(0, 330, 800, 270), 1.0)]
    best = free_place(size, area, subject, obstacles(*things))
    assert best is not None
    assert not QRect(best, size).intersects(things[0][0])
    assert not QRect(best, size).intersects(things[1][0])
    assert free_place(size, QRect(0, 0, 200, 100), subject, obstacles()) is None
    assert free_place(size, QRect(270, 200, 260, 200), subject, obstacles()) is None


def test_amid_hundreds_the_card_finds_the_only_place_where_it_covers_nobody(open_map: OpenWindow) -> None:
    """All stand close together around the moved actor, but for a gap to its right."""
    places = {(x, y) for x in range(-96, 97, 4) for y in range(12, 90, 4) if not (x > 4 and 36 < y < 68)}
    assert (0, 52) in places
    names = {f"n{x}-{y}": (x, y) for x, y in places}
    driver = open_map(
        tiny().model_copy(
            update={
                "actors": {name: Actor(name=name) for name in names},
                "snapshots": {
                    "2025": Snapshot(
                        label="2025",
                        date="2025",
                        standings={name: Standing(influence=influence(y)) for name, (_, y) in names.items()},
                        stances={
                            "border": {name: Stance(alignment=alignment(x)) for name, (x, _) in names.items()}
                        },
                    )
                },
            }
        )
    )
    driver.view.select("n0-52")
    drag(driver, "n0-52", QPoint(6, 0))
    card, corner = card_of(driver).geometry(), driver.canvas.mapTo(driver.window, QPoint())
    for other in names:
        assert not card.intersects(driver.canvas.box_of(other).translated(corner)), (other, card)


def test_a_card_opens_at_its_final_height(open_map: OpenWindow) -> None:
    driver = open_map()
    drag(driver, "turkiye", QPoint(120, 0))
    card = card_of(driver)
    opened = card.geometry()
    driver.window.resize(driver.window.width() + 1, driver.window.height())
    driver.window.resize(driver.window.width() - 1, driver.window.height())
    assert card.geometry() == opened


def test_boxes_of_many_are_those_of_each(open_map: OpenWindow) -> None:
    document = load_preset("armenia-turkiye")
    canvas = open_map(document).canvas
    assert canvas.scene.name_boxes
    rows = np.arange(len(canvas.scene.columns), dtype=np.intp)[1::2]
    for with_names, box_of in ((False, canvas.box_of), (True, canvas.box_with_name)):
        boxes = canvas.boxes_of(rows, with_names=with_names).T.tolist()
        expected = [box_of(canvas.scene.columns.ids[row]) for row in rows]
        assert [QRect(QPoint(*box[:2]), QPoint(*box[2:]) - QPoint(1, 1)) for box in boxes] == expected


def test_a_card_after_very_many_have_moved_does_not_look_at_each_of_them(
    open_map: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = open_map(large(900, 1, 1))
    driver.canvas.select_all()
    looked: list[str] = []
    real = Canvas.box_with_name
    monkeypatch.setattr(
        Canvas, "box_with_name", lambda canvas, actor: (looked.append(actor), real(canvas, actor))[1]
    )
    QTest.keyClick(driver.canvas.view, Key.Key_Right)
    qtbot.waitUntil(lambda: driver.judging.card is not None and driver.judging.card.isVisible())
    assert driver.window.rect().contains(card_of(driver).geometry())
    assert 0 < len(looked) < 100


def test_no_combo_box_of_the_card_is_without_a_name(open_map: OpenWindow) -> None:
    driver = open_map()
    drag(driver, "turkiye", QPoint(120, 0))
    unfold(card_of(driver))
    boxes = [box for box in card_of(driver).findChildren(QComboBox) if box.isVisible()]
    assert boxes
    assert all(box.accessibleName() for box in boxes)
