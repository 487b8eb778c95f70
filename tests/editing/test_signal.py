"""Listeners hear everything once, in order, whatever the others do."""

from __future__ import annotations

import gc

import pytest

from stakemap.editing.signal import Signal


class Listener:
    def __init__(self) -> None:
        self.heard: list[object] = []

    def hear(self, *args: object) -> None:
        self.heard.append(args)


def test_all_hear_in_the_order_of_connection() -> None:
    signal, heard = Signal(), []
    signal.connect(lambda value: heard.append(("first", value)))
    signal.connect(lambda value: heard.append(("second", value)))
    signal.emit(1)
    assert heard == [("first", 1), ("second", 1)]


def test_a_view_that_is_gone_hears_nothing_and_is_let_go() -> None:
    signal, view = Signal(), Listener()
    signal.connect(view.hear)
    assert len(signal) == 1
    del view
    gc.collect()
    signal.emit(1)
    assert len(signal) == 0


def test_functions_and_bound_builtins_are_held() -> None:
    signal, heard = Signal(), []
    signal.connect(heard.append)
    signal.connect(lambda value: heard.append(-value))
    gc.collect()
    signal.emit(1)
    assert heard == [1, -1]


def test_connecting_twice_and_disconnecting() -> None:
    signal, view = Signal(), Listener()
    signal.connect(view.hear)
    signal.connect(view.hear)
    signal.emit(1)
    signal.disconnect(view.hear)
    signal.disconnect(view.hear)
    signal.emit(2)
    assert view.heard == [(1,)]


def test_an_emission_from_a_listener_waits_for_its_turn() -> None:
    signal, order = Signal(), []

    def first(value: int) -> None:
        order.append(("first", value))
        if value == 1:
            signal.emit(2)

    signal.connect(first)
    signal.connect(lambda value: order.append(("second", value)))
    signal.emit(1)
    assert order == [("first", 1), ("second", 1), ("first", 2), ("second", 2)]


def test_one_that_fails_stops_no_other() -> None:
    signal, view = Signal(), Listener()

    def fail(*_: object) -> None:
        raise ValueError("broken view")

    signal.connect(fail)
    signal.connect(view.hear)
    with pytest.raises(ValueError, match="broken view"):
        signal.emit(1)
    signal.connect(lambda _: fail())
    with pytest.raises(ExceptionGroup) as caught:
        signal.emit(2)
    assert len(caught.value.exceptions) == 2
    assert view.heard == [(1,), (2,)]


def test_errors_go_to_the_hook_if_there_is_one() -> None:
    errors: list[Exception] = []
    signal = Signal(errors.append)

    def fail(value: int) -> None:
        if value == 1:
            signal.emit(2)
        raise ValueError(value)

    signal.connect(fail)
    signal.emit(1)
    assert [error.args for error in errors] == [(1,), (2,)]


def test_an_interruption_leaves_the_signal_usable() -> None:
    signal, heard = Signal(), []

    def interrupt(value: int) -> None:
        signal.emit(value + 1)
        raise KeyboardInterrupt

    signal.connect(interrupt)
    with pytest.raises(KeyboardInterrupt):
        signal.emit(1)
    signal.disconnect(interrupt)
    signal.connect(heard.append)
    signal.emit(9)
    assert heard == [9]


def test_connecting_and_disconnecting_while_it_is_emitted() -> None:
    signal, heard = Signal(), []

    def late(value: int) -> None:
        heard.append(("late", value))

    def never(value: int) -> None:
        heard.append(("never", value))

    def change(_: int) -> None:
        signal.disconnect(never)
        signal.connect(late)

    signal.connect(change)
    signal.connect(never)
    signal.emit(1)
    assert heard == []
    signal.emit(2)
    assert heard == [("late", 2)]
