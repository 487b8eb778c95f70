"""Names of any alphabet are in one order in all lists and on all slides, and are found by plain letters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView, QMenu

from samples import alignment, influence
from stakemap.app.features.actors.rows import Column
from stakemap.app.features.groups.dialog import GroupsDialog
from stakemap.app.features.inspector.actor_form import ActorForm
from stakemap.app.features.inspector.relations_form import RelationsForm
from stakemap.app.kit.forms.editors import ChoiceEditor
from stakemap.app.shell.palette import PaletteDialog
from stakemap.model.document import Group, Relation, Source, StakeMap
from stakemap.model.edits_base import put_judgements
from stakemap.model.judgements import Citation, Stance, Standing
from stakemap.model.records import replace
from stakemap.model.subjects import Subject
from stakemap.picture.deck import Page, deck_of
from stakemap.picture.job import DeckStyle, SlideRequest
from stakemap.picture.marks import ActorMark, LegendMark, TextMark
from stakemap.picture.measure import FixedMeasure
from stakemap.picture.options import SlideOptions
from stakemap.picture.theme import LIGHT
from stakemap.storage.files import open_map as read_map
from stakemap.text import fold

if TYPE_CHECKING:
    from app_driver import Driver, ScriptedMessageBoxes
    from conftest import OpenWindow

FIXTURE = Path(__file__).parents[1] / "fixtures" / "names-of-five-alphabets.stakemap.json"
#: As someone who reads Latin letters looks for them.
IN_ORDER = (
    "Åland",
    "Dağıstan",
    "Diyarbakır",
    "Đurić",
    "Əliyev",
    "Eskişehir",
    "Iğdır",
    "Ilısu Holding",
    "ışık Medya",
    "İstanbul",
    "Lodz",
    "Łukasz Fund",
    "Ørsted",
    "Osman",
    "Şırnak",
    "Türkiye",
    "Zonguldak",
    "Zürich",
)
ALL_PARTS = SlideOptions()
#: How they are typed on a keyboard that has none of their letters.
TYPED = ("igdir", "ilisu", "isik", "ISTANBUL", "lukasz", "orsted", "duric", "eliyev", "sirnak", "dagistan")


def names_map(*, placed: bool = False) -> StakeMap:
    """The map of names, with groups, sources and tags that have the same names."""
    document = read_map(FIXTURE).document
    actors = {
        key: replace(actor, group=f"g{key}", tags=(actor.name,)) for key, actor in document.actors.items()
    }
    names = {key: actor.name for key, actor in document.actors.items()}
    document = replace(
        document,
        actors=actors,
        groups={f"g{key}": Group(name=name) for key, name in names.items()},
        sources={f"s{key}": Source(title=name) for key, name in names.items()},
    )
    if not placed:
        return document
    cited = {key: (Citation(source=f"s{key}"),) for key in names}
    standings = {Subject.standing(key): Standing(influence=influence(50)) for key in names}
    stances = {
        Subject.stance("issue", key): Stance(alignment=alignment(0), reason="Said so.", citations=cited[key])
        for key in names
    }
    return put_judgements(document, "now", standings | stances)


def ordered(texts: list[str]) -> list[str]:
    """The names among some texts, in the order in which they are."""
    return [name for text in texts for name in IN_ORDER if text.startswith(name)]


def rows_of(view: QListView) -> list[str]:
    """The texts of a list."""
    model = view.model()
    return [str(model.index(row, 0).data(Qt.ItemDataRole.DisplayRole)) for row in range(model.rowCount())]


def choices_of(editor: ChoiceEditor) -> list[str]:
    """The texts that a combo box offers."""
    editor.load()
    return [editor.itemText(row) for row in range(editor.count())]


def _of_table(driver: Driver) -> list[str]:
    model = driver.table.model
    return [str(model.index(row, Column.NAME).data()) for row in range(model.rowCount())]


def _of_tray(driver: Driver) -> list[str]:
    """The names in the tray, one after the other by Tab."""
    canvas, found = driver.canvas, []
    canvas.setFocus()
    for _ in IN_ORDER:
        QTest.keyClick(canvas.view, Qt.Key.Key_Tab)
        focused = canvas.scene.interaction.focused
        found.append(driver.document.actors[focused or ""].name)
    return found


def _of_matrix(driver: Driver) -> list[str]:
    driver.trigger("matrix")
    window = driver.matrix.matrix
    assert window is not None
    model = window.model
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def _of_filters(driver: Driver) -> list[list[str]]:
    driver.find_bar.menu.aboutToShow.emit()
    menus = {menu.title(): menu for menu in driver.find_bar.menu.findChildren(QMenu)}
    return [[action.text() for action in menus[title].actions()] for title in ("Group", "Tag")]


def _of_inspector(driver: Driver) -> list[list[str]]:
    """The choices of actors, less the one shown, and of groups."""
    driver.view.select("a17")
    QApplication.processEvents()
    form = driver.inspector.form(ActorForm)
    editors = [form.fields["part_of"].editor, driver.inspector.form(RelationsForm).other]
    found = [choices_of(editor) for editor in editors if isinstance(editor, ChoiceEditor)]
    group = form.fields["group"].editor
    assert isinstance(group, ChoiceEditor)
    return [*([*texts, "Osman"] for texts in found), choices_of(group)]


def test_lists_of_the_app_are_in_one_order(open_map: OpenWindow, message_boxes: ScriptedMessageBoxes) -> None:
    driver = open_map(names_map())
    expected = list(IN_ORDER)
    assert ordered(_of_table(driver)) == expected
    assert _of_tray(driver) == expected
    assert ordered(_of_matrix(driver)) == expected
    for texts in _of_filters(driver):
        assert ordered(texts) == expected
    others = [name for name in expected if name != "Osman"]
    *of_actors, of_groups = _of_inspector(driver)
    assert ordered(of_groups) == expected
    for texts in of_actors:
        assert ordered(texts) == [*others, "Osman"]
    driver.window.panels.show("sources", True)
    QApplication.processEvents()
    assert ordered(rows_of(driver.panels.content("sources").list)) == expected
    listed: list[str] = []

    def look(dialog: GroupsDialog) -> None:
        listed.extend(rows_of(dialog.list))

    message_boxes.dialogs = [look]
    driver.trigger("groups")
    assert ordered(listed) == expected


def test_relations_are_listed_by_the_names_of_the_other_actors(open_map: OpenWindow) -> None:
    document = names_map()
    others = [key for key in document.actors if key != "a17"]
    document = replace(document, relations={f"r{key}": Relation(source="a17", target=key) for key in others})
    driver = open_map(document)
    driver.view.select("a17")
    QApplication.processEvents()
    rows = rows_of(driver.inspector.form(RelationsForm).list)
    assert ordered([row.removeprefix("→ ") for row in rows]) == [n for n in IN_ORDER if n != "Osman"]


def test_the_evidence_check_lists_actors_in_the_same_order(open_map: OpenWindow) -> None:
    document = names_map(placed=True)
    driver = open_map(document)
    driver.window.panels.show("evidence", True)
    QApplication.processEvents()
    model = driver.panels.content("evidence").model
    groups = [model.index(row, 0) for row in range(model.rowCount())]
    found = 0
    for group in groups:
        texts = [str(model.index(row, 0, group).data()) for row in range(model.rowCount(group))]
        names = ordered(texts)
        if len(names) == len(IN_ORDER):
            found += 1
            assert names == list(IN_ORDER)
    assert found


@pytest.mark.parametrize("typed", TYPED)
def test_names_are_found_by_plain_letters(open_map: OpenWindow, typed: str) -> None:
    driver = open_map(names_map())
    field = driver.find_bar.field
    field.setFocus()
    QTest.keyClicks(field, typed)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert driver.filters.shown == 1
    palette = PaletteDialog(driver.window)
    QTest.keyClicks(palette.search, typed)
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    assert palette.chosen is not None
    assert fold(palette.chosen.text).startswith(fold(typed))
    palette.deleteLater()


# Slides


def _pages(document: StakeMap, kind: str) -> tuple[Page, ...]:
    style = DeckStyle(LIGHT, FixedMeasure(), (1920, 1080), ALL_PARTS)
    return deck_of(document, [SlideRequest(kind, "issue", "now")], style).pages


def _said(pages: tuple[Page, ...], role: str) -> list[str]:
    marks = (mark for page in pages for mark in page.slide.marks)
    return [mark.text for mark in marks if isinstance(mark, TextMark) and mark.role == role]


def _first_places(texts: list[str]) -> list[str]:
    """The names in the order of their first mention in some texts."""
    whole = " ".join(texts)
    return sorted((name for name in IN_ORDER if name in whole), key=whole.index)


def test_a_slide_and_its_notes_list_the_tray_in_the_same_order() -> None:
    pages = _pages(names_map(), "map")
    tray = _first_places(_said(pages, "tray"))
    assert tray == list(IN_ORDER[: len(tray)])
    assert len(tray) > 3
    assert _first_places([page.notes for page in pages]) == list(IN_ORDER)


def test_tables_legend_evidence_and_sources_of_slides_are_in_the_same_order() -> None:
    document = names_map(placed=True)
    marks = [mark for page in _pages(document, "matrix") for mark in page.slide.marks]
    assert [mark.name for mark in marks if isinstance(mark, ActorMark)] == list(IN_ORDER)
    marks = [mark for page in _pages(document, "evidence") for mark in page.slide.marks]
    assert [mark.name for mark in marks if isinstance(mark, ActorMark)] == list(IN_ORDER)
    marks = [mark for page in _pages(document, "map") for mark in page.slide.marks]
    entries = [mark.entry for mark in marks if isinstance(mark, LegendMark)]
    groups = [entry.label for entry in entries if entry.kind == "group"]
    assert groups == list(IN_ORDER[: len(groups)])
    assert len(groups) > 3
    sources = _first_places(_said(_pages(document, "map"), "source"))
    assert sources == list(IN_ORDER[: len(sources)])
    assert len(sources) > 3
