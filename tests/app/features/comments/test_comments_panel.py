"""The panel of comments: writing, answering, resolving, filtering, all by mouse or keyboard."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from samples import sample
from stakemap.app.canvas.layers.atlas import Budget
from stakemap.app.canvas.layers.comment_signs import CommentSigns
from stakemap.app.canvas.layers.frame import Frame, Part
from stakemap.app.features.comments.panel import CommentsPanel
from stakemap.app.features.comments.rows import Filter, listed
from stakemap.model import edits
from stakemap.model.document import StakeMap
from stakemap.model.edits import Authorship
from stakemap.model.records import replace
from stakemap.model.teamwork import Comment

if TYPE_CHECKING:
    from app_driver import Driver
    from conftest import OpenWindow

Ctrl = Qt.KeyboardModifier.ControlModifier
BEN = Authorship("Ben", "2025-07-20")
STANCE = "snapshots/2025-07/stances/border/turkiye"


def commented() -> StakeMap:
    """A remark by Ben on Türkiye, and a resolved one on the map."""
    document = edits.add_comment(sample(), "1", STANCE, "Why <b>so</b> low?", BEN)
    document = edits.add_comment(document, "2", "map", "A good start.", BEN)
    return edits.resolve_comment(document, "2", BEN)


def opened(driver: Driver) -> CommentsPanel:
    driver.context.change_settings(author="Anna")
    driver.trigger("comments-panel")
    QApplication.processEvents()
    panel = driver.panels.content("comments")
    assert isinstance(panel, CommentsPanel)
    return panel


def rows(panel: CommentsPanel) -> list[str]:
    model = panel.list.rows
    found = [model.row(model.index(place)) for place in range(model.rowCount())]
    return [f"{row.first} | {row.second}" for row in found if row is not None]


def choose(panel: CommentsPanel, row: int) -> None:
    """Click a conversation."""
    area = panel.list.visualRect(panel.list.rows.index(row))
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    QApplication.processEvents()


def test_a_comment_is_written_answered_and_resolved(open_map: OpenWindow) -> None:
    driver = open_map()
    panel = opened(driver)
    driver.view.set(issue="border", snapshot="2025-07", selection={"turkiye"}, primary="turkiye")
    driver.trigger("comment")
    editor = panel.composer.editor
    assert editor.hasFocus()
    QTest.keyClicks(editor, "Too low.")
    driver.view.select("iran")
    QTest.keyClick(editor, Qt.Key.Key_Return, Ctrl)
    (posted,) = driver.document.comments.values()
    assert (posted.place, posted.text, posted.by, posted.on) == (STANCE, "Too low.", "Anna", "2025-08-01")
    assert driver.session.history.undo_labels[0] == "Comment"
    assert rows(panel) == [
        "Türkiye · alignment on Armenia–Türkiye border · After the Istanbul visit | Anna: Too low."
    ]
    assert panel.composer.chosen.kind == "answer"
    QTest.keyClicks(editor, "Agreed.")
    QTest.keyClick(editor, Qt.Key.Key_Return, Ctrl)
    assert [each.text for each in driver.document.comments.values()] == ["Too low.", "Agreed."]
    status = driver.window.status.comments
    assert (status.text(), status.isVisible()) == ("1 open comment", True)
    QTest.mouseClick(panel.resolve, Qt.MouseButton.LeftButton)
    assert rows(panel) == []
    assert not status.isVisible()
    panel.state.show_content("all")
    panel.state.finished.emit()
    assert rows(panel)[0].endswith("Resolved · 1 answer · Anna: Agreed.")
    for _ in range(3):
        driver.trigger("undo")
    assert not driver.document.comments


def test_a_click_leads_to_the_place_and_a_place_that_is_gone_says_so(open_map: OpenWindow) -> None:
    driver = open_map(commented())
    panel = opened(driver)
    driver.view.set(issue="corridor", snapshot="2022", selection=set())
    choose(panel, 0)
    view = driver.view
    assert (view.issue, view.snapshot, view.primary) == ("border", "2025-07", "turkiye")
    gone = Comment(place="actors/nobody", text="Who?", by="Ben", on="2025-07-01")
    driver.session.replace_document(replace(commented(), comments={"9": gone}), "x")
    QApplication.processEvents()
    assert rows(panel) == ["nobody (no longer in the map) | Ben: Who?"]
    choose(panel, 0)
    assert "no longer in the map" in driver.message


def test_only_own_comments_are_changed_and_removed(open_map: OpenWindow) -> None:
    driver = open_map(commented())
    panel = opened(driver)
    choose(panel, 0)
    assert not panel.change.isVisible()
    driver.context.change_settings(author="Ben")
    panel.conversation.selected.emit()
    QTest.mouseClick(panel.change, Qt.MouseButton.LeftButton)
    editor = panel.composer.editor
    assert editor.toPlainText() == "Why <b>so</b> low?"
    editor.selectAll()
    QTest.keyClicks(editor, "Why so high?")
    QTest.mouseClick(panel.composer.button, Qt.MouseButton.LeftButton)
    assert driver.document.comments["1"].text == "Why so high?"
    assert editor.toPlainText() == ""
    QTest.mouseClick(panel.remove, Qt.MouseButton.LeftButton)
    assert set(driver.document.comments) == {"2"}


def test_changing_a_comment_says_so_and_spares_what_is_being_written(open_map: OpenWindow) -> None:
    driver = open_map(edits.add_comment(sample(), "1", STANCE, "Mine.", Authorship("Anna", "2025-07-20")))
    panel = opened(driver)
    choose(panel, 0)
    panel.change.click()
    assert panel.composer.target.currentText() == "Change the comment"
    QTest.keyClicks(panel.composer.editor, " Still.")
    QTest.mouseClick(panel.composer.button, Qt.MouseButton.LeftButton)
    assert driver.document.comments["1"].text == "Mine. Still."
    # The next key goes on writing, and into no other panel.
    assert panel.composer.editor.hasFocus()
    QTest.keyClicks(panel.composer.editor, "An answer")
    panel.change.click()
    assert panel.composer.editor.content() == "An answer"
    assert panel.composer.chosen.kind == "answer"
    assert "Post or delete what you are writing" in driver.message


def test_filters_search_and_bad_texts(open_map: OpenWindow, qtbot: QtBot) -> None:
    driver = open_map(commented())
    panel = opened(driver)
    assert len(rows(panel)) == 1
    panel.about.show_content("selected")
    driver.view.select("iran")
    panel.about.finished.emit()
    assert rows(panel) == []
    panel.about.show_content("map")
    panel.state.show_content("all")
    QTest.keyClicks(panel.search, "good start")
    qtbot.waitUntil(lambda: [each.split(" | ")[0] for each in rows(panel)] == ["The map"])
    panel.search.clear()
    editor = panel.composer.editor
    editor.setPlainText("x" * 20_001)
    assert "too long" in panel.composer.error.text()
    QTest.keyClick(editor, Qt.Key.Key_Return, Ctrl)
    assert len(driver.document.comments) == 2
    editor.setPlainText("  \n ")
    assert not panel.composer.button.isEnabled()
    # What is typed is kept as a draft.
    editor.clear()
    QTest.keyClicks(editor, "Half a thou")
    qtbot.waitUntil(lambda: [each.text for each in driver.session.drafts.typed] == ["Half a thou"])


def test_actors_with_open_comments_have_a_sign_while_the_panel_is_open(open_map: OpenWindow) -> None:
    driver = open_map(commented())
    interaction = driver.canvas.scene.interaction
    driver.view.set(issue="border", snapshot="2025-07")
    frame = Frame.of(driver.canvas.scene, Part.ALL, 1.0, Budget(0))
    signs = CommentSigns()
    assert not interaction.shows_comments
    opened(driver)
    assert interaction.shows_comments
    assert [mark[1] for mark in signs.marks(frame)] == ["turkiye"]
    driver.trigger("comments-panel")
    assert not signs.marks(frame)
    driver.trigger("show-comments")
    assert signs.marks(frame)
    described = driver.canvas.view.accessible_actors.describe("turkiye")
    assert described.endswith("1 open comment")


def test_ten_thousand_comments_are_listed_in_little_time() -> None:
    comments = {
        f"{n}": Comment(place=STANCE if n % 2 else "map", text=f"Comment {n}", by="Ben" if n % 3 else "")
        for n in range(10_000)
    }
    document = replace(sample(), comments=comments)
    start = time.perf_counter()
    found = listed(document, Filter(words="comment 9876"))
    assert time.perf_counter() - start < 2
    assert len(found.rows) == 1
    assert found.authors == ["", "Ben"]


def test_what_a_comment_is_about_stands_below_its_text(open_map: OpenWindow) -> None:
    composer = opened(open_map()).composer
    assert composer.editor.isVisible()
    below = composer.editor.mapTo(composer, composer.editor.rect().bottomLeft()).y()
    assert 0 < composer.target.mapTo(composer, composer.target.rect().topLeft()).y() - below <= 9
