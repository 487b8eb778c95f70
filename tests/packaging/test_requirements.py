"""The files of pinned versions hold all that is installed from them: pip refuses what has no hash."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import hashes
import offline

ROOT = Path(__file__).resolve().parents[2]


def pins(*files: str) -> dict[str, str]:
    """The pinned version of each distribution in these files, by its normalised name."""
    texts = [(ROOT / "packaging" / "requirements" / file).read_text(encoding="utf-8") for file in files]
    found = re.findall(r"^([A-Za-z0-9-]+)==([0-9a-z.]+)", "\n".join(texts), re.MULTILINE)
    return {canonicalize_name(name): version for name, version in found}


def missing(pinned: dict[str, str]) -> set[str]:
    """What the installed distributions of these names need on this machine that no pin satisfies."""
    wanted = set()
    for name in pinned:
        try:
            needs = map(Requirement, requires(name) or ())
        except PackageNotFoundError:
            # Needed on other machines alone.
            continue
        for need in needs:
            if need.marker is None or need.marker.evaluate({"extra": ""}):
                version = pinned.get(canonicalize_name(need.name))
                if version is None or not need.specifier.contains(version, prereleases=True):
                    wanted.add(f"{name} needs {need}")
    return wanted


@pytest.mark.parametrize(
    "files",
    [
        ("build.txt", "app.txt"),
        ("build.txt", "app.txt", "dev.txt"),
        ("build.txt", "app.txt", "freeze.txt"),
    ],
    ids=["run", "test", "package"],
)
def test_all_that_the_pinned_versions_need_is_pinned(files: tuple[str, ...]) -> None:
    assert missing(pins(*files)) == set()


@pytest.mark.parametrize("path", sorted(hashes.FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_each_version_has_hashes_for_every_platform(path: Path) -> None:
    """As far as the list and the wheel that is installed here tell: hashes do not say whose they are.

    One wheel of macOS may do for both of its processors. What has a marker is needed on some machines alone.
    """
    unmarked = set(re.findall(r"^(\S+==\S+) \\$", path.read_text(encoding="utf-8"), re.MULTILINE))
    for pin, known in offline.pins(path.stem).items():
        try:
            about = distribution(pin.split("==")[0]).read_text("WHEEL") or ""
        except PackageNotFoundError:
            about = ""
        tags = re.findall(r"^Tag: (\S+)-(\S+)-(\S+)", about, re.MULTILINE)
        platforms = len(hashes.PLATFORMS) - 1 if all(tag[2] != "any" for tag in tags) and tags else 1
        pythons = len(hashes.PYTHONS) if platforms > 1 and all(tag[1] == tag[0] for tag in tags) else 1
        assert len(known) >= (platforms * pythons if pin in unmarked else 1), pin


def test_nothing_is_installed_but_by_these_lists() -> None:
    """By the set-up and the folder for machines without internet, which have pip compare hashes."""
    places = [*ROOT.glob(".ci/*"), *ROOT.glob(".github/**/*.yml"), *(ROOT / "packaging").rglob("*.*")]
    texts = {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for path in places
        if path.suffix in ("", ".yml", ".py", ".sh", ".ps1", ".iss", ".spec") and path.is_file()
    }
    asking = r"\b(pip3?|pipx|uv tool|conda|npm) (install|download|add)\b|\.pip\(\s*\"(install|download)"
    found = {name for name, text in texts.items() if re.search(asking, text)}
    assert found == {"packaging/environment.py", "packaging/offline.py"}


def test_no_file_names_the_host_of_a_package_index() -> None:
    hosts = re.compile(rb"pypi[.]org|pythonhosted[.]org|crates[.]io|npmjs[.]", re.IGNORECASE)
    files = [path for folder in ("packaging", "src", ".github", ".ci") for path in (ROOT / folder).rglob("*")]
    files = [path for path in (*files, ROOT / "README.md") if path.is_file() and path.suffix != ".pyc"]
    assert len(files) > 500
    assert [path.name for path in files if hosts.search(path.read_bytes())] == []
