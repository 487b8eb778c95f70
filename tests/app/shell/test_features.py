"""A feature is its folder and one line in the list of features: it is found in menus, palette and panels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from app_driver import documents_of
from samples import sample
from stakemap.app.features.distance.feature import DistanceFeature
from stakemap.app.kit.actions.action import Action, action, in_menu_order
from stakemap.app.kit.panels import PanelSpec
from stakemap.app.kit.window import Feature
from stakemap.app.shell.features import FEATURES
from stakemap.app.shell.palette import PaletteDialog
from stakemap.cli import main
from stakemap.picture.job import SlideJob
from stakemap.picture.kinds import SLIDE_KINDS, SlideKind
from stakemap.picture.slides.framed_page import FramedPage
from stakemap.picture.slides.slide import Slide
from stakemap.picture.sources import footnotes

if TYPE_CHECKING:
    from pathlib import Path

    from app_driver import ScriptedMessageBoxes
    from conftest import OpenWindow
    from stakemap.app.kit.window import AppContext


class _Tally(QLabel):
    """An analysis that counts actors."""

    def focus_first(self) -> None:
        self.setFocus()


class TallyFeature(Feature):
    """A toy analysis with a panel and an action."""

    told = 0

    def panels(self) -> Iterable[PanelSpec]:
        show = action(
            "tally-panel",
            "&Tally",
            lambda: self._window.panels.toggle("tally", focus=True),
            ("view/panels", 0),
            "Ctrl+Shift+F12",
            enabled=self._window.has_map,
            checked=partial(self._window.shows_panel, "tally"),
        )
        return (PanelSpec("tally", "Tally", "left", self._make, show),)

    def actions(self) -> Iterable[Action]:
        return (
            action("tell-tally", "Tell the &tally", self._tell, ("actor", 2), enabled=self._window.has_map),
        )

    def _make(self, parent: QWidget) -> QWidget:
        return _Tally(str(len(self._document.actors)), parent)

    def _tell(self) -> None:
        self.told = len(self._document.actors)
        self._window.say(f"{self.told} actors")


def _tally_pages(job: SlideJob) -> tuple[Slide, ...]:
    """A page that tells how many actors there are."""
    page = FramedPage(job)
    notes = footnotes(job.document, job.appearance, job.resolver)
    body = page.frame("Tally", notes, "")
    text = f"{len(job.document.actors)} actors"
    page.builder.text("row", text, body.left, body.top, page.builder.size(12), body.width)
    return (page.slide(body),)


@pytest.fixture
def _with_tally(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("stakemap.app.shell.main_window.FEATURES", [*FEATURES, TallyFeature])
    with SLIDE_KINDS.registered(SlideKind("tally", lambda: "Tally", _tally_pages, lambda: "Tall&y")):
        yield


@pytest.mark.usefixtures("_with_tally")
def test_a_new_analysis_is_in_menus_palette_and_panels(open_map: OpenWindow) -> None:
    driver = open_map()
    window = driver.window
    in_menu = [entry.objectName() for entry in window.host.menus["actor"].actions()]
    assert "tell-tally" in in_menu
    assert "tally-panel" in [entry.objectName() for entry in window.host.menus["view/panels"].actions()]
    assert {"Tally", "Tell the tally"} <= {entry.text for entry in PaletteDialog(window).all_entries}
    driver.trigger("tell-tally")
    assert driver.message == f"{len(driver.document.actors)} actors"
    driver.trigger("tally-panel")
    assert not driver.panels.shows("actors")
    assert driver.panels.content("tally").text() == str(len(driver.document.actors))
    assert window.host.actions["tally-panel"].isChecked()


@pytest.mark.usefixtures("_with_tally")
def test_its_slide_is_on_the_command_line_and_in_the_export_dialog(
    open_map: OpenWindow, message_boxes: ScriptedMessageBoxes, tmp_path: Path
) -> None:
    picture = tmp_path / "tally.svg"
    assert main(["export", "--preset", "armenia-turkiye", "--slide", "tally", "-o", str(picture)]) == 0
    assert "7 actors" in picture.read_text("utf-8")
    offered: list[str] = []
    message_boxes.dialogs = [
        lambda dialog: offered.extend(box.text() for box in dialog.slides.kinds.values())
    ]
    open_map().trigger("export")
    assert "Tall&y" in offered


@pytest.mark.usefixtures("_with_tally")
def test_it_is_not_possible_without_a_map(context: object) -> None:
    window = context.show_welcome()  # type: ignore[attr-defined]
    assert not window.host.actions["tell-tally"].isEnabled()
    assert not window.host.actions["tally-panel"].isEnabled()


def test_each_feature_is_found_by_its_type(open_map: OpenWindow) -> None:
    window = open_map().window
    assert all(type(window.service(feature)) is feature for feature in FEATURES)
    assert window.service(DistanceFeature).mode is None


def test_a_window_that_cannot_show_a_map_is_still_painted(
    context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: bool) -> None:
        raise ValueError("no bars")

    window = context.show_welcome()
    monkeypatch.setattr(window.toolbar, "setVisible", fail)
    with pytest.raises(ValueError, match="no bars"):
        window.show_map(documents_of(context).session_for(sample()))
    assert window.updatesEnabled()


def test_actions_stand_after_the_one_they_name_whatever_came_first() -> None:
    place = ("file", 0)
    last = action("c", "C", lambda: None, place, after="b")
    middle = action("b", "B", lambda: None, place, after="a")
    first, other = (action(name, name, lambda: None, place) for name in ("a", "z"))
    assert [each.id for each in in_menu_order([last, middle, first, other])] == ["a", "b", "c", "z"]
    with pytest.raises(ValueError, match="no action nowhere"):
        in_menu_order([action("d", "D", lambda: None, place, after="nowhere")])
