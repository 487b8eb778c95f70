"""Confidence and citations that several selected actors get at once."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from app_driver import named, shown_texts
from stakemap.app.features.inspector import several
from stakemap.app.features.inspector.actor_form import ActorForm, SeveralForm
from stakemap.app.features.inspector.shared_support import SharedStanceForm, SharedStandingForm
from stakemap.app.kit.forms.editors import ChoiceEditor
from stakemap.app.kit.forms.evidence_rows import RowsEditor
from stakemap.model.judgements import Stance

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app_driver import Driver
    from conftest import OpenWindow

SELECTED = ("armenia", "azerbaijan", "turkiye")


@pytest.fixture
def driver(open_map: OpenWindow) -> Driver:
    made = open_map()
    made.view.set(issue="border", snapshot="2025-07", selection=frozenset(SELECTED))
    QApplication.processEvents()
    return made


def _stances(driver: Driver) -> dict[str, Stance]:
    return dict(driver.document.snapshots["2025-07"].stances["border"])


def _choose(driver: Driver, content: str) -> None:
    editor = driver.field(SharedStanceForm, "confidence").editor
    assert isinstance(editor, ChoiceEditor)
    editor.setFocus()
    editor.load()
    editor.setCurrentIndex(editor.findData(content))
    editor.activated.emit(editor.currentIndex())


def _citations(driver: Driver) -> RowsEditor:
    editor = driver.field(SharedStanceForm, "citations").editor
    assert isinstance(editor, RowsEditor)
    return editor


def _cite(driver: Driver, text: str) -> None:
    editor = _citations(driver)
    editor.add_button.click()
    line = named(editor, QComboBox, "Source").lineEdit()
    line.setFocus()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def test_what_many_share_is_found_by_a_worker(
    open_map: OpenWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    may_go_on, usual = threading.Event(), several.found_in

    def slow(*args: Any) -> several.Several:
        assert may_go_on.wait(30), "the inspector waits for what many share"
        return usual(*args)

    monkeypatch.setattr(several, "WORKER_THRESHOLD", 2)
    monkeypatch.setattr(several, "found_in", slow)
    driver = open_map()
    driver.view.set(issue="border", snapshot="2025-07", selection=frozenset(SELECTED))
    inspector = driver.inspector
    assert set(shown_texts(inspector)) == {"3 actors"}
    driver.view.select("armenia")
    assert "Armenia" in shown_texts(inspector.head)
    assert not inspector.form(ActorForm).fields["name"].isHidden()
    driver.view.set(selection=frozenset(SELECTED))
    assert set(shown_texts(inspector)) == {"3 actors"}
    may_go_on.set()
    qtbot.waitUntil(lambda: inspector.form(SeveralForm).isVisibleTo(inspector))
    assert {"3 actors", "Armenia, Azerbaijan, Türkiye"} <= set(shown_texts(inspector.head))
    inspector.show_page("evidence")
    _choose(driver, "low")
    assert inspector.form(SharedStanceForm).isVisibleTo(inspector), "it stays while it is found anew"
    qtbot.waitUntil(lambda: driver.field(SharedStanceForm, "confidence").editor.currentText() == "Low")
    may_go_on.clear()
    driver.view.set(snapshot="2022")
    assert not inspector.form(SharedStanceForm).isVisibleTo(inspector), (
        "what is typed goes to no other snapshot"
    )
    may_go_on.set()
    qtbot.waitUntil(lambda: inspector.form(SharedStanceForm).isVisibleTo(inspector))


def test_a_confidence_is_given_to_all_in_one_step(driver: Driver) -> None:
    before = driver.document
    assert driver.field(SharedStanceForm, "confidence").editor.currentText() == "Several"
    _choose(driver, "low")
    judged = [stance for actor, stance in _stances(driver).items() if actor in SELECTED]
    assert judged
    assert {stance.confidence for stance in judged if stance.is_judged} == {"low"}
    assert driver.session.history.undo_labels[0].startswith("Set the confidence for")
    driver.trigger("undo")
    assert driver.document is before


def test_a_citation_is_added_to_those_of_each_and_is_changed_for_all(driver: Driver) -> None:
    before = {actor: stance.citations for actor, stance in _stances(driver).items()}
    _cite(driver, "Smith, J. (2021). Water wars. A Press.")
    assert driver.session.history.undo_labels[0].startswith("Cite for")
    stances = {actor: stance for actor, stance in _stances(driver).items() if actor in SELECTED}
    judged = [actor for actor, stance in stances.items() if stance.is_judged]
    assert len(judged) > 1
    (source,) = {stances[actor].citations[-1].source for actor in judged}
    assert driver.document.sources[source].author == "Smith, J."
    for actor in judged:
        assert stances[actor].citations[:-1] == before.get(actor, ())
    passage = named(_citations(driver), QLineEdit, "Passage or page")
    passage.setFocus()
    QTest.keyClicks(passage, "p. 7")
    QTest.keyClick(passage, Qt.Key.Key_Return)
    changed = _stances(driver)
    assert {changed[actor].citations[-1].passage for actor in judged} == {"p. 7"}
    assert {len(changed[actor].citations) - len(before.get(actor, ())) for actor in judged} == {1}


def test_others_of_the_map_are_left_as_they_are(driver: Driver) -> None:
    before = _stances(driver)
    _choose(driver, "high")
    after = _stances(driver)
    for actor in before.keys() - set(SELECTED):
        assert after[actor] is before[actor]


def test_where_nothing_is_judged_there_is_nothing_to_give(driver: Driver) -> None:
    driver.view.set(selection=frozenset({"russia", "iran"}))
    QApplication.processEvents()
    form = driver.inspector.form(SharedStanceForm)
    assert form.section.note.text() == "None of these actors is judged yet."
    assert form.section.grid.isHidden()
    assert not driver.inspector.form(SharedStandingForm).section.title.isHidden()
