"""When something happened, as the app says it."""

from __future__ import annotations

import datetime

from stakemap.i18n import tr
from stakemap.picture.words import date_text

__all__ = ["moment_text"]


def moment_text(seconds: float) -> str:
    """A moment, given in seconds since 1970, as a date and a time of day here: "1 July 2025 at 14:05"."""
    moment = datetime.datetime.fromtimestamp(seconds)
    return tr("{date} at {time}", date=date_text(moment.date().isoformat()), time=f"{moment:%H:%M}")
