"""The dialog that combines maps, in a window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from samples import alignment, sample
from stakemap.app.features.combining import dialog as dialog_module
from stakemap.app.features.combining.dialog import CombineDialog
from stakemap.errors import EditError
from stakemap.model import edits
from stakemap.model.document import Actor, StakeMap
from stakemap.model.edits import Authorship
from stakemap.model.judgements import Stance
from stakemap.model.subjects import Subject
from stakemap.storage.files import save_map

if TYPE_CHECKING:
    from app_driver import Driver, ScriptedMessageBoxes
    from conftest import OpenWindow

TURKIYE = Subject.stance("border", "turkiye")


def map_of(analyst: str, value: float) -> StakeMap:
    stance = Stance(alignment=alignment(value))
    named = edits.set_texts(sample(), contact=analyst)
    return edits.judge(named, "2025-07", TURKIYE, stance, Authorship(analyst, "2025-08-01"))


@pytest.fixture
def driver(open_map: OpenWindow) -> Driver:
    made: Driver = open_map(map_of("A. Analyst", 20))
    return made


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """The map of a colleague, one with an actor by another name, and a damaged one."""
    named = edits.set_texts(edits.remove_actors(sample(), ["turkiye"]), contact="C. Third")
    added = edits.add_actor(named, "turkyie", Actor(name="Turkiyee"))
    stance = Stance(alignment=alignment(30))
    third = Subject.stance("border", "turkyie")
    other = edits.judge(added, "2025-07", third, stance, Authorship("C. Third", "2025-08-01"))
    paths = {name: tmp_path / f"{name}.stakemap.json" for name in ("boris", "third", "damaged")}
    save_map(paths["boris"], map_of("B. Colleague", 40))
    save_map(paths["third"], other)
    paths["damaged"].write_text("{")
    return paths


def rested(dialog: CombineDialog) -> None:
    for _ in range(2_000):
        QApplication.processEvents()
        if not dialog.is_busy:
            return
        QTest.qWait(5)
    raise AssertionError("the dialog does not come to rest")


def texts(view: object) -> list[str]:
    model = view.model()  # type: ignore[attr-defined]
    role = Qt.ItemDataRole.AccessibleTextRole
    return [str(model.data(model.index(row, 0), role)) for row in range(model.rowCount())]


def test_a_colleagues_map_is_combined_into_the_open_one_in_one_step(
    driver: Driver, files: dict[str, Path], message_boxes: ScriptedMessageBoxes
) -> None:
    before = driver.session.document

    def use(dialog: CombineDialog) -> None:
        rested(dialog)
        assert not dialog.combine_button.isEnabled()
        dialog.add_button.click()
        rested(dialog)
        assert [text.partition(".")[0] for text in texts(dialog.maps)] == ["A", "B"]
        line = next(
            text for text in texts(dialog.lines) if text.startswith("Türkiye on Armenia–Türkiye border")
        )
        assert "B. Colleague +40 and A. Analyst +20; pooled +30" in line
        dialog.combine_button.click()

    message_boxes.dialogs, message_boxes.answers = [use], [[files["boris"]]]
    driver.trigger("combine")
    stance = driver.session.document.snapshots["2025-07"].judgement(TURKIYE)
    assert (stance.alignment.value, stance.pooled) == (30, "linear")
    assert {each.by for each in stance.others} == {"A. Analyst", "B. Colleague"}
    driver.trigger("undo")
    assert driver.session.document is before


def test_what_cannot_be_combined_says_why_and_is_removed_by_keyboard(
    driver: Driver,
    files: dict[str, Path],
    message_boxes: ScriptedMessageBoxes,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise EditError("Too many analysts.")

    def use(dialog: CombineDialog) -> None:
        dialog.add([files["damaged"]])
        rested(dialog)
        assert texts(dialog.maps)[1].startswith("damaged.stakemap.json. "), texts(dialog.maps)
        assert not dialog.combine_button.isEnabled()
        dialog.maps.show_current(files["damaged"])
        QTest.keyClick(dialog.maps, Qt.Key.Key_Delete)
        rested(dialog)
        assert len(texts(dialog.maps)) == 1
        assert not dialog.remove_button.isEnabled()
        monkeypatch.setattr(dialog_module, "combine_maps", refuse)
        dialog.add([files["boris"]])
        rested(dialog)
        assert dialog.summary.text() == "Too many analysts."
        dialog.reject()

    message_boxes.dialogs = [use]
    driver.trigger("combine")
    assert not driver.session.is_modified


def test_what_is_ticked_as_the_same_becomes_one_and_the_result_a_new_map(
    driver: Driver, files: dict[str, Path], message_boxes: ScriptedMessageBoxes
) -> None:
    def use(dialog: CombineDialog) -> None:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(files[name])) for name in ("boris", "third")])
        place = QPointF(dialog.rect().center())
        none = Qt.KeyboardModifier.NoModifier
        dialog.dropEvent(QDropEvent(place, Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, none))
        dialog.method.setCurrentIndex(dialog.method.findData("median"))
        rested(dialog)
        assert dialog.same.item(0).text() == "Turkiyee is Türkiye (the names are near)"
        dialog.same.setCurrentRow(0)
        QTest.keyClick(dialog.same, Qt.Key.Key_Space)
        rested(dialog)
        assert dialog.same.item(0).checkState() is Qt.CheckState.Checked
        dialog.into_new.click()
        dialog.combine_button.click()

    message_boxes.dialogs = [use]
    before = driver.session.document
    driver.trigger("combine")
    assert driver.session.document is before
    window = next(each for each in driver.context.windows if each.session is not driver.session)
    assert window.session is not None
    document = window.session.document
    assert "turkyie" not in document.actors
    assert "Turkiyee" in document.actors["turkiye"].aliases
    stance = document.snapshots["2025-07"].judgement(TURKIYE)
    assert (stance.alignment.value, stance.pooled) == (30, "median")
    assert window.session.path is None
