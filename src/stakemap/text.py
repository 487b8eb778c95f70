"""Text utilities: white space, truncation, control characters and grapheme clusters.

They are at the top, since the model's checks, the picture and `wording` all need them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import accumulate

from stakemap.lookalikes import revealed

#: Most characters of a label: a menu as wide as the longest name of a map would cover the map.
_LABEL_LIMIT = 60
_SENTENCE_LIMIT = 120
#: Most characters of a line of a picture.
PLAIN_LIMIT = 4_000
#: Embeddings, overrides and isolates, which would reorder the rest of a sentence.
_DIRECTION_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NOT_SHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
#: The first combining character; each character below it is a grapheme cluster by itself.
_FIRST_MARK = "\u0300"
#: What ends a clause, in the scripts of the languages in which maps are written.
_STOPS = ".,;:!?…—–-՝։؛؟،۔。！？；："
_CLOSING = "\"'”’»)]"
#: Blanks around a hyphen or a slash in a name say nothing.
_JOINTS = re.compile(r" ?([-/]) ?")
#: An item of a list in a line, in quotes or up to the next separator.
_ITEM = re.compile(r'\s*(?:"((?:[^"]|"")*)"\s*|([^,;\n]*))(?:[,;\n]|\Z)')
#: Beginnings of the Unicode names of letters and marks that Latin script uses.
_LATIN_NAMES = ("LATIN ", "COMBINING ", "MODIFIER ")


def capital(text: str) -> str:
    """A text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def single_line(text: str) -> str:
    """A text with each run of white space as a single blank."""
    return " ".join(text.split())


def run_on(text: str) -> str:
    """A text of several lines as one; a line that no punctuation mark ends, a semicolon does."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    ended = [line if line.rstrip(_CLOSING)[-1:] in _STOPS else f"{line};" for line in lines[:-1]]
    return " ".join([*ended, *lines[-1:]])


def shown_line(text: str) -> str:
    """A text on a single line for lists and titles, with marks for invisible characters and lookalikes.

    Not for text that can be edited.
    """
    return revealed(single_line(text))


def one_line(text: str, limit: int = _SENTENCE_LIMIT) -> str:
    """A text for use in a sentence: on one line, truncated with an ellipsis, without active characters.

    Control characters could move a terminal's cursor, bidirectional ones reorder the rest of the sentence:
    they are replaced by marks, as are invisible characters and lookalikes.
    """
    return shortened(shown_line(text), limit)


def shortened(text: str, limit: int = _LABEL_LIMIT) -> str:
    """A text on a single line of at most `limit` characters, truncated between grapheme clusters; directional
    isolates are closed before the end.
    """
    line = single_line(text)
    if len(line) <= limit:
        return line
    # Characters after the limit are needed to know whether a cluster ends there.
    ends = accumulate(map(len, graphemes(line[: 2 * limit])))
    cut = line[: max((end for end in ends if end < limit), default=limit - 1)].rstrip()
    opened = sum(cut.count(mark) for mark in "\u2066\u2067\u2068") - cut.count("\u2069")
    return f"{cut}…" + "\u2069" * max(opened, 0)


def list_line(items: Iterable[str]) -> str:
    """Items as a line that `list_items` reads: separated by commas, in quotes where one has a separator."""
    return ", ".join(
        '"' + item.replace('"', '""') + '"' if item.startswith('"') or re.search(r"[,;\n]", item) else item
        for item in items
    )


def list_items(text: str) -> tuple[str, ...]:
    """The items of a text, separated by commas, semicolons or line breaks, without repetitions."""
    found = (match[2] if match[1] is None else match[1].replace('""', '"') for match in _ITEM.finditer(text))
    return tuple(dict.fromkeys(item for item in map(str.strip, found) if item))


def fold(text: str) -> str:
    """`text` as it is compared in searches: in ASCII, case-folded, with runs of white space as one blank.

    All scripts are transliterated: "turkiye" finds Türkiye, "igdir" Iğdır, "hay" Հայաստան.
    """
    return _folded(text, _IN_ASCII)


def fold_latin(text: str) -> str:
    """`text` as names are matched and sorted: as `fold` has it, but in letters of its own script.

    Names of other scripts have an alphabetical order of their own, which a transliteration would lose.
    """
    return _folded(text, _LATIN_IN_ASCII)


def fold_name(text: str) -> str:
    """`text` as names of actors are matched: as `fold_latin` has it, "Copa - Cogeca" as "Copa-Cogeca"."""
    return _JOINTS.sub(r"\1", fold_latin(text))


class _Transliteration(dict[int, str]):
    """Code point → ASCII letters for `str.translate`, filled on demand.

    Translating with a cache takes a fifth of the time of transliterating each text.
    """

    def __init__(self, *, latin_only: bool) -> None:
        super().__init__()
        self._latin_only = latin_only

    def __missing__(self, code: int) -> str:
        character = chr(code)
        plain = character if self._latin_only and not _is_latin(character) else _ascii(character)
        self[code] = plain
        return plain


_IN_ASCII = _Transliteration(latin_only=False)
_LATIN_IN_ASCII = _Transliteration(latin_only=True)


def _folded(text: str, table: _Transliteration) -> str:
    if not text.isascii():
        # Composed first: a letter with its mark may have a transliteration of its own.
        text = unicodedata.normalize("NFKC", text).translate(table)
    return " ".join(text.casefold().split())


def _ascii(character: str) -> str:
    decomposed = unicodedata.normalize("NFKD", character)
    plain = "".join(part for part in decomposed if not unicodedata.combining(part))
    if plain.isascii() and plain:
        return plain
    # Needed only for letters without a decomposition: importing it takes tens of milliseconds.
    from anyascii import anyascii

    return str(anyascii(character))


def _is_latin(character: str) -> bool:
    """Whether a character belongs to Latin script, or is punctuation, a blank or a digit of any script."""
    kind = unicodedata.category(character)[0]
    return kind in "PZCN" or (kind in "LM" and unicodedata.name(character, "").startswith(_LATIN_NAMES))


def graphemes(text: str) -> list[str]:
    """Split `text` into grapheme clusters (UAX 29), such as a letter with its marks, a flag, a Hangul
    syllable.
    """
    if max(text, default="") < _FIRST_MARK:
        return list(text)
    # Importing it takes 10 ms, and most maps have no such name.
    import regex

    parts: list[str] = regex.findall(r"\X", text)
    return parts


def is_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction is a right-to-left one."""
    if max(text, default="") < "\u0590":
        return False
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def plain(text: str) -> str:
    """`text` on one line for pictures: white space becomes single blanks, control characters are removed."""
    if not text:
        return ""
    if len(text) <= PLAIN_LIMIT and text.isprintable() and "  " not in text:
        return text.strip()
    return single_line(_NOT_SHOWN.sub(" ", _DIRECTION_MARKS.sub("", text[:PLAIN_LIMIT])))


def with_code_points(text: str, limit: int = 60) -> str:
    """Text for a message about its characters: truncated, with white space other than blanks and invisible
    characters as code points.
    """
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return "".join(
        character
        if character == " " or unicodedata.category(character)[0] not in "CZ"
        else f"⟨U+{ord(character):04X}⟩"
        for character in cut
    )
