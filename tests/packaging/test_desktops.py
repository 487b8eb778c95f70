"""The packages for Windows and macOS, as far as they can be looked at elsewhere."""

from __future__ import annotations

import plistlib
import re
import struct
import sys
import zipfile
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from building import icons, macos, output, targets, windows
from hashes import MACOS
from stakemap.app.shell.application import APPLICATION_ID
from stakemap.storage.files import SUFFIXES

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = windows.SCRIPT.read_text(encoding="ascii")
RECIPE = ROOT / "packaging" / "frozen" / "stakemap.spec"


def section(name: str) -> list[str]:
    """The lines of a section of the installer's script, without comments and conditions."""
    parts = re.split(r"^\[(\w+)\]\n", SCRIPT, flags=re.MULTILINE)
    lines = dict(zip(parts[1::2], parts[2::2], strict=True))[name].splitlines()
    return [line for line in lines if line and line[0] not in ";#"]


def entries(name: str) -> list[dict[str, str]]:
    """The entries of a section, by the names of their parameters, without quotation marks."""
    parameter = re.compile(r'(\w+): (?:"((?:[^"]|"")*)"|([^";]*))(?:; |$)')
    found = []
    for line in section(name):
        parts = list(parameter.finditer(line))
        assert "".join(part[0] for part in parts) == line
        found.append({part[1]: (part[2] or part[3] or "").replace('""', '"') for part in parts})
    return found


# --- Windows -----------------------------------------------------------------------------------------------


def test_the_installer_needs_no_administrator_and_knows_earlier_versions() -> None:
    setup = dict(line.split("=", 1) for line in section("Setup"))
    assert setup["PrivilegesRequired"] == "lowest"
    assert setup["DefaultDirName"].startswith("{autopf}")
    # Another id would install a second Stakemap beside the first.
    assert '#define Guid "7839CAC9-2F90-51DA-BDE1-F515B7CFDBD3"' in SCRIPT
    assert setup["AppId"] == "{{{#Guid}}"


def test_the_installer_gets_all_that_it_asks_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    commands: list[list[str]] = []

    def compiled(_what: str, command: list[str], _log: Path) -> None:
        commands.append(command)
        given = dict(word[2:].split("=", 1) for word in command if word.startswith("/D") and "=" in word)
        Path(given["Output"], f"{given['Name']}.exe").touch()

    (tmp_path / "stakemap").mkdir()
    monkeypatch.setattr(windows.shutil, "which", lambda name, **_: name)
    monkeypatch.setattr(windows.sysconfig, "get_platform", lambda: "win-amd64")
    monkeypatch.setattr(windows, "frozen_folder", lambda: tmp_path / "stakemap")
    monkeypatch.setattr(windows, "run", compiled)
    built = windows.build(tmp_path)
    assert [path.suffix for path in built] == [".zip", ".exe"]
    assert all(path.is_file() and "-windows-amd64" in path.name for path in built)
    defined = {word[2:].split("=")[0] for word in commands[0] if word.startswith("/D")}
    own = set(re.findall(r"^#define (\w+)", SCRIPT, re.MULTILINE))
    assert set(re.findall(r"\{#(\w+)\}", SCRIPT)) == defined | own
    assert commands[0][-1] == str(windows.SCRIPT)


def test_the_programs_of_the_installer_are_those_of_the_recipe() -> None:
    (name,) = re.findall(r'#define Program "(.*)\.exe"', SCRIPT)
    assert f'program("{name}", console=False' in RECIPE.read_text(encoding="utf-8")
    named = re.findall(r"\{app\}\\([\w.-]+\.exe)", SCRIPT)
    assert named == []
    assert all(entry["Filename"] == r"{app}\{#Program}" for entry in (*entries("Icons"), *entries("Run")))


def test_shortcuts_and_windows_have_the_same_id() -> None:
    assert f'#define ApplicationId "{APPLICATION_ID}"' in SCRIPT
    assert all(entry["AppUserModelID"] == "{#ApplicationId}" for entry in entries("Icons"))


def test_endings_are_registered_and_none_of_others_is_taken() -> None:
    registry = [entry for entry in entries("Registry") if entry["Subkey"].startswith(r"Software\Classes\.")]
    endings = {entry["Subkey"].split("\\")[2] for entry in registry}
    assert endings == {Path(f"x{suffix}").suffix for suffix in SUFFIXES}
    defaults = [entry["Subkey"] for entry in registry if "ValueType" in entry and "ValueName" not in entry]
    assert defaults == [r"Software\Classes\.stakemap"]


def test_uninstalling_leaves_no_key() -> None:
    kept = [entry for entry in entries("Registry") if "uninsdelete" not in entry.get("Flags", "")]
    removed = [
        entry["Subkey"] for entry in entries("Registry") if "uninsdeletekey" in entry.get("Flags", "").split()
    ]
    assert all(entry["Subkey"].startswith(tuple(removed)) for entry in kept)
    assert {entry["Root"] for entry in entries("Registry")} == {"HKA"}
    # The key that holds a value of ours is removed if it holds nothing else.
    values = {
        entry["Subkey"] for entry in entries("Registry") if "uninsdeletevalue" in entry.get("Flags", "")
    }
    emptied = {entry["Subkey"] for entry in entries("Registry") if "ifempty" in entry.get("Flags", "")}
    assert values <= emptied


def test_what_opens_a_map_gets_its_path_as_one_argument() -> None:
    commands = [entry["ValueData"] for entry in entries("Registry") if entry["Subkey"].endswith("\\command")]
    assert len(commands) == 3
    assert set(commands) == {r'"{app}\{#Program}" "%1"'}


def test_the_installer_sees_a_program_that_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    class Kernel:
        CreateMutexW = staticmethod(lambda _security, _owned, name: made.append(name))

    class Libraries:
        kernel32 = Kernel

    monkeypatch.setattr("ctypes.windll", Libraries, raising=False)
    exec(compile(windows.RUNNING.read_text(encoding="utf-8"), "running.py", "exec"), {})
    assert f"AppMutex={','.join(made)}" in section("Setup")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("0.1.0", "0.1.0.0"), ("2", "2.0.0.0"), ("1.2.0rc1", "1.2.0.0"), ("1.2.3.4.5", "1.2.3.4")],
)
def test_a_version_has_four_numbers(text: str, numbers: str) -> None:
    assert windows.numbers_of(text) == numbers


def test_what_windows_shows_of_a_program_can_be_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(windows, "FOLDER", tmp_path)
    kinds = ("VSVersionInfo", "FixedFileInfo", "StringFileInfo", "StringTable", "StringStruct", "VarFileInfo")
    read = {name: lambda *values, **named: (*values, *named.items()) for name in (*kinds, "VarStruct")}
    told = eval(windows.version_file().read_text(encoding="utf-8"), read)
    numbers = tuple(map(int, windows.numbers_of(windows.version()).split(".")))
    assert dict(told)["ffi"][:2] == (("filevers", numbers), ("prodvers", numbers))


@pytest.mark.parametrize(("magic", "directories"), [(0x20B, 112), (0x10B, 96)])
def test_a_signature_is_seen(magic: int, directories: int, tmp_path: Path) -> None:
    data = bytearray(512)
    struct.pack_into("<I", data, 60, 128)
    struct.pack_into("<H", data, 128 + 24, magic)
    path = tmp_path / "program.exe"
    path.write_bytes(data)
    assert not windows.is_signed(path)
    struct.pack_into("<II", data, 128 + 24 + directories + 32, 400, 100)
    path.write_bytes(data)
    assert windows.is_signed(path)


def test_a_zip_depends_on_the_files_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    contents = []
    for name in ("one", "two"):
        folder = tmp_path / name
        (folder / "_internal").mkdir(parents=True)
        for file in (
            ("stakemap.exe", "_internal/base.dll")
            if name == "one"
            else ("_internal/base.dll", "stakemap.exe")
        ):
            (folder / file).write_text(file, encoding="utf-8")
        windows.write_zip(tmp_path / f"{name}.zip", folder, "stakemap-1")
        contents.append((tmp_path / f"{name}.zip").read_bytes())
    assert contents[0] == contents[1]
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.namelist() == ["stakemap-1/_internal/base.dll", "stakemap-1/stakemap.exe"]


def test_a_zip_can_be_older_than_its_format(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "file").touch()
    windows.write_zip(tmp_path / "a.zip", tmp_path / "folder", "stakemap-1")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert [member.date_time for member in archive.infolist()] == [windows.EARLIEST]


def test_a_package_waits_for_what_looks_for_viruses(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    held = ["once", "twice"]
    replace = Path.replace

    def replaced(path: Path, name: Path) -> Path:
        if held:
            raise PermissionError(13, held.pop())
        return replace(path, name)

    monkeypatch.setattr(output, "os", SimpleNamespace(name="nt"))
    monkeypatch.setattr(output, "PAUSE", 0)
    monkeypatch.setattr(Path, "replace", replaced)
    with output.placed(tmp_path / "setup.exe") as unfinished:
        unfinished.write_bytes(b"new")
    assert (tmp_path / "setup.exe").read_bytes() == b"new"
    assert not held


# --- macOS -------------------------------------------------------------------------------------------------


def test_the_bundle_knows_the_endings_and_takes_none_of_others() -> None:
    facts = macos.facts()
    assert facts["CFBundleIdentifier"] == APPLICATION_ID
    own, foreign = facts["CFBundleDocumentTypes"]
    (exported,) = facts["UTExportedTypeDeclarations"]
    assert own["LSItemContentTypes"] == [exported["UTTypeIdentifier"]]
    assert (own["LSHandlerRank"], foreign["LSHandlerRank"]) == ("Owner", "Alternate")
    endings = exported["UTTypeTagSpecification"]["public.filename-extension"]
    assert foreign["LSItemContentTypes"] == exported["UTTypeConformsTo"] == ["public.json"]
    assert {f".{ending}" for ending in endings} | {".json"} == {
        Path(f"x{suffix}").suffix for suffix in SUFFIXES
    }
    mime_type = (ROOT / "resources" / "linux" / "stakemap.mime.xml").read_text(encoding="utf-8")
    assert all(
        f'type="{each}"' in mime_type for each in exported["UTTypeTagSpecification"]["public.mime-type"]
    )


def test_the_bundle_runs_on_the_oldest_macos_that_its_wheels_are_made_for() -> None:
    assert macos.facts()["LSMinimumSystemVersion"] == f"{MACOS}.0"


def test_the_bundle_asks_for_no_device_and_no_more_than_python_needs() -> None:
    assert not [key for key in macos.facts() if key.endswith("UsageDescription")]
    entitlements = plistlib.loads(macos.ENTITLEMENTS.read_bytes())
    assert set(entitlements) == {
        "com.apple.security.cs.allow-jit",
        "com.apple.security.cs.allow-unsigned-executable-memory",
    }


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    bundle = tmp_path / "frozen" / "Stakemap.app"
    files = {
        "Contents/MacOS/stakemap": "cffaedfe",
        "Contents/Frameworks/PySide6/QtCore.abi3.so": "cffaedfe",
        "Contents/Frameworks/PySide6/Qt/lib/QtCore.framework/Versions/A/QtCore": "cafebabe",
        "Contents/Resources/icon.svg": "3c737667",
    }
    for name, start in files.items():
        path = bundle / name
        path.parent.mkdir(parents=True)
        path.write_bytes(bytes.fromhex(start))
    return bundle


def test_code_is_found_from_the_inside_outwards(bundle: Path) -> None:
    if sys.platform != "win32":
        (bundle / "Contents" / "Resources" / "stakemap").symlink_to("../MacOS/stakemap")
    assert [path.name for path in macos.code_of(bundle)] == ["QtCore", "QtCore.abi3.so", "stakemap"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
@pytest.mark.parametrize("named", [False, True])
def test_a_bundle_is_signed_and_notarised_where_there_is_something_to_do_it_with(
    named: bool, bundle: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    commands: list[list[str]] = []

    def note(_what: str, command: list[str], _log: Path) -> None:
        commands.append([Path(word).name if word.startswith("/") else word for word in command])
        if command[0] == "hdiutil":
            Path(command[-1]).touch()

    monkeypatch.setattr(macos, "frozen_folder", lambda: bundle)
    monkeypatch.setattr(macos, "FOLDER", tmp_path)
    monkeypatch.setattr(macos, "run", note)
    for variable in (macos.IDENTITY, *macos.NOTARY.values()):
        monkeypatch.setenv(variable, f"the {variable}" if named else "")
    (image,) = macos.build(tmp_path)
    assert image.is_file()
    told = [" ".join(command) for command in commands]
    made = next(place for place, command in enumerate(told) if command.startswith("hdiutil create"))
    assert told[made - 1] == "codesign --verify --deep --strict Stakemap.app"
    if not named:
        assert told[0] == "codesign --force --sign - Stakemap.app"
        assert made == len(told) - 1
        return
    sign = f"codesign --force --sign the {macos.IDENTITY} --timestamp --options runtime"
    assert told[:2] == [
        f"{sign} QtCore QtCore.abi3.so",
        f"{sign} --entitlements entitlements.plist Stakemap.app",
    ]
    # A disk image has nothing that could run hardened.
    assert told[made + 1] == f"{sign.removesuffix(' --options runtime')} {image.name}"
    assert told[made + 2].startswith(f"xcrun notarytool submit {image.name} --key the ")
    assert told[made + 3] == f"xcrun stapler staple {image.name}"


# --- both --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", [".ico", ".icns"])
def test_the_icon_is_drawn_in_all_sizes(ending: str, tmp_path: Path) -> None:
    path = icons.write_icon(ROOT / "resources" / "icons" / "stakemap.svg", tmp_path / f"stakemap{ending}")
    with Image.open(path) as image:
        widths = {size[0] * (size[2] if len(size) == 3 else 1) for size in image.info["sizes"]}
    assert widths >= set(icons.SIZES[ending]) - {16}
    again = icons.write_icon(ROOT / "resources" / "icons" / "stakemap.svg", tmp_path / f"again{ending}")
    assert path.read_bytes() == again.read_bytes()


def test_both_can_be_asked_for() -> None:
    assert [target.name for target in targets.chosen(["all"], "win32")] == ["windows"]
    assert [target.name for target in targets.chosen(["all"], "darwin")] == ["macos"]


class Recipe:
    """What PyInstaller would be asked for on another platform: the calls of the recipe, by what they make."""

    def __init__(self, platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.programs: dict[str, dict[str, Any]] = {}
        self.folders: list[tuple[Any, ...]] = []
        self.bundles: list[dict[str, Any]] = []
        self.hooks: list[str] = []
        hooks = ModuleType("PyInstaller.utils.hooks")
        for name in ("collect_data_files", "collect_submodules", "copy_metadata"):
            setattr(hooks, name, lambda _name, **_options: [])
        for name in ("PyInstaller", "PyInstaller.utils"):
            monkeypatch.setitem(sys.modules, name, ModuleType(name))
        monkeypatch.setitem(sys.modules, hooks.__name__, hooks)
        for module in (windows, macos):
            monkeypatch.setattr(module, "icon", lambda: Path("stakemap.icon"))
        monkeypatch.setattr(windows, "version_file", lambda: Path("version.txt"))
        monkeypatch.setattr(sys, "path", list(sys.path))
        monkeypatch.setattr(sys, "platform", platform)
        names = {"SPECPATH": str(RECIPE.parent), "PYZ": lambda *_: "modules", "BUNDLE": self._bundle}
        exec(
            compile(RECIPE.read_text(encoding="utf-8"), "stakemap.spec", "exec"),
            names | {"Analysis": self._analysis, "EXE": self._program, "COLLECT": self._folder},
        )

    def _analysis(self, *_: object, runtime_hooks: list[str], **__: object) -> SimpleNamespace:
        self.hooks = runtime_hooks
        return SimpleNamespace(pure=[], scripts=[], binaries=[], datas=[])

    def _program(self, *_: object, name: str, **options: Any) -> str:
        self.programs[name] = options
        return name

    def _folder(self, *parts: Any, **_: object) -> str:
        self.folders.append(parts)
        return "folder"

    def _bundle(self, folder: str, **options: Any) -> None:
        self.bundles.append(options | {"folder": folder})


def test_on_windows_one_folder_has_a_program_with_a_console_and_one_without(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    recipe = Recipe("win32", monkeypatch)
    assert {name: options.get("console", True) for name, options in recipe.programs.items()} == {
        "stakemap": True,
        "stakemap-app": False,
    }
    assert all(options["icon"] and options["version"] for options in recipe.programs.values())
    assert [set(recipe.programs) <= set(map(str, parts)) for parts in recipe.folders] == [True]
    assert (recipe.hooks, recipe.bundles) == ([str(windows.RUNNING)], [])


def test_on_macos_the_folder_becomes_a_bundle(monkeypatch: pytest.MonkeyPatch) -> None:
    recipe = Recipe("darwin", monkeypatch)
    assert {name: options["console"] for name, options in recipe.programs.items()} == {"stakemap": False}
    (bundle,) = recipe.bundles
    assert (bundle["folder"], bundle["bundle_identifier"]) == ("folder", APPLICATION_ID)
    assert bundle["info_plist"]["CFBundleVersion"] == bundle["version"]
    assert (len(recipe.folders), recipe.hooks) == (1, [])
