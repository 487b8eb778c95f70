"""Variants of a name as a label: on one line, wrapped, smaller, elided; each with its size in pixels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations, pairwise
from typing import NamedTuple

from stakemap.picture.labels.values import LabelRequest
from stakemap.picture.line_breaks import words_of
from stakemap.picture.measure import ELLIPSIS, TextMeasure, elide, wrap

#: Distance of baselines, in ems.
LINE_HEIGHT = 1.18
#: Most forms in a cache, which is cleared beyond that.
_MOST_KNOWN = 20_000


class Form(NamedTuple):
    """A variant of a label: its lines with their widths, its font size, width and height, all in pixels.

    `ascent` is from the top to the first baseline; `is_cut` tells whether a line ends in an ellipsis.
    """

    lines: tuple[tuple[str, float], ...]
    size: float
    width: float
    height: float
    ascent: float
    is_cut: bool = False


def may_be_cut(request: LabelRequest, elides: bool) -> bool:
    """Whether forms without the whole name may be taken: not if it has a number of its own."""
    return (elides and request.number is None) or ELLIPSIS in request.text


@lru_cache(maxsize=8)
def forms_for(measure: TextMeasure, size: float, min_size: float, weight: int, max_width: float) -> Forms:
    """The cached `Forms` of these arguments: most names recur when labels are placed again."""
    return Forms(measure, size, min_size, weight, max_width)


class Forms:
    """Makes the variants of names, from `size` down to `min_size`, in lines of at most `max_width` pixels;
    caches them.
    """

    def __init__(
        self, measure: TextMeasure, size: float, min_size: float, weight: int, max_width: float
    ) -> None:
        self.measure = measure
        self.size = size
        self.min_size = min_size
        self.weight = weight
        self.max_width = max_width
        self._forms: dict[tuple[object, ...], Form] = {}
        self._wholes: dict[tuple[str, float], Form] = {}
        self._wrapped: dict[tuple[str, float], tuple[Form, ...]] = {}
        self._breaks: dict[tuple[str, int], list[list[str]]] = {}
        self._elisions: dict[tuple[str, float], str] = {}

    def of(self, lines: Sequence[str], size: float) -> Form:
        """The form of these lines."""
        key = (*lines, size)
        known = self._forms.get(key)
        if known is None:
            if len(self._forms) > _MOST_KNOWN:
                self._forms.clear()
                self._wholes.clear()
                self._wrapped.clear()
                self._breaks.clear()
                self._elisions.clear()
            known = self._forms[key] = self._measured(lines, size)
        return known

    def whole(self, text: str, size: float) -> Form:
        """The name on one line, or on a few if it is too long for one; only then it may be elided.

        Names joined by line feeds stand below each other, each on a line.
        """
        known = self._wholes.get((text, size))
        if known is None:
            known = self._wholes[text, size] = self._set_whole(text, size)
        return known

    def full(self, text: str) -> Iterable[Form]:
        """The name in full size."""
        return (self.whole(text, self.size),)

    def wrapped(self, text: str) -> Iterable[Form]:
        """The name on two lines, then on three, except as it is in `full`."""
        return self._wrapped_in(text, self.size)

    def shrunk(self, text: str) -> Iterable[Form]:
        """The name in the least size, on one line or more."""
        size = self.min_size
        return (self.whole(text, size), *self._wrapped_in(text, size)) if size < self.size else ()

    def shortened(self, text: str) -> Iterator[Form]:
        """The name elided to 9 ems, long enough to guess the rest."""
        return self._elided(text, 9.0)

    def clipped(self, text: str) -> Iterator[Form]:
        """The name elided to 5 ems."""
        return self._elided(text, 5.0)

    def _elided(self, text: str, ems: float) -> Iterator[Form]:
        if "\n" in text:
            return
        key = text, ems
        shown = self._elisions.get(key)
        if shown is None:
            shown = elide(text, ems * self.min_size, self.min_size, self.measure, self.weight)
            self._elisions[key] = shown
        # Two letters and an ellipsis identify no actor; a letter with a key does.
        if len(shown) > 3:
            yield self.of([shown], self.min_size)

    def _wrapped_in(self, text: str, size: float) -> tuple[Form, ...]:
        known = self._wrapped.get((text, size))
        if known is None:
            whole, forms = self.whole(text, size), [self.of(lines, size) for lines in self.breaks(text)]
            known = self._wrapped[text, size] = tuple(form for form in forms if form != whole)
        return known

    def _measured(self, lines: Sequence[str], size: float) -> Form:
        if not lines:
            return Form((), size, 0.0, 0.0, 0.0)
        extents = [self.measure.extent(line, size, self.weight) for line in lines]
        width, ascent, descent = map(max, zip(*extents, strict=True))
        # The height of letters: the room that fonts have above capitals is not needed.
        top = min(ascent, 0.80 * size)
        height = top + min(descent, 0.22 * size) + (len(lines) - 1) * LINE_HEIGHT * size
        pairs = tuple((line, extent.width) for line, extent in zip(lines, extents, strict=True))
        return Form(pairs, size, width, height, top, any(line.endswith(ELLIPSIS) for line in lines))

    def _set_whole(self, text: str, size: float) -> Form:
        if "\n" in text:
            lines = text.split("\n")
            return self.of(
                [elide(line, self.max_width, size, self.measure, self.weight) for line in lines], size
            )
        if self.measure.extent(text, size, self.weight).width <= self.max_width:
            return self.of([text], size)
        for lines in self.breaks(text, most=4 if size <= self.min_size else 3):
            form = self.of(lines, size)
            if form.width <= self.max_width:
                return form
        if size > self.min_size:
            return self.whole(text, self.min_size)
        # A name that is elided anyway need not take many lines.
        return self.of(wrap(text, self.max_width, size, self.measure, self.weight, max_lines=2), size)

    def breaks(self, text: str, most: int = 3) -> list[list[str]]:
        """The name on two lines, on three, up to `most`, broken between words so that the longest line is
        as short as possible.
        """
        known = self._breaks.get((text, most))
        if known is None:
            known = self._breaks[text, most] = self._broken(text, most)
        return known

    def _broken(self, text: str, most: int) -> list[list[str]]:
        words = [word.rstrip() for word in words_of(text)]
        if "\n" in text or not 2 <= len(words) <= 14:
            return []
        size, weight = self.size, self.weight
        blank = 0.28 * size
        ends = [0.0]
        for word in words:
            ends.append(ends[-1] + self.measure.extent(word, size, weight).width + blank)
        found: list[list[str]] = []
        for count in range(2, min(most, len(words)) + 1):
            _, cuts = min(
                (
                    max(ends[b] - ends[a] for a, b in pairwise((0, *inner, len(words)))),
                    (0, *inner, len(words)),
                )
                for inner in combinations(range(1, len(words)), count - 1)
            )
            found.append([" ".join(words[a:b]) for a, b in pairwise(cuts)])
        return found
