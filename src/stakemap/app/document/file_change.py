"""Whether the file of unsaved work was changed by something else, such as a sync, and when, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stakemap.app.document.opening import is_large
from stakemap.i18n import tr
from stakemap.storage.files import digest_of
from stakemap.storage.reading.limits import DEFAULT_LIMITS
from stakemap.storage.reading.regular_files import read_regular
from stakemap.wording.dates import moment_text

if TYPE_CHECKING:
    from stakemap.storage.store.versions import Recoverable


def file_changed_at(item: Recoverable) -> float | None:
    """When the file was changed (seconds since 1970), if it is not the one that the edits began with.

    A sync may keep the time of the change, so the contents are compared; of a large file, the times alone.
    """
    if item.path is None or not item.edits or not item.digest:
        return None
    try:
        changed = item.path.stat().st_mtime
        if is_large(item.path):
            return changed if changed > item.at else None
        data = read_regular(item.path, DEFAULT_LIMITS.size)
    except (OSError, ValueError):
        return None
    return None if digest_of(data) == item.digest else changed


def file_changed_text(item: Recoverable) -> str:
    """When the file and when the unsaved work was changed, and what recovering does; "" where only the work
    was.
    """
    changed = file_changed_at(item)
    if changed is None:
        return ""
    return tr(
        "Something else changed the file on {file}; the unsaved work is from {work}. Recovering opens the "
        "unsaved work and leaves the file as it is until you save. Both stay until then.",
        file=moment_text(changed),
        work=moment_text(item.at),
    )
