"""An analyst's whole way by keyboard alone: from 2020 to 2025, into a scenario, and back from the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app_driver import documents_of
from stakemap.app.features.evidence.panel import EvidencePanel
from stakemap.app.features.movers.panel import MoversPanel
from stakemap.app.features.timeline.snapshot_dialog import SnapshotDialog
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Judgement, Stance
from stakemap.storage.codec import decode, encode
from stakemap.storage.presets import load_preset

if TYPE_CHECKING:
    from app_driver import Driver, ScriptedMessageBoxes
    from conftest import OpenWindow

Key = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
BOTH = CONTROL | SHIFT
#: No way through a window is longer than this.
_MOST = 60


def focus() -> QWidget:
    """What has the keyboard; somebody always has it."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the keyboard is."""
    QTest.keyClick(focus(), key, modifiers)
    QApplication.processEvents()


def write(text: str) -> None:
    """Type where the keyboard is."""
    QTest.keyClicks(focus(), text)


def press_until(reached: Callable[[], bool], key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    """Press a key until something is so."""
    for _ in range(_MOST):
        if reached():
            return
        press(key, *modifiers)
    raise AssertionError(f"{key.name} never led there; the keyboard is at {focus()!r}")


def _holds(widget: QWidget) -> Callable[[], bool]:
    return lambda: focus() is widget or widget.isAncestorOf(focus())


def _choose(editor: Any, content: str) -> None:
    """Walk to a choice, open it, and walk to an option."""
    press_until(_holds(editor), Key.Key_Tab)
    press(Key.Key_Down)
    view = editor.view()
    press_until(lambda: view.currentIndex().data(Qt.ItemDataRole.UserRole) == content, Key.Key_Down)
    press(Key.Key_Return)
    assert editor.content() == content


def _own(document: StakeMap, but: str) -> dict[str, object]:
    """What each snapshot judges itself, but one."""
    return {key: snapshot for key, snapshot in document.snapshots.items() if key != but}


def _unsourced(document: StakeMap) -> set[tuple[str, str | None, str]]:
    """Every judgement of the map without a citation that speaks for it, found by looking at each."""
    found: set[tuple[str, str | None, str]] = set()

    def look(snapshot: str, issue: str | None, key: str, judgement: Judgement) -> None:
        if judgement.is_judged and all(citation.against for citation in judgement.citations):
            found.add((snapshot, issue, key))

    for key, snapshot in document.snapshots.items():
        for actor, standing in snapshot.standings.items():
            look(key, None, actor, standing)
        for issue, stances in snapshot.stances.items():
            for actor, stance in stances.items():
                look(key, issue, actor, stance)
        for relation, tie in snapshot.ties.items():
            look(key, None, relation, tie)
    return found


class Analyst:
    """Works on the preset with nothing but keys."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.scenario = "baku-settles"

    def travel(self) -> list[str]:
        """Go back to the first date and on to the last one; returns what was shown on the way."""
        view = self.driver.view
        press_until(lambda: view.snapshot == "2020", Key.Key_PageUp, CONTROL)
        shown = [str(view.snapshot)]
        while view.snapshot != "2025-07":
            press(Key.Key_PageDown, CONTROL)
            shown.append(str(view.snapshot))
        return shown

    def branch(self) -> None:
        """Add a scenario, and say how likely it is."""

        def fill(dialog: SnapshotDialog) -> None:
            dialog.activateWindow()
            QApplication.processEvents()
            write("Baku settles")
            press_until(_holds(dialog.likelihood), Key.Key_Tab)
            press_until(lambda: dialog.likelihood.currentData() == "unlikely", Key.Key_Down)
            press(Key.Key_Return)

        self.driver.message_boxes.dialogs = [fill]
        press(Key.Key_B, BOTH)
        # There is no window manager that gives the keyboard back once the dialog is gone.
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.driver.window.activateWindow()
        QApplication.processEvents()
        assert self.driver.view.snapshot == self.scenario

    def move(self) -> None:
        """Find Azerbaijan on the canvas and move it across."""
        interaction = self.driver.canvas.scene.interaction
        press_until(lambda: interaction.focused == "azerbaijan", Key.Key_Tab)
        for _ in range(14):
            press(Key.Key_Right, SHIFT)

    def say_why(self) -> None:
        """Give the reason and how sure one is; Enter keeps both."""
        press(Key.Key_J, CONTROL)
        card = self.driver.judging.card
        assert card is not None
        write("The constitution no longer matters to Baku")
        press_until(_holds(card.more_button), Key.Key_Tab)
        press(Key.Key_Return)
        _choose(card.details.confidence, "low")
        _choose(card.details.basis, "inferred")
        press_until(_holds(card.done_button), Key.Key_Tab)
        press(Key.Key_Return)
        assert self.driver.judging.card is None

    def see_movers(self) -> MoversPanel:
        """Show who moved furthest."""
        press(Key.Key_7, CONTROL)
        panel = self.driver.panels.docks["movers"].findChild(MoversPanel)
        assert isinstance(panel, MoversPanel)
        return panel

    def check_evidence(self) -> EvidencePanel:
        """List all judgements of the whole map that no source backs."""
        press(Key.Key_4, CONTROL)
        panel = self.driver.panels.content("evidence")
        assert isinstance(panel, EvidencePanel)
        press_until(_holds(panel.scope), Key.Key_Tab, SHIFT)
        _choose(panel.scope, "map")
        _choose(panel.kind, "uncited")
        press_until(_holds(panel.tree), Key.Key_Tab)
        return panel

    def back_it(self, panel: EvidencePanel) -> None:
        """Go from the finding to its place, and cite a source there."""
        model = panel.model

        def at_finding() -> bool:
            finding = model.finding_at(panel.tree.currentIndex())
            place = None if finding is None else finding.place
            return place is not None and (place.snapshot, place.actor) == (self.scenario, "azerbaijan")

        press_until(at_finding, Key.Key_Down)
        press(Key.Key_Return)
        assert self.driver.inspector.isAncestorOf(focus())
        press(Key.Key_Space)
        write("Interview with an adviser in Baku")
        press(Key.Key_Return)


def _stance(document: StakeMap, scenario: str) -> Stance:
    return document.snapshots[scenario].stances["peace-treaty"]["azerbaijan"]


# What the platform without screens says of lists that open.
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_from_2020_to_a_what_if_by_keyboard_alone(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes, tmp_path: Path, qtbot: QtBot
) -> None:
    driver = open_map(load_preset("armenia-turkiye"))
    driver.context.change_settings(author="N. Analyst", reduced_motion=True)
    before = driver.document
    analyst = Analyst(driver)
    assert focus() is driver.canvas.view
    assert analyst.travel() == ["2020", "2022", "2023", "2025-07"]
    press_until(lambda: driver.view.issue == "peace-treaty", Key.Key_PageDown, BOTH)

    # A scenario in which Azerbaijan comes round, and why.
    analyst.branch()
    analyst.move()
    analyst.say_why()
    stance = _stance(driver.document, analyst.scenario)
    assert stance.alignment is not None
    assert (stance.alignment.value, stance.confidence, stance.basis) == (60, "low", "inferred")
    assert stance.reason == "The constitution no longer matters to Baku"
    assert stance.by == "N. Analyst"
    assert driver.document.snapshots[analyst.scenario].likelihood == "unlikely"
    assert _own(driver.document, analyst.scenario) == _own(before, "")
    # The keyboard is where it was: the next arrow moves the same actor.
    assert focus() is driver.canvas.view
    assert driver.canvas.scene.interaction.focused == "azerbaijan"
    assert driver.canvas.scene.interaction.focus_shown

    # Who moved furthest, and what it does to the balance.
    movers = analyst.see_movers()
    assert [mover.actor for mover in movers.movement.movers] == ["azerbaijan"]
    assert movers.movement.movers[0].alignment == 140
    assert "no longer matters" in movers.why.toPlainText()
    # Those whose position is unknown outweigh even this, but nobody who can block it is against any more.
    verdict = "Verdict: too many unknowns to call (can be blocked) → too many unknowns to call."
    assert verdict in movers.balance.text()
    assert "against 80 → 0" in movers.balance.text()

    # Every judgement without a source, and a source for this one.
    panel = analyst.check_evidence()
    listed = {
        (finding.place.snapshot, finding.place.issue, finding.place.actor or finding.place.relation)
        for group in range(panel.model.rowCount())
        for row in range(panel.model.rowCount(panel.model.index(group, 0)))
        if (finding := panel.model.finding_at(panel.model.index(row, 0, panel.model.index(group, 0))))
    }
    assert listed == _unsourced(driver.document)
    assert (analyst.scenario, "peace-treaty", "azerbaijan") in listed
    analyst.back_it(panel)
    stance = _stance(driver.document, analyst.scenario)
    assert [driver.document.sources[each.source].title for each in stance.citations] == [
        "Interview with an adviser in Baku"
    ]
    assert stance.reason == "The constitution no longer matters to Baku"
    qtbot.waitUntil(lambda: panel.model.count == len(listed) - 1)
    assert _unsourced(driver.document) == listed - {(analyst.scenario, "peace-treaty", "azerbaijan")}

    # Nothing of it is lost by undo, save and reopen.
    after = driver.document
    driver.canvas.setFocus()
    press_until(lambda: not driver.session.can_undo, Key.Key_Z, CONTROL)
    assert driver.document is before
    press_until(lambda: not driver.session.can_redo, Key.Key_Z, BOTH)
    assert driver.document is after
    path = tmp_path / "talks.stakemap.json"
    message_boxes.answers = [path]
    press(Key.Key_S, CONTROL)
    assert not driver.session.is_modified
    assert path.read_bytes() == encode(after)
    reopened = decode(path.read_bytes()).document
    assert reopened == after
    driver.window.close()
    window = documents_of(driver.context).open_file(path)
    assert window is not None
    assert window.session is not None
    assert window.session.document == after
