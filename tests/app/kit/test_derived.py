"""Derived values: when they are computed and when not, where, and which of several requests counts."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from samples import sample
from stakemap.app.kit.derived import Derived, is_cancelled
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.model.edits import set_texts, update_actor
from stakemap.model.resolve import Resolver


class Box:
    """Inputs that a test changes, and what was computed from them."""

    def __init__(self, *inputs: Any) -> None:
        self.inputs: tuple[Any, ...] | None = inputs
        self.computed: list[tuple[Any, ...]] = []
        self.told: list[Any] = []

    def read(self) -> tuple[Any, ...] | None:
        return self.inputs

    def compute(self, *inputs: Any) -> Any:
        self.computed.append(inputs)
        return sum(inputs)

    def made(self, owner: QObject, compute: Callable[..., Any] | None = None, **options: Any) -> Derived[Any]:
        """A value derived from the inputs, whose changes are noted."""
        made: Derived[Any] = Derived(owner, self.read, compute or self.compute, **options)
        made.changed.connect(lambda: self.told.append(made.value))
        return made


class Gate:
    """A computation that waits in its thread until it is let go, or called off where it asks."""

    def __init__(self) -> None:
        self.begun: list[Any] = []
        self.threads: set[int] = set()
        self._open = threading.Event()

    def compute(self, value: Any) -> Any:
        self.threads.add(threading.get_ident())
        self.begun.append(value)
        assert self._open.wait(10)
        if isinstance(value, Exception):
            raise value
        return value

    def let_go(self) -> None:
        self._open.set()


@pytest.fixture
def owner(qapp: QApplication) -> Iterator[QObject]:
    made = QObject()
    yield made
    if shiboken6.isValid(made):
        shiboken6.delete(made)


@pytest.fixture
def gate() -> Iterator[Gate]:
    made = Gate()
    yield made
    made.let_go()


def _large(*_inputs: Any) -> bool:
    return True


class TestWhatIsComputed:
    def test_it_has_no_value_before_it_is_asked_for_one(self, owner: QObject) -> None:
        box = Box(1, 2)
        derived = box.made(owner)
        assert (derived.value, derived.is_current, box.computed) == (None, False, [])
        derived.refresh()
        assert (derived.value, derived.is_current, box.told) == (3, True, [3])

    def test_nothing_is_computed_while_the_inputs_are_the_same(self, owner: QObject) -> None:
        box = Box(1, 2)
        derived = box.made(owner)
        derived.refresh()
        box.inputs = (1, 2)
        derived.invalidate()
        derived.refresh()
        assert (box.computed, box.told) == ([(1, 2)], [3])
        assert derived.is_current
        box.inputs = (1, 3)
        derived.invalidate()
        assert box.told == [3, 4]

    def test_plain_values_are_compared_by_value_and_all_others_by_identity(self, owner: QObject) -> None:
        seen: list[Any] = []
        box = Box("a", 1.5, None, frozenset("xy"), ("t", 1))
        derived = box.made(owner, lambda *inputs: seen.append(inputs))
        derived.refresh()
        box.inputs = ("a", 1.5, None, frozenset("yx"), ("t", 1))
        derived.refresh()
        assert len(seen) == 1
        document = sample()
        for number, other in enumerate((document, document.model_copy(), document.model_copy()), 2):
            box.inputs = (other,)
            derived.refresh()
            derived.refresh()
            assert len(seen) == number

    def test_without_inputs_there_is_no_value_and_nothing_is_computed(self, owner: QObject) -> None:
        box = Box(1, 2)
        derived = box.made(owner)
        derived.refresh()
        box.inputs = None
        derived.invalidate()
        derived.invalidate()
        assert (derived.value, derived.is_current) == (None, True)
        assert (box.computed, box.told) == ([(1, 2)], [3, None])

    def test_after_a_cancel_it_is_computed_even_if_nothing_changed(self, owner: QObject) -> None:
        box = Box(1, 2)
        derived = box.made(owner)
        derived.refresh()
        derived.cancel()
        assert (derived.value, derived.is_current) == (3, False)
        derived.refresh()
        assert box.told == [3, 3]

    def test_equal_values_of_other_types_are_others(self, owner: QObject) -> None:
        box, seen = Box(1, ("t", 1)), []
        derived = box.made(owner, lambda *inputs: seen.append(inputs))
        for inputs in ((1, ("t", 1)), (True, ("t", 1)), (1.0, ("t", 1)), (1.0, ("t", True)), (1.0, ("t",))):
            box.inputs = inputs
            derived.refresh()
        assert list(map(repr, seen)) == [
            "(1, ('t', 1))",
            "(True, ('t', 1))",
            "(1.0, ('t', 1))",
            "(1.0, ('t', True))",
            "(1.0, ('t',))",
        ]

    def test_what_a_tuple_holds_is_compared_as_by_itself(self, owner: QObject) -> None:
        seen: list[Any] = []
        one, other = sample(), sample()
        assert one == other
        box = Box((one, "a"))
        derived = box.made(owner, seen.append)
        for document in (one, other):
            box.inputs = ((document, "a"),)
            derived.refresh()
            derived.refresh()
        assert [held for held, _ in seen] == [one, other]
        assert len(seen) == 2

    def test_a_cancel_gives_up_what_is_due_and_a_renewal_does_not(self, owner: QObject, qtbot: QtBot) -> None:
        box = Box(1, 2)
        derived = box.made(owner, lag=0)
        derived.invalidate()
        derived.cancel()
        QApplication.processEvents()
        assert (box.computed, derived.is_current) == ([], False)
        derived.refresh()
        derived.invalidate()
        derived.renew()
        qtbot.waitUntil(lambda: box.told == [3, 3])

    def test_stopping_forgets_the_value_without_a_signal(self, owner: QObject, qtbot: QtBot) -> None:
        box = Box(1, 2)
        derived = box.made(owner, lag=0)
        derived.refresh()
        box.inputs = (4,)
        derived.invalidate()
        derived.stop()
        QApplication.processEvents()
        assert (derived.value, box.told) == (None, [3])
        derived.invalidate()
        qtbot.waitUntil(lambda: box.told == [3, 4])


class TestWhen:
    def test_a_lag_takes_many_changes_together_and_is_not_put_off(self, owner: QObject, qtbot: QtBot) -> None:
        box = Box(0)
        derived = box.made(owner, lag=100)

        def go_on() -> bool:
            assert box.inputs is not None
            box.inputs = (box.inputs[0] + 1,)
            derived.invalidate()
            return bool(box.told)

        # It is invalidated more often than its lag is long, and computed all the same.
        qtbot.waitUntil(go_on, timeout=2_000)
        derived.stop()
        assert len(box.computed) == 1
        assert box.computed[0][0] > 0

    def test_a_lag_of_its_own_may_be_given(self, owner: QObject, qtbot: QtBot) -> None:
        box = Box(1)
        derived = box.made(owner)
        derived.invalidate(0)
        assert box.told == []
        qtbot.waitUntil(lambda: box.told == [1])

    def test_a_refresh_does_not_wait_and_leaves_nothing_to_come(self, owner: QObject) -> None:
        box = Box(1)
        derived = box.made(owner, lag=0)
        derived.invalidate()
        derived.refresh()
        box.inputs = (2,)
        QApplication.processEvents()
        assert (box.told, derived.value) == ([1], 1)

    def test_while_it_is_hidden_nothing_is_computed_and_it_catches_up_when_shown(self, qtbot: QtBot) -> None:
        widget, box = QWidget(), Box(1)
        qtbot.addWidget(widget)
        derived = box.made(widget, shown=widget)
        derived.invalidate()
        box.inputs = (2,)
        derived.invalidate()
        assert box.computed == []
        widget.show()
        assert box.told == [2]
        box.inputs = (3,)
        derived.invalidate()
        assert box.told == [2, 3]
        widget.hide()
        box.inputs = (4,)
        widget.show()
        # It goes by what it was told.
        assert box.told == [2, 3]

    def test_what_comes_due_while_it_is_hidden_waits_until_it_is_shown(self, qtbot: QtBot) -> None:
        widget, box = QWidget(), Box(1)
        qtbot.addWidget(widget)
        derived = box.made(widget, shown=widget, lag=0)
        widget.show()
        assert box.told == [1]
        box.inputs = (2,)
        derived.invalidate()
        widget.hide()
        QApplication.processEvents()
        assert box.told == [1]
        widget.show()
        assert box.told == [1, 2]

    def test_hidden_it_can_be_refreshed(self, qtbot: QtBot) -> None:
        widget, box = QWidget(), Box(1)
        qtbot.addWidget(widget)
        box.made(widget, shown=widget).refresh()
        assert box.told == [1]


class TestFollowing:
    @pytest.fixture
    def session(self) -> Session:
        return Session(sample(), today=lambda: "2026-01-01")

    def test_it_follows_the_edits_that_matter_and_the_fields_of_a_view(
        self, owner: QObject, session: Session
    ) -> None:
        view = ViewState.for_document(session.document)
        told: list[Any] = []
        derived = Derived(owner, lambda: (session.document, view.snapshot), lambda _map, snapshot: snapshot)
        derived.changed.connect(lambda: told.append(derived.value))
        derived.follow(session, lambda difference: difference.actors, view, "snapshot")
        session.apply(set_texts.of(title="Other"), label="Retitle")
        view.select("turkiye")
        assert told == []
        session.apply(update_actor.of("turkiye", name="Turkey"), label="Rename")
        assert told == ["2025-07"]
        view.set(snapshot="2020")
        assert told == ["2025-07", "2020"]

    def test_those_of_a_closed_window_hear_nothing(self, owner: QObject, session: Session) -> None:
        told: list[Any] = []
        derived = Derived(owner, lambda: (session.document,), lambda document: document.title)
        derived.changed.connect(lambda: told.append(derived.value))
        derived.follow(session)
        session.disconnect_listeners(lambda listener: getattr(listener, "__self__", owner).parent() is owner)
        session.apply(set_texts.of(title="Other"), label="Retitle")
        assert told == []

    def test_its_owner_takes_it_along(self, session: Session) -> None:
        owner, box = QObject(), Box(1)
        box.made(owner).follow(session)
        shiboken6.delete(owner)
        del owner
        gc.collect()
        session.apply(set_texts.of(title="Other"), label="Retitle")
        assert (box.computed, len(session.changed)) == ([], 0)


class TestInAWorker:
    def test_only_a_large_one_is_computed_there(self, owner: QObject, qtbot: QtBot) -> None:
        threads: list[int] = []

        def compute(size: int) -> int:
            threads.append(threading.get_ident())
            return size

        box = Box(1)
        derived = box.made(owner, compute, is_large=lambda size: size > 10)
        begun: list[bool] = []
        derived.started.connect(lambda: begun.append(derived.is_busy))
        derived.refresh()
        assert (box.told, begun) == ([1], [])
        box.inputs = (11,)
        derived.refresh()
        assert (begun, derived.is_busy, derived.is_current, derived.value) == ([True], True, False, 1)
        qtbot.waitUntil(lambda: box.told == [1, 11])
        assert derived.is_current
        assert threads[0] == threading.get_ident() != threads[1]

    def test_the_same_is_not_begun_twice(self, owner: QObject, qtbot: QtBot, gate: Gate) -> None:
        box = Box(1)
        derived = box.made(owner, gate.compute, is_large=_large)
        derived.refresh()
        derived.refresh()
        gate.let_go()
        qtbot.waitUntil(lambda: box.told == [1])
        derived.refresh()
        assert (gate.begun, derived.is_busy) == ([1], False)

    def test_only_the_latest_counts_and_one_at_a_time_is_worked_on(
        self, owner: QObject, qtbot: QtBot, gate: Gate
    ) -> None:
        box = Box(1)
        derived = box.made(owner, gate.compute, is_large=_large)
        for value in (1, 2, 3):
            box.inputs = (value,)
            derived.refresh()
        qtbot.waitUntil(lambda: gate.begun == [1])
        gate.let_go()
        qtbot.waitUntil(lambda: box.told == [3])
        assert gate.begun == [1, 3]

    def test_a_small_one_does_not_wait_for_a_large_one(
        self, owner: QObject, qtbot: QtBot, gate: Gate
    ) -> None:
        box = Box(20)
        derived = box.made(
            owner, lambda size: gate.compute(size) if size > 10 else size, is_large=lambda size: size > 10
        )
        derived.refresh()
        qtbot.waitUntil(lambda: gate.begun == [20])
        box.inputs = (1,)
        derived.refresh()
        assert (box.told, derived.is_current) == ([1], True)
        gate.let_go()
        # The next one begins when the first has come to its end.
        box.inputs = (30,)
        derived.refresh()
        qtbot.waitUntil(lambda: box.told == [1, 30])
        assert gate.begun == [20, 30]

    @pytest.mark.parametrize("how", ["cancel", "stop", "refresh"])
    def test_what_was_called_off_is_told_what_it_asks_and_counts_no_more(
        self, owner: QObject, qtbot: QtBot, how: str
    ) -> None:
        ended: list[str] = []

        def compute(value: str, cancelled: Callable[[], bool]) -> str:
            while value == "endless" and not cancelled():
                threading.Event().wait(0.001)
            ended.append(value)
            return value

        box = Box("endless", is_cancelled)
        derived = box.made(owner, compute, is_large=lambda value, _cancelled: value == "endless")
        derived.refresh()
        box.inputs = ("short", is_cancelled)
        getattr(derived, how)()
        assert not derived.is_busy
        qtbot.waitUntil(lambda: "endless" in ended)
        derived.refresh()
        assert box.told == ["short"]

    def test_nothing_is_cancelled_in_the_gui_thread(self, owner: QObject) -> None:
        box = Box(is_cancelled)
        box.made(owner, lambda cancelled: cancelled()).refresh()
        assert box.told == [False]

    def test_it_gets_a_resolver_of_its_own(self, owner: QObject, qtbot: QtBot) -> None:
        resolver = Resolver()
        box = Box(1, resolver)
        derived = box.made(owner, lambda _size, given: given, is_large=lambda size, _given: size > 10)
        derived.refresh()
        assert derived.value is resolver
        box.inputs = (11, resolver)
        derived.refresh()
        qtbot.waitUntil(lambda: derived.value is not resolver)
        assert isinstance(derived.value, Resolver)

    def test_one_whose_owner_has_gone_tells_nobody(self, qtbot: QtBot, gate: Gate) -> None:
        owner, box = QObject(), Box(1)
        box.made(owner, gate.compute, is_large=_large).refresh()
        qtbot.waitUntil(lambda: gate.begun == [1])
        shiboken6.delete(owner)
        gate.let_go()
        other, after = QObject(), Box(2)
        after.made(other, gate.compute, is_large=_large).refresh()
        qtbot.waitUntil(lambda: after.told == [2])
        assert box.told == []


class TestErrors:
    def test_one_in_the_gui_thread_is_raised_and_the_value_stays(self, owner: QObject) -> None:
        box = Box(6)
        derived = box.made(owner, lambda value: 12 // value)
        derived.refresh()
        box.inputs = (0,)
        with pytest.raises(ZeroDivisionError):
            derived.refresh()
        assert (derived.value, derived.is_current, derived.is_busy) == (2, False, False)
        # It is tried again when it is asked for again.
        with pytest.raises(ZeroDivisionError):
            derived.refresh()
        box.inputs = (4,)
        derived.refresh()
        assert box.told == [2, 3]

    def test_one_in_a_worker_is_raised_where_it_is_seen(self, owner: QObject, qtbot: QtBot) -> None:
        box = Box(0)
        derived = box.made(owner, lambda value: 12 // value, is_large=_large)
        with qtbot.captureExceptions() as raised:
            derived.refresh()
            qtbot.waitUntil(lambda: bool(raised))
        assert raised[0][0] is ZeroDivisionError
        assert (derived.value, derived.is_current, derived.is_busy) == (None, False, False)

    @pytest.mark.parametrize("is_large", [True, False])
    def test_no_kind_of_error_leaves_it_busy(self, owner: QObject, qtbot: QtBot, is_large: bool) -> None:
        class End(BaseException):
            """No Exception, as SystemExit is none."""

        def compute(_value: int) -> int:
            raise End

        derived = Box(0).made(owner, compute, is_large=lambda _value: is_large, on_error=lambda _error: None)
        if is_large:
            with qtbot.captureExceptions() as raised:
                derived.refresh()
                qtbot.waitUntil(lambda: bool(raised))
            assert raised[0][0] is End
        else:
            with pytest.raises(End):
                derived.refresh()
        assert (derived.is_busy, derived.is_current) == (False, False)

    @pytest.mark.parametrize("part", ["inputs", "is_large"])
    def test_without_inputs_or_their_size_it_is_not_current(self, owner: QObject, part: str) -> None:
        fails, errors = True, []

        def ask(answer: Any) -> Any:
            if fails:
                raise ValueError(part)
            return answer

        derived: Derived[int] = Derived(
            owner,
            (lambda: ask((1,))) if part == "inputs" else (lambda: (1,)),
            lambda value: value,
            is_large=(lambda _value: ask(False)) if part == "is_large" else (lambda _value: False),
            on_error=errors.append,
        )
        derived.refresh()
        assert (derived.value, derived.is_current, derived.is_busy) == (None, False, False)
        assert [str(error) for error in errors] == [part]
        fails = False
        derived.refresh()
        assert (derived.value, derived.is_current) == (1, True)

    @pytest.mark.parametrize("is_large", [True, False])
    def test_it_goes_to_who_wants_it(self, owner: QObject, qtbot: QtBot, is_large: bool) -> None:
        box, errors = Box(0), []
        derived = box.made(
            owner, lambda value: 12 // value, is_large=lambda _value: is_large, on_error=errors.append
        )
        derived.refresh()
        qtbot.waitUntil(lambda: len(errors) == 1)
        assert isinstance(errors[0], ZeroDivisionError)
        assert box.told == []

    def test_that_of_a_request_which_counts_no_more_is_not_told(
        self, owner: QObject, qtbot: QtBot, gate: Gate
    ) -> None:
        box, errors = Box(ValueError("outdated")), []
        derived = box.made(owner, gate.compute, is_large=_large, on_error=errors.append)
        derived.refresh()
        qtbot.waitUntil(lambda: len(gate.begun) == 1)
        box.inputs = (2,)
        derived.refresh()
        gate.let_go()
        qtbot.waitUntil(lambda: box.told == [2])
        assert errors == []
