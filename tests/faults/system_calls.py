"""What a watched process opened, and whom it called: the record of strace, and what of it is allowed."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

__all__ = ["BEGIN", "END", "allowed", "forbidden_calls", "mark", "run_watched"]

#: Files that are not there: to look for one says in the record of the calls where the watch begins and ends.
BEGIN, END = "/stakemap-watch-begins", "/stakemap-watch-ends"

_CALLS = "open,openat,openat2,creat,socket,execve,execveat,truncate,unlink,unlinkat,rename,renameat,renameat2"
_STRACE = ("strace", "-f", "-qq", "--seccomp-bpf", "-e", "signal=none", "-e", f"trace={_CALLS}")
_LINE = re.compile(r"^(?:\d+ +)?(\w+)\((.*)$")
_PATH = re.compile(r'^(?:AT_FDCWD, |-?\d+, )?"((?:[^"\\]|\\.)*)"')
#: What Qt and Python read of the system whatever map is open, and devices that give chance or nothing.
_OF_THE_SYSTEM = (
    *("/etc/fonts", "/etc/ld.so.", "/etc/localtime", "/etc/nsswitch.conf", "/etc/passwd", "/etc/mime.types"),
    *("/usr/share/fonts", "/usr/local/share/fonts", "/usr/share/fontconfig", "/usr/share/zoneinfo"),
    *("/usr/share/mime", "/usr/local/share/mime", "/usr/share/X11", "/usr/share/locale", "/usr/share/icons"),
    *("/usr/lib", "/usr/local/lib", "/lib", "/var/cache/fontconfig", "/proc/", "/sys/"),
    *("/dev/urandom", "/dev/random", "/dev/null", "/dev/shm"),
)


def mark(name: str) -> None:
    """Begin or end the watch over the process that this is."""
    with contextlib.suppress(OSError):
        os.open(name, os.O_RDONLY)


def run_watched(
    order: Path,
    record: Path,
    environment: Mapping[str, str],
    seconds: float,
    module: str = "faults.hostile_app",
) -> int:
    """Run a module in a process that strace watches; its exit status. TimeoutExpired when it hangs."""
    command = [*_STRACE, "-o", str(record), sys.executable, "-m", module, str(order)]
    done = subprocess.run(
        command, env=dict(environment), timeout=seconds, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.stderr.write(done.stderr[-4_000:])
    return done.returncode


def allowed(*folders: Path) -> tuple[str, ...]:
    """What the app may open: the system's fonts and libraries, its own code, and `folders`."""
    code = {
        Path(sys.prefix),
        Path(sys.base_prefix),
        *(Path(__file__).resolve().parents[2] / name for name in _CODE),
    }
    code |= {Path(place) for place in sys.path if place} | {place.resolve() for place in code}
    return (*_OF_THE_SYSTEM, *sorted(map(str, code)), *map(str, folders))


_CODE = ("src", "resources", "tests", "pyproject.toml", "README.md")


def forbidden_calls(record: Path, places: Sequence[str]) -> list[str]:
    """The calls between the two marks that opened, changed or removed what lies elsewhere than in `places`.

    Also every socket that reaches further than this machine, and every other program that was started.
    """
    return sorted(
        {
            f"{call}({arguments[:200]}"
            for call, arguments in _calls(record)
            if _is_forbidden(call, arguments, places)
        }
    )


def _calls(record: Path) -> Iterator[tuple[str, str]]:
    is_on = False
    for line in record.read_text(encoding="utf-8", errors="replace").splitlines():
        found = _LINE.match(line)
        if found is None:
            continue
        if BEGIN in line or END in line:
            is_on = BEGIN in line
        elif is_on:
            yield found[1], found[2]


def _is_forbidden(call: str, arguments: str, places: Sequence[str]) -> bool:
    if call == "socket":
        return not arguments.startswith(("AF_UNIX", "AF_LOCAL"))
    if call in ("execve", "execveat"):
        return True
    path = _PATH.match(arguments)
    if path is None:
        return True
    name = path[1].encode("latin-1").decode("unicode_escape").encode("latin-1").decode("utf-8", "replace")
    return not os.path.normpath(name).startswith(tuple(places))
