"""The portable package for Linux: the frozen app in a `.tar.gz` that runs from wherever it is unpacked."""

import gzip
import os
import platform
import stat
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from building.environment import epoch, version
from building.freeze import frozen_folder
from building.output import placed
from environment import ROOT
from system import say

__all__ = ["build", "members", "write_tar"]

#: A file of an archive: the path in it, and the file itself.
Member = tuple[str, Path]


def build(out: Path) -> list[Path]:
    """Write the package into the folder `out`."""
    folder, name = frozen_folder(), f"stakemap-{version()}"
    package = out / f"{name}-linux-{platform.machine()}.tar.gz"
    say(f"Packing {package.name} …")
    with (
        placed(package) as unfinished,
        unfinished.open("wb") as stream,
        # Without the name and the time that would stand in its first bytes.
        gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=stream, mtime=0) as packed,
    ):
        write_tar(packed, [*members(folder, name), (f"{name}/LICENSE", ROOT / "LICENSE")])
    return [package]


def members(folder: Path, name: str) -> Iterator[Member]:
    """All files, folders and links in `folder`, as members below `name`."""
    yield name, folder
    for parent, folders, files in os.walk(folder):
        for child in (*folders, *files):
            path = Path(parent, child)
            yield f"{name}/{path.relative_to(folder).as_posix()}", path


def write_tar(stream: BinaryIO, files: Iterable[Member]) -> None:
    """Write a tar archive that depends on names and contents alone: sorted, owned by root, of one time."""
    time = epoch()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name, path in sorted(files):
            member = archive.gettarinfo(path, name)
            member.uid = member.gid = 0
            member.uname = member.gname = "root"
            member.mtime = time
            if not member.issym():
                is_program = member.isdir() or path.stat().st_mode & stat.S_IXUSR
                member.mode = 0o755 if is_program else 0o644
            if member.islnk():
                # Which of several names of a file comes first is no matter of its contents.
                member.type, member.linkname = tarfile.REGTYPE, ""
                member.size = path.stat().st_size
            if member.isreg():
                with path.open("rb") as content:
                    archive.addfile(member, content)
            else:
                archive.addfile(member)
