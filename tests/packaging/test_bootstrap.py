"""The set-up script: when it makes, keeps or skips an environment, and what its commands do."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import bootstrap
import environment as setup
import system
from fake_wheels import fake_wheel

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "packaging" / "bootstrap.py"


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """An environment in an empty folder whose steps are recorded in `.calls`, not carried out."""
    made = setup.Environment(tmp_path / "venv")
    made.calls = []
    monkeypatch.setattr(made, "call", lambda command: made.calls.append(command))
    monkeypatch.setattr(made, "works", lambda _: True)
    return made


def steps(environment) -> list[str]:
    """The recorded steps, each as its telling word."""
    words = {"venv": "make", "--require-hashes": "dependencies", "--editable": "project"}
    return [next(words[part] for part in command if part in words) for command in environment.calls]


# --- the environment


def test_a_fresh_folder_is_made_and_filled(environment):
    environment.prepare("dev")
    assert steps(environment) == ["make", "dependencies", "project"]
    _, dependencies, project = environment.calls
    assert dependencies[dependencies.index("--only-binary") + 1] == ":all:"
    assert [Path(part).name for part in dependencies if part.endswith(".txt")] == [
        "build.txt",
        "app.txt",
        "dev.txt",
    ]
    assert {"--no-index", "--no-deps", "--no-build-isolation"} <= set(project)
    assert environment.is_ready("dev")
    assert environment.is_ready("")


def test_a_second_call_does_nothing(environment):
    environment.prepare("")
    environment.calls.clear()
    environment.prepare("")
    assert environment.calls == []


def test_tests_need_more_than_the_app(environment):
    environment.prepare("")
    assert environment.is_ready("")
    assert not environment.is_ready("dev")


def test_changed_pins_are_installed(environment, monkeypatch):
    environment.prepare("")
    (environment.folder / "pyvenv.cfg").write_text(f"version = {sys.version.split()[0]}\n")
    monkeypatch.setattr(environment, "fingerprint", lambda: "other")
    environment.calls.clear()
    environment.prepare("")
    assert steps(environment) == ["dependencies", "project"]


def test_an_interrupted_set_up_is_made_anew(environment, monkeypatch):
    def fail(command):
        environment.calls.append(command)
        if "--editable" in command:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(environment, "call", fail)
        with pytest.raises(KeyboardInterrupt):
            environment.prepare("")
    (environment.folder / "pyvenv.cfg").write_text(f"version = {sys.version.split()[0]}\n")
    assert not environment.is_ready("")
    left = environment.folder / "half-installed"
    left.touch()
    environment.calls.clear()
    environment.prepare("")
    assert steps(environment) == ["make", "dependencies", "project"]
    assert not left.exists()


def test_another_python_makes_it_anew(environment):
    environment.prepare("")
    (environment.folder / "pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.10.1\n")
    environment.stamp.write_text(json.dumps({"fingerprint": "of that Python", "extras": [""]}))
    environment.calls.clear()
    environment.prepare("")
    assert steps(environment) == ["make", "dependencies", "project"]


@pytest.mark.parametrize("stamp", ["", "{", "[]", "{}", '{"fingerprint": 1}'])
def test_a_broken_stamp_counts_as_none(environment, stamp):
    environment.prepare("")
    environment.stamp.write_text(stamp)
    assert not environment.is_ready("")


def test_a_stamp_without_its_packages_does_not_count(environment, monkeypatch):
    environment.prepare("")
    monkeypatch.undo()
    assert not environment.works(("pip",))
    assert not environment.is_ready("")


def test_a_folder_of_someone_else_is_left_alone(environment):
    environment.folder.mkdir()
    precious = environment.folder / "thesis.txt"
    precious.touch()
    with pytest.raises(system.SetupError, match="move it away"):
        environment.prepare("")
    assert precious.exists()


def test_a_file_in_place_of_the_folder_is_left_alone(environment):
    environment.folder.write_text("mine")
    with pytest.raises(system.SetupError, match="move it away"):
        environment.prepare("")
    assert environment.folder.read_text() == "mine"


def test_a_failing_step_is_told_and_logged(tmp_path, capsys):
    environment = setup.Environment(tmp_path)
    with pytest.raises(system.SetupError, match="online"):
        environment.call([sys.executable, "-c", "print('no such index'); raise SystemExit(1)"])
    assert "no such index" in capsys.readouterr().err
    assert "no such index" in environment.log.read_text()


def test_a_tampered_wheel_is_refused_in_one_sentence(tmp_path, monkeypatch, capsys):
    """The wheel has the name and the version that are wanted, and something else in it."""
    wheels, requirements = tmp_path / "wheels", tmp_path / "requirements"
    wheels.mkdir()
    requirements.mkdir()
    fake_wheel(wheels, "hatchling")
    for name in ("build", "app"):
        (requirements / f"{name}.txt").write_text("")
    (requirements / "build.txt").write_text("hatchling==1.0 --hash=sha256:" + "0" * 64)
    environment = setup.Environment(tmp_path / "venv")
    monkeypatch.setattr(environment, "python", sys.executable)
    monkeypatch.setattr(environment, "can_be_kept", lambda: True)
    monkeypatch.setattr(setup, "REQUIREMENTS", requirements)
    monkeypatch.setattr(bootstrap, "Environment", lambda: environment)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    monkeypatch.setenv("PIP_TARGET", str(tmp_path / "nothing"))
    environment.folder.mkdir()
    assert bootstrap.main(["run"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("The wheel of hatchling==1.0 is damaged or was exchanged")
    assert said.count("\n") == 1
    assert "Expected sha256" in environment.log.read_text()


def test_paths_that_lead_out_of_the_environment_are_dropped(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("PIP_USER", "1")
    assert not {"PYTHONPATH", "PIP_USER"} & setup.clean_environment().keys()


# --- the commands


@pytest.fixture
def ready(environment, tmp_path, monkeypatch):
    """A set-up that is in place; the list of the calls of its Python."""
    calls = []
    monkeypatch.setattr(bootstrap, "Environment", lambda: environment)
    monkeypatch.setattr(bootstrap, "check_system", lambda *_: None)
    monkeypatch.setattr(bootstrap, "call", lambda _, *arguments: calls.append(arguments) or 3)
    monkeypatch.setattr(bootstrap, "PICTURE", tmp_path / "build" / "picture.png")
    return calls


def test_run_opens_the_preset(ready, monkeypatch):
    monkeypatch.setattr(bootstrap, "has_display", lambda: True)
    assert bootstrap.main(["run"]) == 3
    assert ready == [("-m", "stakemap", "open", "--preset", "armenia-turkiye")]


def test_run_without_a_display_draws_the_preset(ready, monkeypatch, capsys):
    monkeypatch.setattr(bootstrap, "has_display", lambda: False)
    monkeypatch.setattr(bootstrap, "call", lambda _, *arguments: ready.append(arguments) or 0)
    assert bootstrap.main(["run"]) == 0
    picture = str(bootstrap.PICTURE)
    assert ready == [("-m", "stakemap", "export", "--preset", "armenia-turkiye", "-o", picture, "--force")]
    assert picture in capsys.readouterr().out


def test_arguments_and_status_are_passed_on(ready, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert bootstrap.main(["test", "-k", "codec", "--help-me"]) == 3
    assert bootstrap.main(["run", "my.stakemap.json"]) == 3
    assert ready[0][:2] == ("-m", "pytest")
    assert ready[0][-3:] == ("-k", "codec", "--help-me")
    assert ready[1] == ("-m", "stakemap", "my.stakemap.json")


def test_all_tests_run_side_by_side_and_some_as_they_are_asked_for(ready, monkeypatch):
    monkeypatch.chdir(ROOT)
    bootstrap.main(["test"])
    bootstrap.main(["test", "tests/model"])
    assert ready == [("-m", "pytest", *bootstrap.ALL_TESTS), ("-m", "pytest", "tests/model")]
    asked = [sys.executable, "-m", "pytest", *bootstrap.ALL_TESTS, "--version"]
    assert subprocess.run(asked, capture_output=True, check=False).returncode == 0


def test_a_set_up_that_cannot_go_on_says_so_in_a_line(ready, environment, monkeypatch, capsys):
    def fail(extra):
        raise system.SetupError("No disk left.")

    monkeypatch.setattr(environment, "prepare", fail)
    assert bootstrap.main(["run"]) == 2
    assert capsys.readouterr().err == "No disk left.\n"


@pytest.mark.parametrize("arguments", [[], ["--help"], ["test", "--help"], ["dance"]])
def test_help(arguments):
    result = subprocess.run([sys.executable, SCRIPT, *arguments], capture_output=True, text=True, check=False)
    assert result.returncode == (0 if "--help" in arguments else 2)
    assert "{run,test}" in result.stdout + result.stderr
    assert "Traceback" not in result.stderr


def test_a_second_call_sets_nothing_up():
    if not setup.Environment().is_ready("dev"):
        pytest.skip("this checkout was not set up by the script")
    before = setup.Environment().stamp.stat().st_mtime_ns
    result = subprocess.run(
        [sys.executable, SCRIPT, "test", "--version"], capture_output=True, text=True, check=True
    )
    assert setup.Environment().stamp.stat().st_mtime_ns == before
    assert result.stdout.startswith("pytest ")


def test_old_pythons_can_read_it():
    assert ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 6)).body
