"""The pages of the Guide: the README's chapters, and what methods, formats, fields and actions provide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from stakemap.app.kit.actions.action import Action
from stakemap.app.kit.blocks import Block, anchor_of, heading, markdown_blocks, paragraph, plain_text, table
from stakemap.app.shell.guide import FORMATS_PAGE, KEPT_PAGE, METHODS_PAGE, SHORTCUTS_PAGE, TOUR_PAGE
from stakemap.app.shell.guide.registries import Registered
from stakemap.app.shell.guide.shortcuts import shortcut_blocks
from stakemap.app.shell.guide.stored_data import kept_blocks
from stakemap.i18n import tr
from stakemap.resources import readme
from stakemap.storage.field_descriptions import FIELDS

#: Chapters for those who change the code, which lies elsewhere.
_LEFT_OUT = {"the-code"}
_FILE, _LAST = "the-file", "how-to-help"


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its anchor, its title, and its blocks, the first of which is its heading."""

    id: str
    title: str
    blocks: tuple[Block, ...]


def guide_pages(actions: Iterable[Action], told: Registered | None = None) -> list[Page]:
    """All pages. `told` is the content from the registries; None while it is not loaded.

    Raises StakemapError where the installation lacks the README.
    """
    pages: list[Page] = []
    for page in _chapters(readme()):
        if page.id == METHODS_PAGE:
            page = _with_sections(page, tr("Methods of analysis"), None if told is None else told.methods)
        elif page.id == FORMATS_PAGE:
            page = _with_sections(
                page, tr("What can be imported and exported"), None if told is None else told.formats
            )
        elif page.id == _FILE:
            page = Page(page.id, page.title, (*page.blocks, *_fields()))
        if page.id == _LAST:
            pages.append(_page_of(KEPT_PAGE, tr("What Stakemap keeps"), kept_blocks()))
        if page.id not in _LEFT_OUT:
            pages.append(page)
        if page.id == TOUR_PAGE:
            pages.append(_page_of(SHORTCUTS_PAGE, tr("Keyboard shortcuts"), shortcut_blocks(actions)))
    return pages


def _page_of(anchor: str, title: str, blocks: Iterable[Block]) -> Page:
    return Page(anchor, title, (heading(title, 1), *blocks))


def _chapters(text: str) -> Iterator[Page]:
    """The README's chapters; what stands before the first is on one page with that."""
    gathered: list[Block] = []
    before: list[Block] = []
    for block in markdown_blocks(text):
        if block.kind == "heading" and block.level == 1:
            continue
        if block.kind == "heading" and block.level == 2:
            if gathered and gathered[0].kind == "heading":
                yield _chapter(gathered, before)
                before = []
            else:
                before = gathered
            gathered = []
        gathered.append(block)
    yield _chapter(gathered, before)


def _chapter(blocks: Sequence[Block], before: Sequence[Block]) -> Page:
    title = plain_text(blocks[0].spans)
    # The heading of a chapter heads its page, and those in it are a level below that.
    raised = [
        Block(block.kind, block.spans, block.level - 1) if block.kind == "heading" else block
        for block in blocks
    ]
    return Page(anchor_of(title), title, (raised[0], *before, *raised[1:]))


def _with_sections(page: Page, title: str, sections: Iterable[Block] | None) -> Page:
    """A chapter under a title of its own, with sections in place of its tables, which say less."""
    kept = [block for block in page.blocks[1:] if block.kind != "table"]
    return Page(page.id, title, (heading(title, 1), *kept, *(sections or (paragraph(tr("Loading…")),))))


def _fields() -> Iterator[Block]:
    """Every field of the format, a table for each record."""
    yield heading(tr("All fields"))
    for record in dict.fromkeys(record for record, _ in FIELDS):
        yield heading(record or tr("Fields with the same meaning in every record"), 3)
        rows = [(name, meaning) for (of, name), meaning in FIELDS.items() if of == record]
        yield table([(tr("Field"), tr("Meaning")), *rows])
