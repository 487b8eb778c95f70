"""`stakemap export`: the data of a map in the format that the ending or `--as` names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from samples import MAP_ID, sample
from stakemap.cli import main
from stakemap.interchange.formats import ReadJob, format_of
from stakemap.interchange.incoming import IncomingFile
from stakemap.model.document import Source, new_map
from stakemap.storage.files import save_map


@pytest.fixture
def a_map(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    save_map(tmp_path / "a.stakemap.json", sample())
    return "a.stakemap.json"


@pytest.mark.parametrize(
    ("arguments", "start"),
    [
        (["-o", "a.xlsx"], b"PK"),
        (["-o", "a.CSV"], b"\xef\xbb\xbfSnapshot,"),
        (["-o", "a.graphml", "--issue", "corridor", "--snapshot", "2020"], b"<?xml"),
        (["-o", "a.gexf"], b"<?xml"),
        (["-o", "a.bib"], b"@"),
        (["-o", "a.json", "--as", "kumu"], b"{"),
        (["-o", "b.xlsx", "--as", "kumu-sheets"], b"PK"),
        (["-o", "a.json", "--as", "csl"], b"["),
    ],
)
def test_data_is_written_by_its_ending_or_name(a_map, arguments, start):
    assert main(["export", a_map, *arguments]) == 0
    assert Path(arguments[1]).read_bytes().startswith(start)


def test_a_clean_copy_of_the_data_has_nothing_internal(a_map, capsys):
    assert main(["export", a_map, "-o", "a.xlsx", "--clean", "--without", "pressure"]) == 0
    said = capsys.readouterr().out
    assert "removed: 1 scenario: Washington presses Baku" in said
    file = IncomingFile("a.xlsx", Path("a.xlsx").read_bytes())
    found = format_of(file).read(ReadJob(file, "2025-07-01"))
    assert {each.by for each in (*found.standings, *found.stances)} == {""}
    assert not any(each.note for each in found.actors)
    assert "pressure" not in {each.map_id for each in found.snapshots}
    assert main(["export", a_map, "-o", "clean.json", "--clean", "--as", "kumu"]) == 0
    assert "elements" in json.loads(Path("clean.json").read_bytes())


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["-o", "a.json"], "Say with --as what the .json is to hold: kumu, csl."),
        (["-o", "a.txt", "--as", "csv"], "CSV table of judgements is written as .csv."),
        (["-o", "a.xlsx", "--issue", "corridor"], "Excel workbook holds all; leave out --issue."),
        (["-o", "a.gexf", "--issue", "never"], "The map has no issue “never”; it has: border, corridor."),
        (["-o", "a.gexf", "--all-snapshots"], "--all-snapshots is for slides, not for data."),
        (["-o", "a.csv", "--as", "ktab", "--issue", "border"], "KTAB needs three actors"),
        (["-o", "a.doc"], "another extension"),
    ],
)
def test_what_cannot_be_written_is_said_and_nothing_is_left_behind(a_map, capsys, arguments, sentence):
    assert main(["export", a_map, *arguments]) == 2
    assert sentence in capsys.readouterr().err
    assert sorted(path.name for path in Path().iterdir()) == [a_map]


def test_the_map_itself_and_several_maps_are_refused(a_map, capsys):
    assert main(["export", a_map, "-o", a_map, "--as", "kumu"]) == 2
    assert main(["export", a_map, a_map, "-o", "a.xlsx"]) == 2
    assert "one at a time" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("a.xlsx", ["earlier judgements", "what others judge and how it was pooled, open conflicts"]),
        (
            "a.csv",
            ["relations", "passages of sources", "conditions", "details of actors", "earlier judgements"],
        ),
        ("a.gexf", ["reasons, sources", "conditions", "other snapshots", "sources", "earlier judgements"]),
        ("a.bib", ["everything else"]),
    ],
)
def test_what_of_the_map_is_not_in_the_file_is_said(a_map, capsys, file, said):
    assert main(["export", a_map, "-o", file]) == 0
    (line,) = capsys.readouterr().err.splitlines()
    what = line.removeprefix("stakemap: Not exported: ").split("; ")
    assert [any(each.startswith(phrase) for each in what) for phrase in said] == [True] * len(said)
    save_map(Path("only.json"), new_map(MAP_ID, sources={"a": Source(title="A")}))
    assert main(["export", "only.json", "-o", file, "--force"]) == 0
    assert capsys.readouterr().err.count("\n") == (file in ("a.csv", "a.gexf"))
