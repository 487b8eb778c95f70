"""A signal without Qt: queued re-entrant emissions, weak references to methods, isolated errors."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from types import MethodType
from typing import Any
from weakref import WeakMethod

Listener = Callable[..., object]


class _StrongReference:
    """A strong reference to a function or callable object, with the interface of `WeakMethod`."""

    __slots__ = ("_listener",)

    def __init__(self, listener: Listener) -> None:
        self._listener = listener

    def __call__(self) -> Listener | None:
        return self._listener


class Signal:
    """Calls its listeners in the order in which they were connected.

    Bound methods are referenced weakly, so that deleted views are disconnected; functions strongly. An
    emission from within a listener is queued until the current one is complete, so that all listeners see
    changes in the same order. A failing listener does not stop the others: its error goes to `on_error` or,
    if that is None, is raised after all listeners were called (several as an ExceptionGroup).
    """

    def __init__(self, on_error: Callable[[Exception], None] | None = None) -> None:
        self.on_error = on_error
        self._listeners: list[_StrongReference | WeakMethod[Any]] = []
        self._queue: deque[tuple[Any, ...]] = deque()
        self._emitting = False

    def __len__(self) -> int:
        return sum(reference() is not None for reference in self._listeners)

    def connect(self, listener: Listener) -> None:
        """Call `listener` at each emission; connecting it twice has no effect."""
        if any(reference() == listener for reference in self._listeners):
            return
        weak = isinstance(listener, MethodType)
        self._listeners.append(WeakMethod(listener) if weak else _StrongReference(listener))

    def disconnect(self, listener: Listener) -> None:
        """Stop calling `listener`, immediately; no effect when it is not connected."""
        self._listeners = [reference for reference in self._listeners if reference() not in (None, listener)]

    def disconnect_where(self, matches: Callable[[Listener], bool]) -> None:
        """Stop calling the listeners for which `matches` holds, immediately."""
        for reference in tuple(self._listeners):
            listener = reference()
            if listener is not None and matches(listener):
                self.disconnect(listener)

    def emit(self, *args: Any) -> None:
        """Call all listeners with `args`, after an emission in progress is complete."""
        self._queue.append(args)
        if self._emitting:
            return
        self._emitting = True
        errors: list[Exception] = []
        try:
            while self._queue:
                self._deliver(self._queue.popleft(), errors)
        finally:
            self._queue.clear()
            self._emitting = False
        if len(errors) == 1:
            raise errors[0]
        if errors:
            raise ExceptionGroup("several listeners failed", errors)

    def _deliver(self, args: tuple[Any, ...], errors: list[Exception]) -> None:
        listeners = self._listeners
        for reference in tuple(listeners):
            listener = reference()
            # Skip listeners that another listener has disconnected meanwhile.
            if listener is None or (self._listeners is not listeners and reference not in self._listeners):
                continue
            try:
                listener(*args)
            except Exception as error:
                if self.on_error is None:
                    errors.append(error)
                else:
                    self.on_error(error)
        self._listeners = [reference for reference in self._listeners if reference() is not None]
