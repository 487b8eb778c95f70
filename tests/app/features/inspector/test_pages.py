"""The pages of the inspector: what each holds, the tabs, the keyboard, and the room that there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app_driver import shown_texts
from stakemap.app.features.inspector.actor_form import ActorForm, SeveralForm
from stakemap.app.features.inspector.relations_form import RelationsForm
from stakemap.app.kit.forms.judgement_form import StanceForm, StandingForm
from stakemap.model import edits
from stakemap.model.resolve import resolve_stance

if TYPE_CHECKING:
    from app_driver import Driver
    from conftest import OpenWindow


@pytest.fixture
def driver(open_map: OpenWindow) -> Driver:
    made: Driver = open_map()
    made.view.set(snapshot="2025-07", issue="border")
    return made


def _titles(driver: Driver) -> list[str]:
    tabs = driver.inspector.tabs
    return [tabs.tabText(index) for index in range(tabs.count())]


def _click_tab(driver: Driver, title: str) -> None:
    tabs = driver.inspector.tabs
    QApplication.processEvents()
    middle = tabs.tabRect(_titles(driver).index(title)).center()
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)


def _shown_fields(driver: Driver) -> set[str]:
    inspector = driver.inspector
    forms = [inspector.form(kind) for kind in (StanceForm, StandingForm, ActorForm, SeveralForm)]
    return {name for form in forms for name, field in form.fields.items() if field.isVisibleTo(inspector)}


def test_an_actor_has_three_pages_below_its_name_kind_and_group(driver: Driver) -> None:
    driver.view.select("turkiye")
    assert _titles(driver) == ["Position", "Evidence", "Actor"]
    group = driver.document.groups[driver.document.actors["turkiye"].group or ""].name
    assert {"Türkiye", f"State · {group}"} <= set(shown_texts(driver.inspector.head))
    assert {"value", "range", "salience", "role", "conditions"} <= _shown_fields(driver)
    assert not {"reason", "citations", "name"} & _shown_fields(driver)
    _click_tab(driver, "Evidence")
    assert {"confidence", "basis", "reason", "citations", "watch_for", "by", "on"} == _shown_fields(driver)
    _click_tab(driver, "Actor")
    assert {"name", "code", "kind", "group", "part_of", "colour", "aliases", "tags", "note"} == (
        _shown_fields(driver)
    )
    assert driver.inspector.form(RelationsForm).isVisibleTo(driver.inspector)


def test_the_fields_of_evidence_are_made_when_their_page_is_first_shown(driver: Driver) -> None:
    driver.view.select("turkiye")
    form = driver.inspector.form(StanceForm)
    assert "reason" not in form.fields
    _click_tab(driver, "Evidence")
    reason, basis = form.fields["reason"], form.fields["basis"]
    assert (
        reason.editor.content()
        == resolve_stance(driver.document, "2025-07", "border", "turkiye").judgement.reason
    )
    assert reason.editor.accessibleName().startswith("Alignment: ")
    basis.editor.setFocus()
    QTest.keyClick(basis.editor, Qt.Key.Key_Tab)
    assert driver.window.focusWidget() is reason.editor


def test_the_chosen_page_stays_for_the_next_actor_and_the_next_window(
    driver: Driver, open_map: OpenWindow
) -> None:
    driver.view.select("turkiye")
    _click_tab(driver, "Evidence")
    driver.view.select("armenia")
    assert driver.inspector.tabs.page == "evidence"
    driver.view.select("armenia", "turkiye")
    assert driver.inspector.tabs.page == "evidence"
    driver.view.select("turkiye")
    assert driver.inspector.tabs.page == "evidence"
    other = open_map()
    other.view.select("armenia")
    assert other.inspector.tabs.page == "evidence"


def test_the_keyboard_goes_from_page_to_page(driver: Driver) -> None:
    driver.view.select("turkiye")
    driver.trigger("details")
    control = Qt.KeyboardModifier.ControlModifier
    value = driver.inspector.form(StanceForm).fields["value"].editor
    assert QApplication.focusWidget() is value
    QTest.keyClick(value, Qt.Key.Key_Tab, control)
    assert driver.inspector.tabs.page == "evidence"
    focus = QApplication.focusWidget()
    assert focus is driver.inspector.form(StanceForm).fields["confidence"].editor
    QTest.keyClick(focus, Qt.Key.Key_Backtab, control | Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is value
    tabs = driver.inspector.tabs
    tabs.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(tabs, Qt.Key.Key_Right)
    QTest.keyClick(tabs, Qt.Key.Key_Right)
    assert tabs.page == "actor"
    assert tabs.hasFocus()
    spoken = QAccessible.queryAccessibleInterface(tabs)
    assert spoken.role() == QAccessible.Role.PageTabList
    names = [spoken.child(index).text(QAccessible.Text.Name) for index in range(3)]
    assert names == ["Position", "Evidence", "Actor"]


def test_what_does_not_fit_is_shown_again_when_the_window_closes(driver: Driver) -> None:
    driver.view.select("turkiye")
    driver.type_into(driver.field(StandingForm, "value"), "much")
    _click_tab(driver, "Actor")
    driver.message_boxes.answers = [False]
    driver.window.close()
    assert driver.window.isVisible()
    assert driver.inspector.tabs.page == "position"
    assert driver.inspector.form(StandingForm).fields["value"].error.isVisible()


def test_the_fields_of_the_actor_are_made_once_their_page_is_shown(driver: Driver) -> None:
    driver.view.select("turkiye")
    assert not driver.inspector.findChildren(ActorForm)
    _click_tab(driver, "Actor")
    (form,) = driver.inspector.findChildren(ActorForm)
    assert form.fields["name"].editor.content() == "Türkiye"
    _click_tab(driver, "Position")
    driver.view.select("armenia")
    driver.session.apply(edits.update_actor.of("armenia", name="Hayastan"), label="Rename")
    _click_tab(driver, "Actor")
    assert form.fields["name"].editor.content() == "Hayastan"


def test_what_does_not_fit_on_a_page_that_is_hidden_outlasts_a_change_of_the_map(driver: Driver) -> None:
    driver.view.select("turkiye")
    _click_tab(driver, "Actor")
    driver.type_into(driver.field(ActorForm, "code"), "TÜRKI")
    _click_tab(driver, "Position")
    driver.session.apply(edits.update_actor.of("turkiye", note="Seen"), label="Note")
    assert not driver.inspector.commit_pending()
    assert driver.inspector.tabs.page == "actor"
    assert driver.field(ActorForm, "code").editor.content() == "TÜRKI"


def test_what_does_not_fit_on_a_page_that_is_hidden_outlasts_another_selection(driver: Driver) -> None:
    driver.view.select("turkiye")
    _click_tab(driver, "Actor")
    driver.type_into(driver.field(ActorForm, "code"), "TÜRKI")
    _click_tab(driver, "Position")
    for actor in ("armenia", "turkiye"):
        driver.view.select(actor)
    assert not driver.inspector.commit_pending()
    assert driver.inspector.tabs.page == "actor"
    assert driver.field(ActorForm, "code").editor.content() == "TÜRKI"


def test_going_to_another_page_stores_what_was_typed(driver: Driver) -> None:
    driver.view.select("turkiye")
    driver.type_into(driver.field(StanceForm, "value"), "-31", key=None)
    _click_tab(driver, "Evidence")
    shown = resolve_stance(driver.document, "2025-07", "border", "turkiye")
    assert shown is not None
    assert shown.judgement.alignment is not None
    assert shown.judgement.alignment.value == -31


def test_evidence_waits_for_a_judgement(driver: Driver) -> None:
    driver.view.select("georgia")
    _click_tab(driver, "Evidence")
    assert _shown_fields(driver) == set()
    assert sum("Enter a value first" in text for text in shown_texts(driver.inspector)) == 2
    driver.trigger("details")
    assert driver.inspector.tabs.hasFocus()


def test_a_long_name_is_cut_in_the_head(driver: Driver) -> None:
    name = "Ministry of " + "Very " * 60 + "Long Names"
    driver.session.apply(edits.update_actor.of("armenia", name=name), label="Rename")
    driver.view.select("turkiye")
    QApplication.processEvents()
    driver.view.select("armenia")
    head = driver.inspector.head
    assert head.heightForWidth(head.width()) == head.height() < 200
    assert any(text.startswith("Ministry of") and text.endswith("…") for text in shown_texts(head))


def test_the_inspector_is_at_most_300_pixels_wide_and_shows_its_fields_whole(driver: Driver) -> None:
    driver.view.select("turkiye")
    QApplication.processEvents()
    inspector = driver.inspector
    assert inspector.width() <= 300
    for page in ("position", "evidence", "actor"):
        inspector.show_page(page)
        QApplication.processEvents()
        for form in (StanceForm, StandingForm, ActorForm):
            for name, field in inspector.form(form).fields.items():
                if field.isVisible():
                    right = field.mapTo(inspector, field.rect().topRight()).x()
                    assert right < inspector.width(), (page, name)


def test_without_a_selection_there_is_nothing_to_go_to(driver: Driver) -> None:
    driver.panels.show("inspector", True)
    QApplication.processEvents()
    inspector = driver.inspector
    assert inspector.isVisible()
    assert not inspector.tabs.isVisible()
    assert any("Select an actor" in text for text in shown_texts(inspector))
    table = driver.table.table
    driver.panels.show_and_focus("actors")
    driver.filters.query = "nobody is called so"
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Return)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert not inspector.isAncestorOf(focus)
