"""The panel of sources: adding, changing and removing, where each is used, and the way out to the web."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app_driver import shown_texts
from samples import sample, tiny
from stakemap.app.features.actors.table import ActorTable
from stakemap.app.features.inspector.inspector import Inspector
from stakemap.app.features.sources.panel import SourcesPanel
from stakemap.app.kit.forms.judgement_form import StanceForm
from stakemap.app.kit.links import open_link
from stakemap.model import edits
from stakemap.model.document import Source
from stakemap.model.judgements import Citation
from stakemap.model.subjects import Subject
from stakemap.storage.policy import use_policy
from stakemap.storage.policy.record import Policy

if TYPE_CHECKING:
    from app_driver import Driver, ScriptedMessageBoxes
    from conftest import OpenWindow
    from stakemap.app.kit.window import AppContext

Ctrl = Qt.KeyboardModifier.ControlModifier


def _panel(driver: Driver) -> SourcesPanel:
    driver.window.panels.show("sources", True)
    QApplication.processEvents()
    panel = driver.panels.content("sources")
    assert isinstance(panel, SourcesPanel)
    return panel


def _rows(panel: SourcesPanel) -> list[tuple[str, str]]:
    rows = panel.list.rows
    found = [rows.row(rows.index(place)) for place in range(rows.rowCount())]
    return [(row.first, row.second) for row in found if row is not None]


def test_it_is_made_when_it_is_first_shown_and_takes_the_place_of_the_actors(open_map: OpenWindow) -> None:
    driver = open_map()
    assert [type(made) for made in driver.panels.made()] == [ActorTable, Inspector]
    driver.trigger("sources-panel")
    assert driver.panels.shows("sources")
    assert not driver.panels.shows("actors")
    driver.trigger("actors-panel")
    assert not driver.panels.shows("sources")
    assert driver.panels.shows("actors")


def test_sources_are_listed_with_how_often_they_are_cited(open_map: OpenWindow) -> None:
    panel = _panel(open_map())
    (name, facts), *_ = _rows(panel)
    assert name == min((source.title for source in sample().sources.values()), key=str.casefold)
    assert "cited" in facts
    assert panel.current is not None


def test_a_pasted_citation_becomes_a_source_and_undo_takes_it_back(open_map: OpenWindow) -> None:
    driver = open_map()
    panel = _panel(driver)
    before = driver.document
    QGuiApplication.clipboard().setText("Ann (2024). Open it. A Press. https://a.example/open")
    panel.line.setFocus()
    QTest.keyClick(panel.line, Qt.Key.Key_V, Ctrl)
    source = driver.document.sources["open-it"]
    assert (source.author, source.publisher, source.date) == ("Ann", "A Press", "2024")
    assert panel.current == "open-it"
    assert driver.session.undo_label == "Add the source Open it"
    driver.trigger("undo")
    assert driver.document is before
    assert panel.current in before.sources


def test_an_address_that_is_there_already_is_shown_instead(open_map: OpenWindow) -> None:
    driver = open_map()
    panel = _panel(driver)
    QTest.keyClicks(panel.line, "https://a.example/open-it")
    QTest.keyClick(panel.line, Qt.Key.Key_Return)
    after = driver.document
    QTest.keyClicks(panel.line, "https://a.example/open-it")
    QTest.keyClick(panel.line, Qt.Key.Key_Return)
    assert driver.document is after
    assert driver.message == "This source is already in the map."


def test_fields_are_stored_and_what_does_not_fit_is_told(open_map: OpenWindow) -> None:
    driver = open_map()
    panel = _panel(driver)
    source = panel.current
    assert source is not None
    driver.type_into(panel.form.fields["date"], "2025-13")
    assert panel.form.fields["date"].error.isVisible()
    driver.type_into(panel.form.fields["date"], "2025-06")
    assert driver.document.sources[source].date == "2025-06"
    choice = panel.form.fields["source_part"].editor
    choice.show_content("B")
    choice.finished.emit()
    assert driver.document.sources[source].reliability == "B6"
    assert "B6" in _rows(panel)[0][1]


def test_a_used_source_goes_only_after_a_warning(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes
) -> None:
    driver = open_map()
    panel = _panel(driver)
    panel.show_source("carnegie-2025")
    before = driver.document
    message_boxes.answers = [False, True]
    panel.list.setFocus()
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    assert driver.document is before
    assert message_boxes.asked[-1].startswith("confirm Remove “")
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    assert "carnegie-2025" not in driver.document.sources
    assert not driver.document.snapshots["2025-07"].stances["border"]["armenia"].citations
    driver.trigger("undo")
    assert driver.document is before


def test_an_unused_source_goes_at_once(open_map: OpenWindow) -> None:
    driver = open_map()
    panel = _panel(driver)
    panel.add("A title")
    panel.remove()
    assert "a-title" not in driver.document.sources
    assert driver.message == "A title removed. Undo brings it back."


def test_a_use_leads_to_its_judgement(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.set(snapshot="2020", issue="corridor")
    panel = _panel(driver)
    panel.show_source("agency-2022")
    uses = panel.form.uses
    uses.setCurrentIndex(uses.rows.index(0))
    QTest.keyClick(uses, Qt.Key.Key_Return)
    assert (driver.view.snapshot, driver.view.issue, driver.view.primary) == ("2022", "border", "turkiye")
    focused = driver.window.focusWidget()
    assert driver.field(StanceForm, "citations").isAncestorOf(focused)


def test_counts_follow_edits_elsewhere(open_map: OpenWindow, qtbot: object) -> None:
    driver = open_map()
    panel = _panel(driver)
    panel.show_source("agency-2022")
    count = panel.form.uses.rows.rowCount()
    subject = Subject.stance("border", "turkiye")
    driver.session.apply(edits.withdraw_judgements.of("2022", [subject]), label="Cite less")
    qtbot.waitUntil(lambda: panel.form.uses.rows.rowCount() == count - 1, timeout=2_000)  # type: ignore[attr-defined]


def test_an_empty_map_says_how_to_begin(open_map: OpenWindow) -> None:
    document = sample()
    for source in document.sources:
        document = edits.remove_source(document, source)
    panel = _panel(open_map(document))
    assert panel.isVisible()
    assert any(text.startswith("No sources yet") for text in shown_texts(panel))
    assert not panel.list.isVisible()


def test_a_read_only_map_can_only_be_looked_at(open_map: OpenWindow) -> None:
    driver = open_map(read_only=True)
    panel = _panel(driver)
    before = driver.document
    panel.add("A title")
    panel.remove()
    assert driver.document is before
    assert panel.line.isReadOnly()
    assert not panel.form.remove.isVisible()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: found.append(bytes(QUrl(url).toEncoded()).decode()) or True
    )
    return found


def test_a_link_opens_after_its_host_was_agreed_to(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes, opened: list[str]
) -> None:
    driver = open_map()
    panel = _panel(driver)
    panel.add("https://аррӏе.com/a-b")
    assert panel.form.open_button.text() == "Open xn--80ak6aa92e.com…"
    message_boxes.answers = [False, True]
    panel.form.open_button.click()
    assert opened == []
    panel.form.open_button.click()
    assert message_boxes.asked[-1] == "confirm Open xn--80ak6aa92e.com in the browser?"
    assert opened == ["https://xn--80ak6aa92e.com/a-b"]


@pytest.mark.parametrize("address", ["file:///etc/passwd", "javascript:alert(1)", "https://a@b.example/"])
def test_other_addresses_are_never_opened(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes, opened: list[str], address: str
) -> None:
    driver = open_map()
    assert not open_link(driver.window, message_boxes, address)
    assert message_boxes.told[-1][0] == "This address cannot be opened"
    assert opened == []


def test_a_policy_has_links_shown_to_copy_and_never_opened(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes, opened: list[str]
) -> None:
    use_policy(Policy(open_links=False, organisation="The ministry"))
    driver = open_map()
    panel = _panel(driver)
    panel.add("https://аррӏе.com/a-b")
    panel.form.open_button.click()
    headline, text, address = message_boxes.told[-1][:3]
    assert headline == "This link is shown, but not opened"
    assert text.startswith("The ministry does not allow links to be opened from Stakemap.")
    assert "Cyrillic" in text
    assert address == "https://аррӏе.com/a-b"
    assert opened == []


def test_panels_are_remembered(
    open_map: OpenWindow, context: AppContext, message_boxes: ScriptedMessageBoxes
) -> None:
    driver = open_map()
    driver.window.resizeDocks([driver.panels.docks["actors"]], [288], Qt.Orientation.Horizontal)
    QApplication.processEvents()
    panel = _panel(driver)
    assert panel.width() == 288
    message_boxes.answers = ["discard"]
    driver.window.close()
    again = open_map()
    assert again.panels.shows("sources")
    assert not again.panels.shows("actors")
    assert again.panels.docks["sources"].width() == 288
    again.trigger("sources-panel")
    assert not again.panels.shows("sources")
    again.trigger("actors-panel")
    QApplication.processEvents()
    assert again.panels.docks["actors"].width() == 288


def test_a_reference_pasted_as_the_title_is_parted_into_the_fields(open_map: OpenWindow) -> None:
    driver = open_map()
    panel = _panel(driver)
    panel.line.setFocus()
    QTest.keyClicks(panel.line, "To be cited")
    QTest.keyClick(panel.line, Qt.Key.Key_Return)
    source = panel.current
    assert source is not None
    editor = panel.form.focus_title()
    QGuiApplication.clipboard().setText("Smith, J. (2021, May 3). Water wars. A Press. https://a.example/w")
    QTest.keyClick(editor, Qt.Key.Key_V, Ctrl)
    QTest.keyClick(editor, Qt.Key.Key_Return, Ctrl)
    record = driver.document.sources[source]
    assert (record.author, record.date, record.title) == ("Smith, J.", "2021-05-03", "Water wars")
    assert (record.publisher, record.url) == ("A Press", "https://a.example/w")
    # What is written already is never replaced.
    QTest.keyClick(panel.form.focus_title(), Qt.Key.Key_V, Ctrl)
    QTest.keyClick(editor, Qt.Key.Key_Return, Ctrl)
    record = driver.document.sources[source]
    assert record.title == "Smith, J. (2021, May 3). Water wars. A Press. https://a.example/w"
    assert record.author == "Smith, J."


def test_replaced_judgements_are_listed_but_not_counted(open_map: OpenWindow) -> None:
    stance = Subject.stance("border", "armenia")
    document = edits.add_source(tiny(), "paper", Source(title="Paper"))
    document = edits.annotate(document, "2025", stance, citations=(Citation(source="paper"),))
    driver = open_map(document)
    panel, session = _panel(driver), driver.session
    assert "Cited 1 time" in shown_texts(panel.form)
    moves = {"armenia": edits.Move(alignment=10)}
    session.apply(edits.move_actors.of("2025", "border", moves, session.authorship), label="Move")
    panel.show_source("paper")
    assert "Cited in earlier judgements only" in shown_texts(panel.form)
    rows = panel.form.uses.rows
    (row,) = [rows.row(rows.index(place)) for place in range(rows.rowCount())]
    assert row is not None
    assert "since replaced" in row.second
    assert _rows(panel) == [("Paper", "not cited")]
