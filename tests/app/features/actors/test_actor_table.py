"""The actor table: words for what is unknown, sorting, one edit touching one row, selection both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app_driver import shown_texts
from samples import alignment, influence, large, sample
from several_analysts import COLLEAGUE, SNAPSHOT, STANCE, THIRD, debated
from stakemap.app.features.actors.model import ActorModel
from stakemap.app.features.actors.rows import Column, RowMaker
from stakemap.model import edits
from stakemap.model.document import Actor, Group, StakeMap
from stakemap.model.judgements import Stance, Standing
from stakemap.model.resolve import Resolver
from stakemap.model.subjects import Subject
from stakemap.picture.theme import LIGHT

if TYPE_CHECKING:
    from app_driver import Driver
    from conftest import OpenWindow

AUTHOR = edits.Authorship("Test", "2025-08-01")
Rising, Falling = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


def _maker(document: StakeMap, snapshot: str = "2025-07", issue: str = "border") -> RowMaker:
    return RowMaker(document, snapshot, issue, LIGHT, Resolver())


@pytest.fixture
def model(qapp: object) -> ActorModel:
    made = ActorModel()
    made.show_view(_maker(sample()))
    return made


def _shown(model: ActorModel, column: Column) -> list[str]:
    return [model.index(row, column).data() for row in range(model.rowCount())]


def _actors(model: ActorModel) -> list[str]:
    return [model.actor(row) for row in range(model.rowCount())]


def test_unknown_is_said_in_words(model: ActorModel) -> None:
    rows = {model.actor(row): row for row in range(model.rowCount())}
    assert model.index(rows["russia"], Column.ALIGNMENT).data() == "Unknown"
    assert model.index(rows["russia"], Column.INFLUENCE).data() == "70"
    assert model.index(rows["iran"], Column.INFLUENCE).data() == "Unknown"
    assert model.index(rows["georgia"], Column.STATE).data() == "Not judged"
    assert model.index(rows["turkiye"], Column.STATE).data() == "Judged"


def test_another_view_is_told_late_but_not_put_off_and_known_at_once(qapp: object, qtbot: QtBot) -> None:
    model = ActorModel(patience=40)
    model.show_view(_maker(sample()))
    told: list[int] = []
    model.dataChanged.connect(lambda *_: told.append(1))
    steps = 0

    def step() -> bool:
        nonlocal steps
        model.show_view(_maker(sample(), ("2020", "2025-07")[steps % 2]))
        assert model.row("turkiye") == _maker(sample(), ("2020", "2025-07")[steps % 2]).row("turkiye")
        steps += 1
        return bool(told)

    step()
    assert told == []
    qtbot.waitUntil(step, timeout=2_000)
    assert steps < 50
    # The last view is told as well.
    qtbot.waitUntil(lambda: len(told) == 2)


def test_names_sort_without_accents_and_numbers_from_the_highest(model: ActorModel) -> None:
    assert _actors(model)[:2] == ["armenia", "azerbaijan"]
    model.sort(Column.INFLUENCE, Rising)
    shown = _shown(model, Column.INFLUENCE)
    assert shown[:3] == ["85", "80", "70"]
    assert not shown[-1].isdigit()
    model.sort(Column.INFLUENCE, Falling)
    shown = _shown(model, Column.INFLUENCE)
    assert shown[:2] == ["35", "50"]
    assert not shown[-1].isdigit()


@pytest.mark.parametrize("column", list(Column))
@pytest.mark.parametrize("order", [Rising, Falling])
def test_every_column_sorts_and_follows_edits(column: Column, order: Qt.SortOrder, qtbot: QtBot) -> None:
    document = sample()
    model = ActorModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.show_view(_maker(document))
    model.sort(column, order)
    steps = (
        lambda map_: edits.update_actor(map_, "iran", name="Aran", group="yerevan", code="ZZZ"),
        lambda map_: edits.judge(
            map_, "2025-07", Subject.standing("iran"), Standing(influence=influence(99)), AUTHOR
        ),
        lambda map_: edits.judge(
            map_,
            "2025-07",
            Subject.stance("border", "iran"),
            Stance(alignment=alignment(-99), confidence="low"),
            AUTHOR,
        ),
        lambda map_: edits.add_actor(map_, "china", Actor(name="中国")),
        lambda map_: edits.remove_actors(map_, ["turkiye", "georgia"]),
    )
    for step in steps:
        after = step(document)
        gone = set(document.actors) ^ set(after.actors)
        model.update(_maker(after), {"iran"} | gone)
        document = after
        fresh = ActorModel()
        fresh.show_view(_maker(after))
        fresh.sort(column, order)
        assert _actors(model) == _actors(fresh)
        assert _shown(model, column) == _shown(fresh, column)
        assert all(model.row_of(actor) == row for row, actor in enumerate(_actors(model)))


def test_one_edit_touches_one_row_of_ten_thousand(qtbot: QtBot) -> None:
    document = large(10_000, 1, 1)
    issue, snapshot = next(iter(document.issues)), next(iter(document.snapshots))
    resolver, actor = Resolver(), "actor-4711"
    model = ActorModel()
    model.show_view(RowMaker(document, snapshot, issue, LIGHT, resolver))
    after = edits.move_actors(document, snapshot, issue, {actor: edits.Move(12, 34)}, AUTHOR)
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda top, bottom, _roles: changed.append((top.row(), bottom.row())))
    maker = RowMaker(after, snapshot, issue, LIGHT, resolver)
    made: list[str] = []
    make = maker.row
    maker.row = lambda each: made.append(each) or make(each)  # type: ignore[method-assign, func-returns-value]
    model.update(maker, [actor])
    row = model.row_of(actor)
    assert changed == [(row, row)]
    assert model.index(row, Column.INFLUENCE).data() == "34"
    assert made == [actor]


def test_a_selection_of_many_rows_is_few_ranges(model: ActorModel) -> None:
    everybody = set(_actors(model))
    assert model.rows_selection(everybody).count() == 1
    assert model.rows_selection({model.actor(0), model.actor(1), model.actor(4)}).count() == 2
    assert model.rows_selection({"nobody"}).count() == 0


def test_tooltips_are_escaped(qapp: object) -> None:
    document = edits.update_actor(sample(), "iran", name="<b>Iran</b>")
    model = ActorModel()
    model.show_view(_maker(document))
    index = model.index(model.row_of("iran"), Column.NAME)
    assert index.data() == "<b>Iran</b>"
    assert "&lt;b&gt;" in index.data(Qt.ItemDataRole.ToolTipRole)


# In the window


@pytest.fixture
def driver(open_map: OpenWindow) -> Driver:
    made: Driver = open_map()
    made.view.set(snapshot="2025-07", issue="border")
    return made


def _click(
    driver: Driver, actor: str, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    table = driver.table
    index = table.model.index(table.model.row_of(actor), Column.NAME)
    place = table.table.visualRect(index).center()
    QTest.mouseClick(table.table.viewport(), Qt.MouseButton.LeftButton, modifiers, place)


def _selected(driver: Driver) -> set[str]:
    table = driver.table
    return {table.model.actor(index.row()) for index in table.table.selectionModel().selectedRows()}


def test_a_click_in_the_table_selects_on_the_canvas(driver: Driver) -> None:
    _click(driver, "armenia")
    assert driver.view.selection == {"armenia"}
    assert driver.view.primary == "armenia"
    _click(driver, "turkiye", Qt.KeyboardModifier.ControlModifier)
    assert driver.view.selection == {"armenia", "turkiye"}
    assert driver.view.primary == "turkiye"


def test_a_click_on_the_canvas_selects_in_the_table(driver: Driver) -> None:
    place = driver.canvas.scene.place_of("turkiye")
    assert place is not None
    QTest.mouseClick(
        driver.canvas.view.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QPoint(round(place[0]), round(place[1])),
    )
    assert _selected(driver) == {"turkiye"}
    assert driver.table.table.currentIndex().row() == driver.table.model.row_of("turkiye")


def test_the_selection_stays_with_its_actor_when_rows_move(driver: Driver) -> None:
    _click(driver, "armenia")
    driver.table.table.sortByColumn(Column.INFLUENCE, Rising)
    assert _selected(driver) == {"armenia"}
    driver.session.apply(edits.update_actor.of("armenia", name="Zangezur"), label="Rename")
    assert _selected(driver) == {"armenia"}
    driver.table.table.sortByColumn(Column.NAME, Rising)
    assert _selected(driver) == {"armenia"}


def test_removing_and_undoing_keeps_table_and_map_alike(driver: Driver) -> None:
    _click(driver, "armenia")
    driver.trigger("delete")
    assert driver.view.selection == frozenset()
    assert driver.table.model.rowCount() == len(driver.document.actors)
    driver.trigger("undo")
    assert driver.table.model.rowCount() == len(driver.document.actors)


def test_arrow_keys_walk_through_the_table_and_enter_goes_to_the_details(driver: Driver) -> None:
    table = driver.table.table
    table.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert len(driver.view.selection) == 1
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert driver.inspector.isAncestorOf(driver.window.focusWidget())


def test_the_keyboard_sorts_by_the_current_column(driver: Driver) -> None:
    table, model = driver.table.table, driver.table.model
    table.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(table, Qt.Key.Key_Right)
    QTest.keyClick(table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert table.horizontalHeader().sortIndicatorSection() == Column.INFLUENCE
    assert model.actor(0) == "turkiye"
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert model.actor(0) == "armenia"


def test_another_issue_shows_other_numbers(driver: Driver) -> None:
    model = driver.table.model
    row = model.row_of("armenia")
    assert model.index(row, Column.ALIGNMENT).data() == "+85"
    driver.view.set(issue="corridor")
    assert model.index(model.row_of("armenia"), Column.ALIGNMENT).data() == "−85"
    driver.view.set(snapshot="2020")
    assert model.index(model.row_of("armenia"), Column.ALIGNMENT).data() == "Not judged"


def test_an_empty_map_says_how_to_begin(open_map: OpenWindow) -> None:
    from stakemap.model.document import new_map

    driver = open_map(new_map())
    assert any("Double-click" in text for text in shown_texts(driver.table))


def test_rows_of_no_parent_only(model: ActorModel) -> None:
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.columnCount(QModelIndex()) == len(Column)


def test_the_columns_fill_the_table_beside_a_scroll_bar_too(open_map: OpenWindow, qtbot: QtBot) -> None:
    driver = open_map(large(200))
    table = driver.table.table
    assert table.verticalScrollBar().isVisible()
    end = table.columnViewportPosition(Column.ALIGNMENT) + table.columnWidth(Column.ALIGNMENT)
    assert end <= table.viewport().width(), "the alignment is not cut off"
    before = table.columnWidth(Column.NAME)
    driver.window.resizeDocks([driver.panels.docks["actors"]], [480], Qt.Orientation.Horizontal)
    # Names take the room there is.
    qtbot.waitUntil(lambda: table.columnWidth(Column.NAME) > before)
    table.setColumnWidth(Column.NAME, 222)
    wide = table.viewport().width()
    driver.window.resizeDocks([driver.panels.docks["actors"]], [400], Qt.Orientation.Horizontal)
    qtbot.waitUntil(lambda: table.viewport().width() < wide)
    assert table.columnWidth(Column.NAME) >= 222, "a width that the user chose stays"
    assert not table.horizontalScrollBar().isVisible()


def test_the_current_cell_is_framed_while_the_table_has_the_focus(open_map: OpenWindow) -> None:
    driver = open_map()
    table = driver.table
    table.focus_first()
    with_focus = table.table.viewport().grab().toImage()
    driver.canvas.setFocus()
    assert table.table.viewport().grab().toImage() != with_focus


def test_what_is_chosen_sorts_by_its_own_order(model: ActorModel) -> None:
    document = sample()
    for actor, role, basis in (("armenia", "influences", "assumed"), ("turkiye", "decides", "stated")):
        document = edits.annotate(
            document, "2025-07", Subject.stance("border", actor), authorship=AUTHOR, role=role, basis=basis
        )
    model.show_view(_maker(document))
    for column, first in ((Column.ROLE, "Decides"), (Column.BASIS, "Stated")):
        model.sort(column, Rising)
        assert _shown(model, column)[0] == first


def test_what_a_scenario_holds_constant_is_not_called_carried_over() -> None:
    document = edits.branch(sample(), "calm", "2025-07", "Calm", scenario=True)
    assert not _maker(document, "calm").row("turkiye").carried
    later = edits.branch(sample(), "2026", "2025-07", "2026", scenario=False)
    assert _maker(later, "2026").row("turkiye").carried
    assert not _maker(later, "2025-07").row("turkiye").carried


def test_initials_made_from_a_name_are_no_code_to_edit(driver: Driver) -> None:
    assert not driver.document.actors["president"].code
    table = driver.table.table
    model = table.model()
    rows = [row for row in range(model.rowCount()) if model.actor(row) == "president"]
    index = model.index(rows[0], Column.CODE)
    table.setCurrentIndex(index)
    table.edit(index)
    editor = table.findChild(QLineEdit)
    assert editor is not None
    assert (editor.text(), editor.placeholderText()) == ("", index.data())
    initials = editor.placeholderText()
    QTest.keyClicks(editor, initials)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert driver.document.actors["president"].code == initials


# Its columns

NARROW = (Column.CODE, Column.NAME, Column.INFLUENCE, Column.ALIGNMENT)


def _widen(driver: Driver, width: int) -> None:
    window, panel = driver.window, driver.panels.docks["actors"]
    window.resizeDocks([panel], [width], Qt.Orientation.Horizontal)
    QApplication.processEvents()


def test_the_table_needs_no_scrolling_sideways_however_wide_it_is(driver: Driver) -> None:
    table = driver.table
    assert table.columns.shown == NARROW
    assert not table.table.horizontalScrollBar().isVisible()
    seen = set()
    for width in range(240, 640, 40):
        _widen(driver, width)
        assert not table.table.horizontalScrollBar().isVisible(), width
        header, viewport = table.table.horizontalHeader(), table.table.viewport()
        assert header.length() == viewport.width()
        shown = table.columns.shown
        # One analyst alone has no spread.
        usual = tuple(column for column in Column if column != Column.SPREAD)
        assert shown == usual[: len(shown)]
        seen.add(len(shown))
    assert len(seen) > 3
    assert Column.SALIENCE in table.columns.shown


def test_columns_are_chosen_in_a_menu_that_stays_and_kept(driver: Driver, open_map: OpenWindow) -> None:
    table, menu = driver.table, driver.find_bar.columns_menu
    menu.aboutToShow.emit()
    actions = {action.text(): action for action in menu.actions()}
    assert actions["As many as fit"].isChecked()
    assert not actions["Name"].isEnabled()
    actions["Influence"].trigger()
    actions["Salience"].trigger()
    wanted = (Column.CODE, Column.NAME, Column.ALIGNMENT, Column.SALIENCE)
    assert table.columns.shown == wanted
    assert not table.table.horizontalScrollBar().isVisible()
    _widen(driver, 600)
    assert table.columns.shown == wanted
    assert driver.context.store.load().actor_columns == ("code", "name", "alignment", "salience")
    assert open_map().table.columns.shown == wanted
    menu.aboutToShow.emit()
    menu.actions()[0].trigger()
    assert driver.context.store.load().actor_columns is None
    assert table.columns.shown[:4] == NARROW


def test_more_columns_than_fit_can_be_scrolled_to(driver: Driver) -> None:
    driver.context.change_settings(actor_columns=tuple(column.name.lower() for column in Column))
    table = driver.table.table
    QApplication.processEvents()
    assert table.horizontalScrollBar().maximum() > 0
    driver.context.change_settings(actor_columns=("nonsense", "state"))
    assert driver.table.columns.shown == (Column.CODE, Column.NAME, Column.STATE)


def test_a_column_widened_by_hand_takes_from_the_name(driver: Driver) -> None:
    table = driver.table.table
    _widen(driver, 400)
    before = table.columnWidth(Column.NAME)
    table.horizontalHeader().resizeSection(Column.ALIGNMENT, table.columnWidth(Column.ALIGNMENT) + 12)
    assert table.columnWidth(Column.NAME) == before - 12
    assert not table.horizontalScrollBar().isVisible()


def test_the_arrow_keys_pass_over_hidden_columns(driver: Driver) -> None:
    driver.context.change_settings(actor_columns=("state",))
    table = driver.table.table
    table.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(table, Qt.Key.Key_Right)
    assert table.currentIndex().column() == Column.STATE
    QTest.keyClick(table, Qt.Key.Key_Right)
    assert table.currentIndex().column() == Column.STATE
    QTest.keyClick(table, Qt.Key.Key_Left)
    assert table.currentIndex().column() == Column.NAME


def test_the_arrow_of_a_sorted_number_stands_beside_its_title(driver: Driver) -> None:
    table, model = driver.table.table, driver.table.model
    table.sortByColumn(Column.ALIGNMENT, Rising)
    across, display = Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole
    shown = {column: model.headerData(column, across, display) for column in NARROW}
    assert shown[Column.ALIGNMENT] != "Alignment" == shown[Column.ALIGNMENT].strip()
    assert shown[Column.INFLUENCE] == "Influence"
    assert model.headerData(Column.ALIGNMENT, across, Qt.ItemDataRole.AccessibleTextRole) == "Alignment"
    metrics = table.horizontalHeader().fontMetrics()
    for column in (Column.INFLUENCE, Column.ALIGNMENT):
        table.sortByColumn(column, Falling)
        text = str(model.headerData(column, across, display))
        assert metrics.horizontalAdvance(text) + 12 <= table.columnWidth(column)


@pytest.mark.parametrize("column", [Column.NAME, Column.ALIGNMENT])
def test_a_change_of_hundreds_of_actors_is_shown_as_a_whole(column: Column, qtbot: QtBot) -> None:
    before = large(1_000, 1, 1)
    issue, snapshot = next(iter(before.issues)), next(iter(before.snapshots))
    resolver, some = Resolver(), sorted(before.actors)[:400]
    moved = edits.move_actors(
        before, snapshot, issue, {actor: edits.Move(n % 90, 50) for n, actor in enumerate(some)}, AUTHOR
    )
    fewer = edits.remove_actors(moved, some)
    model = ActorModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.show_view(RowMaker(before, snapshot, issue, LIGHT, resolver))
    model.sort(column)
    kept = QPersistentModelIndex(model.index(model.row_of(some[0]), column))
    for after in (moved, fewer, before):
        maker = RowMaker(after, snapshot, issue, LIGHT, resolver)
        model.update(maker, some)
        if after is moved:
            assert model.actor(kept.row()) == some[0]
        fresh = ActorModel()
        fresh.show_view(maker)
        fresh.sort(column)
        assert _actors(model) == _actors(fresh)
        assert _shown(model, column) == _shown(fresh, column)
        assert len(model.longest_name) == max(map(len, _shown(fresh, Column.NAME)))


def test_selection_and_current_cell_outlast_a_change_of_hundreds_of_actors(open_map: OpenWindow) -> None:
    driver = open_map(large(600, 1, 1))
    table, session = driver.table.table, driver.session
    some = sorted(driver.document.actors)
    driver.view.select("actor-599", "actor-598")
    table.selectionModel().setCurrentIndex(
        driver.table.model.index(driver.table.model.row_of("actor-597"), Column.INFLUENCE),
        table.selectionModel().SelectionFlag.NoUpdate,
    )
    session.apply(edits.remove_actors.of(some[:400]), label="Remove")
    for _ in range(2):
        rows = {index.row() for index in table.selectionModel().selectedRows()}
        assert {driver.table.model.actor(row) for row in rows} == {"actor-599", "actor-598"}
        current = table.currentIndex()
        assert (driver.table.model.actor(current.row()), current.column()) == ("actor-597", Column.INFLUENCE)
        session.undo()
    assert driver.view.selection == {"actor-599", "actor-598"}


def test_a_new_name_is_sorted_in_where_groups_change_too(driver: Driver) -> None:
    document = edits.add_group(driver.document, "new", Group(name="New"))
    document = edits.update_actor(document, "turkiye", name="Aaa", group="new")
    driver.session.replace_document(document, "Reload")
    assert _actors(driver.table.model)[0] == "turkiye"
    assert _shown(driver.table.model, Column.NAME)[0] == "Aaa"


def test_the_spread_between_analysts_is_a_column_where_several_judge(open_map: OpenWindow) -> None:
    driver = open_map(debated())
    driver.view.set(issue="border", snapshot=SNAPSHOT)
    _widen(driver, 640)
    table, model = driver.table.table, driver.table.model
    assert driver.table.columns.shown[:5] == (*NARROW, Column.SPREAD)
    texts = {model.actor(row): model.index(row, Column.SPREAD).data() for row in range(model.rowCount())}
    assert texts["armenia"] == "−40 … +85, 3 analysts"
    assert {text for actor, text in texts.items() if actor != "armenia"} == {""}
    index = model.index(model.row_of("armenia"), Column.SPREAD)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == texts["armenia"]
    assert not index.flags() & Qt.ItemFlag.ItemIsEditable
    for order in (Rising, Falling):
        table.sortByColumn(Column.SPREAD, order)
        assert model.actor(0) == "armenia"
    for other in (COLLEAGUE, THIRD):
        assert Column.SPREAD in driver.table.columns.shown
        driver.session.apply(edits.remove_other.of(SNAPSHOT, STANCE, other), label="Remove")
    assert Column.SPREAD not in driver.table.columns.shown
    driver.session.undo()
    assert Column.SPREAD in driver.table.columns.shown
