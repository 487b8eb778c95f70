"""`stakemap round`: five analysts judge by mail in two rounds; what is refused, and what stays as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from samples import alignment, sample
from stakemap.analysis.question import Question
from stakemap.cli import main
from stakemap.model import edits
from stakemap.model.edits import Authorship, Subject
from stakemap.model.judgements import Stance
from stakemap.model.rounds import asked_places, round_of_sheet
from stakemap.storage.files import open_map, save_map

NAMES = ("Anna", "Ben", "Chen", "Dora", "Émile/K")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the current one, with a map and one for its sheets."""
    monkeypatch.chdir(tmp_path)
    save_map(Path("lead.json"), sample())
    Path("sheets").mkdir()
    return tmp_path


def answer(path: Path, value: float) -> None:
    """Judge all that a sheet asks for, and save it."""
    sheet = open_map(path).document
    found = round_of_sheet(sheet)
    assert found is not None
    for _, snapshot, subject in asked_places(found[1]).values():
        assert subject is not None
        stance = Stance(alignment=alignment(value), reason=f"Because of {value}")
        sheet = edits.judge(sheet, snapshot, subject, stance, Authorship("", "2025-09-01"))
    save_map(path, sheet)


def sheets() -> list[Path]:
    return sorted(Path("sheets").iterdir())


def start(*more: str) -> int:
    return main(
        ["round", "start", "lead.json", "-o", "sheets", "--issue", "border", "--label", "Border", *more]
    )


def test_five_analysts_judge_by_mail_in_two_rounds(folder, capsys):
    assert start("--analysts", *NAMES) == 0
    files = sheets()
    assert [each.name for each in files] == [
        f"A corridor and a border – round 1 – {name}.stakemap.json"
        for name in ("Anna", "Ben", "Chen", "Dora", "Émile-K")
    ]
    for path, value in zip(files, (60, 70, 65, -40, 10), strict=True):
        answer(path, value)
    asked = len(open_map(Path("lead.json")).document.rounds["border"].places)
    capsys.readouterr()
    assert main(["round", "gather", "lead.json", *map(str, files[:4]), "-o", "lead.json"]) == 0
    said = capsys.readouterr().out
    assert f"Anna answered {asked} of {asked}." in said
    assert "Border (round 1) – Missing: Émile/K." in said
    assert "4 answers, −40 to +70; rival readings" in said
    assert main(["round", "gather", "lead.json", str(files[4]), "-o", "lead.json"]) == 0
    said = capsys.readouterr().out
    assert "All analysts have answered." in said
    assert said.endswith("stakemap round start lead.json --follows border --disputed 3 -o FOLDER\n")
    # The second round asks for the three that matter.
    assert start("--follows", "border", "--disputed", "3") == 0
    again = [each for each in sheets() if "round 2" in each.name]
    assert len(again) == 5
    for path in again:
        answer(path, 40)
    assert main(["round", "gather", "lead.json", *map(str, again), "-o", "out.json"]) == 0
    after = open_map(Path("out.json")).document
    assert [each.number for each in after.rounds.values()] == [1, 2]
    assert len(after.rounds["border-2"].places) == 3
    assert len(after.answers) == 10
    shown = after.snapshots["2025-07"].judgement(Subject.stance("border", "turkiye"))
    assert {each.by for each in shown.others} == set(NAMES)


def test_what_is_refused_is_said_and_nothing_is_lost(folder, capsys):
    assert start("--analysts", "Anna", "Ben") == 0
    before = Path("lead.json").read_bytes()
    Path("broken.json").write_text("{", encoding="utf-8")
    gather = ["round", "gather", "lead.json", "--round", "border", "-o", "out.json"]
    assert main([*gather, "broken.json", "lead.json", str(sheets()[0])]) == 1
    said = capsys.readouterr().out
    assert "broken.json: " in said
    assert "lead.json is not a sheet of a round" in said
    assert "has no answers yet" in said
    assert Path("lead.json").read_bytes() == before
    for wrong, words in (
        (["round", "gather", "lead.json", "x.json", "-o", "lead.txt"], "written as"),
        (["round", "gather", "lead.json", "x.json", "-o", "out.json"], "already exists"),
        (["round", "gather", "gone.json", "x.json", "-o", "new.json"], "gone.json"),
        (["round", "start", "lead.json", "--analysts", "A", "-o", "nowhere"], "no folder"),
        (["round", "start", "lead.json", "--analysts", "A", "-o", "sheets", "--issue", "x"], "no issue"),
        (["round", "start", "lead.json", "-o", "sheets"], "at least one analyst"),
        (["round", "gather", str(sheets()[0]), "lead.json", "-o", "out2.json"], "sheet of an analyst"),
        (
            ["round", "start", "lead.json", "-o", "sheets", "--analysts", "lead.json"],
            "no text with the names",
        ),
        (["round", "start", "lead.json", "-o", "sheets", "--analysts", "nmaes.txt"], "single file that is"),
        (["round", "start", "lead.json", "-o", "sheets", "--analysts", "A", "names.CSV"], "names.CSV"),
        (["round", "start", "lead.json", "-o", "sheets", "--analysts", "x" * 501], "longer than 500"),
        (["round", "start", "lead.json", "-o", "sheets", "--analysts", "x" * 9999], "longer than 500"),
        (
            ["round", "start", "lead.json", "-o", "sheets", "--analysts", "A", "--label", "x" * 501],
            "longer than",
        ),
        (["round", "start", "lead.json", "-o", "sheets", "--analysts", "A", "--disputed", "0"], "from 1"),
        (
            ["round", "start", "lead.json", "-o", "sheets", "--analysts", "A", "--disputed", "3"],
            "differ on none",
        ),
        (["round", "start", "lead.json", "--analysts", "A", "-o", "sheets", "--follows", "x"], "no round"),
    ):
        assert main(wrong) == 2, wrong
        assert words in capsys.readouterr().err
    assert Path("lead.json").read_bytes() == before


def test_sheets_do_not_replace_files_that_are_there(folder, capsys):
    assert start("--analysts", "Anna") == 0
    (path,) = sheets()
    path.write_text("kept", encoding="utf-8")
    save_map(Path("lead.json"), sample())
    before = Path("lead.json").read_bytes()
    assert start("--analysts", "Anna") == 2
    said = capsys.readouterr().err
    assert "are there already" in said
    assert "Give another folder" in said
    assert path.read_text(encoding="utf-8") == "kept"
    assert Path("lead.json").read_bytes() == before


def test_a_round_is_called_as_its_issue_and_the_next_one_as_the_round_before(folder, capsys):
    assert main(["round", "start", "lead.json", "--analysts", "Anna", "-o", "sheets"]) == 0
    ((first, asked),) = open_map(Path("lead.json")).document.rounds.items()
    assert asked.label == sample().issues[Question.of(sample()).issue].name
    assert main(["round", "start", "lead.json", "-o", "sheets", "--follows", first]) == 0
    assert {each.label for each in open_map(Path("lead.json")).document.rounds.values()} == {asked.label}


def test_names_of_analysts_are_read_from_a_file(folder):
    Path("names.txt").write_text("\ufeffAnna\n\n Ben \n", encoding="utf-8")
    assert start("--analysts", "names.txt", "--sealed", "--unnamed", "--influence") == 0
    asked = open_map(Path("lead.json")).document.rounds["border"]
    assert asked.analysts == ("Anna", "Ben")
    assert (asked.sealed, asked.names_shown) == (True, False)
    assert any("standings" in each for each in asked.places)
