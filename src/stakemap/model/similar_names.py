"""Names of the map that are nearly that of a new actor: they are only suggested, never taken for the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from heapq import nlargest

from stakemap.text import fold_latin

#: Names that share a run of letters with more others than this are not compared because of it: that bounds
#: the work for large maps.
_MOST_SHARING = 40
#: So many of the names that share most runs are compared letter by letter.
_MOST_COMPARED = 4
#: The least share of letters in common, words in any order, and the most names that are suggested.
_LEAST_RATIO, _MOST_SUGGESTED = 0.78, 3
_LONGEST = 200


class NearNames:
    """Finds near names among those of a map, in a time that hardly grows with their number."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """Take ids with names, of which a record may have several."""
        self._names = [(key, folded) for key, name in names if (folded := fold_latin(name)[:_LONGEST])]
        self._places: dict[str, list[int]] = {}
        for place, (_, name) in enumerate(self._names):
            for run in _runs(name):
                self._places.setdefault(run, []).append(place)

    def near(self, name: str) -> tuple[str, ...]:
        """The ids of the records whose names are nearest to `name`, the nearest first."""
        folded = fold_latin(name)[:_LONGEST]
        shared: Counter[int] = Counter()
        for run in _runs(folded):
            places = self._places.get(run, ())
            if len(places) <= _MOST_SHARING:
                shared.update(places)
        ratios: dict[str, float] = {}
        matcher = SequenceMatcher(None, "", folded, autojunk=False)
        for place, _ in nlargest(_MOST_COMPARED, shared.items(), key=lambda each: (each[1], -each[0])):
            key, other = self._names[place]
            ratios[key] = max(ratios.get(key, 0.0), _ratio(matcher, folded, other))
        near = sorted((-ratio, key) for key, ratio in ratios.items() if ratio)
        return tuple(key for _, key in near[:_MOST_SUGGESTED])


def _runs(folded: str) -> set[str]:
    """All runs of three letters, those at word ends included."""
    padded = f" {folded} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}


def _ratio(matcher: SequenceMatcher[str], one: str, other: str) -> float:
    """The share of letters that two texts have in common, 0 if it is too low; `one` is in the matcher."""
    matcher.set_seq1(other)
    if matcher.quick_ratio() < _LEAST_RATIO:
        return 0.0
    ratio = matcher.ratio()
    if ratio < _LEAST_RATIO:
        matcher = SequenceMatcher(None, _by_word(other), _by_word(one), autojunk=False)
        ratio = matcher.ratio()
    return ratio if ratio >= _LEAST_RATIO else 0.0


def _by_word(text: str) -> str:
    return " ".join(sorted(text.replace(",", " ").split()))
