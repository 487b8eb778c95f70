"""Rows of citations and conditions: what they have no widget for comes through, digit for digit."""

from __future__ import annotations

from hypothesis import given
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from samples import sample
from stakemap.app.kit.forms.evidence_rows import RowsEditor, make_citation_row, make_condition_row
from stakemap.app.kit.forms.naming_editor import NamingEditor
from stakemap.app.kit.forms.row_values import (
    citations_text,
    conditions_text,
    parse_citations,
    parse_conditions,
)
from stakemap.app.kit.forms.targets import citing
from stakemap.model.judgements import Citation, Condition, Readings, Stance
from stakemap.model.records import replace
from stakemap.storage.reading.exact import ExactNumber
from strategies import examples, stances

UNKNOWN = {"x": {"deep": [1, None, "é"]}, "n": ExactNumber.of("0.12345678901234567890123"), "big": 10**30}


def told(citations: tuple[Citation, ...]) -> str:
    """All of citations, with their unknown fields."""
    return repr([(each, each.model_extra, each.readings and each.readings.model_extra) for each in citations])


@examples(25)
@given(stances(("a", "b"), ("i",)))
def test_what_is_shown_and_stored_without_a_change_is_the_same(stance: Stance) -> None:
    added, citations = citing(sample(), parse_citations(citations_text(stance.citations)))
    assert not added
    assert citations == stance.citations
    assert told(citations) == told(stance.citations)
    conditions = parse_conditions(conditions_text(stance.conditions))
    assert conditions == stance.conditions
    assert [each.model_extra for each in conditions] == [each.model_extra for each in stance.conditions]


def test_what_is_changed_in_a_row_keeps_what_the_row_does_not_show(qtbot: QtBot) -> None:
    readings = Readings.model_validate({"supporting": 4, **UNKNOWN})
    citation = Citation.model_validate({"source": "a", "passage": "p. 3", "readings": readings, **UNKNOWN})
    editor = RowsEditor(make_citation_row(lambda: (), None), "Add", "Remove")
    qtbot.addWidget(editor)
    editor.show_content(citations_text([citation]))
    editor.show()
    passage = next(part for part in editor.findChildren(QLineEdit) if part.text() == "p. 3")
    QTest.keyClick(passage, Qt.Key.Key_End)
    QTest.keyClicks(passage, "7")
    _, (changed,) = citing(sample(), parse_citations(editor.content()))
    assert changed == replace(citation, passage="p. 37")
    assert told((changed,)) == told((replace(citation, passage="p. 37"),))
    assert changed.model_extra is not None
    assert changed.model_extra["n"].literal == "0.12345678901234567890123"


def test_another_source_keeps_unknown_fields_but_no_ratings(qtbot: QtBot) -> None:
    citation = Citation.model_validate({"source": "a", "readings": Readings(supporting=4), **UNKNOWN})
    editor = RowsEditor(make_citation_row(lambda: (), None), "Add", "Remove")
    qtbot.addWidget(editor)
    editor.show_content(citations_text([citation]))
    source = editor.findChild(NamingEditor)
    assert source is not None
    source.finished.emit()
    _, (changed,) = citing(sample(), parse_citations(editor.content()))
    assert changed.readings is None
    assert changed.model_extra == citation.model_extra


def test_a_condition_keeps_them_too(qtbot: QtBot) -> None:
    condition = Condition.model_validate({"text": "If it rains", **UNKNOWN})
    editor = RowsEditor(make_condition_row(lambda: ()), "Add", "Remove")
    qtbot.addWidget(editor)
    editor.show_content(conditions_text([condition]))
    assert parse_conditions(editor.content()) == (condition,)


def test_drafts_of_an_earlier_version_are_read() -> None:
    (draft,) = parse_citations('[["a", "p. 3", false, {"supporting": 4}]]')
    _, (citation,) = citing(sample(), [draft])
    assert citation == Citation(source="a", passage="p. 3", readings=Readings(supporting=4))
