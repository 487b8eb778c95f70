"""Which process holds something: a lock that the system lets go of when its process ends, however it ends."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

__all__ = ["Owner", "is_alive", "sweep"]


class Owner:
    """This process's own lock in `folder`, under a name that others can ask about while it runs."""

    def __init__(self, folder: Path, name: str) -> None:
        from filelock import FileLock

        folder.mkdir(parents=True, exist_ok=True)
        self.name = name
        self._path = _path(folder, name)
        self._lock = FileLock(self._path)
        self._lock.acquire(timeout=5)

    def release(self) -> None:
        """Let go; the name is then as good as dead."""
        self._lock.release(force=True)
        self._path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _path(folder: Path, name: str) -> Path:
    return folder / f"{name}.lock"


def is_alive(folder: Path, name: str) -> bool:
    """Whether the process that took this name still runs."""
    from filelock import FileLock, Timeout

    path = _path(folder, name)
    if not path.exists():
        return False
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    lock.release(force=True)
    return False


def sweep(folder: Path) -> None:
    """Remove the locks of processes that ended without letting go."""
    for path in folder.glob("*.lock"):
        if not is_alive(folder, path.stem):
            path.unlink(missing_ok=True)
