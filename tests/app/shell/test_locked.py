"""A policy that locks all that can be locked: the app still works, and says what is set."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QMenu
from pytestqt.qtbot import QtBot

from app_driver import shown_texts
from samples import sample
from stakemap.app.kit.author_dialog import AuthorDialog
from stakemap.app.shell.house_theme import report_house_theme
from stakemap.app.shell.preferences import PreferencesDialog
from stakemap.errors import AuthorMissingError
from stakemap.model import edits
from stakemap.model.records import replace
from stakemap.storage.policy import PolicyOrigin, use_policy
from stakemap.storage.policy.record import Policy
from stakemap.storage.settings.records import Settings

if TYPE_CHECKING:
    from app_driver import Driver
    from conftest import OpenWindow

LOCKED = Policy(
    organisation="The ministry",
    handling_marks=("TLP:RED",),
    default_handling="TLP:RED",
    require_handling=True,
    theme="gone.json",
    footer="Ours",
    export_formats=(),
    largest_file=1,
    keep_history_days=0,
    leave_no_traces=True,
    require_author=True,
    open_links=False,
)
#: Names of actions begin so that close the window, open another one, or only change what is in view.
_NOT_TRIED = (
    *(
        "quit",
        "close",
        "full-screen",
        "new",
        "second-window",
        "open",
        "guide",
        "shortcuts",
        "working-together",
    ),
    *(
        "methods",
        "formats",
        "kept",
        "about",
        "analysis",
        "theme",
        "show",
        "relations",
        "ties",
        "zoom",
        "play",
    ),
    *("next", "previous", "balance", "sources-panel", "evidence", "history", "movers", "workshop"),
)


def _walk(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Open all menus and trigger each action that is possible; cancel whatever it asks."""
    tried: list[str] = []

    def leave(dialog: QDialog) -> None:
        tried.append(type(dialog).__name__)
        QApplication.processEvents()
        dialog.reject()

    def answer(question: str) -> list[Path] | None:
        return [] if question.startswith(("open in", "import from")) else None

    boxes = driver.message_boxes
    for menu in driver.window.menuBar().findChildren(QMenu):
        menu.aboutToShow.emit()
    with monkeypatch.context() as patch:
        patch.setattr(boxes, "answer", answer)
        for name, action in list(driver.window.host.actions.items()):
            assert isinstance(action, QAction)
            if action.isEnabled() and not name.startswith(_NOT_TRIED):
                boxes.dialogs = [leave] * 3
                action.trigger()
                QApplication.processEvents()
    boxes.dialogs = [leave]
    edit = edits.make_unknown.of("2025-07", "border", ("armenia",), driver.session.authorship)
    with pytest.raises(AuthorMissingError):
        driver.session.apply(edit, label="Make unknown")
    return tried


def test_the_app_works_where_all_is_locked(
    open_map: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_policy(LOCKED, PolicyOrigin(tmp_path / "policy.json"))
    driver = open_map(replace(sample(), handling=""))
    for name in ("export", "export-data", "print", "copy-picture"):
        assert not driver.enabled(name)
        assert "The ministry does not allow this" in driver.window.host.actions[name].toolTip()
    driver.view.set(snapshot="2025-07", issue="border")
    driver.view.select("armenia")
    QApplication.processEvents()
    tried = _walk(driver, monkeypatch)
    assert {"PreferencesDialog", "MapDialog", AuthorDialog.__name__} <= set(tried)
    assert all(headline != "Something went wrong in Stakemap" for headline, *_ in driver.message_boxes.told)


def test_preferences_tell_the_rules_and_keep_what_the_user_had(qtbot: QtBot, tmp_path: Path) -> None:
    use_policy(LOCKED, PolicyOrigin(tmp_path / "policy.json", tried=True))
    dialog = PreferencesDialog(None, Settings(largest_file=300, author="Ani"))
    qtbot.addWidget(dialog)
    texts = shown_texts(dialog)
    assert "Rules set by The ministry" in texts
    assert "Judgements need the analyst’s name." in shown_texts(dialog.rules)
    assert any("only being tried" in text and "policy.json" in text for text in texts)
    assert (dialog.largest.value(), dialog.largest.isEnabled()) == (1, False)
    assert dialog.largest.accessibleDescription() == "Set by The ministry"
    assert dialog.changes() == {}


def test_a_theme_that_cannot_be_read_is_told_at_the_start(
    open_map: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    driver = open_map()
    use_policy(Policy(theme="gone.json"), PolicyOrigin(tmp_path / "policy.json"))
    report_house_theme(driver.context)
    wanted = "Slides cannot be exported until the theme set by your organisation can be used"
    qtbot.waitUntil(lambda: any(wanted in text for text in shown_texts(driver.window)))
