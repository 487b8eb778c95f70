"""What the menu "View" says of panning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stakemap.app.shell.guide.shortcuts import canvas_keys

if TYPE_CHECKING:
    from conftest import OpenWindow


def test_the_view_menu_and_the_shortcuts_page_say_how_to_pan(open_map: OpenWindow) -> None:
    driver = open_map()
    texts = [action.text() for action in driver.window.host.menus["view"].actions()]
    assert any("Pan" in text and "Space" in text and "middle button" in text for text in texts)
    keys = " ".join(keys for keys, what in canvas_keys() if what == "Pan")
    assert all(way in keys for way in ("Space", "middle button", "two fingers"))


def test_the_entry_informs_and_cannot_be_chosen(open_map: OpenWindow) -> None:
    driver = open_map()
    assert driver.enabled("zoom-in")
    assert not driver.enabled("pan")
