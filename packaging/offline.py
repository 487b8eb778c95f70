"""Fill a folder with all that installs Stakemap on machines without internet; needs Python 3.11 or newer.

    python3 packaging/offline.py [DIR]            for machines like this one, into DIR or the folder `wheels`
    python3 packaging/offline.py DIR --platform windows-amd64 --python 3.12 --python 3.13    for others
    python3 packaging/offline.py --check DIR      whether it is complete and unchanged

The folder gets the wheel of this checkout, the wheels of all dependencies and of what builds it, lists of
their hashes for pip, the sums of all files, and the commands that install it. Nothing is taken whose hash
does not stand in `packaging/requirements`.
"""

import argparse
import hashlib
import itertools
import platform
import re
import signal
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

# The file keeps to a syntax that older versions read, so that they get this sentence and no traceback.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(
        f"Stakemap needs Python 3.11 or newer; this is Python {platform.python_version()}. "
        "Start it again with a newer one, for instance: python3.12 packaging/offline.py"
    )
# Also where Python is told not to look for modules beside the script.
sys.path.insert(0, str(Path(__file__).resolve().parent))

import environment as setup
from environment import ROOT, SUMS, WHEELS, Environment, clean_environment
from hashes import MACOS, PIN, PLATFORMS, PYTHONS, TARGETS, fits
from system import SetupError, reason, say, sentence_of

#: The lists that the folder holds, each with the files of requirements that it is made of.
LISTS = {"requirements.txt": ("app",), "build.txt": ("build",)}
INSTALL = "INSTALL.txt"
#: The newest version of the C library (2.x) that wheels may be made for: that of Qt's wheels.
C_LIBRARY = {"x86_64": 34, "aarch64": 39}

INSTRUCTIONS = """\
Stakemap {version}, to be installed without internet

For {platforms}; Python {pythons}.

Whoever filled this folder can tell you the SHA-256 of the file SHA256SUMS, which vouches for all others:

    sha256sum SHA256SUMS
    sha256sum --check SHA256SUMS

(on macOS shasum -a 256, on Windows certutil -hashfile FILE SHA256). Then, in this folder, one of these.

With Python alone, which compares each wheel with its hash once more:

    python3 -m venv ~/stakemap
    ~/stakemap/bin/python -m pip install --no-index --find-links . --require-hashes -r requirements.txt

(on Windows: py -m venv %USERPROFILE%\\stakemap, and %USERPROFILE%\\stakemap\\Scripts\\python instead), after
which ~/stakemap/bin/stakemap starts it. With pipx or uv, as the command stakemap:

    pipx install --pip-args="--no-index --find-links ." stakemap
    uv tool install --no-index --find-links . stakemap

Where another version is installed, pip replaces it; pipx and uv do with --force.

From a copy of the project's repository with this folder in it, under the name wheels:

    python3 packaging/bootstrap.py run

To build the wheel from such a copy, in an environment into which pip has installed build.txt as above:

    python3 -m build --no-isolation
"""


# --- what is in a folder ---------------------------------------------------------------------------------


def pins(name: str) -> "dict[str, set[str]]":
    """The hashes of each version, written name==version, that a file of `packaging/requirements` pins."""
    found: dict[str, set[str]] = {}
    hashes: set[str] = set()
    for line in (setup.REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if pin := PIN.match(line):
            hashes = found[f"{pin[1]}=={pin[2]}"] = set()
        hashes.update(re.findall(r"--hash=sha256:(\w+)", line))
    return found


def all_hashes() -> "set[str]":
    """The hashes of all wheels of dependencies that such a folder may hold."""
    return {
        digest for names in LISTS.values() for name in names for one in pins(name).values() for digest in one
    }


def files_in(folder: Path) -> "list[Path]":
    """What lies in a folder but for hidden files, in the order of the names."""
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def digests(folder: Path) -> "dict[str, str]":
    """The SHA-256 of each file there but for the list of sums, by its name; empty for what is no file."""
    found = {}
    for path in files_in(folder):
        if path.name != SUMS:
            found[path.name] = ""
            if path.is_file():
                with path.open("rb") as file:
                    found[path.name] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def listed(name: str, present: "dict[str, str]") -> str:
    """The list of hashes with this name, for the wheels that are present: of each version those alone."""
    lines = ["# Made by packaging/offline.py."]
    versions = {version: hashes for part in LISTS[name] for version, hashes in pins(part).items()}
    if name == "requirements.txt":
        own = next(wheel for wheel in present if is_own(wheel))
        versions[f"stakemap=={own.split('-')[1]}"] = {present[own]}
    for version, hashes in versions.items():
        here = sorted(hashes & set(present.values()))
        lines.append(" \\\n    ".join([version, *(f"--hash=sha256:{digest}" for digest in here)]))
    return "\n".join(lines) + "\n"


def instructions(version: str, targets: "list[tuple[str, str]]") -> str:
    """What the folder tells of itself, and how to install from it."""
    platforms, pythons = (", ".join(dict.fromkeys(column)) for column in zip(*targets, strict=True))
    return INSTRUCTIONS.format(version=version, platforms=platforms, pythons=pythons)


def told(text: str) -> "list[tuple[str, str]]":
    """The platforms and versions of Python that such a text names."""
    match = re.search(r"^For (.*); Python (.*)\.$", text, re.MULTILINE)
    return list(itertools.product(*(part.split(", ") for part in match.groups()))) if match else []


def lacking(present: "dict[str, str]", targets: "list[tuple[str, str]]") -> "str | None":
    """What has no wheel among those that are present, in words; None if all is there."""
    known = {
        version: hashes
        for names in LISTS.values()
        for name in names
        for version, hashes in pins(name).items()
    }
    for target, python in targets:
        for version, hashes in known.items():
            if not any(digest in hashes and fits(name, target, python) for name, digest in present.items()):
                return f"there is no wheel of {version} for {target}, Python {python}"
    return None


def is_own(name: str) -> bool:
    """Whether a file is the wheel of Stakemap itself."""
    return name.startswith("stakemap-") and name.endswith(".whl")


def build_wheel(folder: Path, into: Path) -> Path:
    """Build the wheel of this checkout with the tools in the folder whose hashes are known.

    The same checkout makes the same bytes everywhere: the date in it is a fixed one.
    """
    known = {digest for one in pins("build").values() for digest in one}
    tools = [str(folder / name) for name, digest in digests(folder).items() if digest in known]
    code = (
        "import sys; sys.path[:0] = sys.argv[2:]; from hatchling.build import build_wheel; "
        "print(build_wheel(sys.argv[1]))"
    )
    environment = {name: value for name, value in clean_environment().items() if name != "SOURCE_DATE_EPOCH"}
    result = subprocess.run(
        [sys.executable, "-I", "-c", code, str(into), *tools],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise SetupError(
            "The wheel of this checkout cannot be built: "
            + (result.stderr.strip() or "Python was stopped.").splitlines()[-1]
        )
    return into / result.stdout.split()[-1]


# --- filling and checking one ----------------------------------------------------------------------------


def tags(target: str) -> "list[str]":
    """The tags of the wheels that fit a platform, the best first, as pip wants to be told them."""
    system, machine = target.split("-")
    if system == "linux":
        return [f"manylinux_2_{minor}_{machine}" for minor in range(C_LIBRARY[machine], 4, -1)]
    return [f"macosx_{MACOS}_0_{machine}" if system == "macos" else f"win_{machine}"]


def claim(folder: Path) -> None:
    """Make the folder, or take away from one that was filled before what says that it is complete.

    Raises SetupError where it holds something else, and where nothing can be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise SetupError(
            f"Nothing can be written to {folder} ({reason(error)}); name another folder."
        ) from error
    texts = {SUMS, INSTALL, *LISTS}
    for path in files_in(folder):
        if not path.is_file() or not (path.suffix == ".whl" or path.name in texts):
            raise SetupError(
                f"{folder} holds something else, {path.name}; name an empty folder or one filled before."
            )
    for path in files_in(folder):
        if path.name in texts or is_own(path.name):
            path.unlink()


def fill(folder: Path, targets: "list[tuple[str, str]]") -> None:
    """Download all wheels for these platforms and versions of Python, and build that of this checkout.

    What was downloaded before is kept; the list of sums, without which a folder is not complete, comes last.
    """
    claim(folder)
    files = [str(setup.REQUIREMENTS / f"{name}.txt") for names in LISTS.values() for name in names]
    lists = [part for file in files for part in ("--requirement", file)]
    with tempfile.TemporaryDirectory(prefix="stakemap-") as temporary:
        environment = Environment(Path(temporary) / "environment")
        environment.make()
        for target, python in targets:
            say(f"Fetching what {target} with Python {python} needs …")
            place = [part for tag in tags(target) for part in ("--platform", tag)]
            place += ["--implementation", "cp", "--python-version", python, "--dest", str(folder)]
            safely = ["--require-hashes", "--only-binary", ":all:", "--no-deps"]
            environment.pip("download", *safely, *place, *lists)
        known = all_hashes()
        for name, digest in digests(folder).items():
            if digest not in known or not any(fits(name, *target) for target in targets):
                (folder / name).unlink()
        wheel = build_wheel(folder, Path(temporary))
        (folder / wheel.name).write_bytes(wheel.read_bytes())
    present = digests(folder)
    if fault := lacking(present, targets):
        raise SetupError(f"In {folder}, {fault}.")
    texts = {name: listed(name, present) for name in LISTS}
    texts[INSTALL] = instructions(wheel.name.split("-")[1], targets)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    sums = "".join(f"{digest}  {name}\n" for name, digest in digests(folder).items())
    (folder / SUMS).write_text(sums, encoding="utf-8", newline="\n")


def check(folder: Path) -> None:
    """See whether a folder is as it was filled, by this checkout. Raises SetupError for what is not so."""
    try:
        sums = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise SetupError(f"{folder} is not complete: it was not filled to the end.") from error
    expected = {name: digest for digest, _, name in (line.partition("  ") for line in sums)}
    present = digests(folder)
    known = all_hashes() | {present[name] for name in present if is_own(name)}
    faults = {
        "is missing": expected.keys() - present.keys(),
        "was added": present.keys() - expected.keys(),
        "was changed or copied in part": {name for name in expected if present.get(name) != expected[name]},
        "is none that packaging/requirements names; the folder belongs to another version or was changed": {
            name for name, digest in present.items() if name.endswith(".whl") and digest not in known
        },
    }
    for fault, names in faults.items():
        if names:
            raise SetupError(f"In {folder}, {', '.join(sorted(names))} {fault}.")
    compare(folder, present)


def compare(folder: Path, present: "dict[str, str]") -> None:
    """Compare what is not downloaded, the texts and Stakemap's own wheel, with what this checkout makes."""
    with tempfile.TemporaryDirectory(prefix="stakemap-") as temporary:
        wheel = build_wheel(folder, Path(temporary))
        own = {name for name in present if is_own(name)}
        if own != {wheel.name} or wheel.read_bytes() != (folder / wheel.name).read_bytes():
            raise SetupError(f"The wheel of Stakemap in {folder} is not the one that this checkout makes.")
    try:
        texts = {name: (folder / name).read_text(encoding="utf-8") for name in (*LISTS, INSTALL)}
    except (OSError, ValueError) as error:
        raise SetupError(f"In {folder}, the lists and instructions cannot be read.") from error
    targets = [target for target in told(texts[INSTALL]) if target in TARGETS]
    expected = {name: listed(name, present) for name in LISTS}
    expected[INSTALL] = instructions(wheel.name.split("-")[1], targets) if targets else ""
    for name, text in texts.items():
        if text != expected[name]:
            raise SetupError(f"In {folder}, {name} is not the one that belongs to the wheels that are there.")
    if fault := lacking(present, targets):
        raise SetupError(f"In {folder}, {fault}.")


# --- the command -----------------------------------------------------------------------------------------


def this_machine() -> "tuple[str, str]":
    """The platform and the version of Python that this is."""
    system = {"linux": "linux", "darwin": "macos", "win32": "windows"}.get(sys.platform, sys.platform)
    # On Windows an ARM processor also runs a Python for amd64, which takes the wheels for that.
    machine = sysconfig.get_platform().removeprefix("win-") if system == "windows" else platform.machine()
    target = f"{system}-{machine.lower()}"
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return target, python


def targets_of(options: argparse.Namespace) -> "list[tuple[str, str]]":
    """All pairs of the platforms and versions of Python that are asked for."""
    here = this_machine()
    chosen = []
    for asked, own, known in zip((options.platform, options.python), here, (PLATFORMS, PYTHONS), strict=True):
        names = list(known) if "all" in (asked or ()) else asked or [own]
        for name in names:
            if name not in known:
                raise SetupError(f"There are no wheels of Qt for {name}; there are for {', '.join(known)}.")
        chosen.append(names)
    return list(itertools.product(*chosen))


def main(arguments: "list[str]") -> int:
    """Fill a folder or check one; the exit status: 0 if it is complete and unchanged, else 2."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    parser = argparse.ArgumentParser(
        prog="offline.py", description="Fill a folder with all that installs Stakemap without internet."
    )
    parser.add_argument("folder", metavar="DIR", nargs="?", type=Path, default=WHEELS, help="default: wheels")
    parser.add_argument("--check", action="store_true", help="only say whether it is complete and unchanged")
    several = {"action": "append", "metavar": "NAME"}
    parser.add_argument(
        "--platform", **several, help=f"one of {', '.join(PLATFORMS)}, or all; again for more"
    )
    parser.add_argument("--python", **several, help=f"one of {', '.join(PYTHONS)}, or all; again for more")
    options = parser.parse_args(arguments)
    folder = options.folder.absolute()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        if options.check:
            check(folder)
        else:
            fill(folder, targets_of(options))
    except SetupError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(sentence_of(error, "This"), file=sys.stderr)
    except KeyboardInterrupt:
        unfinished = (
            "" if options.check else f"; {folder} is not complete, the same command goes on from here"
        )
        print(f"Interrupted{unfinished}.", file=sys.stderr)
    else:
        digest = hashlib.sha256((folder / SUMS).read_bytes()).hexdigest()
        say(f"{folder} is complete; {INSTALL} in it tells how to install. The SHA-256 of {SUMS}:\n{digest}")
        return 0
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
