"""Asking for the analyst's name before a judgement, where a policy requires it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from judging_driver import drag
from samples import sample
from stakemap.app.features.importing.feature import ImportFeature
from stakemap.app.kit.author_dialog import AuthorDialog
from stakemap.app.kit.error_reporter import ErrorReporter
from stakemap.app.kit.forms.judgement_form import StanceForm
from stakemap.errors import AuthorMissingError, EditError
from stakemap.model import edits
from stakemap.model.document import StakeMap
from stakemap.model.edits import Authorship
from stakemap.model.signing import is_unsigned, signed
from stakemap.storage.policy import use_policy
from stakemap.storage.policy.record import Policy

if TYPE_CHECKING:
    from pathlib import Path

    from app_driver import Driver, ScriptedMessageBoxes
    from conftest import OpenWindow
    from stakemap.app.kit.window import AppContext

ACTOR = "armenia"


def _name(text: str) -> Callable[[AuthorDialog], None]:
    """Types a name and presses Enter; without one Esc."""

    def answer(dialog: AuthorDialog) -> None:
        assert dialog.focusWidget() is dialog.line
        QTest.keyClick(dialog.line, Qt.Key.Key_Return)
        assert dialog.isVisible()
        assert "Give your name" in dialog.error_of(dialog.line)
        QTest.keyClicks(dialog.line, text)
        QTest.keyClick(dialog.line, Qt.Key.Key_Return if text else Qt.Key.Key_Escape)
        assert not dialog.isVisible()

    return answer


@pytest.fixture
def driver(open_map: OpenWindow) -> Driver:
    use_policy(Policy(require_author=True, organisation="The ministry"))
    made: Driver = open_map()
    made.view.set(snapshot="2025-07", issue="border")
    assert not made.session.author
    return made


def _by(document: StakeMap) -> str:
    return document.snapshots["2025-07"].stances["border"][ACTOR].by


def test_a_drag_waits_for_the_name_and_then_goes_through(driver: Driver) -> None:
    boxes, before = driver.message_boxes, driver.document
    boxes.dialogs = [_name("")]
    drag(driver, ACTOR, QPoint(40, 0))
    assert driver.document is before
    assert driver.message == "Nothing was changed, since a judgement needs your name."
    boxes.dialogs = [_name("Ani  Hakobyan")]
    drag(driver, ACTOR, QPoint(40, 0))
    assert driver.document is not before
    assert _by(driver.document) == "Ani Hakobyan" == driver.context.settings.author
    drag(driver, ACTOR, QPoint(-20, 0))
    assert len(boxes.asked) == 2


def test_what_was_typed_is_kept_until_there_is_a_name(driver: Driver) -> None:
    boxes = driver.message_boxes
    driver.view.select(ACTOR)
    QApplication.processEvents()
    field = driver.field(StanceForm, "reason")
    before = driver.document
    driver.session.apply(edits.set_texts.of(title="Another"), label="Retitle")
    assert boxes.asked == []
    boxes.dialogs = [_name("")]
    driver.type_into(field, "As they said", None)
    assert not field.commit_pending()
    assert (field.editor.content(), field.is_invalid) == ("As they said", True)
    boxes.dialogs = [_name("Ani")]
    assert field.commit_pending()
    judged = driver.document.snapshots["2025-07"].stances["border"][ACTOR]
    assert (judged.reason, judged.by) == ("As they said", "Ani")
    assert before.title != driver.document.title


def test_an_import_asks_before_anything_is_read(
    context: AppContext, message_boxes: ScriptedMessageBoxes, tmp_path: Path
) -> None:
    use_policy(Policy(require_author=True))
    window = context.show_welcome()
    message_boxes.dialogs = [_name("")]
    window.service(ImportFeature).import_file(tmp_path / "nothing.csv", into_new=True)
    assert message_boxes.asked == ["dialog AuthorDialog"]
    assert window.session is None


def test_without_the_rule_nobody_is_asked(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.set(snapshot="2025-07", issue="border")
    drag(driver, ACTOR, QPoint(40, 0))
    assert _by(driver.document) == ""
    assert driver.message_boxes.asked == []


def test_an_edit_is_signed_wherever_it_judges() -> None:
    nobody, ani = Authorship("", "2025-08-01"), Authorship("Ani", "2025-08-01")
    retitle = edits.set_texts.of(title="T")
    for who in (nobody, ani):
        judge = edits.make_unknown.of("2025-07", "border", (ACTOR,), who)
        both = edits.together((retitle, judge))
        assert is_unsigned(both) is is_unsigned(judge) is (who is nobody)
        assert signed(both, "Ani") == edits.together(
            (retitle, edits.make_unknown.of("2025-07", "border", (ACTOR,), ani))
        )
    assert not is_unsigned(retitle)
    known = edits.make_unknown.of("2025-07", "border", (ACTOR,), nobody)
    document = sample()
    result = signed(known.with_result(document, known.apply(document)), "Ani").apply(document)
    assert _by(result) == "Ani"


def test_an_edit_without_a_name_is_no_failure_of_the_program() -> None:
    shown: list[str] = []
    reporter = ErrorReporter(lambda headline, *_: shown.append(headline))
    reporter.report(AuthorMissingError("no name"))
    assert shown == []
    assert issubclass(AuthorMissingError, EditError)
