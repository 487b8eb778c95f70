"""Detection of lookalike letters (homoglyphs) and invisible characters in names, and marks for them.

Names come from other people's files. "Аrmenia" with a Cyrillic А is another actor than "Armenia", and a name
may contain characters that are invisible or change the text direction. The lookalike letters are those of UTS
39 (confusables) for the scripts that share letter forms with Latin. Packages with the whole table are
unmaintained or bring megabytes for these 68 letters, and the table maps to prototypes, which are the same for
I and l.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from stakemap.i18n import tr

_LIKE_LATIN = {
    "Cyrillic": (
        "АВЕЅІЈКМНОРСТУХӀҮԌԚԜаесіјорѕухһӏԁԛԝү",
        "ABESIJKMHOPCTYXIYGQWaecijopsyxhldqwy",
    ),
    "Greek": ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧανιορυϲϳ", "ABEZHIKMNOPTYXaviopucj"),
    "Armenian": ("ՕՍԼոսհօզցյ", "OULnuhoqgj"),
}
#: Letter → the Latin letter that it looks like.
_LATIN = {
    letter: latin
    for letters, latins in _LIKE_LATIN.values()
    for letter, latin in zip(letters, latins, strict=True)
}
_SCRIPT = {letter: script for script, (letters, _) in _LIKE_LATIN.items() for letter in letters}
_FORMS = frozenset(_LATIN.values())
_TO_LATIN = str.maketrans(_LATIN)
_LIKE_ANY = re.compile("[" + "".join(_LATIN) + "]")
_WORD = re.compile(r"[^\W\d_]+")

#: Invisible joiners that are letters or marks in Unicode.
_JOINERS = "\u200c\u200d"
#: Directional marks that right-to-left texts need.
_DIRECTION = "\u061c\u200e\u200f"
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_MAYBE_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u070f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ue000-\uf8ff"
    "\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)


def revealed(text: str) -> str:
    """A text with marks in place of invisible characters and lookalike letters; idempotent.

    "Аrmenia" becomes "⟨Cyrillic А⟩rmenia", a zero width space ⟨U+200B⟩. Line breaks and tabs are kept.
    """
    return text if text.isascii() and text.isprintable() else _revealed(text)


@lru_cache(maxsize=4_096)
def _revealed(text: str) -> str:
    if _MAYBE_INVISIBLE.search(text):
        text = _mark_invisible(text)
    for place, letter in reversed(list(_foreign(text))):
        mark = tr("⟨{script} {letter}⟩", script=_script_of(letter), letter=letter)
        text = text[:place] + mark + text[place + 1 :]
    return text


def has_invisible(text: str) -> bool:
    """Whether a text contains invisible characters that its script does not need."""
    if text.isascii() and text.isprintable():
        return False
    return _MAYBE_INVISIBLE.search(text) is not None and _mark_invisible(text) != text


def foreign_letters(text: str) -> tuple[str, ...]:
    """The lookalike letters of a text, each once, in their order."""
    return () if text.isascii() else tuple(dict.fromkeys(letter for _, letter in _foreign(text)))


def confusable_skeleton(text: str) -> str:
    """A skeleton of a name: names with the same one are easily confused.

    Lookalike letters are replaced by Latin ones; invisible characters, case and blanks are ignored.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _MAYBE_INVISIBLE.sub("", text)).translate(_TO_LATIN)
    return "".join(text.split()).casefold()


def _mark_invisible(text: str) -> str:
    allowed = isolates_in(text)
    is_rtl = _RIGHT_TO_LEFT.search(text) is not None
    return "".join(
        letter
        if place in allowed or not _MAYBE_INVISIBLE.match(letter) or _is_needed(text, place, is_rtl)
        else f"⟨U+{ord(letter):04X}⟩"
        for place, letter in enumerate(text)
    )


def isolates_in(text: str) -> frozenset[int]:
    """The indices of balanced first strong isolates and their terminators, which do not affect the text
    around them.
    """
    found: set[int] = set()
    opened: list[int] = []
    for place, letter in enumerate(text):
        if letter in "\u2066\u2067\u2068":
            opened.append(place)
        elif letter == "\u2069" and opened:
            start = opened.pop()
            if text[start] == "\u2068":
                found |= {start, place}
    return frozenset(found)


def _is_needed(text: str, place: int, is_rtl: bool) -> bool:
    """Whether an invisible character is needed by the script around it."""
    letter = text[place]
    before = text[place - 1] if place else ""
    after = text[place + 1 : place + 2]
    if letter in _JOINERS:
        return _joins(before) and _joins(after)
    if letter in _DIRECTION:
        return is_rtl
    if "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef":
        # Variation selectors of a symbol or an ideograph.
        return bool(before) and not before.isascii() and unicodedata.category(before) in ("So", "Sm", "Lo")
    if "\U000e0020" <= letter <= "\U000e007f":
        # Tags after a black flag form the flags of regions.
        return "\U0001f3f4" in text[max(place - 8, 0) : place]
    return False


def _joins(letter: str) -> bool:
    """Whether joiners can affect a letter or symbol."""
    return (
        bool(letter)
        and letter > "\u0300"
        and unicodedata.category(letter) in ("Lo", "Mn", "Mc", "So", "Sk", "Cf")
    )


def _foreign(text: str) -> Iterator[tuple[int, str]]:
    """Index and letter of each lookalike, which is of another script than the rest of its word."""
    if not _LIKE_ANY.search(text):
        return
    for word in _WORD.finditer(text):
        like = [letter for letter in word.group() if letter in _LATIN]
        latin = [letter for letter in word.group() if letter.isascii() or "\u00c0" <= letter <= "\u024f"]
        if not like or not latin:
            continue
        others = len(word.group()) - len(latin)
        foreign = set(like) if others <= len(latin) else set(latin) & _FORMS
        yield from (
            (word.start() + place, letter) for place, letter in enumerate(word.group()) if letter in foreign
        )


def _script_of(letter: str) -> str:
    names = {"Cyrillic": tr("Cyrillic"), "Greek": tr("Greek"), "Armenian": tr("Armenian")}
    return names.get(_SCRIPT.get(letter, ""), tr("Latin"))
