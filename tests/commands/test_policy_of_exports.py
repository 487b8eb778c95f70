"""The rules of an organisation on the command line: what is not exported, and how slides look."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from samples import sample
from stakemap.cli import main
from stakemap.export.exporters import EXPORTERS
from stakemap.export.policy import house_theme
from stakemap.interchange.writers.formats import DATA_WRITERS
from stakemap.model.document import StakeMap
from stakemap.model.records import replace
from stakemap.storage.files import open_map, save_map
from stakemap.storage.policy import PolicyOrigin, use_policy
from stakemap.storage.policy.record import ExportFormat, Policy
from stakemap.storage.settings.settings import SettingsStore

Refused = Callable[..., str]


def test_a_policy_can_name_each_format_that_there_is() -> None:
    assert get_args(ExportFormat) == (*EXPORTERS.ids, *DATA_WRITERS.ids, "json")


@pytest.fixture
def unmarked(tmp_path: Path) -> str:
    path = tmp_path / "map.stakemap.json"
    save_map(path, replace(sample(), handling="", title="Who holds it?"))
    return str(path)


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]) -> Refused:
    """Runs a command that must not be done, and returns the line that says why."""

    def run(*arguments: str) -> str:
        capsys.readouterr()
        assert main(arguments) == 2
        said = capsys.readouterr()
        assert len(said.err.splitlines()) == 1
        return said.err.strip()

    return run


def test_nothing_leaves_a_map_without_a_mark(tmp_path: Path, unmarked: str, refused: Refused) -> None:
    use_policy(Policy(require_handling=True, organisation="The ministry"))
    reason = (
        "The ministry allows nothing to be exported without a handling mark, and “Who holds it?” has none; "
        "set one in the map’s details."
    )
    before = sorted(tmp_path.iterdir())
    for output in ("a.png", "a.pptx", "a.xlsx", "a.bib"):
        assert reason in refused("export", unmarked, "-o", str(tmp_path / output))
    assert reason in refused("export", unmarked, "--clean", "-o", str(tmp_path / "clean.json"))
    start = ("round", "start", unmarked, "--analysts", "Ani", "-o", str(tmp_path))
    assert reason in refused(*start)
    assert sorted(tmp_path.iterdir()) == before


def test_a_blank_mark_is_none_and_a_mark_lets_it_go(tmp_path: Path, refused: Refused) -> None:
    use_policy(Policy(require_handling=True))
    path, output = tmp_path / "map.json", tmp_path / "a.csv"
    save_map(path, replace(sample(), handling="  "))
    refused("export", str(path), "-o", str(output))
    save_map(path, replace(sample(), handling="TLP:RED"))
    assert main(["export", str(path), "-o", str(output)]) == 0


def test_a_mark_that_is_not_in_the_list_is_as_none(tmp_path: Path, refused: Refused) -> None:
    use_policy(
        Policy(require_handling=True, handling_marks=("TLP:RED", "TLP:AMBER"), organisation="The ministry")
    )
    path, output = tmp_path / "map.json", tmp_path / "a.csv"
    save_map(path, replace(sample(), handling="Secret", title="Who holds it?"))
    assert (
        "The ministry allows exports only with one of its handling marks (TLP:RED, TLP:AMBER), and "
        "“Who holds it?” is marked Secret; set one of these in the map’s details."
    ) in refused("export", str(path), "-o", str(output))
    assert not output.exists()
    save_map(path, replace(sample(), handling=" TLP:AMBER "))
    assert main(["export", str(path), "-o", str(output)]) == 0
    use_policy(Policy(handling_marks=("TLP:RED",)))
    save_map(path, replace(sample(), handling="Secret"))
    assert main(["export", str(path), "-o", str(tmp_path / "b.csv")]) == 0


def test_only_formats_that_are_allowed_are_written(tmp_path: Path, unmarked: str, refused: Refused) -> None:
    use_policy(Policy(export_formats=("svg", "csl")))
    no = "Your organisation does not allow maps to be exported as"
    assert f"{no} PNG" in refused("export", unmarked, "-o", str(tmp_path / "a.png"))
    assert f"{no} Excel workbook" in refused("export", unmarked, "-o", str(tmp_path / "a.xlsx"))
    json_file = str(tmp_path / "a.json")
    assert f"{no} Kumu blueprint" in refused("export", unmarked, "--as", "kumu", "-o", json_file)
    assert main(["export", unmarked, "--as", "csl", "-o", json_file]) == 0
    assert main(["export", unmarked, "-o", str(tmp_path / "a.svg")]) == 0
    use_policy(Policy(export_formats=()))
    refused("export", unmarked, "-o", str(tmp_path / "b.svg"))


def test_what_commands_print_for_other_programs_is_an_export(
    unmarked: str, refused: Refused, capsys: pytest.CaptureFixture[str]
) -> None:
    commands = (["analyse", unmarked, "--method", "in-short"], ["diff", unmarked, unmarked])
    for rules, reason in (
        (Policy(export_formats=("csv",)), "does not allow maps to be exported as JSON"),
        (Policy(require_handling=True), "has none; set one in the map’s details"),
    ):
        use_policy(rules)
        for command in commands:
            assert reason in refused(*command, "--json")
            assert main(command) == 0
            assert capsys.readouterr().out
    use_policy(Policy(export_formats=("json",)))
    for command in commands:
        assert main([*command, "--json"]) == 0


def test_theme_and_footer_are_those_of_the_house(tmp_path: Path, unmarked: str, refused: Refused) -> None:
    theme = {"name": "House", "footer": "Of the theme", "colours": {"canvas": "#fdf6e3"}}
    (tmp_path / "house.json").write_text(json.dumps(theme), encoding="utf-8")
    origin = PolicyOrigin(tmp_path / "policy.json")
    use_policy(Policy(theme="house.json"), origin)
    output = tmp_path / "a.svg"
    drawn = []
    for footer in ("", "Ministry of Roads"):
        use_policy(Policy(theme="house.json", footer=footer), origin)
        assert main(["export", unmarked, "-o", str(output), "--theme", "dark", "--force"]) == 0
        drawn.append(output.read_text(encoding="utf-8"))
    assert all("#fdf6e3" in each for each in drawn)
    assert ["Of the theme" in each for each in drawn] == [True, False]
    assert ["Ministry of Roads" in each for each in drawn] == [False, True]
    use_policy(Policy(theme="gone.json"), origin)
    assert "until the theme set by your organisation can be used" in refused(
        "export", unmarked, "-o", str(output)
    )
    assert output.read_text(encoding="utf-8") == drawn[1]
    use_policy(Policy())
    assert house_theme() is None


def _mark(path: Path) -> str:
    document: StakeMap = open_map(path).document
    return document.handling


def test_new_maps_have_the_mark_of_the_house(tmp_path: Path) -> None:
    use_policy(Policy(default_handling="TLP:AMBER"))
    made = tmp_path / "new.stakemap.json"
    assert main(["new", "-o", str(made)]) == 0
    assert _mark(made) == "TLP:AMBER"
    register = tmp_path / "register.csv"
    register.write_text("Stakeholder,Influence,Position\nArmenia,5,4\nTürkiye,4,2\n", encoding="utf-8")
    imported = tmp_path / "imported.stakemap.json"
    assert main(["import", str(register), "-o", str(imported)]) == 0
    assert _mark(imported) == "TLP:AMBER"
    combined = tmp_path / "combined.stakemap.json"
    unmarked = tmp_path / "other.stakemap.json"
    save_map(unmarked, replace(sample(), handling=""))
    assert main(["combine", str(unmarked), str(imported), "-o", str(combined)]) in (0, 1)
    assert _mark(combined) == "TLP:AMBER"
    assert _mark(unmarked) == ""


def test_what_judges_is_signed_or_refused(tmp_path: Path, unmarked: str, refused: Refused) -> None:
    use_policy(Policy(require_author=True))
    register, output = tmp_path / "register.csv", tmp_path / "imported.stakemap.json"
    register.write_text("Stakeholder,Influence,Position\nArmenia,5,4\nTürkiye,4,2\n", encoding="utf-8")
    importing = ("import", str(register), "-o", str(output))
    starting = ("round", "start", unmarked, "--analysts", "Ani", "-o", str(tmp_path))
    for command in (importing, starting):
        assert "Your organisation requires your name with judgements" in refused(*command)
    assert main([*importing, "--author", " Ani  H. "]) == 0
    (snapshot,) = open_map(output).document.snapshots.values()
    assert {each.by for each in snapshot.standings.values()} == {"Ani H."}
    SettingsStore().update(author="Davit")
    assert main(list(starting)) == 0
    (asked,) = open_map(Path(unmarked)).document.rounds.values()
    assert asked.by == "Davit"
