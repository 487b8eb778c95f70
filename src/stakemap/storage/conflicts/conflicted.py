"""A file that git could not merge, read as the versions of the map that are in conflict."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import NamedTuple

from stakemap.errors import Fault, MapReadError
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.storage.codec import decode
from stakemap.storage.conflicts.conflict_markers import has_markers, versions_of
from stakemap.storage.conflicts.git_stages import Stages, read_stages
from stakemap.storage.files import IN_CONFLICT, digest_of, read_file
from stakemap.storage.reading.limits import DEFAULT_LIMITS, Limits, Progress, report
from stakemap.storage.reading.parsing import too_large
from stakemap.storage.reading.regular_files import TooLargeError


class ConflictedMap(NamedTuple):
    """The versions of a map that git could not merge, and what is in the file meanwhile.

    `one` is the version of the branch that is checked out, `other` the one that was to be merged, None where
    either side removed the file, and `author` who committed that, "" where it is not known. `digest` is that
    of the file.
    """

    one: StakeMap
    other: StakeMap | None
    base: StakeMap | None
    author: str
    digest: str


def read_conflicted(
    path: Path, limits: Limits = DEFAULT_LIMITS, progress: Progress | None = None
) -> ConflictedMap | None:
    """The versions of a map from the index of git, else from the markers in its file; None where it is not in
    conflict.

    Raises MapReadError for a version that is no map, or another one, and where markers are missing.
    """
    data = read_file(path, limits)
    try:
        stages = read_stages(path, limits.size)
    except TooLargeError as error:
        raise too_large(error.size, limits) from None
    if stages is None and has_markers(data):
        marked = versions_of(data)
        if marked is None:
            raise _refused(tr("Some of the conflict markers of git in this file are missing."))
        stages = Stages(*marked)
    if stages is None or (stages.one is None and stages.other is None):
        return None
    one, other = (
        None if text is None else _side(text, limits, partial(_share, progress, number))
        for number, text in enumerate((stages.one, stages.other))
    )
    first, second = (other, None) if one is None else (one, other)
    assert first is not None
    if second is not None and second.id != first.id:
        raise _refused(tr("Git has two different maps for this file, not versions of one."))
    return ConflictedMap(first, second, _base(stages.base, first, limits), stages.author, digest_of(data))


def _share(progress: Progress | None, number: int, share: float) -> bool:
    report(progress, (number + share) / 2)
    return True


def _side(text: bytes, limits: Limits, progress: Progress) -> StakeMap:
    """One of the versions. Raises MapReadError where it cannot be merged."""
    try:
        decoded = decode(text, limits=limits, progress=progress)
    except MapReadError as error:
        raise _refused(
            tr("Git has two versions of this file, and one of them is damaged: {reason}", reason=error)
        ) from error
    if decoded.read_only:
        raise _refused(
            tr(
                "Git has two versions of this file, and one comes from a newer version of Stakemap; merge "
                "them with that."
            )
        )
    return decoded.document


def _base(text: bytes | None, one: StakeMap, limits: Limits) -> StakeMap | None:
    """The common base; None where it is no version of the map that this version of Stakemap knows."""
    if text is None:
        return None
    try:
        decoded = decode(text, limits=limits)
    except MapReadError:
        return None
    return decoded.document if decoded.document.id == one.id and not decoded.read_only else None


def _refused(sentence: str) -> MapReadError:
    way_out = tr("Take one of them with “git checkout --ours” or “git checkout --theirs”.")
    message = f"{sentence} {way_out}"
    return MapReadError(message, [Fault(IN_CONFLICT, "", message)])
