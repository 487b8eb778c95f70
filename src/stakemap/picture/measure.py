"""Text measurement through a protocol, and wrapping and eliding based on it."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple, Protocol

from stakemap.picture.line_breaks import has_wide, is_wide, pieces_of, smaller_pieces
from stakemap.text import PLAIN_LIMIT, graphemes

ELLIPSIS = "…"
#: The length up to which lines of a text are kept: each letter typed into a long one makes another text.
_KEPT = 600


class Extent(NamedTuple):
    """The size of one line of text in pixels, relative to its baseline."""

    width: float
    ascent: float
    descent: float

    @property
    def height(self) -> float:
        """Ascent and descent together."""
        return self.ascent + self.descent


class TextMeasure(Protocol):
    """Measures text in a font."""

    def extent(self, text: str, size: float, weight: int = 400) -> Extent:
        """Measure one line of `text` of `size` pixels (the em) and `weight` (100 to 900)."""
        ...

    def __hash__(self) -> int:
        """By identity: layouts are cached by the measure they were made with."""
        ...


class FixedMeasure:
    """A measure without a font, for tests: letters are 0.56 em wide (bold 0.6), in wide scripts 1 em."""

    def extent(self, text: str, size: float, weight: int = 400) -> Extent:
        wide = sum(map(is_wide, text)) if has_wide(text) else 0
        unseen = sum(unicodedata.category(letter) in ("Mn", "Me", "Cf") for letter in text)
        letter = 0.56 if weight < 550 else 0.6
        width = (len(text) - wide - unseen) * letter * size + wide * size
        return Extent(round(width, 3), round(0.95 * size, 3), round(0.25 * size, 3))


class WidestMeasure:
    """Measures text in several fonts: its width is that of the widest, so that a layout has room in each."""

    def __init__(self, first: TextMeasure, *others: TextMeasure) -> None:
        self._first = first
        self._others = others

    def extent(self, text: str, size: float, weight: int = 400) -> Extent:
        """See TextMeasure; ascent and descent are those of the first font."""
        own = self._first.extent(text, size, weight)
        others = (each.extent(text, size, weight).width for each in self._others)
        return own._replace(width=max(own.width, max(others, default=0.0)))


def _fitting(
    parts: list[str], width: float, size: float, measure: TextMeasure, weight: int, tail: str = ""
) -> int:
    """How many of `parts` fit in `width` with `tail` after them."""

    def fits(count: int) -> bool:
        return measure.extent("".join(parts[:count]).rstrip() + tail, size, weight).width <= width

    # Doubling before bisection, since a line holds few of the parts of a long text.
    low, high = 0, 1
    while high < len(parts) and fits(high):
        low, high = high, high * 2
    high = min(high, len(parts))
    while low < high:
        middle = (low + high + 1) // 2
        if fits(middle):
            low = middle
        else:
            high = middle - 1
    return low


def elide(text: str, width: float, size: float, measure: TextMeasure, weight: int = 400) -> str:
    """`text` if it fits in `width` pixels, else its beginning with an ellipsis; "" if not even that fits."""
    if measure.extent(text, size, weight).width <= width:
        return text
    letters = graphemes(text[:PLAIN_LIMIT])
    count = _fitting(letters, width, size, measure, weight, ELLIPSIS)
    if count:
        return "".join(letters[:count]).rstrip().rstrip(" ,;:–-") + ELLIPSIS
    return ELLIPSIS if measure.extent(ELLIPSIS, size, weight).width <= width else ""


def wrap(
    text: str,
    width: float,
    size: float,
    measure: TextMeasure,
    weight: int = 400,
    max_lines: int | None = None,
) -> list[str]:
    """Break `text` into lines of at most `width` pixels; the last of `max_lines` is elided if need be.

    Dates, short quotations and numbers with their units stay on one line if they fit. Words too long for a
    line are broken. No line is empty; an empty text has no lines.
    """
    lines = _wrapped if len(text) <= _KEPT else _wrapped.__wrapped__
    return list(lines(text, width, size, measure, weight, max_lines))


@lru_cache(maxsize=4096)
def _wrapped(
    text: str, width: float, size: float, measure: TextMeasure, weight: int, max_lines: int | None
) -> tuple[str, ...]:
    """The lines of `wrap`; cached, since layouts are tried in several sizes, and again after each change."""
    lines: list[str] = []
    rest = pieces_of(text)
    while rest:
        if max_lines is not None and len(lines) == max_lines - 1:
            last = elide("".join(rest).rstrip(), width, size, measure, weight)
            return (*lines, last) if last else tuple(lines)
        count = _fitting(rest, width, size, measure, weight)
        if count == 0 and len(smaller := smaller_pieces(rest[0])) > 1:
            rest = smaller + rest[1:]
        elif count == 0:
            letters = graphemes(rest[0])
            cut = max(1, _fitting(letters, width, size, measure, weight))
            lines.append("".join(letters[:cut]).rstrip())
            remainder = "".join(letters[cut:])
            rest = ([remainder] if remainder.strip() else []) + rest[1:]
        else:
            lines.append("".join(rest[:count]).rstrip())
            rest = rest[count:]
    return tuple(lines)


#: A last line shorter than this share of the width is balanced.
_LEFT_OVER = 0.3


def balanced(
    text: str,
    width: float,
    size: float,
    measure: TextMeasure,
    weight: int = 400,
    max_lines: int | None = None,
) -> list[str]:
    """`text` wrapped as by `wrap`, but if the last line is very short, all lines get narrower as far as that
    needs no further line.
    """
    lines = wrap(text, width, size, measure, weight, max_lines)
    if len(lines) < 2 or measure.extent(lines[-1], size, weight).width >= _LEFT_OVER * width:
        return lines
    for share in (0.9, 0.8, 0.7, 0.6):
        tried = wrap(text, share * width, size, measure, weight, max_lines)
        if len(tried) > len(lines) or tried[-1].endswith(ELLIPSIS):
            break
        lines = tried
        if measure.extent(lines[-1], size, weight).width >= 2 * _LEFT_OVER * width:
            break
    return lines
