"""The wheel: built, installed in an environment of its own, and run from another folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import environment as setup
import system

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


def call(*command: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command outside the checkout; fails with what it said."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    result = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    call(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of an environment that holds the wheel.

    The dependencies come from the environment of the tests, so that nothing is downloaded; the project itself
    does not, since a .pth file is not followed from there.
    """
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    python = programs / ("python.exe" if os.name == "nt" else "python")
    call(sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-deps", wheel, cwd=folder)
    packages = next(folder.glob("**/site-packages"))
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return programs


def test_it_holds_the_package_and_its_resources(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for expected in (
        "stakemap/cli.py",
        "stakemap/_resources/presets/armenia-turkiye.stakemap.json",
        "stakemap/_resources/presets/blank.stakemap.json",
        "stakemap/_resources/schema/stakemap-1.schema.json",
        "stakemap/_resources/icons/stakemap.svg",
        "stakemap/_resources/licences/LGPL-3.0-only.txt",
        "stakemap/_resources/README.md",
    ):
        assert expected in names
    foreign = [name for name in names if not name.startswith(("stakemap/", "stakemap-"))]
    assert not foreign
    fillers = [name for name in names if name.endswith(".gitkeep")]
    assert fillers == ["stakemap/_resources/i18n/.gitkeep"], "only the folder without a file needs one"
    assert not [name for name in names if "__pycache__" in name or "/screenshots/" in name]


def test_it_is_the_same_when_it_is_built_from_a_source_archive(wheel: Path, tmp_path: Path) -> None:
    """So it can be made again, byte by byte, by whoever wants to know what is in it."""
    call(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", tmp_path, cwd=ROOT)
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as archive:
        archive.extractall(tmp_path, filter="data")
    unpacked = next(path for path in tmp_path.iterdir() if path.is_dir())
    call(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path, cwd=unpacked)
    assert (tmp_path / wheel.name).read_bytes() == wheel.read_bytes()


def test_it_runs_from_its_own_place(installed: Path, tmp_path: Path) -> None:
    place = call(installed / "python", "-c", "import stakemap; print(stakemap.__file__)", cwd=tmp_path).stdout
    assert Path(place.strip()).is_relative_to(installed.parent)
    assert call(installed / "stakemap", "--version", cwd=tmp_path).stdout.startswith("stakemap ")
    assert call(installed / "stakemap-app", "--version", cwd=tmp_path).stdout.startswith("stakemap ")
    told = call(installed / "stakemap", "selftest", cwd=tmp_path).stdout
    assert "FAILED" not in told
    assert str(installed.parent) in told, "the resources are those of the wheel"


def test_it_draws_its_preset(installed: Path, tmp_path: Path) -> None:
    call(installed / "stakemap", "export", "--preset", "armenia-turkiye", "-o", "slide.png", cwd=tmp_path)
    assert (tmp_path / "slide.png").read_bytes().startswith(b"\x89PNG")


def test_it_opens_a_map(installed: Path, tmp_path: Path) -> None:
    opening = ["open", "--preset", "armenia-turkiye", "--exit-when-painted"]
    call(installed / "stakemap", *opening, cwd=tmp_path)


@pytest.fixture
def bare(tmp_path: Path) -> Callable[[str, Path], str]:
    """Runs a line of the instructions as somebody with an empty home, without a network where we may."""
    cut_off = ["unshare", "--net"] if shutil.which("unshare") and system.is_root() else []
    home = tmp_path / "home"
    home.mkdir()
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    environment |= {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1"}

    def run(line: str, folder: Path) -> str:
        result = subprocess.run(
            [*cut_off, "sh", "-c", line],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, f"{line}\n{result.stdout}{result.stderr}"
        return result.stdout

    return run


@pytest.mark.skipif(
    not setup.has_wheels(), reason="packaging/offline.py has not filled the folder wheels here"
)
@pytest.mark.parametrize("tool", ["python3", "pipx", "uv"])
def test_its_instructions_install_it(tool: str, bare: Callable[[str, Path], str]) -> None:
    """With the real wheels and tools, and the wheel built anew from what was installed by its hash."""
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed here")
    lines = [line.strip() for line in (setup.WHEELS / "INSTALL.txt").read_text().splitlines()]
    programs = "~/stakemap/bin" if tool == "python3" else "~/.local/bin"
    bare(next(line for line in lines if line.startswith(f"{tool} ")), setup.WHEELS)
    if tool == "python3":
        second = next(line for line in lines if line.startswith("~/"))
        bare(second, setup.WHEELS)
        bare(second.replace("requirements.txt", "build.txt"), setup.WHEELS)
        bare("~/stakemap/bin/python -m build --no-isolation --wheel --outdir ~/built", setup.ROOT)
        bare("cmp ~/built/*.whl stakemap-*.whl", setup.WHEELS)
    assert "FAILED" not in bare(f"{programs}/stakemap selftest", setup.ROOT)
    assert bare(f"{programs}/stakemap-app --version", setup.ROOT).startswith("stakemap ")
