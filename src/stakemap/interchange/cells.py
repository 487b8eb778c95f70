"""Parsers of the cells of a pasted table: from text to values of the model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal, TypeVar, get_args

from stakemap.i18n import cached_by_language, tr
from stakemap.interchange.register.parts import is_number
from stakemap.model.document import ActorKind
from stakemap.model.ids import slug
from stakemap.model.judgements import Basis, Confidence, Role
from stakemap.model.terms import term

W = TypeVar("W", bound=str)

NoValue = Literal["unknown", "not-applicable"]

#: A number whose comma may be read in two ways.
_GROUPED = re.compile(r"[+\-−]?[1-9]\d{0,2},\d{3}\s*%?")
_COLOUR = re.compile(r"#?([0-9a-fA-F]{6})")
_DASHES = frozenset({"-", "–", "—", "−", "--"})
_EMPTY = frozenset({"", *_DASHES, "not judged"})
#: What spreadsheets have where there is no value, in lower case.
_MISSING = frozenset(
    {
        "n/a",
        "n / a",
        "#n/a",
        "n.a.",
        "n.a",
        "n. a.",
        "na",
        "tbd",
        "t.b.d.",
        "tbc",
        "t.b.c.",
        "?",
        ".",
        "..",
        *_DASHES,
    }
)
#: Words for it that are none in a column of texts, by `slug`.
_UNKNOWN_WORDS = frozenset(
    {"unknown", "not-known", "not-available", "no-data", "dont-know", "unclear", "nd", "n-d", "nk", "n-k"}
    | {"nan", "null", "to-be-determined", "to-be-confirmed"}
)


class CellError(ValueError):
    """A cell is invalid; the message is a sentence for the user."""


def is_empty(text: str) -> bool:
    """Whether a cell is empty or a placeholder, so that the map keeps its value."""
    return text.casefold() in _EMPTY


def is_missing(text: str) -> bool:
    """Whether a cell has a mark for a value that is not available, such as "n/a", a dash or "?"."""
    return text.casefold() in _MISSING


@cached_by_language
def is_unknown(text: str) -> bool:
    """Whether a cell has a mark or a word for a value that is not known.

    "n/a" is one: in spreadsheets it stands for what is not available.
    """
    if is_missing(text) or (text and not text.strip("?")):
        return True
    # Most cells are numbers, and to look for words in thousands of them takes long.
    return not is_number(text) and (is_own_word(text) or slug(text) in _UNKNOWN_WORDS)


def is_own_word(text: str) -> bool:
    """Whether a cell has the app's own word for unknown."""
    return slug(text) in ("unknown", slug(term("unknown")))


def is_not_applicable(text: str) -> bool:
    """Whether a cell has the app's own words for not applicable."""
    return slug(text) in ("not-applicable", slug(term("not-applicable")))


def comma_doubt(text: str) -> str:
    """The doubt about a number such as "1,234", whose comma may stand between thousands; "" for others."""
    if _GROUPED.fullmatch(text) is None:
        return ""
    return tr("The comma was read as that of a decimal number, not as one between thousands.")


_KIND_VALUES: tuple[ActorKind, ...] = get_args(ActorKind)
_ROLE_VALUES: tuple[Role, ...] = get_args(Role)
_CONFIDENCE_VALUES: tuple[Confidence, ...] = get_args(Confidence)
_BASIS_VALUES: tuple[Basis, ...] = get_args(Basis)

#: Synonyms, in addition to the terms of the app and of the file format, in the languages of registers.
_KIND_WORDS: Mapping[ActorKind, str] = {
    "state": "country, nation, país, estado, staat, pays, état, государство, страна, devlet, ülke, "
    "держава, країна",
    "international-organisation": (
        "international organization, igo, intergovernmental organisation, intergovernmental organization, "
        "un agency, organismo internacional, organización internacional, "
        "organização internacional, internationale organisation, organisation internationale, "
        "международная организация, uluslararası kuruluş, uluslararası örgüt, міжнародна організація"
    ),
    "government-body": (
        "ministry, agency, government, government agency, governmental, govt, public sector, public body, "
        ""
        "local government, local authority, municipality, regulator, authority, state agency, gobierno, "
        "ministerio, sector público, entidad pública, gobierno local, municipio, governo, ministério, "
        "setor público, órgão público, regierung, behörde, ministerium, verwaltung, "
        "öffentlicher sektor, gouvernement, ministère, administration, secteur public, collectivité, "
        "правительство, министерство, орган власти, госорган, ведомство, bakanlık, kamu, "
        "kamu kurumu, belediye, уряд, міністерство, орган влади"
    ),
    "company": (
        "firm, business, private sector, corporation, corporate, industry, private company, "
        "enterprise, "
        "supplier, vendor, contractor, empresa, sector proveedor, setor "
        "fornecedor, "
        "unternehmen, firma, wirtschaft, privatwirtschaft, lieferant, entreprise, société, secteur "
        "privé, "
        "fournisseur, компания, бизнес, предприятие, частный сектор, поставщик, şirket, "
        "özel sektör, "
        "tedarikçi, компанія, бізнес, підприємство"
    ),
    "ngo": (
        "non governmental organisation, non governmental organization, civil society, cso, "
        "civil society organisation, civil society organization, non profit, nonprofit, not for profit, "
        "charity, "
        "foundation, ong, osc, sociedad civil, sociedade civil, nro, zivilgesellschaft, verein, "
        "société civile, "
        "association, нко, нпо, гражданское общество, общественная организация, stk, sivil toplum, "
        "sivil toplum kuruluşu, громадська організація, громадянське суспільство"
    ),
    "media": (
        "press, newspaper, broadcaster, medios, medios de comunicación, prensa, mídia, imprensa, medien, "
        "presse, "
        "médias, média, сми, пресса, медиа, medya, basın, змі, медіа"
    ),
    "person": (
        "individual, politician, persona, individuo, pessoa, indivíduo, einzelperson, personne, человек, "
        "лицо, "
        "физическое лицо, kişi, birey, особа"
    ),
    "group": (
        "community, community group, interest group, trade union, union, citizens, residents, comunidad, "
        "sindicato, grupo, comunidade, gruppe, gewerkschaft, communauté, syndicat, groupe, сообщество, "
        "профсоюз, "
        "группа, жители, topluluk, sendika, grup, громада, профспілка, група"
    ),
    "other": "otro, otros, outro, outros, sonstige, andere, autre, autres, другое, прочее, прочие, diğer, "
    "інше",
}
_ROLES: Mapping[str, Role] = {
    "decider": "decides",
    "decision-maker": "decides",
    "blocker": "can-block",
    "veto": "can-block",
    "veto-player": "can-block",
    "influencer": "influences",
}
_CONFIDENCES: Mapping[str, Confidence] = {"medium": "moderate", "middle": "moderate"}


def _parse_term(text: str, values: Iterable[W], synonyms: Mapping[str, W]) -> W:
    key = slug(text)
    known = {value: value for value in values}
    if key in known or key in synonyms:
        return known[key] if key in known else synonyms[key]
    for value in values:
        if key == slug(term(value)):
            return value
    words = ", ".join(term(value) for value in values)
    raise CellError(tr("“{text}” is not one of: {words}.", text=text, words=words))


@cache
def _kinds() -> Mapping[str, ActorKind]:
    return {slug(word): kind for kind, words in _KIND_WORDS.items() for word in words.split(", ")}


def kind_of(text: str) -> ActorKind:
    """Parse a kind of actor. Raises CellError."""
    return _parse_term(text, _KIND_VALUES, _kinds())


def role_of(text: str) -> Role:
    """Parse a role. Raises CellError."""
    return _parse_term(text, _ROLE_VALUES, _ROLES)


def confidence_of(text: str) -> Confidence:
    """Parse a confidence. Raises CellError."""
    return _parse_term(text, _CONFIDENCE_VALUES, _CONFIDENCES)


def basis_of(text: str) -> Basis:
    """Parse a basis. Raises CellError."""
    return _parse_term(text, _BASIS_VALUES, {})


def colour_of(text: str) -> str:
    """Parse a colour, as "#rrggbb". Raises CellError."""
    match = _COLOUR.fullmatch(text)
    if match is None:
        raise CellError(tr("“{text}” is not a colour: write it as #1f77b4.", text=text))
    return f"#{match[1]}"
