"""The gesture under way: it is begun, moved, ended and, whatever goes wrong, rolled back in one place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt

from stakemap.app.canvas.input.gestures.base import Pointer, Tool
from stakemap.errors import StakemapError

__all__ = ["Hands"]


class Hands:
    """Holds at most one tool.

    An error in a tool cancels it and goes on to the caller, but for a sentence for the user: that is said.
    """

    def __init__(self, say: Callable[[str], None], cursor_changed: Callable[[], None]) -> None:
        self._tool: Tool | None = None
        self._say = say
        self._cursor_changed = cursor_changed
        self._last: Pointer | None = None
        self._inside = False

    @property
    def busy(self) -> bool:
        """Whether a gesture is under way."""
        return self._tool is not None

    @property
    def cursor(self) -> Qt.CursorShape | None:
        """The cursor that the gesture asks for."""
        return None if self._tool is None else self._tool.cursor

    def begin(self, make: Callable[[], Tool], pointer: Pointer) -> None:
        """Begin a gesture; one under way is cancelled."""
        self.cancel()
        self._last = pointer
        with self._guarded():
            self._tool = make()
        self._cursor_changed()

    def move(self, pointer: Pointer) -> None:
        """Pass a movement on; the tool may give way to another."""
        self._last = pointer
        if self._tool is not None:
            before = self._tool
            with self._guarded():
                self._tool = self._tool.move(pointer)
            if self._tool is not before:
                self._cursor_changed()

    def modifiers_changed(self, *, shift: bool, control: bool) -> None:
        """Take a key pressed or released during a gesture for a movement on the spot."""
        if self._tool is not None and self._last is not None:
            self.move(self._last._replace(shift=shift, control=control))

    def finish(self, pointer: Pointer) -> None:
        """End the gesture at this place."""
        tool = self._tool
        if tool is None:
            return
        with self._guarded():
            tool.finish(pointer)
        self._tool = None
        self._cursor_changed()

    def cancel(self) -> bool:
        """Roll the gesture back; False when there was none."""
        tool, self._tool = self._tool, None
        if tool is None:
            return False
        tool.cancel()
        self._cursor_changed()
        return True

    def gesture_ended(self) -> None:
        """The session has no gesture any more: unless a tool ended it, undo or another window did."""
        if not self._inside:
            self.cancel()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        self._inside = True
        try:
            yield
        except StakemapError as error:
            self.cancel()
            self._say(str(error))
        except BaseException:
            self.cancel()
            raise
        finally:
            self._inside = False
