"""The light, dark and print themes of canvas, panels and slides: colours by name."""

from __future__ import annotations

from functools import lru_cache

from stakemap.model.colours import SWATCHES, channels
from stakemap.values import frozen

#: Least contrast ratio of discs to the canvas (WCAG 2.2, success criterion 1.4.11).
DISC_CONTRAST = 3.0


@frozen
class Theme:
    """Named colours, each "#rrggbb". `categorical` are the variants of the swatches.

    `monochrome` themes read in black and white: groups get greys instead of their own colours.
    """

    name: str
    window: str
    surface: str
    canvas: str
    text: str
    text_muted: str
    axis: str
    caption: str
    border: str
    accent: str
    on_accent: str
    focus: str
    selection: str
    warning: str
    halo: str
    disc_text_light: str
    disc_text_dark: str
    friendly: str
    hostile: str
    neutral: str
    ghost: str
    categorical: tuple[str, ...]
    monochrome: bool = False
    #: A text for the footer of each slide.
    footer: str = ""
    #: Font family of slides; Inter if it is empty.
    font: str = ""


LIGHT = Theme(
    name="light",
    window="#efede8",
    surface="#f8f7f4",
    canvas="#fdfcfa",
    text="#1d2126",
    text_muted="#565d66",
    axis="#d9d6cf",
    caption="#6c727a",
    border="#d8d5ce",
    accent="#1f5f99",
    on_accent="#ffffff",
    focus="#1f5f99",
    selection="#1668b8",
    warning="#a34700",
    halo="#fdfcfa",
    disc_text_light="#ffffff",
    disc_text_dark="#000000",
    friendly="#0067a5",
    hostile="#c44f00",
    neutral="#6b7078",
    ghost="#9a9fa6",
    categorical=SWATCHES,
)

DARK = Theme(
    name="dark",
    window="#14171a",
    surface="#1f2327",
    canvas="#1a1d21",
    text="#eceae6",
    text_muted="#aab1ba",
    axis="#363c43",
    caption="#8f97a1",
    border="#343a41",
    accent="#7ab6f0",
    on_accent="#0d1720",
    focus="#7ab6f0",
    selection="#7ab6f0",
    warning="#f0a35a",
    halo="#1a1d21",
    disc_text_light="#ffffff",
    disc_text_dark="#000000",
    friendly="#56b4e9",
    hostile="#f07a33",
    neutral="#9aa1aa",
    ghost="#737b85",
    categorical=(
        "#a48df0",
        "#d4477f",
        "#1fb58a",
        "#d073b4",
        "#e6a31f",
        "#93e3dc",
        "#e0d44a",
        "#a3abb5",
        "#b98a68",
        "#ffb3bf",
    ),
)

PRINT = Theme(
    name="print",
    window="#ffffff",
    surface="#ffffff",
    canvas="#ffffff",
    text="#000000",
    text_muted="#3c3c3c",
    axis="#c4c4c4",
    caption="#595959",
    border="#b0b0b0",
    accent="#000000",
    on_accent="#ffffff",
    focus="#000000",
    selection="#000000",
    warning="#000000",
    halo="#ffffff",
    disc_text_light="#ffffff",
    disc_text_dark="#000000",
    friendly="#000000",
    hostile="#000000",
    neutral="#6e6e6e",
    ghost="#8c8c8c",
    categorical=("#1c1c1c", "#8f8f8f", "#565656", "#767676", "#383838", "#666666"),
    monochrome=True,
)

THEMES: dict[str, Theme] = {theme.name: theme for theme in (LIGHT, DARK, PRINT)}


@lru_cache(maxsize=1024)
def _luminance(colour: str) -> float:
    linear = [
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in (value / 255 for value in channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    """The contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it."""
    high, low = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def mix(colour: str, other: str, share: float) -> str:
    """`colour` with a share (0 to 1) of `other` in it."""
    mixed = (round(a + (b - a) * share) for a, b in zip(channels(colour), channels(other), strict=True))
    return "#{:02x}{:02x}{:02x}".format(*mixed)


@lru_cache(maxsize=4096)
def disc_colour(colour: str, theme: Theme) -> str:
    """A colour mixed with the text colour only as far as DISC_CONTRAST to the canvas requires."""
    wanted = colour.lower()
    for step in range(21):
        adapted = mix(wanted, theme.text, step / 20)
        if contrast(adapted, theme.canvas) >= DISC_CONTRAST:
            return adapted
    return theme.text


def chosen_colour(colour: str, theme: Theme) -> str:
    """A colour chosen for a group or an actor as a theme shows it: its variant of a swatch, else as it is."""
    swatch = colour.lower()
    if swatch in SWATCHES:
        colour = theme.categorical[SWATCHES.index(swatch) % len(theme.categorical)]
    return disc_colour(colour, theme)


@lru_cache(maxsize=4096)
def on_disc(colour: str, theme: Theme) -> str:
    """The text colour on a disc of `colour`: light if its contrast is at least 4.5, else the better one."""
    # Light text has priority, since on mid tones it is more legible than the ratio suggests.
    if contrast(theme.disc_text_light, colour) >= 4.5:
        return theme.disc_text_light
    return max(theme.disc_text_light, theme.disc_text_dark, key=lambda text: contrast(text, colour))
