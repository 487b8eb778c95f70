"""The sides that proposed headlines count are those of the balance, by what the user counts as undecided."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from samples import MAP_ID, alignment, influence
from stakemap.app.features.export import printing
from stakemap.app.features.export.dialog import ExportDialog
from stakemap.app.features.export.print_dialog import PrintDialog
from stakemap.cli import main
from stakemap.model.document import Actor, Issue, Snapshot, StakeMap
from stakemap.model.judgements import Stance, Standing
from stakemap.storage.files import save_map

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
def test_export_print_copy_and_the_command_line_count_by_the_setting(
    open_map: OpenWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, threshold: float, expected: str
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
    save_map(tmp_path / "opening.json", _map())
    assert main(["export", str(tmp_path / "opening.json"), "-o", str(tmp_path / "opening.svg")]) == 0
    assert expected in (tmp_path / "opening.svg").read_text(encoding="utf-8")


def test_the_command_line_tells_of_settings_that_cannot_be_used(
    own_folders: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (own_folders / "config").mkdir()
    (own_folders / "config" / "settings.json").write_text('{"undecided_below": "many"}', encoding="utf-8")
    save_map(tmp_path / "opening.json", _map())
    assert main(["export", str(tmp_path / "opening.json"), "-o", str(tmp_path / "opening.svg")]) == 0
    assert "undecided_below" in capsys.readouterr().err
