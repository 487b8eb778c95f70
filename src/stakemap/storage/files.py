"""Opening and saving map files, with detection of external changes."""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from stakemap.errors import Fault, MapReadError, UsageError, WriteError
from stakemap.i18n import tr
from stakemap.model.document import VERSION, StakeMap
from stakemap.storage.codec import decode, encode
from stakemap.storage.conflicts.conflict_markers import has_markers
from stakemap.storage.locks.locks import PATIENCE
from stakemap.storage.reading.largest_file import way_to_raise
from stakemap.storage.reading.limits import DEFAULT_LIMITS, Limits, Progress, report
from stakemap.storage.reading.parsing import check_size, too_large
from stakemap.storage.reading.regular_files import NotRegularError, TooLargeError, read_regular
from stakemap.storage.reading.validation import check_count, records_of
from stakemap.storage.saving.interrupted import keep_copy, remove_copy
from stakemap.storage.saving.targets import target_of, write_error
from stakemap.storage.saving.writing import Precautions, write_bytes_safely
from stakemap.values import frozen
from stakemap.wording.numbers import size_in_words

#: The default file extension of maps, and all extensions accepted in dialogs.
SUFFIX = ".stakemap.json"
SUFFIXES = (SUFFIX, ".json", ".stakemap")
#: The code of the fault of a file with conflict markers.
IN_CONFLICT = "conflict-markers"
#: Content of so many bytes is hashed in a thread of its own, which takes a tenth of a millisecond to start.
_LARGE = 2**18
#: The shares of a save that are done once the map is encoded, measured, and written beside its file.
_ENCODED, _MEASURED, _WRITTEN = 0.3, 0.5, 0.9


class OverLimitError(WriteError):
    """The map would become larger than what is opened: the user has to confirm."""


@frozen
class OpenedMap:
    """A map read from a file. `digest` is the SHA-256 of the file's bytes, in hexadecimal."""

    document: StakeMap
    digest: str
    read_only: bool
    warnings: tuple[Fault, ...]
    path: Path


def digest_of(data: bytes) -> str:
    """The SHA-256 of the content of a file, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _digest_meanwhile(data: bytes) -> Callable[[], str]:
    """Begin to compute the digest of large content; the result waits for it.

    Hashing releases the interpreter lock, so that with a second core it takes no time beside other work.
    """
    if len(data) < _LARGE:
        return partial(digest_of, data)
    digests: list[str] = []
    thread = threading.Thread(target=lambda: digests.append(digest_of(data)), daemon=True)
    with contextlib.suppress(RuntimeError, MemoryError):
        thread.start()

    def digest() -> str:
        if thread.ident is not None:
            thread.join()
        return digests[0] if digests else digest_of(data)

    return digest


def with_suffix(path: Path) -> Path:
    """Append `SUFFIX` to a path, unless it has one of `SUFFIXES`."""
    return path if path.name.lower().endswith(SUFFIXES) else path.with_name(path.name + SUFFIX)


def without_suffix(path: Path) -> str:
    """The name of a map file without its one of `SUFFIXES`."""
    name = path.name
    ending = next((ending for ending in SUFFIXES if name.lower().endswith(ending)), "")
    return name[: len(name) - len(ending)]


def check_suffix(path: Path) -> None:
    """Raises UsageError unless `path` has an ending of map files."""
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(tr("A map is written as {formats}.", formats=", ".join(SUFFIXES)))


def open_map(path: Path, *, limits: Limits = DEFAULT_LIMITS, progress: Progress | None = None) -> OpenedMap:
    """Read a map from a file.

    `progress` is called with the share done (0 to 1). Raises MapReadError with one sentence and the faults
    found, and Cancelled when `progress` returns False.
    """
    data = read_file(path, limits)
    digest = _digest_meanwhile(data)
    try:
        decoded = decode(data, limits=limits, progress=progress)
    except MapReadError as error:
        raise (_in_conflict() if has_markers(data) else error) from None
    return OpenedMap(decoded.document, digest(), decoded.read_only, decoded.faults, Path(path))


def _in_conflict() -> MapReadError:
    message = tr(
        "The file has two versions of the map in it, which git could not merge: open it in Stakemap to merge "
        "them, or take one with “git checkout --ours” or “git checkout --theirs”."
    )
    return MapReadError(message, [Fault(IN_CONFLICT, "", message)])


def is_in_conflict(error: MapReadError) -> bool:
    """Whether a file cannot be opened since git left two versions of the map in it."""
    return any(fault.code == IN_CONFLICT for fault in error.faults)


def read_file(path: Path, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """Read a regular file of at most `limits.size` bytes; never blocks on a pipe or device.

    Raises MapReadError when the file is missing, too large or unreadable.
    """
    try:
        return read_regular(path, limits.size)
    except TooLargeError as error:
        raise too_large(error.size, limits) from None
    except NotRegularError as error:
        if error.is_folder:
            problem = tr("This is a folder, not a file.")
        else:
            problem = tr("This is a device or a pipe, not a file.")
    except FileNotFoundError:
        problem = tr("There is no such file; it may have been moved or renamed.")
    except PermissionError:
        problem = tr("You do not have permission to read this file.")
    except ValueError:
        problem = tr("This is not a valid file name.")
    except OSError as error:
        problem = tr("The file cannot be read: {problem}.", problem=error.strerror or type(error).__name__)
    raise MapReadError(problem, [Fault("unreadable", "", problem)])


def save_map(
    path: Path,
    document: StakeMap,
    *,
    expected_digest: str | None = None,
    in_place: bool = False,
    patience: float | None = PATIENCE,
    limits: Limits | None = None,
    warn: Callable[[str], object] | None = None,
    progress: Progress | None = None,
) -> str:
    """Write a map to a file atomically and return the new digest; on any error the file is unchanged.

    `expected_digest` is that of the file when last read or saved, "" if there was none: ExternalChangeError
    is raised when its content differs just before it is replaced; with None, when it is no longer what it was
    when saving began. `warn` is called with each sentence on what the drive refused though the map was saved,
    `progress` with the share done (0 to 1), last before the file is replaced.

    Three errors are questions, after whose confirmation the call is made with another argument: InPlaceError
    with `in_place` (see `write_bytes_safely`), LockedError with None instead of the `patience` in seconds to
    wait for another process that saves, OverLimitError without the `limits` for opening the map again. All
    errors are WriteErrors with one sentence, except Cancelled when `progress` returns False.
    """
    if document.version > VERSION:
        raise WriteError(
            tr(
                "“{name}” was not saved: the map comes from a newer version of Stakemap, and what this one "
                "does not understand would be lost.",
                name=path.name,
            )
        )
    data = encode(document)
    digest = _digest_meanwhile(data)
    report(progress, _ENCODED)
    if limits is not None:
        _check_limits(path, document, data, limits)
    report(progress, _MEASURED)
    precautions = Precautions(expected_digest, patience, partial(report, progress, _WRITTEN))
    for warning in write_bytes_safely(path, data, in_place=in_place, precautions=precautions):
        if warn is not None:
            warn(warning)
    return digest()


def _check_limits(path: Path, document: StakeMap, data: bytes, limits: Limits) -> None:
    try:
        check_count(records_of(document), limits)
        check_size(data, limits)
    except MapReadError as error:
        raise OverLimitError(
            tr(
                "“{name}” has more in it than Stakemap opens with a limit of {limit}. {way_out}",
                name=path.name,
                limit=size_in_words(limits.size),
                way_out=way_to_raise(limits),
            )
        ) from error


@contextlib.contextmanager
def recovery_copy(path: Path, document: StakeMap) -> Iterator[Path]:
    """Keep a copy of a map in the state folder while the user is asked whether to overwrite its file.

    If the process is killed meanwhile, the next start offers the copy. Raises WriteError when it cannot be
    written.
    """
    data = encode(document)
    try:
        with keep_copy(target_of(path).path, (data,), write_bytes_safely) as copy:
            try:
                yield copy
            finally:
                remove_copy(copy)
    except OSError as error:
        raise write_error(path, error) from error
