"""Reading dates as people write them: every form in which the app shows one, and the usual others."""

from __future__ import annotations

import re

from stakemap.i18n import cached_by_language, locale, tr
from stakemap.model.dates import check_partial_date
from stakemap.text import fold_latin
from stakemap.wording.dates import date_text

_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+")
#: One to three numbers parted by the same sign, blanks around it or alone.
_NUMBERS = re.compile(r"([0-9]+)(?:\s*([-/.]|\s)\s*([0-9]+)(?:\s*\2\s*([0-9]+))?)?\s*\.?")
_DASHES = str.maketrans("‐‑‒–—−", "------")
#: What English puts into a date besides its month.
_ENGLISH = frozenset({"st", "nd", "rd", "th", "of"})
#: The fewest letters by which a month is recognised.
_LEAST_LETTERS = 3
#: More text is no date, and would take long to look through.
_MOST_CHARACTERS = 200


def read_date(text: str, *, to_the_day: bool = False) -> str:
    """A date as it is stored: "2020", "2020-02" or "2020-02-15", from these, "Feb 2020" or "15.02.2020".

    Months are read in English and in the language of the app. Raises ValueError with a sentence for what is
    no date, for one that may be read in two ways, such as 05/06/2021, and with `to_the_day` for a mere month.
    """
    if len(text) > _MOST_CHARACTERS:
        raise ValueError(_how(to_the_day))
    line = "".join(_digit(letter) for letter in fold_latin(text.strip()).translate(_DASHES))
    words = [word for word in _TOKEN.findall(line) if not word[0].isdigit() and word not in _fillers()]
    found = _with_month_as_word(line, words) if words else _in_numbers(line)
    if found is None or (to_the_day and found[-1] is None):
        raise ValueError(_how(to_the_day))
    return _existing(*found)


def _how(to_the_day: bool) -> str:
    year, month, day = (date_text(date) for date in ("2025", "2025-07", "2025-07-01"))
    if to_the_day:
        return tr("Enter a full date such as {day}.", day=day)
    return tr("Enter a date such as {year}, {month} or {day}.", year=year, month=month, day=day)


def _digit(letter: str) -> str:
    return str(int(letter)) if letter.isdecimal() else letter


def _existing(year: str, month: int | None, day: int | None) -> str:
    parts = [year, *(f"{part:02}" for part in (month, day) if part is not None)]
    try:
        return check_partial_date("-".join(parts))
    except ValueError as error:
        raise ValueError(tr("This date does not exist.")) from error


def _with_month_as_word(line: str, words: list[str]) -> tuple[str, int, int | None] | None:
    """Year, month and day of a date with one word, its month."""
    numbers = [token for token in _TOKEN.findall(line) if token[0].isdigit()]
    years = [number for number in numbers if len(number) == 4]
    days = [int(number) for number in numbers if len(number) <= 2]
    month = _month(words[0]) if len(words) == 1 else None
    if month is None or len(years) != 1 or len(days) > 1 or len(years) + len(days) != len(numbers):
        return None
    return years[0], month, days[0] if days else None


def _month(word: str) -> int | None:
    months = _months()
    if word in months:
        return months[word]
    meant = {month for name, month in months.items() if name.startswith(word)}
    return meant.pop() if len(meant) == 1 and len(word) >= _LEAST_LETTERS else None


@cached_by_language
def _months() -> dict[str, int]:
    """The names of months, whole and abbreviated, folded, in the language of the app and in English."""
    from babel import Locale

    found: dict[str, int] = {}
    for spoken in (Locale("en"), locale()):
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for month, name in spoken.months[form][width].items():
                    words = _TOKEN.findall(fold_latin(name))
                    if len(words) == 1 and words[0].isalpha():
                        found[words[0]] = month
    return found


@cached_by_language
def _fillers() -> frozenset[str]:
    """The words besides the month in dates as they are shown in this language, such as "г." in Russian."""
    shown = " ".join(map(date_text, ("2025", "2025-07", "2025-07-01")))
    words = {word for word in _TOKEN.findall(fold_latin(shown)) if not word[0].isdigit()}
    return _ENGLISH | (words - _months().keys())


def _in_numbers(line: str) -> tuple[str, int | None, int | None] | None:
    """Year, month and day of a date written in numbers alone."""
    filled = " ".join(token for token in line.split() if token.strip(".,") not in _fillers())
    match = _NUMBERS.fullmatch(filled)
    if match is None:
        return None
    sign, parts = match[2], [part for part in match.group(1, 3, 4) if part]
    if [len(part) for part in parts if len(part) > 2] != [4]:
        return None
    if len(parts[0]) == 4:
        month, day = (*map(int, parts[1:]), None, None)[:2]
        return parts[0], month, day
    if len(parts[-1]) != 4:
        return None
    if len(parts) == 2:
        return parts[1], int(parts[0]), None
    first, second = int(parts[0]), int(parts[1])
    return parts[2], *_month_and_day(parts[2], first, second, is_day_first=sign == ".")


def _month_and_day(year: str, first: int, second: int, *, is_day_first: bool) -> tuple[int, int]:
    """Which of two numbers is the month: dots put the day first everywhere, other signs do not decide."""
    if second > 12 >= first:
        return first, second
    if is_day_first or first > 12 or first == second:
        return second, first
    either = [date_text(_existing(year, month, day)) for month, day in ((second, first), (first, second))]
    raise ValueError(
        tr("This could be {first} or {second}: write the month as a word.", first=either[0], second=either[1])
    )
