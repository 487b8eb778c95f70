"""Finding names by some of their letters, as people type them who know what they are after.

The scorers of rapidfuzz count edits and do not know where a word begins: of the same abbreviations they put
fewer of the meant names first, in no less time.
"""

from __future__ import annotations

from stakemap.model.order import folded

__all__ = ["score"]

#: What a letter is worth that follows the one before it at once.
_FOLLOWING = 2.0


def score(query: str, text: str) -> float | None:
    """How well a text fits what was typed, higher is better; None when some letter is missing.

    Letters have to come in the order typed. Those that begin a word or follow one another count more; so do
    short texts. Case and accents do not matter. Several words may come in any order.
    """
    words = folded(query).split()
    if not words:
        return 0.0
    plain = folded(text)
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
        # A letter that begins a later word is meant rather than the same one amid this word.
        if following != place + 1:
            beginning = text.find(" " + letter, place + 1)
            if beginning >= 0:
                following = beginning + 1
            total -= 0.1 * min(following - place, 10)
        total += _FOLLOWING if following == place + 1 else _weight(text, following)
        place = following
    # The very letters in one go are what most people type.
    return total + _weight(text, start) if place - start == len(word) - 1 else total


def _weight(text: str, place: int) -> float:
    if place == 0:
        return 3.0
    return 2.5 if not text[place - 1].isalnum() else 0.5
