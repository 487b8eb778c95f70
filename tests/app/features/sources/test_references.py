"""References of other programs in the panel of sources: from a file, from a paste, and out again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication

from samples import sample
from stakemap.app.features.sources.panel import SourcesPanel
from stakemap.app.features.sources.references import looks_like_references

if TYPE_CHECKING:
    from app_driver import Driver, ScriptedMessageBoxes
    from conftest import OpenWindow

BIBTEX = """
@misc{one, title = {First report}, author = {Sargsyan, Ani}, year = 2024}
@misc{two, title = {Broken
@misc{three, title = {An agency report}, year = 2022, publisher = {The Agency}}
"""


@pytest.fixture
def driver(open_map: OpenWindow) -> Driver:
    made: Driver = open_map()
    return made


def _panel(driver: Driver) -> SourcesPanel:
    driver.window.panels.show("sources", True)
    QApplication.processEvents()
    panel = driver.panels.content("sources")
    assert isinstance(panel, SourcesPanel)
    return panel


def _action(panel: SourcesPanel, text: str) -> QAction:
    menu = panel.references.menu()
    menu.aboutToShow.emit()
    (found,) = (each for each in menu.actions() if each.text().replace("&", "") == text)
    return found


def test_references_of_a_file_become_sources_in_one_step(
    driver: Driver, tmp_path: Path, message_boxes: ScriptedMessageBoxes
) -> None:
    panel, before = _panel(driver), driver.document
    file = tmp_path / "zotero.bib"
    file.write_text(BIBTEX, "utf-8")
    message_boxes.answers = [file]
    _action(panel, "Import references…").trigger()
    added = driver.document.sources["first-report"]
    assert (added.title, added.author, added.date) == ("First report", "Sargsyan, Ani", "2024")
    assert driver.document.sources["agency-2022"].publisher == "The Agency"
    assert len(driver.document.sources) == len(before.sources) + 1
    assert driver.message == "1 source added, 1 completed"
    headline, text, _ = message_boxes.told[-1]
    assert headline == "1 reference was not imported"
    assert text == "line 3: This entry is not valid BibTeX."
    driver.trigger("undo")
    assert driver.document == before


def test_pasted_references_are_known_again(driver: Driver) -> None:
    panel = _panel(driver)
    text = json.dumps([{"type": "report", "title": "A paper", "issued": {"raw": "May 2023"}}])
    QGuiApplication.clipboard().setText(text)
    panel.add(text)
    assert driver.document.sources["a-paper"].date == "2023-05"
    assert panel.current == "a-paper"
    after = driver.document
    panel.add(text)
    assert driver.document is after
    assert driver.message == "1 known already"


def test_a_citation_is_still_one() -> None:
    assert not looks_like_references("Ann (2024). Open it. A Press. https://a.example/open")
    assert not looks_like_references("[1] Ann: “title”, type unknown")
    assert looks_like_references("TY  - GEN\nTI  - x")


def test_a_file_without_references_is_refused(
    driver: Driver, tmp_path: Path, message_boxes: ScriptedMessageBoxes
) -> None:
    panel, before = _panel(driver), driver.document
    (tmp_path / "a.bib").write_text("nothing")
    message_boxes.answers = [tmp_path / "a.bib", tmp_path / "missing.bib", None]
    for _ in range(3):
        _action(panel, "Import references…").trigger()
    assert [told[0] for told in message_boxes.told] == ["The references were not imported"] * 2
    assert driver.document is before


def test_sources_are_exported_as_references(
    driver: Driver, tmp_path: Path, message_boxes: ScriptedMessageBoxes
) -> None:
    panel = _panel(driver)
    message_boxes.answers = [tmp_path / "out", tmp_path / "out.json", None]
    for _ in range(3):
        _action(panel, "Export references…").trigger()
    assert "@misc{agency-2022," in (tmp_path / "out.bib").read_text("utf-8")
    items = json.loads((tmp_path / "out.json").read_bytes())
    assert {item["id"] for item in items} == set(sample().sources)
    assert driver.message == "Exported to out.json"
