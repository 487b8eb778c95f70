"""The dialogs and panels that edit records as a state machine: no order of steps breaks them or the map."""

from __future__ import annotations

import sys
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from app_driver import ScriptedMessageBoxes
from samples import sample, tiny
from stakemap.app.features.groups.dialog import GroupsDialog
from stakemap.app.features.inspector.inspector import Inspector
from stakemap.app.features.inspector.map_dialog import MapDialog
from stakemap.app.features.issues.dialog import IssuesDialog
from stakemap.app.features.sources.panel import SourcesPanel
from stakemap.app.kit.forms.editors import ChoiceEditor
from stakemap.app.kit.forms.evidence_rows import RowsEditor
from stakemap.app.kit.forms.fields import Field
from stakemap.app.kit.forms.form import Form
from stakemap.app.kit.forms.form_dialog import FormDialog
from stakemap.app.kit.forms.record_dialog import RecordsDialog
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.model import edits
from stakemap.model.checks import check
from stakemap.model.document import Group, Source, StakeMap
from stakemap.model.order import snapshots_in_order
from stakemap.model.records import replace
from stakemap.picture.theme import LIGHT

#: What is typed: names that exist, names that are none, numbers, dates and colours, right and wrong.
TEXTS = (
    "",
    " ",
    "Nile",
    "Border",
    "40",
    "-40",
    "2025-07",
    "2025-02-30",
    "#123456",
    "blue",
    "a, b",
    "x" * 600,
)


def _one_of_each() -> StakeMap:
    """A map with a single record of each kind, which is the last one when it goes."""
    document = tiny()
    fields = {"groups": {"nile": Group(name="Nile")}, "sources": {"ft": Source(title="FT")}}
    return replace(document, **fields)


class Agreeing(ScriptedMessageBoxes):
    """Answers yes to every question."""

    def answer(self, question: str) -> Any:
        return True


class DialogMachine(RuleBasedStateMachine):
    """One dialog or panel at a time is typed into and closed, while the map changes beneath it."""

    #: Which dialog or panel; a subclass says so.
    kind: ClassVar[str]
    #: What was raised in a slot, which Qt does not pass on.
    raised: ClassVar[list[BaseException]] = []

    @initialize(document=st.sampled_from((_one_of_each(), sample())))
    def start(self, document: StakeMap) -> None:
        self.session = Session(document, author="A", today=lambda: "2025-08-04")
        self.view = ViewState.for_document(document, selection=frozenset(sorted(document.actors)[:1]))
        self.session.changed.connect(self.follow)
        self.open()

    def follow(self, before: StakeMap, after: StakeMap) -> None:
        self.view.reconcile(after)

    def open(self) -> None:
        session, view, boxes = self.session, self.view, Agreeing()
        self.shown = {
            "groups": lambda: GroupsDialog(None, session, view, boxes, LIGHT),
            "issues": lambda: IssuesDialog(None, session, view, boxes),
            "map": lambda: MapDialog(None, session),
            "sources": lambda: SourcesPanel(session, boxes),
            "inspector": lambda: Inspector(session, view),
        }[self.kind]()
        self.shown.show()
        QApplication.processEvents()

    @property
    def fields(self) -> list[Field]:
        """The fields that are on show."""
        forms = [form for form in self.shown.findChildren(Form) if form.isVisibleTo(self.shown)]
        found = [field for form in forms for field in form.fields.values()]
        return [field for field in found if field.isVisibleTo(self.shown)]

    @rule(data=st.data(), leaves=st.booleans())
    def type(self, data: st.DataObject, leaves: bool) -> None:
        fields = self.fields
        if not fields:
            return
        field = fields[data.draw(st.integers(0, len(fields) - 1))]
        editor = field.editor
        if isinstance(editor, RowsEditor):
            editor.add_button.click()
        elif isinstance(editor, ChoiceEditor):
            editor.load()
            if editor.count():
                place = data.draw(st.integers(0, editor.count() - 1))
                editor.setCurrentIndex(place)
                editor.activated.emit(place)
        else:
            editor.show_content(data.draw(st.sampled_from(TEXTS)))
        if leaves:
            editor.finished.emit()

    @precondition(lambda self: self.kind in ("groups", "issues", "sources"))
    @rule(name=st.sampled_from(TEXTS))
    def add(self, name: str) -> None:
        if isinstance(self.shown, RecordsDialog):
            self.shown.line.setText(name)
            self.shown.add()
        elif isinstance(self.shown, SourcesPanel):
            self.shown.add(name)

    @precondition(lambda self: self.kind in ("groups", "issues", "sources"))
    @rule()
    def remove(self) -> None:
        assert isinstance(self.shown, RecordsDialog | SourcesPanel)
        self.shown.remove()

    @precondition(lambda self: self.kind in ("groups", "issues", "sources"))
    @rule(data=st.data())
    def pick(self, data: st.DataObject) -> None:
        assert isinstance(self.shown, RecordsDialog | SourcesPanel)
        rows = self.shown.list.rows
        if rows.rowCount():
            self.shown.list.setCurrentIndex(rows.index(data.draw(st.integers(0, rows.rowCount() - 1))))

    @precondition(lambda self: self.kind == "inspector")
    @rule(data=st.data())
    def select(self, data: st.DataObject) -> None:
        document = self.session.document
        actors, relations = sorted(document.actors), sorted(document.relations)
        if relations and data.draw(st.booleans()):
            self.view.set(selection=frozenset(), relation=data.draw(st.sampled_from(relations)))
        elif actors:
            chosen = data.draw(st.sets(st.sampled_from(actors), max_size=2))
            self.view.set(selection=frozenset(chosen), relation=None)

    @precondition(lambda self: self.kind == "inspector")
    @rule(page=st.sampled_from(("position", "evidence", "actor")))
    def turn(self, page: Any) -> None:
        assert isinstance(self.shown, Inspector)
        self.shown.show_page(page)

    @rule(data=st.data())
    def remove_from_the_map(self, data: st.DataObject) -> None:
        """Something else of the window, such as the canvas, removes what may be in the form."""
        document = self.session.document
        snapshots = [key for key in snapshots_in_order(document) if len(document.snapshots) > 1]
        possible = [
            *(edits.remove_actors.of((key,)) for key in sorted(document.actors)),
            *(edits.remove_relation.of(key) for key in sorted(document.relations)),
            *(edits.remove_issue.of(key) for key in sorted(document.issues)),
            *(edits.remove_group.of(key) for key in sorted(document.groups)),
            *(edits.remove_source.of(key) for key in sorted(document.sources)),
            *(edits.remove_snapshot.of(key) for key in snapshots),
        ]
        if possible:
            self.session.apply(possible[data.draw(st.integers(0, len(possible) - 1))], label="Remove")

    @rule()
    def undo(self) -> None:
        self.session.undo()

    @rule()
    def redo(self) -> None:
        self.session.redo()

    @rule()
    def close(self) -> None:
        """What is typed is stored, or the field tells why it cannot be; Esc in it frees the dialog."""
        shown = self.shown
        if isinstance(shown, FormDialog):
            shown.reject()
            if shown.isVisible():
                wrong = [field for field in self.fields if field.is_invalid]
                assert wrong
                for field in wrong:
                    field.revert()
                shown.reject()
            assert not shown.isVisible()
        elif isinstance(shown, SourcesPanel | Inspector) and not shown.commit_pending():
            assert [field for field in self.fields if field.is_invalid]
        self.drop()
        self.open()

    def drop(self) -> None:
        shown = self.shown
        for signal in (self.session.changed, self.session.state_changed, self.view.changed):
            signal.disconnect_where(lambda listener: getattr(listener, "__self__", None) is shown)
        shown.close()
        shown.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    @invariant()
    def nothing_was_raised_and_the_map_is_valid(self) -> None:
        if hasattr(self, "session"):
            assert not self.raised
            assert not [fault for fault in check(self.session.document) if fault.severity == "error"]

    def teardown(self) -> None:
        if hasattr(self, "session"):
            self.session.changed.disconnect(self.follow)
            self.drop()
        self.raised.clear()


@pytest.mark.parametrize("kind", ["groups", "issues", "map", "sources", "inspector"])
def test_dialogs_stand_any_order_of_steps(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: DialogMachine.raised.append(error))
    run_machine(
        type(f"{kind.title()}Machine", (DialogMachine,), {"kind": kind}),
        settings=settings(
            max_examples=8 if kind == "inspector" else 16,
            stateful_step_count=12,
            deadline=None,
            # Each step may lay out a dialog, and minimal examples take thousands of them.
            phases=(Phase.reuse, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )
