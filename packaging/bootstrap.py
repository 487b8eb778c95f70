"""Set Stakemap up beside its source and run or test it; needs Python 3.11 or newer and nothing else.

    python3 packaging/bootstrap.py run     open the Armenia–Türkiye preset
    python3 packaging/bootstrap.py test    run the tests

Both make `.venv` in the project's folder, install the dependencies and the project there, and look for the
system libraries that Qt needs for a window. A second call finds all that in place and starts at once; `run
--version` and `test --version` do nothing else. Of each dependency only the wheels are installed whose hashes
stand in `packaging/requirements`, and no code of theirs is run to build them.
"""

import argparse
import functools
import hashlib
import importlib
import importlib.util
import json
import os
import platform
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

# The file keeps to a syntax that older versions read, so that they get this sentence and no traceback.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(
        f"Stakemap needs Python 3.11 or newer; this is Python {platform.python_version()}. "
        "Start it again with a newer one, for instance: python3.12 packaging/bootstrap.py run"
    )

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
REQUIREMENTS = ROOT / "packaging" / "requirements"
PRESET = "armenia-turkiye"
PICTURE = ROOT / "build" / "armenia-turkiye.png"

#: What an environment must be able to import to count as whole, per extra of pyproject.toml.
PROBES = {
    "": ("stakemap", "PySide6", "pydantic", "orjson", "pyqtgraph"),
    "dev": ("pytest", "pytestqt", "mypy"),
}

#: Debian's package for each library that Qt's modules and window plugins load from the system.
PACKAGES = {
    "libdbus-1.so.3": "libdbus-1-3",
    "libEGL.so.1": "libegl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}

#: Programs with which the tests open real windows, let system calls fail and read PDFs; those tests skip
#: without them. LibreOffice, which draws decks for a few tests more, is too large to be installed for them.
TEST_PROGRAMS = {"Xvfb": "xvfb", "strace": "strace", "xdotool": "xdotool", "pdftotext": "poppler-utils"}


#: How long to wait while another program holds the locks of apt-get.
LOCK_SECONDS = 600

#: How pytest runs all tests: side by side, those of a group by the same process.
ALL_TESTS = ("--numprocesses", "auto", "--maxprocesses", "4", "--dist", "loadgroup")


class SetupError(Exception):
    """The set-up cannot go on; the text is one sentence that says what to do."""


def say(text: str) -> None:
    """Tell the user where the set-up is."""
    print(text, flush=True)


# --- the environment -------------------------------------------------------------------------------------


class Environment:
    """The virtual environment of one checkout: makes it, fills it, and knows whether that is still needed."""

    def __init__(self, folder: Path = ENVIRONMENT) -> None:
        self.folder = folder
        scripts = folder / ("Scripts" if os.name == "nt" else "bin")
        self.python = scripts / ("python.exe" if os.name == "nt" else "python")
        self.stamp = folder / "stakemap-setup.json"
        self.unfinished = folder / "stakemap-setup-unfinished"
        self.log = folder / "stakemap-setup.log"

    def fingerprint(self) -> str:
        """Changes whenever what the environment should hold may have changed."""
        digest = hashlib.sha256()
        for path in (ROOT / "pyproject.toml", *sorted(REQUIREMENTS.glob("*.txt")), Path(__file__)):
            digest.update(path.read_bytes())
        for fact in (sys.version, platform.machine(), str(ROOT)):
            digest.update(fact.encode())
        return digest.hexdigest()

    def is_ready(self, extra: str) -> bool:
        """Whether an earlier set-up with this extra was completed, is still current and still works."""
        try:
            stamp = json.loads(self.stamp.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        if self.unfinished.exists() or not isinstance(stamp, dict):
            return False
        if stamp.get("fingerprint") != self.fingerprint():
            return False
        return extra in stamp.get("extras", []) and self.works(PROBES[""] + PROBES[extra])

    def works(self, modules: "tuple[str, ...]") -> bool:
        """Whether its Python starts and finds these modules."""
        code = "import sys, importlib.util as u; sys.exit(not all(map(u.find_spec, sys.argv[1:])))"
        try:
            command = [str(self.python), "-I", "-c", code, *modules]
            return subprocess.run(command, capture_output=True, check=False).returncode == 0
        except OSError:
            return False

    def can_be_kept(self) -> bool:
        """Whether what is there can be brought up to date, rather than made anew."""
        if self.unfinished.exists():
            return False
        try:
            lines = (self.folder / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
        except OSError:
            return False
        facts = dict(line.replace(" ", "").split("=", 1) for line in lines if "=" in line)
        return facts.get("version") == platform.python_version() and self.works(("pip",))

    def prepare(self, extra: str) -> None:
        """Make sure that the environment holds the project, its dependencies and those of `extra`."""
        if self.is_ready(extra):
            return
        if not self.can_be_kept():
            self.make()
        self.unfinished.touch()
        say(
            "Installing the dependencies; the first time this downloads some 150 MB and takes a few minutes …"
        )
        files = [str(REQUIREMENTS / f"{name}.txt") for name in ("build", "app", extra) if name]
        lists = [part for file in files for part in ("--requirement", file)]
        self.pip("install", "--require-hashes", "--only-binary", ":all:", *lists)
        # The build backend is among them, so that building the project fetches nothing more.
        self.pip("install", "--no-index", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
        facts = {"fingerprint": self.fingerprint(), "extras": sorted({"", extra})}
        self.stamp.write_text(json.dumps(facts), encoding="utf-8")
        self.unfinished.unlink()
        say("The environment is ready.")

    def make(self) -> None:
        """Make an empty environment, in place of what is left of another."""
        if self.folder.exists():
            ours = self.unfinished.exists() or (self.folder / "pyvenv.cfg").exists()
            if not self.folder.is_dir() or (not ours and any(self.folder.iterdir())):
                raise SetupError(f"{self.folder} is no Python environment; move it away and start again.")
            say(
                "The environment that is there is incomplete or belongs to another Python; making a new one …"
            )
            shutil.rmtree(self.folder)
        need_venv_module()
        say(f"Making an environment for Python {platform.python_version()} in {self.folder} …")
        self.folder.mkdir()
        self.unfinished.touch()
        # Not sys.executable, which may lie in the very environment that has just been removed.
        base = getattr(sys, "_base_executable", None) or sys.executable
        self.call([base, "-m", "venv", str(self.folder)])

    def pip(self, *arguments: str) -> None:
        """Run pip inside the environment, quietly."""
        options = ["--quiet", "--disable-pip-version-check", "--no-input"]
        self.call([str(self.python), "-m", "pip", arguments[0], *options, *arguments[1:]])

    def call(self, command: "list[str]") -> None:
        """Run one step; what it prints goes to the log, and to the screen when it fails."""
        result = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=clean_environment(), check=False
        )
        with self.log.open("ab") as log:
            log.write(result.stdout)
        if result.returncode:
            said = result.stdout.decode(errors="replace")
            if "DO NOT MATCH THE HASHES" in said:
                names = ", ".join(re.findall(r"^ +(\S+) from ", said, re.MULTILINE)) or "a package"
                raise SetupError(
                    f"What was downloaded for {names} does not have the hash that {REQUIREMENTS} names, so "
                    f"it was not installed; {self.log} has both hashes."
                )
            print(said[-4000:], file=sys.stderr)
            raise SetupError(
                f"The set-up failed at: {' '.join(command)}. Is this machine online? "
                "Start the same command again to try once more."
            )


def clean_environment() -> "dict[str, str]":
    """The environment variables without those that would lead Python or pip out of the new environment.

    Nor is Python kept from storing what it compiled, which each process of the tests would compile anew.
    """
    unwanted = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PIP_TARGET", "PIP_PREFIX", "PIP_USER"}
    unwanted.add("PYTHONDONTWRITEBYTECODE")
    return {name: value for name, value in os.environ.items() if name not in unwanted}


# --- the system ------------------------------------------------------------------------------------------


def is_debian() -> bool:
    """Whether packages come through apt-get here (Debian, Ubuntu and their kin)."""
    return sys.platform == "linux" and shutil.which("apt-get") is not None


def is_root() -> bool:
    """Whether system packages may be installed without asking anyone."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def apt_get(*arguments: str) -> "subprocess.CompletedProcess[bytes]":
    """Run apt-get without it asking anything; while another program installs packages, wait for that."""
    give_up, has_told = time.monotonic() + LOCK_SECONDS, False
    while True:
        result = subprocess.run(
            ["apt-get", *arguments, "--quiet"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"},
            check=False,
        )
        # DPkg::Lock::Timeout waits for one of apt's three locks only, and without a word.
        is_locked = result.returncode != 0 and b"Could not get lock" in result.stdout
        if not is_locked or time.monotonic() > give_up:
            return result
        if not has_told:
            say(
                f"Another program is installing system packages; waiting up to {LOCK_SECONDS // 60} minutes …"
            )
            has_told = True
        time.sleep(2)


@functools.cache
def refresh_package_lists() -> None:
    """Once is enough; should it fail, installing tells why."""
    apt_get("update")


def is_agreed(question: str) -> bool:
    """Ask the user, where there is one: nobody answers in continuous integration or without a terminal."""
    if os.environ.get("CI", "").lower() in ("1", "true") or not (sys.stdin and sys.stdin.isatty()):
        return True
    try:
        return input(f"{question} [Y/n] ").strip().lower() in ("", "y", "yes")
    except EOFError:
        return False


def install_packages(packages: "list[str]") -> bool:
    """Print the command that installs Debian packages, and run it if we may; whether they were installed."""
    names = " ".join(packages)
    if not is_root():
        say(f"Some system packages are missing. To install them:\n\n    sudo apt-get install --yes {names}\n")
        return False
    command = f"apt-get update && apt-get install --yes --no-install-recommends {names}"
    say(f"Some system packages are missing. This installs them:\n\n    {command}\n")
    if not is_agreed("Run it now?"):
        return False
    say("Installing system packages …")
    refresh_package_lists()
    result = apt_get("install", "--yes", "--no-install-recommends", *packages)
    if result.returncode:
        print(result.stdout.decode(errors="replace")[-2000:], file=sys.stderr)
        say(f"That failed. To try again by hand:\n\n    {command}\n")
    return result.returncode == 0


def has_venv_module() -> bool:
    """Whether this Python can make environments (Debian keeps that in a package of its own)."""
    importlib.invalidate_caches()
    return all(importlib.util.find_spec(name) is not None for name in ("venv", "ensurepip"))


def need_venv_module() -> None:
    """Make sure that this Python can make environments, installing Debian's package where possible."""
    if has_venv_module():
        return
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if is_debian() and install_packages([f"python{version}-venv"]) and has_venv_module():
        return
    if is_debian():
        raise SetupError(
            "This Python cannot make environments yet; install the package named above, then start again."
        )
    raise SetupError(
        "This Python lacks its venv or ensurepip module; install a complete Python, then start again."
    )


def missing_libraries(binaries: "list[Path]") -> "list[str]":
    """The shared libraries that these files need and the system lacks, as the dynamic loader sees it."""
    loader = shutil.which("ldd")
    if loader is None or not binaries:
        return []
    result = subprocess.run(
        [loader, *map(str, binaries)],
        capture_output=True,
        text=True,
        errors="replace",
        env={**os.environ, "LC_ALL": "C"},
        check=False,
    )
    return sorted({line.split()[0] for line in result.stdout.splitlines() if line.endswith("=> not found")})


def qt_binaries(environment: Environment) -> "tuple[list[Path], list[Path]]":
    """Qt's files that any picture needs, and those that a window needs besides."""
    folders = list(environment.folder.glob("lib/python*/site-packages/PySide6"))
    if not folders:
        return [], []
    modules = [
        path for name in ("Core", "Gui", "Widgets", "Svg") for path in folders[0].glob(f"Qt{name}.*.so")
    ]
    patterns = ["libqxcb.so"] + (["libqwayland*.so"] if os.environ.get("WAYLAND_DISPLAY") else [])
    plugins = [path for pattern in patterns for path in folders[0].glob(f"Qt/plugins/platforms/{pattern}")]
    return modules, plugins


def check_system(environment: Environment, programs: "dict[str, str]") -> None:
    """Find the system libraries and programs that are missing; install them or say how to.

    Raises SetupError when Qt cannot draw at all without them; others only keep windows from opening.
    """
    if sys.platform != "linux":
        return
    modules, plugins = qt_binaries(environment)
    missing = missing_libraries(modules + plugins)
    wanted = {PACKAGES[library] for library in missing if library in PACKAGES}
    wanted |= {package for program, package in programs.items() if shutil.which(program) is None}
    if wanted and is_debian() and install_packages(sorted(wanted)):
        missing = missing_libraries(modules + plugins)
    nameless = missing if not is_debian() else [library for library in missing if library not in PACKAGES]
    if nameless:
        say(
            "Qt needs these libraries; install them with your system's package manager: "
            + ", ".join(nameless)
        )
    if missing and missing_libraries(modules):
        raise SetupError("Without the libraries named above Qt cannot draw; install them, then start again.")


def has_display() -> bool:
    """Whether a window can be opened: on Linux, whether a display server answers."""
    if sys.platform != "linux" or os.environ.get("WAYLAND_DISPLAY"):
        return True
    host, _, number = os.environ.get("DISPLAY", "").rpartition(":")
    number = number.split(".")[0]
    if not number.isdigit():
        return False
    if host in ("", "unix"):
        path = f"/tmp/.X11-unix/X{number}"
        return any(answers(socket.AF_UNIX, address) for address in (path, "\0" + path))
    return answers(socket.AF_INET, (host, 6000 + int(number)))


def answers(family: int, address: object) -> bool:
    """Whether something accepts a connection there."""
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(3)
        try:
            probe.connect(address)
        except OSError:
            return False
    return True


# --- the two commands ------------------------------------------------------------------------------------


def call(environment: Environment, *arguments: str) -> int:
    """Run the environment's Python in the foreground; its exit status."""
    # -P: what lies in the folder that the user is in is no part of the program.
    status = subprocess.call([str(environment.python), "-P", *arguments], env=clean_environment())
    return status if status >= 0 else 128 - status


def run(environment: Environment, arguments: "list[str]") -> int:
    """Open the preset, or what the arguments name; without a display export the preset as a picture."""
    environment.prepare("")
    check_system(environment, {})
    if arguments:
        return call(environment, "-m", "stakemap", *arguments)
    if has_display():
        return call(environment, "-m", "stakemap", "open", "--preset", PRESET)
    PICTURE.parent.mkdir(exist_ok=True)
    status = call(environment, "-m", "stakemap", "export", "--preset", PRESET, "-o", str(PICTURE))
    if status == 0:
        say(f"There is no display here, so the preset was drawn as a picture: {PICTURE}")
    return status


def test(environment: Environment, arguments: "list[str]") -> int:
    """Run all tests, on all processors up to four; or what the arguments, which go to pytest, ask for."""
    environment.prepare("dev")
    check_system(environment, TEST_PROGRAMS if sys.platform == "linux" else {})
    os.chdir(ROOT)
    return call(environment, "-m", "pytest", *(arguments or ALL_TESTS))


def main(arguments: "list[str]") -> int:
    """The exit status of one of the two commands."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    parser = argparse.ArgumentParser(
        prog="bootstrap.py",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        usage="bootstrap.py [-h] {run,test} [ARGUMENT ...]",
        description="Set Stakemap up in .venv beside its source, then run or test it.",
        epilog="run   opens the preset, or what the arguments name; without a display it draws the preset\n"
        "test  runs the tests; the arguments go to pytest",
    )
    parser.add_argument("command", choices=("run", "test"), help="what to do once all is in place")
    # The rest is not argparse's: it would take options that are meant for pytest.
    wants_help = arguments[1:2] in (["-h"], ["--help"])
    options = parser.parse_args(["--help"] if wants_help else arguments[:1])
    command = run if options.command == "run" else test
    try:
        return command(Environment(), arguments[1:])
    except SetupError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(f"The set-up could not go on: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
