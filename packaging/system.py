"""What the set-up needs of the machine: Debian's packages, Python's modules, Qt's libraries, a display."""

import errno
import functools
import importlib
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

#: Debian's package for each library that Qt's modules and window plugins load from the system.
PACKAGES = {
    "libcups.so.2": "libcups2",
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

#: How long to wait while another program holds the locks of apt-get.
LOCK_SECONDS = 600


class SetupError(Exception):
    """The set-up cannot go on; the text is one sentence that says what to do."""


def say(text: str) -> None:
    """Tell the user where the set-up is."""
    print(text, flush=True)


def reason(error: OSError) -> str:
    """What the system says went wrong."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "no space is left"
    return (error.strerror or str(error)).lower()


def sentence_of(error: OSError, what: str) -> str:
    """One sentence for what could not go on since the system refused something, and where it did."""
    place = f" at {error.filename}" if error.filename else ""
    return f"{what} could not go on{place}: {reason(error)}."


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


def qt_binaries(environment: Path) -> "tuple[list[Path], list[Path]]":
    """Qt's files that any picture needs, and those that a window needs besides."""
    folders = list(environment.glob("lib/python*/site-packages/PySide6"))
    if not folders:
        return [], []
    modules = [
        path for name in ("Core", "Gui", "Widgets", "Svg") for path in folders[0].glob(f"Qt{name}.*.so")
    ]
    patterns = ["libqxcb.so"] + (["libqwayland*.so"] if os.environ.get("WAYLAND_DISPLAY") else [])
    plugins = [path for pattern in patterns for path in folders[0].glob(f"Qt/plugins/platforms/{pattern}")]
    return modules, plugins


def check_system(environment: Path, programs: "dict[str, str]") -> None:
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
