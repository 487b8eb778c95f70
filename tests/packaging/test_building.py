"""The build of packages: what can be asked for, what goes wrong in one sentence, and what is left then."""

from __future__ import annotations

import errno
import io
import os
import pickle
import struct
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from babel import Locale, localedata

import build as script
from building import environment, freeze, icu, output, trim
from building.portable import members, write_tar
from building.targets import TARGETS, BuildError, Target, chosen

ROOT = Path(__file__).resolve().parents[2]


def run_build(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the script as a user does."""
    command = [sys.executable, str(ROOT / "packaging" / "build.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


# --- what can be built -----------------------------------------------------------------------------------


def test_all_stands_for_what_this_platform_can_build() -> None:
    assert "portable" in {target.name for target in chosen(["all"], "linux")}
    assert "portable" not in {target.name for target in chosen(["all"], "win32")}
    assert chosen(["portable", "all", "portable"], "linux") == chosen(["all"], "linux")


def test_a_target_of_another_platform_is_refused_in_a_sentence() -> None:
    for target in TARGETS:
        elsewhere = next(each for each in ("linux", "win32", "darwin") if each not in target.platforms)
        with pytest.raises(BuildError, match=r"^[A-Z].* can only be built on .*\.$"):
            chosen([target.name], elsewhere)


def test_an_unknown_target_is_refused_in_a_sentence(tmp_path: Path) -> None:
    told = run_build("rpm", "--out", str(tmp_path / "out"))
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.startswith("There is no target “rpm”; there are portable")
    assert not (tmp_path / "out").exists()


# --- what goes wrong -------------------------------------------------------------------------------------


@pytest.fixture
def main(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., int]:
    """The script with a step in the place of the portable package, in a folder for its work of its own."""
    monkeypatch.setattr(output, "FOLDER", tmp_path / "work")

    def call(step: Callable[[Path], list[Path]], out: Path) -> int:
        monkeypatch.setattr(Target, "build", lambda _, folder: step(folder))
        return script.main(["portable", "--out", str(out)])

    return call


def _unfinished(error: BaseException) -> Callable[[Path], list[Path]]:
    def step(out: Path) -> list[Path]:
        with output.placed(out / "package") as path:
            path.write_text("half")
            raise error

    return step


@pytest.mark.skipif(sys.platform != "linux", reason="the portable package is built on Linux")
@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), "The build could not go on: no space is left.\n"),
        (PermissionError(errno.EACCES, "Permission denied", "a"), "at a: permission denied.\n"),
        (KeyboardInterrupt(), "Interrupted; what was not finished is not in "),
        (BuildError("It cannot be built."), "It cannot be built.\n"),
    ],
    ids=["disk full", "forbidden", "interrupted", "refused"],
)
def test_a_build_that_fails_says_why_and_leaves_what_was_there(
    main: Callable[..., int],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    sentence: str,
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "package").write_text("earlier")
    assert main(_unfinished(error), out) == 2
    told = capsys.readouterr()
    assert sentence in told.err
    assert told.err.count("\n") == 1
    assert [path.name for path in out.iterdir()] == ["package"]
    assert (out / "package").read_text() == "earlier"


@pytest.mark.skipif(sys.platform != "linux", reason="the portable package is built on Linux")
def test_a_folder_that_cannot_be_written_is_refused_before_anything_is_built(
    main: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    built: list[Path] = []
    assert main(lambda out: built.append(out) or [], tmp_path / "file" / "out") == 2
    assert capsys.readouterr().err.endswith("(not a directory); name another --out.\n")
    assert built == []


@pytest.mark.skipif(sys.platform != "linux", reason="the portable package is built on Linux")
def test_one_build_at_a_time(
    main: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with output.lock():
        assert main(lambda _: [], tmp_path) == 2
    assert capsys.readouterr().err.startswith("Another build is running")
    assert main(lambda _: [], tmp_path) == 0


def test_a_folder_takes_the_place_of_an_earlier_one_once_it_is_whole(tmp_path: Path) -> None:
    for name in ("earlier", "later"):
        with output.placed(tmp_path / "folder") as folder:
            folder.mkdir()
            (folder / name).touch()
    assert [path.name for path in tmp_path.rglob("*")] == ["folder", "later"]


@pytest.mark.parametrize("given", ["", "-1", "tomorrow", "1e9"])
def test_a_time_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    with pytest.raises(BuildError, match="SOURCE_DATE_EPOCH"):
        environment.epoch()


def test_a_step_that_fails_is_told_by_its_last_line(tmp_path: Path) -> None:
    log = tmp_path / "log"
    command = [sys.executable, "-c", "import sys; print('first', flush=True); sys.exit('the reason\\n')"]
    with pytest.raises(BuildError, match=r"^Freezing failed: the reason \(.*log has all that it said\.\)$"):
        environment.run("Freezing", command, log)


# --- the frozen folder -----------------------------------------------------------------------------------


def folder_to_freeze(command: list[str]) -> Path:
    """Make the folder that PyInstaller is told to make."""
    folder = Path(command[command.index("--distpath") + 1], freeze.FROZEN.name)
    folder.mkdir()
    return folder


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Path]:
    """A folder to freeze into, and each call of the step that stands in for PyInstaller."""
    calls: list[Path] = []

    def step(_what: str, command: list[str], *_: object) -> None:
        if "--distpath" in command:
            folder = folder_to_freeze(command)
            (folder / f"stakemap-{len(calls)}").touch()
            calls.append(folder)

    monkeypatch.setattr(freeze, "FOLDER", tmp_path)
    monkeypatch.setattr(freeze, "FROZEN", tmp_path / "stakemap")
    monkeypatch.setattr(freeze, "prepared", lambda: SimpleNamespace(python="python"))
    monkeypatch.setattr(freeze, "fingerprint", lambda _: "now")
    monkeypatch.setattr(freeze, "run", step)
    monkeypatch.setattr(freeze, "write_licences", lambda *_: None)
    return calls


def test_it_is_frozen_anew_only_when_its_sources_have_changed(
    frozen: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        assert [path.name for path in freeze.frozen_folder().iterdir()] == ["stakemap-0"]
    monkeypatch.setattr(freeze, "fingerprint", lambda _: "later")
    assert [path.name for path in freeze.frozen_folder().iterdir()] == ["stakemap-1"]
    assert len(frozen) == 2


def test_what_was_frozen_before_stays_when_freezing_fails(
    frozen: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = freeze.frozen_folder()

    def fail(_what: str, command: list[str], *_: object) -> None:
        folder_to_freeze(command)
        raise BuildError("It fails.")

    monkeypatch.setattr(freeze, "fingerprint", lambda _: "later")
    monkeypatch.setattr(freeze, "run", fail)
    with pytest.raises(BuildError):
        freeze.frozen_folder()
    assert [path.name for path in folder.iterdir()] == ["stakemap-0"]
    assert sorted(path.name for path in folder.parent.iterdir()) == ["stakemap", "stakemap.json"]


def test_the_sources_are_those_of_the_app_and_of_the_recipe() -> None:
    names = {path.relative_to(ROOT).as_posix() for path in freeze.sources()}
    assert {"src/stakemap/cli.py", "README.md", "resources/presets/blank.stakemap.json"} <= names
    assert {"packaging/frozen/stakemap.spec", "packaging/building/trim.py"} <= names
    assert not any("__pycache__" in name for name in names)


# --- what is left out ------------------------------------------------------------------------------------


def test_only_the_libraries_that_are_used_and_not_the_systems_are_brought_along(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    links = {
        "libqxcb.so": {"libxcb-cursor.so.0", "libX11.so.6", "libQt6Gui.so.6"},
        "libqgtk3.so": {"libgtk-3.so.0"},
        "libQt6Gui.so.6": {"libc.so.6", "libicuuc.so.73", "libglib-2.0.so.0"},
        "libglib-2.0.so.0": {"libpcre2-8.so.0"},
    }

    def objdump(command: list[str], **_: object) -> SimpleNamespace:
        needed = links.get(command[-1], ())
        return SimpleNamespace(stdout="".join(f"  NEEDED               {name}\n" for name in needed))

    monkeypatch.setattr(trim.subprocess, "run", objdump)
    plugins = [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "libqxcb.so", "BINARY"),
        ("PySide6/Qt/plugins/platforms/libqvnc.so", "libqvnc.so", "BINARY"),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", "libqgtk3.so", "BINARY"),
    ]
    libraries = {name for names in links.values() for name in names}
    found = [*plugins, *((name, name, "BINARY") for name in sorted(libraries))]
    found.append(("libicuuc.so.73", "PySide6/Qt/lib/libicuuc.so.73", "SYMLINK"))
    kept = {Path(entry[0]).name for entry in trim.needed_binaries(found)}
    # The loader finds libc.so.6 by itself; PyInstaller never lists it.
    assert kept - {"libc.so.6"} == {"libqxcb.so", "libxcb-cursor.so.0", "libQt6Gui.so.6", "libicuuc.so.73"}


@pytest.mark.parametrize(
    ("platform", "folder", "used", "unused"),
    [
        (
            "win32",
            "PySide6",
            "plugins/platforms/qwindows.dll plugins/platforms/qoffscreen.dll plugins/imageformats/qsvg.dll "
            "plugins/styles/qmodernwindowsstyle.dll Qt6Gui.dll",
            "plugins/platforms/qdirect2d.dll plugins/tls/qschannelbackend.dll opengl32sw.dll",
        ),
        (
            "darwin",
            "PySide6/Qt",
            "plugins/platforms/libqcocoa.dylib plugins/platforms/libqoffscreen.dylib "
            "plugins/iconengines/libqsvgicon.dylib lib/QtGui.framework/Versions/A/QtGui",
            "plugins/imageformats/libqmacheif.dylib plugins/tls/libqsecuretransportbackend.dylib",
        ),
    ],
)
def test_elsewhere_the_plugins_that_are_used_are_brought_with_all_libraries(
    platform: str, folder: str, used: str, unused: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    found = [(f"{folder}/{name}", name, "BINARY") for name in f"{used} {unused}".split()]
    assert [entry[1] for entry in trim.needed_binaries(found)] == used.split()


def test_only_the_data_that_is_read_is_brought_along() -> None:
    kept = {"babel/locale-data/hy.dat", "babel/locale-data/en_GB.dat", "babel/locale-data/root.dat"}
    kept |= {"a-1.dist-info/METADATA", "babel/global.dat"}
    kept |= {"babel/locale-data/fr.dat"}
    left = {"babel/locale-data/hyw.dat", "a-1.dist-info/RECORD", "PySide6/Qt/translations/qt_de.qm"}
    left |= {"babel/locale-data/fr_CA.dat"}
    data = [(name, "", "DATA") for name in kept | left]
    assert {entry[0] for entry in trim.needed_data(data, {"hy", "en"}, {"fr"})} == kept


def test_of_a_language_that_is_only_read_the_names_of_countries_are_brought_along(tmp_path: Path) -> None:
    data = Path(localedata.resolve_locale_filename("fr"))
    path = tmp_path / "babel" / "locale-data" / "fr.dat"
    path.parent.mkdir(parents=True)
    path.write_bytes(data.read_bytes())
    trim.shrink(tmp_path, [], ["fr"])
    assert pickle.loads(path.read_bytes()) == {"territories": Locale("fr").territories}
    assert path.stat().st_size < data.stat().st_size / 4


def common_data(items: dict[str, bytes]) -> bytes:
    """ICU's common data as its own tool lays it out, with a gap before the first item."""
    names_at = 4 + 8 * len(items)
    names = [f"icudt73l/{name}\0".encode() for name in sorted(items)]
    name_places = [names_at + sum(map(len, names[:place])) for place in range(len(names))]
    body, places = b"", []
    start = -(-(names_at + sum(map(len, names))) // 16) * 16 + 32
    for name in sorted(items):
        places.append(start + len(body))
        body += items[name].ljust(-(-len(items[name]) // 16) * 16, b"\xaa")
    table = b"".join(struct.pack("<II", *pair) for pair in zip(name_places, places, strict=True))
    head = (struct.pack("<HBBHHBBBB", 32, 0xDA, 0x27, 20, 0, 0, 0, 2, 0) + b"CmnD").ljust(32, b"\0")
    contents = (struct.pack("<I", len(items)) + table + b"".join(names)).ljust(start, b"\0")
    return head + contents + body


def test_the_data_of_icu_keeps_the_items_that_are_needed() -> None:
    items = {"coll/hy.res": b"h" * 20, "coll/root.res": b"r" * 16, "zone/de.res": b"z" * 33}
    cut = icu.cut(common_data(items), lambda name: name.startswith("coll/"))
    assert len(cut) < len(common_data(items))
    assert b"zone" not in cut
    # What was cut can be cut again, and holds each item at a place of the right alignment.
    assert icu.cut(cut, lambda _: True) == cut
    count, *_, last = struct.unpack_from("<IIIII", cut, 32)
    assert (count, last % 16) == (2, 0)
    assert cut[32 + last :] == b"r" * 16


def test_other_data_than_that_of_icu_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no common data"):
        icu.cut(bytes(64), lambda _: True)
    library = tmp_path / "libicudata.so.73"
    library.write_bytes(b"\x7fELF")
    with pytest.raises(BuildError, match="another form"):
        icu.cut_library(library, lambda _: True)
    assert library.read_bytes() == b"\x7fELF"


# --- the archive -----------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="needs links and the modes of files")
def test_an_archive_depends_on_names_and_contents_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    archives = []
    for names, mode, time in ((("b", "a"), 0o700, 5), (("a", "b"), 0o775, 9)):
        folder = tmp_path / str(time)
        (folder / "sub").mkdir(parents=True, mode=mode)
        for name in names:
            (folder / name).write_text(name)
        (folder / "a").chmod(mode)
        (folder / "link").symlink_to("a")
        os.link(folder / "b", folder / "sub" / "same")
        os.utime(folder / "b", (time, time))
        archives.append(io.BytesIO())
        write_tar(archives[-1], members(folder, "top"))
    first, second = archives
    assert first.getvalue() == second.getvalue()
    first.seek(0)
    with tarfile.open(fileobj=first) as archive:
        found = {member.name: member for member in archive}
    assert list(found) == ["top", "top/a", "top/b", "top/link", "top/sub", "top/sub/same"]
    assert {(each.uid, each.gid, each.uname, each.mtime) for each in found.values()} == {
        (0, 0, "root", 1_700_000_000)
    }
    assert (found["top/a"].mode, found["top/b"].mode, found["top/sub"].mode) == (0o755, 0o644, 0o755)
    assert (found["top/link"].linkname, found["top/sub/same"].isreg()) == ("a", True)
