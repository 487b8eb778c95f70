"""The set-up script: when it makes, keeps or skips an environment, and what it says of the system."""

from __future__ import annotations

import ast
import importlib.metadata
import io
import json
import os
import re
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import bootstrap
import environment as setup
import system
from fake_wheels import fake_wheel

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "packaging" / "bootstrap.py"
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Qt brings its libraries")


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


# --- the system


@pytest.fixture
def apt(monkeypatch):
    """A Debian on which we are root; the list of the commands that were run on it."""
    commands = []
    system.refresh_package_lists.cache_clear()

    def note(command, **_):
        commands.append(command)
        return subprocess.CompletedProcess(command, 0, b"", b"")

    monkeypatch.setattr(system.subprocess, "run", note)
    monkeypatch.setattr(system, "is_debian", lambda: True)
    monkeypatch.setattr(system, "is_root", lambda: True)
    return commands


def test_root_installs_packages_after_one_update(apt, capsys):
    assert system.install_packages(["libegl1", "xvfb"])
    assert [command[1] for command in apt] == ["update", "install"]
    assert {"libegl1", "xvfb"} <= set(apt[1])
    assert "--yes" in apt[1]
    assert system.install_packages(["xdotool"])
    assert [command[1] for command in apt] == ["update", "install", "install"]


def test_the_command_is_told_before_it_is_run(apt, monkeypatch, capsys):
    monkeypatch.setattr(system, "refresh_package_lists", lambda: apt.append(capsys.readouterr().out))
    monkeypatch.setenv("CI", "true")
    system.install_packages(["libegl1"])
    assert "\n    apt-get update && apt-get install --yes --no-install-recommends libegl1\n" in apt[0]


@pytest.mark.parametrize(("answer", "is_run"), [("", True), ("y", True), ("n", False), ("what", False)])
def test_it_asks_at_a_terminal(apt, monkeypatch, capsys, answer, is_run):
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    monkeypatch.setattr(system.sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: answer)
    assert system.install_packages(["libegl1"]) is is_run
    assert bool(apt) is is_run


def test_it_waits_for_another_program_that_installs(apt, monkeypatch, capsys):
    answers = iter([100, 100, 0])
    said = b"E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 7 (apt-get)"

    def run(command, **_):
        apt.append(command)
        return subprocess.CompletedProcess(command, next(answers), said, b"")

    monkeypatch.setattr(system.subprocess, "run", run)
    monkeypatch.setattr(system.time, "sleep", lambda _: None)
    assert system.apt_get("install", "libegl1").returncode == 0
    assert len(apt) == 3
    assert capsys.readouterr().out.count("waiting") == 1
    monkeypatch.setattr(system, "LOCK_SECONDS", -1)
    answers = iter([100])
    assert system.apt_get("update").returncode == 100


def test_others_get_the_exact_command(apt, monkeypatch, capsys):
    monkeypatch.setattr(system, "is_root", lambda: False)
    assert not system.install_packages(["libegl1", "xvfb"])
    assert apt == []
    assert "\n    sudo apt-get install --yes libegl1 xvfb\n" in capsys.readouterr().out


def test_a_missing_venv_module_is_installed(apt, monkeypatch, capsys):
    monkeypatch.setattr(system, "has_venv_module", lambda: len(apt) == 2)
    system.need_venv_module()
    assert f"python3.{sys.version_info.minor}-venv" in apt[1]


def test_a_missing_venv_module_that_cannot_be_installed_is_named(apt, monkeypatch, capsys):
    monkeypatch.setattr(system, "has_venv_module", lambda: False)
    monkeypatch.setattr(system, "is_root", lambda: False)
    with pytest.raises(system.SetupError, match="start again"):
        system.need_venv_module()
    assert f"apt-get install --yes python3.{sys.version_info.minor}-venv" in capsys.readouterr().out


@pytest.fixture
def loader(tmp_path, monkeypatch):
    """A dynamic loader that misses what the files `window` and `core` name."""
    script = tmp_path / "ldd"
    script.write_text('#!/bin/sh\nfor f in "$@"; do cat "$f"; done\n')
    script.chmod(0o755)
    core, window = tmp_path / "core", tmp_path / "window"
    core.write_text("\tlibc.so.6 => /lib/libc.so.6 (0x1)\n")
    window.write_text("\tlibxcb-cursor.so.0 => not found\n\tlibstrange.so.2 => not found\n")
    monkeypatch.setattr(system, "qt_binaries", lambda _: ([core], [window]))
    monkeypatch.setattr(system.shutil, "which", lambda name: str(script) if name == "ldd" else None)
    return core, window


@linux_only
def test_missing_window_libraries_are_named_but_do_not_stop(loader, monkeypatch, capsys):
    monkeypatch.setattr(system, "is_debian", lambda: True)
    monkeypatch.setattr(system, "is_root", lambda: False)
    system.check_system(Path(), {})
    said = capsys.readouterr().out
    assert "apt-get install --yes libxcb-cursor0\n" in said
    assert "libstrange.so.2" in said


@linux_only
def test_missing_drawing_libraries_stop(loader, monkeypatch, capsys):
    monkeypatch.setattr(system, "is_debian", lambda: False)
    loader[0].write_text("\tlibEGL.so.1 => not found\n")
    with pytest.raises(system.SetupError, match="cannot draw"):
        system.check_system(Path(), {})
    assert "libEGL.so.1, libstrange.so.2, libxcb-cursor.so.0" in capsys.readouterr().out


@linux_only
def test_programs_for_the_tests_are_wanted(loader, monkeypatch, capsys):
    monkeypatch.setattr(system, "is_debian", lambda: True)
    monkeypatch.setattr(system, "is_root", lambda: False)
    loader[1].write_text("")
    system.check_system(Path(), {"Xvfb": "xvfb"})
    assert "apt-get install --yes xvfb\n" in capsys.readouterr().out


@linux_only
def test_the_libraries_of_the_installed_qt_are_known():
    """Whatever Qt's files load from the system and a small Debian lacks has its package named."""
    folder = next(Path(path) / "PySide6" for path in sys.path if (Path(path) / "PySide6").is_dir())
    modules, plugins = system.qt_binaries(folder.parents[3])
    assert modules
    assert plugins
    listing = subprocess.run(["ldd", *modules, *plugins], capture_output=True, text=True, check=True).stdout
    needed = set(re.findall(r"\t(\S+\.so\S*) =>", listing))
    assert {"libxcb-cursor.so.0", "libEGL.so.1"} <= needed & system.PACKAGES.keys()
    windowing = {name for name in needed if name.startswith(("libxcb-", "libxkb", "libwayland"))}
    assert windowing <= system.PACKAGES.keys()


@linux_only
@pytest.mark.parametrize("display", ["", ":", "nonsense", ":98765", "nowhere.invalid:0"])
def test_a_dead_display_is_none(monkeypatch, display):
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", display)
    assert not system.has_display()


@linux_only
def test_a_display_that_answers_is_one(monkeypatch):
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    number = 40_000 + os.getpid() % 20_000
    monkeypatch.setenv("DISPLAY", f":{number}.0")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(f"\0/tmp/.X11-unix/X{number}")
        server.listen()
        assert system.has_display()


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


# --- what it installs


def test_old_pythons_can_read_it():
    assert ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 6)).body


REQUIREMENTS = sorted((ROOT / "packaging" / "requirements").glob("*.txt"))
#: A name, its version, where it is needed, and the hash of each wheel: no option, host or address besides.
PINNED = re.compile(
    r"([A-Za-z0-9-]+)==([0-9][0-9a-z.]*)(?: ; [a-z_]+ [<=>!]+ '[a-z0-9_.]+')?"
    r"(?: \\\n    --hash=sha256:[0-9a-f]{64})+"
)


def pins(*names: str) -> dict[str, str]:
    """The versions pinned in these files, or in all; a name stands in one of them, with its hashes."""
    pinned: dict[str, str] = {}
    for path in REQUIREMENTS:
        if not names or path.stem in names:
            text = re.sub(r"^#.*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
            for entry in re.split(r"\n(?! )", text.strip()):
                match = PINNED.fullmatch(entry)
                assert match, f"{path.name}: {entry}"
                name = canonicalize_name(match[1])
                assert name not in pinned, f"{name} is pinned twice"
                pinned[name] = match[2]
    return pinned


PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DIRECT = [Requirement(text) for text in PROJECT["dependencies"]]
EXTRAS = {
    extra: [Requirement(text) for text in texts] for extra, texts in PROJECT["optional-dependencies"].items()
}
FOR_TESTS = EXTRAS["dev"]


def test_every_dependency_is_pinned_within_its_bounds():
    of_the_app = pins("build", "app")
    for extra, requirements in {"app": DIRECT, **EXTRAS}.items():
        pinned = of_the_app | pins(extra)
        for requirement in requirements:
            assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)]), requirement


def test_what_the_dependencies_need_is_pinned_too():
    pinned, waiting, seen = pins("build", "app", "dev"), [*DIRECT, *FOR_TESTS], set()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        here = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        if name in seen or not here:
            continue
        seen.add(name)
        assert name in pinned, f"{requirement} is not pinned"
        waiting += [Requirement(text) for text in importlib.metadata.requires(name) or ()]


def imported_in(folder: str) -> set[str]:
    """The top-level names of what the code there imports from elsewhere."""
    names = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    return names - sys.stdlib_module_names - {"stakemap"}


def test_what_the_code_imports_is_a_dependency():
    distributions = importlib.metadata.packages_distributions()
    direct = {canonicalize_name(requirement.name) for requirement in DIRECT}
    # pydantic pins the core it is made for, and hands its types out.
    direct.add("pydantic-core")
    for name in imported_in("src"):
        assert {canonicalize_name(one) for one in distributions[name]} & direct, f"{name} is not declared"
