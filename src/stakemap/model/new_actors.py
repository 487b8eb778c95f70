"""What is derived from the name of a new actor: a country's code and other names, the kind, a code."""

from __future__ import annotations

from collections.abc import Iterator

from stakemap.countries import Country, countries, country_named, plain_words
from stakemap.model.document import Actor, ActorKind, StakeMap
from stakemap.text import graphemes, plain, single_line

_CODE_LIMIT = 4
#: Words that imply a kind, folded, the first that is found. With * they may go on, as in other languages.
_KINDS: tuple[tuple[ActorKind, str], ...] = (
    ("group", "trade union*, student union*, students union*, labour union, labor union, workers*, farmers*"),
    ("group", "party, parties, partiya*, parti"),
    ("group", "partisi, kowsakts*, movement*, front, opposition*, diaspora, militia*, communit*, voters"),
    ("ngo", "ngo, foundation, human rights, watch, amnesty, charity, civil society, fund for"),
    ("government-body", "central bank, national bank, bank of russia, reserve bank, federal reserve"),
    ("government-body", "ministry, minister*, bakanlig*, nazirliy*, nakharar*, saminist*, government*"),
    ("government-body", "hukumet*, hokumet*, karravar*, pravitel*, mtavroba, parliament, senate, congress"),
    ("government-body", "cabinet, presidency, army, armed forces, police, court, municipality, embassy"),
    ("government-body", "national assembly, state duma, central committee, intelligence service"),
    ("international-organisation", "development bank, world bank, investment bank, monetary fund, nations"),
    ("international-organisation", "organisation*, organization*, organizats*, orgutu, teskilati, kazmaker*"),
    (
        "international-organisation",
        "union, soyuz, miowtyown, birligi, ittifaqi, kavshiri, league, initiative",
    ),
    (
        "international-organisation",
        "commonwealth, council of europe, european commission, nato, osce, un, eu",
    ),
    ("international-organisation", "imf, ebrd, opec, asean, cis, csto, eaeu, brics, igad, gcc"),
    ("media", "news, newspaper, times, television, tv, radio, broadcasting, press, gazette, media, tass"),
    ("company", "bank*, bnk, company, companies, corporation, corp, inc, ltd, llc, gmbh, plc, ojsc, oil"),
    (
        "company",
        "gas, petroleum, energy, airlines, airways, railway*, telecom*, holding*, industries, mining",
    ),
    ("company", "consortium, kompani*, sirketi, ynkerowtyown"),
    ("person", "mr, mrs, ms, dr, prof, professor, sir, king, queen, prince, princess"),
    ("state", "republic, kingdom, federation, emirate*, sultanate, respubli*, hanrapet*, cumhuriyet*"),
)


def new_actor(document: StakeMap, name: str) -> Actor:
    """A new actor of that name: a country has its code and other names, any other what the name implies."""
    return actor_named(name, Codes(document))


def actor_named(name: str, codes: Codes) -> Actor:
    """A new actor of that name, whose code is none of those given."""
    country = country_named(name)
    kind = kind_of_name(name, country)
    wanted = "" if country is None else country.code
    aliases = () if country is None else tuple(each for each in country.names if each != name)
    return Actor(name=name, aliases=aliases, kind=kind, code=codes.free(name, wanted))


def renaming(document: StakeMap, actor: str, name: str) -> dict[str, str]:
    """The fields to change for a new name: a country gives its code to an actor that has none."""
    country, known = country_named(name), document.actors.get(actor)
    if country is None or known is None or known.code.strip():
        return {"name": name}
    return {"name": name, "code": Codes(document, but=actor).free(name, country.code)}


def kind_of_name(name: str, country: Country | None) -> ActorKind:
    """The kind that a name suggests; a state where there is no list of countries."""
    if country is not None:
        return "international-organisation" if country.is_union else "state"
    words = f" {plain_words(name)} "
    for kind, told in _KINDS:
        for stem in told.split(", "):
            if f" {stem[:-1]}" in words if stem.endswith("*") else f" {stem} " in words:
                return kind
    return "other" if countries() else "state"


class Codes:
    """The codes that the actors of a map show, except `but`, without regard to case."""

    def __init__(self, document: StakeMap, *, but: str | None = None) -> None:
        self._taken = {code_of(actor).casefold() for key, actor in document.actors.items() if key != but}
        #: By the letters before them, the number that codes are free from at the earliest.
        self._numbers: dict[str, int] = {}

    def take(self, code: str) -> None:
        """Note that an actor shows this code."""
        self._taken.add(code.casefold())

    def free(self, name: str, wanted: str) -> str:
        """A code that no actor shows: `wanted`, or letters of the name, or numbered.

        It is "" where none is wanted and the letters shown without a code are free.
        """
        shown = code_of(Actor(name=name))
        found = next((code for code in _in_letters(name, wanted, shown) if self._is_free(code)), None)
        if found is None:
            found = self._numbered((wanted or shown)[:_CODE_LIMIT])
        return "" if found == shown and not wanted else found

    def _is_free(self, code: str) -> bool:
        return code.casefold() not in self._taken

    def _numbered(self, base: str) -> str:
        """A numbered code, "" if there is none left. No code becomes free again: the search goes on where it
        ended.
        """
        for number in range(self._numbers.get(base, 2), 10**_CODE_LIMIT):
            self._numbers[base] = number
            digits = str(number)
            code = base[: _CODE_LIMIT - len(digits)] + digits
            if self._is_free(code):
                return code
        return ""


def _in_letters(name: str, wanted: str, shown: str) -> Iterator[str]:
    if wanted:
        yield wanted
    yield shown
    letters = [letter for letter in graphemes(plain(name)) if letter.isalnum()]
    if len(single_line(name).split()) == 1:
        yield _upper("".join(letters[:_CODE_LIMIT]))[:_CODE_LIMIT]


def code_of(actor: Actor) -> str:
    """The text in the actor's disc: its code, else initials, else the first letters of its name."""
    if actor.code.strip():
        return plain(actor.code)
    words = plain(actor.name).split()
    if not words:
        return "?"
    letters = [graphemes(word)[0] for word in words if word[0].isalnum()][:3]
    if len(letters) < 2:
        letters = graphemes(words[0])[:3]
    return _upper("".join(letters))


def _upper(letters: str) -> str:
    # Georgian capitals are missing from most fonts and not used for initials.
    return "".join(letter if "\u10d0" <= letter <= "\u10ff" else letter.upper() for letter in letters)
