"""The folder of wheels for machines without internet: filled, checked, and installed from."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import environment as setup
import hashes
import offline
import system
from fake_wheels import fake_wheel

ASKED = ("--platform", "linux-aarch64", "--platform", "windows-amd64", "--python", "3.12")
#: A build backend as small as can be: the wheel that it makes holds the version of the checkout.
BACKEND = """
import pathlib, zipfile
def build_wheel(folder):
    name = "stakemap-0.1.0-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(folder, name), "w") as wheel:
        for file, text in {
            "METADATA": "Metadata-Version: 2.1\\nName: stakemap\\nVersion: 0.1.0\\n",
            "WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
            "RECORD": "",
        }.items():
            wheel.writestr(zipfile.ZipInfo("stakemap-0.1.0.dist-info/" + file), text)
    return name
"""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An index of three distributions, one with a wheel for each platform, and the lists that pin them.

    pip is that of the tests, so that no environment is made and nothing comes from elsewhere.
    """
    place = tmp_path_factory.mktemp("world")
    index, requirements = place / "index", place / "requirements"
    index.mkdir()
    requirements.mkdir()
    fake_wheel(index, "hatchling", files={"hatchling/__init__.py": "", "hatchling/build.py": BACKEND})
    fake_wheel(index, "anyascii")
    for tag in ("manylinux_2_34_x86_64", "manylinux_2_39_aarch64", "macosx_13_0_universal2"):
        fake_wheel(index, "qt", tag=f"cp310-abi3-{tag}", files={"here.txt": tag})
    for tag in ("win_amd64", "win_arm64"):
        fake_wheel(index, "qt", tag=f"cp310-abi3-{tag}", files={"here.txt": tag})

    def wheels_of(name: str, _: str) -> dict[str, str]:
        return {path.name: sum_of(path) for path in index.glob(f"{name}-*")}

    for name, text in {"build": "hatchling==1.0\n", "app": "anyascii==1.0\nqt==1.0\n"}.items():
        (requirements / f"{name}.txt").write_text(hashes.with_hashes(text, wheels_of))

    def make(environment: setup.Environment) -> None:
        environment.folder.mkdir()
        environment.python = Path(sys.executable)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(setup, "REQUIREMENTS", requirements)
        patch.setattr(setup.Environment, "make", make)
        patch.setenv("PIP_NO_INDEX", "1")
        patch.setenv("PIP_FIND_LINKS", index.as_uri())
        patch.setenv("PIP_CONFIG_FILE", os.devnull)
        yield place


@pytest.fixture(scope="module")
def filled(world: Path) -> Path:
    folder = world / "filled"
    assert offline.main([str(folder), *ASKED]) == 0
    return folder


@pytest.fixture
def folder(filled: Path, tmp_path: Path) -> Path:
    """A copy of the folder that was filled."""
    return Path(shutil.copytree(filled, tmp_path / "wheels"))


def sum_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def sum_up(folder: Path) -> None:
    """Bring the list of sums up to date, as one does who wants a change to go unnoticed."""
    names = sorted(path.name for path in folder.iterdir() if path.name != offline.SUMS)
    (folder / offline.SUMS).write_text("".join(f"{sum_of(folder / name)}  {name}\n" for name in names))


def refused(arguments: list[object], capsys: pytest.CaptureFixture[str]) -> str:
    """The one sentence with which a command fails."""
    capsys.readouterr()
    assert offline.main([str(part) for part in arguments]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert said.endswith(".\n")
    return said


# --- filling


def test_it_holds_what_was_asked_for_and_says_so(
    filled: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert {path.name for path in filled.iterdir()} == {
        "INSTALL.txt",
        "SHA256SUMS",
        "anyascii-1.0-py3-none-any.whl",
        "build.txt",
        "hatchling-1.0-py3-none-any.whl",
        "qt-1.0-cp310-abi3-manylinux_2_39_aarch64.whl",
        "qt-1.0-cp310-abi3-win_amd64.whl",
        "requirements.txt",
        "stakemap-0.1.0-py3-none-any.whl",
    }
    listed = (filled / "requirements.txt").read_text()
    for path in filled.glob("*.whl"):
        assert (sum_of(path) in listed) is not path.name.startswith("hatchling")
    assert "For linux-aarch64, windows-amd64; Python 3.12." in (filled / "INSTALL.txt").read_text()
    assert offline.main(["--check", str(folder)]) == 0
    assert sum_of(folder / "SHA256SUMS") in capsys.readouterr().out


def test_filling_again_mends_it_and_takes_away_what_is_old(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    half = folder / "qt-1.0-cp310-abi3-win_amd64.whl"
    half.write_bytes(half.read_bytes()[:100])
    fake_wheel(folder, "anyascii", "0.9")
    fake_wheel(folder, "stakemap", "9.0")
    assert offline.main([str(folder), "--platform", "windows-amd64", "--python", "3.12"]) == 0
    wheels = {path.name.split("-cp310")[0] for path in folder.glob("*.whl")}
    assert wheels >= {"qt-1.0", "stakemap-0.1.0-py3-none-any.whl"}
    assert len(wheels) == 4
    assert offline.main(["--check", str(folder)]) == 0


def test_what_the_index_exchanged_is_refused(
    world: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "anyascii-1.0-py3-none-any.whl").unlink()
    other = fake_wheel(folder.parent, "anyascii", files={"anyascii.py": "evil = True"})
    monkeypatch.setenv("PIP_FIND_LINKS", other.parent.as_uri())
    said = refused([folder, *ASKED], capsys)
    assert "anyascii==1.0 is damaged or was exchanged" in said
    assert "was not filled to the end" in refused(["--check", folder], capsys)


def test_an_interrupted_folder_is_not_complete(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(setup.Environment, "pip", interrupt)
    assert "not complete" in refused([folder, *ASKED], capsys)
    assert "was not filled to the end" in refused(["--check", folder], capsys)
    assert not list(folder.glob("stakemap-*")), "so that pipx and uv find nothing to install"


@pytest.mark.parametrize("name", ["thesis.txt", "tools"])
def test_a_folder_of_someone_else_is_left_alone(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).mkdir() if name == "tools" else (tmp_path / name).touch()
    assert f"holds something else, {name};" in refused([tmp_path, *ASKED], capsys)
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.ENOSPC])
def test_a_folder_that_cannot_be_written_is_told(
    number: int, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(dir: Path) -> None:
        raise OSError(number, os.strerror(number), str(dir))

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    assert str(folder) in refused([folder, *ASKED], capsys)
    assert offline.main(["--check", str(folder)]) == 0, "what was there is as it was"


def test_a_file_in_place_of_the_folder_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "wheels").write_text("mine")
    assert str(tmp_path / "wheels") in refused([tmp_path / "wheels", *ASKED], capsys)
    assert "was not filled to the end" in refused(["--check", tmp_path / "wheels"], capsys)


@pytest.mark.parametrize(("option", "name"), [("--platform", "haiku-x86"), ("--python", "3.10")])
def test_what_qt_has_no_wheels_for_is_told(
    option: str, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert f"no wheels of Qt for {name}; there are for " in refused([tmp_path / "a", option, name], capsys)


def test_all_platforms_and_this_machine() -> None:
    def targets(**options: object) -> list[tuple[str, str]]:
        chosen = {"platform": None, "python": None, **options}
        return offline.targets_of(offline.argparse.Namespace(**chosen))

    assert targets(platform=["all"], python=["all"]) == hashes.TARGETS
    target, python = offline.this_machine()
    assert python == f"3.{sys.version_info.minor}"
    if target in hashes.PLATFORMS and python in hashes.PYTHONS:
        assert targets() == [(target, python)]


@pytest.mark.parametrize("target", hashes.PLATFORMS)
def test_pip_is_told_tags_that_fit_the_platform(target: str) -> None:
    assert all(hashes.fits(f"a-1-cp310-abi3-{tag}.whl", target, "3.12") for tag in offline.tags(target))


# --- checking


def truncate(folder: Path) -> str:
    path = folder / "qt-1.0-cp310-abi3-win_amd64.whl"
    path.write_bytes(path.read_bytes()[:100])
    return path.name


def remove(folder: Path) -> str:
    (folder / "anyascii-1.0-py3-none-any.whl").unlink()
    return "anyascii-1.0-py3-none-any.whl is missing"


def plant(folder: Path) -> str:
    return f"{fake_wheel(folder, 'anyascii', '9.0').name} was added"


def plant_a_source(folder: Path) -> str:
    (folder / "stakemap-9.0.tar.gz").mkdir()
    return "stakemap-9.0.tar.gz was added"


def exchange(folder: Path) -> str:
    path = fake_wheel(folder, "anyascii", files={"anyascii.py": "evil = True"})
    sum_up(folder)
    return f"{path.name} is none that packaging/requirements names"


def exchange_our_own(folder: Path) -> str:
    fake_wheel(folder, "stakemap", "0.1.0", files={"stakemap.py": "evil = True"})
    sum_up(folder)
    return "The wheel of Stakemap"


def add_another_of_ours(folder: Path) -> str:
    fake_wheel(folder, "stakemap", "9.0")
    sum_up(folder)
    return "The wheel of Stakemap"


def add_a_hash(folder: Path) -> str:
    with (folder / "requirements.txt").open("a") as file:
        file.write("evil==1.0 --hash=sha256:" + "0" * 64 + "\n")
    sum_up(folder)
    return "requirements.txt is not the one"


def add_an_instruction(folder: Path) -> str:
    with (folder / "INSTALL.txt").open("a") as file:
        file.write("\n    pip install evil\n")
    sum_up(folder)
    return "INSTALL.txt is not the one"


def promise_more(folder: Path) -> str:
    path = folder / "INSTALL.txt"
    path.write_text(path.read_text().replace("; Python 3.12.", ", macos-arm64; Python 3.12."))
    sum_up(folder)
    return "there is no wheel of qt==1.0 for macos-arm64, Python 3.12"


def take_the_instructions_away(folder: Path) -> str:
    (folder / "INSTALL.txt").unlink()
    sum_up(folder)
    return "cannot be read"


def garble_the_sums(folder: Path) -> str:
    (folder / offline.SUMS).write_bytes(b"\xff\xfe" + b"x" * 1000)
    return "was not filled to the end"


def empty_the_sums(folder: Path) -> str:
    (folder / offline.SUMS).write_bytes(b"")
    return "was added"


@pytest.mark.parametrize(
    "change",
    [
        truncate,
        remove,
        plant,
        plant_a_source,
        exchange,
        exchange_our_own,
        add_another_of_ours,
        add_a_hash,
        add_an_instruction,
        promise_more,
        take_the_instructions_away,
        garble_the_sums,
        empty_the_sums,
    ],
)
def test_what_was_changed_is_named(
    change: Callable[[Path], str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = change(folder)
    assert expected in refused(["--check", folder], capsys)


# --- installing


@pytest.mark.parametrize("name", ["a stick", "Ծրագրեր և գործիքներ", "x" * 200])
def test_it_can_lie_anywhere(name: str, folder: Path, tmp_path: Path) -> None:
    """The hashes are those of the wheels of another platform; their list is complete all the same."""
    place = folder.rename(tmp_path / name)
    assert offline.main(["--check", str(place)]) == 0
    if len(name) == 200:
        command = [sys.executable, "-m", "pip", "download", "--no-index", "--find-links", "."]
        fitting = ["--platform", "win_amd64", "--python-version", "3.12", "--only-binary", ":all:"]
        asked = ["--require-hashes", "-r", "requirements.txt", "--no-deps", "-d", str(tmp_path / "got"), "-q"]
        subprocess.run([*command, *fitting, *asked], cwd=place, check=True)
        assert len(list((tmp_path / "got").iterdir())) == 3


def test_the_set_up_takes_its_wheels_from_there(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the tests need besides is not in it, and still asked of the index."""
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(setup.Environment, "pip", lambda _, *arguments: asked.append(arguments))
    monkeypatch.setattr(setup, "WHEELS", folder)
    environment = setup.Environment(tmp_path / "environment")
    environment.install("build", "app")
    environment.install("build", "app", "dev")
    assert [arguments[arguments.index("--find-links") + 1] for arguments in asked] == [str(folder)] * 2
    assert ["--no-index" in arguments for arguments in asked] == [True, False]
    (folder / offline.SUMS).unlink()
    environment.install("build", "app")
    assert "--find-links" not in asked[-1]


def test_a_wheel_that_is_lacking_there_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "ERROR: No matching distribution found for qt==1.0 (from -r app.txt)"
    monkeypatch.setattr(setup, "WHEELS", folder)
    assert f"{folder} has no wheel of qt==1.0 for this Python" in str(setup.explain(said))
    monkeypatch.setattr(setup, "WHEELS", folder / "nowhere")
    assert setup.explain(said) is None


def test_a_full_disk_is_told() -> None:
    assert "No space is left" in str(setup.explain("ERROR: [Errno 28] No space left on device"))
    refused = OSError(errno.ENOSPC, "No space left on device", "/here")
    assert system.sentence_of(refused, "This") == "This could not go on at /here: no space is left."
