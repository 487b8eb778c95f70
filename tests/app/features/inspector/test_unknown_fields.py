"""Fields that this version does not know survive every change in a form, in the record and in its parts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QApplication

from samples import sample
from stakemap.app.features.inspector.actor_form import ActorForm
from stakemap.app.features.issues.form import IssueTarget
from stakemap.app.kit.forms.editors import ChoiceEditor
from stakemap.app.kit.forms.evidence_rows import RowsEditor
from stakemap.app.kit.forms.fields import Field
from stakemap.app.kit.forms.form import Form
from stakemap.app.kit.forms.judgement_form import StanceForm, StandingForm
from stakemap.app.kit.forms.relation_form import RelationForm
from stakemap.model.document import DecisionRule, StakeMap
from stakemap.model.records import Record, replace

if TYPE_CHECKING:
    from conftest import OpenWindow

#: What is typed into fields that take no other text.
TYPED = {
    "salience": "33",
    "range": "-10 to 60",
    "votes": "3",
    "on": "2025-07-03",
    "code": "ZZ",
    "colour": "#123456",
}
#: Another value makes another judgement; the one before goes to the ledger with all that it has.
ANEW = {"value", "state"}


def marked(value: Any) -> Any:
    """A value in which each record has an unknown field."""
    if isinstance(value, Record):
        fields = {name: marked(getattr(value, name)) for name in type(value).model_fields}
        return type(value).model_validate({**fields, "x-unknown": [1, None, {"deep": "é"}]})
    if isinstance(value, tuple):
        return tuple(map(marked, value))
    return {key: marked(each) for key, each in value.items()} if isinstance(value, dict) else value


def unmarked(value: Any, path: str = "") -> Iterator[str]:
    """The places of records that lack it."""
    if isinstance(value, Record):
        if "x-unknown" not in (value.model_extra or {}):
            yield path
        for name in type(value).model_fields:
            yield from unmarked(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, tuple):
        for place, each in enumerate(value):
            yield from unmarked(each, f"{path}[{place}]")
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from unmarked(each, f"{path}/{key}")


def change(field: Field) -> None:
    """Give a field another content, as somebody does who then leaves it."""
    editor, content = field.editor, field.editor.content()
    if isinstance(editor, RowsEditor):
        rows = json.loads(content)
        for row in rows:
            # The passage of a citation, the sentence of a condition.
            row[1 if len(row) > 2 and isinstance(row[2], bool) else 0] = "Something else"
        content = json.dumps(rows)
    elif isinstance(editor, ChoiceEditor):
        values = [editor.itemData(place) for place in range(editor.count())]
        content = next((value for value in reversed(values) if value not in (content, None)), content)
    else:
        content = TYPED.get(field.name, "Something else")
    editor.show_content(content)
    editor.finished.emit()


@pytest.mark.parametrize("form", [StanceForm, StandingForm, ActorForm, RelationForm])
def test_each_field_of_a_form_keeps_them(form: type[Form], open_map: OpenWindow) -> None:
    document: StakeMap = marked(sample())
    assert not list(unmarked(document))
    driver = open_map(document)
    driver.view.set(snapshot="2025-07", issue="border")
    driver.view.select("turkiye")
    if form is RelationForm:
        driver.view.set(relation=next(iter(document.relations)))
    driver.inspector.show_page("evidence")
    QApplication.processEvents()
    changed = set()
    for name in driver.inspector.form(form).fields:
        if name in ANEW:
            continue
        change(driver.field(form, name))
        assert not list(unmarked(driver.document)) or name in ("salience", "influence")
        if driver.document is not document:
            changed.add(name)
            driver.session.undo()
    assert len(changed) >= len(driver.inspector.form(form).fields) // 2
    if form is StanceForm:
        assert {"citations", "conditions", "range", "reason"} <= changed


def test_a_rule_keeps_them_too(open_map: OpenWindow) -> None:
    issue = replace(sample().issues["border"], rule=DecisionRule(kind="votes", quota=3))
    driver = open_map(marked(replace(sample(), issues=sample().issues | {"border": issue})))
    target = IssueTarget(driver.session, "border")
    for name, value in (("quota", 4.0), ("rule", "share"), ("rule", "majority")):
        target.store(name, value)
        assert not list(unmarked(driver.document))
    assert driver.document.issues["border"].rule is not None
