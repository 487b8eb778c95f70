"""What is missing can be supplied from where it is told: the actions that findings name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from stakemap.app.features.analysis.panel import AnalysisPanel
from stakemap.model import edits
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Citation, Stance
from stakemap.model.records import replace
from stakemap.model.subjects import Subject
from stakemap.storage.presets import load_preset

if TYPE_CHECKING:
    from app_driver import Driver
    from conftest import OpenWindow

AUTHOR = edits.Authorship("A", "2025-08-01")
ACTOR, ISSUE, SNAPSHOT = "united-states", "normalisation", "2025-07"


def panel_of(driver: Driver, qtbot: QtBot, method: str) -> AnalysisPanel:
    """The panel, once it has told what the method says."""
    driver.trigger(f"analysis-{method}")
    panel = driver.panels.content("analysis")
    assert isinstance(panel, AnalysisPanel)
    qtbot.waitUntil(lambda: panel.answers.report is not None and panel.answers.is_current)
    QApplication.processEvents()
    return panel


def disputed() -> StakeMap:
    """The preset with a stance for which a citation speaks, and against which another one does."""
    document = load_preset("armenia-turkiye")
    source = next(iter(document.sources))
    subject = Subject.stance(ISSUE, ACTOR)
    stance = document.snapshots[SNAPSHOT].judgement(subject)
    assert isinstance(stance, Stance)
    cited = (Citation(source=source, passage="1"), Citation(source=source, passage="2", against=True))
    return edits.judge(document, SNAPSHOT, subject, replace(stance, citations=cited), AUTHOR)


def go_to(panel: AnalysisPanel, finding: str) -> None:
    """Unfold the finding of an id."""
    assert panel.answers.report is not None
    ids = [each.id for each in panel.answers.report.findings]
    panel.findings.go_to(ids.index(finding), focus=True)


def test_citations_are_rated_from_the_sentence_that_misses_the_ratings(
    open_map: OpenWindow, qtbot: QtBot
) -> None:
    driver = open_map(disputed())
    driver.view.set(issue=ISSUE, snapshot=SNAPSHOT, selection=frozenset(), primary=None)
    panel = panel_of(driver, qtbot, "disputed")
    go_to(panel, f"disputed:{ACTOR}")
    button = panel.details.to_action
    assert button.text() == "Rate the citations…"
    assert not button.isHidden()
    shown: list[str | None] = []
    driver.message_boxes.dialogs = [lambda _dialog: shown.append(driver.view.primary)]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert shown == [ACTOR]


def test_nothing_is_offered_in_a_map_that_is_read_only(open_map: OpenWindow, qtbot: QtBot) -> None:
    driver = open_map(disputed(), read_only=True)
    driver.view.set(issue=ISSUE, snapshot=SNAPSHOT)
    panel = panel_of(driver, qtbot, "disputed")
    go_to(panel, f"disputed:{ACTOR}")
    assert panel.details.to_action.isHidden()


def test_resolving_is_offered_while_it_can_be_done(open_map: OpenWindow, qtbot: QtBot) -> None:
    driver = open_map()
    driver.view.set(issue="border", snapshot="2022", selection=frozenset(), primary=None)
    panel = panel_of(driver, qtbot, "track-record")
    go_to(panel, "ranges")
    button = panel.details.to_action
    assert button.isHidden()
    driver.view.select("armenia")
    qtbot.waitUntil(lambda: not button.isHidden())
    assert button.text() == "Resolve…"
    driver.view.set(selection=frozenset(), primary=None)
    qtbot.waitUntil(button.isHidden)
    go_to(panel, "scenarios")
    assert button.isHidden()
    driver.view.set(snapshot="pressure")
    qtbot.waitUntil(lambda: not button.isHidden())
    assert button.text() == "Record the outcome…"
