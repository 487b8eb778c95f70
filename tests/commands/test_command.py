"""What all commands have in common: their registry, the options before and after them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from stakemap.cli import main
from stakemap.commands.command import COMMANDS, DONE, FAILED
from stakemap.logs import state_folder
from stakemap.storage.folders import config_folder
from stakemap.storage.policy import policy


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_tells_its_arguments(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == DONE
    told = capsys.readouterr().out
    assert f"usage: stakemap {name}" in told
    assert "--policy" in told


@pytest.mark.parametrize("before", [True, False])
def test_a_policy_to_try_may_stand_before_or_after_the_command(
    before: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = tmp_path / "policy.json"
    rules.write_text('{"organisation": "Ministry"}', encoding="utf-8")
    common = ["--policy", str(rules)]
    assert main([*common, "presets"] if before else ["presets", *common]) == DONE
    assert policy().organisation == "Ministry"
    assert "armenia-turkiye" in capsys.readouterr().out


def test_no_command_runs_under_rules_that_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken, map_ = tmp_path / "policy.json", tmp_path / "new.stakemap.json"
    broken.write_text("{", encoding="utf-8")
    assert main([f"--policy={broken}", "new", "-o", str(map_)]) == FAILED
    (line,) = capsys.readouterr().err.splitlines()
    assert str(broken) in line
    assert not map_.exists()


def test_portable_is_refused_where_the_program_has_no_folder_of_its_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--portable", "presets"]) == FAILED
    assert "portable package" in capsys.readouterr().err


@pytest.mark.parametrize("place", [".", "Stakemap.app/Contents/MacOS"])
def test_a_portable_program_keeps_all_beside_itself(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _freeze(tmp_path / place, monkeypatch)
    assert main(["presets", "--portable"]) == DONE
    assert {config_folder().parent, state_folder().parent} == {tmp_path / "stakemap-data"}
    assert not list((tmp_path / "stakemap-data").glob(".*"))


def test_a_portable_program_that_cannot_keep_anything_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _freeze(tmp_path, monkeypatch)
    (tmp_path / "stakemap-data").write_text("a file in its place", encoding="utf-8")
    assert main(["presets", "--portable"]) == FAILED
    said = capsys.readouterr().err
    assert "leave out --portable" in said
    assert said.count(str(tmp_path)) == 1


def test_a_portable_program_tries_to_write_before_it_relies_on_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(path: Path, _data: bytes) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    _freeze(tmp_path, monkeypatch)
    monkeypatch.setattr("stakemap.private_files.write_private", refuse)
    assert main(["presets", "--portable"]) == FAILED
    assert "leave out --portable" in capsys.readouterr().err


def _freeze(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the program be a frozen one in a folder; both variables are put back after the test."""
    for name in ("STAKEMAP_CONFIG_DIR", "STAKEMAP_STATE_DIR"):
        monkeypatch.setenv(name, "")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(folder / "stakemap"))


@pytest.mark.parametrize("name", COMMANDS)
def test_help_tells_the_exit_status_of_faults(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    module = COMMANDS[name].load()
    if hasattr(module, "FAULTY") and name != "round":
        assert main([name, "--help"]) == DONE
        assert "Exit status: 0" in " ".join(capsys.readouterr().out.split())
