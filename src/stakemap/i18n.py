"""The language the user reads: the one function every user-visible string goes through, and what Babel knows
of writing numbers and lists in it.

Dates and the numbers of results are formatted by `wording`; the model's own refusals need what is here, too.
"""

from __future__ import annotations

import copy
import gettext
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal, localcontext
from functools import cache, lru_cache
from numbers import Integral
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Literal, ParamSpec, Self, TypeVar, cast

from stakemap.resources import resource_root

if TYPE_CHECKING:
    from babel import Locale

P = ParamSpec("P")
T = TypeVar("T")

_DOMAIN = "stakemap"
_ISOLATE, _POP = "\u2068", "\u2069"
#: Letters of the scripts that run from right to left.
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_languages: list[str] | None = None
_cache_clearers: list[Callable[[], None]] = []


def languages() -> tuple[str, ...]:
    """The languages that the app speaks, as codes such as "hy": English, and each that has a catalogue.

    A language is added by its catalogue alone: `resources/i18n/hy/LC_MESSAGES/stakemap.mo`.
    """
    catalogues = (resource_root() / "i18n").glob(f"*/LC_MESSAGES/{_DOMAIN}.mo")
    return ("en", *sorted({path.parts[-3] for path in catalogues} - {"en"}))


def set_language(language: str | None) -> None:
    """Set the language of later translations; None uses the system's settings.

    Main thread only, before any worker translates: what is being translated meanwhile is cached as it was.
    """
    global _languages
    _languages = None if language is None else [language]
    _read_catalogue.cache_clear()
    for clear in _cache_clearers:
        clear()


def cached_by_language(function: Callable[P, T]) -> Callable[P, T]:
    """Keep what a function returns for some thousand arguments, until another language is chosen."""
    cached = lru_cache(maxsize=4_096)(function)
    _cache_clearers.append(cached.cache_clear)
    return cast("Callable[P, T]", cached)


def _catalogue() -> gettext.NullTranslations:
    return _read_catalogue()[0]


@cache
def _read_catalogue() -> tuple[gettext.NullTranslations, str]:
    """The catalogue, or that of English and a sentence if whatever is in the file is none."""
    folder = resource_root() / "i18n"
    files = [Path(file) for file in gettext.find(_DOMAIN, folder, _languages, all=True)]
    # gettext raises what its parsing runs into, such as OSError, struct.error, UnicodeError, LookupError.
    with suppress(Exception):
        if all(file.is_file() for file in files):
            return gettext.translation(_DOMAIN, folder, _languages, fallback=True), ""
    file = files[0] if files else folder
    return gettext.NullTranslations(), f"{file}: this translation cannot be read; the texts are in English."


def catalogue_problem() -> str:
    """A sentence in English if the catalogue of the language cannot be read; empty if it can."""
    return _read_catalogue()[1]


def tr(text: str, /, **values: object) -> str:
    """Translate a literal English text, then fill its `{named}` places with `values`.

    A value that runs right to left, such as a name in Arabic script, is isolated from the direction of the
    text around it; what is no character, in the name of a file, is escaped. An integer is a quantity, which
    gets the language's thousands separators: what is only a number of something, such as a line, is given as
    text. Places may also be filled later, by the `format` of what is returned.
    """
    translated = _catalogue().gettext(text)
    if values:
        return _filled(translated, text, values)
    return _Pattern(translated, text) if "{" in text else translated


class _Pattern(str):
    """A translation whose places are filled later, with the same care as `tr` takes."""

    __slots__ = ("_english",)
    _english: str

    def __new__(cls, translated: str, english: str) -> Self:
        pattern = super().__new__(cls, translated)
        pattern._english = english
        return pattern

    def __reduce__(self) -> tuple[type[_Pattern], tuple[str, str]]:
        return _Pattern, (str(self), self._english)

    def format(self, *_: object, **values: object) -> str:
        """Fill the named places."""
        return _filled(str(self), self._english, values)


def tr_count(singular: str, plural: str, count: int, /, **values: object) -> str:
    """Translate a text that depends on a count, which fills `{count}`; values are written as `tr` does."""
    english = singular if count == 1 else plural
    try:
        translated = _catalogue().ngettext(singular, plural, count)
    except (ArithmeticError, LookupError, ValueError, TypeError):
        # The catalogue's formula of plurals.
        translated = english
    return _filled(translated, english, {"count": count, **values})


def _filled(translated: str, english: str, values: Mapping[str, object]) -> str:
    """A translation with its places filled, or the English text if it has others."""
    written = {name: _written(value) for name, value in values.items()}
    try:
        filled = translated.format(**written)
    except (LookupError, ValueError, AttributeError, TypeError):
        translated, filled = english, english.format(**written)
    # The full stop of a name, such as U.S.A., is that of the sentence that ends in it, too.
    doubled = translated.endswith("}.") and filled.endswith("..") and not filled.endswith("...")
    return filled[:-1] if doubled else filled


def _written(value: object) -> object:
    """A value as it stands in a sentence."""
    if isinstance(value, str | PurePath):
        return isolate(_representable(str(value)))
    return decimal(f"{value:d}", grouped=True) if isinstance(value, Integral) else value


def _representable(text: str) -> str:
    """A text whose lone surrogates, as in names of files that are not valid UTF-8, are escaped."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")


def isolate(text: str) -> str:
    """`text` fit to stand inside a sentence of another direction: isolated when any of it runs right to
    left.
    """
    if text.isascii() or not _RIGHT_TO_LEFT.search(text):
        return text
    is_isolated = text.startswith(_ISOLATE) and text.find(_POP) == len(text) - 1
    return text if is_isolated else f"{_ISOLATE}{text}{_POP}"


@cached_by_language
def locale() -> Locale:
    """Babel's locale of the catalogue's declared language, else of its folder, else British English.

    Loading it takes 20 ms.
    """
    from babel import Locale

    file = gettext.find(_DOMAIN, resource_root() / "i18n", _languages)
    folder = PurePath(file).parts[-3] if file else ""
    declared = _catalogue().info().get("language", "")
    return _locale_of(declared) or _locale_of(folder) or Locale("en", "GB")


def _locale_of(code: str) -> Locale | None:
    """The locale of a code such as "pt_BR" or "pt-BR", or else of its language alone."""
    from babel import Locale, UnknownLocaleError

    tag = code.strip().replace("-", "_")
    for known in (tag, re.split("[_@.]", tag)[0]):
        with suppress(ValueError, UnknownLocaleError):
            return Locale.parse(known)
    return None


def language_name(code: str) -> str:
    """A language by its own name, such as "հայերեն"; its code where Babel does not know it."""
    known = _locale_of(code)
    return (known and known.get_display_name()) or code


def number(value: float) -> str:
    """A number as it is, as short as it can be, with a true minus sign: "25", "−3", "12.5"."""
    return decimal(f"{value + 0.0:g}")


@cached_by_language
def decimal(digits: str, *, grouped: bool = False) -> str:
    """A decimal number in Python's notation as people write it, with all of its places and a true minus sign;
    `grouped` sets thousands apart.
    """
    if len(digits) <= 3 and digits.removeprefix("-").isdecimal():
        # Written alike in every language, so that most maps are shown before Babel is loaded.
        return digits.replace("-", "−")
    exact = f"{Decimal(digits):f}"
    places = len(exact.partition(".")[2])
    pattern = copy.copy(locale().decimal_formats[None])
    pattern.frac_prec = (places, places)
    with localcontext(prec=max(28, len(exact))):
        return str(pattern.apply(exact, locale(), group_separator=grouped)).replace("-", "−")


def comma_list(parts: Sequence[str]) -> str:
    """An open list, with the language's comma between its parts: "A, B, C".

    The comma is translated, since Babel's lists of Arabic have "and" before every part.
    """
    return tr(", ").join(parts)


def joined(parts: Sequence[str], style: Literal["standard", "or"] = "standard") -> str:
    """The parts of a list that is complete: "A, B and C", or "A, B or C"."""
    from babel.lists import format_list

    return format_list(parts, style, locale())
