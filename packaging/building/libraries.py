"""What programs and libraries of Linux need of the system, as Debian's dependencies."""

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from building.targets import BuildError
from system import PACKAGES

__all__ = ["dependencies", "forget_places", "is_program", "needs"]

#: What plugins need of the system besides the modules of Qt: printers, and OpenGL through X.
OF_PLUGINS = {"libcups.so.2": "libcups2", "libxcb-glx.so.0": "libxcb-glx0"}

#: Libraries of the C library's package, whose needed version is told by the symbols.
OF_LIBC = re.compile(r"(ld-linux.*|lib(c|m|dl|pthread|rt|util|resolv|anl|nsl))\.so\.[0-9]+")
#: The versions of GCC whose C++ library first had these symbols (GCC's manual of libstdc++, "ABI Policy").
OF_CXX = dict(enumerate(("8", "9", "9.2", "9.3", "11", "12", "13", "13.2", "14", "15"), start=25))


def is_program(path: Path) -> bool:
    """Whether a file is a program or a library in the format ELF."""
    with path.open("rb") as stream:
        return stream.read(4) == b"\x7fELF"


def needs(paths: Iterable[Path]) -> tuple[set[str], set[str]]:
    """The libraries and the versions of symbols that these programs and libraries name.

    Raises BuildError if binutils, which reads them, is missing.
    """
    libraries: set[str] = set()
    symbols: set[str] = set()
    files = [str(path) for path in paths]
    try:
        for start in range(0, len(files), 100):
            command = ["objdump", "--private-headers", *files[start : start + 100]]
            told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            libraries |= set(re.findall(r"^  NEEDED +(\S+)$", told, re.MULTILINE))
            symbols |= set(re.findall(r"^    0x[0-9a-f]+ 0x[0-9a-f]+ [0-9]+ (\S+)$", told, re.MULTILINE))
    except (OSError, subprocess.CalledProcessError) as error:
        raise BuildError("The libraries could not be read by objdump; install binutils.") from error
    return libraries, symbols


def forget_places(folder: Path) -> None:
    """Have no library in `folder` look for others where the machine that built it had them.

    Whoever may write to such a place elsewhere could put libraries there that the app would load.
    """
    for path in sorted(folder.rglob("*.so*")):
        if path.is_symlink() or not is_program(path):
            continue
        told = subprocess.run(["objdump", "-p", str(path)], capture_output=True, text=True, check=True).stdout
        found = re.search(r"^  R(?:UN)?PATH +(/\S*)$", told, re.MULTILINE)
        if found:
            # The loader takes an empty text for none (glibc, elf/dl-load.c, decompose_rpath).
            place = b"\0" + found[1].encode() + b"\0"
            path.write_bytes(path.read_bytes().replace(place, b"\0" * len(place), 1))


def dependencies(folder: Path) -> list[str]:
    """Debian's packages that a folder of programs and libraries needs besides what is in it, sorted.

    Raises BuildError for a library whose package nobody has noted.
    """
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    brought = {path.name for path in files}
    libraries, symbols = needs(path for path in files if not path.is_symlink() and is_program(path))
    found = {f"libc6 (>= {_latest(symbols, 'GLIBC_')})"}
    for library in sorted(libraries - brought):
        if OF_LIBC.fullmatch(library):
            continue
        if library == "libstdc++.so.6":
            found.add(f"libstdc++6 (>= {_of_cxx(_latest(symbols, 'GLIBCXX_'))})")
        elif library == "libgcc_s.so.1":
            found.add("libgcc-s1")
        elif package := PACKAGES.get(library) or OF_PLUGINS.get(library):
            found.add(package)
        else:
            raise BuildError(f"{library} is needed; note its package in PACKAGES of packaging/system.py.")
    return sorted(found)


def _of_cxx(symbols: str) -> str:
    """The version of GCC whose C++ library first had symbols of a version such as "3.4.29"."""
    latest = int(symbols.rpartition(".")[2])
    if latest > max(OF_CXX):
        raise BuildError(
            f"GLIBCXX_{symbols} is needed; note GCC's version in OF_CXX of building/libraries.py."
        )
    return OF_CXX.get(latest, "5")


def _latest(symbols: set[str], prefix: str) -> str:
    """The highest version among symbols such as "GLIBC_2.34"."""
    versions = [
        symbol.removeprefix(prefix) for symbol in symbols if re.fullmatch(rf"{prefix}[0-9.]+", symbol)
    ]
    return max(versions, key=lambda version: [int(part) for part in version.split(".")], default="0")
