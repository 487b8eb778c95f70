"""The evidence check: findings by kind, what is checked, where each leads, and the coverage figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app_driver import shown_texts
from samples import large, sample
from stakemap.analysis.evidence.coverage import coverage, coverage_line, coverage_map
from stakemap.analysis.evidence.evidence import findings, findings_at
from stakemap.analysis.evidence.rules import KINDS, FindingKind
from stakemap.app.features.evidence.panel import EvidencePanel
from stakemap.app.kit.forms.judgement_form import StanceForm, StandingForm
from stakemap.app.kit.forms.relation_form import TieForm
from stakemap.app.kit.plain_text import PlainLabel
from stakemap.app.kit.widgets.two_line_list import ROW_ROLE, TwoLineRow
from stakemap.model import edits
from stakemap.model.document import new_map
from stakemap.model.resolve import Resolver

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app_driver import Driver
    from conftest import OpenWindow


def _panel(driver: Driver) -> EvidencePanel:
    driver.window.panels.show("evidence", True)
    QApplication.processEvents()
    panel = driver.panels.content("evidence")
    assert isinstance(panel, EvidencePanel)
    return panel


def _choose(panel: EvidencePanel, name: str, content: str) -> None:
    editor = getattr(panel, name)
    editor.show_content(content)
    editor.finished.emit()


def _rows(panel: EvidencePanel, parent: QModelIndex | None = None) -> list[TwoLineRow]:
    model = panel.model
    indexes = [model.index(row, 0, parent) for row in range(model.rowCount(parent))]
    return [index.data(ROW_ROLE) for index in indexes]


def _tells_of_elsewhere(panel: EvidencePanel) -> bool:
    return any(text.startswith("This list is for") for text in shown_texts(panel))


def _first(panel: EvidencePanel, kind: FindingKind) -> QModelIndex:
    """The first finding of a kind, one about an actor if there is any."""
    _choose(panel, "kind", kind)
    group = panel.model.index(0, 0)
    found = [panel.model.index(row, 0, group) for row in range(panel.model.rowCount(group))]
    return next((one for one in found if panel.model.finding_at(one).place.actor), found[0])  # type: ignore[union-attr]


def test_what_is_checked_and_shown_is_whole_in_a_panel_of_usual_width(open_map: OpenWindow) -> None:
    panel = _panel(open_map())
    for box in (panel.scope, panel.kind):
        for index in range(box.count()):
            box.setCurrentIndex(index)
            QApplication.processEvents()
            assert not box.is_elided, box.currentText()


def test_findings_of_the_view_are_grouped_by_kind_with_counts(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.set(snapshot="2025-07", issue="border")
    panel = _panel(driver)
    expected = findings_at(driver.document, "2025-07", Resolver(), issue="border")
    assert panel.model.count == len(expected)
    counts = {kind: sum(one.kind == kind for one in expected) for kind in KINDS}
    assert [row.key for row in _rows(panel)] == [kind for kind in KINDS if counts[kind]]
    for row in _rows(panel):
        assert row.first.endswith(f"({counts[row.key]})")


def test_what_it_is_about_follows_new_names(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.set(snapshot="2025-07", issue="border")
    panel = _panel(driver)

    def labels() -> str:
        return "\n".join(label.text() for label in panel.findChildren(PlainLabel))

    driver.session.apply(edits.update_issue.of("border", name="The railway"), label="Rename")
    assert "The railway" in labels()
    driver.session.apply(edits.update_snapshot.of("2025-07", label="The summer"), label="Rename")
    assert "The summer" in labels()


def test_the_whole_map_can_be_checked_and_one_kind_alone(open_map: OpenWindow) -> None:
    driver = open_map()
    panel = _panel(driver)
    _choose(panel, "scope", "map")
    everything = findings(driver.document)
    assert panel.model.count == len(everything)
    _choose(panel, "kind", "assumed")
    assert [row.key for row in _rows(panel)] == ["assumed"]
    assert panel.model.count == sum(finding.kind == "assumed" for finding in everything)


def test_the_whole_map_lists_the_coverage_of_each_snapshot_and_issue(
    open_map: OpenWindow, qtbot: QtBot
) -> None:
    driver = open_map()
    panel = _panel(driver)
    assert "coverage" not in [row.key for row in _rows(panel)]
    _choose(panel, "scope", "map")
    rows, figures = _rows(panel), coverage_map(driver.document, Resolver())
    assert rows[-1].key == "coverage"
    assert rows[-1].second.endswith("% of the positions have a source")
    group = panel.model.index(len(rows) - 1, 0)
    assert not panel.tree.isExpanded(group)
    listed = _rows(panel, group)
    assert [row.key for row in listed] == list(figures)
    for row, figure in zip(listed, figures, strict=True):
        assert f"{figure.coverage.sourced} of {figure.coverage.positions} positions ha" in row.second
    panel.tree.setCurrentIndex(group)
    panel.tree.setFocus()
    QTest.keyClick(panel.tree, Qt.Key.Key_Return)
    assert panel.tree.isExpanded(group)
    other = next(figure for figure in figures if figure.snapshot != driver.view.snapshot)
    panel.tree.setCurrentIndex(panel.model.index(figures.index(other), 0, group))
    QTest.keyClick(panel.tree, Qt.Key.Key_Return)
    assert (driver.view.snapshot, driver.view.issue) == (other.snapshot, other.issue)
    qtbot.waitUntil(lambda: panel.coverage.text() == coverage_line(other.coverage))
    panel.grab()


@pytest.mark.parametrize(
    ("kind", "form", "field"),
    [
        ("unexplained", StandingForm, "reason"),
        ("uncited", StandingForm, "citations"),
        ("evidence-against", StanceForm, "citations"),
        ("no-range", StandingForm, "range"),
    ],
)
def test_a_finding_leads_to_the_field_that_mends_it(
    open_map: OpenWindow, kind: FindingKind, form: type[StanceForm], field: str
) -> None:
    driver = open_map()
    driver.view.set(snapshot="2025-07", issue="border")
    panel = _panel(driver)
    index = _first(panel, kind)
    finding = panel.model.finding_at(index)
    assert finding is not None
    panel.tree.setCurrentIndex(index)
    panel.tree.setFocus()
    QTest.keyClick(panel.tree, Qt.Key.Key_Return)
    assert driver.view.snapshot == finding.place.snapshot
    assert driver.view.primary == finding.place.actor
    assert panel.isVisible()
    assert _tells_of_elsewhere(panel) == (finding.place.snapshot != "2025-07")
    driver.view.set(snapshot="2022")
    assert not _tells_of_elsewhere(panel)
    driver.view.set(snapshot=finding.place.snapshot)
    shown = form if finding.place.issue is None or form is StanceForm else StanceForm
    assert driver.field(shown, field).isAncestorOf(driver.window.focusWidget())


def test_who_was_never_judged_leads_to_the_value(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.set(snapshot="2025-07", issue="border")
    panel = _panel(driver)
    index = _first(panel, "never-judged")
    panel.tree.chosen.emit(index)
    finding = panel.model.finding_at(index)
    assert finding is not None
    form = StandingForm if finding.place.issue is None else StanceForm
    assert driver.field(form, "value").isAncestorOf(driver.window.focusWidget())


def test_a_tie_leads_to_its_relation(open_map: OpenWindow) -> None:
    driver = open_map()
    panel = _panel(driver)
    _choose(panel, "scope", "map")
    index = _first(panel, "tie-unexplained")
    finding = panel.model.finding_at(index)
    assert finding is not None
    panel.tree.chosen.emit(index)
    assert driver.view.relation == finding.place.relation
    assert driver.view.snapshot == finding.place.snapshot
    assert driver.field(TieForm, "reason").isAncestorOf(driver.window.focusWidget())


def test_mending_takes_the_finding_away(open_map: OpenWindow, qtbot: QtBot) -> None:
    driver = open_map()
    driver.view.set(snapshot="2025-07", issue="border")
    panel = _panel(driver)
    count = panel.model.count
    reason = {"reason": "It has the means."}
    driver.session.apply(
        edits.annotate.of("2025-07", edits.Subject.standing("turkiye"), **reason), label="Explain"
    )
    qtbot.waitUntil(lambda: panel.model.count == count - 1, timeout=3_000)
    driver.trigger("undo")
    qtbot.waitUntil(lambda: panel.model.count == count, timeout=3_000)


def test_the_next_finding_becomes_current_when_one_is_mended(open_map: OpenWindow, qtbot: QtBot) -> None:
    driver = open_map()
    driver.view.set(snapshot="2025-07", issue="border")
    panel = _panel(driver)
    index = _first(panel, "unexplained")
    group, row = index.parent(), index.row()
    following = panel.model.finding_at(panel.model.index(row + 1, 0, group))
    panel.tree.setCurrentIndex(index)
    panel.tree.chosen.emit(index)
    count = panel.model.count
    finding = panel.model.finding_at(index)
    assert finding is not None
    field = driver.field(StandingForm if finding.place.issue is None else StanceForm, "reason")
    driver.type_into(field, "It has the means.", None)
    driver.window.commit_pending()
    qtbot.waitUntil(lambda: panel.model.count == count - 1, timeout=3_000)
    assert panel.model.finding_at(panel.tree.currentIndex()) == following


def test_the_age_of_old_sources_is_chosen(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.set(snapshot="2025-07", issue="border")
    panel = _panel(driver)
    before = panel.model.count
    panel.age.setFocus()
    panel.age.selectAll()
    QTest.keyClicks(panel.age, "no number")
    QTest.keyClick(panel.age, Qt.Key.Key_Return)
    assert panel.age.property("invalid")
    assert panel.age_error.isVisible()
    assert panel.age_error.text().startswith("Old after: ")
    assert panel.model.count == before
    QTest.keyClick(panel.age, Qt.Key.Key_Escape)
    assert not panel.age_error.isVisible()
    assert panel.age.content() == "2"
    panel.age.selectAll()
    QTest.keyClicks(panel.age, "0")
    QTest.keyClick(panel.age, Qt.Key.Key_Return)
    expected = findings_at(driver.document, "2025-07", Resolver(), issue="border", source_age=0)
    assert panel.model.count == len(expected)


def test_a_closed_group_stays_closed(open_map: OpenWindow) -> None:
    driver = open_map()
    panel = _panel(driver)
    group = panel.model.index(0, 0)
    kind = panel.model.kind_at(group)
    panel.tree.chosen.emit(group)
    assert not panel.tree.isExpanded(group)
    _choose(panel, "scope", "map")
    again = panel.model.index(0, 0)
    assert panel.tree.isExpanded(again) == (panel.model.kind_at(again) != kind)


def test_a_large_map_is_checked_in_a_thread(open_map: OpenWindow, qtbot: QtBot) -> None:
    driver = open_map(large(2_000, 2, 2))
    panel = _panel(driver)
    assert panel.model.count == 0
    view = driver.view
    expected = len(findings_at(driver.document, view.snapshot or "", Resolver(), issue=view.issue))
    assert expected > 3_000
    qtbot.waitUntil(lambda: panel.model.count == expected, timeout=10_000)
    assert "Checking…" not in {label.text() for label in panel.findChildren(QLabel) if label.isVisible()}


def test_coverage_is_told_in_the_panel_and_in_the_status_bar(open_map: OpenWindow, qtbot: QtBot) -> None:
    driver = open_map()
    driver.view.set(snapshot="2025-07", issue="border")
    panel = _panel(driver)
    status = driver.window.status.coverage
    qtbot.waitUntil(lambda: "have a source" in status.text(), timeout=2_000)
    assert panel.coverage.text().startswith(status.text())
    assert panel.coverage.text() == status.accessibleName()
    before = status.text()
    driver.session.apply(
        edits.annotate.of("2025-07", edits.Subject.stance("border", "turkiye"), citations=()),
        label="Cite less",
    )
    qtbot.waitUntil(lambda: status.text() != before, timeout=2_000)


def test_an_empty_map_says_so(open_map: OpenWindow) -> None:
    panel = _panel(open_map(new_map()))
    assert panel.isVisible()
    assert any(text.startswith("There is nothing to check yet") for text in shown_texts(panel))
    panel.focus_first()
    assert panel.scope.hasFocus()


def test_hidden_it_looks_only_when_shown_again(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.set(snapshot="2025-07", issue="border")
    panel = _panel(driver)
    count = panel.model.count
    driver.trigger("actors-panel")
    driver.session.apply(
        edits.annotate.of("2025-07", edits.Subject.standing("turkiye"), reason="So."), label="Explain"
    )
    assert panel.model.count == count
    driver.trigger("evidence-panel")
    assert panel.model.count == count - 1
    assert panel.tree.hasFocus()


def test_names_that_look_like_markup_stay_text(open_map: OpenWindow) -> None:
    document = edits.update_actor(sample(), "turkiye", name="<b>Türkiye</b>")
    driver = open_map(document)
    driver.view.set(snapshot="2025-07", issue="border")
    panel = _panel(driver)
    index = _first(panel, "unexplained")
    tip = index.data(Qt.ItemDataRole.ToolTipRole)
    assert "<b>" not in tip


def test_coverage_of_a_large_map_is_counted_apart(open_map: OpenWindow, qtbot: QtBot) -> None:
    driver = open_map(large(2_000, 1, 1))
    label = driver.window.status.coverage
    qtbot.waitUntil(lambda: bool(label.accessibleName()), timeout=5_000)
    assert driver.view.snapshot is not None
    expected = coverage(driver.document, driver.view.snapshot, driver.view.issue, Resolver())
    assert label.accessibleName() == coverage_line(expected)
