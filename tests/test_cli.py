"""The command line: what each command does, its exit status, and that errors are one line."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stakemap import __version__, cli
from stakemap.app.shell import application
from stakemap.commands import import_files, selftest
from stakemap.commands.command import DONE, FAILED, FAULTY
from stakemap.commands.output import neutral
from stakemap.errors import StakemapError
from stakemap.resources import resource
from stakemap.storage.files import open_map, save_map
from stakemap.storage.presets import load_preset
from stakemap.storage.reading import largest_file, limits

PRESET = "armenia-turkiye"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder of each test."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def a_map(folder: Path) -> Path:
    path = folder / "map.stakemap.json"
    save_map(path, load_preset(PRESET))
    return path


def changed(path: Path, name: str, **fields: object) -> Path:
    """A copy of a map file with some fields replaced."""
    content = json.loads(path.read_text(encoding="utf-8"))
    other = path.with_name(name)
    other.write_text(json.dumps(content | fields), encoding="utf-8")
    return other


def complaint(capsys: pytest.CaptureFixture[str]) -> str:
    """The one line on standard error; nothing was said on standard output."""
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("stakemap: ")
    assert told.err.endswith("\n")
    assert told.err.count("\n") == 1
    return told.err


def png_size(path: Path) -> tuple[int, int]:
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG\r\n")
    return struct.unpack(">II", data[16:24])


# --- understanding


def test_version(capsys):
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"stakemap {__version__}\n"


@pytest.mark.parametrize(
    ("error", "status", "told"),
    [
        (KeyboardInterrupt(), 130, ""),
        (
            ImportError("broken"),
            FAILED,
            "stakemap: Something went wrong unexpectedly (ImportError).",
        ),
        (StakemapError("Broken."), FAILED, "stakemap: Broken."),
    ],
)
def test_what_goes_wrong_while_a_registry_is_read_is_told_in_a_line(
    error: BaseException,
    status: int,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(_: object) -> None:
        raise error

    monkeypatch.setattr(import_files, "add_arguments", fail)
    assert cli.main(["import", "--help"]) == status
    assert capsys.readouterr().err.startswith(told)


def test_help_names_every_command(capsys):
    assert cli.main(["--help"]) == 0
    told = capsys.readouterr().out
    commands = ("open", "presets", "new", "export", "validate", "schema", "diff", "selftest")
    assert all(f"    {command} " in told for command in commands)


@pytest.mark.parametrize(
    "arguments",
    [
        ["export"],
        ["export", "map.json"],
        ["--frobnicate"],
        ["new"],
        ["diff", "one.json"],
        ["export", "a.json", "-o", "b.png", "--theme", "pink"],
        ["export", "a.json", "-o", "b.png", "--size", "big"],
        ["export", "a.json", "-o", "b.png", "--size", "10x10"],
        ["export", "a.json", "-o", "b.png", "--scale", "0"],
        ["export", "a.json", "-o", "b.png", "--scale", "inf"],
        ["export", "a.json", "-o", "b.jpg"],
        ["export", "a.json", "--preset", "blank", "-o", "b.png"],
        ["export", "-o", "b.png"],
        ["export", "--preset", "nonsense", "-o", "b.png"],
        ["export", "--preset", "blank", "-o", "b.png", "--size", "20000x20000"],
        ["export", "missing.json", "-o", "b.png"],
        ["open", "a.json", "--preset", "blank"],
        ["open", "--preset", "nonsense"],
        ["open", ""],
        ["new", "-o", ""],
        ["validate", ""],
        ["diff", "", ""],
        ["export", "--preset", "blank", "-o", ""],
        ["export", "", "-o", "b.png"],
        ["export", "--preset", "blank", "-o", "b.png", "--theme", ""],
        ["export", "--preset", "blank", "-o", "b.png", "--issue", ""],
        ["exprot"],
        ["new", "-o", "c.json", "--preset", "nonsense"],
        ["new", "-o", "no/such/folder/c.json"],
        ["diff", "missing.json", "missing.json"],
        ["validate", "missing.json"],
    ],
)
def test_what_cannot_be_done_is_told_in_a_line(arguments, capsys, folder):
    assert cli.main(arguments) == FAILED
    complaint(capsys)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", ["a" * 300, "nul\0"])
@pytest.mark.parametrize(
    "arguments",
    [
        ["new", "-o", "NAME.json"],
        ["open", "NAME.json"],
        ["export", "--preset", "blank", "-o", "NAME.png"],
        ["export", "--preset", "blank", "-o", "NAME.json", "--clean"],
        ["export", "--preset", "blank", "-o", "b.png", "--theme", "NAME"],
        ["export", "NAME.json", "-o", "NAME.png"],
        ["diff", "NAME.json", "NAME.json"],
    ],
)
def test_a_name_no_file_can_have_is_told_in_a_line(name, arguments, capsys, folder):
    assert cli.main([word.replace("NAME", name) for word in arguments]) == FAILED
    assert "Something went wrong" not in capsys.readouterr().err
    assert list(folder.iterdir()) == []


# --- opening


@pytest.fixture
def opened(monkeypatch):
    """What the app was asked to open."""
    asked = []

    def run(paths=(), preset=None, exit_when_painted=False, say=None):
        asked.append((tuple(paths), preset, exit_when_painted))
        return 0

    monkeypatch.setattr(application, "run", run)
    return asked


def test_a_word_that_is_no_command_is_a_file(opened, a_map):
    assert cli.main([a_map.name]) == 0
    assert cli.main([]) == 0
    assert cli.main(["open", a_map.name, a_map.name]) == 0
    assert cli.main(["open", "--preset", "blank", "--exit-when-painted"]) == 0
    assert cli.main(["--preset", "blank"]) == 0
    # Wherever the app goes, they are what they were here.
    path = a_map
    assert opened == [
        ((path,), None, False),
        ((), None, False),
        ((path, path), None, False),
        ((), "blank", True),
        ((), "blank", False),
    ]


def test_a_file_called_like_a_command_can_be_opened(opened, a_map):
    a_map.rename("schema")
    assert cli.main(["./schema"]) == 0
    assert cli.main(["open", "schema"]) == 0
    assert [paths for paths, *_ in opened] == [(a_map.with_name("schema"),)] * 2


def test_the_status_of_the_app_is_passed_on(monkeypatch):
    monkeypatch.setattr(application, "run", lambda *_, **__: 2)
    assert cli.main([]) == 2


# --- presets and new maps


def test_presets_are_listed(capsys):
    assert cli.main(["presets"]) == 0
    names = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert {PRESET, "blank"} <= set(names)


def test_new_maps_are_maps_of_their_own(folder, capsys):
    assert cli.main(["new", "-o", "one.stakemap.json"]) == 0
    assert cli.main(["new", "-o", "two.stakemap.json", "--preset", PRESET]) == 0
    assert cli.main(["new", "-o", "three.stakemap.json", "--preset", PRESET]) == 0
    one, two, three = (
        open_map(folder / f"{name}.stakemap.json").document for name in ("one", "two", "three")
    )
    assert not one.actors
    assert "turkiye" in two.actors
    assert len({one.id, two.id, three.id}) == 3


def test_a_new_map_replaces_nothing(a_map, capsys):
    before = a_map.read_bytes()
    assert cli.main(["new", "-o", a_map.name]) == FAILED
    assert "already exists" in complaint(capsys)
    assert a_map.read_bytes() == before


# --- pictures


def test_a_map_is_drawn(a_map):
    assert cli.main(["export", a_map.name, "-o", "slide.png"]) == 0
    assert png_size(Path("slide.png")) == (1920, 1080)


def test_size_scale_theme_issue_and_snapshot_are_heeded(folder):
    size = ["--size", "800x600"]
    variants = {
        "plain": size,
        "scaled": [*size, "--scale", "1.5"],
        "dark": [*size, "--theme", "dark"],
        "issue": [*size, "--issue", "corridor"],
        "snapshot": [*size, "--snapshot", "2020"],
    }
    for name, options in variants.items():
        assert cli.main(["export", "--preset", PRESET, "-o", f"{name}.png", *options]) == 0
    assert png_size(folder / "plain.png") == (800, 600)
    assert png_size(folder / "scaled.png") == (1200, 900)
    assert len({path.read_bytes() for path in folder.iterdir()}) == len(variants)


@pytest.mark.parametrize(
    ("ending", "start"), [("svg", b"<?xml"), ("pdf", b"%PDF-"), ("pptx", b"PK"), ("PNG", b"\x89PNG")]
)
def test_the_ending_of_the_file_names_the_format(ending, start, folder):
    picture = folder / f"slide.{ending}"
    assert cli.main(["export", "--preset", PRESET, "-o", picture.name]) == 0
    assert picture.read_bytes().startswith(start)


def test_nothing_that_is_exported_replaces_the_map(a_map, folder, capsys):
    disguised = folder / "map.png"
    disguised.write_bytes(a_map.read_bytes())
    assert cli.main(["export", "map.png", "-o", "map.png", "--force"]) == FAILED
    assert "replace the map" in complaint(capsys)
    assert disguised.read_bytes() == a_map.read_bytes()


@pytest.mark.parametrize(
    ("option", "known"), [("--issue", ["corridor", "normalisation"]), ("--snapshot", ["2025-07", "us-plan"])]
)
def test_what_the_map_lacks_is_told_with_what_it_has(option, known, capsys):
    assert cli.main(["export", "--preset", PRESET, "-o", "slide.png", option, "nonsense"]) == FAILED
    told = complaint(capsys)
    assert "nonsense" in told
    assert all(name in told for name in known)


def test_a_script_that_no_font_has_is_told_in_a_line(a_map):
    """In a process of its own, where Qt says what it says."""
    content = json.loads(a_map.read_text(encoding="utf-8"))
    content["actors"]["iran"]["name"] = "ꯃꯤꯇꯩꯂꯣꯟ"
    content["actors"]["turkiye"]["name"] = "तुर्की"
    changed(a_map, "other.json", **content)
    done = process("export", "other.json", "-o", "slide.png", "--size", "640x360")
    assert done.returncode == 0
    assert done.stderr.count("\n") <= 1
    assert done.stderr in (
        "",
        "stakemap: No font on this machine has the letters of these scripts: Devanagari.\n",
    )


def test_an_empty_map_is_drawn_and_says_what_it_lacks(capsys):
    assert cli.main(["export", "--preset", "blank", "-o", "blank.png", "--size", "640x360"]) == 0
    assert png_size(Path("blank.png")) == (640, 360)


def test_a_faulty_map_is_not_drawn(folder, capsys):
    (folder / "broken.json").write_text("{")
    assert cli.main(["export", "broken.json", "-o", "slide.png"]) == FAULTY
    assert "broken.json" in complaint(capsys)
    assert not (folder / "slide.png").exists()


# --- checks


def test_a_good_map_has_no_faults(a_map, capsys):
    assert cli.main(["validate", a_map.name]) == 0
    assert capsys.readouterr().out == "no faults\n"


def test_faults_are_told_with_their_place(a_map, capsys):
    content = json.loads(a_map.read_text(encoding="utf-8"))
    content["actors"]["armenia"]["group"] = "nobody"
    content["actors"]["iran"]["part_of"] = "nowhere"
    changed(a_map, "bad.json", **content)
    assert cli.main(["validate", a_map.name, "bad.json"]) == FAULTY
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "map.stakemap.json: no faults"
    assert len(lines) == 3
    assert lines[1].startswith("bad.json: actors.armenia.group: ")
    assert lines[2].startswith("bad.json: actors.iran.part_of: ")


def test_unknown_fields_are_warnings(a_map, capsys):
    changed(a_map, "odd.json", colour_scheme="loud")
    assert cli.main(["validate", "odd.json"]) == 0
    told = capsys.readouterr().out
    assert told.count("\n") == 1
    assert "warning: " in told
    assert "colour_scheme" in told


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"\xff\xfe", b'{"format": "other"}', b'{"format": "stakemap", "version": 1}'],
)
def test_what_is_no_map_is_told_in_lines(content, folder, capsys):
    (folder / "bad.json").write_bytes(content)
    assert cli.main(["validate", "bad.json"]) == FAULTY
    told = capsys.readouterr()
    assert told.err == ""
    assert told.out.strip()


def test_the_worst_file_decides(a_map, folder, capsys):
    (folder / "bad.json").write_text("{")
    assert cli.main(["validate", "bad.json", a_map.name]) == FAULTY
    assert cli.main(["validate", "bad.json", "missing.json", a_map.name]) == FAILED


def test_the_schema_is_the_one_that_ships(capfdbinary):
    assert cli.main(["schema"]) == 0
    told = capfdbinary.readouterr().out
    assert told == resource("schema", "stakemap-1.schema.json").read_bytes()


def test_differences_are_told_in_words(a_map, capsys):
    content = json.loads(a_map.read_text(encoding="utf-8"))
    content["actors"]["turkiye"]["name"] = "Turkey"
    changed(a_map, "other.json", **content)
    assert cli.main(["diff", a_map.name, "other.json"]) == 1
    assert "Turkey" in capsys.readouterr().out
    assert cli.main(["diff", a_map.name, a_map.name]) == 0
    assert capsys.readouterr().out == "The maps are the same.\n"


# --- self-test


def test_the_self_test_passes(capsys):
    assert cli.main(["selftest"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert all(line.startswith("ok ") for line in lines)
    assert f"stakemap {__version__}" in lines[0]
    assert any("offscreen" in line for line in lines)


def test_a_failing_check_is_told_and_the_others_are_made(capsys, monkeypatch):
    def fail():
        raise OSError("no icons")

    monkeypatch.setattr(selftest, "readme", fail)
    assert cli.main(["selftest"]) == FAILED
    told = capsys.readouterr()
    assert "FAILED  resources: OSError: no icons\n" in told.out
    assert told.out.count("ok ") == 7
    assert told.err == "stakemap: 1 check failed.\n"


# --- errors and terminals


def test_expected_errors_are_their_own_sentence(monkeypatch, capsys):
    def fail(*_, **__):
        raise StakemapError("The screen is asleep.")

    monkeypatch.setattr(application, "run", fail)
    assert cli.main([]) == FAILED
    assert complaint(capsys) == "stakemap: The screen is asleep.\n"


def test_other_errors_are_a_line_and_a_place_in_the_log(monkeypatch, capsys, own_folders):
    def fail(*_, **__):
        raise ZeroDivisionError("of something secret")

    monkeypatch.setattr(application, "run", fail)
    assert cli.main([]) == FAILED
    log = own_folders / "state" / "stakemap.log"
    told = complaint(capsys)
    assert "ZeroDivisionError" in told
    assert str(log) in told
    assert "test_cli.py" in log.read_text(encoding="utf-8")
    monkeypatch.setenv("STAKEMAP_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        cli.main([])


def test_an_interrupt_is_quiet(monkeypatch, capsys):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(application, "run", stop)
    assert cli.main([]) == 130
    assert capsys.readouterr() == ("", "")


@given(st.text())
def test_no_text_can_steer_a_terminal(text):
    shown = neutral(text)
    assert not [one for one in shown if unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp")]
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    shown.encode("utf-8")


def test_names_from_a_map_are_neutralised(a_map, capsys):
    content = json.loads(a_map.read_text(encoding="utf-8"))
    content["actors"]["turkiye"]["name"] = "\x1b[31mred\x07"
    changed(a_map, "other.json", **content)
    assert cli.main(["diff", a_map.name, "other.json"]) == 1
    told = capsys.readouterr().out
    assert "red" in told
    assert not {"\x1b", "\x07"} & set(told)


# --- the process


def process(*arguments: str, **options) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "stakemap", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, **options)


def test_the_status_reaches_the_shell(a_map):
    assert process("--version").returncode == 0
    assert process("validate", a_map.name).returncode == 0
    assert process("diff", "missing.json", a_map.name).returncode == 2
    done = process("export", a_map.name, "-o", "slide.png")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_terminal_without_unicode_gets_names_spelt_out():
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = process("presets", env=environment)
    assert done.returncode == 0, done.stderr
    assert "\\xfc" in done.stdout


@pytest.mark.parametrize("locale", ["C", "POSIX"])
def test_a_plain_locale_is_no_matter(locale):
    environment = {**os.environ, "LC_ALL": locale}
    done = process("export", "--preset", PRESET, "-o", "slide.png", env=environment)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.skipif(sys.platform != "linux", reason="Qt asks for UTF-8 there alone")
@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ({}, {"LC_CTYPE": "C.UTF-8"}),
        ({"LANG": "C"}, {"LANG": "C", "LC_CTYPE": "C.UTF-8"}),
        ({"LC_CTYPE": "POSIX", "LANG": "hy_AM.UTF-8"}, {"LC_CTYPE": "C.UTF-8", "LANG": "hy_AM.UTF-8"}),
        ({"LC_ALL": "C", "LANG": "hy_AM.UTF-8"}, {"LC_ALL": "C.UTF-8", "LANG": "hy_AM.UTF-8"}),
        ({"LC_ALL": "", "LANG": "hy_AM.UTF-8"}, {"LC_ALL": "", "LANG": "hy_AM.UTF-8"}),
        ({"LC_ALL": "fr_FR.UTF-8", "LC_CTYPE": "C"}, {"LC_ALL": "fr_FR.UTF-8", "LC_CTYPE": "C"}),
    ],
)
def test_utf8_takes_the_place_of_a_plain_locale_alone(given, taken, monkeypatch):
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        # Set first, so that what the command sets is taken back after the test.
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert cli.main(["--version"]) == DONE
    found = {name: os.environ.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG")}
    assert {name: value for name, value in found.items() if value is not None} == taken


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end in another way there")
@pytest.mark.parametrize("command", ["schema", "presets"])
def test_a_reader_that_leaves_early_is_no_error(command):
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = subprocess.run(
            [sys.executable, "-m", "stakemap", command], stdout=closed, stderr=subprocess.PIPE, check=False
        )
    assert done.stderr == b""
    assert done.returncode == FAILED


@pytest.mark.parametrize("command", ["schema", "presets", "selftest", "--help", "--version"])
def test_without_a_stream_for_the_output_nothing_is_printed(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As when the output was closed, and in programs without a terminal on Windows."""
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", None)
        assert cli.main([command]) == DONE
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("command", ["validate {}", "diff {} {}", "export {} -o out.png"])
def test_the_largest_file_can_be_raised(
    command: str, a_map: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # So that the preset is larger than 64 of these, and smaller than 1,024.
    monkeypatch.setattr(largest_file, "MEGABYTE", a_map.stat().st_size // 200)
    words = command.format(a_map, a_map).split()
    assert cli.main(words) == FAULTY
    assert "--largest" in "".join(capsys.readouterr())
    assert cli.main([*words, "--largest", "1024"]) == DONE
    capsys.readouterr()
    assert cli.main([*words, "--largest", "63"]) == FAILED
    assert "64 to 1024 megabytes" in complaint(capsys)


def run_in(folder: Path, *arguments: str, **fields: object) -> subprocess.CompletedProcess[str]:
    """Run a command line in a process of its own."""
    command = [sys.executable, "-m", "stakemap", *arguments]
    return subprocess.run(
        command, cwd=folder, stderr=subprocess.PIPE, encoding="utf-8", timeout=60, check=False, **fields
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is full")
@pytest.mark.parametrize("arguments", [("presets",), ("schema",), ("--version",), ("export", "--help")])
def test_output_that_cannot_be_written_is_one_line(folder: Path, arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        done = run_in(folder, *arguments, stdout=full)
        assert done.stderr == "stakemap: The output could not be written: No space left on device.\n"
        assert done.returncode == FAILED
        # With nobody to tell, the exit status still tells.
        command = [sys.executable, "-m", "stakemap", *arguments]
        assert subprocess.run(command, stdout=full, stderr=full, timeout=60, check=False).returncode == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a folder that is in use")
@pytest.mark.parametrize("pwd", [True, False])
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("new", "-o", "a.json"), "“a.json” was not saved: its folder “{folder}”"),
        (("export", "--preset", "blank", "-o", "a.svg"), "“a.svg” was not saved: its folder “{folder}”"),
        (("validate", "a.json"), "a.json: There is no such file"),
        (("import", "a.csv", "--dry-run"), "a.csv: There is no such file"),
        (
            ("import", "a.csv", "-o", "a.json"),
            "“a.json” was not saved: its folder “{folder}” does not exist.",
        ),
        (("open", "a.json"), "There is no file or command “a.json”"),
    ],
)
def test_a_folder_that_was_removed(
    folder: Path, arguments: tuple[str, ...], sentence: str, pwd: bool
) -> None:
    gone = folder / "gone"
    gone.mkdir()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PWD": str(gone)}
    if not pwd:
        del environment["PWD"]
    program = "import os, sys; os.rmdir(os.getcwd()); from stakemap.cli import script; script()"
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=gone,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == FAILED
    assert done.stderr.startswith("stakemap: " + sentence.format(folder=gone if pwd else "/removed folder"))
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(sys.platform != "linux", reason="other systems allow no such name")
def test_a_name_that_is_not_valid_utf_8(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = os.fsdecode(b"caf\xe9.stakemap.json")
    assert cli.main(["new", "-o", name]) == DONE
    assert cli.main(["validate", name, name]) == DONE
    assert capsys.readouterr().out == "caf\\udce9.stakemap.json: no faults\n" * 2
    assert cli.main(["new", "-o", name]) == FAILED
    assert "caf\\udce9.stakemap.json already exists" in complaint(capsys)
    assert cli.main(["export", name, "-o", os.fsdecode(b"\xff.svg")]) == DONE


class TestInputsAreKept:
    """No numbered page replaces what is read for it."""

    @pytest.mark.parametrize("kind", ["itself", "link", "hard link"])
    def test_a_page_in_the_place_of_the_map(
        self, a_map: Path, capsys: pytest.CaptureFixture[str], kind: str
    ) -> None:
        source = a_map.with_name("deck-1.svg")
        if kind == "itself":
            a_map.rename(source)
        elif kind == "link":
            source.symlink_to(a_map)
        else:
            source.hardlink_to(a_map)
        read = source if kind == "itself" else a_map
        before = read.read_bytes()
        arguments = ["export", str(read), "-o", "deck.svg", "--all-snapshots"]
        assert cli.main(arguments) == FAILED
        assert complaint(capsys) == f"stakemap: A page would replace {read}; give another name.\n"
        assert read.read_bytes() == before
        assert not a_map.with_name("deck-2.svg").exists()

    def test_a_page_in_the_place_of_the_theme(self, a_map: Path, capsys: pytest.CaptureFixture[str]) -> None:
        theme = a_map.with_name("deck-1.svg")
        theme.write_text('{"extends": "dark"}')
        arguments = ["export", str(a_map), "-o", "deck.svg", "--all-snapshots", "--theme", str(theme)]
        assert cli.main(arguments) == FAILED
        assert theme.read_text() == '{"extends": "dark"}'


def test_a_new_map_over_the_limit_is_saved_with_a_warning(
    folder: Path, a_map: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    small = limits.Limits(records=50)
    monkeypatch.setattr("stakemap.commands.exporting.limits_for", lambda _: small)
    assert cli.main(["export", str(a_map), "--clean", "-o", "clean.json"]) == DONE
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("stakemap: warning: “clean.json” has more in it than Stakemap opens")
    assert open_map(folder / "clean.json").document.actors


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other locks")
def test_a_map_that_another_process_is_saving_is_one_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from stakemap.storage.locks.locks import exclusive

    monkeypatch.setitem(save_map.__kwdefaults__, "patience", 0.05)
    with exclusive(folder / "a.json"):
        assert cli.main(["new", "-o", "a.json"]) == FAILED
    assert "“a.json” was not saved: another copy of Stakemap has been saving it" in complaint(capsys)
    assert not (folder / "a.json").exists()


def test_a_map_that_appears_meanwhile_is_not_replaced(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("stakemap.commands.new.check_new", lambda _: None)
    (folder / "a.json").write_text("theirs")
    assert cli.main(["new", "-o", "a.json"]) == FAILED
    assert "“a.json” was not saved: another program is writing it." in complaint(capsys)
    assert (folder / "a.json").read_text() == "theirs"
