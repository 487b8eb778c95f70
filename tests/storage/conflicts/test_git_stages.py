"""Git's index gives the versions that it could not merge, and nothing of the repository is run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from repositories import Repository, needs_git
from samples import sample
from stakemap.model.edits import set_texts
from stakemap.storage.codec import encode
from stakemap.storage.conflicts.git_stages import Stages, git_output, read_stages
from stakemap.storage.reading.regular_files import TooLargeError

pytestmark = needs_git

BASE = sample()
ONE, OTHER = (set_texts(BASE, title=title) for title in ("Anna's talks", "Boris's talks"))
WHOLE = Stages(encode(BASE), encode(ONE), encode(OTHER), "Boris")
LIMIT = 2**20


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "work")


def test_a_conflict_gives_three_stages_and_an_author(repository: Repository) -> None:
    repository.diverge(BASE, ONE, OTHER)
    before = repository.git("status", "--porcelain")
    assert read_stages(repository.path, LIMIT) == WHOLE
    assert repository.git("status", "--porcelain") == before
    with pytest.raises(TooLargeError):
        read_stages(repository.path, 100)


def test_where_nothing_is_in_conflict_there_are_none(repository: Repository, tmp_path: Path) -> None:
    repository.commit(BASE)
    assert read_stages(repository.path, LIMIT) is None
    assert read_stages(tmp_path / "elsewhere.json", LIMIT) is None


def test_a_rebase_gives_the_author_of_the_commit_that_is_put_on_top(repository: Repository) -> None:
    repository.commit(BASE)
    repository.git("checkout", "-q", "-b", "boris")
    repository.commit(OTHER, "Boris")
    repository.git("checkout", "-q", "main")
    repository.commit(ONE)
    repository.git("checkout", "-q", "boris")
    repository.git("rebase", "-q", "main", status=1)
    assert read_stages(repository.path, LIMIT) == WHOLE


def test_two_additions_have_no_base_and_a_removal_has_one_side(repository: Repository) -> None:
    repository.commit_by("Anna", "--allow-empty")
    repository.git("checkout", "-q", "-b", "boris")
    repository.commit(OTHER, "Boris")
    repository.git("checkout", "-q", "main")
    repository.commit(ONE)
    repository.git("merge", "-q", "boris", status=1)
    assert read_stages(repository.path, LIMIT) == WHOLE._replace(base=None)
    repository.git("merge", "--abort")
    repository.git("checkout", "-q", "-b", "clara", "boris")
    repository.git("rm", "-q", repository.path.name)
    repository.commit_by("Clara")
    repository.git("checkout", "-q", "boris")
    repository.commit(BASE, "Boris")
    repository.git("merge", "-q", "clara", status=1)
    assert read_stages(repository.path, LIMIT) == Stages(encode(OTHER), encode(BASE), None, "Clara")


def test_a_file_that_one_side_renamed_has_all_stages_under_its_new_name(repository: Repository) -> None:
    repository.commit(BASE)
    repository.git("checkout", "-q", "-b", "boris")
    repository.git("mv", repository.path.name, "renamed.stakemap.json")
    (repository.folder / "renamed.stakemap.json").write_bytes(encode(OTHER))
    repository.commit_by("Boris", "-a")
    repository.git("checkout", "-q", "main")
    repository.commit(ONE)
    repository.git("merge", "-q", "boris", status=1)
    assert read_stages(repository.folder / "renamed.stakemap.json", LIMIT) == WHOLE


@pytest.mark.parametrize("name", ["*.stakemap.json", ":(top)a b.json", "-u.json", "Սյունիք.json"])
def test_any_name_is_read(tmp_path: Path, name: str) -> None:
    repository = Repository(tmp_path / "work", name)
    repository.diverge(BASE, ONE, OTHER)
    assert read_stages(repository.path, LIMIT) == WHOLE


@pytest.mark.skipif(os.name != "posix", reason="names are bytes on POSIX only")
def test_a_name_that_is_no_text_is_read(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "work", os.fsdecode(b"talks-\xff.json"))
    repository.diverge(BASE, ONE, OTHER)
    assert read_stages(repository.path, LIMIT) == WHOLE


def test_a_lock_on_the_index_is_neither_waited_for_nor_broken(repository: Repository) -> None:
    repository.diverge(BASE, ONE, OTHER)
    lock = repository.folder / ".git" / "index.lock"
    lock.touch()
    assert read_stages(repository.path, LIMIT) == WHOLE
    assert lock.exists()


def test_a_damaged_index_or_no_git_tells_nothing(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.diverge(BASE, ONE, OTHER)
    with monkeypatch.context() as patch:
        patch.setenv("PATH", str(repository.folder))
        assert read_stages(repository.path, LIMIT) is None
    (repository.folder / ".git" / "index").write_bytes(b"DIRC")
    assert read_stages(repository.path, LIMIT) is None


def test_settings_of_the_environment_lead_to_no_other_repository(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.diverge(BASE, ONE, OTHER)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "none"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "none"))
    assert read_stages(repository.path, LIMIT) == WHOLE


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
def test_a_hostile_repository_runs_nothing(repository: Repository, tmp_path: Path) -> None:
    trap, caught = tmp_path / "trap.sh", tmp_path / "caught"
    trap.write_text(f'#!/bin/sh\necho "$0 $*" >> {caught}\ncat\n')
    trap.chmod(0o755)
    (repository.folder / ".gitattributes").write_text("*.json diff=trap filter=trap merge=text\n")
    repository.diverge(BASE, ONE, OTHER)
    for name in ("post-index-change", "post-checkout", "fsmonitor-watchman", "query-watchman"):
        hook = repository.folder / ".git" / "hooks" / name
        hook.write_bytes(trap.read_bytes())
        hook.chmod(0o755)
    command = str(trap)
    for key in (
        *("core.fsmonitor", "core.pager", "core.sshCommand", "core.alternateRefsCommand", "core.gitProxy"),
        *("diff.trap.textconv", "diff.external", "filter.trap.smudge", "filter.trap.clean", "core.editor"),
        *("alias.ls-files", "alias.cat-file", "credential.helper", "core.askPass", "pager.cat-file"),
    ):
        repository.git("config", key, "!" + command if key.startswith("alias") else command)
    assert read_stages(repository.path, LIMIT) == WHOLE
    assert not caught.exists()
    # An object that is missing would be fetched from where the settings say.
    for key, value in (
        ("core.repositoryFormatVersion", "1"),
        ("extensions.partialClone", "origin"),
        ("remote.origin.promisor", "true"),
        ("remote.origin.url", f"ext::{command} %S"),
        ("remote.origin.uploadpack", command),
        ("protocol.ext.allow", "always"),
    ):
        repository.git("config", key, value)
    missing = "1" * 40
    assert git_output(repository.folder, "cat-file", "blob", missing) is None
    repository.git("config", "remote.origin.url", str(repository.folder))
    assert git_output(repository.folder, "cat-file", "blob", missing) is None
    assert not caught.exists()
