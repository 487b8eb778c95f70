"""The ledger of an actor: what it shows, where it says carried over, and bringing a judgement back."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from shiboken6 import isValid

from app_driver import named
from samples import sample
from several_analysts import SNAPSHOT, STANCE, debated
from stakemap.app.features.history.panel import HistoryPanel
from stakemap.app.features.sources.panel import SourcesPanel
from stakemap.app.features.track_record.resolve_dialog import ResolveDialog
from stakemap.app.kit.forms.evidence_rows import RowsEditor
from stakemap.app.kit.forms.judgement_form import StanceForm
from stakemap.model import edits
from stakemap.model.records import replace
from stakemap.model.resolve import resolve
from stakemap.model.subjects import Subject

if TYPE_CHECKING:
    from app_driver import Driver
    from conftest import OpenWindow


def _panel(driver: Driver) -> HistoryPanel:
    driver.window.panels.show("history", True)
    QApplication.processEvents()
    panel = driver.panels.content("history")
    assert isinstance(panel, HistoryPanel)
    return panel


def _texts(panel: HistoryPanel) -> list[str]:
    return [label.text() for label in panel.widget().findChildren(QLabel)]


def test_it_lists_the_judgements_of_the_selected_actor_newest_first(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.set(snapshot="2025-07", issue="border")
    driver.view.select("armenia")
    panel = _panel(driver)
    first, second = panel.cards[:2]
    assert first.accessibleName().startswith(
        "+70 → +85 (+70 to +95). 1 July 2025 · A · high confidence · stated"
    )
    assert "Says so at every meeting." in first.accessibleName()
    assert first.restore is None
    assert second.accessibleName().startswith("not judged → +70. 1 June 2025 · B. Reportedly.")
    assert second.restore is not None
    assert "Influence" in _texts(panel)


def test_tab_comes_to_the_cards_of_the_next_actor_before_it_leaves_the_panel(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.set(snapshot="2025-07", issue="border")
    driver.view.select("armenia")
    elsewhere = [driver.canvas, driver.table, driver.inspector]
    around = [part for each in elsewhere for part in each.findChildren(QWidget)]
    panel = _panel(driver)
    for actor in ("russia", "armenia"):
        driver.view.select(actor)
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
    assert all(map(isValid, around)), "PySide takes what follows the old cards for a part of them"
    resolve, restore = panel.cards[0].resolve, panel.cards[1].restore
    assert resolve is not None
    assert restore is not None
    panel.setFocus()
    for button in (resolve, restore):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is button


def test_it_says_what_is_carried_over_and_what_a_scenario_holds(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.set(snapshot="2025-07", issue="border")
    driver.view.select("russia")
    panel = _panel(driver)
    assert "Carried over from After the war · 2020" in _texts(panel)
    driver.view.select("armenia")
    driver.view.set(snapshot="delay")
    assert any(text.startswith("Unchanged from") for text in _texts(panel))


def test_an_earlier_judgement_is_restored_by_keyboard_and_undone(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.set(snapshot="2025-07", issue="border")
    driver.view.select("armenia")
    before = driver.document
    driver.trigger("history-panel")
    button = driver.window.focusWidget()
    assert button is not None
    QTest.keyClick(button, Qt.Key.Key_Space)
    restored = driver.document.snapshots["2025-07"].stances["border"]["armenia"]
    assert restored.alignment is not None
    assert (restored.alignment.value, restored.reason) == (70, "Reportedly.")
    assert driver.session.undo_label == "Restore an alignment of Armenia"
    assert driver.message == "Armenia: +85 → +70. Undo reverses it."
    panel = _panel(driver)
    assert panel.cards[0].accessibleName().startswith("+85 → +70")
    driver.trigger("undo")
    assert driver.document is before
    assert panel.cards[0].accessibleName().startswith("+70 → +85")


def test_one_of_an_older_snapshot_is_judged_anew_here(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.set(snapshot="2025-07", issue="border")
    driver.view.select("turkiye")
    panel = _panel(driver)
    panel.restore(next(card.entry for card in panel.cards if card.entry.snapshot == "2020"))
    document = driver.document
    assert document.snapshots["2025-07"].stances["border"]["turkiye"].alignment.value == -60  # type: ignore[union-attr]


def test_what_was_found_of_a_judgement_in_the_past_is_recorded_from_its_card(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.set(snapshot="2025-07", issue="border")
    driver.view.select("turkiye")
    panel = _panel(driver)
    older = next(card for card in panel.cards if card.entry.snapshot == "2020")
    assert older.resolve is not None
    judged: list[str] = []

    def act(dialog: ResolveDialog) -> None:
        judged.append(f"{dialog.what.currentText()}: {dialog.judged.text()}")
        dialog.number.setText("30")
        dialog.accept()

    driver.message_boxes.dialogs = [act, act]
    QTest.mouseClick(older.resolve, Qt.MouseButton.LeftButton)
    found = driver.document.resolutions["turkiye-alignment"]
    assert (found.snapshot, found.actor, found.value, found.found) == ("2020", "turkiye", -60, 30)
    influence = next(card for card in panel.cards if card.entry.subject.kind == "standing")
    assert influence.resolve is not None
    influence.resolve.click()
    assert [text.partition(":")[0] for text in judged] == ["Alignment", "Influence"]
    driver.view.select("armenia")
    QApplication.processEvents()
    earlier = [card for card in panel.cards if card.entry.ledger_index is not None]
    assert earlier
    assert all(card.resolve is None for card in earlier)


def test_a_relation_has_a_history_too(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.set(snapshot="2025-07", relation="azerbaijan-armenia")
    panel = _panel(driver)
    assert panel.cards[0].accessibleName().startswith("−3 → −2")
    panel.restore(panel.cards[1].entry)
    assert driver.document.snapshots["2025-07"].ties["azerbaijan-armenia"].strength == -3
    assert driver.session.undo_label.startswith("Restore a strength of ")


def test_nothing_selected_nobody_judged_and_read_only(open_map: OpenWindow) -> None:
    driver = open_map(read_only=True)
    driver.view.select()
    panel = _panel(driver)
    assert panel.cards == []
    assert any(text.startswith("Select an actor or a relation") for text in _texts(panel))
    driver.view.set(snapshot="2020", issue="corridor")
    driver.view.select("georgia")
    assert "Not judged yet." in _texts(panel)
    driver.view.set(snapshot="2025-07", issue="border")
    driver.view.select("armenia")
    assert panel.cards
    assert all(card.restore is None for card in panel.cards)


def test_the_inspector_leads_to_the_history(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.set(snapshot="2025-07", issue="border")
    driver.view.select("armenia")
    driver.inspector.show_page("evidence")
    button = driver.inspector.form(StanceForm).earlier
    assert button.text() == "Show 1 earlier judgement"
    button.click()
    assert driver.panels.shows("history")


def test_markup_in_a_reason_is_shown_as_it_is(open_map: OpenWindow) -> None:
    reason = "<b>bold</b> & <img src=x>"
    document = edits.annotate(sample(), "2025-07", Subject.stance("border", "armenia"), reason=reason)
    driver = open_map(document)
    driver.view.set(snapshot="2025-07", issue="border")
    driver.view.select("armenia")
    panel = _panel(driver)
    label = next(label for label in panel.widget().findChildren(QLabel) if label.text() == reason)
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_a_citation_in_the_inspector_leads_to_its_source(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.set(snapshot="2022", issue="border")
    driver.view.select("turkiye")
    row = driver.field(StanceForm, "citations").editor
    assert isinstance(row, RowsEditor)
    named(row, QAbstractButton, "Show this source").click()
    panel = driver.panels.content("sources")
    assert isinstance(panel, SourcesPanel)
    assert panel.current == "agency-2022"


def test_tab_goes_through_citations_in_their_order(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.set(snapshot="2025-07", issue="border")
    driver.view.select("turkiye")
    field = driver.field(StanceForm, "citations")
    driver.field(StanceForm, "reason").editor.setFocus()
    passed: list[str] = []
    while len(passed) < 12:
        widget = driver.window.focusWidget()
        assert widget is not None
        QTest.keyClick(widget, Qt.Key.Key_Tab)
        widget = driver.window.focusWidget()
        assert widget is not None
        if not field.isAncestorOf(widget):
            break
        passed.append(widget.accessibleName() or widget.text())  # type: ignore[attr-defined]
    row = ["Source", "Passage or page", "Contradicts", "Show this source", "Remove this citation"]
    assert passed == [*row, *row, "Add a citation"]


def test_a_citation_of_a_new_link_adds_its_source(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.set(snapshot="2025-07", issue="border")
    driver.view.select("armenia")
    field = driver.field(StanceForm, "citations")
    field.editor.show_content('[["+https://a.example/2025/07/open-it", "p. 2", true]]')
    assert field.commit_pending()
    source = driver.document.sources["open-it"]
    assert (source.publisher, source.date) == ("a.example", "2025-07")
    (citation,) = driver.document.snapshots["2025-07"].stances["border"]["armenia"].citations
    assert (citation.source, citation.passage, citation.against) == ("open-it", "p. 2", True)


def test_it_tells_of_others_and_of_what_was_pooled(open_map: OpenWindow) -> None:
    driver = open_map(debated())
    driver.view.set(snapshot=SNAPSHOT, issue="border")
    driver.view.select("armenia")
    current = resolve(driver.document, SNAPSHOT, STANCE)
    assert current is not None
    pool = replace(current.judgement, pooled="linear")
    who = driver.session.authorship
    for method in ("linear", "median"):
        edit = edits.pool_judgements.of(SNAPSHOT, STANCE, replace(pool, pooled=method), who)
        driver.session.apply(edit, label="Pool")
    panel = _panel(driver)
    first, second = (card.accessibleName() for card in panel.cards[:2])
    assert "Pooled from 3 analysts (median of the values)" in first
    assert "B. Colleague: −40" in first
    assert "Pooled from several analysts (mean of the distributions)" in second
