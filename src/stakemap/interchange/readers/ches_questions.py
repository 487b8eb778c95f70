"""Questions of the Chapel Hill expert surveys: columns of positions and saliences, with their scales."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from stakemap.i18n import cached_by_language, tr
from stakemap.interchange.readers.gathering import Scale


class Question(NamedTuple):
    """A question about the position of a party: its name, and what the ends of its scale mean."""

    name: str
    low: str = ""
    high: str = ""
    scale: Scale = (0.0, 10.0)


_EUROPE: Final[Scale] = (1.0, 7.0)
SALIENCE: Final[Scale] = (0.0, 10.0)

#: Columns of saliences, by the column of positions that they belong to.
SALIENCES: Final[Mapping[str, tuple[str, ...]]] = {
    "eu_position": ("eu_salience",),
    "position": ("eu_salience",),
    "lrecon": ("lrecon_salience",),
    "galtan": ("galtan_salience",),
    "immigrate_policy": ("immigrate_salience",),
    "multiculturalism": ("multicult_salience",),
    "redistribution": ("redist_salience",),
    "environment": ("enviro_salience", "environment_salience"),
    "spendvtax": ("spendvtax_salience",),
    "deregulation": ("dereg_salience", "deregulation_salience"),
    "civlib_laworder": ("civlib_salience",),
    "sociallifestyle": ("social_salience", "sociallifestyle_salience"),
    "religious_principles": ("religious_salience", "relig_salience"),
    "religious_principle": ("religious_salience", "relig_salience"),
    "regions": ("regions_salience",),
    "urban_rural": ("urban_salience",),
    "cosmo": ("cosmo_salience",),
    "protectionism": ("protectionism_salience",),
    "ethnic_minorities": ("ethnic_salience",),
    "nationalism": ("nationalism_salience",),
    "international_security": ("international_salience",),
    "climate_change": ("climate_change_salience",),
}

#: Countries by the number that the surveys give them, as their codes in ISO 3166-1 alpha-3.
COUNTRIES: Final[Mapping[int, str]] = {
    1: "BEL",
    2: "DNK",
    3: "DEU",
    4: "GRC",
    5: "ESP",
    6: "FRA",
    7: "IRL",
    8: "ITA",
    10: "NLD",
    11: "GBR",
    12: "PRT",
    13: "AUT",
    14: "FIN",
    16: "SWE",
    20: "BGR",
    21: "CZE",
    22: "EST",
    23: "HUN",
    24: "LVA",
    25: "LTU",
    26: "POL",
    27: "ROU",
    28: "SVK",
    29: "SVN",
    31: "HRV",
    34: "TUR",
    35: "NOR",
    36: "CHE",
    37: "MLT",
    38: "LUX",
    40: "CYP",
    45: "ISL",
}


@cached_by_language
def questions() -> Mapping[str, Question]:
    """The questions by the names of their columns."""
    return _general() | _european() | _of_policy()


def _general() -> dict[str, Question]:
    left, right = tr("Left"), tr("Right")
    return {
        "lrgen": Question(tr("Left and right in general"), left, right),
        "lrecon": Question(tr("Economic left and right"), left, right),
        "galtan": Question(
            tr("Democratic freedoms and rights"), tr("Libertarian"), tr("Traditional, authoritarian")
        ),
    }


def _european() -> dict[str, Question]:
    names = {
        "eu_position": tr("European integration"),
        "position": tr("European integration"),
        "eu_intmark": tr("EU internal market"),
        "eu_foreign": tr("EU foreign and security policy"),
        "eu_cohesion": tr("EU cohesion policy"),
        "eu_budgets": tr("EU authority over budgets"),
        "eu_asylum": tr("EU asylum policy"),
        "eu_enlarg": tr("EU enlargement"),
        "eu_agri": tr("EU agricultural spending"),
        "eu_environ": tr("EU environmental policy"),
        "eu_employ": tr("EU employment policy"),
        "eu_fiscal": tr("EU fiscal policy"),
        "eu_ep": tr("Powers of the European Parliament"),
        "eu_turkey": tr("EU membership of Türkiye"),
    }
    opposes, favours = tr("Opposes"), tr("Favours")
    return {column: Question(name, opposes, favours, _EUROPE) for column, name in names.items()}


def _of_policy() -> dict[str, Question]:
    opposes, supports = tr("Opposes"), tr("Supports")
    return {
        "spendvtax": Question(tr("Public services or taxes"), tr("Better services"), tr("Lower taxes")),
        "deregulation": Question(tr("Deregulation of markets"), opposes, supports),
        "econ_interven": Question(tr("State intervention in the economy"), supports, opposes),
        "redistribution": Question(tr("Redistribution of wealth"), supports, opposes),
        "civlib_laworder": Question(
            tr("Civil liberties or law and order"), tr("Civil liberties"), tr("Law and order")
        ),
        "sociallifestyle": Question(tr("Liberal social policies"), supports, opposes),
        "religious_principles": Question(tr("Religious principles in politics"), opposes, supports),
        "religious_principle": Question(tr("Religious principles in politics"), opposes, supports),
        "immigrate_policy": Question(tr("Immigration"), tr("Liberal"), tr("Restrictive")),
        "multiculturalism": Question(
            tr("Integration of immigrants"), tr("Multiculturalism"), tr("Assimilation")
        ),
        "urban_rural": Question(tr("Urban or rural interests"), tr("Urban"), tr("Rural")),
        "environment": Question(
            tr("Environment or economic growth"), tr("Environment"), tr("Economic growth")
        ),
        "climate_change": Question(tr("Climate policy")),
        "cosmo": Question(tr("Cosmopolitanism or nationalism"), tr("Cosmopolitan"), tr("Nationalist")),
        "nationalism": Question(tr("Cosmopolitanism or nationalism"), tr("Cosmopolitan"), tr("Nationalist")),
        "protectionism": Question(
            tr("Trade liberalisation or protection"), tr("Liberalisation"), tr("Protection")
        ),
        "regions": Question(tr("Decentralisation to regions"), supports, opposes),
        "ethnic_minorities": Question(tr("Rights of ethnic minorities"), supports, opposes),
        "international_security": Question(tr("International security and peacekeeping"), supports, opposes),
        "members_vs_leadership": Question(tr("Who decides in the party"), tr("Members"), tr("Leadership")),
        "people_vs_elite": Question(
            tr("Who should decide in politics"), tr("Elected officials"), tr("The people")
        ),
    }
