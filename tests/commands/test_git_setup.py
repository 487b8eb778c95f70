"""`stakemap git-setup`: what it writes, that it leaves the rest alone, and that it takes it back."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from git_for_tests import Repository, has_git
from stakemap.cli import main

pytestmark = pytest.mark.skipif(not has_git(), reason="needs git")

LINES = "*.stakemap.json merge=stakemap diff=stakemap\n*.stakemap merge=stakemap diff=stakemap\n"


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """An empty repository, whose folder below the top is the current one."""
    (tmp_path / "my work" / "maps").mkdir(parents=True)
    repository = Repository(tmp_path / "my work", tmp_path / "user")
    repository.git("init", "-q")
    monkeypatch.chdir(repository.folder / "maps")
    for name in list(repository.environment):
        monkeypatch.setenv(name, repository.environment[name])
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return repository


def configured(repository: Repository, *scope: str) -> str:
    return repository.git("config", *scope, "--get-regexp", "stakemap", status=None)


def test_it_says_what_it_does_and_doing_it_again_changes_nothing(
    empty: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    attributes = empty.folder / ".gitattributes"
    attributes.write_bytes(b"*.png binary\r\n*.stakemap.json text")
    assert main(["git-setup"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert [line.split(" ")[:4] for line in said[:4]] == [
        ["git", "config", "--local", name]
        for name in (
            "merge.stakemap.name",
            "merge.stakemap.driver",
            "diff.stakemap.textconv",
            "diff.stakemap.cachetextconv",
        )
    ]
    assert said[-1] == "To undo it: stakemap git-setup --undo"
    added = LINES.replace("\n", "\r\n").encode()
    assert attributes.read_bytes() == b"*.png binary\r\n*.stakemap.json text\r\n" + added
    before = configured(empty)
    assert main(["git-setup"]) == 0
    assert configured(empty) == before
    assert attributes.read_bytes().endswith(b"text\r\n" + added)


def test_undoing_it_leaves_what_else_there_was(empty: Repository) -> None:
    attributes = empty.folder / ".gitattributes"
    attributes.write_text("*.png binary\n")
    empty.git("config", "diff.stakemap.wordRegex", ".")
    assert main(["git-setup"]) == 0
    assert main(["git-setup", "--undo"]) == 0
    assert attributes.read_text() == "*.png binary\n"
    assert configured(empty) == "diff.stakemap.wordregex .\n"
    assert '[merge "stakemap"]' not in (empty.folder / ".git" / "config").read_text()
    assert main(["git-setup", "--undo"]) == 0


def test_a_file_of_its_own_is_removed_again(empty: Repository) -> None:
    assert main(["git-setup"]) == 0
    assert (empty.folder / ".gitattributes").read_text() == LINES
    assert main(["git-setup", "--undo"]) == 0
    assert not (empty.folder / ".gitattributes").exists()


@pytest.mark.parametrize("named", [None, "~/my attributes"])
def test_for_all_repositories_it_is_the_users_settings_that_change(
    empty: Repository, monkeypatch: pytest.MonkeyPatch, named: str | None
) -> None:
    home = Path(empty.environment["HOME"])
    if named is not None:
        empty.git("config", "--global", "core.attributesFile", named)
    attributes = home / (named[2:] if named else ".config/git/attributes")
    monkeypatch.chdir("/")
    assert main(["git-setup", "--global"]) == 0
    assert attributes.read_text() == LINES
    assert "merge.stakemap.driver" in configured(empty, "--global")
    assert "stakemap" in empty.git("check-attr", "merge", "a.stakemap")
    assert main(["git-setup", "--global", "--undo"]) == 0
    assert not attributes.exists()
    assert "stakemap." not in configured(empty, "--global")


def test_the_program_runs_from_any_folder_and_takes_no_module_from_it(empty: Repository) -> None:
    assert main(["git-setup"]) == 0
    (empty.folder / "argparse.py").write_text("raise SystemExit('a module of the repository ran')")
    command = empty.git("config", "diff.stakemap.textconv").strip()
    bare = {name: value for name, value in empty.environment.items() if name != "PYTHONPATH"}
    result = subprocess.run(
        ["sh", "-c", f'{command} "$@"', "sh", "argparse.py"],
        cwd=empty.folder,
        env=bare,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("raise SystemExit")


def test_a_frozen_app_and_spaces_in_its_path_are_quoted(
    empty: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/My Apps/it's/stakemap")
    assert main(["git-setup"]) == 0
    words = shlex.split(empty.git("config", "merge.stakemap.driver"))
    assert words[:3] == ["/opt/My Apps/it's/stakemap", "merge-driver", "--"]


def test_it_warns_where_another_file_of_attributes_decides(
    empty: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    (empty.folder / ".git" / "info" / "attributes").write_text("*.json -merge\n")
    assert main(["git-setup"]) == 0
    assert "warning: another attributes file" in capsys.readouterr().out


@pytest.mark.parametrize("where", ["outside", "bare", "inside .git", "no git"])
def test_where_it_cannot_be_done_it_says_so_in_a_sentence(
    empty: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], where: str
) -> None:
    folder = empty.folder.parent
    if where == "bare":
        empty.git("init", "-q", "--bare", str(folder / "bare"))
        folder = folder / "bare"
    elif where == "inside .git":
        folder = empty.folder / ".git"
    elif where == "no git":
        monkeypatch.setenv("PATH", str(folder))
    monkeypatch.chdir(folder)
    assert main(["git-setup"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert ("no git repository" in said.err) == (where != "no git")


def test_a_locked_configuration_is_told_and_left_as_it_is(
    empty: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    (empty.folder / ".git" / "config.lock").touch()
    before = (empty.folder / ".git" / "config").read_bytes()
    assert main(["git-setup"]) == 2
    assert capsys.readouterr().err.startswith("stakemap: Git refused: ")
    assert (empty.folder / ".git" / "config").read_bytes() == before
    assert not (empty.folder / ".gitattributes").exists()
