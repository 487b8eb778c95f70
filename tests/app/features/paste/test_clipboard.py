"""Copy, cut, paste and duplicate: between windows, as text for others, and with what does not belong here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app_driver import make_context, open_window, tidy_up
from stakemap.app.features.actors.rows import Column
from stakemap.app.kit.plain_text import MessageDialog
from stakemap.editing.clipboard import MIME_TYPE
from stakemap.model import edits
from stakemap.model.document import new_map

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app_driver import Driver, ScriptedMessageBoxes
    from conftest import OpenWindow


def test_actors_go_from_one_window_to_another(open_map: OpenWindow) -> None:
    first = open_map()
    first.view.set(snapshot="2025-07", issue="border")
    first.view.select("armenia", "azerbaijan")
    first.trigger("copy")
    second = open_map(first.document.model_copy(update={"actors": {}, "snapshots": {}, "relations": {}}))
    assert not second.enabled("copy")
    second.trigger("paste")
    assert set(second.document.actors) == {"armenia", "azerbaijan"}
    assert second.view.selection == {"armenia", "azerbaijan"}
    assert second.session.undo_label == "Paste 2 actors"
    assert second.document.relations
    second.trigger("undo")
    assert second.document.actors == {}


def _press(*keys: Qt.Key) -> Callable[[MessageDialog], None]:
    """Press keys wherever the focus of the dialog is."""

    def use(dialog: MessageDialog) -> None:
        for key in keys:
            QTest.keyClick(dialog.focusWidget() or dialog, key)

    return use


def _copy_from(driver: Driver, snapshot: str, *actors: str) -> None:
    driver.view.set(snapshot=snapshot, issue="border")
    driver.view.select(*actors)
    driver.trigger("copy")


def test_pasting_what_the_map_has_asks_and_enter_pastes_positions(open_map: OpenWindow) -> None:
    driver = open_map()
    _copy_from(driver, "2022", "turkiye")
    driver.view.set(snapshot="2025-07")
    before = driver.document
    asked: list[str] = []

    def use(dialog: MessageDialog) -> None:
        asked.append(dialog.message)
        assert dialog.button("positions").isDefault()
        _press(Qt.Key.Key_Return)(dialog)

    driver.message_boxes.dialogs = [use]
    driver.trigger("paste")
    assert asked == [
        "Paste positions or new actors?\nThe copied actor is already in this map. Pasting positions "
        "replaces their influence and their positions on “Armenia–Türkiye border” in “After the Istanbul "
        "visit”; the previous ones stay in the history."
    ]
    assert driver.document.actors is before.actors
    then, now, old = (
        document.snapshots[snapshot].stances["border"]["turkiye"]
        for document, snapshot in ((before, "2022"), (driver.document, "2025-07"), (before, "2025-07"))
    )
    assert (now.alignment, now.citations) == (then.alignment, then.citations)
    assert now.earlier[0].reason == old.reason
    assert driver.view.selection == {"turkiye"}
    assert driver.session.undo_label == "Paste the positions of Türkiye"
    driver.trigger("undo")
    assert driver.document is before
    assert not driver.session.can_undo


def test_pasting_what_the_map_has_as_new_actors_by_keyboard(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.select("armenia")
    driver.trigger("copy")

    def tab_to_new(dialog: MessageDialog) -> None:
        for _ in range(4):
            if dialog.focusWidget() is dialog.button("new"):
                break
            QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Tab)
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)

    driver.message_boxes.dialogs = [tab_to_new]
    driver.trigger("paste")
    assert driver.view.selection == {"armenia-2"}
    assert driver.document.actors["armenia-2"].name == "Armenia"
    assert driver.session.undo_label == "Paste Armenia"


def test_escape_pastes_nothing(open_map: OpenWindow) -> None:
    driver = open_map()
    before = driver.document
    driver.view.select("armenia")
    driver.trigger("copy")
    driver.message_boxes.dialogs = [_press(Qt.Key.Key_Escape)]
    driver.trigger("paste")
    assert driver.document is before


def test_positions_that_are_the_same_already_are_told_and_leave_no_step(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.select("armenia")
    driver.trigger("copy")
    driver.message_boxes.dialogs = [_press(Qt.Key.Key_Return)]
    driver.trigger("paste")
    assert driver.message == "Their positions here are already the same."
    assert not driver.session.can_undo


def test_actors_of_another_map_are_new_ones_unless_chosen_else(open_map: OpenWindow) -> None:
    first = open_map()
    _copy_from(first, "2022", "armenia", "turkiye")
    other = first.document.model_copy(update={"id": "00000000-0000-4000-8000-00000000000f"})
    second = open_map(edits.remove_actors(other, ["turkiye"]))
    asked: list[str] = []

    def use(dialog: MessageDialog) -> None:
        asked.append(dialog.message)
        _press(Qt.Key.Key_Return)(dialog)

    second.message_boxes.dialogs = [use]
    second.trigger("paste")
    assert "1 of the 2 copied actors is already in this map." in asked[0]
    assert "The other is added in either case." in asked[0]
    assert second.view.selection == {"armenia-2", "turkiye"}
    second.trigger("undo")
    second.message_boxes.dialogs = [lambda dialog: dialog.button("positions").click()]
    second.trigger("paste")
    assert second.view.selection == {"armenia", "turkiye"}
    assert second.document.actors.keys() == other.actors.keys()
    second.trigger("undo")
    assert not second.session.can_undo


def test_duplicates_are_judged_alike(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.set(snapshot="2025-07", issue="border")
    driver.view.select("armenia")
    driver.trigger("duplicate")
    copied = driver.document.snapshots["2025-07"].stances["border"]["armenia-2"]
    assert copied.alignment == driver.document.snapshots["2025-07"].stances["border"]["armenia"].alignment
    assert driver.session.undo_label == "Duplicate Armenia"


def test_cut_is_copy_and_one_step(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.select("armenia")
    driver.trigger("cut")
    assert "armenia" not in driver.document.actors
    assert driver.session.undo_label == "Cut Armenia"
    assert "removed" in driver.message
    driver.trigger("paste")
    assert "armenia" in driver.document.actors


def test_the_text_is_a_table_that_no_spreadsheet_runs(open_map: OpenWindow) -> None:
    from stakemap.model.edits import update_actor

    driver = open_map()
    driver.view.set(snapshot="2025-07", issue="border")
    driver.session.apply(update_actor.of("iran", name='=HYPERLINK("http://example.org")'), label="Rename")
    driver.view.select("iran", "armenia")
    driver.trigger("copy")
    lines = QGuiApplication.clipboard().text().splitlines()
    headings = lines[0].split("\t")
    cells = dict(zip(headings, lines[2].split("\t"), strict=True))
    assert headings[0] == "Name"
    assert (cells["Name"], cells["Code"], cells["Influence"]) == ("Armenia", "ARM", "35")
    assert (cells["Alignment"], cells["Salience"]) == ("85", "90")
    assert "Colour" not in headings
    assert "\t=HYPERLINK" not in "\n".join(lines)


def test_the_table_copied_has_its_order_and_pastes_back_without_a_change(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes
) -> None:
    driver = open_map()
    driver.view.set(snapshot="2025-07", issue="border")
    driver.table.table.sortByColumn(Column.INFLUENCE, Qt.SortOrder.AscendingOrder)
    driver.trigger("select-all")
    driver.trigger("copy")
    text = QGuiApplication.clipboard().text()
    names = [line.split("\t")[0] for line in text.splitlines()[1:]]
    assert names[:2] == ["Türkiye", "Azerbaijan"]
    assert set(names) == {actor.name for actor in driver.document.actors.values()}
    QGuiApplication.clipboard().setText(text)
    before = driver.document
    message_boxes.dialogs = [lambda dialog: message_boxes.told.append((dialog.summary.text(), "", ""))]
    driver.trigger("paste-rows")
    assert driver.document is before
    assert message_boxes.told[-1][0].startswith(
        f"0 new actors, 0 actors changed, {len(before.actors)} rows unchanged"
    )


def test_rows_that_were_copied_before_the_start_can_be_pasted(
    qapp: QApplication, message_boxes: ScriptedMessageBoxes, qtbot: QtBot
) -> None:
    QGuiApplication.clipboard().setText("Name\tInfluence\nWales\t12\n")
    QApplication.processEvents()
    context = make_context(message_boxes)
    driver = open_window(context, message_boxes, qtbot)
    message_boxes.dialogs = [lambda dialog: dialog.paste.click()]
    driver.trigger("paste")
    assert "wales" in driver.document.actors
    tidy_up(context, message_boxes)


def test_paste_takes_actors_and_rows_and_says_of_other_words_that_they_are_neither(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes
) -> None:
    driver = open_map()
    before = driver.document
    QGuiApplication.clipboard().clear()
    QApplication.processEvents()
    assert not driver.enabled("paste")
    QGuiApplication.clipboard().setText("just words")
    QApplication.processEvents()
    driver.trigger("paste")
    assert driver.message == "The clipboard has no actors and no table of actors."
    assert driver.document is before
    QGuiApplication.clipboard().setText("Name\tInfluence\nWales\t12\n")
    message_boxes.dialogs = [lambda dialog: dialog.paste.click()]
    driver.trigger("paste")
    assert "wales" in driver.document.actors
    driver.trigger("undo")
    driver.view.select("armenia")
    driver.trigger("copy")
    QApplication.processEvents()
    assert driver.enabled("paste")


def test_a_picture_and_rows_without_a_snapshot_are_refused_in_a_sentence(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes
) -> None:
    driver = open_map(new_map())
    QGuiApplication.clipboard().setImage(QImage(8, 8, QImage.Format.Format_RGB32))
    QApplication.processEvents()
    QTest.keyClick(driver.canvas.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert driver.message.startswith("A picture has no actors: paste actors")
    QGuiApplication.clipboard().setText("Name\tInfluence\nWales\t12\n")
    QTest.keyClick(driver.canvas.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert driver.message == "Rows cannot be pasted: this map has no snapshot yet."
    assert not driver.session.can_undo


def test_what_others_put_on_the_clipboard_is_not_trusted(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes
) -> None:
    driver = open_map()
    data = QMimeData()
    data.setData(MIME_TYPE, b'{"format": "stakemap-actors", "version": 1, "actors": {"a": {"name": 3}}}')
    QGuiApplication.clipboard().setMimeData(data)
    QApplication.processEvents()
    before = driver.document
    driver.trigger("paste")
    assert driver.document is before
    assert message_boxes.told[0][0] == "This could not be done"
    assert "cannot be pasted" in message_boxes.told[0][1]


def test_pasting_into_a_map_without_snapshots_says_what_was_left_out(open_map: OpenWindow) -> None:
    first = open_map()
    first.view.set(snapshot="2025-07", issue="border")
    first.view.select("armenia")
    first.trigger("copy")
    second = open_map(new_map())
    second.trigger("paste")
    assert "no snapshot" in second.message


def test_the_picture_goes_to_the_clipboard(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.trigger("copy-picture")
    image = QGuiApplication.clipboard().image()
    assert (image.width(), image.height()) == (1920, 1080)
    data = QGuiApplication.clipboard().mimeData()
    assert bytes(data.data("image/png").data()).startswith(b"\x89PNG")
    assert b"<svg" in bytes(data.data("image/svg+xml").data())[:500]
