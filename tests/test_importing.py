"""`stakemap import`: files of other programs become one new map."""

from __future__ import annotations

from pathlib import Path

import pytest

from stakemap.cli import DONE, FAILED, FAULTY, main
from stakemap.interchange.importers import IMPORTERS
from stakemap.storage.files import open_map


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "talks.csv"
    path.write_text("Name,Influence,Budget\nGeorgia,45,1\n", "utf-8")
    return path


def test_a_table_becomes_a_map(table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "talks.stakemap.json"
    assert main(["import", str(table), "-o", str(out)]) == DONE
    document = open_map(out).document
    assert document.title == "talks"
    assert document.actors["georgia"].name == "Georgia"
    told = capsys.readouterr()
    assert told.out == f"{table}: warning: Budget: This column is not recognised and was ignored.\n"
    assert told.err == ""


@pytest.mark.parametrize("name", ["headings-with-units.tsv", "semicolons.csv"])
def test_tables_of_others_are_read(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.json"
    assert main(["import", str(Path(__file__).parent / "fixtures" / name), "-o", str(out)]) == DONE
    snapshot = open_map(out).document.snapshots["now"]
    standing, stance = snapshot.standings["georgia"], snapshot.stances["issue"]["georgia"]
    assert standing.influence is not None
    assert stance.alignment is not None
    assert (standing.influence.value, stance.alignment.value) == (45, 20)
    assert capsys.readouterr().out == ""


def test_a_list_of_names_and_other_scales_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names, scaled, out = tmp_path / "names.csv", tmp_path / "scaled.csv", tmp_path / "out.json"
    names.write_text("Georgia\nBank, Central\n", "utf-8")
    scaled.write_text("Stakeholder;Power (1-5)\nGeorgia;2,5\n", "utf-8")
    assert main(["import", str(names), str(scaled), "-o", str(out)]) == DONE
    document = open_map(out).document
    assert set(document.actors) == {"georgia", "bank-central"}
    influence = document.snapshots["now"].standings["georgia"].influence
    assert influence is not None
    assert influence.value == 37.5
    assert capsys.readouterr().out == (f"{scaled}: warning: Influence: Converted from a scale of 1 to 5.\n")


def test_several_tables_become_one_map(table: Path, tmp_path: Path) -> None:
    more, out = tmp_path / "more.tsv", tmp_path / "out.json"
    more.write_text("Name\tAlignment\nGeorgia\t20\nIran\t-5\n", "utf-8")
    assert main(["import", str(table), str(more), "-o", str(out)]) == DONE
    document = open_map(out).document
    assert set(document.actors) == {"georgia", "iran"}
    assert "georgia" in document.snapshots["now"].standings
    assert set(document.snapshots["now"].stances["issue"]) == {"georgia", "iran"}


def test_faults_are_a_line_each_and_nothing_is_written(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table.write_text("Name,Influence,Alignment\nA,lots,3\nB,5,far\n", "utf-8")
    out = tmp_path / "out.json"
    assert main(["import", str(table), "-o", str(out)]) == FAULTY
    assert capsys.readouterr().err.splitlines() == [
        f"stakemap: {table}: row 1, Influence: “lots” is not a number.",
        f"stakemap: {table}: row 2, Alignment: “far” is not a number.",
    ]
    assert not out.exists()


def test_what_cannot_be_done_is_a_line(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.json"
    other, workbook = tmp_path / "talks.pdf", tmp_path / "workbook.csv"
    other.write_bytes(b"%PDF")
    workbook.write_bytes(b"PK\x03\x04\x14\0")
    assert main(["import", str(other), "-o", str(out)]) == FAILED
    assert main(["import", str(workbook), "-o", str(out)]) == FAILED
    assert main(["import", str(tmp_path / "none.csv"), "-o", str(out)]) == FAILED
    out.write_text("mine")
    endings = ", ".join(ending for each in IMPORTERS for ending in each.endings)
    assert main(["import", str(table), "-o", str(out)]) == FAILED
    assert out.read_text() == "mine"
    assert capsys.readouterr().err.splitlines() == [
        f"stakemap: {other} cannot be imported; files to import are {endings}.",
        f"stakemap: The content of {workbook} does not match its extension.",
        f"stakemap: {tmp_path / 'none.csv'}: There is no such file; it may have been moved or renamed.",
        f"stakemap: {out} already exists; give another name.",
    ]


@pytest.mark.parametrize("name", ["map.png", "map", "map.csv", ".json"])
@pytest.mark.parametrize("command", ["import", "new"])
def test_a_map_is_written_only_where_maps_are_looked_for(
    command: str, name: str, table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "maps" / name
    out.parent.mkdir()
    assert main([command, *([str(table)] if command == "import" else []), "-o", str(out)]) == FAILED
    assert capsys.readouterr().err == "stakemap: A map is written as .stakemap.json, .json, .stakemap.\n"
    assert not out.exists()
