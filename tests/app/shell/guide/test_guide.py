"""The Guide: its pages, its search, and that it is left and found like any window."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QAccessible, QKeySequence, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QWidget
from pytestqt.qtbot import QtBot

from stakemap.analysis.methods import METHODS
from stakemap.app.kit.actions.action import MENUS
from stakemap.app.kit.blocks import Block, markdown_blocks, paragraph, plain_text
from stakemap.app.kit.page_view import PageView
from stakemap.app.shell.guide import FORMATS_PAGE, KEPT_PAGE, METHODS_PAGE, SHORTCUTS_PAGE, TEAM_PAGE
from stakemap.app.shell.guide.examples import examples
from stakemap.app.shell.guide.guide import Guide
from stakemap.app.shell.guide.pages import guide_pages
from stakemap.app.shell.guide.places import PLACES
from stakemap.app.shell.guide.searching import matches, words_of
from stakemap.app.shell.guide.window import GuideWindow
from stakemap.interchange.formats import FORMATS
from stakemap.interchange.writers.formats import DATA_WRITERS
from stakemap.resources import readme
from stakemap.storage.field_descriptions import FIELDS
from stakemap.storage.folders import config_folder
from stakemap.storage.inventory import inventory
from stakemap.text import fold
from toy_method import Toy

if TYPE_CHECKING:
    from conftest import OpenWindow
    from stakemap.app.kit.window import AppContext

PATIENCE = 60_000


def guide_of(context: AppContext, action: str = "guide") -> GuideWindow:
    """The Guide as an action shows it."""
    context.show_welcome().trigger(action)
    shown = context.service(Guide).shown
    assert shown is not None
    return shown


def has_formats(guide: GuideWindow) -> bool:
    """Whether the contents list what the registry of formats tells."""
    top = (guide.contents.topLevelItem(number) for number in range(guide.contents.topLevelItemCount()))
    place = Qt.ItemDataRole.UserRole
    return any(entry.data(0, place) == (FORMATS_PAGE, "") and entry.childCount() for entry in top if entry)


@pytest.fixture
def guide(context: AppContext, qtbot: QtBot) -> Iterator[GuideWindow]:
    """The Guide over the welcome page, with what the registries tell."""
    shown = guide_of(context)
    qtbot.waitUntil(lambda: has_formats(shown), timeout=PATIENCE)
    yield shown
    if context.service(Guide).shown is not None:
        shown.close()


def page_text(guide: GuideWindow, page: str) -> str:
    """All that a page says."""
    guide.show_page(page)
    return "\n".join(guide.page.texts)


def test_markdown_becomes_blocks_without_its_signs() -> None:
    text = """Before.

## A *heading*

Words that go
on, **strong** and `a*b`, [a link](#there), [a file](LICENSE) <b>no markup</b>.

![A picture](p.png)

- one
  goes on
- two

1. first

```sh
run  this
```

| a | b |
| --- | --- |
| c | `d` |
"""
    blocks = list(markdown_blocks(text))
    assert [(block.kind, block.marker) for block in blocks] == [
        ("paragraph", ""),
        ("heading", ""),
        ("paragraph", ""),
        ("item", "•"),
        ("item", "•"),
        ("item", "1."),
        ("code", ""),
        ("table", ""),
    ]
    words = blocks[2]
    assert plain_text(words.spans) == "Words that go on, strong and a*b, a link, a file <b>no markup</b>."
    assert [(span.text, span.target) for span in words.spans if span.style == "link"] == [("a link", "there")]
    assert [span.text for span in words.spans if span.style == "code"] == ["a*b"]
    assert [plain_text(spans) for spans in blocks[-1].texts] == ["a", "b", "c", "d"]
    assert plain_text(blocks[6].spans) == "run  this"


def test_every_chapter_of_the_readme_is_a_page_and_links_lead_somewhere(guide: GuideWindow) -> None:
    pages = guide_pages(())
    chapters = re.findall(r"^## (.+)$", readme(), re.MULTILINE)
    kinds = [page for page in pages if page.id not in (SHORTCUTS_PAGE, KEPT_PAGE)]
    assert len(kinds) == len(chapters) - 1, "all but the one on the code"
    assert {FORMATS_PAGE, METHODS_PAGE, SHORTCUTS_PAGE, TEAM_PAGE} <= {page.id for page in pages}
    spans = [span for page in pages for block in page.blocks for text in block.texts for span in text]
    assert not any("**" in span.text or "](" in span.text for span in spans if span.style != "code")
    headings = {plain_text(block.spans) for page in pages for block in page.blocks if block.kind == "heading"}
    for target in {span.target for span in spans if span.style == "link"}:
        guide.page.anchorClicked.emit(QUrl(f"#{target}"))
        line = guide.page.textCursor().block().text()
        assert line in headings, target


def test_it_tells_all_that_the_registries_have(guide: GuideWindow, context: AppContext) -> None:
    formats = page_text(guide, FORMATS_PAGE)
    assert all(each.title() in formats for each in (*FORMATS, *DATA_WRITERS))
    fields = page_text(guide, "the-file")
    assert all(meaning in fields for meaning in FIELDS.values())
    kept = page_text(guide, KEPT_PAGE)
    for one in inventory():
        assert all(text in kept for text in (one.what, one.where, one.how_long, one.removal))
    assert "policy.json" in kept
    assert str(config_folder()) in kept
    assert "Nothing is encrypted." in kept
    keys = page_text(guide, SHORTCUTS_PAGE)
    specs = context.windows[0].host.specs.values()
    assert all(spec.name in keys for spec in specs if spec.shortcuts)


def test_every_method_has_its_section_and_an_example(context: AppContext, qtbot: QtBot) -> None:
    toy = Toy()
    with METHODS.registered(toy.method):
        guide = guide_of(context, "methods")
        qtbot.waitUntil(lambda: "alignment = 85" in "\n".join(guide.page.texts), timeout=PATIENCE)
        texts = guide.page.texts
        assert "Calculating…" not in texts
        for method in METHODS:
            page = method.page()
            assert {method.title(), page.question, page.caveat, *page.formulas} <= set(texts)
        assert "Sources: A. Author: Toys, 1990." in texts
        guide.close()
        assert examples(lambda _share: False) == {}


def test_the_chapter_on_working_together_names_entries_of_menus_that_are_there(open_map: OpenWindow) -> None:
    specs = open_map().window.host.specs.values()
    names = {menu: {spec.plain_text for spec in specs if spec.menu.startswith(menu)} for menu in MENUS}
    told = [path.split(" › ") for path in re.findall(r"\*(\w+\s›\s[^*]+)\*", readme().replace("\n", " "))]
    assert len(told) > 20
    for menu, *rest in told:
        known = {name.casefold() for name in names[menu.casefold()]} | {"show", "analyses"}
        assert rest[0].rstrip("…").casefold() in known, (menu, rest)


def test_it_opens_with_what_somebody_new_has_to_do(guide: GuideWindow) -> None:
    assert guide.page.texts[0] == guide.contents.currentItem().text(0) == "Five minutes with Stakemap"


def test_words_are_found_on_all_pages_and_marked(guide: GuideWindow, qtbot: QtBot) -> None:
    QTest.keyClick(guide, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert guide.search.hasFocus()
    QTest.keyClicks(guide.search, "TURKIYE treaty")
    assert guide.hits.isVisible()
    assert guide.count.text().startswith("1 of ")
    shown = guide.page.extraSelections()
    assert shown
    assert {fold(mark.cursor.selectedText()) for mark in shown} <= {"turkiye", "treaty"}
    first = guide.hits.current
    QTest.keyClick(guide.search, Qt.Key.Key_Return)
    assert guide.hits.current != first
    QTest.keyClick(guide.search, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert guide.hits.current == first
    QTest.keyClick(guide.search, Qt.Key.Key_Down)
    assert guide.hits.hasFocus()
    QTest.keySequence(guide, QKeySequence(QKeySequence.StandardKey.FindNext))
    assert guide.count.text().startswith("2 of ")
    QTest.keyClick(guide.hits, Qt.Key.Key_Escape)
    assert guide.contents.isVisible()
    assert guide.isVisible()
    assert not guide.page.extraSelections()
    QTest.keyClicks(guide.search, "xyzzy")
    assert guide.nothing.isVisible()
    assert guide.count.text() == "No matches"
    assert not guide.next.isEnabled()
    QTest.keyClick(guide.search, Qt.Key.Key_Escape)
    QTest.keyClick(guide.search, Qt.Key.Key_Escape)
    assert not guide.isVisible()


def test_contents_lead_to_pages_and_sections_by_keyboard(guide: GuideWindow) -> None:
    guide.show_page(TEAM_PAGE)
    guide.contents.setFocus()
    QTest.keyClick(guide.contents, Qt.Key.Key_Right)
    QTest.keyClick(guide.contents, Qt.Key.Key_Down)
    entry = guide.contents.currentItem()
    assert entry is not None
    assert guide.page.textCursor().block().text() == entry.text(0)
    assert guide.page.accessibleName() == "Working together"


def test_there_is_one_guide_and_it_closes_with_the_last_map(open_map: OpenWindow) -> None:
    driver = open_map()
    holder = driver.context.service(Guide)
    driver.trigger("guide")
    guide = holder.shown
    assert guide is not None
    assert guide.registries.wait(60)
    driver.trigger("shortcuts")
    assert holder.shown is guide
    assert guide.page.accessibleName() == "Keyboard shortcuts"
    driver.window.close()
    assert holder.shown is None


def test_a_page_shows_text_as_text_and_copies_it_plain(qtbot: QtBot) -> None:
    view = PageView()
    qtbot.addWidget(view)
    markup = '<img src="file:///etc/passwd"><b>Bold</b>'
    view.show_blocks("Page", (paragraph(markup), Block("code", paragraph("a\nb").spans)))
    view.show()
    assert view.toPlainText().splitlines()[0] == markup
    assert view.loadResource(2, QUrl("file:///etc/passwd")) is None
    interface = QAccessible.queryAccessibleInterface(view)
    assert interface.text(QAccessible.Text.Name) == "Page"
    assert markup in interface.text(QAccessible.Text.Value) + interface.textInterface().text(0, len(markup))
    view.selectAll()
    data = view.createMimeDataFromSelection()
    assert data.formats() == ["text/plain"]
    assert data.text() == f"{markup}\na\nb"
    before = view.document().size().height()
    QTest.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.document().size().height() > before
    QTest.keyClick(view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.document().size().height() == before
    QApplication.sendEvent(view, QEvent(QEvent.Type.PaletteChange))
    view.moveCursor(QTextCursor.MoveOperation.End)
    assert view.toPlainText().startswith(markup)


@settings(max_examples=40)
@given(text=st.text(max_size=40), start=st.integers(0, 40), length=st.integers(1, 8))
def test_what_is_marked_is_what_was_searched_for(text: str, start: int, length: int) -> None:
    word = fold(text[start : start + length]).replace(" ", "")
    if not word:
        return
    for first, last in matches(text, [word]):
        assert word in "".join(fold(character) for character in text[first:last])


def test_f1_in_a_panel_leads_to_what_tells_of_it_and_so_in_a_dialog(open_map: OpenWindow) -> None:
    driver = open_map()
    holder, seen = driver.context.service(Guide), []
    driver.trigger("sources-panel")
    driver.trigger("guide")
    guide = holder.shown
    assert guide is not None
    assert guide.registries.wait(60)
    assert guide.page.textCursor().block().text() == "5. Back it"
    guide.close()

    def ask(dialog: QWidget) -> None:
        # As QDialog.exec does.
        dialog.hide()
        dialog.setModal(True)
        dialog.show()
        dialog.activateWindow()
        QApplication.processEvents()
        dialog.setFocus()
        QTest.keyClick(dialog, Qt.Key.Key_F1)
        assert holder.shown is not None
        seen.append(holder.shown.page.textCursor().block().text())
        assert holder.shown.registries.wait(60)
        assert holder.shown.isModal()
        holder.shown.close()
        dialog.close()

    driver.message_boxes.dialogs = [ask]
    driver.trigger("combine")
    assert seen == ["Several analysts, one map"]


def test_every_place_that_f1_leads_to_is_there(guide: GuideWindow, open_map: OpenWindow) -> None:
    for name, (page, anchor) in PLACES.items():
        guide.show_page(page)
        assert not anchor or guide.page.scroll_to_anchor(anchor), name
    panels = {dock.objectName() for dock in open_map().window.findChildren(QDockWidget)}
    assert {name for name in PLACES if name.endswith("-panel")} <= panels


def test_short_words_of_a_question_are_not_searched_for_but_names_of_keys_are() -> None:
    assert words_of("Remove a source of an actor") == ["remove", "source", "actor"]
    assert words_of("F5 or date") == ["f5", "date"]
    assert words_of("EU") == ["eu"]
    assert words_of(" ") == []
