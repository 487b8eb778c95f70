"""How wide text is, through a protocol, and what follows from it: wrapping and shortening."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple, Protocol

from stakemap.text import PLAIN_LIMIT, graphemes

__all__ = ["Extent", "FixedMeasure", "TextMeasure", "balanced", "elide", "wrap"]

ELLIPSIS = "…"
#: A word with the blank after it, and the parts of one that hyphens, dashes and strokes end.
_WORDS = re.compile(r"\S+\s*")
_PARTS = re.compile(r"[^-–/]+[-–/]*\s*|[-–/]+\s*")


class Extent(NamedTuple):
    """The room of one line of text in pixels, around its baseline."""

    width: float
    ascent: float
    descent: float

    @property
    def height(self) -> float:
        """From the top of the tallest letters to the bottom of the deepest."""
        return self.ascent + self.descent


class TextMeasure(Protocol):
    """Something that knows how large text will be."""

    def extent(self, text: str, size: float, weight: int = 400) -> Extent:
        """The room of one line of `text` set at `size` pixels (the em) in `weight` (100 to 900)."""
        ...

    def __hash__(self) -> int:
        """By identity: what is set with a measure is remembered for it."""
        ...


class FixedMeasure:
    """A measure that depends on no font, for tests: every letter is 0.56 em wide, wide scripts 1 em."""

    def extent(self, text: str, size: float, weight: int = 400) -> Extent:
        """See TextMeasure."""
        wide = sum(map(_is_wide, text)) if _has_wide(text) else 0
        unseen = sum(unicodedata.category(letter) in ("Mn", "Me", "Cf") for letter in text)
        letter = 0.56 if weight < 550 else 0.6
        width = (len(text) - wide - unseen) * letter * size + wide * size
        return Extent(round(width, 3), round(0.95 * size, 3), round(0.25 * size, 3))


def _is_wide(letter: str) -> bool:
    """Whether a letter is set in a whole em, as those of scripts that have no blanks between words are."""
    return unicodedata.east_asian_width(letter) in ("W", "F")


def _has_wide(text: str) -> bool:
    # Most names have no letter so far up, and to find the largest one takes no time.
    return max(text, default="") >= "\u1100" and any(map(_is_wide, text))


def _fitting(
    parts: list[str], width: float, size: float, measure: TextMeasure, weight: int, tail: str = ""
) -> int:
    """How many of `parts` (each adding width) fit with `tail` after them."""

    def fits(count: int) -> bool:
        return measure.extent("".join(parts[:count]).rstrip() + tail, size, weight).width <= width

    # Doubling first, since a line takes few of the parts that a long text has.
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
    """`text` as it is when it fits in `width` pixels, else its beginning with an ellipsis; "" when nothing
    fits.
    """
    if measure.extent(text, size, weight).width <= width:
        return text
    letters = graphemes(text[:PLAIN_LIMIT])
    count = _fitting(letters, width, size, measure, weight, ELLIPSIS)
    if count:
        return "".join(letters[:count]).rstrip().rstrip(" ,;:–-") + ELLIPSIS
    return ELLIPSIS if measure.extent(ELLIPSIS, size, weight).width <= width else ""


def _pieces(text: str) -> list[str]:
    """What a line may not break: words with the blank after them, and single letters of scripts without
    blanks.
    """
    pieces: list[str] = []
    for word in _WORDS.findall(text):
        if not _has_wide(word):
            pieces.extend(_PARTS.findall(word))
            continue
        run = ""
        for letter in graphemes(word):
            if _is_wide(letter[0]):
                pieces.extend(part for part in (run, letter) if part)
                run = ""
            elif letter.isspace() and pieces and not run:
                pieces[-1] += letter
            else:
                run += letter
        if run:
            pieces.append(run)
    return pieces


def wrap(
    text: str,
    width: float,
    size: float,
    measure: TextMeasure,
    weight: int = 400,
    max_lines: int | None = None,
) -> list[str]:
    """`text` in lines of at most `width` pixels; with `max_lines` the last one ends in an ellipsis if need
    be.

    Words too long for a line are cut. No line is empty; an empty text has no lines.
    """
    lines: list[str] = []
    rest = _pieces(text)
    while rest:
        if max_lines is not None and len(lines) == max_lines - 1:
            last = elide("".join(rest).rstrip(), width, size, measure, weight)
            return [*lines, last] if last else lines
        count = _fitting(rest, width, size, measure, weight)
        if count == 0:
            letters = graphemes(rest[0])
            cut = max(1, _fitting(letters, width, size, measure, weight))
            lines.append("".join(letters[:cut]).rstrip())
            remainder = "".join(letters[cut:])
            rest = ([remainder] if remainder.strip() else []) + rest[1:]
        else:
            lines.append("".join(rest[:count]).rstrip())
            rest = rest[count:]
    return lines


#: A last line shorter than this share of the others looks left over.
_LEFT_OVER = 0.3


def balanced(
    text: str,
    width: float,
    size: float,
    measure: TextMeasure,
    weight: int = 400,
    max_lines: int | None = None,
) -> list[str]:
    """`text` wrapped as `wrap` does, but for a last line of a word or two: then all lines get narrower, as
    far as that takes no line more.
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
