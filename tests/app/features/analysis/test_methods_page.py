"""The page of methods: what each answers, with an example that is made from the preset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from app_driver import shown_texts
from stakemap.analysis.methods import METHODS
from stakemap.app.features.analysis.methods_page import MethodsDialog, examples
from toy_method import Toy

if TYPE_CHECKING:
    from app_driver import ScriptedMessageBoxes
    from conftest import OpenWindow


def test_every_method_has_its_page_and_an_example(qtbot: QtBot) -> None:
    toy = Toy()
    with METHODS.registered(toy.method):
        dialog = MethodsDialog(None)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: "Calculating…" not in shown_texts(dialog), timeout=30_000)
    texts = shown_texts(dialog)
    for method in METHODS:
        page = method.page()
        assert method.title() in texts
        assert page.question in texts
        assert page.caveat
        assert page.sources
        assert dialog.examples[method.id].text().strip(), method.id
    assert "Sources: A. Author: Toys, 1990." in texts
    assert "alignment = 85" in dialog.examples["toy"].text()
    QTest.keyClicks(dialog.search, "toys everybody")
    assert [entry.searched[:3] for entry in dialog.entries if entry.is_found] == ["toy"]
    QTest.keyClicks(dialog.search, "xyzzy")
    assert not any(entry.is_found for entry in dialog.entries)
    assert "No matches. Try fewer letters." in shown_texts(dialog)
    dialog.search.clear()
    assert all(entry.is_found for entry in dialog.entries)


def test_it_can_be_left_while_examples_are_being_made(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes
) -> None:
    seen: list[QDialog] = []
    message_boxes.dialogs = [seen.append]
    open_map().trigger("methods")
    assert isinstance(seen[0], MethodsDialog)


def test_examples_are_not_made_once_they_are_not_wanted() -> None:
    toy = Toy()
    with METHODS.registered(toy.method):
        assert examples(lambda _share: False) == {}
    assert not toy.asked
