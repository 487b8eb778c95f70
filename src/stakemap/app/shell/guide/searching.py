"""Search over all pages of the Guide: which texts have all words, where, and which characters are meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from stakemap.app.kit.blocks import plain_text
from stakemap.app.shell.guide.pages import Page
from stakemap.text import fold, shortened

#: Characters of an excerpt before the first word that was searched for, and in all.
_BEFORE, _EXCERPT = 24, 160
#: Characters of words such as "a" and "of", which stand within most others.
_SHORT = 2


class Hit(NamedTuple):
    """A text of a page in which all words were found: its number on the page, its section, an excerpt."""

    page: str
    text: int
    place: str
    excerpt: str


class _Text(NamedTuple):
    page: str
    number: int
    place: str
    shown: str
    searched: str


class Index:
    """The texts of all pages, folded once."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._texts = [text for page in pages for text in _texts_of(page)]

    def find(self, query: str) -> list[Hit]:
        """The texts with all words of a query in the order of the pages; none for a query without words."""
        words = words_of(query)
        found = (text for text in self._texts if all(word in text.searched for word in words))
        return [_hit(text, words) for text in found] if words else []


def words_of(query: str) -> list[str]:
    """The folded words that are searched for: of a question only the significant ones.

    Short words of letters alone are left out beside longer ones, but not names of keys, such as "F5".
    """
    words = fold(query).split()
    return [word for word in words if len(word) > _SHORT or not word.isalpha()] or words


def _texts_of(page: Page) -> Iterator[_Text]:
    number, section = 0, ""
    for block in page.blocks:
        if block.kind == "heading":
            section = plain_text(block.spans)
        place = f"{page.title} › {section}" if section and section != page.title else page.title
        for spans in block.texts:
            shown = plain_text(spans)
            yield _Text(page.id, number, place, shown, fold(shown))
            number += 1


def _hit(text: _Text, words: Sequence[str]) -> Hit:
    # Near enough for an excerpt: folding seldom changes the length of a text.
    first = min(text.searched.find(word) for word in words)
    start = text.shown.rfind(" ", 0, first - _BEFORE) + 1 if first > 2 * _BEFORE else 0
    excerpt = shortened(text.shown[start : start + 2 * _EXCERPT], _EXCERPT)
    return Hit(text.page, text.number, text.place, f"…{excerpt}" if start else excerpt)


def matches(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where folded words stand in a text: the first character of each and the one after it, in order."""
    # A part for each character, so that a place in the folded text leads to the character that it comes from.
    parts = [" " if character.isspace() else _folded(character) for character in text]
    origins = [number for number, part in enumerate(parts) for _ in part]
    searched = "".join(parts)
    found: set[tuple[int, int]] = set()
    for word in words:
        start = searched.find(word)
        while start >= 0:
            found.add((origins[start], origins[start + len(word) - 1] + 1))
            start = searched.find(word, start + len(word))
    return sorted(found)


@cache
def _folded(character: str) -> str:
    return fold(character)
