"""Custom themes from a JSON object: colours, a font and a footer that override a built-in theme."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import Any

from stakemap.errors import UsageError
from stakemap.i18n import comma_list, tr
from stakemap.picture.theme import LIGHT, THEMES, Theme, contrast
from stakemap.text import single_line

#: The names of the colours that a theme may set, `categorical` (a list of them) apart.
TOKENS = tuple(
    field.name
    for field in fields(Theme)
    if field.name not in ("name", "categorical", "monochrome", "footer", "font")
)
_COLOUR = re.compile("#[0-9a-fA-F]{6}")
#: Control characters besides white space, surrogates and noncharacters, which XML does not allow.
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
#: Least contrast ratio of text (WCAG 2.2, success criterion 1.4.3).
_LEAST_CONTRAST = 4.5
_LONGEST_FOOTER, _LONGEST_FONT, _MOST_COLOURS = 300, 100, 24


def theme_of(data: object) -> Theme:
    """The theme that a parsed JSON object describes.

    It may hold `name`, `based_on` (light, dark or print), `colours` (tokens to "#rrggbb", and a list,
    `categorical`), `font` and `footer`; what it leaves out comes from the theme it is based on. Raises
    UsageError with a sentence for the user if it is malformed or text would be illegible.
    """
    if not isinstance(data, dict):
        raise UsageError(tr("A theme is a JSON object with colours, font and footer."))
    _refuse_unknown(data, ("name", "based_on", "colours", "font", "footer"))
    base = _base(data.get("based_on", LIGHT.name))
    colours = data.get("colours", {})
    if not isinstance(colours, dict):
        raise UsageError(tr("The colours of a theme are an object: a name and a colour each."))
    _refuse_unknown(colours, (*TOKENS, "categorical"))
    changes: dict[str, Any] = {
        name: _colour(name, value) for name, value in colours.items() if name != "categorical"
    }
    if "canvas" in changes:
        changes.setdefault("halo", changes["canvas"])
    if "categorical" in colours:
        changes["categorical"] = _categorical(colours["categorical"])
        changes["monochrome"] = False
    changes["name"] = _text("name", data.get("name", ""), 100) or base.name
    changes["footer"] = _text("footer", data.get("footer", ""), _LONGEST_FOOTER)
    changes["font"] = _text("font", data.get("font", ""), _LONGEST_FONT)
    theme = replace(base, **changes)
    _check_contrast(theme)
    return theme


def _refuse_unknown(data: dict[Any, Any], known: tuple[str, ...]) -> None:
    unknown = sorted(str(name) for name in data if name not in known)
    if unknown:
        raise UsageError(
            tr(
                "A theme has no {names}; it may have: {known}.",
                names=comma_list(unknown),
                known=comma_list(known),
            )
        )


def _base(name: object) -> Theme:
    if not isinstance(name, str) or name not in THEMES:
        raise UsageError(tr("A theme is based on one of: {themes}.", themes=comma_list(tuple(THEMES))))
    return THEMES[name]


def _colour(name: str, value: object) -> str:
    if not isinstance(value, str) or not _COLOUR.fullmatch(value):
        raise UsageError(tr('The colour {name} must be written like "#1f5f99".', name=name))
    return value.lower()


def _categorical(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not 1 <= len(value) <= _MOST_COLOURS:
        raise UsageError(tr("The categorical colours are a list of 1 to {most} colours.", most=_MOST_COLOURS))
    return tuple(_colour("categorical", each) for each in value)


def _text(name: str, value: object, most: int) -> str:
    if not isinstance(value, str) or len(value) > most:
        raise UsageError(
            tr("The {name} of a theme is a text of up to {most} characters.", name=name, most=most)
        )
    if unencodable := _NO_TEXT.search(value):
        raise UsageError(
            tr(
                "The {name} of a theme has a character that no text may have: {code}.",
                name=name,
                code=f"U+{ord(unencodable[0]):04X}",
            )
        )
    return single_line(value)


def _check_contrast(theme: Theme) -> None:
    for name in ("text", "text_muted"):
        if contrast(getattr(theme, name), theme.canvas) < _LEAST_CONTRAST:
            raise UsageError(
                tr(
                    "The colour {name} has too little contrast with the canvas {canvas}.",
                    name=name,
                    canvas=theme.canvas,
                )
            )
