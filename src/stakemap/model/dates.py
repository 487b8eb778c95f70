"""Partial dates: a year, a month or a day, never more precise than the source gives them."""

from __future__ import annotations

import calendar
import datetime
import re
from functools import lru_cache

from stakemap.i18n import tr

_PARTIAL = re.compile(r"([0-9]{4})(?:-(?!00)([0-9]{2})(?:-(?!00)([0-9]{2}))?)?")


def _parts(text: str) -> tuple[int, int | None, int | None]:
    match = _PARTIAL.fullmatch(text)
    if match is None:
        raise ValueError(tr("a date is written 2025, 2025-07 or 2025-07-01"))
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    return year, month, day


def start_of(text: str) -> datetime.date:
    """The first day of a partial date. Raises ValueError for an invalid date."""
    year, month, day = _parts(text)
    return datetime.date(year, month or 1, day or 1)


def end_of(text: str) -> datetime.date:
    """The last day of a partial date. Raises ValueError for an invalid date."""
    year, month, day = _parts(text)
    month = month or 12
    return datetime.date(year, month, day or calendar.monthrange(year, month)[1])


@lru_cache(maxsize=1024)
def check_partial_date(text: str) -> str:
    """Return `text` if it is an existing year, month or day; else raise ValueError."""
    try:
        start_of(text)
    except ValueError as error:
        raise ValueError(tr("a date is written 2025, 2025-07 or 2025-07-01 and must exist")) from error
    return text


def check_day(text: str) -> str:
    """Return `text` if it is an existing full date (2025-07-01); else raise ValueError."""
    if len(text) != 10:
        raise ValueError(tr("this date is written 2025-07-01"))
    return check_partial_date(text)
