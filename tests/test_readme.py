"""The README keeps its promises: its commands run, its example is a map, its pictures and links exist."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from git_for_tests import has_git
from stakemap.analysis.methods import METHODS
from stakemap.commands import command as command_module
from stakemap.commands.command import DONE, FAULTY
from stakemap.export.exporters import EXPORTERS
from stakemap.interchange.formats import FORMATS
from stakemap.interchange.writers.formats import DATA_WRITERS
from stakemap.picture.kinds import SLIDE_KINDS
from stakemap.storage.codec import decode, encode

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The code blocks in one language."""
    found = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    return [block for each, block in found if each == language]


COMMANDS = [line for block in blocks("sh") for line in block.splitlines()]
#: What a process needs from this machine; all else it gets is the newcomer's.
NEEDED = ("PATH", "SYSTEMROOT", "QT_QPA_PLATFORM")


def test_the_two_commands_are_those_of_the_set_up_script() -> None:
    bootstrap = [command for command in COMMANDS if "bootstrap" in command]
    assert bootstrap == ["python3 packaging/bootstrap.py run", "python3 packaging/bootstrap.py test"]
    for command in bootstrap:
        script, word = shlex.split(command)[1:]
        told = subprocess.run(
            [sys.executable, script, word, "--help"], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert f"{word} " in told.stdout


def test_the_scripts_take_what_is_shown() -> None:
    scripts = [shlex.split(command)[1:] for command in COMMANDS if "packaging/offline.py" in command]
    assert [arguments[1:] for arguments in scripts] == [["wheels"], ["--check", "wheels"]]
    for arguments in scripts:
        told = [sys.executable, *arguments, "--help"]
        assert "--check" in subprocess.run(told, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_the_build_script_builds_what_is_named() -> None:
    commands = re.findall(r"`python3 (packaging/build\.py [^`]+)`", README)
    assert commands
    for command in commands:
        script, *targets = shlex.split(command)
        told = subprocess.run(
            [sys.executable, script, "--help"], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert all(f"\n{target} " in told.stdout for target in targets)


def test_every_command_runs(tmp_path: Path) -> None:
    """In the order of the page, in an empty folder, as somebody who has never run Stakemap."""
    home = tmp_path / "home"
    home.mkdir()
    folder = tmp_path / "work"
    folder.mkdir()
    kept = {
        name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "QT_QPA_PLATFORM") if name in os.environ
    }
    environment = kept | {"HOME": str(home), "USERPROFILE": str(home), "PYTHONUTF8": "1"}
    environment |= {"APPDATA": str(home), "LOCALAPPDATA": str(home)}
    environment |= {
        f"GIT_{role}_{what}": "A" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    environment |= {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_COUNT": "1"}
    environment |= {"GIT_CONFIG_KEY_0": "init.defaultBranch", "GIT_CONFIG_VALUE_0": "main"}
    commands = [command for command in COMMANDS if "packaging/" not in command]
    assert len(commands) >= 9
    for command in commands:
        program, *arguments = shlex.split(command)
        assert program in ("stakemap", "git")
        if not has_git() and "git" in (program, *arguments[0].split("-")):
            continue
        if arguments[0].endswith(".json"):
            # The app stays open, as it should; here it leaves once it has shown the map.
            arguments.append("--exit-when-painted")
        result = subprocess.run(
            [*({"stakemap": [sys.executable, "-m", "stakemap"]}.get(program, [program])), *arguments],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        # The maps of the example differ, as a page that shows `diff` wants them to.
        expected = FAULTY if arguments[0] == "diff" else DONE
        assert result.returncode == expected, f"{command}\n{result.stdout}{result.stderr}"
        assert result.stderr == "", command
    written = {"talks.stakemap.json", "slide.png", "wide.png", "slide.pptx", "outside.stakemap.json"}
    written |= {"talks.xlsx", "again.stakemap.json", "returned.stakemap.json", "combined.stakemap.json"}
    assert {path.name for path in folder.iterdir()} - {".git"} == written


@pytest.mark.skipif(sys.platform != "linux", reason="needs fork, signals and /proc")
def test_the_fault_table_runs() -> None:
    """With what would take an hour cut down to a moment."""
    (command,) = re.findall(r"`\.venv/bin/python (-m tests\.faults)`", README)
    result = subprocess.run(
        [sys.executable, *shlex.split(command), "soak", "--scale", "0.0001"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert "nothing lost; 20 calls of Python" in " ".join(result.stdout.split())


def test_the_example_is_a_map_in_its_very_form() -> None:
    (example,) = (block for block in blocks("json") if '"format"' in block)
    decoded = decode(example.encode())
    assert decoded.faults == ()
    assert encode(decoded.document).decode() == example


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#]+)\)", README))))
def test_links_and_pictures_lead_somewhere(target: str) -> None:
    assert ":" not in target, "the page stands by itself"
    assert (ROOT / target).is_file()


def test_every_picture_has_words_and_is_used() -> None:
    pictures = {target: words for words, target in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", README)}
    assert all(pictures.values())
    shown = {Path(target).name for target in pictures}
    assert shown == {path.name for path in (ROOT / "resources" / "screenshots").glob("*.png")}


def test_every_command_line_command_is_told() -> None:
    assert all(f"`stakemap {name}" in README for name in command_module.COMMANDS)


def test_every_kind_of_slide_and_file_is_told() -> None:
    assert [kind for kind in SLIDE_KINDS.ids if f"`{kind}`" not in README] == []
    assert [each.title() for each in EXPORTERS if each.title().split()[0] not in README] == []
    assert [ending for ending in (".xlsx", ".ods", ".csv") if f"`{ending}`" not in README] == []


def test_the_layout_names_what_is_there() -> None:
    (layout,) = [block for block in blocks("") if "src/stakemap/" in block]
    for line in layout.splitlines():
        name = line.split()[0]
        place = ROOT / "src" / "stakemap" / name if line.startswith(" ") else ROOT / name
        assert place.exists(), name
    packages = {path.parent.name for path in (ROOT / "src" / "stakemap").glob("*/__init__.py")}
    assert all(f"  {package}/ " in layout for package in packages)


def table_of_imports() -> str:
    """A row for each format that can be imported, as the README has it."""
    rows = [
        (format_.title(), " ".join(format_.endings), page.reads, page.loses)
        for format_ in FORMATS
        for page in [format_.page()]
    ]
    return _table(("can be imported", "endings", "what is read", "what is left out"), rows)


def table_of_data() -> str:
    """A row for each format of data that can be exported, as the README has it."""
    rows = [
        (writer.title(), " ".join(writer.endings), page.holds, page.loses)
        for writer in DATA_WRITERS
        for page in [writer.page()]
    ]
    return _table(("can be exported", "endings", "what is written", "what is left out"), rows)


def table_of_methods() -> str:
    """A row for each method of analysis, as the README has it."""
    rows = [
        (method.title(), f"`{method.id}`", (page.question,), (page.caveat,))
        for method in METHODS
        for page in [method.page()]
    ]
    return _table(("analysis", "on the command line", "what it answers", "what it cannot tell"), rows)


def _table(
    headings: tuple[str, ...], rows: Iterable[tuple[str, str, tuple[str, ...], tuple[str, ...]]]
) -> str:
    lines = [headings, ("---",) * len(headings)]
    lines += [(title, endings, "; ".join(first), "; ".join(last)) for title, endings, first, last in rows]
    return "".join(f"| {' | '.join(line)} |\n".replace("|  |", "| |") for line in lines)


@pytest.mark.parametrize("table", [table_of_imports, table_of_data, table_of_methods])
def test_the_tables_of_formats_and_methods_say_what_the_help_says(table: Callable[[], str]) -> None:
    if table() not in README:
        # An assertion would indent each line, so that the table could not be copied.
        pytest.fail(f"The README needs this table:\n\n{table()}", pytrace=False)
