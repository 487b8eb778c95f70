"""The countries of the world: ISO 3166 codes, and names in English, the app's language and those around the
Black Sea and the Caspian.

They are those of Unicode's CLDR, which Babel brings along; they are read when a name is first looked up,
which takes a tenth of a second.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from stakemap.i18n import cached_by_language, locale
from stakemap.text import fold

#: Armenian, Turkish, Azerbaijani, Russian, Persian and Georgian.
LANGUAGES = ("hy", "tr", "az", "ru", "fa", "ka")
#: The other languages in which registers are read: their names find a country, which is given none of them.
READ_LANGUAGES = ("de", "es", "fr", "pt", "uk")
#: Names in these that more often are those of people, or that either of two countries is called.
_OTHERWISE = frozenset({"congo", "dominique", "maurice", "mauricio"})
#: The most letters of the initials of something else.
_MOST_INITIALS = 3
#: Unions of states that CLDR lists among the territories, which have no code of three letters.
_UNIONS = {"EU": "EU", "UN": "UN"}
#: Codes of three letters that CLDR still gives beside the present one of a country.
_FORMER = frozenset({"ANT", "BUR", "DDR", "FXX", "NTZ", "SCG", "SUN", "TMP", "YMD", "YUG", "ZAR"})
#: Codes of two letters that stand for no country.
_PRIVATE = frozenset({"AA", "EZ", "QO", "XA", "XB", "ZZ", *_UNIONS})
#: The code in use for Kosovo, which ISO 3166 has not assigned one.
_IN_USE = {"XK": "XKX"}
#: English names that are plainer than CLDR's.
_PLAIN = {
    "CD": "Democratic Republic of the Congo",
    "CG": "Republic of the Congo",
    "HK": "Hong Kong",
    "MM": "Myanmar",
    "MO": "Macao",
    "PS": "Palestine",
}
#: Other English names in use.
_ALSO = {
    "AE": ("UAE", "Emirates"),
    "CD": ("DRC", "DR Congo"),
    "CI": ("Ivory Coast",),
    "CV": ("Cabo Verde",),
    "CZ": ("Czech Republic",),
    "GB": ("UK", "Great Britain", "Britain"),
    "KP": ("DPRK",),
    "KR": ("Republic of Korea",),
    "MK": ("Macedonia",),
    "MM": ("Burma",),
    "NL": ("Holland",),
    "RU": ("Russian Federation",),
    "SA": ("KSA",),
    "SZ": ("Swaziland",),
    "TL": ("East Timor",),
    "TR": ("Turkey",),
    "US": ("USA", "US", "United States of America", "America"),
    "VA": ("Holy See",),
}
_APART = re.compile(r"[^a-z0-9]+")
#: Initials with full stops, which are one word, as in U.S.A.
_INITIALS = re.compile(r"\b[a-z](?:\.[a-z])+\b")
#: Fewest letters for which countries are offered.
_LEAST = 2
#: Most countries offered at once.
_MOST = 8


class Country(NamedTuple):
    """A country, or a union of states: its code (ISO 3166-1 alpha-3) and its names, each once.

    The first name is that in the app's language, then those in English, then those of the region.
    """

    code: str
    names: tuple[str, ...]
    is_union: bool = False


class Offer(NamedTuple):
    """A country under the name of it that was meant."""

    name: str
    country: Country


def plain_words(text: str) -> str:
    """A name as words of a–z, 0–9 parted by blanks, in whatever script it is written."""
    folded = _INITIALS.sub(lambda initials: initials[0].replace(".", ""), fold(text))
    return _APART.sub(" ", folded.replace("'", "")).strip()


@cached_by_language
def countries() -> tuple[Country, ...]:
    """All countries; none where the data of Babel is missing or damaged."""
    try:
        return tuple(_read())
    except (ImportError, OSError, LookupError, ValueError, AttributeError):
        return ()


def _codes() -> dict[str, str]:
    """The codes of countries and unions by those of two letters."""
    from babel.core import get_global

    codes = dict(_UNIONS)
    for alias, meant in get_global("territory_aliases").items():
        if len(alias) == 3 and alias.isalpha() and alias not in _FORMER and meant[0] not in _PRIVATE:
            codes[meant[0]] = _IN_USE.get(meant[0], alias)
    return codes


def _read() -> Iterator[Country]:
    from babel import Locale

    codes = _codes()
    english = Locale("en").territories
    spoken = [locale().territories, *(Locale(language).territories for language in LANGUAGES)]
    app, region = spoken[0], spoken[1:]
    in_english = locale().language == "en"
    for short, code in codes.items():
        name = english.get(short)
        if name is None:
            continue
        plain = _PLAIN.get(short, name.replace(" & ", " and "))
        first = plain if in_english else app.get(short, plain)
        others = (territories[short] for territories in region if short in territories)
        names = dict.fromkeys((first, plain, *_ALSO.get(short, ()), *others))
        yield Country(code, tuple(names), short in _UNIONS)


class _Name(NamedTuple):
    """A name that a country is found by, and the words that it is looked up by."""

    folded: str
    name: str


@cached_by_language
def _index() -> tuple[tuple[Country, tuple[_Name, ...]], ...]:
    return tuple((one, tuple(_Name(plain_words(name), name) for name in one.names)) for one in countries())


@cached_by_language
def _by_name() -> Mapping[str, tuple[Country, ...]]:
    found: dict[str, dict[str, Country]] = {}
    for one, names in _index():
        for folded, _ in names:
            found.setdefault(folded, {})[one.code] = one
    return {folded: tuple(named.values()) for folded, named in found.items()}


def country_named(name: str) -> Country | None:
    """The country of that name in any of the languages; None when there is none or more than one."""
    wanted = plain_words(name)
    found = _by_name().get(wanted, ())
    return found[0] if wanted and len(found) == 1 else None


def country_meant(name: str) -> Country | None:
    """The country that a register in any of the languages in which these are read calls so; None as above."""
    found = country_named(name)
    if found is None and (code := _codes_elsewhere().get(_words_elsewhere(name))):
        found = next((one for one in countries() if one.code == code), None)
    return found


def all_names(country: Country) -> tuple[str, ...]:
    """All names of a country, also those in the other languages that are no more often of something else."""
    elsewhere = _names_elsewhere().get(country.code, ())
    return (*country.names, *(name for name in elsewhere if not _is_otherwise(plain_words(name))))


@cache
def _names_elsewhere() -> Mapping[str, tuple[str, ...]]:
    """The names of countries in the other languages, by code; none where the data of Babel is damaged."""
    try:
        from babel import Locale

        read = [Locale(language).territories for language in READ_LANGUAGES]
        return {
            code: tuple(dict.fromkeys(one[short] for one in read if short in one))
            for short, code in _codes().items()
        }
    except (ImportError, OSError, LookupError, ValueError, AttributeError):
        return {}


@cache
def _codes_elsewhere() -> Mapping[str, str]:
    """The codes by the words of names in the other languages that mean one country alone."""
    found: dict[str, set[str]] = {}
    for code, names in _names_elsewhere().items():
        for name in names:
            if plain_words(name) not in _OTHERWISE:
                found.setdefault(_words_elsewhere(name), set()).add(code)
    return {words: codes.pop() for words, codes in found.items() if len(codes) == 1}


def _words_elsewhere(name: str) -> str:
    """The words of a name in another language; where these are also something else, the name with accents."""
    words = plain_words(name)
    return name.strip().casefold() if _is_otherwise(words) else words


def _is_otherwise(words: str) -> bool:
    """Whether words may be initials, such as those of the IRA without the accent of "Irã", or more often are
    the name of a person, or of either of two countries.
    """
    return len(words) <= _MOST_INITIALS or words in _OTHERWISE


def offers(text: str) -> tuple[Offer, ...]:
    """The countries whose name or code begins with `text`, or has a word that does, the likeliest first.

    A name in another script than that of `text` is not offered, however alike both sound.
    """
    wanted, script = plain_words(text), _script(text)
    if len(wanted.replace(" ", "")) < _LEAST:
        return ()
    found = []
    for one, names in _index():
        ranks = [
            (not folded.startswith(wanted), place, name)
            for place, (folded, name) in enumerate((*names, _Name(one.code.lower(), one.names[0])))
            if f" {folded}".find(f" {wanted}") >= 0 and (place == len(names) or _script(name) == script)
        ]
        if ranks:
            inside, place, name = min(ranks)
            found.append((inside, place, plain_words(name), Offer(name, one)))
    return tuple(offer for *_, offer in sorted(found, key=lambda each: each[:3])[:_MOST])


def _script(text: str) -> str:
    """The script of the first letter of a text, as Unicode names it."""
    letter = next((each for each in text if each.isalpha()), "")
    return unicodedata.name(letter, "").partition(" ")[0] if letter else ""
