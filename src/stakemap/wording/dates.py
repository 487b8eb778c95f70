"""How dates and moments read in the user's language; Babel knows months and the order of parts."""

from __future__ import annotations

import datetime

from stakemap.i18n import cached_by_language, locale, tr
from stakemap.model.dates import start_of

__all__ = ["date_text", "moment_text"]

#: By the count of hyphens in a date: CLDR's names for the parts that are told.
_SKELETONS = ("y", "yMMMM", "yMMMMd")


@cached_by_language
def date_text(date: str | None) -> str:
    """A year, month or day as precise as it is: "2025", "July 2025", "1 July 2025"; "" for none."""
    if not date:
        return ""
    from babel.dates import format_skeleton

    return format_skeleton(_SKELETONS[date.count("-")], start_of(date), locale=locale())


def moment_text(seconds: float) -> str:
    """A moment, given in seconds since 1970, as a date and a time of day here: "1 July 2025 at 14:05"."""
    from babel.dates import format_skeleton

    moment = datetime.datetime.fromtimestamp(seconds)
    time = format_skeleton("Hm", moment, locale=locale())
    return tr("{date} at {time}", date=date_text(moment.date().isoformat()), time=time)
