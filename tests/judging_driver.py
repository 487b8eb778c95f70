"""Dragging actors, and writing on the card that asks why, through real events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from stakemap.app.kit.plain_text import PlainLabel
from stakemap.model.resolve import resolve_stance, resolve_standing

if TYPE_CHECKING:
    from app_driver import Driver
    from stakemap.app.features.judging.card import JudgementCard
    from stakemap.model.judgements import Stance, Standing

__all__ = ["at", "card_of", "drag", "drop", "move", "stance", "standing", "texts", "unfold", "write"]

Left = Qt.MouseButton.LeftButton
NoModifier = Qt.KeyboardModifier.NoModifier


def at(driver: Driver, actor: str) -> QPoint:
    """Where an actor's disc is, in pixels of the view."""
    place = driver.canvas.scene.place_of(actor)
    assert place is not None
    return QPoint(round(place[0]), round(place[1]))


def move(driver: Driver, to: QPoint) -> None:
    """Move the mouse with the button down."""
    surface = driver.canvas.view.viewport()
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(to),
        QPointF(surface.mapToGlobal(to)),
        Qt.MouseButton.NoButton,
        Left,
        NoModifier,
    )
    QApplication.sendEvent(surface, event)


def drag(driver: Driver, actor: str, by: QPoint) -> None:
    """Drag an actor and wait for the card."""
    drop(driver, actor, by)
    # The card comes once the canvas has shown where the actor is.
    QApplication.processEvents()


def drop(driver: Driver, actor: str, by: QPoint) -> None:
    """Drag an actor, with no card yet."""
    surface, start = driver.canvas.view.viewport(), at(driver, actor)
    QTest.mousePress(surface, Left, NoModifier, start)
    for step in (1, 2, 3):
        move(driver, start + by * step / 3)
    QTest.mouseRelease(surface, Left, NoModifier, start + by)


def card_of(driver: Driver) -> JudgementCard:
    """The open card."""
    card = driver.judging.card
    assert card is not None
    return card


def stance(driver: Driver, actor: str) -> Stance:
    """What the view shows of an actor on the issue."""
    assert driver.view.snapshot is not None
    assert driver.view.issue is not None
    shown = resolve_stance(driver.document, driver.view.snapshot, driver.view.issue, actor)
    assert shown is not None
    return shown.judgement


def standing(driver: Driver, actor: str) -> Standing:
    """What the view shows of an actor's influence."""
    assert driver.view.snapshot is not None
    shown = resolve_standing(driver.document, driver.view.snapshot, actor)
    assert shown is not None
    return shown.judgement


def write(card: JudgementCard, text: str, line: int = 0) -> None:
    """Type into the reason of one of several changes."""
    editor = list(card.reasons.values())[line]
    editor.setFocus()
    QTest.keyClicks(editor, text)


def unfold(card: JudgementCard) -> None:
    """Press More, or Less."""
    QTest.mouseClick(card.more_button, Left)
    QApplication.processEvents()


def texts(card: JudgementCard) -> str:
    """All that the labels of the card say."""
    said = "\n".join(label.text() for label in card.findChildren(PlainLabel))
    return said.replace("\N{NO-BREAK SPACE}", " ")
