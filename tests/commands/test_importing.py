"""`stakemap import`: files of other programs become one new map, or are merged into one."""

from __future__ import annotations

from pathlib import Path

import pytest

from samples import tiny
from stakemap.cli import main
from stakemap.commands.command import DONE, FAILED, FAULTY
from stakemap.interchange.formats import FORMATS
from stakemap.storage.files import open_map, save_map

FIXTURES = Path(__file__).parents[1] / "fixtures"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "talks.csv"
    path.write_text("Name,Influence (0-100),E-mail\nGeorgia,45,a@b.ge\n", "utf-8")
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out.stakemap.json"


def influence_of(path: Path, actor: str, snapshot: str = "now") -> float | None:
    standing = open_map(path).document.snapshots[snapshot].standings[actor]
    return None if standing.influence is None else standing.influence.value


def test_a_table_becomes_a_map(table: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(table), "-o", str(out)]) == DONE
    document = open_map(out).document
    assert document.title == "talks"
    assert document.actors["georgia"].name == "Georgia"
    told = capsys.readouterr()
    assert told.err == ""
    lines = told.out.splitlines()
    assert f"{table}: Actors: 1 new." in lines
    assert any("Contact data are left out" in line for line in lines)
    assert "a@b.ge" not in out.read_text("utf-8")
    out.unlink()
    assert main(["import", str(table), "-o", str(out), "--contacts"]) == DONE
    assert "a@b.ge" in out.read_text("utf-8")


def test_a_new_map_begins_at_the_date_of_the_register(table: Path, out: Path) -> None:
    dated = table.rename(table.with_name("talks 2024-06.csv"))
    assert main(["import", str(dated), "-o", str(out)]) == DONE
    assert [each.date for each in open_map(out).document.snapshots.values()] == ["2024-06"]


def test_contact_data_of_other_formats_are_kept_when_asked_for(tmp_path: Path, out: Path) -> None:
    nodes = tmp_path / "nodes.csv"
    nodes.write_text("Id,Label,Email\n1,Georgia,a@b.ge\n2,Iran,\n", "utf-8")
    assert main(["import", str(nodes), "-o", str(out)]) == DONE
    assert "a@b.ge" not in out.read_text("utf-8")
    out.unlink()
    assert main(["import", str(nodes), "-o", str(out), "--contacts"]) == DONE
    assert "a@b.ge" in out.read_text("utf-8")


@pytest.mark.parametrize("name", ["headings-with-units.tsv", "semicolons.csv"])
def test_tables_of_others_are_read(name: str, out: Path) -> None:
    assert main(["import", str(FIXTURES / name), "-o", str(out)]) == DONE
    stance = open_map(out).document.snapshots["now"].stances["issue"]["georgia"]
    assert stance.alignment is not None
    assert (influence_of(out, "georgia"), stance.alignment.value) == (45, 20)


def test_the_issue_of_a_new_map_is_named_by_the_option_or_by_the_heading(tmp_path: Path, out: Path) -> None:
    table = tmp_path / "week 3.csv"
    table.write_text("Canal fees;;\n;;\nName;Power;Support\nGeorgia;High;For\nIran;Low;Against\n", "utf-8")
    assert main(["import", str(table), "-o", str(out)]) == DONE
    issues = open_map(out).document.issues
    assert {key: issue.name for key, issue in issues.items()} == {"canal-fees": "Canal fees"}
    out.unlink()
    assert main(["import", str(table), "-o", str(out), "--issue", "Tolls"]) == DONE
    assert {key: issue.name for key, issue in open_map(out).document.issues.items()} == {"tolls": "Tolls"}


def test_several_files_become_one_map(table: Path, tmp_path: Path, out: Path) -> None:
    more = tmp_path / "more.tsv"
    more.write_text("Name\tSupport (-100 to 100)\nGeorgia\t20\nIran\t-5\n", "utf-8")
    assert main(["import", str(table), str(more), "-o", str(out)]) == DONE
    document = open_map(out).document
    assert set(document.actors) == {"georgia", "iran"}
    assert "georgia" in document.snapshots["now"].standings
    assert set(document.snapshots["now"].stances["issue"]) == {"georgia", "iran"}


def test_what_is_refused_is_a_line_each_and_the_rest_is_written(
    table: Path, tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"Actor {number},{number + 101}\n" for number in range(25))
    table.write_text(f"Name,Influence (0-100)\nA,40\n{rows}", "utf-8")
    rejects = tmp_path / "rejects.csv"
    assert main(["import", str(table), "-o", str(out), "--rejects", str(rejects)]) == FAULTY
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith(f"stakemap: {table}: row 3, column B: 101 is out of range")
    assert lines[20:] == [f"stakemap: {table}: and 5 more"]
    assert influence_of(out, "a") == 40
    assert len(open_map(out).document.snapshots["now"].standings) == 1
    assert len(rejects.read_text("utf-8-sig").splitlines()) == 26


def test_a_file_is_merged_into_a_map_that_may_be_the_one_written(table: Path, tmp_path: Path) -> None:
    path = tmp_path / "map.stakemap.json"
    save_map(path, tiny())
    table.write_text("Name,Influence (0-100)\nARMENIA,35\nGeorgia,45\n", "utf-8")
    into = ["import", str(table), "--into", str(path), "-o", str(path)]
    assert main(into) == DONE
    assert influence_of(path, "georgia", "2025") == 45
    before = path.read_bytes()
    assert main(into) == DONE
    assert path.read_bytes() == before
    assert main([*into, "--new-snapshot", "2026-01", "--label", "This year"]) == DONE
    snapshot = open_map(path).document.snapshots["2026-01"]
    assert (snapshot.label, snapshot.based_on, set(snapshot.standings)) == (
        "This year",
        "2025",
        {"armenia", "georgia"},
    )


def test_a_register_of_a_later_date_replaces_nothing_of_an_earlier_one(
    tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for year, influence in ((2023, 40), (2024, 60)):
        path = tmp_path / f"register {year}.csv"
        path.write_text(f"Name,Influence (0-100)\nArmenia,{influence}\nIran,50\n", "utf-8")
    first, second = str(tmp_path / "register 2023.csv"), str(tmp_path / "register 2024.csv")
    assert main(["import", first, "-o", str(out)]) == DONE
    into = ["import", second, "--into", str(out), "-o", str(out)]
    assert main(into) == DONE
    assert (influence_of(out, "armenia", "2023"), influence_of(out, "armenia", "2024")) == (40, 60)
    before = out.read_bytes()
    assert main(into) == DONE
    assert out.read_bytes() == before
    capsys.readouterr()
    Path(second).rename(tmp_path / "again 2024.csv")
    assert main(["import", str(tmp_path / "again 2024.csv"), "--into", str(out), "-o", str(out)]) == DONE
    assert "Actors: 2 confirmed." in capsys.readouterr().out
    Path(tmp_path / "again 2024.csv").rename(second)
    assert main([*into, "--snapshot", "2023"]) == DONE
    assert influence_of(out, "armenia", "2023") == 60


def test_to_fill_replaces_nothing(table: Path, tmp_path: Path, out: Path) -> None:
    path = tmp_path / "map.json"
    save_map(path, tiny())
    table.write_text("Name,Influence (0-100)\nArmenia,90\n", "utf-8")
    assert main(["import", str(table), "--into", str(path), "-o", str(out), "--fill"]) == DONE
    assert influence_of(out, "armenia", "2025") == 35
    assert path.read_bytes() == out.read_bytes()


def test_a_plan_is_saved_and_put_on_the_next_file(table: Path, tmp_path: Path, out: Path) -> None:
    plan = tmp_path / "plan.json"
    assert main(["import", str(table), "-o", str(out), "--save-plan", str(plan)]) == DONE
    text = plan.read_text("utf-8")
    plan.write_text(text.replace('"influence"', '"salience"'), "utf-8")
    table.write_text("\nInfluence (0-100),Name\n60,Georgia\n30,Iran\n", "utf-8")
    out.unlink()
    assert main(["import", str(table), "-o", str(out), "--plan", str(plan), "--issue", "Border"]) == DONE
    document = open_map(out).document
    salience = document.snapshots["now"].stances["border"]["iran"].salience
    assert salience is not None
    assert salience.value == 30
    assert not document.snapshots["now"].standings


def test_a_trial_writes_nothing(table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "map.json"
    save_map(path, tiny())
    before = {each: each.read_bytes() for each in tmp_path.iterdir()}
    table.write_bytes(before[table].replace(b"Georgia", b"Armenja"))
    assert main(["import", str(table), "--into", str(path), "--dry-run"]) == DONE
    told = capsys.readouterr().out
    assert "Actors: 1 new, 1 not in the file." in told
    assert "“Armenja” was added; it may be the same as “Armenia”." in told
    assert {each.name for each in tmp_path.iterdir()} == {each.name for each in before}
    assert path.read_bytes() == before[path]


def test_what_cannot_be_done_is_a_line(
    table: Path, tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other, missing = tmp_path / "talks.pdf", tmp_path / "none.csv"
    other.write_bytes(b"%PDF\n1 0 obj")
    kinds = ", ".join(dict.fromkeys(each.title() for each in FORMATS))
    told = {
        (str(missing),): f"{missing}: There is no such file; it may have been moved or renamed.",
        (str(table), "--option", "a=1"): f"{table}: This file has no option “a”; it has: none.",
        (str(table), "--sheet", "x"): f"{table}: There is no sheet “x”; there are: .",
        (str(table), "--label", "x"): "--label is for --new-snapshot DATE.",
        (str(table), "--plan", str(other)): f"{other}: This import plan is not valid JSON: line 1, column 1.",
        (str(table), str(table), "--rejects", "r.csv"): "--rejects and --save-plan are for a single file.",
        (str(table), "--snapshot", "x"): "There is no snapshot “x” in this map.",
    }
    for arguments, sentence in told.items():
        assert main(["import", *arguments, "-o", str(out)]) == FAILED
        assert capsys.readouterr().err == f"stakemap: {sentence}\n"
    assert main(["import", str(other), "-o", str(out)]) == FAILED
    assert capsys.readouterr().err.startswith(f"stakemap: {other}: ")
    assert main(["import", str(table)]) == FAILED
    assert "Give the map to write" in capsys.readouterr().err
    out.write_text("mine")
    assert main(["import", str(table), "-o", str(out)]) == FAILED
    assert out.read_text() == "mine"
    assert capsys.readouterr().err == f"stakemap: {out} already exists; give another name.\n"
    assert kinds


def test_a_map_that_cannot_be_opened_has_faults(
    table: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table.with_name("map.json").write_text("{}")
    arguments = ["import", str(table), "--into", str(table.with_name("map.json")), "-o", str(out)]
    assert main(arguments) == FAULTY
    assert capsys.readouterr().err.startswith(f"stakemap: {table.with_name('map.json')}: ")


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


def test_a_map_is_no_foreign_file_and_the_sentence_says_what_takes_it(
    table: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(table), "-o", str(out)]) == DONE
    capsys.readouterr()
    assert main(["import", str(out), "-o", str(out.with_name("other.stakemap.json"))]) == FAILED
    assert "This is a map already" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--save-plan", "--rejects"])
@pytest.mark.parametrize("folder", ["nowhere", "week.csv"])
def test_nothing_is_written_where_one_of_the_files_has_no_folder(
    option: str, folder: str, table: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (out.parent / "week.csv").touch()
    beside = out.parent / folder / "beside.json"
    assert main(["import", str(table), "-o", str(out), option, str(beside)]) == FAILED
    said = capsys.readouterr()
    assert "folder" in said.err
    assert said.out == ""
    assert not out.exists()
