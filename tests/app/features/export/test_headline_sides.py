"""The sides that proposed headlines count are those of the balance, by what the user counts as undecided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from samples import MAP_ID, alignment, influence
from stakemap.app.features.export import printing
from stakemap.app.features.export.dialog import ExportDialog
from stakemap.app.features.export.print_dialog import PrintDialog
from stakemap.model.document import Actor, Issue, Snapshot, StakeMap
from stakemap.model.judgements import Stance, Standing

if TYPE_CHECKING:
    from conftest import OpenWindow


def _map() -> StakeMap:
    places = {"a": 60.0, "b": 15.0, "c": -15.0}
    return StakeMap(
        id=MAP_ID,
        actors={key: Actor(name=key.upper()) for key in places},
        issues={"opening": Issue(name="Opening", low_label="Keep closed", high_label="Open now")},
        snapshots={
            "2025": Snapshot(
                label="2025",
                date="2025",
                standings={key: Standing(influence=influence(50)) for key in places},
                stances={"opening": {key: Stance(alignment=alignment(x)) for key, x in places.items()}},
            )
        },
    )


def _first_headline(dialog: ExportDialog | PrintDialog) -> str:
    for _ in range(1_000):
        QApplication.processEvents()
        if dialog.is_idle:
            return dialog.pages[0].headline
        QTest.qWait(5)
    raise AssertionError("the dialog does not come to rest")


@pytest.mark.parametrize(
    ("threshold", "expected"),
    [
        (5.0, "2 actors lean towards “Open now”, 1 towards “Keep closed”"),
        (20.0, "A leans towards “Open now”"),
    ],
)
def test_export_print_and_copy_count_by_the_setting(
    open_map: OpenWindow, monkeypatch: pytest.MonkeyPatch, threshold: float, expected: str
) -> None:
    monkeypatch.setattr(printing, "printers", list)
    monkeypatch.setattr(printing, "usual_printer", lambda: "")
    driver = open_map(_map())
    driver.context.change_settings(undecided_below=threshold)
    said: list[str] = []

    def use(dialog: ExportDialog | PrintDialog) -> None:
        said.append(_first_headline(dialog))
        dialog.reject()

    for command in ("export", "print"):
        driver.message_boxes.dialogs = [use]
        driver.trigger(command)
    assert said == [expected, expected]
    driver.trigger("copy-picture")
    svg = bytes(QGuiApplication.clipboard().mimeData().data("image/svg+xml").data()).decode()
    assert expected in svg
