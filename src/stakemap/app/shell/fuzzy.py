"""Fuzzy matching of names by some of their letters, for the command palette.

The scorers of rapidfuzz compute edit distances and ignore word boundaries: for the same abbreviations they
rank fewer of the intended names first, and are no faster.
"""

from __future__ import annotations

from functools import lru_cache

from stakemap.text import fold

#: Score of a letter that immediately follows the previous match.
_FOLLOWING = 2.0
#: Each key that is typed asks for the texts of all actors and commands.
_folded = lru_cache(maxsize=32_768)(fold)


def score(query: str, text: str) -> float | None:
    """Return how well a text matches a query, higher is better; None when a letter is missing.

    Letters must occur in the order typed. Letters at the start of a word and consecutive letters score
    higher, and so do shorter texts. Texts are folded as in searches. Words of the query may match in any
    order.
    """
    words = fold(query).split()
    if not words:
        return 0.0
    plain = _folded(text)
    total = 0.0
    for word in words:
        found = _word_score(word, plain)
        if found is None:
            return None
        total += found
    return total - len(plain) / 200


def _word_score(word: str, text: str) -> float | None:
    best: float | None = None
    start = text.find(word[0])
    while start >= 0:
        found = _score_from(word, text, start)
        if found is not None and (best is None or found > best):
            best = found
        start = text.find(word[0], start + 1)
    return best


def _score_from(word: str, text: str, start: int) -> float | None:
    total, place = _weight(text, start), start
    for letter in word[1:]:
        following = text.find(letter, place + 1)
        if following < 0:
            return None
        # Prefer the start of a later word to the same letter inside this word.
        if following != place + 1:
            beginning = text.find(" " + letter, place + 1)
            if beginning >= 0:
                following = beginning + 1
            total -= 0.1 * min(following - place, 10)
        total += _FOLLOWING if following == place + 1 else _weight(text, following)
        place = following
    # A contiguous match is what most people type.
    return total + _weight(text, start) if place - start == len(word) - 1 else total


def _weight(text: str, place: int) -> float:
    if place == 0:
        return 3.0
    return 2.5 if not text[place - 1].isalnum() else 0.5
