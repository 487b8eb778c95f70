"""The packages for Linux on a desk of their own: installed, used and removed where there is no Python."""

from __future__ import annotations

import subprocess
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from clean_root import CleanRoot, base_root, missing_tools
from screens import missing

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / "build" / "clean-roots"
TITLE = "Armenia–Türkiye normalisation"
#: Long, with spaces, and with letters of four scripts: a folder as somebody has it on a shared drive.
PREFIX = "Отдел анализа – Հայաստան/" + "ä" * 80 + " 地図/" + "x" * 100
#: How long the app may take to show a window on a machine that is busy, in seconds.
PATIENCE = 120.0

#: The programs of desks that open a file by its type.
OPENERS = ("libglib2.0-bin", "xdg-utils")
#: Those that desks have to notice new types and programs.
REFRESHERS = ("desktop-file-utils", "shared-mime-info")

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]


def built(pattern: str) -> Path:
    """The package that was built last."""
    found = sorted((ROOT / "dist").glob(pattern), key=lambda path: path.stat().st_mtime)
    if not found:
        pytest.skip("run packaging/build.py deb portable first")
    return found[-1]


@pytest.fixture(scope="module")
def root() -> Iterator[CleanRoot]:
    """A root in which nothing is installed yet; at the end, the log of what was done in it lies beside it."""
    built("stakemap_*.deb"), built("stakemap-*-linux-*.tar.gz")
    if reason := missing_tools() or missing():
        pytest.skip(reason)
    try:
        base = base_root(PLACE)
        root = CleanRoot(PLACE / "root", base, [])
    except (subprocess.CalledProcessError, AssertionError) as error:
        pytest.skip(f"no root of Debian can be made here: {error}")
    try:
        yield root
    finally:
        root.remove()
        (PLACE / "log.txt").write_text("\n".join(root.log) + "\n", encoding="utf-8")


def titles(display: str) -> list[str]:
    """The titles of all windows on a screen."""
    search = ["xdotool", "search", "--onlyvisible", "--name", "Stakemap", "getwindowname", "%@"]
    environment = {"DISPLAY": display, "PATH": "/usr/bin:/bin"}
    result = subprocess.run(
        search, capture_output=True, text=True, encoding="utf-8", env=environment, check=False
    )
    return result.stdout.splitlines()


def shows(root: CleanRoot, script: str, display: str) -> None:
    """Run a script until a window with the title of the example is there, and close that by its key."""
    with root.running(script, display=display):
        began = time.monotonic()
        while not (seen := [title for title in titles(display) if TITLE in title]):
            assert time.monotonic() < began + PATIENCE, f"no window, but {titles(display)}"
            time.sleep(0.2)
        root.tell(f"ana$ {script}", f"# window after {time.monotonic() - began:.1f} s: {seen[0]}")
        press = [
            "xdotool",
            "search",
            "--onlyvisible",
            "--name",
            "Stakemap",
            "key",
            "--window",
            "%1",
            "ctrl+q",
        ]
        subprocess.run(
            press, env={"DISPLAY": display, "PATH": "/usr/bin:/bin"}, check=False, capture_output=True
        )
        deadline = time.monotonic() + 20
        while titles(display) and time.monotonic() < deadline:
            time.sleep(0.2)
    assert not titles(display)


def test_the_deb_is_installed_used_and_removed(root: CleanRoot, screen: str) -> None:
    before = root.files()
    root.run("command -v python3 python pip pip3", status=127)
    root.install(built("stakemap_*.deb"))
    told = root.run("stakemap selftest")
    assert "FAILED" not in told
    assert "/usr/lib/stakemap/" in told
    root.run("stakemap new -o 'a map.stakemap.json' --preset armenia-turkiye")
    root.run("stakemap export 'a map.stakemap.json' -o slide.png && head -c 4 slide.png | od -An -c")
    root.run("stakemap validate 'a map.stakemap.json'")
    shows(root, "stakemap open --preset armenia-turkiye", screen)
    root.as_root("apt-get", "install", "--yes", "--no-install-recommends", *OPENERS)
    kind = root.run("gio info --attributes standard::content-type 'a map.stakemap.json'")
    assert "application/x-stakemap+json" in kind
    shows(root, "gio open 'a map.stakemap.json'; sleep 300", screen)
    # Of the programs that know types it asks the one of the desk.
    desk = "export XDG_CURRENT_DESKTOP=GNOME; cp 'a map.stakemap.json' other.stakemap"
    shows(root, f"{desk}; xdg-open other.stakemap; sleep 300", screen)
    root.run("stakemap export *.json -o one.pdf & stakemap selftest >two.txt; wait; ls one.pdf two.txt")
    root.run("stakemap selftest | tail -1", user="ben")
    assert "/home/ben/" in root.log[-1]
    assert not root.as_root("dpkg", "--verify", "stakemap")
    root.as_root("apt-get", "purge", "--autoremove", "--yes", "stakemap", *OPENERS)
    root.tell("# apt-get purge --autoremove stakemap")
    root.run("ls")
    left, gone = sorted(root.files() - before), sorted(before - root.files())
    root.tell(f"# files outside of homes that are left: {len(left)}; that are missing: {len(gone)}")
    assert (left, gone) == ([], [])
    assert (root.folder / "home" / "ana" / "a map.stakemap.json").exists()


def test_the_portable_runs_from_a_folder_that_nobody_may_write(root: CleanRoot, screen: str) -> None:
    # The libraries of a desk, which this package cannot bring: those that the other one depends on.
    depends = subprocess.run(
        ["dpkg-deb", "--field", built("stakemap_*.deb"), "Depends"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    names = [part.split()[0] for part in depends.split(",")]
    root.as_root("apt-get", "install", "--yes", "--no-install-recommends", *names)
    place = root.folder / "srv" / PREFIX
    with tarfile.open(built("stakemap-*-linux-*.tar.gz")) as archive:
        archive.extractall(place, filter="data")
    for path in (place, *place.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o555)
    folder = next(place.iterdir()).name
    program = f"'/srv/{PREFIX}/{folder}/stakemap'"
    told = root.run(f"{program} selftest")
    assert "FAILED" not in told
    root.run(
        f"{program} export --preset armenia-turkiye -o portable.png && head -c 4 portable.png | od -An -c"
    )
    shows(root, f"{program} open --preset armenia-turkiye", screen)
    root.as_root("apt-get", "install", "--yes", "--no-install-recommends", *OPENERS, *REFRESHERS)
    root.run(f"{program} desktop-setup && {program} new -o 'a colleague’s.stakemap' --preset armenia-turkiye")
    shows(root, "gio open 'a colleague’s.stakemap'; sleep 300", screen)
    root.run(f"{program} desktop-setup --undo")
    assert "stakemap.desktop" not in root.run("gio mime application/x-stakemap+json")
    assert not list(place.rglob("*.pyc"))
