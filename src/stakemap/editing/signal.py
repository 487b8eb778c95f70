"""A signal of our own: views hear of changes in the order they happen, and a broken view harms no other."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from types import MethodType
from typing import Any
from weakref import WeakMethod

__all__ = ["Signal"]

Listener = Callable[..., object]


class _Strong:
    """Holds a function or a callable object for as long as it is connected."""

    __slots__ = ("_listener",)

    def __init__(self, listener: Listener) -> None:
        self._listener = listener

    def __call__(self) -> Listener | None:
        return self._listener


class Signal:
    """Calls its listeners in the order in which they were connected.

    Bound methods are held weakly, so a view that is gone hears nothing more; functions are held strongly. An
    emission from within a listener waits until the running one has reached everybody, so all listeners see
    changes in the same order. A listener that fails keeps no other from being called: its error goes to
    `on_error`, or, where that is None, is raised when all is done (as an ExceptionGroup when there are
    several).
    """

    def __init__(self, on_error: Callable[[Exception], None] | None = None) -> None:
        self.on_error = on_error
        self._listeners: list[_Strong | WeakMethod[Any]] = []
        self._waiting: deque[tuple[Any, ...]] = deque()
        self._emitting = False

    def __len__(self) -> int:
        return sum(held() is not None for held in self._listeners)

    def connect(self, listener: Listener) -> None:
        """Call `listener` at each emission from now on; connecting it twice changes nothing."""
        if any(held() == listener for held in self._listeners):
            return
        weak = isinstance(listener, MethodType)
        self._listeners.append(WeakMethod(listener) if weak else _Strong(listener))

    def disconnect(self, listener: Listener) -> None:
        """Stop calling `listener`, from this moment on; nothing happens when it is not connected."""
        self._listeners = [held for held in self._listeners if held() not in (None, listener)]

    def disconnect_where(self, matches: Callable[[Listener], bool]) -> None:
        """Stop calling the listeners for which `matches` holds, from this moment on."""
        for held in tuple(self._listeners):
            listener = held()
            if listener is not None and matches(listener):
                self.disconnect(listener)

    def emit(self, *args: Any) -> None:
        """Call all listeners with `args`, after those of the emission that is under way, if one is."""
        self._waiting.append(args)
        if self._emitting:
            return
        self._emitting = True
        errors: list[Exception] = []
        try:
            while self._waiting:
                self._deliver(self._waiting.popleft(), errors)
        finally:
            self._waiting.clear()
            self._emitting = False
        if len(errors) == 1:
            raise errors[0]
        if errors:
            raise ExceptionGroup("several listeners failed", errors)

    def _deliver(self, args: tuple[Any, ...], errors: list[Exception]) -> None:
        listeners = self._listeners
        for held in tuple(listeners):
            listener = held()
            # Those that were disconnected meanwhile hear nothing more.
            if listener is None or (self._listeners is not listeners and held not in self._listeners):
                continue
            try:
                listener(*args)
            except Exception as error:
                if self.on_error is None:
                    errors.append(error)
                else:
                    self.on_error(error)
        self._listeners = [held for held in self._listeners if held() is not None]
