"""The age of sources with partial dates (a year, a month or a day)."""

from __future__ import annotations

import datetime

from stakemap.model.dates import end_of, start_of
from stakemap.model.document import StakeMap
from stakemap.model.resolve import lineage

_DAYS_IN_YEAR = 365.2425


def old_sources(document: StakeMap, snapshot: str, years: float) -> frozenset[str]:
    """The ids of the sources that are certainly older than `years` at the date of `snapshot`.

    The last day of a source's partial date is compared with the first day of the snapshot's: a source of
    "2023" is older than two years at "2026", but not at "2025". A source without a date is never old. A
    snapshot without a date has that of the one it is based on.
    """
    for ancestor in lineage(document, snapshot):
        date = document.snapshots[ancestor].date
        if date is not None:
            oldest = years_before(start_of(date), years)
            return frozenset(
                key
                for key, source in document.sources.items()
                if source.date is not None and end_of(source.date) < oldest
            )
    return frozenset()


def years_before(date: datetime.date, years: float) -> datetime.date:
    """The date `years` earlier (28 February for 29 February); a fraction of a year is converted to days."""
    whole = int(years)
    if whole >= date.year:
        return datetime.date.min
    is_leap_day = (date.month, date.day) == (2, 29)
    earlier = date.replace(year=date.year - whole, day=28 if is_leap_day and whole else date.day)
    days = round((years - whole) * _DAYS_IN_YEAR)
    return datetime.date.fromordinal(max(earlier.toordinal() - days, 1))
