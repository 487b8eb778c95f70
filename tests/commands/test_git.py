"""Maps under git: merging through the merge driver, and differences in words."""

from __future__ import annotations

import shutil
from contextlib import suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edit_strategies import operations
from git_for_tests import MAP, Repository, has_git, missing
from samples import alignment, influence, sample
from stakemap.cli import main
from stakemap.errors import StakemapError
from stakemap.model import edits
from stakemap.model.document import Actor, StakeMap
from stakemap.model.edits import Authorship
from stakemap.model.judgements import Stance, Standing
from stakemap.model.merging.merge import merge
from stakemap.model.subjects import Subject
from stakemap.storage.codec import decode, encode
from stakemap.storage.conflicts.conflict_markers import versions_of
from stakemap.storage.presets import load_preset

pytestmark = pytest.mark.skipif(not has_git(), reason="needs git")

SAID = "Türkiye on Armenia–Türkiye border at After the Istanbul visit: "


def judged(by: str, value: float, document: StakeMap | None = None) -> StakeMap:
    """The sample with another judgement of Türkiye on the border."""
    subject = Subject.stance("border", "turkiye")
    stance = Stance(alignment=alignment(value))
    return edits.judge(document or sample(), "2025-07", subject, stance, Authorship(by, "2025-08-01"))


def weighed(by: str, value: float) -> StakeMap:
    """The sample with another judgement of the influence of Armenia."""
    standing = Standing(influence=influence(value))
    return edits.judge(
        sample(), "2025-07", Subject.standing("armenia"), standing, Authorship(by, "2025-08-01")
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a repository that is set up and has the sample committed."""
    folder = tmp_path_factory.mktemp("git")
    (folder / "work").mkdir()
    repository = Repository(folder / "work", folder / "user")
    repository.git("init", "-q")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(repository.folder)
        for name, value in repository.environment.items():
            patch.setenv(name, value)
        assert main(["git-setup"]) == 0
    repository.commit(sample(), "Base")
    return folder


@pytest.fixture
def work(made: Path, tmp_path: Path) -> Repository:
    """A copy of that repository."""
    shutil.copytree(made, tmp_path / "copy")
    return Repository(tmp_path / "copy" / "work", tmp_path / "copy" / "user")


def forked(work: Repository, one: StakeMap, other: StakeMap) -> tuple[StakeMap, StakeMap]:
    """Commit both on branches of their own; "one" is checked out."""
    work.git("checkout", "-qb", "other")
    work.commit(other)
    work.git("checkout", "-qb", "one", "main")
    work.commit(one)
    return one, other


def conflicts_in(work: Repository) -> int:
    return len(decode(work.map.read_bytes()).document.conflicts)


def test_what_does_not_conflict_is_merged_and_committed(work: Repository) -> None:
    sides = forked(work, judged("A", 20), weighed("B", 60))
    # What a killed driver leaves lies where git adds nothing, and the next one takes it away.
    left = work.folder / ".git" / ".stakemap-0011223344556677.tmp"
    left.write_bytes(b"half")
    work.git("merge", "-q", "other", "-m", "Merge")
    assert work.map.read_bytes() == encode(merge(sample(), *sides).document)
    assert work.git("status", "--porcelain") == ""
    assert not left.exists()


def test_a_conflict_is_told_recorded_and_leaves_a_map_that_opens(work: Repository) -> None:
    sides = forked(work, judged("A", 20), judged("B", 45))
    work.git("merge", "other", status=1)
    assert f"stakemap: {MAP}: {SAID}A judged +20, B judged +45; the former" in work.said
    assert work.git("status", "--porcelain") == f"UU {MAP}\n"
    assert conflicts_in(work) == 1
    assert list(missing(work.map.read_bytes(), sample(), sides)) == []


def test_a_rebase_swaps_the_sides_but_names_the_authors(work: Repository) -> None:
    sides = forked(work, judged("A", 20), judged("B", 45))
    work.git("rebase", "other", status=1)
    assert f"{SAID}B judged +45, A judged +20; the former" in work.said
    work.git("add", MAP)
    work.git("rebase", "--continue")
    assert list(missing(work.map.read_bytes(), sample(), sides)) == []


@pytest.mark.parametrize("way", ["cherry-pick", "stash", "rename"])
def test_nothing_is_lost_in_whatever_way_git_merges(work: Repository, way: str) -> None:
    sides = forked(work, judged("A", 20), judged("B", 45))
    path = work.map
    if way == "cherry-pick":
        work.git("cherry-pick", "other", status=1)
    elif way == "stash":
        work.git("checkout", "-q", "main")
        path.write_bytes(encode(sides[1]))
        work.git("stash")
        work.git("checkout", "-q", "one")
        work.git("stash", "pop", status=1)
    else:
        path = path.with_name("renamed.stakemap.json")
        work.git("mv", MAP, path.name)
        work.git("commit", "-qm", "Rename")
        work.git("merge", "other", status=1)
    assert list(missing(path.read_bytes(), sample(), sides)) == []


def test_a_map_that_both_added_is_merged_without_a_base(work: Repository) -> None:
    sides = judged("A", 20), edits.add_actor(weighed("B", 60), "iceland", Actor(name="Iceland"))
    path = work.folder / "new.stakemap"
    for name, document in zip(("one", "other"), sides, strict=True):
        work.git("checkout", "-qb", name, "main")
        path.write_bytes(encode(document))
        work.git("add", "-A")
        work.git("commit", "-qm", "Add")
    work.git("merge", "one", status=None)
    assert list(missing(path.read_bytes(), None, sides)) == []
    assert "iceland" in decode(path.read_bytes()).document.actors


def test_of_several_branches_at_once_git_asks_no_driver_and_loses_nothing(work: Repository) -> None:
    """It merges lines, and gives up where the same ones differ: the two versions stand between markers."""
    sides = forked(work, judged("A", 20), judged("B", 45))
    work.git("checkout", "-qb", "third", "main")
    work.commit(weighed("C", 60))
    before = work.map.read_bytes()
    work.git("merge", "one", "other", "-m", "Merge", status=1)
    assert "content conflict" in work.said
    versions = versions_of(work.map.read_bytes())
    assert versions is not None
    for content, side in zip((versions.one, versions.other), sides, strict=True):
        assert list(missing(content, sample(), (side, side))) == []
    work.git("reset", "-q", "--merge")
    assert work.map.read_bytes() == before


DAMAGED = b'{"format": "stakemap", "version": 1'
NEWER = encode(sample()).replace(b'"version": 1', b'"version": 99', 1)
OTHER_MAP = encode(sample()).replace(sample().id.encode(), b"11111111-1111-4111-8111-111111111111", 1)


@pytest.mark.parametrize("content", [DAMAGED, NEWER, OTHER_MAP, b"", b"<<<<<<< HEAD\n=======\n>>>>>>> x\n"])
def test_what_cannot_be_merged_stays_whole_between_markers(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    base = b"" if content is OTHER_MAP else encode(sample())
    files = {"base": base, "one": content, "other": encode(judged("B", 45))}
    for name, data in files.items():
        Path(name).write_bytes(data)
    assert main(["merge-driver", "base", "one", "other", "7", MAP]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"stakemap: {MAP}: ")
    assert said.err.count("\n") == 1
    versions = versions_of(Path("one").read_bytes())
    assert versions is not None
    assert (versions.one.strip(), versions.other) == (content.strip(), files["other"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["base", "one", "other"]


@pytest.mark.parametrize("content", [DAMAGED, OTHER_MAP])
def test_without_a_base_that_can_be_used_the_histories_decide(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    sides = judged("A", 20), judged("B", 45, judged("A", 20))
    for name, data in zip(("base", "one", "other"), (content, *map(encode, sides)), strict=True):
        Path(name).write_bytes(data)
    assert main(["merge-driver", "base", "one", "other", "7", MAP]) == 0
    assert capsys.readouterr().err.endswith("The versions are merged by their histories.\n")
    assert Path("one").read_bytes() == encode(sides[1])


@pytest.mark.parametrize("program", ["killed", "missing"])
def test_where_the_driver_cannot_even_begin_both_versions_are_kept(work: Repository, program: str) -> None:
    sides = forked(work, judged("A", 20), judged("B", 45))
    driver = work.git("config", "merge.stakemap.driver")
    _, call = driver.split(" -P -m stakemap", 1)
    instead = "sh -c 'kill -9 $$'" if program == "killed" else "/nowhere/python"
    work.git("config", "merge.stakemap.driver", instead + call.rstrip("\n"))
    work.git("merge", "other", status=1)
    assert versions_of(work.map.read_bytes()) is not None
    assert list(missing(work.map.read_bytes(), sample(), sides)) == []
    assert work.untracked() == ""


def test_a_driver_that_is_killed_once_it_has_merged_leaves_the_merged_map(work: Repository) -> None:
    sides = forked(work, judged("A", 20), weighed("B", 60))
    program, rest = work.git("config", "merge.stakemap.driver").split(" -- ", 1)
    work.git("config", "merge.stakemap.driver", f"sh -c '\"$@\"; kill -9 $$' - {program} -- {rest.rstrip()}")
    work.git("merge", "other", status=1)
    assert work.map.read_bytes() == encode(merge(sample(), *sides).document)
    assert work.git("status", "--porcelain") == f"UU {MAP}\n"
    assert work.untracked() == ""


def test_differences_are_shown_in_words(work: Repository) -> None:
    work.map.write_bytes(encode(judged("B", 45)))
    told = work.git("diff")
    assert (
        "\n+Türkiye, Armenia–Türkiye border, After the Istanbul visit: alignment +45, B 2025-08-01\n" in told
    )
    assert '"alignment"' not in told


@pytest.mark.parametrize("content", [DAMAGED, NEWER, b"", b"<<<<<<< HEAD\n", b"\xff\x00"])
def test_what_is_no_map_is_printed_as_it_is(
    content: bytes, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    (tmp_path / "a1_x").write_bytes(content)
    assert main(["textconv", "--", str(tmp_path / "a1_x")]) == 0
    assert capfdbinary.readouterr().out == content


def test_a_file_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "missing.json"
    assert main(["textconv", str(missing)]) == 2
    assert capsys.readouterr().err.startswith(f"stakemap: {missing}: ")


@settings(max_examples=4)
@given(st.data())
def test_merging_in_words_and_by_the_driver_gives_the_same_bytes(data: st.DataObject) -> None:
    base = sample()
    sides = [data.draw(operations(base)) for _ in range(4)]
    with TemporaryDirectory() as name:
        folder = Path(name)
        contents = [encode(base)]
        for pair in (sides[:2], sides[2:]):
            document = base
            for each in pair:
                with suppress(StakemapError):
                    document = each(document)
            contents.append(encode(document))
        paths = [folder / f"{each}.json" for each in ("base", "mine", "theirs")]
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content)
        files = [str(path) for path in paths]
        in_words = main(["merge", *files, "-o", str(folder / "out.json")])
        by_driver = main(["merge-driver", *files, "7", MAP])
        assert in_words == by_driver
        assert (folder / "out.json").read_bytes() == paths[1].read_bytes()


def test_two_peoples_maps_become_one_with_one_disagreement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One moves Azerbaijan with a reason, the other adds Georgia, and both judge Türkiye."""
    monkeypatch.chdir(tmp_path)
    base = load_preset("armenia-turkiye")
    anna, boris = Authorship("A. Analyst", "2026-02-01"), Authorship("B. Colleague", "2026-02-02")
    judge = partial(edits.judge, snapshot="2025-07")
    moved = Stance(alignment=alignment(-20), reason="The corridor comes first")
    one = judge(base, subject=Subject.stance("normalisation", "azerbaijan"), judgement=moved, authorship=anna)
    other = edits.add_actor(base, "georgia", Actor(name="Georgia"))
    turkiye = Subject.stance("normalisation", "turkiye")
    one = judge(one, subject=turkiye, judgement=Stance(alignment=alignment(30)), authorship=anna)
    other = judge(other, subject=turkiye, judgement=Stance(alignment=alignment(-10)), authorship=boris)
    for name, document in (("base.json", base), ("one.json", one), ("other.json", other)):
        Path(name).write_bytes(encode(document))
    assert main(["merge", "base.json", "one.json", "other.json", "-o", "out.json"]) == 1
    assert main(["merge-driver", "base.json", "one.json", "other.json", "7", MAP]) == 1
    told = capsys.readouterr()
    # The command also says where conflicts are decided; git asks for no more than the conflict.
    assert told.err == f"stakemap: {MAP}: {told.out.splitlines()[0]}\n"
    assert "A. Analyst judged +30, B. Colleague judged −10" in told.out
    assert Path("one.json").read_bytes() == Path("out.json").read_bytes()
    merged = decode(Path("out.json").read_bytes()).document
    assert merged.actors.keys() == base.actors.keys() | {"georgia"}
    assert [each.place for each in merged.conflicts.values()] == [
        "snapshots/2025-07/stances/normalisation/turkiye"
    ]
    assert main(["validate", "out.json"]) == 1
    assert "A. Analyst judged +30" in capsys.readouterr().out
