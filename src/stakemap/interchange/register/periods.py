"""Dates in headings and cells, such as 2019, 2024-03, "Q1 2024" or "März 2024", as partial dates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from stakemap.text import fold

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_MONTHS: Final = (
    "jan ene янв oca січ janv",
    "feb fev fév фев şub лют",
    "mar mär mrz мар бер",
    "apr abr avr апр nis кві",
    "may mai май мая тра",
    "jun juin июн haz чер",
    "jul juil июл tem лип",
    "aug ago aou авг ağu сер",
    "sep set сен eyl вер",
    "oct out okt окт eki жов",
    "nov ноя kas лис",
    "dec dic dez déc дек ara гру",
)
_MOST_MONTHS: Final = len(_MONTHS)
_MONTH_NUMBERS: Final = {fold(name): at for at, names in enumerate(_MONTHS, 1) for name in names.split()}
#: A day and a month of which either may stand first.
_SLASHED: Final = rf"(?P<first>[0-2]?\d|3[01])[/-](?P<second>[0-2]?\d|3[01])[/-]{_YEAR}"
_SLASHED_DATE: Final = re.compile(rf"(?<![\w.]){_SLASHED}(?![\w%])")
#: Each with a year, and where there is one with a month, a quarter, a half year or a day.
_PATTERNS: Final = tuple(
    re.compile(rf"(?<![\w.]){pattern}(?![\w%])", re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}[-./](?P<month>0[1-9]|1[0-2])[-./](?P<day>[0-2]\d|3[01])(?:[T ]00:00(?::00)?)?",
        rf"(?P<day>[0-2]?\d|3[01])\.\s?(?P<month>0?[1-9]|1[0-2])\.\s?{_YEAR}",
        _SLASHED,
        rf"(?P<day>[0-2]?\d|3[01])(?:\.|st|nd|rd|th|er|º)?(?:\s*|-)(?:de\s+)?(?P<name>[^\W\d_]{{3,12}})\.?[\s,-]*"
        rf"(?:de\s+)?{_YEAR}",
        rf"(?P<name>[^\W\d_]{{3,12}})\.?\s+(?P<day>[0-2]?\d|3[01])(?:st|nd|rd|th)?,?\s+{_YEAR}",
        rf"{_YEAR}[-/.](?P<month>0[1-9]|1[0-2])",
        rf"(?P<month>0?[1-9]|1[0-2])[./-]{_YEAR}",
        rf"[QTК]\s?(?P<quarter>[1-4])[\s/_-]*{_YEAR}",
        rf"{_YEAR}[\s/_-]*[QTК]\s?(?P<quarter>[1-4])",
        rf"[HS](?P<half>[12])[\s/_-]*{_YEAR}",
        rf"(?P<name>[^\W\d_]{{3,12}})\.?[\s/_-]+(?:de\s+)?{_YEAR}",
        rf"{_YEAR}[\s/_-]+(?P<name>[^\W\d_]{{3,12}})\.?",
        _YEAR,
    )
)


_WAVE: Final = "t|wave|round|phase|ronda|fase|runde|welle|vague|etap|volna|dalga"
_WAVES: Final = re.compile(
    r"(?:base ?line|mid ?line|end ?line|before|after|pre|post|initial|final|ex ante|ex post|linea base|antes|"
    r"despues|inicial|vorher|nachher|zu beginn|am ende|avant|apres|do|posle|once|sonra|na nachalo|na konec)|"
    rf"(?:{_WAVE}) ?\d{{1,2}}"
)
_WAVE_BEFORE: Final = re.compile(rf"\b(?:{_WAVE})\s*$")


def is_wave(text: str) -> bool:
    """Whether a text names a time without a date, such as "Baseline", "after" or "Wave 2"."""
    return _WAVES.fullmatch(fold(text)) is not None


def _match(text: str) -> tuple[re.Match[str], str] | None:
    plain = text.replace("_", " ")
    if not any(character.isdigit() for character in plain):
        return None
    for pattern in _PATTERNS:
        for match in pattern.finditer(plain):
            found = _date(match)
            if found:
                return match, found
    return None


def _date(match: re.Match[str]) -> str:
    parts = match.groupdict()
    month = int(parts.get("month") or 0)
    if parts.get("name"):
        name = fold(parts["name"])
        month = _MONTH_NUMBERS.get(name[:4]) or _MONTH_NUMBERS.get(name[:3]) or 0
        # The number of a wave is no day: "Round 2 May 2024".
        if not month or (parts.get("day") and _WAVE_BEFORE.search(fold(match.string[: match.start()]))):
            return ""
    if parts.get("quarter"):
        month = 3 * int(parts["quarter"])
    if parts.get("half"):
        month = 6 * int(parts["half"])
    day = int(parts.get("day") or 0)
    if parts.get("second"):
        # The day stands first, as nearly everywhere, unless it could be no month in the second place.
        day, month = int(parts["first"]), int(parts["second"])
        day, month = (month, day) if month > _MOST_MONTHS else (day, month)
    found = parts["year"]
    if month:
        found += f"-{month:02}"
    # The first of a month is how spreadsheets keep a month.
    if day > 1:
        found += f"-{day:02}"
    return _existing(found)


def _existing(text: str) -> str:
    try:
        date(*map(int, (text + "-01-01")[:10].split("-")))
    except ValueError:
        return ""
    return text


def period_in(text: str) -> str:
    """The partial date that a text names, "" if it names none; a quarter is its last month."""
    found = _match(text)
    return found[1] if found else ""


def whole_day(text: str) -> str:
    """The partial date of a text that is that of a day and nothing else, however it is spelled; "" if it is
    none.
    """
    found = _match(text.strip())
    if found is None or found[0][0] != found[0].string:
        return ""
    parts = found[0].groupdict()
    return found[1] if parts.get("day") or parts.get("second") else ""


def month_first(texts: Iterable[str]) -> bool | None:
    """Whether dates such as 1/6/2026 have the month first, as the others of the same column tell: those of
    which one number can be no month, else dates that are spelled otherwise, which are the same days. None
    where none tells it, or some contradict others.
    """
    slashed, others = [], set()
    for text in texts:
        if _SLASHED_DATE.search(text):
            slashed.append(text)
        else:
            others.add(period_in(text))
    pairs = {pair for text in slashed for pair in _pairs(text)}
    has_day_first, has_month_first = (any(pair[place] > _MOST_MONTHS for pair in pairs) for place in (0, 1))
    open_dates = list(filter(could_be_two, slashed))
    if has_day_first == has_month_first and open_dates:
        has_day_first = any(period_in(text) in others for text in open_dates)
        has_month_first = any(period_in(with_day_first(text)) in others for text in open_dates)
        return None if has_day_first == has_month_first else has_month_first
    return has_month_first and not has_day_first


def could_be_two(text: str) -> bool:
    """Whether a text has a date such as 1/6/2026, which could be of two days."""
    return any(one != other and max(one, other) <= _MOST_MONTHS for one, other in _pairs(text))


def _pairs(text: str) -> list[tuple[int, int]]:
    """The day and the month, whichever stands first, of each such date in a text."""
    return [(int(match["first"]), int(match["second"])) for match in _SLASHED_DATE.finditer(text)]


def with_day_first(text: str) -> str:
    """A text with its dates that have the month first as they are read: with the day first."""
    return _SLASHED_DATE.sub(lambda match: f"{match['second']}/{match['first']}/{match['year']}", text)


def without_period(text: str) -> str:
    """A text without the date that it names, and without underscores."""
    plain = text.replace("_", " ")
    found = _match(text)
    return plain if found is None else f"{plain[: found[0].start()]} {plain[found[0].end() :]}"


def date_of(cell: object) -> str:
    """The partial date of a cell: a date, a year as a number, or a text that is a date; "" if it is none."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return str(int(cell)) if 1900 <= cell < 2100 and float(cell).is_integer() else ""
    return period_in(str(cell))


def only_date(texts: Iterable[str]) -> str:
    """The partial date that all of these texts are, however each spells it; "" where it is not one."""
    dates = set(map(date_of, texts))
    return dates.pop() if len(dates) == 1 else ""
