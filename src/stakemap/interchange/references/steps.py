"""Progress of reading references, its cancellation, and the most references that are read."""

from __future__ import annotations

from collections.abc import Callable

from stakemap.errors import CancelledError, MapReadError
from stakemap.i18n import tr
from stakemap.wording import numbers

Report = Callable[[float], bool]

#: Entries between two reports.
_STEP = 50
_MOST = 20_000


def checked(report: Report, number: int, count: int) -> None:
    """Report now and then that `number` of `count` are done. Raises CancelledError where that says False."""
    if number % _STEP == 0 and not report(number / max(1, count)):
        raise CancelledError


def check_count(count: int) -> None:
    """Raise MapReadError for more references than are read, which would take long."""
    if count > _MOST:
        raise MapReadError(tr("A file may have up to {count} references.", count=numbers.figure(_MOST)))
