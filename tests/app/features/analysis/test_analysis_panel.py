"""The panel of analyses: sentences that can be gone through by key, led by, and made into scenarios."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.shell.small_screen import mnemonics
from reports import BARS, LINE, ROWS, STACKS, grid
from samples import sample
from stakemap.analysis.methods import METHODS
from stakemap.analysis.report import Chart, Finding
from stakemap.app.features.analysis.charts import ChartStack
from stakemap.app.features.analysis.panel import AnalysisPanel
from stakemap.app.features.analysis.rows import FindingRow
from stakemap.model import edits
from stakemap.model.document import StakeMap
from stakemap.model.records import replace
from stakemap.picture.theme import DARK, LIGHT
from stakemap.storage.presets import load_preset
from toy_method import Toy

if TYPE_CHECKING:
    from app_driver import Driver
    from conftest import OpenWindow

AUTHOR = edits.Authorship("A", "2025-08-01")


@pytest.fixture
def toy() -> Iterator[Toy]:
    made = Toy()
    with METHODS.registered(made.method):
        yield made


def panel_of(driver: Driver, qtbot: QtBot, method: str = "toy") -> AnalysisPanel:
    """The panel, once it has told what the method says."""
    driver.trigger(f"analysis-{method}")
    panel = driver.panels.content("analysis")
    assert isinstance(panel, AnalysisPanel)
    qtbot.waitUntil(lambda: panel.answers.report is not None and panel.answers.is_current)
    QApplication.processEvents()
    return panel


def rows_of(panel: AnalysisPanel) -> list[FindingRow]:
    """The rows that are shown."""
    return [row for row in panel.findings.rows if not row.isHidden()]


def spoken(panel: AnalysisPanel) -> list[str]:
    """What a screen reader says of each row."""
    return [row.accessibleName() for row in rows_of(panel)]


def test_sentences_come_with_their_kind_and_what_is_behind_them(
    toy: Toy, open_map: OpenWindow, qtbot: QtBot
) -> None:
    panel = panel_of(open_map(), qtbot)
    assert toy.asked
    names = spoken(panel)
    assert names[0].startswith(f"Result, 1 of {len(names)}: ")
    assert names[-1] == f"Detail, {len(names)} of {len(names)}: That is all."
    assert panel.findings.current is not None
    assert panel.details.how.toPlainText() == panel.findings.current.how
    assert panel.rests_on.text().startswith("Rests on")
    assert panel.caveat.text() == "It is a toy."
    assert panel.about.text() == "Armenia–Türkiye border · After the Istanbul visit"
    assert panel.tables.tables[0].accessibleName() == "Who is known"


def test_arrows_go_through_the_sentences_and_enter_to_the_judgement(
    toy: Toy, open_map: OpenWindow, qtbot: QtBot
) -> None:
    driver = open_map()
    panel = panel_of(driver, qtbot)
    first, second = rows_of(panel)[:2]
    assert first.hasFocus()
    QTest.keyClick(first, Qt.Key.Key_Down)
    assert second.hasFocus()
    assert [row.isChecked() for row in rows_of(panel)[:2]] == [False, True]
    told = [QAccessible.queryAccessibleInterface(row) for row in (first, second)]
    assert {one.role() for one in told} == {QAccessible.Role.ListItem}
    assert [bool(one.state().selected) for one in told] == [False, True]
    assert not any(one.state().checkable for one in told)
    assert told[0].parent().role() == QAccessible.Role.List
    finding = panel.findings.current
    assert finding is not None
    assert panel.details.how.toPlainText() == finding.how
    QTest.keyClick(second, Qt.Key.Key_Return)
    assert driver.view.primary == finding.actors[0]
    QTest.keyClick(second, Qt.Key.Key_End)
    assert rows_of(panel)[-1].hasFocus()
    assert panel.details.to_judgement.isHidden()
    QTest.keyClick(rows_of(panel)[-1], Qt.Key.Key_Home)
    assert rows_of(panel)[0].hasFocus()


def test_each_letter_leads_to_one_control(toy: Toy, open_map: OpenWindow, qtbot: QtBot) -> None:
    driver = open_map()
    panel = panel_of(driver, qtbot)
    letters = mnemonics(panel)
    assert len(letters) == 4
    assert [texts for texts in letters.values() if len(texts) > 1] == []
    menus = {QKeySequence.mnemonic(action.text()).toString() for action in driver.window.menuBar().actions()}
    assert not menus & set(letters)


def test_what_is_unfolded_is_scrolled_into_view(toy: Toy, open_map: OpenWindow, qtbot: QtBot) -> None:
    driver = open_map(load_preset("armenia-turkiye"))
    panel = panel_of(driver, qtbot)
    panel.findings.go_to(5, focus=True)
    qtbot.waitUntil(lambda: not panel.details.to_judgement.visibleRegion().isEmpty())
    row = panel.findings.current_row
    assert row is not None
    assert row.visibleRegion().boundingRect().height() == row.height()


def test_tab_goes_from_the_current_sentence_to_what_is_below_it(
    toy: Toy, open_map: OpenWindow, qtbot: QtBot
) -> None:
    panel = panel_of(open_map(), qtbot)
    row = rows_of(panel)[0]
    QTest.keyClick(row, Qt.Key.Key_Down)
    QTest.keyClick(rows_of(panel)[1], Qt.Key.Key_Tab)
    assert panel.details.how.hasFocus()
    QTest.keyClick(panel.details.how, Qt.Key.Key_Tab)
    assert panel.details.to_judgement.hasFocus()
    QTest.keyClick(panel.details.to_judgement, Qt.Key.Key_Tab)
    assert not any(row.hasFocus() for row in rows_of(panel))


def test_a_click_unfolds_and_a_double_click_leads_to_the_judgement(
    toy: Toy, open_map: OpenWindow, qtbot: QtBot
) -> None:
    driver = open_map()
    panel = panel_of(driver, qtbot)
    row = rows_of(panel)[1]
    panel.content.ensureWidgetVisible(row)
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    finding = panel.findings.current
    assert row.isChecked()
    assert finding is not None
    assert driver.view.primary is None
    QTest.mouseDClick(row, Qt.MouseButton.LeftButton)
    QTest.mouseRelease(row, Qt.MouseButton.LeftButton)
    assert driver.view.primary == finding.actors[0]


def test_a_scenario_is_made_in_one_step_with_its_reason(toy: Toy, open_map: OpenWindow, qtbot: QtBot) -> None:
    driver = open_map()
    panel = panel_of(driver, qtbot)
    before, base = driver.document, driver.view.snapshot
    finding = panel.findings.current
    assert finding is not None
    actor = finding.moves[0].actor
    QTest.mouseClick(panel.details.make_scenario, Qt.MouseButton.LeftButton)
    made = driver.view.snapshot
    assert made is not None
    assert made not in before.snapshots
    scenario = driver.document.snapshots[made]
    assert scenario.scenario
    assert scenario.based_on == base
    stance = scenario.stances["border"][actor]
    assert stance.alignment is not None
    assert stance.alignment.value == -50.0
    assert stance.reason == f"Lever: {finding.text}"
    driver.trigger("undo")
    assert driver.document is before
    assert driver.view.snapshot == base


def test_the_canvas_shows_what_is_proposed_until_the_view_changes_or_the_panel_goes(
    toy: Toy, open_map: OpenWindow, qtbot: QtBot
) -> None:
    driver = open_map()
    panel = panel_of(driver, qtbot)
    shown = driver.canvas.scene.interaction
    box, finding = panel.details.on_canvas, panel.findings.current
    assert finding is not None
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert shown.proposal is not None
    assert shown.proposal.moves == finding.moves
    panel.findings.go_to(1)
    assert shown.proposal is None
    assert box.isHidden()
    panel.findings.go_to(0)
    assert shown.proposal is not None
    driver.view.set(snapshot="2020")
    assert shown.proposal is None
    qtbot.waitUntil(lambda: panel.answers.report is not None)
    assert not box.isChecked()
    box.setChecked(True)
    assert shown.proposal is not None
    driver.trigger("analysis-panel")
    assert shown.proposal is None


def test_nothing_is_made_of_what_proposes_nothing_or_of_a_read_only_map(
    toy: Toy, open_map: OpenWindow, qtbot: QtBot
) -> None:
    panel = panel_of(open_map(), qtbot)
    assert not panel.details.make_scenario.isHidden()
    panel.findings.go_to(1)
    assert panel.details.make_scenario.isHidden()
    panel = panel_of(open_map(read_only=True), qtbot)
    assert panel.details.make_scenario.isHidden()
    assert not panel.details.to_judgement.isHidden()


def test_it_asks_again_only_when_what_it_rests_on_has_changed(
    toy: Toy, open_map: OpenWindow, qtbot: QtBot
) -> None:
    driver = open_map()
    panel = panel_of(driver, qtbot)
    asked = len(toy.asked)
    move = {"armenia": edits.Move(-77.0)}
    driver.session.apply(edits.move_actors.of("2025-07", "corridor", move, AUTHOR), label="x")
    driver.session.apply(edits.update_snapshot.of("2020", label="Long ago"), label="x")
    assert not panel.answers.is_current
    qtbot.waitUntil(lambda: panel.answers.is_current)
    assert len(toy.asked) == asked
    driver.session.apply(edits.move_actors.of("2025-07", "border", move, AUTHOR), label="x")
    qtbot.waitUntil(lambda: any("−77" in name or "-77" in name for name in spoken(panel)))
    assert len(toy.asked) == asked + 1


def is_due(panel: AnalysisPanel) -> bool:
    """Whether a report will be asked for by itself in a moment."""
    return any(timer.isActive() for timer in panel.answers.findChildren(QTimer))


def test_nothing_is_computed_during_a_drag_or_while_it_is_hidden(
    toy: Toy, open_map: OpenWindow, qtbot: QtBot
) -> None:
    driver = open_map()
    panel = panel_of(driver, qtbot)
    asked = len(toy.asked)
    gesture = driver.session.begin("x", ["armenia"], "2025-07", "border")
    gesture.move(-30.0, 0.0)
    assert not is_due(panel)
    assert len(toy.asked) == asked
    gesture.commit()
    qtbot.waitUntil(lambda: len(toy.asked) == asked + 1)
    driver.trigger("analysis-panel")
    assert panel.isHidden() or not panel.isVisible()
    driver.view.set(snapshot="2020")
    assert not is_due(panel)
    assert len(toy.asked) == asked + 1
    driver.trigger("analysis-panel")
    qtbot.waitUntil(lambda: len(toy.asked) == asked + 2)


def test_another_view_shows_nothing_of_the_one_before(toy: Toy, open_map: OpenWindow, qtbot: QtBot) -> None:
    driver = open_map()
    panel = panel_of(driver, qtbot)
    before, row = spoken(panel), rows_of(panel)[0]
    driver.view.set(issue="corridor")
    assert panel.about.text() == "Calculating…"
    assert panel.findings.current is None
    assert panel.details.isHidden()
    QTest.keyClick(row, Qt.Key.Key_Return)
    assert driver.view.primary is None
    qtbot.waitUntil(lambda: panel.answers.report is not None)
    assert panel.about.text().startswith("Corridor")
    assert spoken(panel) != before
    assert panel.findings.current_row is not None
    assert panel.findings.current_row.hasFocus()
    driver.view.set(issue="border")
    qtbot.waitUntil(lambda: spoken(panel) == before)
    assert panel.findings.current_row.hasFocus()


def test_what_is_obsolete_is_not_shown_for_long(toy: Toy, open_map: OpenWindow, qtbot: QtBot) -> None:
    driver = open_map()
    panel = panel_of(driver, qtbot)
    panel.details.on_canvas.setChecked(True)
    assert driver.canvas.scene.interaction.proposal is not None
    toy.may_answer.clear()
    move = {"armenia": edits.Move(-77.0)}
    driver.session.apply(edits.move_actors.of("2025-07", "border", move, AUTHOR), label="x")
    qtbot.waitUntil(lambda: panel.about.text() == "Calculating…")
    assert panel.findings.current is None
    assert driver.canvas.scene.interaction.proposal is None
    toy.may_answer.set()
    qtbot.waitUntil(lambda: any("-77" in name for name in spoken(panel)))
    assert driver.canvas.scene.interaction.proposal is not None
    driver.trigger("analysis-panel")
    toy.may_answer.clear()
    driver.trigger("undo")
    driver.session.apply(
        edits.move_actors.of("2025-07", "border", {"armenia": edits.Move(3.0)}, AUTHOR), label="x"
    )
    driver.trigger("analysis-panel")
    qtbot.waitUntil(lambda: panel.about.text() == "Calculating…")
    toy.may_answer.set()
    qtbot.waitUntil(lambda: panel.answers.report is not None and panel.answers.is_current)


def test_an_error_of_a_method_is_said_and_the_next_answer_shown(
    toy: Toy, open_map: OpenWindow, qtbot: QtBot
) -> None:
    driver = open_map()
    panel = panel_of(driver, qtbot)
    toy.error = RuntimeError("a fault")
    move = {"armenia": edits.Move(-77.0)}
    with qtbot.captureExceptions() as errors:
        driver.session.apply(edits.move_actors.of("2025-07", "border", move, AUTHOR), label="x")
        qtbot.waitUntil(lambda: panel.about.text().startswith("This could not be calculated"))
    assert [str(error) for _, error, _ in errors] == ["a fault"]
    assert panel.findings.current is None
    toy.error = None
    driver.trigger("undo")
    qtbot.waitUntil(lambda: panel.answers.report is not None)
    assert panel.findings.current is not None


def test_no_scenario_is_made_of_what_is_obsolete(toy: Toy, open_map: OpenWindow, qtbot: QtBot) -> None:
    driver = open_map()
    panel = panel_of(driver, qtbot)
    finding = panel.findings.current
    assert finding is not None
    move = {finding.actors[0]: edits.Move(-77.0)}
    driver.session.apply(edits.move_actors.of("2025-07", "border", move, AUTHOR), label="x")
    changed = driver.document
    QTest.mouseClick(panel.details.make_scenario, Qt.MouseButton.LeftButton)
    assert driver.document is changed
    qtbot.waitUntil(lambda: panel.answers.report is not None)
    # What changes nothing of the finding does not put it off.
    driver.session.apply(edits.update_snapshot.of("2020", label="Long ago"), label="x")
    QTest.mouseClick(panel.details.make_scenario, Qt.MouseButton.LeftButton)
    assert driver.view.snapshot not in changed.snapshots


def test_charts_and_tables_of_another_view_are_pale(toy: Toy, open_map: OpenWindow, qtbot: QtBot) -> None:
    driver = open_map()
    panel = panel_of(driver, qtbot)
    parts = (panel.charts.charts[0], panel.tables.tables[0].viewport())
    # Once the panel has laid itself out around them.
    qtbot.wait(50)
    before = [part.grab().toImage() for part in parts]
    toy.may_answer.clear()
    driver.view.set(issue="corridor")
    for part, image in zip(parts, before, strict=True):
        assert part.grab().toImage() != image
    toy.may_answer.set()
    driver.view.set(issue="border")
    qtbot.waitUntil(lambda: panel.answers.report is not None and panel.answers.is_current)
    qtbot.waitUntil(lambda: [part.grab().toImage() for part in parts] == before)


def test_the_current_sentence_stays_the_current_one(toy: Toy, open_map: OpenWindow, qtbot: QtBot) -> None:
    driver = open_map()
    panel = panel_of(driver, qtbot)
    panel.findings.go_to(1, focus=True)
    current = panel.findings.current
    assert current is not None
    move = {current.actors[0]: edits.Move(-9.0)}
    driver.session.apply(edits.move_actors.of("2025-07", "border", move, AUTHOR), label="x")
    qtbot.waitUntil(lambda: panel.findings.current is not None and "-9" in panel.findings.current.text)
    assert panel.findings.current.id == current.id  # type: ignore[union-attr]
    assert panel.findings.current_row is not None
    assert panel.findings.current_row.hasFocus()


def test_a_place_that_is_gone_leads_nowhere(toy: Toy, open_map: OpenWindow, qtbot: QtBot) -> None:
    driver = open_map()
    panel = panel_of(driver, qtbot)
    finding = panel.findings.current
    assert finding is not None
    driver.session.apply(edits.remove_actors.of(list(finding.actors)), label="x")
    panel.findings.entered.emit()
    assert driver.view.primary is None
    assert panel.details.to_judgement.isHidden()


@pytest.mark.parametrize(
    "document", [StakeMap(id=sample().id), replace(sample(), snapshots={}, headlines={})]
)
def test_a_map_without_a_view_looks_calm(
    document: StakeMap, toy: Toy, open_map: OpenWindow, qtbot: QtBot
) -> None:
    panel = panel_of(open_map(document), qtbot)
    assert spoken(panel) == ["Missing, 1 of 1: There is nothing to tell yet."]
    assert panel.details.isHidden()
    assert panel.tables.isHidden()


def test_tables_are_copied_with_their_headers(toy: Toy, open_map: OpenWindow, qtbot: QtBot) -> None:
    panel = panel_of(open_map(), qtbot)
    table = panel.tables.tables[0]
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "Actor\tTimes"
    assert len(lines) == table.rows.rowCount() + 1
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert len(QGuiApplication.clipboard().text().splitlines()) == 2


def test_the_method_is_remembered(toy: Toy, open_map: OpenWindow, qtbot: QtBot) -> None:
    other = Toy("other")
    with METHODS.registered(other.method):
        driver = open_map()
        panel = panel_of(driver, qtbot, "other")
        assert other.asked
        assert panel.choice.currentText() == "Other"
        actions = driver.window.host.actions
        assert actions["analysis-other"].isChecked()
        assert not actions["analysis-toy"].isChecked()
        panel.choice.setFocus()
        QTest.keyClick(panel.choice, Qt.Key.Key_Up)
        assert driver.context.settings.analysis_method != "other"
        QTest.keyClick(panel.choice, Qt.Key.Key_Down)
        assert driver.context.settings.analysis_method == "other"
        assert actions["analysis-other"].isChecked()
        driver.trigger("analysis-panel")
        assert not actions["analysis-other"].isChecked()
        again = open_map()
        again.trigger("analysis-panel")
        assert again.panels.content("analysis").choice.currentText() == "Other"


def test_long_sentences_wrap_and_markup_is_text(qtbot: QtBot) -> None:
    row = FindingRow()
    qtbot.addWidget(row)
    row.show_finding(Finding("a", "<b>" + "x" * 400 + "</b> & so on"), 0, 1)
    assert row.heightForWidth(300) > 4 * row.heightForWidth(10_000)
    assert "<b>" in row.accessibleName()
    row.resize(300, row.heightForWidth(300))
    row.show()
    row.grab()


@pytest.mark.parametrize("chart", [BARS, STACKS, LINE, ROWS, grid(6)])
def test_charts_are_as_wide_as_the_panel_and_follow_the_theme(chart: Chart, qtbot: QtBot) -> None:
    stack = ChartStack(LIGHT)
    qtbot.addWidget(stack)
    stack.resize(280, 600)
    stack.show()
    stack.show_charts([chart])
    (picture,) = stack.charts
    assert picture.accessibleName().endswith(chart.title)
    assert picture.accessibleDescription()
    picture.resize(280, picture.heightForWidth(280))
    light = picture.grab().toImage()
    stack.set_theme(DARK)
    assert picture.grab().toImage() != light
    stack.show_charts([])
    assert picture.isHidden()


def test_no_line_of_a_sentence_begins_with_a_percent_sign(qtbot: QtBot) -> None:
    row = FindingRow()
    qtbot.addWidget(row)
    finding = Finding("sides", "Those in favour hold 38 % of the weight, those against 62 % of it.")
    row.show_finding(finding, 0, 1)
    for width in range(60, 400, 7):
        layout = row.text_layout(width)
        starts = [layout.lineAt(place).textStart() for place in range(layout.lineCount())]
        assert not any(layout.text()[start] == "%" for start in starts)
