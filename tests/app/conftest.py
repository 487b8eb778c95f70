"""What tests of the app share: fonts, sessions, and a canvas that is shown and painted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app_driver import Driver, ScriptedMessageBoxes, make_context, open_window, tidy_up
from samples import sample
from stakemap.app.canvas import Canvas
from stakemap.app.kit.window import AppContext
from stakemap.editing.session import Session
from stakemap.editing.view_state import ViewState
from stakemap.model.document import StakeMap
from stakemap.paint.fonts import load_fonts
from stakemap.picture.theme import LIGHT, Theme

Left = Qt.MouseButton.LeftButton
NoModifier = Qt.KeyboardModifier.NoModifier


@pytest.fixture(autouse=True)
def _fonts(qapp: QApplication) -> None:
    load_fonts()


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine work of a moment may take long, and a dialog that nobody foresaw would fail."""
    monkeypatch.setattr("stakemap.app.kit.waiting.PATIENCE", 60_000)


class CanvasDriver:
    """A canvas in a window, and a mouse and a keyboard that work on it through real events."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.session, self.view_state, self.scene = canvas.session, canvas.view_state, canvas.scene
        self.messages: list[str] = []
        canvas.message.connect(self.messages.append)

    @property
    def document(self) -> StakeMap:
        """The map as it is."""
        return self.session.document

    @property
    def surface(self) -> QWidget:
        """The widget that gets the mouse."""
        return self.canvas.view.viewport()

    def at(self, actor: str) -> QPoint:
        """Where an actor's disc is, in pixels of the view."""
        place = self.scene.place_of(actor)
        assert place is not None
        return QPoint(round(place[0]), round(place[1]))

    def pixels(self, alignment: float, influence: float) -> QPoint:
        """Where a judgement would be, in pixels of the view."""
        x, y = self.scene.projection.to_pixels(alignment, influence)
        return QPoint(round(x), round(y))

    def judged(self, actor: str) -> tuple[int, int]:
        """Where the canvas has an actor: alignment and influence, rounded."""
        look = self.scene.appearance.actors[actor]
        return round(look.x), round(look.y)

    def trayed(self) -> set[str]:
        """Who is in the tray."""
        return {look.actor for look in self.scene.appearance.tray}

    def click(self, at: QPoint, modifiers: Qt.KeyboardModifier = NoModifier) -> None:
        """Press and release the left button."""
        QTest.mouseClick(self.surface, Left, modifiers, at)

    def press(self, at: QPoint, modifiers: Qt.KeyboardModifier = NoModifier) -> None:
        """Press the left button."""
        QTest.mousePress(self.surface, Left, modifiers, at)

    def move(self, to: QPoint, modifiers: Qt.KeyboardModifier = NoModifier) -> None:
        """Move with the left button down."""
        _send_move(self.surface, to, Left, modifiers)

    def point(self, at: QPoint) -> None:
        """Move with no button down."""
        _send_move(self.surface, at, Qt.MouseButton.NoButton, NoModifier)

    def release(self, at: QPoint, modifiers: Qt.KeyboardModifier = NoModifier) -> None:
        """Release the left button."""
        QTest.mouseRelease(self.surface, Left, modifiers, at)

    def drag(self, start: QPoint, end: QPoint, modifiers: Qt.KeyboardModifier = NoModifier) -> None:
        """Drag in a few steps."""
        self.press(start, modifiers)
        for step in range(1, 5):
            self.move(start + (end - start) * step / 4, modifiers)
        self.release(end, modifiers)

    def drag_chip(
        self,
        actor: str,
        end: QPoint,
        *,
        release: bool = True,
        modifiers: Qt.KeyboardModifier = NoModifier,
    ) -> None:
        """Drag an actor out of the tray to a place in pixels of the view."""
        content = self.canvas.tray.content
        box = content.box_of(actor)
        assert box is not None
        QTest.mousePress(content, Left, NoModifier, box.center())
        _send_move(content, box.center() - QPoint(0, 20), Left, NoModifier)
        _send_move(content, content.mapFromGlobal(self.surface.mapToGlobal(end)), Left, modifiers)
        if release:
            self.drop_chip(end, modifiers)

    def drop_chip(self, end: QPoint, modifiers: Qt.KeyboardModifier = NoModifier) -> None:
        """Drop the actor that is being dragged out of the tray at a place in pixels of the view."""
        content = self.canvas.tray.content
        # The tray may have closed since the drag began, so that the place in its pixels is another.
        target = content.mapFromGlobal(self.surface.mapToGlobal(end))
        _send_move(content, target, Left, modifiers)
        QTest.mouseRelease(content, Left, modifiers, target)

    def in_tray(self) -> QPoint:
        """A place over the tray, in pixels of the view."""
        return self.surface.mapFromGlobal(self.canvas.tray.mapToGlobal(QPoint(300, 15)))

    def wheel(self, at: QPoint, notches: int) -> None:
        """Turn the wheel, upwards when `notches` is positive."""
        event = QWheelEvent(
            QPointF(at),
            QPointF(self.surface.mapToGlobal(at)),
            QPoint(),
            QPoint(0, 120 * notches),
            Qt.MouseButton.NoButton,
            NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(self.surface, event)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NoModifier) -> None:
        """Press and release a key of the canvas."""
        QTest.keyClick(self.canvas.view, key, modifiers)

    def undo_labels(self) -> tuple[str, ...]:
        """The labels of all that can be undone, the latest first."""
        return self.session.history.undo_labels


def _send_move(widget: QWidget, at: QPoint, buttons: Qt.MouseButton, modifiers: Qt.KeyboardModifier) -> None:
    """QTest.mouseMove cannot hold a button down."""
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(at),
        QPointF(widget.mapToGlobal(at)),
        Qt.MouseButton.NoButton,
        buttons,
        modifiers,
    )
    QApplication.sendEvent(widget, event)


DriveCanvas = Callable[..., CanvasDriver]


@pytest.fixture
def drive(qtbot: QtBot) -> DriveCanvas:
    """Show a canvas of 900 × 700 pixels over a map (the sample) and drive it."""

    def make(
        document: StakeMap | None = None, *, read_only: bool = False, theme: Theme = LIGHT, **view: object
    ) -> CanvasDriver:
        shown = sample() if document is None else document
        session = Session(shown, read_only=read_only, author="Test", today=lambda: "2025-08-01")
        state = ViewState.for_document(shown, **view)
        canvas = Canvas(session, state, theme, reduced_motion=True)
        qtbot.addWidget(canvas)
        canvas.resize(900, 700)
        with qtbot.waitExposed(canvas):
            canvas.show()
        canvas.activateWindow()
        canvas.setFocus()
        return CanvasDriver(canvas)

    return make


@pytest.fixture
def message_boxes() -> ScriptedMessageBoxes:
    """The script that answers what the app asks."""
    return ScriptedMessageBoxes()


@pytest.fixture
def context(qapp: QApplication, message_boxes: ScriptedMessageBoxes) -> Iterator[AppContext]:
    """A context without windows; those that a test opens are closed after it."""
    made = make_context(message_boxes)
    yield made
    tidy_up(made, message_boxes)


OpenWindow = Callable[..., Driver]


@pytest.fixture
def open_map(context: AppContext, message_boxes: ScriptedMessageBoxes, qtbot: QtBot) -> OpenWindow:
    """Open a window over a map (the sample) and drive it."""
    return partial(open_window, context, message_boxes, qtbot)
