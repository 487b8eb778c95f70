"""The versions of a file that git could not merge, as its index holds them: base, one side and the other.

The repository may be anybody's, and its settings name programs that git would run. Only commands that read
the index and objects are called: no hook, filter, text conversion or monitor runs, nothing is fetched or
written, and no lock is taken or waited for.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from stakemap.storage.reading.regular_files import TooLargeError

#: Seconds after which git is not waited for any more.
_TIMEOUT = 10.0
#: The most bytes of its answers about the index and a commit.
_MOST = 2**20
#: Settings of the command line, which precede those of the repository.
_OPTIONS = (
    "--no-pager",
    "--literal-pathspecs",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=" + os.devnull,
    "-c",
    "safe.bareRepository=explicit",
)
#: The variables of git that are kept: where it lies, and which of the user's settings are read.
_KEPT = ("GIT_EXEC_PATH", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM")
#: Nothing is asked of the user or of another computer, and nothing is written.
_SET = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
#: What git calls the commit of the other side while it merges, rebases and so on.
_OTHER_HEADS = ("MERGE_HEAD", "REBASE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD")


class Stages(NamedTuple):
    """The content of a file at the stages of the index; None where a side removed it, or both added it.

    `author` is who wrote the commit of the other side, "" where that is not known.
    """

    base: bytes | None
    one: bytes | None
    other: bytes | None
    author: str = ""


def read_stages(path: Path, limit: int) -> Stages | None:
    """The versions of a file that git could not merge; None where it is not in conflict.

    Also None where git or a repository is missing, git refuses to read it, as that of another user, or does
    not answer: then the file itself is all that is known. For a worker thread. Raises TooLargeError for
    more than `limit` bytes.
    """
    real = Path(os.path.realpath(path))
    if not _is_in_repository(real.parent):
        return None
    listed = git_output(real.parent, "ls-files", "--unmerged", "-z", "--", real.name)
    objects = {} if listed is None else _objects(listed)
    if not objects:
        return None
    contents = _contents(real.parent, objects, limit)
    return None if contents is None else Stages(*contents, _author(real.parent))


def _is_in_repository(folder: Path) -> bool:
    """Whether there is something to ask git about, since starting it takes time."""
    try:
        return any((each / ".git").exists() for each in (folder, *folder.parents))
    except OSError:
        return False


def _objects(listed: bytes) -> dict[int, str]:
    """The names of the objects by stage, of regular files: "100644 <object> 2\tname" for each."""
    found: dict[int, str] = {}
    for entry in listed.split(b"\0"):
        header, _, name = entry.partition(b"\t")
        mode, *rest = header.decode("ascii", "replace").split(" ")
        # Of a link the object is the path to which it leads; what lies in a folder is another file.
        if mode.startswith("100") and b"/" not in name and len(rest) == 2 and rest[1] in ("1", "2", "3"):
            found[int(rest[1])] = rest[0]
    return found


def _contents(
    folder: Path, objects: Mapping[int, str], limit: int
) -> tuple[bytes | None, bytes | None, bytes | None] | None:
    """The contents of the objects of the stages 1, 2 and 3; None where git does not give them."""
    found: list[bytes | None] = []
    for stage in (1, 2, 3):
        if stage not in objects:
            found.append(None)
            continue
        size = git_output(folder, "cat-file", "-s", objects[stage])
        if size is None or not size.strip().isdigit():
            return None
        if int(size) > limit:
            raise TooLargeError(int(size))
        content = git_output(folder, "cat-file", "blob", objects[stage], most=limit)
        if content is None:
            return None
        found.append(content)
    base, one, other = found
    return base, one, other


def _author(folder: Path) -> str:
    """Who wrote the commit of the other side; "" where that is not known."""
    for name in _OTHER_HEADS:
        commit = git_output(folder, "cat-file", "commit", name)
        if commit is None:
            continue
        headers = commit.partition(b"\n\n")[0].split(b"\n")
        line = next((each for each in headers if each.startswith(b"author ")), b"")
        return line.removeprefix(b"author ").partition(b" <")[0].decode("utf-8", "replace").strip()
    return ""


def git_output(folder: Path, *arguments: str, most: int = _MOST) -> bytes | None:
    """What a reading command of git prints in a folder; None where it fails, or that has over `most` bytes.

    Arguments may be names of files that are no UTF-8.
    """
    program = _program(folder)
    if program is None:
        return None
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _KEPT}
    try:
        # No shell is involved, and the arguments are the names of commands, objects and a file.
        done = subprocess.run(
            [program, *_OPTIONS, "-C", str(folder), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=kept | _SET,
            timeout=_TIMEOUT,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 and len(done.stdout) <= most else None


def _program(folder: Path) -> str | None:
    """The path of git; None where it is missing, or lies where Windows looks first: beside the file."""
    found = shutil.which("git")
    if found is None:
        return None
    place = os.path.realpath(Path(found).parent)
    return None if place in (os.path.realpath(folder), os.path.realpath(os.curdir)) else found
