"""Parsing and formatting of field contents; errors are ValueErrors with a sentence for the user."""

from __future__ import annotations

import re

from stakemap import i18n
from stakemap.i18n import tr
from stakemap.model.document import QUOTA_LIMIT
from stakemap.model.judgements import VOTES_LIMIT
from stakemap.model.records import TEXT_LIMIT
from stakemap.text import list_items, single_line
from stakemap.wording.read_dates import read_date

_NUMBER = r"[+\-−–]?\s*\d+(?:[.,]\d+)?"
_RANGE = re.compile(rf"\s*({_NUMBER})\s*(?:to\b|\.{{2,3}}|…|;|/|–|—|-|\s)\s*({_NUMBER})\s*")


def number(value: float | None) -> str:
    """A number formatted as everywhere in the app, "" for None."""
    return "" if value is None else i18n.number(value)


def _float(text: str) -> float:
    return float(re.sub(r"\s", "", text).replace("−", "-").replace("–", "-").replace(",", "."))


def parse_number(text: str, lowest: float, highest: float) -> float | None:
    """A number within a scale, None for an empty text. Raises ValueError."""
    if not text.strip():
        return None
    if not re.fullmatch(rf"\s*{_NUMBER}\s*", text):
        raise ValueError(tr("Enter a number such as 35."))
    value = _float(text)
    if not lowest <= value <= highest:
        raise ValueError(
            tr("Enter a number from {lowest} to {highest}.", lowest=number(lowest), highest=number(highest))
        )
    return value


def parse_quota(text: str) -> float | None:
    """A quota, more than 0; None for an empty text. Raises ValueError."""
    value = parse_number(text, 0.0, QUOTA_LIMIT)
    if value == 0:
        raise ValueError(tr("Enter a number greater than 0."))
    return value


def parse_votes(text: str) -> int | None:
    """A number of votes, None for an empty text. Raises ValueError."""
    value = parse_number(text, 0.0, float(VOTES_LIMIT))
    if value is not None and value != int(value):
        raise ValueError(tr("Enter a whole number of votes."))
    return None if value is None else int(value)


def stepped(text: str, step: int, lowest: float, highest: float) -> str:
    """The number in a field plus `step`, clamped to its scale; an empty field counts as 0."""
    try:
        value = parse_number(text, lowest, highest)
    except ValueError:
        return text
    return number(min(max((0.0 if value is None else value) + step, lowest), highest))


def range_text(low: float | None, high: float | None) -> str:
    """A range formatted as "20 to 50", "" for none."""
    if low is None or high is None:
        return ""
    return tr("{low} to {high}", low=number(low), high=number(high))


def parse_range(text: str, lowest: float, highest: float) -> tuple[float | None, float | None]:
    """Both ends of a range such as "20 to 50", None for an empty text. Raises ValueError."""
    if not text.strip():
        return None, None
    match = _RANGE.fullmatch(text)
    if match is None:
        raise ValueError(tr("Enter both ends of the range, such as 20 to 50."))
    low, high = (parse_number(part, lowest, highest) for part in match.groups())
    assert low is not None
    assert high is not None
    return min(low, high), max(low, high)


def parse_tags(text: str) -> tuple[str, ...]:
    """Words or phrases separated by commas, semicolons or line breaks, without duplicates."""
    return tuple(dict.fromkeys(map(single_line, list_items(text))))


def parse_lines(text: str) -> tuple[str, ...]:
    """Names, one on each line, without duplicates."""
    return tuple(dict.fromkeys(filter(None, map(single_line, text.splitlines()))))


def parse_name(text: str) -> str:
    """A name on one line. Raises ValueError when it is empty."""
    name = single_line(text)
    if not name:
        raise ValueError(tr("Enter a name."))
    return name


def parse_reason(text: str) -> str:
    """A reason without blanks around it. Raises ValueError if it is longer than a map takes."""
    reason = text.strip()
    if len(reason) > TEXT_LIMIT:
        raise ValueError(tr("A reason can have up to {count} characters.", count=TEXT_LIMIT))
    return reason


def parse_partial_date(text: str) -> str | None:
    """A date to the year, month or day, None for an empty text. Raises ValueError."""
    return read_date(text) if text.strip() else None


def parse_day(text: str) -> str | None:
    """A date to the day, None for an empty text. Raises ValueError."""
    return read_date(text, to_the_day=True) if text.strip() else None


def parse_colour(text: str) -> str | None:
    """A colour such as "#0067a5", None for an empty text. Raises ValueError."""
    cleaned = text.strip().lower()
    if not cleaned:
        return None
    if re.fullmatch(r"[0-9a-f]{6}", cleaned):
        cleaned = f"#{cleaned}"
    if not re.fullmatch(r"#[0-9a-f]{6}", cleaned):
        raise ValueError(tr("Enter a colour such as #0067a5."))
    return cleaned
