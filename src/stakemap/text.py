"""Text on one line: white space, shortening, what nobody sees in it, and what a reader takes for one letter.

It stands in the ground, since the model's checks and the picture need it as the sentences do.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate

from stakemap.lookalikes import revealed

__all__ = [
    "PLAIN_LIMIT",
    "capital",
    "graphemes",
    "one_line",
    "plain",
    "shortened",
    "shown_line",
    "single_line",
    "spelt_out",
]

#: A menu as wide as the longest name of a map would cover the map.
_LABEL_LIMIT = 60
_SENTENCE_LIMIT = 120
#: No line of a picture holds more characters.
PLAIN_LIMIT = 4_000
#: Embeddings, overrides and isolates: in the middle of our own sentences they would turn what follows.
_DIRECTION_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NOT_SHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
#: The first character that joins the one before it; below it each is a grapheme cluster by itself.
_FIRST_MARK = "\u0300"


def capital(text: str) -> str:
    """A text as it begins a sentence."""
    return text[:1].upper() + text[1:]


def single_line(text: str) -> str:
    """A text with line breaks, tabs and runs of blanks as single blanks."""
    return " ".join(text.split())


def shown_line(text: str) -> str:
    """A text on a single line as lists and titles show it: with marks for what nobody sees, or what passes
    for something else. Not for what can be edited.
    """
    return revealed(single_line(text))


def one_line(text: str, limit: int = _SENTENCE_LIMIT) -> str:
    """A text as it stands in a sentence: one line, shortened with an ellipsis, and nothing in it that acts.

    Control characters could move a terminal's cursor, bidirectional ones turn the rest of the sentence round:
    they show as marks, as does what nobody sees or what passes for something else.
    """
    return shortened(shown_line(text), limit)


def shortened(text: str, limit: int = _LABEL_LIMIT) -> str:
    """A text on a single line of at most `limit` characters, cut between grapheme clusters. What keeps a name
    that runs right to left from turning the rest is closed where it is cut.
    """
    line = single_line(text)
    if len(line) <= limit:
        return line
    # What follows the limit tells whether a cluster goes on there.
    ends = accumulate(map(len, graphemes(line[: 2 * limit])))
    cut = line[: max((end for end in ends if end < limit), default=limit - 1)].rstrip()
    opened = sum(cut.count(mark) for mark in "\u2066\u2067\u2068") - cut.count("\u2069")
    return f"{cut}…" + "\u2069" * max(opened, 0)


def graphemes(text: str) -> list[str]:
    """`text` cut into grapheme clusters (UAX 29): what a reader takes for one letter, be it a flag, a base
    with its marks or a Hangul syllable.
    """
    if max(text, default="") < _FIRST_MARK:
        return list(text)
    # Costs a hundredth of a second, and most maps have no such name to cut.
    import regex

    parts: list[str] = regex.findall(r"\X", text)
    return parts


def plain(text: str) -> str:
    """`text` on one line as a picture shows it: line breaks and runs of blanks become one blank, control
    characters go.
    """
    if not text:
        return ""
    if len(text) <= PLAIN_LIMIT and text.isprintable() and "  " not in text:
        return text.strip()
    return single_line(_NOT_SHOWN.sub(" ", _DIRECTION_MARKS.sub("", text[:PLAIN_LIMIT])))


def spelt_out(text: str, limit: int = 60) -> str:
    """Text of a file fit for a message about its characters: shortened, white space other than blanks and all
    that nobody sees written as numbers.
    """
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return "".join(
        character
        if character == " " or unicodedata.category(character)[0] not in "CZ"
        else f"⟨U+{ord(character):04X}⟩"
        for character in cut
    )
