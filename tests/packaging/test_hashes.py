"""The script that writes the hashes of wheels: which wheels it takes, and what it leaves of a file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import hashes

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "tags",
    [
        "py3-none-any",
        "py2.py3-none-any",
        "cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64",
        "cp314-cp314-macosx_11_0_arm64",
        "cp39-abi3-win_amd64",
        "cp310-abi3-manylinux_2_39_aarch64",
        "cp311-abi3.abi3t-win_arm64",
        "py3-none-manylinux_2_17_x86_64",
        "pp311.cp312-cp312-macosx_10_9_universal2",
    ],
)
def test_a_wheel_that_a_supported_machine_may_choose(tags: str) -> None:
    assert hashes.is_supported(f"name-1.0-{tags}.whl")


@pytest.mark.parametrize(
    "tags",
    [
        "cp310-cp310-win_amd64",
        "cp313-cp313t-macosx_11_0_arm64",
        "pp311-pypy311_pp73-win_amd64",
        "cp311-cp311-musllinux_1_2_x86_64",
        "cp311-cp311-manylinux_2_17_ppc64le",
        "cp311-cp311-win32",
        "py2-none-any",
        "cp315-abi3t-win_amd64",
    ],
)
def test_a_wheel_for_other_machines(tags: str) -> None:
    assert not hashes.is_supported(f"name-1.0-{tags}.whl")


def test_hashes_replace_those_of_the_version_before() -> None:
    wheels = {"a-2.0-py3-none-any.whl": "b" * 64, "a-2.0-cp311-cp311-win32.whl": "c" * 64}
    old = "# Why.\na-b==2.0 ; sys_platform == 'linux' \\\n    --hash=sha256:0 \\\n    --hash=sha256:1\n"
    asked = []
    text = hashes.with_hashes(old, lambda *pin: asked.append(pin) or wheels)
    assert text == f"# Why.\na-b==2.0 ; sys_platform == 'linux' \\\n    --hash=sha256:{'b' * 64}\n"
    assert asked == [("a-b", "2.0")]
    assert hashes.with_hashes(text, lambda *_: wheels) == text


@pytest.mark.parametrize("line", ["a", "a>=1", "-r other.txt", "a @ file:a.whl", "a==1 --index-url x"])
def test_a_line_that_pins_nothing_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="name==version"):
        hashes.with_hashes(line, lambda *_: {})


def test_a_version_without_wheels_is_refused() -> None:
    with pytest.raises(ValueError, match="no wheel of a 1"):
        hashes.with_hashes("a==1", lambda *_: {"a-1-cp311-cp311-win32.whl": "0"})


def test_actions_are_pinned_by_commit() -> None:
    """A tag can be moved to other code, a commit cannot."""
    for workflow in (ROOT / ".github" / "workflows").glob("*.yml"):
        for used in re.findall(r"uses: *(.*)", workflow.read_text(encoding="utf-8")):
            assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v[0-9.]+", used), used
