"""The script that writes the hashes of wheels: which wheels it takes, and what it leaves of a file."""

from __future__ import annotations

import re

import pytest

import hashes


def supported(tags: str) -> set[tuple[str, str]]:
    """Where a wheel with these tags may be chosen."""
    return {target for target in hashes.TARGETS if hashes.fits(f"name-1.0-{tags}.whl", *target)}


@pytest.mark.parametrize(
    ("tags", "platforms", "pythons"),
    [
        (
            "py3-none-any",
            "linux-x86_64 linux-aarch64 macos-x86_64 macos-arm64 windows-amd64 windows-arm64",
            4,
        ),
        ("py2.py3-none-win_arm64", "windows-arm64", 4),
        ("cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64", "linux-x86_64", 1),
        ("cp314-cp314-macosx_11_0_arm64", "macos-arm64", 1),
        ("cp39-abi3-win_amd64", "windows-amd64", 4),
        ("cp313-abi3-manylinux_2_39_aarch64", "linux-aarch64", 2),
        ("cp311-abi3.abi3t-win_arm64", "windows-arm64", 4),
        ("py3-none-manylinux_2_17_x86_64", "linux-x86_64", 4),
        ("pp311.cp312-cp312-macosx_10_9_universal2", "macos-arm64 macos-x86_64", 1),
        ("cp310-abi3-macosx_13_0_universal2", "macos-arm64 macos-x86_64", 4),
    ],
)
def test_where_a_wheel_may_be_chosen(tags: str, platforms: str, pythons: int) -> None:
    assert {platform for platform, _ in supported(tags)} == set(platforms.split())
    assert len({python for _, python in supported(tags)}) == pythons


@pytest.mark.parametrize(
    "tags",
    [
        "cp310-cp310-win_amd64",
        "cp310-none-any",
        "cp313-cp313t-macosx_11_0_arm64",
        "cp313-cp313-macosx_14_0_arm64",
        "cp313-cp313-macosx_15_0_universal2",
        "pp311-pypy311_pp73-win_amd64",
        "cp311-cp311-musllinux_1_2_x86_64",
        "cp311-cp311-manylinux_2_17_ppc64le",
        "cp311-cp311-win32",
        "py2-none-any",
        "cp315-cp315-win_amd64",
        "cp315-abi3t-win_amd64",
    ],
)
def test_a_wheel_for_other_machines(tags: str) -> None:
    assert not supported(tags)


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


@pytest.mark.parametrize(
    ("missing", "told"), [(".*", "linux-x86_64, Python 3.11"), (".*-win_arm64", "windows-arm64, Python 3.11")]
)
def test_a_version_without_a_wheel_for_one_platform_is_refused(missing: str, told: str) -> None:
    """But for one that is needed on some of them alone."""
    platforms = ("manylinux_2_34_x86_64", "manylinux_2_39_aarch64", "macosx_13_0_universal2")
    tags = [f"cp311-abi3-{platform}" for platform in (*platforms, "win_amd64", "win_arm64")]
    wheels = {f"a-1-{tag}.whl": "0" for tag in tags if not re.fullmatch(missing, tag)}
    with pytest.raises(ValueError, match=f"no wheel of a 1 for {told}"):
        hashes.with_hashes("a==1", lambda *_: wheels)
    if wheels:
        assert "--hash" in hashes.with_hashes("a==1 ; sys_platform == 'linux'", lambda *_: wheels)
