"""Where packages are put: wholly or not at all, and told in one sentence when that fails."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile, mkdtemp

from building.environment import FOLDER
from building.targets import BuildError
from system import reason

__all__ = ["check_output", "lock", "placed"]

#: How often a name is tried for on Windows, where what looks for viruses holds new programs for moments, and
#: the seconds between.
ATTEMPTS, PAUSE = 10, 2


def check_output(out: Path) -> None:
    """Make the folder `out` and see that files can be written there, before hours are spent on them.

    Raises BuildError.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=out, prefix=".stakemap-"):
            pass
    except OSError as error:
        raise BuildError(f"Nothing can be written to {out} ({reason(error)}); name another --out.") from error


@contextmanager
def placed(path: Path) -> Iterator[Path]:
    """A name beside `path` to write a file or a folder to, which replaces `path` once it is whole."""
    workplace = Path(mkdtemp(dir=path.parent, prefix=".stakemap-"))
    try:
        workplace.chmod(0o755)
        unfinished = workplace / path.name
        yield unfinished
        if path.is_dir() and not path.is_symlink():
            _rename(path, workplace / "earlier")
        _rename(unfinished, path)
    finally:
        shutil.rmtree(workplace, ignore_errors=True)


def _rename(path: Path, name: Path) -> None:
    for _ in range(ATTEMPTS - 1 if os.name == "nt" else 0):
        try:
            path.replace(name)
            return
        except PermissionError:
            time.sleep(PAUSE)
    path.replace(name)


@contextmanager
def lock() -> Iterator[None]:
    """Let one build at a time use `build/packaging`. Raises BuildError while another one does."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as file:
        try:
            if os.name == "nt":
                import msvcrt

                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BuildError("Another build is running in this checkout; wait until it has ended.") from error
        yield
