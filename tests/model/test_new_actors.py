"""What a name tells of a new actor: codes that differ, the kind, the names of a country."""

from __future__ import annotations

import pytest

from samples import sample, tiny
from stakemap.countries import all_names, countries, country_meant, country_named, offers
from stakemap.model import edits
from stakemap.model.new_actors import Codes, code_of, new_actor, renaming


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Georgia", "state"),
        ("Грузия", "state"),
        ("Nile Republic", "state"),
        ("European Union", "international-organisation"),
        ("African Union", "international-organisation"),
        ("Asian Development Bank", "international-organisation"),
        ("NATO", "international-organisation"),
        ("National Bank of Georgia", "government-body"),
        ("Ministry of Water", "government-body"),
        ("Hükümet", "government-body"),
        ("Ziraat Bankası", "company"),
        ("Газпромбанк", "other"),
        ("Банк России", "company"),
        ("Trade Union Confederation", "group"),
        ("Georgian Dream party", "group"),
        ("Open Society Foundation", "ngo"),
        ("BBC News", "media"),
        ("Unionville", "other"),
        ("Kars", "other"),
    ],
)
def test_the_kind_is_told_by_the_name(name: str, kind: str) -> None:
    assert new_actor(tiny(), name).kind == kind


def test_a_country_has_its_code_and_is_found_by_its_other_names() -> None:
    added = new_actor(tiny(), "Turkey")
    assert (added.name, added.code) == ("Turkey", "TUR")
    assert {"Türkiye", "Թուրքիա", "Türkiyə", "Турция", "ترکیه", "თურქეთი"} == set(added.aliases)


def test_no_code_is_there_twice() -> None:
    document = sample()
    for number in range(30):
        for name in ("Georgia", "Kars", "Bank of Kars", "Բանկ"):
            document = edits.add_actor(
                document, f"{len(document.actors)}-{number}", new_actor(document, name)
            )
    codes = [code_of(actor).casefold() for actor in document.actors.values()]
    assert len(set(codes)) == len(codes)
    assert all(1 <= len(code) <= 4 for code in codes)


def test_codes_of_thousands_of_like_names_differ_until_none_is_left() -> None:
    codes = Codes(tiny())
    found: list[str] = []
    # Each search begins where the one before ended, or this would take very long.
    for _ in range(20_000):
        found.append(codes.free("Kars", "KRS"))
        codes.take(found[-1])
    given = [code for code in found if code]
    assert given[:3] == ["KRS", "KAR", "KARS"]
    assert (given[3], given[-1]) == ("KRS2", "9999")
    assert len(set(given)) == len(given)
    assert found[len(given) :] == [""] * (len(found) - len(given))


def test_a_new_name_gives_a_country_its_code_unless_it_has_one() -> None:
    document = edits.add_actor(tiny(), "x", new_actor(tiny(), "Somebody"))
    assert renaming(document, "x", "Germany") == {"name": "Germany", "code": "DEU"}
    assert renaming(document, "x", "Anybody") == {"name": "Anybody"}
    document = edits.update_actor(document, "x", code="SB")
    assert renaming(document, "x", "Germany") == {"name": "Germany"}


def test_offers_follow_the_script_and_put_the_likeliest_first() -> None:
    assert next((offer.name, offer.country.code) for offer in offers("Geo")) == ("Georgia", "GEO")
    assert [offer.name for offer in offers("turke")] == ["Turkey"]
    assert [offer.name for offer in offers("Груз")] == ["Грузия"]
    assert [offer.name for offer in offers("საქ")] == ["საქართველო"]
    assert [offer.name for offer in offers("Հայ")] == ["Հայաստան"]
    assert offers("usa")[0].country is country_named("United States")
    assert offers("u.s.a") == offers("usa")
    assert offers("g") == offers("  ") == offers("xyz") == ()


@pytest.mark.parametrize(
    ("name", "code"),
    [("U.S.A.", "USA"), ("U.S.", "USA"), ("u.k", "GBR"), ("D.P.R.K.", "PRK"), ("St. Lucia", "LCA")],
)
def test_initials_with_full_stops_are_those_without(name: str, code: str) -> None:
    country = country_named(name)
    assert country is not None
    assert country.code == code


def test_names_in_the_languages_of_registers_mean_a_country_and_are_given_to_none() -> None:
    names = {
        "Österreich": "AUT",
        "Alemania": "DEU",
        "Pays-Bas": "NLD",
        "Países Baixos": "NLD",
        "Німеччина": "DEU",
    }
    assert {name: country.code for name in names if (country := country_meant(name))} == names
    assert [name for name in names if country_named(name)] == []
    assert country_meant("Ministry") is country_meant("") is None
    germany = country_meant("Germany")
    assert germany is not None
    assert {"Deutschland", "Allemagne"} <= set(all_names(germany)) - set(germany.names)


def test_initials_first_names_and_what_two_countries_are_called_mean_none() -> None:
    for name in ("IRA", "OMA", "Maurice", "Congo"):
        assert country_meant(name) is None, name
    assert [country.code for name in ("Irã", "Omã") if (country := country_meant(name))] == ["IRN", "OMN"]


def test_every_country_has_a_code_of_its_own() -> None:
    codes = [country.code for country in countries()]
    assert len(set(codes)) == len(codes)
    assert len(codes) > 240
    by_code = {country.code: country.names[0] for country in countries()}
    assert (by_code["ARM"], by_code["AZE"], by_code["RUS"], by_code["DEU"]) == (
        "Armenia",
        "Azerbaijan",
        "Russia",
        "Germany",
    )
    assert not {"SUN", "YUG", "ZZZ", "QUU"} & by_code.keys()
