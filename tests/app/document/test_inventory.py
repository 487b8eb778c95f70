"""The list of what is kept is complete: whatever turns up in the folders of settings and state is in it."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from app_driver import documents_of
from guards import LogWatch
from stakemap.app.document.saving import Saving
from stakemap.app.kit.window import AppContext
from stakemap.app.shell.main_window import MainWindow
from stakemap.logs import log_crash, state_folder
from stakemap.model.edits import set_texts
from stakemap.resources import readme
from stakemap.storage.crash_notes import CrashNote, unreported_crashes
from stakemap.storage.folders import config_folder
from stakemap.storage.inventory import inventory
from stakemap.storage.policy import use_policy
from stakemap.storage.policy.record import Policy
from stakemap.storage.saving.interrupted import keep_copy
from stakemap.storage.saving.temporary_files import noted
from stakemap.storage.saving.writing import write_bytes_safely
from stakemap.storage.settings.records import RECENT_LIMIT
from stakemap.storage.settings.settings import IMPORT_LIMIT, REMEMBERED_LIMIT, SettingsStore
from stakemap.storage.store.versions import KEPT_BYTES, KEPT_SECONDS, VersionStore


def is_listed(folder: str, name: str) -> bool:
    patterns = [pattern for kept in inventory() if kept.folder == folder for pattern in kept.names]
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def unlisted() -> list[str]:
    """The files in the folders of configuration and state that the inventory does not name."""
    return [
        str(path)
        for name, folder in (("config", config_folder()), ("state", state_folder()))
        for path in folder.rglob("*")
        if path.is_file() and not is_listed(name, path.relative_to(folder).as_posix())
    ]


def a_copy(path: Path) -> None:
    """Leave the copy of a map whose file could not be written."""

    def write(target: Path, pieces: object) -> None:
        write_bytes_safely(target, b"text")

    with pytest.raises(OSError, match="full"), keep_copy(path, (b"text",), write):
        raise OSError("full")


def test_a_session_leaves_nothing_that_is_not_listed(
    context: AppContext, path: Path, window: MainWindow, tmp_path: Path, expected_log: LogWatch
) -> None:
    expected_log.expect("settings could not be read")
    session, autosave = window.session, documents_of(context).autosave
    assert session is not None
    session.apply(set_texts.of(title="Another"), label="Retitle")
    assert autosave.flush()
    context.apply_settings(context.store.remember_export(session.document.id, {"folder": str(tmp_path)}))
    assert window.service(Saving).save()
    with noted(tmp_path / ".stakemap-0.tmp"):
        (state_folder() / "open" / "0.show").write_bytes(b"")
        seen = unlisted()
    note = CrashNote()
    note.begin()
    seen += unlisted()
    crashed = state_folder() / "crashes" / "20250101-000000-1.running"
    crashed.write_text("Fatal Python error")
    unreported_crashes()
    note.end()
    log_crash(RuntimeError())
    a_copy(path)
    window.close()
    VersionStore(state_folder() / "versions").set_aside()
    (config_folder() / "settings.json").write_bytes(b"{")
    SettingsStore().load()
    assert seen + unlisted() == []
    names = {one.name for folder in (config_folder(), state_folder()) for one in folder.rglob("*")}
    assert {"20250101-000000-1.txt", "stakemap.log"} < names
    assert any("versions-damaged" in name for name in names)
    assert any("settings-damaged" in name for name in names)


def test_all_that_is_kept_is_told_in_words_and_once() -> None:
    kept = inventory()
    assert len({one.key for one in kept}) == len(kept)
    assert all((one.what, one.where, one.how_long, one.removal) for one in kept)
    assert all(bool(one.folder) == bool(one.names) for one in kept)


def test_how_long_earlier_versions_are_kept_follows_the_rules_of_the_organisation() -> None:
    def told() -> str:
        return next(one.how_long for one in inventory() if one.key == "versions")

    assert "90 days" in told()
    use_policy(Policy(keep_history_days=1))
    assert "Earlier versions 1 day after" in told()
    assert "dismissed at the start 1 day longer" in told()
    for rules in (Policy(keep_history_days=0), Policy(leave_no_traces=True)):
        use_policy(rules)
        assert told().startswith("While the map is open")


def test_the_readme_tells_the_same_limits() -> None:
    told = re.search(r"### What is kept on a computer\n(.+?)\n## ", readme(), re.DOTALL)
    assert told is not None
    assert f"{round(KEPT_SECONDS / 86_400)} days after a map was closed, {KEPT_BYTES // 2**20} MB" in told[1]
    assert f"the newest {RECENT_LIMIT}, {REMEMBERED_LIMIT} and {IMPORT_LIMIT} |" in told[1]
    rules = re.findall(r'`"(\w+)":', told[1])
    assert set(rules) <= set(Policy.model_fields)


def test_what_may_be_the_only_complete_version_is_not_said_to_leave_no_traces() -> None:
    removal = {one.key: one.removal for one in inventory()}
    assert "Not kept of a map that leaves no traces" in removal["recent"]
    assert "the only complete version" in removal["recovery"]
    for key in ("recovery", "damaged-versions", "damaged-settings"):
        assert "Not kept" not in removal[key]
