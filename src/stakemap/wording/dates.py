"""Dates and times formatted in the user's language by Babel."""

from __future__ import annotations

import datetime

from stakemap.i18n import cached_by_language, locale, tr
from stakemap.model.dates import start_of

#: CLDR skeletons by the number of hyphens in a partial date.
_SKELETONS = ("y", "yMMMM", "yMMMMd")
_SHORT_SKELETONS = ("y", "yMMM", "yMMMd")


@cached_by_language
def date_text(date: str | None) -> str:
    """Format a partial date with its own precision: "2025", "July 2025", "1 July 2025"; "" for none."""
    if not date:
        return ""
    from babel.dates import format_skeleton

    return format_skeleton(_SKELETONS[date.count("-")], start_of(date), locale=locale())


@cached_by_language
def short_date_text(date: str | None, *, with_day: bool = False) -> str:
    """A partial date with a short name of its month: "2025", "Jul 2025"; of a day its month alone, unless
    `with_day`.
    """
    if not date:
        return ""
    from babel.dates import format_skeleton

    precision = min(date.count("-"), 2 if with_day else 1)
    return format_skeleton(_SHORT_SKELETONS[precision], start_of(date), locale=locale())


def moment_text(seconds: float) -> str:
    """Format a time in seconds since 1970 as local date and time of day: "1 July 2025 at 14:05"."""
    from babel.dates import format_skeleton

    moment = datetime.datetime.fromtimestamp(seconds)
    time = format_skeleton("Hm", moment, locale=locale())
    return tr("{date} at {time}", date=date_text(moment.date().isoformat()), time=time)
