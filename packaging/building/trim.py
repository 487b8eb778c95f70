"""What is left out of the frozen app, and why; the recipe in `packaging/frozen` asks it."""

import os
import pickle
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from building import icu
from building.environment import settings
from building.targets import BuildError
from system import PACKAGES

__all__ = ["UNUSED_MODULES", "needed_binaries", "needed_data", "shrink"]

#: What PyInstaller finds, as it calls it: the path in the folder, the file it comes from, and its type.
Entry = tuple[str, str, str]

#: Modules that nothing of the app imports, though libraries may, in functions that it does not call.
UNUSED_MODULES = [
    "tkinter",
    # Tests, and what builds, installs and debugs.
    *("_distutils_hack", "distutils", "doctest", "numpy.f2py", "numpy.testing", "packaging", "pdb"),
    *("pkg_resources", "pydantic.mypy", "pydoc_data", "setuptools", "trove_classifiers", "unittest"),
    # The network, which the app never uses. Without OpenSSL, Python computes digests by itself.
    *("_hashlib", "_ssl", "ssl", "PySide6.QtNetwork"),
    # Terminals.
    *("curses", "readline"),
    # What libraries have for others: the app reads XML by lxml.etree, and waits for nothing by asyncio.
    *(
        "asyncio",
        "lxml.builder",
        "lxml.html",
        "lxml.isoschematron",
        "lxml.objectify",
        "lxml.sax",
        "numpy.fft",
    ),
    # What pyqtgraph draws with on request; `start.py` has something in the place of the first two.
    *("PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets", "PySide6.QtTest", "pyqtgraph.opengl"),
]

#: Qt's plugins of which the app or a desk has need. Dark mode and file dialogs of the desktop come by its
#: portal; the plugin for GTK would bring all of GTK. The app draws by the processor, not by OpenGL,
#: and its pictures are SVG and PNG.
PLUGINS = re.compile(
    r"(iconengines|platforminputcontexts|printsupport|styles|wayland-decoration-client)/"
    r"|imageformats/\w*qsvg"
    r"|platforms/\w*q(cocoa|minimal|offscreen|wayland|windows|xcb)\."
    r"|platformthemes/\w*xdgdesktopportal|wayland-shell-integration/\w*xdg-shell"
)

#: By this, of 20 MB, Qt would draw where Windows has no driver for OpenGL.
SOFTWARE_OPENGL = "opengl32sw.dll"

#: Data that nobody reads: Qt's own translations, which the app does not load, fonts and icons that it does
#: not draw with, and what belongs to no program.
UNREAD = re.compile(
    r"\.dist-info/(RECORD|INSTALLER|REQUESTED|direct_url\.json|sboms/.*)$"
    r"|^PySide6/(Qt/)?translations/"
    r"|^fontpkg_\w+/.*-Italic\["
    r"|^lxml/isoschematron/"
    r"|^pptx/templates/.*\.emf$"
    r"|^pyqtgraph/(icons/peegee/|examples/)"
)

#: Libraries that come from the system, since they have to fit its graphics, its fonts, its printers and its
#: session. X's small helpers do not, and desks without Qt often lack them.
SYSTEM = frozenset(
    name for name in PACKAGES if not re.match(r"libxcb-(cursor|icccm|image|keysyms|render-util|util)\.", name)
) | {"libgcc_s.so.1", "libstdc++.so.6", "libxcb-glx.so.0"}

#: What Qt reads of ICU's data: the order of letters and the names of time zones, in some languages.
ICU_DATA = (
    r"coll/(root|res_index|{languages})(_\w+)?\.res|coll/ucadata\.icu|ulayout\.icu|\w+\.nrm|zone/root\.res"
    r"|(keyTypeData|metaZones|res_index|root|timezoneTypes|zoneinfo64)\.res"
)


def needed_binaries(entries: Iterable[Entry]) -> list[Entry]:
    """The modules and plugins that are used, with the libraries that these need and the system may lack."""
    entries = [entry for entry in entries if _is_plugin_used(entry[0])]
    entries = [entry for entry in entries if Path(entry[0]).name != SOFTWARE_OPENGL]
    if sys.platform != "linux":
        return entries
    libraries = {Path(entry[0]).name: entry[1] for entry in entries if entry[2] == "BINARY"}
    waiting = [entry[1] for entry in entries if _is_used_by_itself(entry)]
    needed = set[str]()
    while waiting:
        for name in _linked_with(waiting.pop()) & libraries.keys() - SYSTEM - needed:
            needed.add(name)
            waiting.append(libraries[name])
    return [entry for entry in entries if _is_used_by_itself(entry) or Path(entry[0]).name in needed]


def _is_used_by_itself(entry: Entry) -> bool:
    """Whether a binary is a module, a plugin or Python, rather than a library that these need."""
    destination, _, kind = entry
    return kind == "EXTENSION" or "/plugins/" in destination or destination.startswith("libpython")


def _linked_with(file: str) -> set[str]:
    """The names of the libraries that a file asks the loader for itself."""
    try:
        told = subprocess.run(["objdump", "-p", file], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise BuildError(f"objdump of binutils could not read {file}: {error}") from error
    return set(re.findall(r"^ +NEEDED +(\S+)$", told, re.MULTILINE))


def _is_plugin_used(destination: str) -> bool:
    _, is_plugin, plugin = Path(destination).as_posix().partition("/plugins/")
    return not is_plugin or PLUGINS.match(plugin) is not None


def needed_data(
    entries: Iterable[Entry], languages: Iterable[str], countries_in: Iterable[str]
) -> list[Entry]:
    """The data files that are read, of Babel's languages only these, with all their regions, and without
    regions those in which only countries are known.
    """
    spoken, known_in = ("|".join(sorted(each)) for each in (languages, countries_in))
    known = re.compile(rf"^babel/locale-data/(?!({spoken}|root)[_.]|({known_in})\.)")
    paths = [(Path(entry[0]).as_posix(), entry) for entry in entries]
    return [entry for path, entry in paths if not UNREAD.search(path) and not known.match(path)]


def shrink(folder: Path, languages: Iterable[str], countries_in: Iterable[str]) -> None:
    """Take out of the libraries in `folder` what only debuggers and linkers read, and data that Qt does not;
    and of Babel's data of the languages `countries_in` all but the names of countries.

    Raises BuildError.
    """
    for language in countries_in:
        for path in folder.rglob(f"babel/locale-data/{language}.dat"):
            territories = pickle.loads(path.read_bytes())["territories"]
            path.write_bytes(pickle.dumps({"territories": territories}))
    read = re.compile(ICU_DATA.format(languages="|".join(sorted(languages))))
    for path in folder.rglob("libicudata.so.*"):
        icu.cut_library(path, lambda name: read.fullmatch(name) is not None)
    for parent, _, names in os.walk(folder):
        for path in (Path(parent, name) for name in names if ".so" in name):
            # What was put into folders such as numpy.libs by auditwheel has a layout that strip destroys.
            if not (path.is_symlink() or path.parent.suffix == ".libs"):
                _strip(path)
    for path in folder.rglob("*"):
        # PyInstaller links to each of Qt's libraries, also to those that are left out.
        if path.is_symlink() and not path.exists():
            path.unlink()


def _strip(path: Path) -> None:
    command = ["strip", "--strip-unneeded", str(path)]
    result = subprocess.run(command, capture_output=True, text=True, env=settings(), check=False)
    if result.returncode:
        raise BuildError(f"{path} could not be stripped: {result.stderr.strip()}")
