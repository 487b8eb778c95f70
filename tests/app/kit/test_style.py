"""The look: contrast of both themes, switching them, following the system."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox

from stakemap.app.kit.style import Styler, border_of_inputs, palette_of, role_font, style_sheet
from stakemap.picture.theme import DARK, LIGHT, Theme, contrast

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from conftest import OpenWindow
    from stakemap.app.kit.style import ThemeChoice
    from stakemap.app.kit.window import AppContext


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_of_the_palette_can_be_read(theme: Theme) -> None:
    palette, group, role = palette_of(theme), QPalette.ColorGroup.Active, QPalette.ColorRole
    pairs = (
        (role.WindowText, role.Window),
        (role.Text, role.Base),
        (role.Text, role.AlternateBase),
        (role.ButtonText, role.Button),
        (role.HighlightedText, role.Highlight),
        (role.ToolTipText, role.ToolTipBase),
        (role.PlaceholderText, role.Base),
    )
    for text, ground in pairs:
        ratio = contrast(palette.color(group, text).name(), palette.color(group, ground).name())
        assert ratio >= 4.5, (text, ground, ratio)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_fields_and_focus_stand_out(theme: Theme) -> None:
    for ground in (theme.surface, theme.canvas):
        assert contrast(border_of_inputs(theme), ground) >= 3.0
        assert contrast(theme.focus, ground) >= 3.0
        assert contrast(theme.warning, ground) >= 4.5
        assert contrast(theme.text_muted, ground) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_style_sheet_is_filled_in(theme: Theme) -> None:
    sheet = style_sheet(theme)
    assert "$" not in sheet
    assert theme.accent in sheet
    assert "font" not in sheet


@pytest.mark.parametrize("enabled", [True, False])
@pytest.mark.parametrize("choice", ["light", "dark"])
def test_a_half_ticked_box_looks_neither_ticked_nor_empty(
    context: AppContext, qtbot: QtBot, choice: ThemeChoice, enabled: bool
) -> None:
    context.styler.set_choice(choice)
    box = QCheckBox()
    qtbot.addWidget(box)
    box.setEnabled(enabled)
    pictures = []
    for state in Qt.CheckState:
        box.setCheckState(state)
        pictures.append(box.grab().toImage())
    assert len(pictures) == 3
    assert not any(one == other for one, other in combinations(pictures, 2))


def test_roles_have_true_weights(qapp: QApplication) -> None:
    from PySide6.QtGui import QFont

    weight = QFont.Tag("wght")
    assert role_font("heading").variableAxisValue(weight) == 600
    assert role_font("body").variableAxisValue(weight) == 400
    assert role_font("display").pixelSize() > role_font("body").pixelSize()


def test_switching_changes_palette_and_tells(qapp: QApplication) -> None:
    styler = Styler("light")
    told: list[Theme] = []
    styler.changed.connect(told.append)
    styler.set_choice("dark")
    assert told == [DARK]
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == DARK.surface
    styler.set_choice("dark")
    assert told == [DARK]
    styler.set_choice("light")
    assert told == [DARK, LIGHT]


def test_the_system_decides_when_asked_to(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    from PySide6.QtCore import Qt

    from stakemap.app.kit import style

    schemes = [Qt.ColorScheme.Dark]
    system = QGuiApplication.styleHints()

    class Hints:
        def colorScheme(self) -> Qt.ColorScheme:
            return schemes[0]

    styler = Styler("system")
    monkeypatch.setattr(style.QGuiApplication, "styleHints", staticmethod(Hints))
    system.colorSchemeChanged.emit(schemes[0])
    assert styler.theme is DARK
    schemes[0] = Qt.ColorScheme.Light
    system.colorSchemeChanged.emit(schemes[0])
    assert styler.theme is LIGHT
    monkeypatch.undo()
    styler.set_choice("light")


def test_a_window_follows_the_theme(open_map: OpenWindow, context: AppContext) -> None:
    driver = open_map()
    driver.trigger("theme-dark")
    assert context.settings.theme == "dark"
    assert driver.canvas.scene.appearance.theme is DARK
    assert driver.table.table.rows.theme is DARK
    assert driver.window.host.actions["theme-dark"].isChecked()
    driver.trigger("theme-light")
    assert driver.canvas.scene.appearance.theme is LIGHT
    assert not driver.window.host.actions["theme-dark"].isChecked()
    assert context.store.load().theme == "light"
