"""What a page of the Guide consists of, and the README's Markdown as such blocks.

Markdown is read as far as the README uses it: headings, paragraphs, lists, tables, blocks of code; in a line
strong and emphasised words, code and links. Pictures are left out, and nothing is taken for HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple


class Span(NamedTuple):
    """A run of text in one style; a link leads to the heading with the anchor `target`."""

    text: str
    style: Literal["body", "strong", "emphasis", "code", "link"] = "body"
    target: str = ""


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a page. `level` is that of a heading, from 1; `marker` stands before an item of a list.

    A table has `rows` of cells instead of `spans`, the first of which are headings of columns.
    """

    kind: Literal["heading", "paragraph", "note", "item", "code", "table"]
    spans: Spans = ()
    level: int = 0
    marker: str = ""
    rows: tuple[tuple[Spans, ...], ...] = ()

    @property
    def texts(self) -> tuple[Spans, ...]:
        """The texts of the block in the order in which they are read: its own, or those of its cells."""
        return tuple(cell for row in self.rows for cell in row) if self.kind == "table" else (self.spans,)


def plain_text(spans: Spans) -> str:
    """The text of spans without their styles."""
    return "".join(span.text for span in spans)


def heading(text: str, level: int = 2) -> Block:
    """A heading; the text is not read as Markdown."""
    return Block("heading", (Span(text),), level)


def paragraph(text: str, style: Literal["body", "strong"] = "body") -> Block:
    """A paragraph; the text is not read as Markdown, and keeps its line breaks."""
    return Block("paragraph", (Span(text, style),))


def table(rows: Sequence[Sequence[str]]) -> Block:
    """A table of plain texts, the first row of which has the headings of the columns."""
    return Block("table", rows=tuple(tuple((Span(cell),) for cell in row) for row in rows))


def anchor_of(text: str) -> str:
    """The anchor of a heading, as GitHub makes it: "Two people, by git" is `two-people-by-git`."""
    return re.sub(r"[^\w\- ]", "", text.casefold()).replace(" ", "-")


_INLINE = re.compile(
    r"(?P<picture>!\[[^\]]*\]\([^)]*\))"
    r"|\[(?P<link>[^\]]*)\]\((?P<target>[^)]*)\)"
    r"|`(?P<code>[^`]+)`"
    r"|\*\*(?P<strong>.+?)\*\*"
    r"|\*(?P<emphasis>[^*\s][^*]*)\*"
)
_HEADING = re.compile(r"(#{1,6}) +(.+)")
_ITEM = re.compile(r"(?P<marker>[-*]|\d+\.) +(?P<text>.*)")
_TABLE_RULE = re.compile(r"\|[\s:|-]+\|")


def markdown_blocks(text: str) -> Iterator[Block]:
    """The blocks of a text in Markdown."""
    lines = iter([*text.splitlines(), ""])
    #: The lines of the paragraph or item under way, and the marker of the latter.
    gathered: list[str] = []
    marker = ""
    rows: list[str] = []
    for line in lines:
        stripped = line.strip()
        begun = _ITEM.fullmatch(stripped)
        if rows and not stripped.startswith("|"):
            yield _table_of(rows)
            rows = []
        if gathered and (not stripped or begun or stripped.startswith(("#", "|", "```"))):
            yield from _gathered(gathered, marker)
            gathered, marker = [], ""
        if stripped.startswith("```"):
            yield Block("code", (Span("\n".join(_until_fence(lines))),))
        elif stripped.startswith("|"):
            rows.append(stripped)
        elif (title := _HEADING.fullmatch(stripped)) is not None:
            yield Block("heading", _spans(title[2]), len(title[1]))
        elif begun is not None:
            marker, gathered = "•" if begun["marker"] in "-*" else begun["marker"], [begun["text"]]
        elif stripped:
            gathered.append(stripped)


def _until_fence(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if line.strip().startswith("```"):
            return
        yield line


def _gathered(lines: Sequence[str], marker: str) -> Iterator[Block]:
    spans = _spans(" ".join(lines))
    if plain_text(spans).strip():
        yield Block("item" if marker else "paragraph", spans, marker=marker)


def _table_of(lines: Sequence[str]) -> Block:
    rows = [line.strip("|").split("|") for line in lines if not _TABLE_RULE.fullmatch(line)]
    return Block("table", rows=tuple(tuple(_spans(cell.strip()) for cell in row) for row in rows))


def _spans(text: str) -> Spans:
    found: list[Span] = []
    end = 0
    for match in _INLINE.finditer(text):
        if match.start() > end:
            found.append(Span(text[end : match.start()]))
        end = match.end()
        if match["picture"] is None:
            found.append(_span(match))
    found.append(Span(text[end:]))
    return tuple(span for span in found if span.text)


def _span(match: re.Match[str]) -> Span:
    if match["target"] is not None:
        inside = match["target"].startswith("#")
        # A file of the project is not there where the app is installed.
        return Span(match["link"], "link", match["target"][1:]) if inside else Span(match["link"])
    if match["code"] is not None:
        return Span(match["code"], "code")
    if match["strong"] is not None:
        return Span(match["strong"], "strong")
    return Span(match["emphasis"], "emphasis")
