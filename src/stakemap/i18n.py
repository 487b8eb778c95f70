"""The one function every user-visible string goes through."""

from __future__ import annotations

import gettext
import re
from collections.abc import Mapping
from functools import cache
from pathlib import PurePath

from stakemap.resources import resource_root

__all__ = ["languages", "set_language", "tr", "tr_count"]

_DOMAIN = "stakemap"
_ISOLATE, _POP = "\u2068", "\u2069"
#: Letters of the scripts that run from right to left.
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_languages: list[str] | None = None


def languages() -> tuple[str, ...]:
    """The languages that the app speaks, as codes such as "hy": English, and each that has a catalogue.

    A language is added by its catalogue alone: `resources/i18n/hy/LC_MESSAGES/stakemap.mo`.
    """
    catalogues = (resource_root() / "i18n").glob(f"*/LC_MESSAGES/{_DOMAIN}.mo")
    return ("en", *sorted(path.parts[-3] for path in catalogues))


def set_language(language: str | None) -> None:
    """Choose the language of all later translations; None follows the system's settings."""
    global _languages
    _languages = None if language is None else [language]
    _catalogue.cache_clear()


@cache
def _catalogue() -> gettext.NullTranslations:
    return gettext.translation(_DOMAIN, resource_root() / "i18n", _languages, fallback=True)


def tr(text: str, /, **values: object) -> str:
    """Translate a literal English text, then fill its `{named}` places with `values`.

    A value that runs right to left, such as a name in Arabic script, is isolated from the direction of the
    text around it.
    """
    translated = _catalogue().gettext(text)
    return translated.format(**_isolated(values)) if values else translated


def tr_count(singular: str, plural: str, count: int, /, **values: object) -> str:
    """Translate a text that depends on a count, which fills `{count}`; values are isolated as `tr` does."""
    return _catalogue().ngettext(singular, plural, count).format(count=count, **_isolated(values))


def _isolated(values: Mapping[str, object]) -> dict[str, object]:
    return {name: _isolate(value) for name, value in values.items()}


def _isolate(value: object) -> object:
    text = value if isinstance(value, str | PurePath) else None
    if text is None or str(text).isascii() or not _RIGHT_TO_LEFT.search(str(text)):
        return value
    shown = str(text)
    is_isolated = shown.startswith(_ISOLATE) and shown.find(_POP) == len(shown) - 1
    return shown if is_isolated else f"{_ISOLATE}{shown}{_POP}"
