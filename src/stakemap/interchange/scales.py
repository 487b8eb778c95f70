"""Scales of values as people note them in a heading: "1-5", "out of 10", "1 = low, 5 = high"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

#: Lowest and highest value.
Scale = tuple[float, float]

#: A number that is no part of a word such as Q1. A sign right after a digit is a dash.
_NUMBER = re.compile(r"(?<!\w)(?<!\d[.,])[+\-−]?\d+(?:[.,]\d{1,3})?(?!\w)")
_LIST = re.compile(r"\s*\d+(?:\s*,\s*\d+)+\s*")
#: What stands between the numbers of a list such as 1/2/3/4/5.
_BETWEEN = re.compile(r"[\s,;/|·]*")
#: What stands before the highest value alone.
_OUT_OF = re.compile(
    r"(?:/|\b(?:out of|of|from|max\.?|maximum|von|max|sur|de|su|из|макс\.?|üzerinden))\s*$", re.IGNORECASE
)
_MEANS_BEFORE = re.compile(r"[^\W\d_]\s*[=:]\s*$")
_MEANS_AFTER = re.compile(r"\s*[=:]")
#: Beyond it numbers are years.
_WIDEST = 1000.0
#: Words for the two ends of a scale. A scale whose lowest number is the strongest runs the other way.
_LOW_WORDS = frozenset(
    {
        "low",
        "lowest",
        "least",
        "weak",
        "weakest",
        "no",
        "none",
        "not",
        "never",
        "against",
        "opposed",
        "opposing",
        "hostile",
        "bajo",
        "baja",
        "faible",
        "contre",
        "niedrig",
        "gering",
        "schwach",
        "gegen",
        "dagegen",
        "contra",
        "baixo",
        "нет",
        "низкий",
        "низкое",
        "низкая",
        "слабо",
        "против",
        "düşük",
        "zayıf",
        "karşı",
    }
)
_HIGH_WORDS = frozenset(
    {
        "high",
        "highest",
        "most",
        "strong",
        "strongest",
        "full",
        "top",
        "for",
        "favour",
        "favor",
        "support",
        "supports",
        "supportive",
        "friendly",
        "pro",
        "yes",
        "alto",
        "alta",
        "fuerte",
        "favorable",
        "élevé",
        "fort",
        "pour",
        "hoch",
        "stark",
        "für",
        "dafür",
        "высокий",
        "высокое",
        "высокая",
        "сильно",
        "за",
        "yüksek",
        "güçlü",
        "destek",
    }
)


def has_numbers(note: str) -> bool:
    """Whether a note has numbers that could be those of a scale: none so high that they are years."""
    values = [value for value, _, _ in _numbers(note)]
    return bool(values) and max(map(abs, values)) <= _WIDEST


def read_scale(note: str) -> Scale | None:
    """The scale that a note names; None if it names none, or one that runs from high to low."""
    ends = read_ends(note)
    return ends if ends is not None and ends[0] < ends[1] else None


def read_ends(note: str) -> Scale | None:
    """The ends of the scale that a note names, the least first: (5, 1) where 1 is the most."""
    if not has_numbers(note):
        return None
    if _LIST.fullmatch(note):
        return _ends([float(part) for part in note.split(",")])
    numbers = _numbers(note)
    if len(numbers) == 1:
        value, start, _ = numbers[0]
        return (0.0, value) if value > 0 and _OUT_OF.search(note[:start]) else None
    explained = [number for number in numbers if _is_explained(note, number)]
    plain = [number for number in numbers if number not in explained]
    if len(plain) > 2 and not all(
        _BETWEEN.fullmatch(note[one[2] : other[1]]) for one, other in pairwise(plain)
    ):
        return None
    values = [value for value, _, _ in plain]
    scale = _ends(values if len(plain) > 1 else sorted(value for value, _, _ in numbers))
    if scale is None or scale[0] == scale[1]:
        return None
    return (scale[1], scale[0]) if _runs_downwards(note, numbers, scale) else scale


def _numbers(note: str) -> list[tuple[float, int, int]]:
    """The numbers of a note, each with where it begins and ends."""
    return [
        (float(match[0].replace("−", "-").replace(",", ".")), match.start(), match.end())
        for match in _NUMBER.finditer(note)
    ]


def _ends(values: Sequence[float]) -> Scale | None:
    """The first and the last of values that ascend."""
    ascends = all(one < other for one, other in pairwise(values))
    return (values[0], values[-1]) if ascends else None


def _is_explained(note: str, number: tuple[float, int, int]) -> bool:
    """Whether it is said what a number means, as in "5 = high" or "high: 5"."""
    _, start, end = number
    return bool(_MEANS_BEFORE.search(note[:start]) or _MEANS_AFTER.match(note, end))


def _runs_downwards(note: str, numbers: Sequence[tuple[float, int, int]], scale: Scale) -> bool:
    """Whether the words beside an end of a scale belong to the other end."""
    words_first = any(_MEANS_BEFORE.search(note[:start]) for _, start, _ in numbers)
    borders = [0, *(end for _, _, end in numbers)] if words_first else [start for _, start, _ in numbers]
    borders = [*borders, len(note)]
    for (value, start, end), (left, right) in zip(numbers, pairwise(borders), strict=False):
        text = note[left:start] if words_first else note[end:right]
        words = set(re.findall(r"[^\W\d_]+", text.casefold()))
        own, other = (_LOW_WORDS, _HIGH_WORDS) if value == scale[0] else (_HIGH_WORDS, _LOW_WORDS)
        if value in scale and words & other and not words & own:
            return True
    return False
