"""The style of the app: Fusion with a palette, a style sheet and fonts from the theme's tokens."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QPushButton, QSizePolicy, QWidget

from stakemap.app.kit.style_sheet import SHEET
from stakemap.paint.fonts import font
from stakemap.picture.theme import DARK, LIGHT, Theme, contrast, mix
from stakemap.resources import resource

#: Every distance in the app is a multiple or a half of this many pixels.
GRID = 8
#: The corner radius of buttons, fields and cards, in pixels.
RADIUS = 6

ThemeChoice = Literal["system", "light", "dark"]
TextRole = Literal["display", "title", "heading", "strong", "body", "muted", "caption", "error"]

#: Size in pixels at the usual base size, and weight.
_TYPE_SCALE: dict[TextRole, tuple[int, int]] = {
    "display": (28, 600),
    "title": (18, 600),
    "heading": (14, 600),
    "strong": (13, 600),
    "body": (13, 400),
    "muted": (13, 400),
    "caption": (12, 400),
    "error": (12, 400),
}
_BASE = 13


@cache
def _system_size() -> int:
    """The text size of the desktop in pixels, clamped to what the layouts can hold."""
    return min(max(_BASE, QFontInfo(QGuiApplication.font()).pixelSize()), 20)


def role_font(role: TextRole) -> QFont:
    """The font of a text role, scaled with the text size of the desktop."""
    size, weight = _TYPE_SCALE[role]
    return QFont(font(round(size * _system_size() / _BASE), weight))


def border_of_inputs(theme: Theme) -> str:
    """The outline of fields and buttons: at least 3 to 1 against the panel (WCAG 2.2, 1.4.11)."""
    for step in range(4, 20):
        colour = mix(theme.border, theme.text, step / 20)
        if contrast(colour, theme.surface) >= 3.0 and contrast(colour, theme.canvas) >= 3.0:
            return colour
    return theme.text


def faded(theme: Theme) -> str:
    """The colour of disabled text: fainter than other text, with a contrast of 4.5 to 1 on the panels."""
    for step in range(10, 20):
        colour = mix(theme.surface, theme.text, step / 20)
        if contrast(colour, theme.surface) >= 4.5 and contrast(colour, theme.canvas) >= 4.5:
            return colour
    return theme.text


def palette_of(theme: Theme) -> QPalette:
    """The Qt palette of a theme; disabled text stays readable."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette()
    colours = {
        role.Window: theme.surface,
        role.WindowText: theme.text,
        role.Base: theme.canvas,
        role.AlternateBase: mix(theme.canvas, theme.text, 0.03),
        role.Text: theme.text,
        role.Button: theme.surface,
        role.ButtonText: theme.text,
        role.BrightText: theme.warning,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.ToolTipBase: theme.canvas,
        role.ToolTipText: theme.text,
        role.PlaceholderText: theme.text_muted,
        role.Light: mix(theme.surface, theme.canvas, 0.5),
        role.Midlight: theme.surface,
        role.Mid: theme.border,
        role.Dark: border_of_inputs(theme),
        role.Shadow: theme.axis,
    }
    for key, colour in colours.items():
        palette.setColor(key, QColor(colour))
    for key in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(group.Disabled, key, QColor(faded(theme)))
    palette.setColor(group.Disabled, role.Highlight, QColor(theme.border))
    return palette


def style_sheet(theme: Theme) -> str:
    """The style sheet of a theme. It sets no fonts, since a style sheet cannot set Inter's variable axes."""
    return SHEET.substitute(
        window=theme.window,
        surface=theme.surface,
        canvas=theme.canvas,
        text=theme.text,
        muted=theme.text_muted,
        border=theme.border,
        input=border_of_inputs(theme),
        accent=theme.accent,
        accent_strong=mix(theme.accent, theme.text, 0.2),
        on_accent=theme.on_accent,
        focus=theme.focus,
        warning=theme.warning,
        hover=mix(theme.surface, theme.text, 0.07),
        pressed=mix(theme.surface, theme.text, 0.13),
        tint=mix(theme.surface, theme.accent, 0.16),
        scroll=mix(theme.surface, theme.text, 0.35),
        faded=faded(theme),
        chevron=resource("icons", "drop-down.svg").as_posix(),
        chevron_up=resource("icons", "drop-up.svg").as_posix(),
        tick=resource("icons", f"tick-{_tick_variant(theme)}.svg").as_posix(),
        half_tick=resource("icons", f"half-tick-{_tick_variant(theme)}.svg").as_posix(),
    )


def _tick_variant(theme: Theme) -> str:
    """The variant of the tick that contrasts with the accent: a style sheet cannot tint an image."""
    return "light" if contrast(theme.on_accent, "#000000") > contrast(theme.on_accent, "#ffffff") else "dark"


def mark(widget: QWidget, name: str, value: bool) -> None:
    """Set a dynamic property that the style sheet selects by, and repolish the widget."""
    if bool(widget.property(name)) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def flat_button(text: str, act: Callable[[], object]) -> QPushButton:
    """A button without a frame, as wide as its text."""
    button = QPushButton(text)
    button.setProperty("flat", True)
    button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    button.clicked.connect(act)
    return button


class Styler(QObject):
    """Applies the chosen theme to the application, or follows the colour scheme of the system.

    `changed` carries the new Theme.
    """

    changed = Signal(object)

    def __init__(self, choice: ThemeChoice = "system") -> None:
        super().__init__()
        self._choice: ThemeChoice = choice
        self._theme: Theme | None = None
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._update_theme)
        self.set_choice(choice)

    @property
    def choice(self) -> ThemeChoice:
        """The choice of the user."""
        return self._choice

    @property
    def theme(self) -> Theme:
        """The theme in use."""
        assert self._theme is not None
        return self._theme

    def set_choice(self, choice: ThemeChoice) -> None:
        """Switch to the light theme, the dark one, or that of the system."""
        self._choice = choice
        hints = QGuiApplication.styleHints()
        # Native title bars and file dialogs follow the colour scheme too.
        if choice == "system":
            hints.unsetColorScheme()
        else:
            hints.setColorScheme(Qt.ColorScheme.Dark if choice == "dark" else Qt.ColorScheme.Light)
        self._update_theme()

    def _update_theme(self) -> None:
        theme = self._chosen_theme()
        if theme is not self._theme:
            self._theme = theme
            self._apply(theme)
            self.changed.emit(theme)

    def _chosen_theme(self) -> Theme:
        if self._choice == "system":
            dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
            return DARK if dark else LIGHT
        return DARK if self._choice == "dark" else LIGHT

    def _apply(self, theme: Theme) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.setPalette(palette_of(theme))
        application.setStyleSheet(style_sheet(theme))
