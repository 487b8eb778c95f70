"""The app by keyboard and by ear: where Tab stops, what is seen there, what a screen reader says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from app.shell.screen_reader_faults import name_heard
from app_driver import ScriptedMessageBoxes
from stakemap.app.features.search.find_bar import FindBar
from stakemap.app.kit.plain_text import Choice, MessageDialog
from stakemap.app.kit.style import faded, palette_of
from stakemap.app.kit.window import AppContext
from stakemap.app.shell.about import AboutDialog
from stakemap.app.shell.guide.window import GuideWindow
from stakemap.app.shell.preferences import PreferencesDialog
from stakemap.app.shell.welcome import WelcomePage
from stakemap.picture.theme import DARK, LIGHT, Theme, contrast
from stakemap.storage.presets import load_preset

if TYPE_CHECKING:
    from conftest import OpenWindow

#: More presses of Tab than any window has stops.
PATIENCE = 150


def look(window: QWidget, widget: QWidget) -> QImage:
    """How a widget and its near surroundings look now."""
    area = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()).adjusted(-3, -3, 3, 3)
    return window.grab(area).toImage()


def attend(window: QWidget) -> None:
    """Let a window have the keys."""
    for _ in range(PATIENCE):
        if QApplication.activeWindow() is window:
            return
        window.activateWindow()
        QTest.qWait(10)
    raise AssertionError("the window does not become active")


def stops(window: QWidget, within: QWidget | None = None) -> Iterator[tuple[QWidget, bool]]:
    """Where Tab stops once around the window, and whether that shows: the look changes as focus leaves.

    Only what is `within` a part of the window is watched, where there is one.
    """
    attend(window)
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
    seen: list[QWidget] = []
    for _ in range(PATIENCE):
        stop = QApplication.focusWidget()
        assert stop is not None, "focus got lost"
        if stop in seen:
            return
        seen.append(stop)
        watched = within is None or within.isAncestorOf(stop)
        focused = look(window, stop) if watched else None
        for _ in range(PATIENCE):
            # Within the canvas Tab goes from actor to actor before it leaves.
            QTest.keyClick(stop, Qt.Key.Key_Tab)
            if QApplication.focusWidget() is not stop:
                break
        else:
            yield stop, True
            return
        yield stop, not watched or look(window, stop) != focused
    raise AssertionError("Tab does not come around")


def is_sound(window: QWidget, within: QWidget | None = None) -> list[QWidget]:
    """All stops of a window or a part of it; each is named, and shows that it has the focus."""
    found = []
    for stop, shows in stops(window, within):
        if within is not None and not within.isAncestorOf(stop):
            continue
        found.append(stop)
        where = f"{type(stop).__name__} in {type(stop.parent()).__name__}"
        assert name_heard(stop), f"{where} has no name"
        assert shows, f"{where} ({name_heard(stop)}) does not show its focus"
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_stop_of_a_window_is_named_and_shows_its_focus(
    theme: Any, context: AppContext, open_map: OpenWindow
) -> None:
    context.styler.set_choice(theme)
    driver = open_map(load_preset("armenia-turkiye"))
    driver.view.set(issue="corridor")
    driver.view.select("turkiye")
    QApplication.processEvents()
    found = is_sound(driver.window)
    names = [name_heard(stop) for stop in found]
    for page in ("evidence", "actor"):
        driver.inspector.show_page(page)
        QApplication.processEvents()
        names += [name_heard(stop) for stop in is_sound(driver.window, driver.inspector)]
    assert len(names) > 60
    # The fields of the judgements are told apart, though their captions are the same.
    fields = [name for name in names if name.startswith(("Alignment: ", "Influence: "))]
    assert len(fields) > 12
    assert len(fields) == len(set(fields))
    context.styler.set_choice("system")


@pytest.mark.parametrize("panel", ["sources", "evidence", "history", "movers", "analysis"])
def test_every_stop_of_a_panel_is_named_and_shows_its_focus(panel: str, open_map: OpenWindow) -> None:
    driver = open_map(load_preset("armenia-turkiye"))
    driver.view.select("turkiye")
    driver.trigger(f"{panel}-panel" if panel != "movers" else "movers")
    QApplication.processEvents()
    holder = driver.panels.docks[panel]
    mine = is_sound(driver.window, holder)
    assert mine
    if panel == "sources":
        # The way around the window begins somewhere in the panel.
        names = [name_heard(stop) for stop in mine]
        start = names.index("Add a source: link, citation or title")
        around = [*names[start:], *names[:start]]
        assert around.index("Sources") < around.index("Title") < around.index("Where it is cited")


def test_tab_goes_through_the_actors_panel_from_top_to_bottom(open_map: OpenWindow) -> None:
    driver = open_map()
    panel = driver.panels.docks["actors"]
    mine = is_sound(driver.window, panel)
    names = [name_heard(stop) for stop in mine]
    assert names.index("Find actors") < names.index("Filter") < names.index("Actors", 1)
    assert isinstance(mine[-1], QTableView)


def test_tab_goes_through_panels_from_left_to_right_whichever_was_opened_first(
    open_map: OpenWindow,
) -> None:
    driver = open_map()
    # The inspector is open, to the right of the actors, too.
    driver.panels.show("sources", True)
    driver.panels.show("analysis", True)
    driver.panels.show("actors", True)
    QApplication.processEvents()
    driver.canvas.view.setFocus()
    around = [stop for stop, _ in stops(driver.window, driver.panels.docks["actors"])]
    names = ["actors", "inspector", "analysis"]
    ways = [[each for each in around if driver.panels.docks[name].isAncestorOf(each)] for name in names]
    assert all(ways)
    assert [each for each in around if any(each in way for way in ways)] == [*chain.from_iterable(ways)]


def test_a_form_made_later_takes_its_place_among_the_others(open_map: OpenWindow) -> None:
    driver = open_map(load_preset("armenia-turkiye"))
    # Without a position there is less to fill in, so these forms come first and the others join them.
    driver.view.set(issue="corridor")
    driver.view.select("iran")
    driver.view.select("turkiye", "iran")
    driver.view.select("turkiye")
    inspector = driver.inspector
    QApplication.processEvents()
    kinds = {}
    for page in ("position", "evidence", "actor"):
        inspector.show_page(page)
        QApplication.processEvents()
        mine = [
            name_heard(stop) for stop, _ in stops(driver.window, inspector) if inspector.isAncestorOf(stop)
        ]
        kinds[page] = [name.split(":")[0] for name in mine]
        assert kinds[page][:2] == ["Map details…", page.capitalize()]
    position, evidence, actor = kinds.values()
    assert position[2] == "Alignment"
    assert position.index("Salience") < position.index("Influence")
    assert max(place for place, kind in enumerate(evidence) if kind == "Alignment") < evidence.index(
        "Influence"
    )
    assert actor.index("Name") < actor.index("Tags") < actor.index("Add a relation to another actor")


def test_what_happens_is_said_to_a_screen_reader(
    open_map: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def listen(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            said.append(event.message())

    driver = open_map()
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", listen)
    driver.view.select("armenia")
    driver.trigger("duplicate")
    driver.trigger("undo")
    assert said[-1] == driver.message
    assert said[-1].startswith("Undone: ")


def test_f6_leaves_the_find_field_for_the_next_pane(open_map: OpenWindow) -> None:
    driver = open_map()
    driver.trigger("find")
    assert driver.window.findChild(FindBar).isAncestorOf(QApplication.focusWidget())
    driver.trigger("next-pane")
    assert QApplication.focusWidget() is driver.canvas.view


def _message(_: AppContext) -> QWidget:
    choices = (Choice("yes", "&Do it", "accept"), Choice("no", "Cancel", "reject"))
    return MessageDialog(None, "Shall it be done?", "It can be undone.", choices=choices, details="one\ntwo")


def _welcome(context: AppContext) -> QWidget:
    return context.show_welcome()


def _guide(context: AppContext) -> QWidget:
    guide = GuideWindow(context.show_welcome().host.specs.values())
    assert guide.registries.wait(60)
    return guide


DIALOGS: dict[str, Callable[[AppContext], QWidget]] = {
    "about": lambda _: AboutDialog(None),
    "guide": _guide,
    "preferences": lambda context: PreferencesDialog(None, context.settings),
    "message": _message,
    "welcome": _welcome,
}


def test_a_card_of_a_preset_shows_its_focus_beneath_the_mouse_too(context: AppContext, qtbot: QtBot) -> None:
    window = context.show_welcome()
    with qtbot.waitExposed(window):
        window.show()
    attend(window)
    page = window.centralWidget()
    assert isinstance(page, WelcomePage)
    card, other = page.cards[:2]
    card.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    card.setFocus(Qt.FocusReason.TabFocusReason)
    focused = look(window, card)
    other.setFocus(Qt.FocusReason.TabFocusReason)
    assert look(window, card) != focused


@pytest.mark.parametrize("name", DIALOGS)
def test_every_stop_of_a_dialog_is_named_and_shows_its_focus(
    name: str, context: AppContext, qtbot: QtBot
) -> None:
    dialog = DIALOGS[name](context)
    if name != "welcome":
        qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    assert len(is_sound(dialog)) > 2


@pytest.mark.parametrize(
    "action", ["issues", "groups", "new-snapshot", "export", "matrix", "balance-in-full"]
)
def test_every_stop_of_a_dialog_over_a_map_is_named_and_shows_its_focus(
    action: str, open_map: OpenWindow, message_boxes: ScriptedMessageBoxes
) -> None:
    driver = open_map(load_preset("armenia-turkiye"))
    found: list[QWidget] = []
    message_boxes.dialogs = [lambda dialog: found.extend(is_sound(dialog))]
    before = set(QApplication.topLevelWidgets())
    driver.trigger(action)
    if not found:
        (window,) = [one for one in QApplication.topLevelWidgets() if one not in before and one.isVisible()]
        found.extend(is_sound(window))
        window.close()
        message_boxes.dialogs = []
    assert len(found) > 1


def test_the_buttons_of_a_dialog_come_last(context: AppContext, qtbot: QtBot) -> None:
    dialog = PreferencesDialog(None, context.settings)
    qtbot.addWidget(dialog)
    dialog.show()
    attend(dialog)
    first = QApplication.focusWidget()
    assert first is not None
    found = [stop for stop, _ in stops(dialog)]
    start = found.index(first)
    around = [*found[start:], *found[:start]]
    assert [isinstance(stop, QPushButton) for stop in around] == sorted(
        isinstance(stop, QPushButton) for stop in around
    )


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_what_is_disabled_or_a_hint_can_still_be_read(
    theme: Theme, context: AppContext, qtbot: QtBot
) -> None:
    for ground in (theme.surface, theme.canvas):
        assert contrast(faded(theme), ground) >= 4.5
    assert faded(theme) != theme.text
    palette = palette_of(theme)
    group, role = palette.ColorGroup.Disabled, palette.ColorRole.Text
    assert palette.color(group, role).name() == faded(theme)
    context.styler.set_choice("dark" if theme is DARK else "light")
    for editor in (QLineEdit(), QPlainTextEdit()):
        qtbot.addWidget(editor)
        editor.show()
        hint = editor.palette().placeholderText().color()
        assert hint.alpha() == 255
        assert contrast(hint.name(), theme.canvas) >= 4.5
    context.styler.set_choice("system")
