"""Texts of other programs as plain text: without markup, in lines, within the limits of a map."""

from __future__ import annotations

import html
import re
from functools import lru_cache

from stakemap.text import single_line

#: A tag, or an end of a comment: each is found in one pass, however many are never closed.
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])[^<>]*>|(<!--)|(-->)")
_COMMENT = "<!--"
_IS_MARKUP = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|em|strong|ul|ol|li|h[1-6]|html|body|table|tr|td|font)\b", re.I
)
_BREAKS = frozenset({"p", "br", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6"})
_UNSEEN = frozenset({"script", "style", "head", "title"})
_LIST_END = re.compile(r"[|;,\n]")
#: Ten times what a note can hold: markup may take most of it.
_MOST_CHARACTERS = 200_000
#: Values that thousands of nodes share, such as the default of an attribute, are read once: the longest, and
#: how many are held.
_SHORT, _MOST_REPEATED = 200, 4_096
_MANY_BREAKS = re.compile(r"\n(?:[ \t]*\n)+[ \t]*")


def plain_text(text: str) -> str:
    """A text with its markup taken out and its character references read; breaks become line ends.

    Nothing that it names is fetched. A text without markup stays as it is, comparisons such as "a < b" too.
    """
    if not text:
        return ""
    text = text[:_MOST_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n")
    if _IS_MARKUP.search(text):
        text = "".join(_pieces(text))
        text = _MANY_BREAKS.sub("\n", text)
    if "&" in text:
        text = html.unescape(text)
    return text.strip()


def _pieces(text: str) -> list[str]:
    """What stands between the tags, with line ends for those that break lines."""
    pieces: list[str] = []
    start, unseen = 0, ""
    for tag in _TAG.finditer(text):
        opens_comment, closes_comment = tag[3], tag[4]
        if closes_comment and unseen != _COMMENT:
            continue
        closes, name = tag[1] or closes_comment, (tag[2] or _COMMENT).lower()
        if not unseen:
            pieces.append(text[start : tag.start()])
        start = tag.end()
        if unseen:
            unseen = "" if closes and name == unseen else unseen
        elif opens_comment or (name in _UNSEEN and not closes):
            unseen = name
        elif name in _BREAKS:
            pieces.append("\n")
    if not unseen:
        pieces.append(text[start:])
    return pieces


def plain_line(text: str) -> str:
    """A plain text on one line: a name or a label."""
    return _repeated_line(text) if len(text) <= _SHORT else single_line(plain_text(text))


@lru_cache(_MOST_REPEATED)
def _repeated_line(text: str) -> str:
    return single_line(plain_text(text))


def parts_of(text: str) -> tuple[str, ...]:
    """The values that bars join in one text, without repetitions and empty ones."""
    if "|" not in text:
        return (line,) if (line := plain_line(text)) else ()
    return tuple(dict.fromkeys(part for part in map(plain_line, text.split("|")) if part))


def list_parts(text: str) -> tuple[str, ...]:
    """The values of a list in one text, parted by bars, semicolons, commas or line ends."""
    return tuple(dict.fromkeys(part for part in map(plain_line, _LIST_END.split(text)) if part))
