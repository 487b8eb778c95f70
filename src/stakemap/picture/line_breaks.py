"""Where a line may be broken: between words, after hyphens and between wide letters, but not within dates and
short quotations, or between a number and its unit, or that of a source and the source.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate

from stakemap.text import graphemes

#: A word with the blank after it, and its parts up to a hyphen, dash or slash. No line is broken at blanks
#: that join, of which a thin one stands before the number of a footnote.
_WORDS = re.compile(r"[\S\u00a0\u2009\u202f]+\s*")
_PARTS = re.compile(r"[^-–/]+[-–/]*\s*|[-–/]+\s*")
#: Quotations up to a length at which breaking them is better than a ragged line.
_QUOTATIONS = re.compile(r"“[^“”]{1,24}”|„[^„“”]{1,24}[“”]|«[^«»]{1,24}»|\"[^\"]{1,24}\"")
_MAY_STICK = re.compile(r"[\d“„«\";⁰¹²³⁴-⁹]")
#: The number of a source, before it in the list of sources.
_NOTE = re.compile(r"\W*[⁰¹²³⁴-⁹]+$")
#: The end of a clause in a word so short that the eye would take it for the beginning of the next.
_CLAUSE_END = re.compile(r"[^\W\d_]{1,3};$")
#: A number without punctuation after it, a year, and a word that is a month, a unit or joins two numbers.
_NUMBER = re.compile(r"\W*\d+(?:[.,]\d+)*$")
_YEAR = re.compile(r"\W*[12]\d{3}\W*$")
_SHORT_WORD = re.compile(r"[^\W\d_]{1,12}\.?$")
_UNIT = re.compile(r"[^\W\d_]{1,12}\W*$|[%‰°€$£]\W*$")
#: The most letters of what stays together.
_MOST_LETTERS = 30


def is_wide(letter: str) -> bool:
    """Whether a letter is an em wide (East Asian width), as in scripts without blanks between words."""
    return unicodedata.east_asian_width(letter) in ("W", "F")


def has_wide(text: str) -> bool:
    """Whether a text has letters that are an em wide."""
    # Finding the largest letter is quick, and rules out most names.
    return max(text, default="") >= "\u1100" and any(map(is_wide, text))


def words_of(text: str) -> list[str]:
    """The words of a text with the blank after each."""
    return _WORDS.findall(text)


def pieces_of(text: str) -> list[str]:
    """The pieces of a text that are broken only if they do not fit in a line, with the blank after each."""
    words = words_of(text)
    if len(words) < 2 or not _MAY_STICK.search(text):
        return [piece for word in words for piece in smaller_pieces(word)]
    starts = list(accumulate(map(len, words), initial=len(text) - len(text.lstrip())))
    quoted = {
        index
        for span in _QUOTATIONS.finditer(text)
        for index, start in enumerate(starts)
        if span.start() < start < span.end()
    }
    groups = [[words[0]]]
    for index, word in enumerate(words[1:], 1):
        sticks = index in quoted or _sticks(words, index)
        is_short = len("".join(groups[-1])) + len(word) <= _MOST_LETTERS
        if (sticks and is_short) or _NOTE.match(words[index - 1].rstrip()):
            groups[-1].append(word)
        else:
            groups.append([word])
    return [piece for group in groups for piece in _kept(group)]


def _sticks(words: list[str], index: int) -> bool:
    """Whether a word belongs to the one before it: "15 June", "June 2021", "80 %", "4 of 15", "for it;"."""
    before, word = words[index - 1].rstrip(), words[index].rstrip()
    if _CLAUSE_END.match(word):
        return True
    if _NUMBER.match(before) and not _YEAR.match(before):
        return bool(_UNIT.match(word))
    if _SHORT_WORD.match(before):
        joins = index > 1 and len(before) <= 4 and bool(_NUMBER.match(words[index - 2].rstrip()))
        return bool(_YEAR.match(word)) or (joins and word[:1].isdigit())
    return False


def _kept(group: list[str]) -> list[str]:
    joined = "".join(group)
    return smaller_pieces(joined) if len(group) == 1 or has_wide(joined) else [joined]


def smaller_pieces(text: str) -> list[str]:
    """The unbreakable pieces of a text: words with the blank after them, single letters of wide scripts."""
    pieces: list[str] = []
    for word in words_of(text):
        if not has_wide(word):
            pieces.extend(_PARTS.findall(word))
            continue
        run = ""
        for letter in graphemes(word):
            if is_wide(letter[0]):
                pieces.extend(part for part in (run, letter) if part)
                run = ""
            elif letter.isspace() and pieces and not run:
                pieces[-1] += letter
            else:
                run += letter
        if run:
            pieces.append(run)
    return pieces
