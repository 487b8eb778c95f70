"""`stakemap combine`: one map of several analysts' maps, who agrees in words, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.builders import one_issue, stance
from stakemap.cli import main
from stakemap.model.document import Actor, StakeMap
from stakemap.model.records import replace
from stakemap.storage.files import open_map, save_map

NAMES = {"iran": Actor(name="Iran"), "turkiye": Actor(name="Türkiye")}


def judged(by: str, iran: float, turkiye: float) -> StakeMap:
    stances = {
        "iran": stance(iran, reach=10, by=by, reason="Slow"),
        "turkiye": stance(turkiye, reach=10, by=by),
    }
    return one_issue({}, stances, NAMES)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the current one, with the maps of three analysts."""
    monkeypatch.chdir(tmp_path)
    save_map(Path("anna.stakemap.json"), judged("Anna", 40, 50))
    save_map(Path("bela.json"), judged("Bela", 50, -60))
    save_map(Path("cilia.json"), judged("Cilia", 45, 60))
    return tmp_path


MAPS = ["anna.stakemap.json", "bela.json", "cilia.json"]


def test_who_agrees_is_told_the_most_disputed_first(files, capsys):
    assert main(["combine", *MAPS, "-o", "all.json"]) == 1
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out.splitlines() == [
        "Several analysts judge 2 subjects, and agree on 1. On 1 their readings exclude each other, and are "
        "not averaged.",
        "Türkiye on The road at In 2025: rival readings, for: Cilia +60 and Anna +50; against: Bela −60. "
        "Anna’s +50 is shown.",
    ]
    stances = open_map(Path("all.json")).document.snapshots["2025"].stances["road"]
    assert stances["iran"].pooled == "linear"
    assert [each.by for each in stances["turkiye"].others] == ["Bela", "Cilia"]


def test_without_rivals_the_exit_status_is_0_and_the_first_map_can_be_replaced(files, capsys):
    assert main(["combine", MAPS[0], MAPS[2], "-o", MAPS[0], "--pool", "median", "--weight", "Cilia=3"]) == 0
    stance_of_iran = open_map(Path(MAPS[0])).document.snapshots["2025"].stances["road"]["iran"]
    assert stance_of_iran.pooled == "median"
    assert stance_of_iran.alignment is not None
    assert stance_of_iran.alignment.value == 45


def test_what_may_be_the_same_is_told_and_matched_once_confirmed(files, capsys):
    turkey = one_issue({}, {"turkey": stance(40, by="Dora")}, {"turkey": Actor(name="Turkey")})
    save_map(Path("dora.json"), turkey)
    assert main(["combine", MAPS[0], "dora.json", "-o", "apart.json"]) == 0
    assert (
        "Actor Turkey (turkey) may be Türkiye (turkiye): both are names of one country. They are kept apart; "
        "to take them for one, match turkey=turkiye." in capsys.readouterr().out
    )
    assert main(["combine", MAPS[0], "dora.json", "-o", "one.json", "--match", "turkey=turkiye"]) == 0
    assert open_map(Path("one.json")).document.actors["turkiye"].aliases == ("Turkey",)


def test_the_texts_of_the_first_map_stay_and_it_is_said(files, capsys):
    save_map(Path("x.json"), replace(judged("Anna", 1, 2), title="Roads"))
    save_map(Path("y.json"), replace(judged("Bela", 1, 2), title="Rails"))
    assert main(["combine", "x.json", "y.json", "-o", "z.json"]) == 0
    assert "The map: title stays “Roads”; the map of y has “Rails”" in capsys.readouterr().out
    assert open_map(Path("z.json")).document.title == "Roads"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([MAPS[0]], "Give the maps of at least two analysts."),
        ([MAPS[0], MAPS[0]], "anna.stakemap.json is given twice."),
        ([*MAPS, "--weight", "Dora=2"], "No analyst is called “Dora”; there are: Anna, Bela, Cilia."),
        ([*MAPS, "--weight", "Anna=0"], "above 0"),
        ([*MAPS, "--weight", "2"], "NAME=2"),
        ([*MAPS, "--match", "x=iran"], "--match x=iran"),
        ([*MAPS, "--match", "iran"], "ID=ID"),
        ([*MAPS, "--pool", "mode"], "mode"),
        ([MAPS[0], "gone.json"], "gone.json"),
        ([MAPS[0], "damaged.json"], "damaged.json"),
        ([MAPS[0], "newer.json"], "newer.json"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence_and_nothing_is_written(files, capsys, arguments, sentence):
    data = Path(MAPS[1]).read_text("utf-8")
    Path("damaged.json").write_text(data[:-50], "utf-8")
    Path("newer.json").write_text(json.dumps(json.loads(data) | {"version": 99}), "utf-8")
    assert main(["combine", *arguments, "-o", "all.json"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert sentence in said.err
    assert not Path("all.json").exists()


def test_no_other_file_is_replaced(files, capsys):
    before = Path(MAPS[1]).read_bytes()
    assert main(["combine", *MAPS, "-o", MAPS[1]]) == 2
    assert capsys.readouterr().err == "stakemap: bela.json already exists; give another name.\n"
    assert Path(MAPS[1]).read_bytes() == before
