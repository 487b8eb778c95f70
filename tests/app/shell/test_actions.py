"""Every action is in a menu, has its own name and shortcuts, and knows when it is possible."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from stakemap import app
from stakemap.app.kit.actions.action import key_sequences
from stakemap.app.kit.icons import icon
from stakemap.model import edits
from stakemap.resources import resource

if TYPE_CHECKING:
    from conftest import OpenWindow
    from stakemap.app.kit.window import AppContext


def test_ids_names_and_icons_of_actions(open_map: OpenWindow) -> None:
    specs = [spec for spec in open_map().window.host.specs.values() if not spec.submenu]
    for part in ("id", "name"):
        counts = Counter(getattr(spec, part) for spec in specs)
        assert max(counts.values()) == 1, part
    for spec in specs:
        assert not spec.icon or resource("icons", f"{spec.icon}.svg").is_file(), spec.icon
        assert spec.enabled is None or isinstance(spec.enabled(), bool)
        assert spec.checked is None or isinstance(spec.checked(), bool)


def test_no_two_actions_share_a_shortcut(open_map: OpenWindow) -> None:
    owners: dict[str, str] = {}
    for spec in open_map().window.host.specs.values():
        for sequence in key_sequences(spec):
            keys = sequence.toString(QKeySequence.SequenceFormat.PortableText)
            assert owners.setdefault(keys, spec.id) == spec.id, f"{keys}: {owners[keys]} and {spec.id}"


def _all_in(menu: QMenu) -> list[str]:
    found = []
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            found += _all_in(inner)
        elif action.objectName():
            found.append(action.objectName())
    return found


def test_every_action_is_in_one_menu(open_map: OpenWindow) -> None:
    host = open_map().window.host
    listed = [name for path, menu in host.menus.items() if "/" not in path for name in _all_in(menu)]
    assert sorted(listed) == sorted(host.actions)


def test_no_two_entries_of_a_menu_have_the_same_letter(open_map: OpenWindow) -> None:
    found: list[tuple[str, str, list[str]]] = []
    for path, menu in open_map().window.host.menus.items():
        texts: dict[str, list[str]] = {}
        for action in menu.actions():
            if letter := QKeySequence.mnemonic(action.text()).toString():
                texts.setdefault(letter, []).append(action.text())
        found += [(path, letter, sharing) for letter, sharing in texts.items() if len(sharing) > 1]
    assert found == []


def test_every_action_with_a_shortcut_has_it_in_the_window(open_map: OpenWindow) -> None:
    window = open_map().window
    assert set(window.host.actions.values()) <= set(window.actions())
    for name, action in window.host.actions.items():
        assert action.shortcuts() == key_sequences(window.host.specs[name])


def test_what_is_possible_without_a_map(context: AppContext) -> None:
    window = context.show_welcome()
    possible = {name for name, action in window.host.actions.items() if action.isEnabled()}
    assert {"new", "open", "welcome", "close", "quit", "about", "palette", "theme-dark"} <= possible
    assert not possible & {"save", "save-as", "undo", "paste", "delete", "export", "zoom-in", "actors-panel"}


def test_what_is_possible_follows_selection_and_history(open_map: OpenWindow) -> None:
    driver = open_map()
    selection_actions = ("copy", "cut", "delete", "duplicate", "rename", "make-unknown", "details")
    assert not any(driver.enabled(name) for name in (*selection_actions, "undo", "redo", "revert"))
    driver.view.select("armenia")
    assert all(driver.enabled(name) for name in selection_actions)
    driver.trigger("delete")
    assert driver.enabled("undo")
    assert not driver.enabled("delete")
    driver.trigger("undo")
    assert driver.enabled("redo")


def test_nothing_can_be_edited_in_a_read_only_map(open_map: OpenWindow) -> None:
    driver = open_map(read_only=True)
    driver.view.select("armenia")
    assert driver.enabled("copy")
    for name in ("cut", "delete", "duplicate", "rename", "make-unknown", "add-actor", "paste"):
        assert not driver.enabled(name), name
    assert "(read-only)" in driver.window.windowTitle()


def test_undo_and_redo_say_what_they_act_on(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.select("armenia")
    driver.trigger("delete")
    undo, redo = driver.window.host.actions["undo"], driver.window.host.actions["redo"]
    assert undo.text() == "&Undo Delete Armenia"
    driver.trigger("undo")
    assert (undo.text(), redo.text()) == ("&Undo", "&Redo Delete Armenia")
    assert "armenia" in driver.document.actors
    assert driver.view.selection == {"armenia"}
    driver.trigger("redo")
    assert "armenia" not in driver.document.actors


@pytest.mark.parametrize("place", ["actor", "canvas"])
def test_context_menus_offer_their_actions(open_map: OpenWindow, place: str) -> None:
    host = open_map().window.host
    menu = host.context_menu(place, host.actions["undo"].parent())  # type: ignore[arg-type]
    offered = {action.objectName() for action in menu.actions() if action.objectName()}
    assert offered == {spec.id for spec in host.specs.values() if place in spec.places}
    menu.deleteLater()


def test_markup_in_a_name_stays_text_in_actions(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.view.select("armenia")
    driver.trigger("rename")
    driver.session.apply(edits.set_texts.of(title="x"), label="Rename <b>&Armenia</b>")
    undo = driver.window.host.actions["undo"]
    assert undo.text() == "&Undo Rename <b>&&Armenia</b>"
    assert "&lt;b&gt;" in undo.toolTip()


#: For the style sheet, which cannot tint an image.
_TICKS = ("tick-light", "tick-dark", "half-tick-light", "half-tick-dark")


def test_icons_are_one_family() -> None:
    for path in sorted(resource("icons").glob("*.svg")):
        drawing = path.read_text("utf-8")
        if path.stem in ("stakemap", "drop-down", "drop-up", *_TICKS):
            continue
        assert 'viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75"' in drawing, path
        assert 'stroke-linecap="round" stroke-linejoin="round"' in drawing, path


def test_every_icon_is_named_somewhere() -> None:
    modules = Path(app.__file__).parent.rglob("*.py")
    code = "".join(path.read_text("utf-8") for path in sorted(modules))
    # The style sheet names files, and puts that of the tick together from the theme's.
    styled = {"drop-down", "drop-up", *_TICKS}
    unnamed = {path.stem for path in resource("icons").glob("*.svg") if f'"{path.stem}"' not in code} - styled
    assert unnamed == set()


def test_icons_are_drawn_in_both_states(qapp: object) -> None:
    drawn = icon("save")
    assert not drawn.isNull()
    assert drawn.pixmap(20, drawn.Mode.Normal).toImage() != drawn.pixmap(20, drawn.Mode.Disabled).toImage()


def test_a_long_name_does_not_widen_the_menu(open_map: OpenWindow) -> None:
    driver = open_map()
    name = "Հայաստանի Հանրապետության արտաքին գործերի նախարարություն " * 3
    driver.session.apply(edits.update_actor.of("armenia", name=name), label="Rename " + name)
    undo = driver.window.host.actions["undo"]
    assert len(undo.text()) < 80
    assert name.strip() in undo.toolTip()
