"""Approving a judgement and a snapshot, what the inspector and the details of the map say, withdrawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from samples import sample
from stakemap.app.features.inspector.map_dialog import MapDialog
from stakemap.app.features.review.dialogs import ApproveDialog, WithdrawDialog
from stakemap.app.features.review.facts import facts_about
from stakemap.app.kit.forms.judgement_form import StanceForm
from stakemap.model import edits
from stakemap.model.document import StakeMap
from stakemap.model.edits import Authorship, Move
from stakemap.model.judgements import AlignmentEstimate, Stance
from stakemap.model.records import replace
from stakemap.model.resolve import shown_judgement
from stakemap.model.reviews import status_of
from stakemap.model.subjects import Subject

if TYPE_CHECKING:
    from app_driver import Driver
    from conftest import OpenWindow

READER = Authorship("B. Reader", "2025-07-20")
STANCE = "snapshots/2025-07/stances/border/turkiye"


def approved(**options: bool) -> StakeMap:
    document = sample()
    for number, key in enumerate(
        each for each in sample().snapshots if not sample().snapshots[each].scenario
    ):
        document = edits.approve(document, f"{number}", f"snapshots/{key}", READER, **options)
    return document


def moved(document: StakeMap) -> StakeMap:
    moves = {"turkiye": Move(alignment=-40.0)}
    return edits.move_actors(document, "2025-07", "border", moves, Authorship("Anna", "2025-07-30"))


def on_turkiye(driver: Driver) -> None:
    driver.view.set(issue="border", snapshot="2025-07", selection={"turkiye"}, primary="turkiye")
    QApplication.processEvents()


def review_line(driver: Driver) -> str:
    form = driver.inspector.form(StanceForm)
    return str(form.review.text()) if form.review.isVisible() else ""


def test_a_judgement_is_approved_by_a_named_reader(open_map: OpenWindow) -> None:
    driver = open_map()
    on_turkiye(driver)
    assert review_line(driver) == ""
    seen: list[str] = []

    def use(dialog: ApproveDialog) -> None:
        seen.extend([dialog.facts.text(), dialog.since.text()])
        assert dialog.focusWidget() is dialog.name
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        assert dialog.isVisible()
        assert "needs the name" in dialog.error_of(dialog.name)
        QTest.keyClicks(dialog.name, "B. Reader")
        QTest.keyClick(dialog.name, Qt.Key.Key_Return)

    driver.message_boxes.dialogs.append(use)
    driver.trigger("approve-judgement")
    assert seen[0].startswith("Türkiye · alignment on Armenia–Türkiye border: +10 (−20 to +40)")
    assert seen[1] == "Nobody has approved it yet."
    (review,) = driver.document.reviews.values()
    assert (review.place, review.by, review.on, review.clears) == (STANCE, "B. Reader", "2025-08-01", False)
    assert driver.context.settings.author == "B. Reader"
    assert driver.message == "Approved: Alignment on this issue"
    assert review_line(driver) == "Approved by B. Reader, 1 August 2025"
    driver.session.apply(
        edits.move_actors.of("2025-07", "border", {"turkiye": Move(alignment=-40.0)}, READER), label="x"
    )
    QApplication.processEvents()
    assert review_line(driver) == "Changed since B. Reader approved it on 1 August 2025"
    for _ in range(2):
        driver.trigger("undo")
    assert not driver.document.reviews


def test_a_snapshot_is_approved_with_its_changes_and_warnings_and_clears(open_map: OpenWindow) -> None:
    document = edits.add_comment(moved(approved()), "c", STANCE, "Really?", READER)
    driver = open_map(document)
    driver.context.change_settings(author="C. Chief")
    on_turkiye(driver)
    told: list[str] = []

    def use(dialog: ApproveDialog) -> None:
        told.extend([*dialog.since.text().splitlines(), *dialog.warnings.text().splitlines()])
        QTest.keyClick(dialog.clears, Qt.Key.Key_Space)
        assert dialog.clears.isChecked()
        dialog.note.setPlainText("Read with the desk.")
        dialog.accept()

    driver.message_boxes.dialogs.append(use)
    driver.trigger("approve-snapshot")
    assert told[:2] == [
        "Approved by B. Reader, 20 July 2025. 1 judgement changed since:",
        "Türkiye · alignment on Armenia–Türkiye border: +10 (−20 to +40) → −40 (−70 to −10)",
    ]
    assert "1 open comment" in told
    newest = max(driver.document.reviews.values(), key=lambda each: each.on or "")
    assert (newest.by, newest.note, newest.clears) == ("C. Chief", "Read with the desk.", True)
    assert status_of(driver.document).status == "reviewed"
    # The inspector leads to the comments on the judgement.
    form = driver.inspector.form(StanceForm)
    assert form.comments.text() == "1 open comment"
    QTest.mouseClick(form.comments, Qt.MouseButton.LeftButton)
    panel = driver.panels.content("comments")
    assert panel.list.rows.rowCount() == 1
    assert panel.about.content() == "selected"


def test_an_approval_is_withdrawn_and_the_details_say_what_the_status_follows_from(
    open_map: OpenWindow,
) -> None:
    driver = open_map(approved(clears=True))
    on_turkiye(driver)
    lines: list[tuple[str, str, bool]] = []

    def look(dialog: MapDialog) -> None:
        field = dialog.form.fields["status"]
        lines.append((field.editor.content(), dialog.form.reviews.text(), field.editor.isEnabled()))

    def use(dialog: WithdrawDialog) -> None:
        assert dialog.choice.currentText() == "After the Istanbul visit: Cleared by B. Reader, 20 July 2025"
        dialog.accept()

    driver.message_boxes.dialogs += [look, use, look]
    driver.trigger("map-details")
    driver.trigger("withdraw-approval")
    assert driver.message == "The approval is withdrawn"
    driver.trigger("map-details")
    cleared = "All dated snapshots are cleared for readers outside, and nothing changed since."
    assert lines[0] == ("cleared", cleared, False)
    assert lines[1] == ("draft", "Nobody has approved After the Istanbul visit.", False)
    driver.trigger("undo")
    assert driver.document == approved(clears=True)


def test_what_is_unsupported_or_undecided_is_told_before() -> None:
    facts = facts_about(sample(), "snapshots/2025-07", "A")
    assert any("a reason or a source" in each for each in facts.warnings)
    assert facts.since == ("Nobody has approved it yet.",)
    assert "carried over" in facts.what[0]
    subject = Subject.stance("border", "turkiye")
    shown = shown_judgement(sample(), "2025-07", subject)
    assert isinstance(shown, Stance)
    for value, is_told in ((shown, False), (replace(shown, alignment=None, state="unknown"), True)):
        other = replace(value, by="C", earlier=(), others=())
        beside = edits.put_others(sample(), "2025-07", subject, (other,))
        warnings = facts_about(beside, STANCE, "A").warnings
        assert any("otherwise" in each for each in warnings) is is_told
    tie = "snapshots/2025-07/ties/turkiye-azerbaijan"
    assert facts_about(sample(), tie, "").what


def test_of_pooled_judgements_those_with_rival_readings_are_told_before() -> None:
    subject = Subject.stance("border", "turkiye")
    for value, is_told in ((30, False), (-60, True)):
        readings = [
            Stance(alignment=AlignmentEstimate(value=each, low=each - 15, high=each + 15), by=by)
            for each, by in ((40, "B"), (value, "C"))
        ]
        pool = Stance(alignment=AlignmentEstimate(value=35), pooled="linear")
        document = edits.judge(sample(), "2025-07", subject, pool, edits.Authorship("", None))
        document = edits.put_others(document, "2025-07", subject, readings)
        warnings = facts_about(document, STANCE, "A").warnings
        assert any("otherwise" in each for each in warnings) is is_told
