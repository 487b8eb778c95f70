"""Translation of user-visible strings, and numbers and lists in the chosen language by means of Babel.

Dates and the numbers of results are formatted in `wording`; what is here the model's error messages need,
too.
"""

from __future__ import annotations

import copy
import gettext
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal, ParamSpec, TypeVar, cast

from stakemap.resources import resource_root

if TYPE_CHECKING:
    from babel import Locale

__all__ = [
    "cached_by_language",
    "comma_list",
    "decimal",
    "isolate",
    "joined",
    "languages",
    "locale",
    "number",
    "set_language",
    "tr",
    "tr_count",
]

P = ParamSpec("P")
T = TypeVar("T")

_DOMAIN = "stakemap"
_ISOLATE, _POP = "\u2068", "\u2069"
#: Letters of right-to-left scripts.
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_languages: list[str] | None = None
_cache_clearers: list[Callable[[], None]] = []


def languages() -> tuple[str, ...]:
    """Codes of the available languages, such as "hy": English, and each that has a catalogue.

    A catalogue is all that a language needs: `resources/i18n/hy/LC_MESSAGES/stakemap.mo`.
    """
    catalogues = (resource_root() / "i18n").glob(f"*/LC_MESSAGES/{_DOMAIN}.mo")
    return ("en", *sorted(path.parts[-3] for path in catalogues))


def set_language(language: str | None) -> None:
    """Set the language of later translations; None uses the system's settings."""
    global _languages
    _languages = None if language is None else [language]
    _catalogue.cache_clear()
    for clear in _cache_clearers:
        clear()


def cached_by_language(function: Callable[P, T]) -> Callable[P, T]:
    """Decorator: cache the results of a function until the language changes."""
    cached = lru_cache(maxsize=4_096)(function)
    _cache_clearers.append(cached.cache_clear)
    return cast("Callable[P, T]", cached)


@cache
def _catalogue() -> gettext.NullTranslations:
    return gettext.translation(_DOMAIN, resource_root() / "i18n", _languages, fallback=True)


def tr(text: str, /, **values: object) -> str:
    """Translate a literal English text, then replace its `{named}` fields by `values`.

    A value with right-to-left letters is isolated from the direction of the text around it.
    """
    translated = _catalogue().gettext(text)
    return translated.format(**_isolated(values)) if values else translated


def tr_count(singular: str, plural: str, count: int, /, **values: object) -> str:
    """Translate a text that depends on a count, which replaces `{count}`; values are isolated as by `tr`."""
    return _catalogue().ngettext(singular, plural, count).format(count=count, **_isolated(values))


def _isolated(values: Mapping[str, object]) -> dict[str, object]:
    return {
        name: isolate(str(value)) if isinstance(value, str | PurePath) else value
        for name, value in values.items()
    }


def isolate(text: str) -> str:
    """`text` between directional isolates if it has any right-to-left letters, for use within sentences."""
    if text.isascii() or not _RIGHT_TO_LEFT.search(text):
        return text
    is_isolated = text.startswith(_ISOLATE) and text.find(_POP) == len(text) - 1
    return text if is_isolated else f"{_ISOLATE}{text}{_POP}"


@cached_by_language
def locale() -> Locale:
    """Babel's locale of the chosen language, British English without a catalogue; loading it takes 20 ms."""
    from babel import Locale

    return Locale.parse(_catalogue().info().get("language") or "en_GB")


def number(value: float) -> str:
    """A number in its shortest form, with a true minus sign: "25", "−3", "12.5"."""
    return decimal(f"{value + 0.0:g}")


@cached_by_language
def decimal(digits: str, *, grouped: bool = False) -> str:
    """Format a decimal number in Python's notation for the language, with all its decimal places and a true
    minus sign; `grouped` separates thousands.
    """
    if len(digits) <= 3 and digits.removeprefix("-").isdecimal():
        # The same in every language: most maps can be shown without loading Babel.
        return digits.replace("-", "−")
    exact = f"{Decimal(digits):f}"
    places = len(exact.partition(".")[2])
    pattern = copy.copy(locale().decimal_formats[None])
    pattern.frac_prec = (places, places)
    return str(pattern.apply(exact, locale(), group_separator=grouped)).replace("-", "−")


def comma_list(parts: Sequence[str]) -> str:
    """An open list, with the language's comma between its parts: "A, B, C"."""
    if len(parts) < 2:
        return "".join(parts)
    between: str = locale().list_patterns["standard"]["middle"]
    return between.format("", "").join(parts)


def joined(parts: Sequence[str], style: Literal["standard", "or"] = "standard") -> str:
    """A complete list: "A, B and C", or "A, B or C"."""
    from babel.lists import format_list

    return format_list(parts, style, locale())
