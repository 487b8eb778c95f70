"""What a newcomer sees first: the preset as it opens in a window."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app_driver import documents_of
from stakemap.app.canvas import Canvas
from stakemap.app.kit.window import AppContext


def test_it_opens_with_all_seven_on_the_canvas_and_an_empty_tray(context: AppContext, qtbot: QtBot) -> None:
    window = documents_of(context).open_preset("armenia-turkiye")
    with qtbot.waitExposed(window):
        window.present()
    QApplication.processEvents()
    assert window.session is not None
    assert window.view is not None
    actors = window.session.document.actors
    assert len(actors) == 7
    assert (window.view.issue, window.view.snapshot) == ("normalisation", "2025-07")
    canvas = window.service(Canvas)
    area = canvas.view.viewport().rect()
    for actor in actors:
        place = canvas.scene.place_of(actor)
        assert place is not None, f"{actor} is not on the canvas"
        assert area.contains(QPointF(*place).toPoint())
        assert canvas.scene.actor_at(*place) == actor, f"another disc covers {actor}"
    assert canvas.scene.appearance.tray == ()
