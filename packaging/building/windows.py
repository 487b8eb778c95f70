"""The packages for Windows: an installer that needs no administrator, and a zip that runs from any folder.

With `STAKEMAP_CERTIFICATE`, the SHA-1 of a certificate in the user's store, the installer is signed, and so
are all programs and libraries that nobody else signed.
"""

import os
import re
import shutil
import struct
import sysconfig
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from building.environment import FOLDER, epoch, run, version
from building.freeze import frozen_folder
from building.output import placed
from building.targets import BuildError
from environment import ROOT
from system import say

__all__ = ["RUNNING", "build", "icon", "is_signed", "numbers_of", "version_file", "write_zip"]

SCRIPT = ROOT / "packaging" / "windows" / "stakemap.iss"
#: What PyInstaller runs before the programs.
RUNNING = ROOT / "packaging" / "windows" / "running.py"
ICON = FOLDER / "stakemap.ico"
#: What Windows shows under Properties › Details, as PyInstaller wants it; 0409 is English, 04B0 Unicode.
VERSION_FILE = """\
VSVersionInfo(
    ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, OS=0x40004, fileType=0x1),
    kids=[
        StringFileInfo([StringTable("040904B0", [StringStruct(*each) for each in {strings}])]),
        VarFileInfo([VarStruct("Translation", [0x0409, 0x04B0])]),
    ],
)
"""
#: The certificate to sign with, by its SHA-1; nothing is signed without it.
CERTIFICATE = "STAKEMAP_CERTIFICATE"
TIMESTAMPS = "http://timestamp.digicert.com"
#: How many files are signed by one call, as a command line must not be longer than 32,767 characters.
AT_ONCE = 40
#: What Inno Setup calls the processors on which a program for one of them runs.
ARCHITECTURES = {"amd64": "x64compatible", "arm64": "arm64"}
#: Archives of this format know no earlier time.
EARLIEST = (1980, 1, 1, 0, 0, 0)


def build(out: Path) -> list[Path]:
    """Write the zip and the installer into the folder `out`."""
    # That of Python, which the package brings; an ARM processor runs one for amd64 too.
    compiler, machine = _compiler(), sysconfig.get_platform().removeprefix("win-")
    if machine not in ARCHITECTURES:
        raise BuildError(
            f"There is no package for Windows on {machine}; build on one of {', '.join(ARCHITECTURES)}."
        )
    certificate = os.environ.get(CERTIFICATE, "")
    folder, name = frozen_folder(), f"stakemap-{version()}-windows-{machine}"
    if certificate:
        _sign(folder, certificate)
    archive, installer = out / f"{name}.zip", out / f"{name}-setup.exe"
    say(f"Packing {archive.name} …")
    with placed(archive) as unfinished:
        write_zip(unfinished, folder, f"stakemap-{version()}")
    with placed(installer) as unfinished:
        definitions = {
            "Version": version(),
            "Numbers": numbers_of(version()),
            "Architecture": ARCHITECTURES[machine],
            "Folder": str(folder),
            "Icon": str(ICON),
            "Output": str(unfinished.parent),
            "Name": unfinished.stem,
        }
        command = [compiler, *(f"/D{key}={value}" for key, value in definitions.items())]
        if certificate:
            command += ["/DSigned", f"/Sstakemap={' '.join(_quoted(_signing(certificate)))} $f"]
        run(f"Compiling {installer.name}", [*command, str(SCRIPT)], FOLDER / "installer.log")
    return [archive, installer]


def icon() -> Path:
    """Draw the icon; for the recipe of PyInstaller, which runs where Qt and Pillow are."""
    from building.icons import write_icon

    return write_icon(ROOT / "resources" / "icons" / "stakemap.svg", ICON)


def version_file() -> Path:
    """Write what Windows shows of the programs, and return the path."""
    numbers = tuple(map(int, numbers_of(version()).split(".")))
    strings = [
        ("CompanyName", "The Stakemap developers"),
        ("FileDescription", "Stakemap"),
        ("FileVersion", version()),
        ("LegalCopyright", "The Stakemap developers, MIT licence"),
        ("ProductName", "Stakemap"),
        ("ProductVersion", version()),
    ]
    path = FOLDER / "version.txt"
    path.write_text(VERSION_FILE.format(numbers=numbers, strings=strings), encoding="utf-8")
    return path


def numbers_of(text: str) -> str:
    """A version as the four numbers that Windows knows, "1.2.0.0" for "1.2.0rc1"; it has no other parts."""
    numbers = re.match(r"\d+(\.\d+)*", text)
    assert numbers is not None
    return ".".join([*numbers[0].split("."), "0", "0", "0"][:4])


def write_zip(path: Path, folder: Path, name: str) -> None:
    """Write all files of a folder below `name`, in a fixed order and of one time."""
    moment = max(time.gmtime(epoch())[:6], EARLIEST)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            member = zipfile.ZipInfo(f"{name}/{file.relative_to(folder).as_posix()}", moment)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            archive.writestr(member, file.read_bytes())


def _compiler() -> str:
    """The path of Inno Setup's compiler. Raises BuildError where it is not installed."""
    folders = [Path(os.environ[name]) for name in ("ProgramFiles(x86)", "ProgramFiles") if name in os.environ]
    if "LOCALAPPDATA" in os.environ:
        # For those who may not install for all users.
        folders.append(Path(os.environ["LOCALAPPDATA"], "Programs"))
    for place in (None, *(folder / "Inno Setup 6" for folder in folders)):
        if found := shutil.which("ISCC", path=place):
            return found
    raise BuildError(
        "The installer is made by Inno Setup 6.3 or a later 6, which is not here; get it from jrsoftware.org."
    )


# --- signing -----------------------------------------------------------------------------------------------


def _sign(folder: Path, certificate: str) -> None:
    """Sign all programs and libraries that those who made them did not sign."""
    files = [str(path) for path in _programs(folder) if not is_signed(path)]
    for start in range(0, len(files), AT_ONCE):
        some = files[start : start + AT_ONCE]
        run(
            f"Signing {len(some)} programs and libraries",
            [*_signing(certificate), *some],
            FOLDER / "signing.log",
        )


def _programs(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in (".exe", ".dll", ".pyd"):
            yield path


def is_signed(path: Path) -> bool:
    """Whether a program or library has a signature in it, as the table of its data directories tells.

    The offsets are those of the PE format: the header's place at 60, the optional header 24 bytes on, in it
    the directories at 96 (32 bits) or 112 (64 bits), and of these the fifth is the table of certificates.
    """
    data = path.read_bytes()
    (header,) = struct.unpack_from("<I", data, 60)
    (magic,) = struct.unpack_from("<H", data, header + 24)
    directories = header + 24 + (112 if magic == 0x20B else 96)
    (size,) = struct.unpack_from("<I", data, directories + 4 * 8 + 4)
    return bool(size)


def _signing(certificate: str) -> list[str]:
    """The command that signs the files that follow it. Raises BuildError where there is no signtool."""
    kits = Path(os.environ.get("PROGRAMFILES(X86)", ""), "Windows Kits", "10", "bin")
    newest = sorted(kits.glob("10.*/x64/signtool.exe"), key=_version_of_kit)
    tool = shutil.which("signtool") or (str(newest[-1]) if newest else "")
    if not tool:
        raise BuildError("Signing needs signtool.exe, which is not here; install the Windows SDK.")
    return [
        tool,
        "sign",
        "/sha1",
        certificate,
        "/fd",
        "sha256",
        "/tr",
        TIMESTAMPS,
        "/td",
        "sha256",
        "/d",
        "Stakemap",
    ]


def _version_of_kit(path: Path) -> list[int]:
    return [int(number) for number in path.parts[-3].split(".")]


def _quoted(command: list[str]) -> list[str]:
    """A command as Inno Setup wants it, which has a sign of its own for quotation marks."""
    return [f"$q{word}$q" if " " in word else word for word in command]
