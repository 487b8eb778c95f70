"""The command `stakemap merge-driver`: git hands it the versions of a map, and takes back the merged one.

The process may be killed at any moment: before it reads the maps, it puts all versions between conflict
markers into the file that git takes back, so that adding that file unseen loses none of them.
"""

from __future__ import annotations

import argparse
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from stakemap.commands.arguments import add_largest, file_name
from stakemap.commands.command import DONE, FAULTY
from stakemap.commands.output import complain
from stakemap.errors import MapReadError, StakemapError, UsageError, WriteError
from stakemap.i18n import tr, tr_count
from stakemap.storage.conflicts.conflict_markers import with_markers
from stakemap.storage.reading.regular_files import LONGEST_PATH, open_regular, read_regular
from stakemap.storage.saving.targets import absolute, refusal_of
from stakemap.storage.saving.temporary_files import sweep_temporary
from stakemap.storage.saving.writing import write_bytes_safely

if TYPE_CHECKING:
    from stakemap.model.document import StakeMap
    from stakemap.storage.reading.limits import Limits

#: Conflicts that are reported in a sentence each; the map holds all.
_TOLD = 20

#: The characters of a conflict marker of git.
_MARKER_SIZE = 7


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `stakemap merge-driver`, which are those that git has for merge drivers."""
    parser.epilog = tr(
        "Git calls this; “stakemap git-setup” tells it to. Exit status: 0 merged, 1 something is in "
        "conflict. A conflict is recorded in the map, which opens; versions that cannot be merged stand in "
        "the file between conflict markers."
    )
    files = {
        "base": tr("the version from which both were made (%%O); an empty file where both were added"),
        "current": tr("the version to merge into, which is replaced (%%A)"),
        "other": tr("the other version (%%B)"),
    }
    for name, description in files.items():
        parser.add_argument(name, metavar=name.upper(), type=file_name, help=description)
    size = tr("the size of conflict markers (%%L)")
    parser.add_argument("marker_size", metavar="SIZE", type=int, nargs="?", default=_MARKER_SIZE, help=size)
    path = tr("the path of the map in the repository (%%P)")
    parser.add_argument("path", metavar="PATH", nargs="?", default="", help=path)
    add_largest(parser)


def run(options: argparse.Namespace) -> int:
    """Merge for git; FAULTY if anything is in conflict."""
    return DONE if _merge_for_git(options) else FAULTY


def _merge_for_git(options: argparse.Namespace) -> bool:
    """Replace the version that git calls %A by the merged map, and report conflicts. False if there is any.

    Where it cannot be merged, all versions stay there between conflict markers, and one sentence says why.
    The current folder is the top of the work tree, as git has it for merge drivers.
    """
    current, name = Path(options.current), options.path or options.current
    try:
        base, one, other = map(_content, (options.base, options.current, options.other))
        folder = _git_folder(current.parent)
        marked = list(with_markers(base, one, other, options.marker_size))
        write_bytes_safely(current, marked, through=folder)
    except (OSError, ValueError, WriteError) as error:
        problem = refusal_of(error) if isinstance(error, OSError) else str(error)
        way_out = tr(
            "Before you add it, take the other version from “git show :3:{path}”, or repeat the merge.",
            path=name,
        )
        complain(
            tr("{file} was not merged ({problem}). {way_out}", file=name, problem=problem, way_out=way_out)
        )
        return False
    if folder is not None:
        sweep_temporary([folder])
    try:
        return _merge(options, name, (base, one, other), folder)
    except StakemapError as error:
        way_out = tr("All versions are in the file, between conflict markers; open it in Stakemap.")
        complain(f"{name}: {error} {way_out}")
        return False


def _content(file: str) -> bytes:
    # Of any size: what is too large for a map is none, but no version may be lost.
    with open_regular(Path(file)) as stream:
        return stream.read()


def _merge(
    options: argparse.Namespace,
    name: str,
    contents: tuple[bytes, bytes, bytes],
    folder: Path | None,
) -> bool:
    """Merge the contents of the versions. Raises StakemapError where that cannot be done."""
    from stakemap.commands.merging import merged
    from stakemap.storage.codec import encode
    from stakemap.storage.reading.largest_file import limits_for
    from stakemap.wording.merging import conflict_texts

    limits = limits_for(options.largest)
    one, other = (_version(content, stage, limits) for stage, content in enumerate(contents[1:], start=2))
    base = _base(contents[0], one, limits, name)
    document, conflicts = merged(base, one, other)
    # Also with its own layout, a version that has everything stays as it is.
    data = contents[1] if document is one else encode(document)
    write_bytes_safely(Path(options.current), data, through=folder)
    for line in conflict_texts(document, conflicts[:_TOLD]):
        complain(f"{name}: {line}")
    if len(conflicts) > _TOLD:
        more = tr_count(
            "{count} more conflict; “stakemap validate” names all.",
            "{count} more conflicts; “stakemap validate” names all.",
            len(conflicts) - _TOLD,
        )
        complain(f"{name}: {more}")
    return not conflicts


def _version(content: bytes, stage: int, limits: Limits) -> StakeMap:
    """Read a version, which has this stage in git's index. Raises UsageError."""
    from stakemap.storage.codec import decode

    try:
        decoded = decode(content, limits=limits)
    except MapReadError as error:
        raise UsageError(
            tr("{version} cannot be read: {problem}", version=_version_name(stage), problem=error)
        ) from error
    if decoded.read_only:
        raise UsageError(
            tr(
                "{version} comes from a newer version of Stakemap; merge it with that.",
                version=_version_name(stage),
            )
        )
    return decoded.document


def _version_name(stage: int) -> str:
    """What a version is to git, for the beginning of a sentence; a rebase makes "ours" that of the others."""
    names = {
        1: tr("The version from which both were made (git’s stage 1)"),
        2: tr("The version that git merges into (“ours”, stage 2)"),
        3: tr("The version that git merges (“theirs”, stage 3)"),
    }
    return names[stage]


def _base(content: bytes, one: StakeMap, limits: Limits, name: str) -> StakeMap | None:
    """The common base; None where both versions were added, and, with a sentence, where it cannot be used."""
    if not content.strip():
        return None
    try:
        base = _version(content, 1, limits)
    except UsageError as error:
        problem = str(error)
    else:
        if base.id == one.id:
            return base
        problem = tr("{version} is another map.", version=_version_name(1))
    told = tr("{problem} The versions are merged by their histories.", problem=problem)
    complain(f"{name}: {told}")
    return None


def _git_folder(beside: Path) -> Path | None:
    """Git's own folder, where no temporary file is ever added; None if it is not on the drive of `beside`."""
    folder = Path(os.environ.get("GIT_DIR") or ".git")
    try:
        if folder.is_file():
            # A linked work tree or a submodule: the file says where the folder is.
            folder = Path(os.fsdecode(read_regular(folder, LONGEST_PATH)).removeprefix("gitdir:").strip())
        status = folder.stat()
        is_usable = stat.S_ISDIR(status.st_mode) and status.st_dev == beside.stat().st_dev
    except (OSError, ValueError):
        return None
    return absolute(folder) if is_usable else None
