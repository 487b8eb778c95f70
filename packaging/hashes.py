"""Write the hashes of all wheels that a supported machine may install into `packaging/requirements/*.txt`.

    .venv/bin/python packaging/hashes.py            after a version in one of the files was changed
    .venv/bin/python packaging/hashes.py --check    only say whether the files are as they should be

Asks the package index that pip is configured to use; indexes and folders that are configured besides it are
left out, since what they hold may have been built on this machine alone.
"""

import os
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "requirements"
#: A pinned version: its name, the version, and on which machines it is needed.
PIN = re.compile(r"([A-Za-z0-9-]+)==([0-9][0-9a-z.]*)( *;[^#\\]+)?")
#: The oldest macOS on which Qt's wheels run. Where there are wheels for this one and for a later one, pip
#: would choose by the machine, and a package built there would start on no older one.
MACOS = 13
_MACOS = rf"macosx_(10_\d+|({'|'.join(map(str, range(11, MACOS + 1)))})_0)"
#: The platforms for which there is a wheel of Qt, with the tags of wheels that run on them.
PLATFORMS = {
    "linux-x86_64": r"manylinux.*_x86_64",
    "linux-aarch64": r"manylinux.*_aarch64",
    "macos-x86_64": rf"{_MACOS}_(x86_64|universal2)",
    "macos-arm64": rf"{_MACOS}_(arm64|universal2)",
    "windows-amd64": r"win_amd64",
    "windows-arm64": r"win_arm64",
}
#: The versions of CPython (with its global lock) for which there is one.
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
TARGETS = [(platform, python) for platform in PLATFORMS for python in PYTHONS]
Wheels = dict[str, str]


def fits(wheel: str, platform: str, python: str) -> bool:
    """Whether a version of CPython on a platform may choose a wheel, by its file name."""
    pythons, abis, platforms = (part.split(".") for part in wheel.removesuffix(".whl").split("-")[-3:])
    return any(re.fullmatch(f"any|{PLATFORMS[platform]}", tag) for tag in platforms) and any(
        _runs(tag, abi, int(python.removeprefix("3."))) for tag in pythons for abi in abis
    )


def _runs(tag: str, abi: str, minor: int) -> bool:
    """Whether CPython 3.`minor` runs what is made for a Python and a binary interface."""
    match = re.fullmatch(r"(py|cp)3(\d*)", tag)
    if match is None:
        return False
    if match[1] == "py":
        return abi == "none" and int(match[2] or 0) <= minor
    oldest = int(match[2] or 0)
    return (oldest == minor and abi in (tag, "none")) or (oldest <= minor and abi == "abi3")


def with_hashes(text: str, wheels_of: Callable[[str, str], Wheels]) -> str:
    """The text of a file of requirements with the hashes of all supported wheels of each version.

    Raises ValueError with a sentence for a line that pins nothing, and for a version without a wheel for a
    supported machine, or for any of them where a marker says that it is needed on some alone.
    """
    lines = []
    for line in re.sub(r" *\\\n *--hash=\S+", "", text).splitlines():
        if line and not line.startswith("#"):
            pin = PIN.fullmatch(line)
            if pin is None:
                raise ValueError(f"This line is not of the form name==version: {line}")
            wheels = wheels_of(pin[1], pin[2])
            lacking = [target for target in TARGETS if not any(fits(wheel, *target) for wheel in wheels)]
            if lacking and (not pin[3] or lacking == TARGETS):
                platform, version = lacking[0]
                raise ValueError(f"There is no wheel of {pin[1]} {pin[2]} for {platform}, Python {version}.")
            supported = [wheel for wheel in wheels if any(fits(wheel, *target) for target in TARGETS)]
            hashes = sorted({wheels[wheel] for wheel in supported})
            line = " \\\n    ".join([line, *(f"--hash=sha256:{digest}" for digest in hashes)])
        lines.append(line)
    return "\n".join(lines) + "\n"


def wheels_by_pip() -> Callable[[str, str], Wheels]:
    """A function that asks pip's index for the wheels of a version and their SHA-256."""
    os.environ["PIP_CONFIG_FILE"] = os.devnull
    for name in ("PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL"):
        os.environ.pop(name, None)
    # No command of pip lists the files of a version, so this uses what its commands are made of.
    from pip._internal.commands import create_command
    from pip._internal.index.collector import LinkCollector, parse_links

    command = create_command("download")
    options, _ = command.parse_args(["nothing"])
    collector = LinkCollector.create(command._build_session(options), options)

    def wheels_of(name: str, version: str) -> Wheels:
        sources = collector.collect_sources(name, candidates_from_page=lambda _: ()).index_urls
        pages = [collector.fetch_response(source.link) for source in sources if source and source.link]
        links = [link for page in pages if page for link in parse_links(page)]
        return {
            link.filename: link.hash
            for link in links
            if link.is_wheel and link.hash_name == "sha256" and link.filename.split("-")[1] == version
        }

    return wheels_of


def main(arguments: Iterable[str]) -> int:
    """Bring the files up to date, or with `--check` say which are not; the exit status."""
    wheels_of, differing = wheels_by_pip(), []
    for path in sorted(FOLDER.glob("*.txt")):
        before = path.read_text(encoding="utf-8")
        try:
            after = with_hashes(before, wheels_of)
        except ValueError as error:
            print(f"{path.name}: {error}", file=sys.stderr)
            return 2
        if after != before:
            differing.append(path)
            if "--check" not in arguments:
                path.write_text(after, encoding="utf-8", newline="\n")
    for path in differing:
        print(f"{path.name}: " + ("not up to date" if "--check" in arguments else "brought up to date"))
    return int(bool(differing) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
