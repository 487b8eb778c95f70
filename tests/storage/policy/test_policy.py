"""The rules of an organisation: what is read, what is refused, and which file applies."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from stakemap.errors import UsageError
from stakemap.storage import policy as module
from stakemap.storage.policy import PolicyOrigin, policy, policy_origin, start_policy
from stakemap.storage.policy.reading import LONGEST_POLICY, read_policy
from stakemap.storage.policy.record import Policy


def _file(folder: Path, content: object) -> Path:
    path = folder / "policy.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_rules_left_out_leave_the_choice_to_the_user(tmp_path: Path) -> None:
    assert read_policy(_file(tmp_path, {})) == Policy()
    assert Policy().keeps_history


def test_a_policy_is_read_with_its_rules(tmp_path: Path) -> None:
    rules = read_policy(_file(tmp_path, {"handling_marks": ["TLP:AMBER"], "keep_history_days": 0}))
    assert rules.handling_marks == ("TLP:AMBER",)
    assert not rules.keeps_history


@pytest.mark.parametrize(
    "content",
    ["{", "[]", "[" * 100_000, '{"misspelt": true}', '{"largest_file": "64"}', '{"version": 2}', "\udcff"],
)
def test_a_broken_policy_is_refused_in_one_sentence(tmp_path: Path, content: str) -> None:
    path = tmp_path / "policy.json"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(UsageError, match=r"policy\.json") as refused:
        read_policy(path)
    assert "\n" not in str(refused.value)


def test_a_pipe_a_folder_and_a_huge_file_are_refused_without_being_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe") if hasattr(os, "mkfifo") else (tmp_path / "pipe").mkdir()
    with (tmp_path / "huge").open("wb") as huge:
        huge.truncate(100 * LONGEST_POLICY)
    for path in (tmp_path / "pipe", tmp_path / "huge", tmp_path):
        with pytest.raises(UsageError):
            read_policy(path)


def test_the_rules_of_the_machine_cannot_be_avoided_by_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = _file(tmp_path, {"open_links": False})
    monkeypatch.setattr(module, "policy_file", lambda: own)
    monkeypatch.setattr(os, "access", lambda *_: False)
    lenient = tmp_path / "lenient.json"
    lenient.write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError, match="policy of its own"):
        start_policy(lenient)
    start_policy(None)
    assert not policy().open_links


def test_on_windows_the_rights_are_tried_as_its_answer_to_a_question_leaves_them_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = _file(tmp_path, {"open_links": False})
    monkeypatch.setattr(module, "policy_file", lambda: own)
    monkeypatch.setattr(sys, "platform", "win32")
    before = own.read_bytes()
    start_policy(own)
    assert own.read_bytes() == before

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(UsageError, match="policy of its own"):
        start_policy(own)


def test_a_file_that_is_tried_is_known_by_its_whole_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "policy_file", lambda: tmp_path / "none.json")
    _file(tmp_path, {"theme": "house.json"})
    monkeypatch.chdir(tmp_path)
    start_policy(Path("policy.json"))
    assert policy_origin() == PolicyOrigin(tmp_path / "policy.json", tried=True)
    start_policy(None)
    assert policy_origin() == PolicyOrigin()


def test_a_folder_that_cannot_be_looked_into_may_hold_a_policy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_options: object) -> os.stat_result:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(module, "policy_file", lambda: tmp_path / "policy.json")
    monkeypatch.setattr(Path, "lstat", refuse)
    monkeypatch.setattr(Path, "stat", refuse)
    with pytest.raises(UsageError, match="permission to read it"):
        start_policy(None)


def test_a_desk_without_the_folder_has_no_policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "etc").write_text("no folder", encoding="utf-8")
    for place in (tmp_path / "gone" / "policy.json", tmp_path / "etc" / "policy.json"):
        monkeypatch.setattr(module, "policy_file", lambda place=place: place)
        start_policy(None)
        assert policy() == Policy()
