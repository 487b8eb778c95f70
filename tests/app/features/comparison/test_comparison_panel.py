"""Two versions of a map compared and merged in the panel, by keys and mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.shell.small_screen import mnemonics
from stakemap.app.features.comparison.panel import ComparePanel
from stakemap.app.kit.other_version import OtherVersion
from stakemap.model import edits
from stakemap.model.document import Actor, StakeMap
from stakemap.model.judgements import AlignmentEstimate, Stance
from stakemap.model.merging.merge import merge
from stakemap.model.merging.recording import with_conflicts
from stakemap.model.subjects import Subject
from stakemap.storage.codec import encode
from stakemap.storage.presets import load_preset

if TYPE_CHECKING:
    from app_driver import Driver
    from conftest import OpenWindow

A, B = edits.Authorship("A. Analyst", "2025-07-03"), edits.Authorship("B. Colleague", "2025-07-04")
ISSUE, SNAPSHOT = "normalisation", "2025-07"


def judged(document: StakeMap, actor: str, value: float, who: edits.Authorship, reason: str = "") -> StakeMap:
    stance = Stance(alignment=AlignmentEstimate(value=value), reason=reason)
    return edits.judge(document, SNAPSHOT, Subject.stance(ISSUE, actor), stance, who)


class Versions(NamedTuple):
    """The preset, moved on by two people: one moves Azerbaijan, one adds Georgia, both judge Türkiye."""

    base: StakeMap
    one: StakeMap
    other: StakeMap


@pytest.fixture(scope="module")
def versions() -> Versions:
    base = load_preset("armenia-turkiye")
    one = judged(
        judged(base, "azerbaijan", -20, A, "Baku signals readiness"), "turkiye", 20, A, "Slow progress"
    )
    other = edits.add_actor(base, "georgia", Actor(name="Georgia"))
    other = judged(judged(other, "georgia", 30, B, "Transit"), "turkiye", 45, B, "Trade comes first")
    return Versions(base, one, judged(other, "russia", -70, B, "Moscow wants to stay the broker"))


def compared(driver: Driver, other: StakeMap, base: StakeMap | None) -> ComparePanel:
    """The panel, once it shows the differences."""
    driver.window.comparison_requested.emit(OtherVersion(other, "talks-2.stakemap.json", base))
    panel = driver.panels.content("compare")
    assert isinstance(panel, ComparePanel)
    QApplication.processEvents()
    return panel


def rows(panel: ComparePanel) -> list[str]:
    """What a screen reader says of each row."""
    model = panel.list.rows
    role = Qt.ItemDataRole.AccessibleTextRole
    return [str(model.data(model.index(row), role)) for row in range(model.rowCount())]


def go_to(panel: ComparePanel, text: str) -> None:
    """Go to the row that says so, with the keys."""
    row = next(row for row, said in enumerate(rows(panel)) if text in said)
    QTest.keyClick(panel.list, Qt.Key.Key_Home)
    for _ in range(row):
        QTest.keyClick(panel.list, Qt.Key.Key_Down)


def click(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def stance(document: StakeMap, actor: str) -> Stance:
    return document.snapshots[SNAPSHOT].stances[ISSUE][actor]


def test_the_room_that_a_comparison_needs_is_given_back(open_map: OpenWindow, versions: Versions) -> None:
    driver = open_map(versions.one)
    driver.window.resize(1280, 800)
    driver.window.panels.show("comments", True)
    QApplication.processEvents()
    usual = driver.panels.docks["comments"].width()
    panel = compared(driver, versions.other, versions.base)
    assert panel.width() > usual
    driver.window.panels.show("comments", True)
    QApplication.processEvents()
    assert driver.panels.docks["comments"].width() == usual
    assert driver.panels.left_width == usual


def test_each_difference_is_a_sentence_that_names_who_judged_and_why(
    versions: Versions, open_map: OpenWindow
) -> None:
    driver = open_map(versions.one)
    panel = compared(driver, versions.other, versions.base)
    assert panel.header.text() == "This map and talks-2.stakemap.json: 5 differences, 1 in conflict."
    assert "\n“talks-2”:\n" in panel.details.toPlainText()
    assert panel.list.hasFocus()
    place = "Border, trade and diplomatic ties at After the Istanbul visit"
    assert rows(panel) == [
        f"Türkiye on {place}: A. Analyst judged +20 (reason: Slow progress), "
        "B. Colleague judged +45 (reason: Trade comes first). in conflict, open",
        "Actor Georgia: added. taken",
        f"A. Analyst moved Azerbaijan on {place}: −45 (−85 to −5) → −20 "
        "(reason: Baku signals readiness). already here",
        f"B. Colleague judged Georgia on {place}: +30 (reason: Transit). taken",
        f"B. Colleague moved Russia on {place}: −15 (−65 to +35) → −70 "
        "(reason: Moscow wants to stay the broker). taken",
    ]
    assert panel.take.text() == "&2 Take B. Colleague’s"
    assert "Judged by B. Colleague on 4 July 2025" in panel.details.toPlainText()
    # Merging all gives the bytes of the command line, and is one step to undo.
    taken = []
    version = OtherVersion(versions.other, "talks-2", versions.base, lambda: taken.append(driver.document))
    driver.window.comparison_requested.emit(version)
    assert panel.merge.text() == "Mer&ge 4 changes"
    click(panel.merge)
    merged = with_conflicts(*merge(versions.base, versions.one, versions.other))
    assert encode(driver.document) == encode(merged)
    assert taken == [driver.document]
    assert not driver.panels.shows("compare")
    assert driver.window.focusWidget() is driver.canvas.view
    assert driver.window.notices.texts() == ["1 conflict of a merge is open"]
    assert driver.session.undo_label == "Merge talks-2"
    driver.trigger("undo")
    assert driver.document is versions.one
    assert driver.window.notices.texts() == []


def test_keys_decide_and_an_open_conflict_is_settled_later(versions: Versions, open_map: OpenWindow) -> None:
    driver = open_map(versions.one)
    panel = compared(driver, versions.other, versions.base)
    go_to(panel, "Türkiye")
    assert (driver.view.issue, driver.view.snapshot, driver.view.primary) == (ISSUE, SNAPSHOT, "turkiye")
    QTest.keyClick(panel.list, Qt.Key.Key_2)
    assert rows(panel)[0].endswith("in conflict, 2 taken")
    QTest.keyClick(panel.list, Qt.Key.Key_0)
    assert rows(panel)[0].endswith("in conflict, open")
    go_to(panel, "Russia")
    QTest.keyClick(panel.list, Qt.Key.Key_Space)
    assert rows(panel)[-1].endswith("left")
    click(panel.merge)
    assert stance(driver.document, "russia") == stance(versions.one, "russia")
    assert stance(driver.document, "georgia").by == "B. Colleague"
    assert len(driver.document.conflicts) == 1
    click(driver.window.notices.buttons("open-conflicts")[0])
    assert panel.header.text() == "1 conflict of a merge is open."
    QTest.keyClick(panel.list, Qt.Key.Key_3)
    click(panel.merge)
    assert driver.document.conflicts == {}
    assert stance(driver.document, "turkiye").by == "A. Analyst"
    assert [each.by for each in stance(driver.document, "turkiye").others] == ["B. Colleague"]
    assert not driver.enabled("open-conflicts")


def test_the_mouse_decides(versions: Versions, open_map: OpenWindow) -> None:
    driver = open_map(versions.one)
    panel = compared(driver, versions.other, versions.base)
    click(panel.take)
    assert panel.take.isChecked()
    click(panel.leave_all)
    click(panel.take_all)
    row = panel.list.visualRect(panel.list.rows.index(1))
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=row.topLeft() + QPoint(20, 20))
    assert rows(panel)[1] == "Actor Georgia: added. left"
    assert panel.merge.text() == "Mer&ge 3 changes"
    go_to(panel, "Azerbaijan")
    QTest.keyClick(panel.list, Qt.Key.Key_2)
    assert rows(panel)[2].endswith("already here, 2 taken")
    click(panel.merge)
    # What was taken back is in the history.
    azerbaijan = stance(driver.document, "azerbaijan")
    assert azerbaijan.alignment == stance(versions.base, "azerbaijan").alignment
    assert azerbaijan.earlier[0].by == "A. Analyst"
    assert "georgia" not in driver.document.actors
    assert stance(driver.document, "turkiye").by == "B. Colleague"
    assert stance(driver.document, "russia").by == "B. Colleague"
    assert driver.document.conflicts == {}


def test_the_list_is_searched_and_the_canvas_shows_both_positions(
    versions: Versions, open_map: OpenWindow, qtbot: QtBot
) -> None:
    driver = open_map(versions.one)
    panel = compared(driver, versions.other, versions.base)
    letters = mnemonics(panel)
    assert [texts for texts in letters.values() if len(texts) > 1] == []
    proposal = driver.canvas.scene.interaction.proposal
    assert proposal is not None
    assert {move.actor: move.after for move in proposal.moves} == {
        "azerbaijan": -45,
        "georgia": 30,
        "russia": -70,
        "turkiye": 45,
    }
    described = driver.canvas.view.accessible_actors.describe("turkiye")
    assert "In talks-2.stakemap.json: alignment +45" in described
    QTest.keyClicks(panel.search, "broker")
    assert [said.partition(" moved")[0] for said in rows(panel)] == ["B. Colleague"]
    QTest.keyClick(panel.search, Qt.Key.Key_Escape)
    panel.kind.setCurrentIndex(1)
    panel.kind.activated.emit(1)
    assert len(rows(panel)) == 1
    panel.kind.setCurrentIndex(0)
    panel.kind.activated.emit(0)
    click(panel.here)
    assert len(rows(panel)) == 4
    # An edit meanwhile: what was decided stays, and so does what is in view.
    go_to(panel, "Russia")
    QTest.keyClick(panel.list, Qt.Key.Key_Space)
    driver.view.select("iran")
    judgement = stance(versions.one, "russia")
    edit = edits.judge.of(SNAPSHOT, Subject.stance(ISSUE, "iran"), judgement, A)
    driver.session.apply(edit, label="Judge")
    assert driver.view.primary == "iran"
    qtbot.waitUntil(lambda: len(rows(panel)) == 5)
    assert next(said for said in rows(panel) if "Russia" in said).endswith("left")
    assert driver.view.primary == "iran"
    QTest.keyClick(panel.list, Qt.Key.Key_Home)
    click(panel.cancel)
    assert driver.canvas.scene.interaction.proposal is None
    assert not driver.window.host.actions["compare-panel"].isVisible()
    # What an analysis proposes later is not the panel's to take away.
    driver.canvas.show_proposal(proposal)
    driver.view.set(snapshot="2022")
    driver.session.undo()
    assert driver.canvas.scene.interaction.proposal == proposal


def test_other_maps_are_compared_only_and_equal_ones_do_not_differ(
    versions: Versions, open_map: OpenWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = open_map(versions.one)
    other_map = versions.other.model_copy(update={"id": "00000000-0000-4000-8000-000000000000"})
    panel = compared(driver, other_map, versions.base)
    assert panel.note.text().startswith("These are different maps")
    assert panel.merge.isHidden()
    assert panel.take.isHidden()
    assert not any("conflict" in said or "taken" in said for said in rows(panel))
    panel = compared(driver, versions.other, other_map)
    assert panel.note.text().startswith("No version from which both were made is known")
    panel = compared(driver, versions.one, versions.base)
    assert panel.header.text() == "This map and talks-2.stakemap.json do not differ."
    assert panel.cancel.hasFocus()
    click(panel.merge)
    assert not driver.session.can_undo
    # A large map is compared and merged by a worker; decisions are those of the panel.
    monkeypatch.setattr("stakemap.app.features.comparison.state.WORKER_THRESHOLD", 0)
    panel = compared(driver, versions.other, versions.base)
    qtbot.waitUntil(lambda: len(rows(panel)) == 5)
    panel.list.setFocus()
    QTest.keyClick(panel.list, Qt.Key.Key_2)
    click(panel.merge)
    qtbot.waitUntil(lambda: driver.session.can_undo)
    assert stance(driver.document, "turkiye").by == "B. Colleague"
    driver.trigger("undo")
    driver.session.read_only = True
    panel = compared(driver, versions.other, versions.base)
    qtbot.waitUntil(lambda: len(rows(panel)) == 5)
    assert not panel.merge.isEnabled()
    assert panel.take.isHidden()
