"""Parts of cells that say a value: "High (users of the system)", "3 - Medium", "gering–mittel"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

_NUMBER: Final = re.compile(r"[+\-−–]?\d{1,12}(?:[.,]\d{1,400})?\s*%?")
_BRACKETED: Final = re.compile(r"^(.*?)\s*[(\[{（](.*?)[)\]}）]?\s*$", re.DOTALL)
#: What stands between the two ends of a range; a hyphen also within a word of two parts.
_BETWEEN: Final = re.compile(
    r"\s*(?:[-–—−/\\→]|\.\.+|\b(?:to|bis|hasta|até|до|ile|à|a|and|und|y|e|et|и|або|или|or|oder|o|ou|ve|veya)\b)"
    r"\s*",
    re.IGNORECASE,
)
_AFTER_HEAD: Final = re.compile(r"\s+[-–—]+\s+|\s*[:;,\n\r|]\s*|\.\s+|\s+=\s+")
_LEADING_NUMBER: Final = re.compile(r"^([+\-−]?\d{1,6}(?:[.,]\d{1,6})?)(?:\s*[.)]?\s+\D|\s*[-–—]\s*[^\W\d])")
_TRAILING_NUMBER: Final = re.compile(r"\D\s+(\d{1,3}(?:[.,]\d{1,3})?)$")
_MARKS_BEFORE: Final = re.compile(r"^[^\w(\[+\-−–★☆*?]+")
_OUT_OF: Final = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:/|out of|of|von|de|из)\s*(\d+)", re.IGNORECASE)

_LONGEST: Final = 500


def is_number(text: str) -> bool:
    """Whether a text is a number, with a point or a comma, perhaps with a percent sign."""
    return _NUMBER.fullmatch(text) is not None


def number_in(text: str) -> float:
    """The number that a text is (see `is_number`), without its percent sign."""
    plain = text.rstrip(" %").replace("−", "-").replace("–", "-").replace(",", ".")
    return float(plain)


def out_of(text: str) -> tuple[float, float] | None:
    """The two numbers of a text such as "3/5" or "3 out of 5"; None if it is none."""
    match = _OUT_OF.fullmatch(text)
    if match is None:
        return None
    share, whole = number_in(match[1]), number_in(match[2])
    return (share, whole) if 0 <= share <= whole and whole > 1 else None


def atoms(text: str, readable: Callable[[str], bool]) -> tuple[str, ...]:
    """The part of a text that says a value, or the two that are the ends of a range; empty if there is none.

    `readable` says whether a part has a value.
    """
    if readable(text):
        return (text,)
    # A remark behind a value may be long; all that could part it would be tried.
    text = text[:_LONGEST]
    for candidate in (text, *_without_brackets(text), _without_marks(text)):
        if readable(candidate):
            return (candidate,)
        pair = _pair(candidate, readable)
        if pair:
            return pair
    return next(((head,) for head in _heads(text) if readable(head)), ())


def _without_brackets(text: str) -> Iterator[str]:
    match = _BRACKETED.match(text)
    if match is not None and match[1]:
        yield match[1]


def _without_marks(text: str) -> str:
    """A text without brackets around it, and without a coloured disc or the like before it."""
    return _MARKS_BEFORE.sub("", text).strip("()[] ")


def _pair(text: str, readable: Callable[[str], bool]) -> tuple[str, ...]:
    for match in _BETWEEN.finditer(text):
        one, other = text[: match.start()].strip(), text[match.end() :].strip()
        if one and other and readable(one) and readable(other):
            if is_number(one) != is_number(other):
                # The number and its word: "3 - Medium".
                return (one if is_number(one) else other,)
            return (one, other)
    return ()


def _heads(text: str) -> Iterator[str]:
    """What stands before a remark, in brackets, or as a number beside words."""
    for match in _AFTER_HEAD.finditer(text):
        yield text[: match.start()].strip()
    bracketed = _BRACKETED.match(text)
    if bracketed is not None:
        yield bracketed[1].strip()
        yield bracketed[2].strip()
    yield from (part.strip() for part in text.split("/") if part.strip() != text)
    for pattern in (_LEADING_NUMBER, _TRAILING_NUMBER):
        number = pattern.search(text)
        if number is not None:
            yield number[1]
