"""The session as a state machine: whatever is done to it, undo leads back to the very first map."""

from __future__ import annotations

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from edit_strategies import operations, worlds
from stakemap.editing.history import History
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.errors import EditError
from stakemap.model.checks import check
from stakemap.model.document import StakeMap
from strategies import examples

deltas = st.floats(-250, 250) | st.sampled_from((0.0, 0.3, -0.3, 15.0))


class SessionMachine(RuleBasedStateMachine):
    """Edits, drags, undo, redo and saving in any order, against a plain list of maps."""

    @initialize(document=worlds, capacity=st.sampled_from((256_000_000, 30_000)))
    def open(self, document: StakeMap, capacity: int) -> None:
        self.session = Session(document, author="A", today=lambda: "2025-08-04")
        self.session.history = History(document, capacity=capacity, least=2)
        self.view = ViewState.for_document(document)
        self.maps, self.index = [document], 0
        self.file: StakeMap | None = document
        self.shown = document
        self.session.changed.connect(self.show)

    def show(self, before: StakeMap, after: StakeMap) -> None:
        assert before is self.shown
        self.shown = after
        self.view.reconcile(after)

    def note_step(self) -> None:
        """Tell the model of a step, if there was one."""
        if self.session.document is not self.maps[self.index]:
            self.maps = [*self.maps[: self.index + 1], self.session.document]
            self.index += 1

    @rule(data=st.data())
    def edit(self, data: st.DataObject) -> None:
        operation = data.draw(operations(self.session.document))
        try:
            self.session.apply(operation.value(self.session.document), label="Edit")
        except EditError:
            assert self.session.document is self.maps[self.index]
        self.note_step()

    @precondition(lambda self: self.view.issue in self.session.document.issues and self.view.snapshot)
    @precondition(lambda self: self.session.document.actors)
    @rule(data=st.data(), dx=deltas, dy=deltas, drop=st.booleans())
    def drag(self, data: st.DataObject, dx: float, dy: float, drop: bool) -> None:
        actors = sorted(self.session.document.actors)
        chosen = data.draw(st.lists(st.sampled_from(actors), min_size=1, max_size=3))
        starts = dict.fromkeys(data.draw(st.sets(st.sampled_from(actors))), (0.0, 50.0))
        assert self.view.snapshot is not None
        assert self.view.issue is not None
        self.session.begin("Move", chosen, self.view.snapshot, self.view.issue, starts=starts)
        self.move(dx, dy, None)
        if drop:
            self.finish(True)

    @precondition(lambda self: self.session.gesture is not None)
    @rule(dx=deltas, dy=deltas, axis=st.sampled_from((None, "alignment", "influence")))
    def move(self, dx: float, dy: float, axis: Any) -> None:
        gesture = self.session.gesture
        assert gesture is not None
        gesture.lock_axis(axis)
        gesture.move(dx, dy)
        for x, y in gesture.positions().values():
            assert -100 <= x <= 100
            assert 0 <= y <= 100

    @precondition(lambda self: self.session.gesture is not None)
    @rule(keep=st.booleans())
    def finish(self, keep: bool) -> None:
        gesture = self.session.gesture
        assert gesture is not None
        moves = gesture.moves()
        if not keep:
            gesture.rollback()
        elif gesture.commit():
            assert moves
            assert self.session.undo_label == "Move"
        self.note_step()

    @rule()
    def undo(self) -> None:
        dragging, could = self.session.gesture is not None, self.session.can_undo
        step = self.session.undo()
        assert (step is not None) == (could and not dragging)
        self.index -= step is not None

    @rule()
    def redo(self) -> None:
        could = self.session.can_redo
        assert (self.session.redo() is not None) == could
        self.index += could

    @rule()
    def save(self) -> None:
        self.file = self.session.before_saving()
        self.session.mark_saved(None, "digest")

    @rule()
    def reload(self) -> None:
        self.session.replace_document(self.maps[0].model_copy(), "Reload")
        self.note_step()

    @invariant()
    def agrees(self) -> None:
        document = self.session.document
        assert document is self.maps[self.index]
        assert document is self.shown
        assert not [fault for fault in check(document) if fault.severity == "error"]
        if not self.session.is_modified:
            assert document is self.file
        assert self.view.issue is None or self.view.issue in document.issues
        assert self.view.snapshot is None or self.view.snapshot in document.snapshots

    @invariant()
    def what_can_be_redone_is_what_was_undone(self) -> None:
        assert len(self.session.history.redo_labels) == len(self.maps) - 1 - self.index
        assert len(self.session.history.undo_labels) <= self.index

    def teardown(self) -> None:
        if not hasattr(self, "session"):
            return
        kept = self.session.history
        oldest = self.maps[self.index - len(kept.undo_labels)]
        self.session.undo()
        while self.session.can_undo:
            self.session.undo()
        assert self.session.document is oldest


SessionMachine.TestCase.settings = settings(examples(30), stateful_step_count=20)
TestSession = SessionMachine.TestCase
