"""A file that git could not merge is read as two versions, from the index or from its markers."""

from __future__ import annotations

from pathlib import Path

import pytest

from repositories import Repository, needs_git
from samples import sample
from stakemap.cli import main
from stakemap.errors import MapReadError
from stakemap.model.document import StakeMap
from stakemap.model.edits import set_texts
from stakemap.storage.codec import encode
from stakemap.storage.conflicts.conflicted import ConflictedMap, read_conflicted
from stakemap.storage.files import digest_of, open_map

BASE = sample()
ONE, OTHER = (set_texts(BASE, title=title) for title in ("Anna's talks", "Boris's talks"))


def marked(one: StakeMap, other: StakeMap, base: StakeMap | None = None) -> bytes:
    """A file of one conflict from its first line to its last."""
    before = b"" if base is None else b"||||||| base\n" + encode(base)
    return b"<<<<<<< HEAD\n" + encode(one) + before + b"=======\n" + encode(other) + b">>>>>>> boris\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "talks.stakemap.json"


@needs_git
@pytest.mark.parametrize("style", ["merge", "diff3"])
def test_index_and_markers_tell_the_same(tmp_path: Path, style: str) -> None:
    repository = Repository(tmp_path / "work")
    repository.diverge(BASE, ONE, OTHER, style)
    data = repository.path.read_bytes()
    assert read_conflicted(repository.path) == ConflictedMap(ONE, OTHER, BASE, "Boris", digest_of(data))
    repository.git("add", "-A")
    base = BASE if style == "diff3" else None
    assert read_conflicted(repository.path) == ConflictedMap(ONE, OTHER, base, "", digest_of(data))


@needs_git
def test_a_conflict_without_markers_is_known_by_the_index(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "work")
    (repository.folder / ".gitattributes").write_text("*.json -merge\n")
    repository.diverge(BASE, ONE, OTHER)
    assert open_map(repository.path).document == ONE
    found = read_conflicted(repository.path)
    assert found is not None
    assert (found.one, found.other, found.base) == (ONE, OTHER, BASE)
    repository.git("rm", "-q", "--cached", repository.path.name)
    assert read_conflicted(repository.path) is None


def test_a_damaged_base_is_none_and_a_damaged_version_is_named(path: Path) -> None:
    data = marked(ONE, OTHER, BASE).replace(b"||||||| base\n{", b"||||||| base\n[")
    path.write_bytes(data)
    assert read_conflicted(path) == ConflictedMap(ONE, OTHER, None, "", digest_of(data))
    path.write_bytes(marked(ONE, OTHER).replace(b"=======\n{", b"=======\n["))
    with pytest.raises(MapReadError, match=r"one of them is damaged: .*git checkout --ours"):
        read_conflicted(path)


def test_a_newer_version_and_another_map_cannot_be_merged(path: Path) -> None:
    path.write_bytes(marked(ONE, OTHER).replace(b'"version": 1', b'"version": 99'))
    with pytest.raises(MapReadError, match="newer version of Stakemap"):
        read_conflicted(path)
    path.write_bytes(marked(ONE, StakeMap(id="12345678-1234-1234-1234-123456789abc")))
    with pytest.raises(MapReadError, match="two different maps"):
        read_conflicted(path)


def test_validate_says_in_a_sentence_what_to_do(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path.write_bytes(marked(ONE, OTHER))
    assert main(["validate", str(path)]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("The file has two versions of the map in it, which git could not merge: open it")
    path.write_bytes(encode(set_texts(ONE, note="<<<<<<< HEAD\n=======\n>>>>>>> boris")))
    assert main(["validate", str(path)]) == 0
