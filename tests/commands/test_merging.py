"""`stakemap merge`: one map of two versions, what is in conflict in words, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from samples import alignment, influence, sample, tiny
from stakemap.cli import main
from stakemap.model import edits
from stakemap.model.document import StakeMap
from stakemap.model.edits import Authorship
from stakemap.model.judgements import Stance, Standing
from stakemap.model.merging.merge import merge
from stakemap.model.subjects import Subject
from stakemap.storage.codec import encode
from stakemap.storage.files import open_map, save_map

TURKIYE = Subject.stance("border", "turkiye")


def judged(value: float, by: str) -> StakeMap:
    return edits.judge(
        sample(), "2025-07", TURKIYE, Stance(alignment=alignment(value)), Authorship(by, "2025-08-01")
    )


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the current one, with a base and two versions of it."""
    monkeypatch.chdir(tmp_path)
    save_map(Path("base.json"), sample())
    save_map(Path("mine.json"), judged(20, "A"))
    save_map(Path("theirs.json"), edits.set_texts(sample(), title="Ours"))
    return tmp_path


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if not path.name.startswith(".")}


def test_what_does_not_conflict_is_merged(files, capsys):
    assert main(["merge", "base.json", "mine.json", "theirs.json", "-o", "out.json"]) == 0
    assert capsys.readouterr().out == "The versions are merged; nothing is in conflict.\n"
    merged = open_map(Path("out.json")).document
    assert merged == edits.set_texts(judged(20, "A"), title="Ours")
    assert Path("out.json").read_bytes() == encode(
        merge(sample(), judged(20, "A"), open_map(Path("theirs.json")).document).document
    )


def test_conflicts_are_told_and_the_map_is_written(files, capsys):
    save_map(Path("theirs.json"), judged(45, "B"))
    assert main(["merge", "base.json", "mine.json", "theirs.json", "-o", "out.json"]) == 1
    said = capsys.readouterr()
    assert said.out == (
        "Türkiye on Armenia–Türkiye border at After the Istanbul visit: A judged +20, B judged +45; the "
        "former is current, the latter is in its history\n"
        "out.json keeps 1 conflict until somebody decides it, in the app with Team › Open conflicts….\n"
    )
    assert said.err == ""
    stance = open_map(Path("out.json")).document.snapshots["2025-07"].stances["border"]["turkiye"]
    assert [each.by for each in stance.with_earlier()] == ["A", "B", ""]


def test_without_a_base_the_histories_decide(files, capsys):
    follows = edits.judge(
        judged(20, "A"), "2025-07", TURKIYE, Stance(alignment=alignment(45)), Authorship("B", "2025-08-02")
    )
    save_map(Path("theirs.json"), follows)
    assert main(["merge", "-", "mine.json", "theirs.json", "-o", "out.json"]) == 0
    assert open_map(Path("out.json")).document == follows


def test_my_version_can_be_replaced_and_nothing_else(files, capsys):
    before = {name: Path(name).read_bytes() for name in ("base.json", "theirs.json")}
    for taken in before:
        assert main(["merge", "base.json", "mine.json", "theirs.json", "-o", taken]) == 2
        assert capsys.readouterr().err == f"stakemap: {taken} already exists; give another name.\n"
    assert main(["merge", "base.json", "mine.json", "theirs.json", "-o", "mine.json"]) == 0
    assert open_map(Path("mine.json")).document.title == "Ours"
    assert {name: Path(name).read_bytes() for name in before} == before


def test_a_map_merged_with_itself_is_left_as_it_is(files, capsys):
    was = Path("mine.json").stat()
    assert main(["merge", "base.json", "mine.json", "mine.json", "-o", "mine.json"]) == 0
    assert Path("mine.json").stat().st_mtime_ns == was.st_mtime_ns


@pytest.mark.parametrize("place", ["base.json", "mine.json", "theirs.json"])
@pytest.mark.parametrize("fault", ["damaged", "markers", "newer", "other map", "missing", "folder"])
def test_what_cannot_be_merged_is_refused_in_a_sentence_and_nothing_is_written(files, capsys, place, fault):
    path = Path(place)
    tree = json.loads(path.read_text("utf-8"))
    if fault == "other map":
        tree["id"] = "11111111-1111-4111-8111-111111111111"
    elif fault == "newer":
        tree["version"] = 99
    path.write_text(json.dumps(tree), "utf-8")
    if fault == "damaged":
        path.write_bytes(path.read_bytes()[:-100])
    elif fault == "markers":
        path.write_text(f"<<<<<<< HEAD\n{path.read_text('utf-8')}", "utf-8")
    elif fault in ("missing", "folder"):
        path.unlink()
        if fault == "folder":
            path.mkdir()
    before = names(files)
    assert main(["merge", "base.json", "mine.json", "theirs.json", "-o", "out.json"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert place in said.err
    assert names(files) == before


def test_a_marker_in_a_text_is_text(files, capsys):
    text = "<<<<<<< HEAD\n=======\n>>>>>>> main"
    save_map(Path("theirs.json"), edits.set_texts(sample(), note=text))
    assert main(["merge", "base.json", "mine.json", "theirs.json", "-o", "out.json"]) == 0
    assert open_map(Path("out.json")).document.note == text


def test_an_output_that_is_no_map_or_cannot_be_written_is_refused(files, capsys):
    assert main(["merge", "base.json", "mine.json", "theirs.json", "-o", "out.png"]) == 2
    assert main(["merge", "base.json", "mine.json", "theirs.json", "-o", "none/out.json"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2
    assert names(files) == {"base.json", "mine.json", "theirs.json"}


def test_a_base_that_is_newer_than_both_is_a_base_all_the_same(files, capsys):
    """What both lack of it was removed by both."""
    newer = edits.judge(
        tiny(),
        "2025",
        Subject.standing("armenia"),
        Standing(influence=influence(1)),
        Authorship("A", "2025-08-01"),
    )
    save_map(Path("base.json"), newer, expected_digest=None)
    save_map(Path("mine.json"), tiny())
    save_map(Path("theirs.json"), tiny())
    assert main(["merge", "base.json", "mine.json", "theirs.json", "-o", "out.json"]) == 0
    assert open_map(Path("out.json")).document == tiny()


# --- conflicts that are kept ------------------------------------------------------------------------------


def test_conflicts_stay_in_the_map_and_are_named_until_they_are_decided(files, capsys):
    save_map(Path("theirs.json"), judged(45, "B"))
    assert main(["merge", "base.json", "mine.json", "theirs.json", "-o", "out.json"]) == 1
    told = capsys.readouterr().out.splitlines()[0]
    document = open_map(Path("out.json")).document
    (key,) = document.conflicts
    assert main(["validate", "out.json"]) == 1
    assert capsys.readouterr().out == f"conflicts.{key}: Not decided yet: {told}.\n"
    save_map(Path("decided.json"), edits.settle_conflicts(document, {key: "both"}))
    assert main(["validate", "decided.json"]) == 0
    save_map(Path("later.json"), edits.set_texts(document, title="Later"))
    assert main(["merge", "out.json", "later.json", "decided.json", "-o", "again.json"]) == 0
    assert not open_map(Path("again.json")).document.conflicts


def test_a_merge_keeps_the_conflicts_of_an_earlier_one(files, capsys):
    save_map(Path("theirs.json"), judged(45, "B"))
    main(["merge", "base.json", "mine.json", "theirs.json", "-o", "first.json"])
    save_map(Path("third.json"), edits.set_texts(sample(), contact="C"))
    assert main(["merge", "base.json", "first.json", "third.json", "-o", "second.json"]) == 0
    first, second = (open_map(Path(name)).document for name in ("first.json", "second.json"))
    assert second == edits.set_texts(first, contact="C")
    assert second.conflicts
