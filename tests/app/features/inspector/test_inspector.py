"""The inspector: every field is an edit, Esc goes back, what does not fit stays with a sentence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QScrollArea,
    QStyle,
    QStyleOptionFrame,
)

from app_driver import named, shown_texts
from samples import sample
from stakemap.app.features.inspector.actor_form import ActorForm, SeveralForm
from stakemap.app.kit.forms.editors import ChoiceEditor, NoteEditor
from stakemap.app.kit.forms.evidence_rows import RowsEditor
from stakemap.app.kit.forms.fields import Field
from stakemap.app.kit.forms.judgement_form import StanceForm, StandingForm
from stakemap.app.kit.forms.naming_editor import NamingEditor
from stakemap.app.kit.forms.relation_form import TieForm
from stakemap.model import edits
from stakemap.model.colours import SWATCHES
from stakemap.model.document import Group
from stakemap.model.resolve import resolve_stance, resolve_standing

if TYPE_CHECKING:
    from app_driver import Driver
    from conftest import OpenWindow


@pytest.fixture
def driver(open_map: OpenWindow) -> Driver:
    made: Driver = open_map()
    made.view.set(snapshot="2025-07", issue="border")
    return made


def _choose(field: Field, value: str) -> None:
    """Pick an option as a click in its list does."""
    editor = field.editor
    assert isinstance(editor, ChoiceEditor)
    editor.setFocus()
    editor.load()
    index = editor.findData(value)
    assert index >= 0, value
    editor.setCurrentIndex(index)
    editor.activated.emit(index)


def _stance(driver: Driver, actor: str) -> Any:
    assert driver.view.snapshot is not None
    assert driver.view.issue is not None
    shown = resolve_stance(driver.document, driver.view.snapshot, driver.view.issue, actor)
    return shown.judgement if shown is not None else None


def _standing(driver: Driver, actor: str) -> Any:
    assert driver.view.snapshot is not None
    shown = resolve_standing(driver.document, driver.view.snapshot, actor)
    return shown.judgement if shown is not None else None


def test_rename_says_what_was_renamed(driver: Driver) -> None:
    driver.view.select("armenia")
    driver.type_into(driver.field(ActorForm, "name"), "Republic of Armenia")
    assert driver.document.actors["armenia"].name == "Republic of Armenia"
    assert driver.session.undo_label == "Rename Armenia to Republic of Armenia"
    driver.trigger("undo")
    assert driver.field(ActorForm, "name").editor.content() == "Armenia"


def test_leaving_a_field_stores_it_once(driver: Driver) -> None:
    driver.view.select("armenia")
    driver.type_into(driver.field(ActorForm, "code"), "AR", key=Qt.Key.Key_Tab)
    assert driver.document.actors["armenia"].code == "AR"
    assert driver.session.history.undo_labels == ("Change the code of Armenia",)


def test_escape_brings_the_stored_value_back(driver: Driver) -> None:
    driver.view.select("armenia")
    field = driver.field(ActorForm, "name")
    driver.type_into(field, "Nonsense", key=Qt.Key.Key_Escape)
    assert field.editor.content() == "Armenia"
    assert not driver.session.can_undo


@pytest.mark.parametrize("role", ["decides", "can-block", "influences"])
def test_a_role_is_whole_in_an_inspector_of_usual_width(driver: Driver, role: str) -> None:
    driver.view.select("armenia")
    editor = driver.field(StanceForm, "role").editor
    assert isinstance(editor, ChoiceEditor)
    editor.show_content(role)
    QApplication.processEvents()
    assert editor.currentText()
    assert not editor.is_elided


def test_a_strength_is_whole_in_an_inspector_of_usual_width(driver: Driver) -> None:
    driver.view.set(selection=frozenset(), primary=None, relation="turkiye-azerbaijan")
    for name in ("value", "state"):
        editor = driver.field(TieForm, name).editor
        assert isinstance(editor, ChoiceEditor)
        for index in range(editor.count()):
            editor.setCurrentIndex(index)
            QApplication.processEvents()
            assert not editor.is_elided, editor.currentText()


def test_a_note_that_escape_took_back_is_undone_to(driver: Driver) -> None:
    driver.view.select("armenia")
    note = driver.field(ActorForm, "note").editor
    assert isinstance(note, NoteEditor)
    before = note.toPlainText()
    note.setFocus()
    QTest.keyClicks(note, "Long in the making.")
    typed = note.toPlainText()
    QTest.keyClick(note, Qt.Key.Key_Escape)
    assert note.toPlainText() == before
    QTest.keyClick(note, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert note.toPlainText() == typed
    QTest.keyClick(note, Qt.Key.Key_Tab)
    assert driver.document.actors["armenia"].note == typed


def test_what_was_typed_for_one_actor_is_not_undone_to_for_another(driver: Driver) -> None:
    driver.view.select("armenia")
    note = driver.field(ActorForm, "note").editor
    assert isinstance(note, NoteEditor)
    note.setFocus()
    QTest.keyClicks(note, "Of Armenia.")
    QTest.keyClick(note, Qt.Key.Key_Escape)
    driver.canvas.setFocus()
    driver.view.select("turkiye")
    note = driver.field(ActorForm, "note").editor
    note.setFocus()
    QTest.keyClick(note, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "Armenia" not in note.content()


@pytest.mark.parametrize(
    ("form", "name", "text", "word"),
    [
        (ActorForm, "name", " ", "Enter a name"),
        (ActorForm, "code", "ARMEN", "four"),
        (ActorForm, "colour", "reddish", "#0067a5"),
        (StandingForm, "value", "101", "from 0 to 100"),
        (StandingForm, "value", "much", "number"),
        (StanceForm, "value", "-101", "−100"),
        (StanceForm, "range", "20", "both"),
        (StanceForm, "on", "2025-07", "full date"),
    ],
)
def test_what_does_not_fit_stays_with_a_sentence(
    driver: Driver, form: type[Any], name: str, text: str, word: str
) -> None:
    driver.view.select("turkiye")
    field = driver.field(form, name)
    before = driver.document
    editor: Any = field.editor
    line = editor if isinstance(editor, QLineEdit) else editor.findChild(QLineEdit)
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert driver.document is before
    assert field.editor.content() == text
    assert not field.error.isHidden()
    assert word in field.error.text()
    assert field.editor.property("invalid")


def test_a_draft_waits_for_its_actor(driver: Driver) -> None:
    driver.view.select("armenia")
    field = driver.field(ActorForm, "code")
    driver.type_into(field, "ARMENIA", key=None)
    driver.view.select("turkiye")
    assert field.editor.content() == driver.document.actors["turkiye"].code
    assert "Code" in driver.message
    assert field.error.isHidden()
    driver.view.select("armenia")
    assert field.editor.content() == "ARMENIA"
    assert not field.error.isHidden()
    QTest.keyClick(field.editor, Qt.Key.Key_Escape)
    assert field.editor.content() == "ARM"
    assert field.error.isHidden()


def test_a_valid_draft_goes_to_the_actor_it_was_typed_for(driver: Driver) -> None:
    driver.view.select("armenia")
    code = driver.field(ActorForm, "code")
    driver.type_into(code, "TOO LONG", key=None)
    driver.type_into(driver.field(ActorForm, "name"), "Hayastan", key=None)
    driver.view.select("turkiye")
    assert driver.document.actors["armenia"].name == "Hayastan"
    assert driver.document.actors["turkiye"].name == "Türkiye"
    driver.view.select("armenia")
    assert code.editor.content() == "TOO LONG"


def test_group_can_be_chosen_or_named(driver: Driver) -> None:
    driver.view.select("armenia")
    field = driver.field(ActorForm, "group")
    editor: Any = field.editor
    line = editor.lineEdit()
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "Small states")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert driver.document.actors["armenia"].group == "small-states"
    assert driver.document.groups["small-states"].name == "Small states"
    driver.trigger("undo")
    assert "small-states" not in driver.document.groups
    assert editor.content() == "yerevan"
    assert editor.currentText() == "Yerevan"


def _group_box(driver: Driver, actor: str) -> NamingEditor:
    driver.view.select(actor)
    editor = driver.field(ActorForm, "group").editor
    assert isinstance(editor, NamingEditor)
    driver.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
    QApplication.processEvents()
    return editor


def test_a_name_typed_into_no_group_is_that_group(driver: Driver) -> None:
    editor = _group_box(driver, "russia")
    assert editor.currentText() == "No group"
    editor.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(editor, "Nile")
    assert editor.offers.rows == ("Create “Nile”",)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert driver.document.groups["nile"].name == "Nile"
    assert driver.document.actors["russia"].group == "nile"
    assert editor.currentText() == "Nile"
    assert not editor.offers.is_open


@pytest.mark.parametrize("leave", ["return", "tab", "click"])
def test_typing_finds_a_group_that_is_there(driver: Driver, leave: str) -> None:
    editor = _group_box(driver, "russia")
    QTest.mouseClick(editor.line, Qt.MouseButton.LeftButton)
    QTest.keyClicks(editor, "yer")
    assert editor.offers.rows == ("Yerevan", "Create “yer”")
    if leave == "return":
        QTest.keyClick(editor, Qt.Key.Key_Down)
        QTest.keyClick(editor, Qt.Key.Key_Return)
    elif leave == "tab":
        QTest.keyClick(editor, Qt.Key.Key_Down)
        QTest.keyClick(editor, Qt.Key.Key_Tab)
    else:
        offered = editor.window().findChild(QListWidget, "offers")
        place = offered.visualItemRect(offered.item(0)).center()
        QTest.mouseClick(offered.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert driver.document.actors["russia"].group == "yerevan"
    assert len(driver.document.groups) == len(sample().groups)
    assert editor.currentText() == "Yerevan"


@pytest.mark.parametrize("leave", ["return", "tab", "click elsewhere", "up and down"])
def test_a_group_of_a_shorter_name_can_be_created(driver: Driver, leave: str) -> None:
    editor = _group_box(driver, "armenia")
    editor.setFocus(Qt.FocusReason.TabFocusReason)
    assert editor.line.selectedText() == "Yerevan"
    QTest.keyClicks(editor, "Yere")
    assert editor.offers.chosen is not None
    assert editor.offers.chosen.text == "Create “Yere”"
    if leave == "tab":
        QTest.keyClick(editor, Qt.Key.Key_Tab)
    elif leave == "click elsewhere":
        driver.canvas.setFocus(Qt.FocusReason.MouseFocusReason)
    else:
        for key in (Qt.Key.Key_Up, Qt.Key.Key_Down) if leave == "up and down" else ():
            QTest.keyClick(editor, key)
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert driver.document.groups[driver.document.actors["armenia"].group or ""].name == "Yere"
    assert driver.document.groups["yerevan"].name == "Yerevan"


@pytest.mark.parametrize("typed", ["yerevan", "YEREVAN", "Yerevan "])
def test_a_group_typed_in_full_is_that_group_not_one_that_begins_so(driver: Driver, typed: str) -> None:
    driver.session.apply(edits.add_group.of("older", Group(name="Yerevan, 1991")), label="Add")
    driver.session.apply(edits.add_group.of("council", Group(name="Council of Yerevan")), label="Add")
    editor = _group_box(driver, "russia")
    editor.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClicks(editor, typed)
    assert editor.offers.rows == ("Yerevan", "Yerevan, 1991", "Council of Yerevan")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert driver.document.actors["russia"].group == "yerevan"
    assert len(driver.document.groups) == len(sample().groups) + 2


def test_a_group_is_left_as_it_is_unless_something_is_typed(driver: Driver) -> None:
    for actor, shown in (("russia", "No group"), ("armenia", "Yerevan")):
        editor = _group_box(driver, actor)
        editor.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(editor, Qt.Key.Key_Tab)
        assert editor.currentText() == shown
    assert driver.document.groups == sample().groups
    assert not driver.session.history.undo_labels


def test_kind_tags_aliases_and_note(driver: Driver) -> None:
    driver.view.select("armenia")
    _choose(driver.field(ActorForm, "kind"), "person")
    driver.type_into(driver.field(ActorForm, "aliases"), "Hayastan", None)
    driver.type_into(driver.field(ActorForm, "tags"), "caucasus, csto; caucasus")
    actor = driver.document.actors["armenia"]
    assert (actor.kind, actor.tags, actor.aliases) == ("person", ("caucasus", "csto"), ("Hayastan",))


def test_an_alias_with_a_comma_survives_the_edit_of_another(driver: Driver) -> None:
    driver.view.select("armenia")
    field = driver.field(ActorForm, "aliases")
    driver.type_into(field, "Armenia, Republic of", None)
    QTest.keyClick(field.editor, Qt.Key.Key_Return)
    QTest.keyClicks(field.editor, "Hayastan")
    QTest.keyClick(field.editor, Qt.Key.Key_Tab)
    assert driver.document.actors["armenia"].aliases == ("Armenia, Republic of", "Hayastan")
    assert field.editor.content() == "Armenia, Republic of\nHayastan"


def test_part_of_lists_all_others_and_refuses_a_circle(driver: Driver) -> None:
    driver.view.select("armenia")
    whole = driver.field(ActorForm, "part_of")
    editor = whole.editor
    assert isinstance(editor, ChoiceEditor)
    _choose(whole, "turkiye")
    assert driver.document.actors["armenia"].part_of == "turkiye"
    assert editor.findData("armenia") < 0
    driver.view.select("turkiye")
    _choose(whole, "armenia")
    assert "part of itself" in whole.error.text()
    assert driver.document.actors["turkiye"].part_of is None


def test_colour_is_typed_or_picked(driver: Driver) -> None:
    driver.view.select("armenia")
    field = driver.field(ActorForm, "colour")
    editor: Any = field.editor
    named(editor, QAbstractButton, "Violet").click()
    assert driver.document.actors["armenia"].colour == SWATCHES[0]
    named(editor, QAbstractButton, "Automatic").click()
    assert driver.document.actors["armenia"].colour is None
    line = editor.findChild(QLineEdit)
    line.setFocus()
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Delete)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert driver.document.actors["armenia"].colour is None


def test_a_new_influence_does_not_keep_the_old_reason(driver: Driver) -> None:
    driver.view.select("turkiye")
    driver.type_into(driver.field(StandingForm, "reason"), "Rising", key=None)
    driver.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
    assert _standing(driver, "turkiye").reason == "Rising"
    before = _standing(driver, "turkiye")
    driver.type_into(driver.field(StandingForm, "value"), "42")
    standing = _standing(driver, "turkiye")
    assert standing.influence.value == 42
    assert standing.reason == ""
    assert standing.earlier[0].reason == before.reason
    assert "earlier" in driver.inspector.form(StandingForm).earlier.text()


def test_arrow_keys_count_in_number_fields(driver: Driver) -> None:
    driver.view.select("turkiye")
    field = driver.field(StandingForm, "value")
    driver.type_into(field, "50", key=None)
    QTest.keyClick(field.editor, Qt.Key.Key_Up)
    QTest.keyClick(field.editor, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert field.editor.content() == "41"
    QTest.keyClick(field.editor, Qt.Key.Key_Return)
    assert _standing(driver, "turkiye").influence.value == 41


def test_ranges_are_one_field(driver: Driver) -> None:
    driver.view.select("turkiye")
    driver.type_into(driver.field(StanceForm, "value"), "-20")
    driver.type_into(driver.field(StanceForm, "range"), "-40 to 10")
    alignment = _stance(driver, "turkiye").alignment
    assert (alignment.value, alignment.low, alignment.high) == (-20, -40, 10)
    assert driver.field(StanceForm, "range").editor.content() == "−40 to 10"
    driver.type_into(driver.field(StanceForm, "range"), "0 to 10")
    assert "include" in driver.field(StanceForm, "range").error.text()


def test_the_longest_range_is_shown_whole(driver: Driver) -> None:
    driver.window.resize(1280, 800)
    driver.view.select("turkiye")
    driver.type_into(driver.field(StanceForm, "value"), "-20")
    driver.type_into(driver.field(StanceForm, "range"), "-100 to -10")
    editor = driver.field(StanceForm, "range").editor
    option = QStyleOptionFrame()
    editor.initStyleOption(option)
    inside = editor.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, editor)
    # The line of text keeps two pixels free at either side.
    assert editor.fontMetrics().horizontalAdvance("−100 to −10") <= inside.width() - 4


@pytest.mark.parametrize("height", [900, 560])
def test_no_field_reaches_beyond_the_panel(driver: Driver, height: int) -> None:
    driver.window.resize(1280, height)
    driver.view.select("turkiye")
    QTest.qWait(50)
    fields = [driver.field(StanceForm, name) for name in ("range", "state", "role", "influence_range")]
    (area,) = [each for each in driver.window.findChildren(QScrollArea) if each.isAncestorOf(fields[0])]
    edge = area.viewport().mapToGlobal(area.viewport().rect().topRight()).x()
    for each in fields:
        assert each.mapToGlobal(each.rect().topRight()).x() <= edge


def test_support_of_a_stance(driver: Driver) -> None:
    driver.view.select("turkiye")
    _choose(driver.field(StanceForm, "confidence"), "high")
    _choose(driver.field(StanceForm, "basis"), "stated")
    _choose(driver.field(StanceForm, "role"), "can-block")
    driver.type_into(driver.field(StanceForm, "salience"), "70")
    driver.type_into(driver.field(StanceForm, "salience_range"), "60-80")
    driver.type_into(driver.field(StanceForm, "influence"), "33")
    stance = _stance(driver, "turkiye")
    assert (stance.role, stance.salience.value) == ("can-block", 70)
    assert (stance.salience.low, stance.salience.high) == (60, 80)
    assert stance.influence.value == 33


def test_citations_take_new_sources(driver: Driver) -> None:
    driver.view.select("turkiye")
    field = driver.field(StanceForm, "citations")
    editor = field.editor
    assert isinstance(editor, RowsEditor)
    count = len(_stance(driver, "turkiye").citations)
    editor.add_button.click()
    line = named(editor, QComboBox, "Source").lineEdit()
    line.setFocus()
    QTest.keyClicks(line, "A new report")
    QTest.keyClick(line, Qt.Key.Key_Return)
    citations = _stance(driver, "turkiye").citations
    assert len(citations) == count + 1
    assert driver.document.sources[citations[-1].source].title == "A new report"
    passage = named(editor, QLineEdit, "Passage or page")
    passage.setFocus()
    QTest.keyClicks(passage, "p. 7")
    QTest.keyClick(passage, Qt.Key.Key_Return)
    named(editor, QCheckBox, "Contradicts").click()
    last = _stance(driver, "turkiye").citations[-1]
    assert (last.passage, last.against) == ("p. 7", True)
    named(editor, QAbstractButton, "Remove this citation").click()
    assert len(_stance(driver, "turkiye").citations) == count


def test_a_link_typed_twice_is_one_source(driver: Driver) -> None:
    for actor in ("turkiye", "armenia"):
        driver.view.select(actor)
        editor = driver.field(StanceForm, "citations").editor
        assert isinstance(editor, RowsEditor)
        editor.add_button.click()
        line = named(editor, QComboBox, "Source").lineEdit()
        line.setFocus()
        QTest.keyClicks(line, "https://example.org/open-it")
        QTest.keyClick(line, Qt.Key.Key_Return)
    cited = [_stance(driver, actor).citations[-1].source for actor in ("turkiye", "armenia")]
    assert cited[0] == cited[1]
    urls = [source.url for source in driver.document.sources.values()]
    assert urls.count("https://example.org/open-it") == 1


def test_conditions(driver: Driver) -> None:
    driver.view.select("turkiye")
    field = driver.field(StanceForm, "conditions")
    editor = field.editor
    assert isinstance(editor, RowsEditor)
    before = len(_stance(driver, "turkiye").conditions)
    editor.add_button.click()
    text = named(editor, QPlainTextEdit, "What the position depends on")
    text.setFocus()
    text.insertPlainText("A treaty first")
    driver.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
    conditions = _stance(driver, "turkiye").conditions
    assert len(conditions) == before + 1
    assert conditions[-1].text == "A treaty first"


def test_unknown_and_not_applicable_are_states(driver: Driver) -> None:
    driver.view.select("turkiye")
    _choose(driver.field(StanceForm, "state"), "unknown")
    assert _stance(driver, "turkiye").state == "unknown"
    assert driver.session.undo_label == "Mark Türkiye as unknown"
    _choose(driver.field(StandingForm, "state"), "not-applicable")
    assert _standing(driver, "turkiye").state == "not-applicable"


def test_judged_is_not_a_state_to_choose(driver: Driver) -> None:
    driver.view.select("turkiye")
    state = driver.field(StanceForm, "state")
    _choose(state, "unknown")
    _choose(state, "judged")
    assert "value" in state.error.text()
    assert _stance(driver, "turkiye").state == "unknown"


def test_an_actor_nobody_judged_is_judged_by_typing(driver: Driver) -> None:
    driver.view.select("georgia")
    form = driver.inspector.form(StanceForm)
    assert form.particulars.isHidden()
    assert "Not judged yet" in form.section.note.text()
    driver.type_into(driver.field(StanceForm, "value"), "15")
    assert _stance(driver, "georgia").alignment.value == 15
    assert not form.particulars.isHidden()
    assert (_stance(driver, "georgia").by, _stance(driver, "georgia").on) == ("", "2025-08-01")


def test_a_carried_over_judgement_says_where_it_comes_from(driver: Driver) -> None:
    carried = None
    for actor in driver.document.actors:
        shown = resolve_standing(driver.document, "2025-07", actor)
        if shown is not None and shown.snapshot != "2025-07":
            carried = actor
    assert carried is not None
    driver.view.select(carried)
    form = driver.inspector.form(StandingForm)
    assert form.section.note.text().startswith("Carried over from")


def test_a_scenario_says_that_it_holds_a_judgement_constant(driver: Driver) -> None:
    driver.session.apply(edits.branch.of("calm", "2025-07", "Calm", scenario=True), label="Branch")
    driver.view.set(snapshot="calm")
    driver.view.select("turkiye")
    form = driver.inspector.form(StandingForm)
    assert form.section.note.text().startswith("Unchanged from")


def test_several_actors_share_fields(driver: Driver) -> None:
    driver.view.select("armenia", "turkiye")
    form = driver.inspector.form(SeveralForm)
    assert not form.isHidden()
    assert driver.inspector.form(ActorForm).isHidden()
    _choose(driver.field(SeveralForm, "kind"), "group")
    driver.type_into(driver.field(SeveralForm, "add_tags"), "watched")
    for actor in ("armenia", "turkiye"):
        assert driver.document.actors[actor].kind == "group"
        assert "watched" in driver.document.actors[actor].tags
    assert driver.session.undo_label == "Change 2 actors"
    assert driver.field(SeveralForm, "add_tags").editor.content() == ""


def test_a_read_only_map_can_be_read(open_map: OpenWindow) -> None:
    driver = open_map(read_only=True)
    driver.view.select("armenia")
    editor: Any = driver.field(ActorForm, "name").editor
    assert editor.isReadOnly()
    assert not driver.field(ActorForm, "kind").editor.isEnabled()
    assert any("read" in text for text in shown_texts(driver.inspector))


def test_undo_in_a_field_takes_back_typing_first_and_then_the_map(driver: Driver) -> None:
    driver.view.select("armenia")
    field = driver.field(ActorForm, "code")
    driver.type_into(field, "AR")
    QApplication.processEvents()
    editor: Any = field.editor
    editor.setFocus()
    QTest.keyClicks(editor, "X")
    QTest.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert driver.document.actors["armenia"].code == "AR"


@pytest.mark.parametrize(("key", "dialog"), [(Qt.Key.Key_K, "PaletteDialog"), (Qt.Key.Key_E, "ExportDialog")])
def test_shortcuts_of_the_window_work_in_fields(driver: Driver, key: Qt.Key, dialog: str) -> None:
    driver.view.select("armenia")
    driver.message_boxes.dialogs = [lambda shown: shown.reject()] * 2
    for form, name in ((ActorForm, "name"), (ActorForm, "note")):
        editor: Any = driver.field(form, name).editor
        editor.setFocus()
        QTest.keyClick(editor, key, Qt.KeyboardModifier.ControlModifier)
    assert driver.message_boxes.asked == [f"dialog {dialog}"] * 2
    assert driver.document.actors["armenia"].name == "Armenia"


def test_markup_stays_text(driver: Driver) -> None:
    driver.view.select("armenia")
    driver.type_into(driver.field(ActorForm, "name"), "<img src=x><b>Bold</b>")
    labels = driver.inspector.findChildren(QLabel)
    (name,) = (label for label in labels if label.text() == "<img src=x><b>Bold</b>")
    assert name.textFormat() == Qt.TextFormat.PlainText


def test_fields_have_names_for_screen_readers(driver: Driver) -> None:
    driver.view.select("armenia")
    for form in (StanceForm, StandingForm, ActorForm):
        for name, field in driver.inspector.form(form).fields.items():
            assert field.editor.accessibleName(), name


def test_with_nothing_selected_it_says_what_one_may_do(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.select("armenia")
    driver.view.set(selection=frozenset())
    told = "\n".join(shown_texts(driver.inspector))
    assert "Select an actor or a relation" in told
    assert "double-click the canvas to add one" in told
    assert not driver.inspector.tabs.isVisible()


def test_votes_are_asked_for_where_they_count(driver: Driver) -> None:
    driver.view.select("armenia")
    assert not driver.field(StanceForm, "votes").isVisible()
    driver.view.set(issue="corridor")
    votes = driver.field(StanceForm, "votes")
    assert votes.isVisible()
    assert votes.editor.content() == "2"
    assert votes.editor.accessibleName().endswith("Votes")
    driver.type_into(votes, "2.5")
    assert votes.error.text() == "Enter a whole number of votes."
    driver.type_into(votes, "7")
    assert _stance(driver, "armenia").votes == 7
    assert driver.session.undo_label == "Change the votes of Armenia"
    driver.trigger("undo")
    assert votes.editor.content() == "2"


def test_how_well_a_citation_fits_each_reading_outlives_a_change_of_its_passage(driver: Driver) -> None:
    driver.view.select("turkiye")
    before = _stance(driver, "turkiye").citations
    assert before[1].readings is not None
    field = driver.field(StanceForm, "citations")
    rows = json.loads(field.editor.content())
    rows[1][1] = "p. 4"
    field.editor.show_content(json.dumps(rows))
    assert field.commit_pending()
    after = _stance(driver, "turkiye").citations
    assert (after[1].passage, after[1].readings) == ("p. 4", before[1].readings)
    assert after[0] == before[0]
