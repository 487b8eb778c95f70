"""What a frozen folder is made of; run by the Python that froze it: `inventory.py FOLDER OUTPUT`.

Each module and each file is put down to where it came from: a distribution in this environment, Python
itself, a package of the system, or the app. What came from nowhere known ends the run with a sentence, so
that nothing is brought without its licence. The result is a list of components as JSON, with version,
licence, licence texts and, where the component says so, what is linked into it.
"""

import json
import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import Distribution, distributions
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "packaging"))

from building.linked import linked, part  # noqa: E402

#: Modules of the app's own that stand where others were left out.
STAND_INS = ROOT / "packaging" / "frozen" / "stand_ins"
#: Texts of those that have none in their wheels.
TEXTS = ROOT / "packaging" / "licences"
#: Of those in whose wheels libraries of others are linked.
LINKED_TEXTS = {"lxml": ("lxml.txt", "LGPL-2.1.txt"), "numpy": ("LGPL-2.1.txt",)}
LGPL = [ROOT / "resources" / "licences" / f"{name}.txt" for name in ("LGPL-3.0-only", "GPL-3.0-only")]
COMMON_LICENCES = Path("/usr/share/common-licenses")
#: How files that hold licences are called, in wheels that do not name them in their metadata.
LICENCE_FILE = re.compile(r"(LICEN[CS]E|COPYING|NOTICE|AUTHORS)([.-].*)?", re.IGNORECASE)
#: Of the licences that wheels name in words of their own, what SPDX calls them.
IDENTIFIERS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "GNU General Public License v2 (GPLv2)": "GPL-2.0-or-later WITH Bootloader-exception",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
#: An SPDX expression, such as "MIT" or "LGPL-3.0-only OR GPL-2.0-only".
EXPRESSION = re.compile(r"[A-Za-z0-9.-]+( (AND|OR|WITH) [A-Za-z0-9.-]+)*")

Component = dict[str, object]


def components(folder: Path) -> list[Component]:
    """All components in `folder`, sorted by name. Raises SystemExit for what came from nowhere known."""
    origins = {*_origins_of_modules(folder), *origins_of_files(folder), "python", "distribution:pyinstaller"}
    if any("pyside6" in origin for origin in origins):
        origins |= {"qt", *(["icu"] if list(folder.rglob("*icudata*")) else [])}
    found = [_component(origin, folder) for origin in sorted(origins)]
    return sorted(found, key=lambda component: (str(component["name"]).lower(), str(component["version"])))


def _component(origin: str, folder: Path) -> Component:
    kind, _, name = origin.partition(":")
    if kind == "distribution":
        return component_of(_installed()[name])
    if kind == "package":
        return _of_package(name)
    if kind == "python":
        return _of_python(folder)
    return {"qt": _of_qt, "icu": _of_icu}[kind]()


# --- where modules and files came from ---------------------------------------------------------------------


@cache
def _installed() -> dict[str, Distribution]:
    """The distributions of this environment, by their normalised names."""
    found: dict[str, Distribution] = {}
    for distribution in distributions():
        found.setdefault(_normal(distribution.metadata["Name"]), distribution)
    return found


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def _owners() -> dict[str, str]:
    """Which distribution each installed file belongs to: by its path, libraries also by name alone."""
    owners: dict[str, str] = {}
    for name, distribution in sorted(_installed().items()):
        for file in distribution.files or ():
            owners[file.as_posix()] = name
            if re.search(r"\.(so|dylib|dll|pyd)\b", file.name):
                owners.setdefault(file.name, name)
    return owners


def _origins_of_modules(folder: Path) -> Iterator[str]:
    """Where the Python modules in the archive of the programs came from."""
    from PyInstaller.archive.readers import ArchiveReadError, CArchiveReader

    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file() or path.suffix not in ("", ".exe"):
            continue
        try:
            archive = CArchiveReader(str(path))
        except ArchiveReadError:
            continue
        for name in archive.open_embedded_archive("PYZ.pyz").toc:
            yield _origin_of_module(name)


def _origin_of_module(name: str) -> str:
    base = name.replace(".", "/")
    if (STAND_INS / name.split(".")[0]).is_dir():
        return "distribution:stakemap"
    for path in (f"{base}.py", f"{base}/__init__.py"):
        if path in _owners():
            return f"distribution:{_owners()[path]}"
    top = name.split(".")[0]
    if top in sys.stdlib_module_names or top.startswith("_sysconfigdata"):
        return "python"
    if top == "stakemap":
        return "distribution:stakemap"
    if top.startswith(("pyi", "_pyi")):
        return "distribution:pyinstaller"
    # A folder of modules without a file of its own, or an extension that was taken apart.
    inside = (owner for path, owner in _owners().items() if path.startswith((f"{base}/", f"{base}.")))
    if owner := next(inside, None):
        return f"distribution:{owner}"
    raise SystemExit(f"Nobody knows where the module {name} came from, so its licence is missing.")


def origins_of_files(folder: Path) -> Iterator[str]:
    for parent, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            path = Path(parent, name)
            if not path.is_symlink():
                yield _origin_of_file(path, path.relative_to(folder).parts)


def _origin_of_file(path: Path, parts: tuple[str, ...]) -> str:
    # Below `_internal`, or the folders of a bundle on macOS, lies what lay below `site-packages`.
    inside = "/".join(parts).removeprefix("_internal/")
    inside = re.sub(r"^([^/]+\.app/)?Contents/(Frameworks|Resources|MacOS)/", "", inside)
    owner = _owners().get(inside) or _owners().get(path.name)
    if owner:
        return f"distribution:{owner}"
    if inside.lower().startswith(("resources/", "licences/", "stakemap")) or path.name in (
        "Info.plist",
        "README.md",
    ):
        return "distribution:stakemap"
    if match := re.match(r"([^/]+)-[^-/]+\.dist-info/", inside):
        return f"distribution:{_normal(match[1])}"
    if path.name == "base_library.zip" or _is_of_python(path.name):
        return "python"
    if package := _package_of(path.name):
        return f"package:{package}"
    if sys.platform != "linux":
        # The installers of Python for these systems bring their libraries themselves.
        return "python"
    raise SystemExit(f"Nobody knows where {inside} came from, so its licence is missing.")


@cache
def _files_of_python() -> set[str]:
    base = Path(sys.base_prefix)
    if base == Path("/usr"):
        import sysconfig

        base = Path(sysconfig.get_path("stdlib"))
    return {path.name for path in base.rglob("*") if re.search(r"\.(so|dylib|dll|pyd)\b", path.name)}


def _is_of_python(name: str) -> bool:
    return name in _files_of_python() or name.lower().startswith(("libpython", "python3"))


# --- packages of the system --------------------------------------------------------------------------------


@cache
def _system_libraries() -> dict[str, Path]:
    """The file of each library that the system's loader knows."""
    try:
        listed = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return {}
    found: dict[str, Path] = {}
    for name, place in re.findall(r"^\s+(\S+) \(.*\) => (\S+)$", listed, re.MULTILINE):
        found.setdefault(name, Path(place))
    return found


@cache
def _package_of(name: str) -> str | None:
    """Debian's package with the library of this name, if it is known here."""
    library = _system_libraries().get(name)
    if library is None:
        return None
    real = library.resolve()
    for path in (real, Path(str(real).removeprefix("/usr")), library):
        told = _dpkg_query("--search", str(path))
        if told:
            return told.split(": ")[0].split(",")[0]
    return None


def _dpkg_query(*arguments: str) -> str:
    try:
        return subprocess.run(["dpkg-query", *arguments], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""


def _of_package(package: str) -> Component:
    name = package.split(":")[0]
    copyright_file = Path("/usr/share/doc", name, "copyright")
    if not copyright_file.exists():
        raise SystemExit(f"{copyright_file} is missing, which has the licence of a library that is brought.")
    facts = _dpkg_query("--show", "--showformat=${Version} ${Architecture}", package).split()
    text = copyright_file.read_text(encoding="utf-8", errors="replace")
    named = sorted(set(re.findall(r"^License: *([\w.+-]+(?: (?:and|or) [\w.+-]+)*)", text, re.MULTILINE)))
    texts = {"copyright": text}
    for common in sorted(set(re.findall(rf"{COMMON_LICENCES}/([\w.+-]*\w)", text))):
        if (COMMON_LICENCES / common).is_file():
            texts[common] = (COMMON_LICENCES / common).read_text(encoding="utf-8")
    return {
        "name": name,
        "version": facts[0],
        "purl": f"pkg:deb/{_distributor()}/{name}@{quote(facts[0])}?arch={facts[1]}",
        "licence": named,
        "texts": texts,
    }


def _distributor() -> str:
    """The distribution of Linux, such as "debian"."""
    return platform.freedesktop_os_release()["ID"]


# --- what wheels say of themselves -------------------------------------------------------------------------


def component_of(distribution: Distribution) -> Component:
    name, version = _normal(distribution.metadata["Name"]), distribution.version
    texts = _texts(distribution)
    if name in ("pyside6-essentials", "shiboken6"):
        texts |= _read(LGPL)
    if name == "stakemap":
        texts |= _read([ROOT / "LICENSE"])
    if not texts:
        texts = _read([path for path in [TEXTS / f"{name}.txt"] if path.exists()])
    if not texts:
        raise SystemExit(f"The wheel of {name} has no licence; put its text into {TEXTS / name}.txt.")
    contents = [each for bill in _bills(distribution) for each in bill.get("components", ())]
    contents += linked(name, map(str, texts.values()))
    texts |= _read([TEXTS / text for text in LINKED_TEXTS.get(name, ())])
    return {
        "name": name,
        "version": version,
        "purl": f"pkg:pypi/{name}@{version}",
        "licence": _licence(distribution),
        "sha256": _hashes().get((name, version)),
        "texts": texts,
        "contents": [each for each in contents if each.get("name") and each["name"].lower() != name],
    }


@cache
def _hashes() -> dict[tuple[str, str], str]:
    """The SHA-256 of each wheel that was installed here, from pip's reports, by name and version."""
    found: dict[tuple[str, str], str] = {}
    for path in sorted(Path(sys.prefix).glob("stakemap-wheels-*.json")):
        for item in json.loads(path.read_text(encoding="utf-8"))["install"]:
            facts, archive = item["metadata"], item["download_info"].get("archive_info", {})
            if digest := archive.get("hashes", {}).get("sha256"):
                found[_normal(facts["name"]), facts["version"]] = digest
    return found


def _licence(distribution: Distribution) -> str | list[str]:
    """Its licence as an SPDX expression, or else the names that it gives."""
    said = distribution.metadata.get("License-Expression") or distribution.metadata.get("License") or ""
    if EXPRESSION.fullmatch(said):
        return said
    classifiers = distribution.metadata.get_all("Classifier") or []
    names = [line.split(" :: ")[-1] for line in classifiers if line.startswith("License :: OSI Approved :: ")]
    known = [IDENTIFIERS[name] for name in names if name in IDENTIFIERS]
    return known[0] if len(known) == len(names) == 1 else (sorted(names) or [said.split("\n")[0]])


def _texts(distribution: Distribution) -> dict[str, str]:
    """The texts of licences that its wheel brings, by their names in it."""
    texts: dict[str, str] = {}
    for file in sorted(distribution.files or (), key=str):
        folder, _, name = file.as_posix().partition(".dist-info/")
        if name and "/" not in folder and (name.startswith("licenses/") or LICENCE_FILE.fullmatch(name)):
            text = Path(str(file.locate())).read_text(encoding="utf-8", errors="replace")
            texts[name.removeprefix("licenses/")] = text
    return texts


def _bills(distribution: Distribution) -> Iterator[dict[str, list[dict[str, str]]]]:
    """The bills of materials in its wheel (PEP 770), which name what is linked into its libraries."""
    for file in sorted(distribution.files or (), key=str):
        if re.search(r"\.dist-info/sboms/.+\.json$", file.as_posix()):
            yield json.loads(Path(str(file.locate())).read_text(encoding="utf-8"))


def _read(paths: list[Path]) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in paths}


# --- what is no distribution -------------------------------------------------------------------------------


def _of_python(folder: Path) -> Component:
    version = platform.python_version()
    base, short = Path(sys.base_prefix), ".".join(version.split(".")[:2])
    places = [
        base / "lib" / f"python{short}" / "LICENSE.txt",
        base / "LICENSE.txt",
        Path(f"/usr/share/doc/python{short}/copyright"),
        Path(f"/usr/share/doc/libpython{short}-minimal/copyright"),
    ]
    text = next((path for path in places if path.exists()), None)
    if text is None:
        raise SystemExit(f"The licence of Python {version} is missing; it is not at {places[0]}.")
    return {
        "name": "python",
        "version": version,
        "purl": f"pkg:generic/python@{version}",
        "licence": "Python-2.0.1",
        "texts": _read([text, TEXTS / "python.txt"]),
        "contents": list(parts_of_python(folder)),
    }


def parts_of_python(folder: Path) -> Iterator[Component]:
    """The libraries in Python's modules that tell their versions; on Linux, others are files themselves."""
    import decimal
    import sqlite3
    import ssl
    import zlib
    from xml.parsers import expat

    versions = {
        ("pyexpat", "expat", "MIT"): expat.EXPAT_VERSION.removeprefix("expat_"),
        ("_decimal", "libmpdec", "BSD-2-Clause"): getattr(decimal, "__libmpdec_version__", ""),
    }
    if sys.platform != "linux":
        versions |= {
            ("_ssl", "openssl", "Apache-2.0"): ssl.OPENSSL_VERSION.split()[1],
            ("_sqlite3", "sqlite", "blessing"): sqlite3.sqlite_version,
            ("zlib", "zlib", "Zlib"): zlib.ZLIB_RUNTIME_VERSION,
        }
    for (module, name, licence), version in versions.items():
        # On Windows some modules are in the library of Python itself.
        is_built_in = sys.platform == "win32" and module in sys.builtin_module_names
        if version and (is_built_in or any(folder.rglob(f"{module}.*"))):
            yield part(name, version, licence) | {"purl": f"pkg:generic/{name}@{version}"}


def _of_qt() -> Component:
    version = _installed()["pyside6-essentials"].version
    return {
        "name": "qt",
        "version": version,
        "purl": f"pkg:generic/qt@{version}",
        "licence": "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only",
        "texts": _read(LGPL),
    }


def _of_icu() -> Component:
    names = [name for name in _owners() if "icudata" in name]
    version = re.findall(r"[0-9]+", "".join(names[:1]))[-1:] or [""]
    return {
        "name": "icu",
        "version": version[0],
        "purl": f"pkg:generic/icu@{version[0]}",
        "licence": "ICU",
        "texts": _read([TEXTS / "icu.txt"]),
    }


if __name__ == "__main__":
    listed = json.dumps(components(Path(sys.argv[1])), indent=1, ensure_ascii=False)
    Path(sys.argv[2]).write_text(listed + "\n", encoding="utf-8", newline="\n")
