"""Single words and phrases of cells as ranks: how much, how friendly, or that nothing is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Final, Literal, NamedTuple

from stakemap.interchange.register.value_words import (
    COLOURS,
    LESS,
    LEVELS,
    MISSING,
    MIXED,
    MORE,
    NEGATIONS,
    NOISE,
    STANCES,
    UNKNOWN,
)
from stakemap.text import fold

Family = Literal["level", "stance", "mixed", "unknown"]
#: Longer texts are prose.
_LONGEST = 80
_MOST_WORDS = 7
_WORD: Final = re.compile(r"[a-z0-9]+")
#: Pictures beside words, and those that are a colour by themselves.
_PICTURE: Final = re.compile(r"[\u2190-\u21ff\u25a0-\u27bf\u2b00-\u2bff\ufe0f\U0001f300-\U0001faff]")
_LIGHTS: Final = str.maketrans(
    dict.fromkeys("🟢🟩✅💚", " green ")
    | dict.fromkeys("🟡🟨🟠🟧💛🧡", " yellow ")
    | dict.fromkeys("🔴🟥❌❤", " red ")
)
_NONE = -9
#: A moderate stance: between a high and a low one, or less than one without a word for how much.
_MODERATE = 4


class Rank(NamedTuple):
    """What a phrase says: of levels −9 (none), −3 … 3, of stances −3 (against) … 3 (leading)."""

    family: Family
    rank: int = 0


def _words_of(text: str) -> tuple[str, ...]:
    if not text.isascii():
        said = _PICTURE.sub(" ", text)
        text = said if any(map(str.isalnum, said)) else _PICTURE.sub(" ", text.translate(_LIGHTS))
    # Soft signs are transliterated as apostrophes.
    return tuple(_WORD.findall(fold(text).replace("'", "")))


class _Words:
    """Phrases of folded words with what they mean; the last word of a phrase may be the beginning of one."""

    def __init__(self, entries: Iterable[tuple[str, int]]) -> None:
        self.exact: dict[tuple[str, ...], int] = {}
        #: By the words before the last one and the first letter of that: its beginnings with their meaning.
        self.beginnings: dict[tuple[tuple[str, ...], str], list[tuple[str, int]]] = {}
        for text, value in entries:
            for phrase in text.split(", "):
                words = _words_of(phrase)
                if phrase.endswith("*"):
                    key = (words[:-1], words[-1][0])
                    self.beginnings.setdefault(key, []).append((words[-1], value))
                else:
                    self.exact.setdefault(words, value)

    def find(self, words: tuple[str, ...]) -> int | None:
        """What exactly these words mean."""
        found = self.exact.get(words)
        if found is None:
            for beginning, value in self.beginnings.get((words[:-1], words[-1][0]), ()):
                if words[-1].startswith(beginning):
                    return value
        return found


@cache
def _tables() -> Mapping[str, _Words]:
    return {
        "level": _Words((text, rank) for rank, text in LEVELS.items()),
        "stance": _Words((text, rank) for rank, text in STANCES.items()),
        "mixed": _Words([(MIXED, 0)]),
        "unknown": _Words([(UNKNOWN, 0), (MISSING, 0)]),
        "more": _Words([(MORE, 1)]),
        "less": _Words([(LESS, 1)]),
        "not": _Words([(NEGATIONS, 1)]),
        "noise": _Words([(NOISE, 1)]),
    }


def is_colour(text: str) -> bool:
    """Whether a text is a colour of a traffic light."""
    return fold(text) in _colours()


@cache
def _colours() -> frozenset[str]:
    return frozenset(map(fold, COLOURS.split()))


@lru_cache(maxsize=16_384)
def ranked(text: str, prefers: Literal["level", "stance"]) -> Rank | None:
    """What a phrase says as a whole, such as "Very high", "Actively opposed" or "нет данных"; else None.

    Words that are both a level and a stance ("крит…") are what is preferred.
    """
    if len(text) > _LONGEST:
        return None
    stripped = text.strip()
    if stripped and not stripped.strip("?"):
        return Rank("unknown")
    words = _words_of(text)
    if not words or len(words) > _MOST_WORDS or not any(map(str.isalpha, words)):
        return None
    tables = _tables()
    if tables["unknown"].find(words) is not None:
        return Rank("unknown")
    families: tuple[Literal["level", "stance"], ...] = (
        ("level", "stance") if prefers == "level" else ("stance", "level")
    )
    for family in families:
        found = _phrase(words, family)
        if found is not None:
            return Rank(family, found)
    if tables["mixed"].find(words) is not None:
        return Rank("mixed")
    return None


def _phrase(words: tuple[str, ...], family: Literal["level", "stance"]) -> int | None:
    """The rank of a base word or phrase with modifiers around it, in which every word has a sense."""
    tables = _tables()
    whole = tables[family].find(words)
    if whole is not None:
        return whole
    for length in (3, 2, 1):
        # The base is the last one in most languages: "strong support", "passive opponent".
        for start in range(len(words) - length, -1, -1):
            rank = tables[family].find(words[start : start + length])
            if rank is None:
                continue
            others = [*words[:start], *words[start + length :]]
            modified = _modified(rank, others, family)
            if modified is not None:
                return modified
    return None


def _modified(rank: int, others: Iterable[str], family: str) -> int | None:
    """A rank with the modifiers beside it; None if any of these words is none."""
    tables = _tables()
    size = abs(rank)
    sign = (rank > 0) - (rank < 0)
    for word in others:
        one = (word,)
        if tables["not"].find(one) is not None:
            # "Not high" may be anything.
            if family == "level" or not sign:
                return None
            sign = -sign
        elif tables["more"].find(one) is not None:
            size = size if rank in (0, _NONE) else 3
        elif tables["less"].find(one) is not None:
            size = 1 if rank not in (0, _NONE) else size
        elif family == "stance" and (level := tables["level"].find(one)) is not None:
            size = size if level == _NONE or not rank else _MODERATE if not level else 3 if level > 0 else 1
        elif tables["noise"].find(one) is None:
            return None
    return _NONE if rank == _NONE else sign * size


#: How far the ranks 1, 2 and 3 are from the middle: low, medium, high are 15, 50 and 85; with another word on
#: both sides, the five are the middles of as many equal parts of the scale.
_LEVEL_STEPS: Final[Mapping[int, float]] = {1: 17, 2: 35, 3: 45}
_FIVE_WITH_VERY: Final[Mapping[int, float]] = {1: 10, 2: 20, 3: 40}
_FIVE_WITH_RATHER: Final[Mapping[int, float]] = {1: 20, 2: 40, 3: 47}
_STANCE_STEPS: Final[Mapping[tuple[int, ...], Mapping[int, float]]] = {
    (1,): {1: 25},
    (2,): {2: 50},
    (3,): {3: 100},
    (1, 3): {1: 50, 3: 100},
    (2, 3): {2: 50, 3: 100},
    (1, 2): {1: 50, 2: 100},
    (1, 2, 3): {1: 33, 2: 67, 3: 100},
}


def value_of_level(rank: int, ranks: Iterable[int]) -> float:
    """The value of a level, 0 to 100, among the ranks that a column has."""
    if rank == _NONE:
        return 0.0
    found = set(ranks)
    steps = _LEVEL_STEPS
    if {-3, 3} <= found:
        steps = _FIVE_WITH_VERY
    elif {-1, 1} <= found:
        steps = _FIVE_WITH_RATHER
    step = steps.get(abs(rank), 0.0)
    return 50.0 + (step if rank > 0 else -step)


def value_of_stance(rank: int, ranks: Iterable[int]) -> float:
    """The value of a stance, −100 to 100, among the ranks that stand alone in the cells of a column."""
    if not rank:
        return 0.0
    sizes = {abs(each) for each in ranks} - {0}
    moderate = 1 if 2 in sizes else 2
    sizes = {moderate if size == _MODERATE else size for size in sizes}
    size = moderate if abs(rank) == _MODERATE else abs(rank)
    steps = _STANCE_STEPS.get(tuple(sorted(sizes)), {})
    step = float(steps.get(size) or {1: 25, 2: 50, 3: 100}[size])
    return step if rank > 0 else -step
