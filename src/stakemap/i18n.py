"""The one function every user-visible string goes through."""

from __future__ import annotations

import gettext
from functools import cache

from stakemap.resources import resource_root

__all__ = ["set_language", "tr", "tr_count"]

_DOMAIN = "stakemap"
_languages: list[str] | None = None


def set_language(language: str | None) -> None:
    """Choose the language of all later translations; None follows the system's settings."""
    global _languages
    _languages = None if language is None else [language]
    _catalogue.cache_clear()


@cache
def _catalogue() -> gettext.NullTranslations:
    return gettext.translation(_DOMAIN, resource_root() / "i18n", _languages, fallback=True)


def tr(text: str, /, **values: object) -> str:
    """Translate a literal English text, then fill its `{named}` places with `values`."""
    translated = _catalogue().gettext(text)
    return translated.format(**values) if values else translated


def tr_count(singular: str, plural: str, count: int, /, **values: object) -> str:
    """Translate a text that depends on a count, which fills `{count}`."""
    return _catalogue().ngettext(singular, plural, count).format(count=count, **values)
