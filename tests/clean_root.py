"""A root of Debian without Python and pip, in which packages are installed and used as on a desk."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["CleanRoot", "base_root", "missing_tools"]

RELEASE = "bookworm"
USERS = ("ana", "ben")
#: What changes without anything being left behind: what the kernel shows, the books of dpkg and apt, homes.
KEPT_BY_OTHERS = (
    "dev",
    "home",
    "proc",
    "run",
    "sys",
    "tmp",
    "var/cache",
    "var/lib/apt",
    "var/lib/dpkg",
    "var/log",
)
#: Private mounts and no network: a screen is reached through its socket.
ENTER = (
    'mount -t proc proc "$0/proc" && mount -t tmpfs -o mode=1777 tmp "$0/dev/shm" '
    '&& mount -t tmpfs -o mode=1777 tmp "$0/tmp" && mkdir "$0/tmp/.X11-unix" '
    '&& { [ ! -d /tmp/.X11-unix ] || mount --bind /tmp/.X11-unix "$0/tmp/.X11-unix"; } '
    '&& cd "$0" && exec chroot "$0" setpriv --reuid "$1" --regid "$1" --clear-groups '
    'env -i HOME="/home/$1" USER="$1" LANG=C.UTF-8 PATH=/usr/local/bin:/usr/bin:/bin DISPLAY="$2" '
    'sh -c "cd; $3"'
)


def missing_tools() -> str:
    """Why no such root can be made here, or nothing."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "only root on Linux can make a root of its own"
    absent = [name for name in ("debootstrap", "chroot", "unshare", "setpriv") if shutil.which(name) is None]
    if absent:
        return f"{' and '.join(absent)} not installed"
    may = subprocess.run(
        ["unshare", "--mount", "--pid", "--net", "--fork", "true"], capture_output=True, check=False
    )
    return "" if may.returncode == 0 else "this machine allows no namespaces"


def base_root(folder: Path) -> Path:
    """The root that others are copied from, made by debootstrap once. Raises CalledProcessError offline."""
    root = folder / f"{RELEASE}-root"
    if not root.exists():
        unfinished = folder / f"{RELEASE}-unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        subprocess.run(
            ["debootstrap", "--variant=minbase", RELEASE, unfinished], check=True, capture_output=True
        )
        for user in USERS:
            subprocess.run(["chroot", unfinished, "useradd", "--create-home", user], check=True)
        unfinished.rename(root)
    return root


class CleanRoot:
    """A copy of the base; what is done in it is written to `log`."""

    def __init__(self, folder: Path, base: Path, log: list[str]) -> None:
        self.folder = folder
        self.log = log
        subprocess.run(["cp", "--archive", base, folder], check=True)
        # The copy reaches the archive of packages as this machine does.
        for path in ("etc/resolv.conf", "etc/hosts"):
            shutil.copyfile(f"/{path}", folder / path)
        self.as_root("apt-get", "update")

    def as_root(self, *command: str) -> str:
        """Run a command of the administrator, with the network; fails with what it said."""
        environment = {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "DEBIAN_FRONTEND": "noninteractive",
            "LC_ALL": "C",
        }
        full = ["chroot", str(self.folder), *command]
        result = subprocess.run(
            full, capture_output=True, text=True, env=environment, stdin=subprocess.DEVNULL, check=False
        )
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    def install(self, package: Path) -> None:
        """Have apt install a package with all that it depends on."""
        place = self.folder / "var" / "cache" / package.name
        shutil.copyfile(package, place)
        began = time.monotonic()
        self.as_root("apt-get", "install", "--yes", f"/var/cache/{package.name}")
        place.unlink()
        self.tell(f"# apt-get install ./{package.name}: {time.monotonic() - began:.0f} s")

    def run(self, script: str, user: str = USERS[0], display: str = "", status: int = 0) -> str:
        """Run a script of a user, without network; its output. Fails unless it ends with `status`."""
        with self.running(script, user, display) as process:
            told, _ = process.communicate(timeout=300)
        self.tell(f"{user}$ {script}", *told.splitlines())
        assert process.returncode == status, told
        return told

    @contextmanager
    def running(
        self, script: str, user: str = USERS[0], display: str = ""
    ) -> Iterator[subprocess.Popen[str]]:
        """A script of a user as a process, which is ended with all that it started."""
        command = ["unshare", "--mount", "--pid", "--net", "--fork", "--kill-child", "sh", "-c", ENTER]
        process = subprocess.Popen(
            [*command, str(self.folder), user, display, script],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()

    def tell(self, *lines: str) -> None:
        """Add lines to the log."""
        self.log.extend(lines)

    def files(self) -> set[str]:
        """The paths of all files and folders but those that are not the package's to leave or to take."""
        found = set()
        for parent, folders, files in os.walk(self.folder):
            place = Path(parent).relative_to(self.folder).as_posix()
            folders[:] = [
                name for name in folders if f"{place}/{name}".removeprefix("./") not in KEPT_BY_OTHERS
            ]
            found |= {f"{place}/{name}".removeprefix("./") for name in (*folders, *files)}
        return found

    def remove(self) -> None:
        """Delete the root."""
        subprocess.run(["rm", "--recursive", "--force", "--one-file-system", self.folder], check=True)
