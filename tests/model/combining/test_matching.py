"""Which records of one map are those of another, and maps with other ids."""

from __future__ import annotations

import pytest
from hypothesis import given

from samples import MAP_ID, sample
from stakemap.model.checks import check
from stakemap.model.combining.matching import Matching, Suggestion, matched
from stakemap.model.combining.renaming import renamed
from stakemap.model.document import Actor, Issue, Relation, Resolution, Snapshot, Source, StakeMap
from stakemap.model.teamwork import Comment
from strategies import examples, maps


def with_actors(**actors: Actor) -> StakeMap:
    return StakeMap(id=MAP_ID, actors={key.replace("_", "-"): each for key, each in actors.items()})


def test_actors_match_by_id_then_alias_then_folded_name() -> None:
    known = with_actors(
        turkiye=Actor(name="Türkiye", aliases=("Turkey",)),
        georgia=Actor(name="Georgia"),
        iran=Actor(name="Iran"),
    )
    other = with_actors(
        georgia=Actor(name="Sakartvelo"), tr=Actor(name="turkey"), ir=Actor(name="IRAN"), eu=Actor(name="EU")
    )
    assert matched(known, other).renames["actors"] == {
        "georgia": "georgia",
        "tr": "turkiye",
        "ir": "iran",
        "eu": "eu",
    }


def test_one_record_is_meant_once() -> None:
    known = with_actors(iran=Actor(name="Iran"))
    other = with_actors(iran=Actor(name="Tehran"), iran_2=Actor(name="Iran"))
    assert matched(known, other).renames["actors"] == {"iran": "iran", "iran-2": "iran-2"}


def test_a_name_that_two_have_matches_neither() -> None:
    known = with_actors(a=Actor(name="Council"), b=Actor(name="Council"))
    assert matched(known, with_actors(c=Actor(name="Council"))).renames["actors"] == {"c": "c"}


def test_near_names_and_one_country_are_suggested_and_taken_once_confirmed() -> None:
    known = with_actors(turkiye=Actor(name="Türkiye"), council=Actor(name="Security Council"))
    other = with_actors(turkey=Actor(name="Turkey"), unsc=Actor(name="Security Counsil"))
    found = matched(known, other)
    assert found.renames["actors"] == {"turkey": "turkey", "unsc": "unsc"}
    assert found.suggestions == (
        Suggestion("actors", "turkey", "turkiye", "Turkey", "Türkiye", "same-country"),
        Suggestion("actors", "unsc", "council", "Security Counsil", "Security Council", "near-name"),
    )
    answered = matched(known, other, {("actors", "turkey"): "turkiye", ("actors", "unsc"): "council"})
    assert answered == Matching(found.renames | {"actors": {"turkey": "turkiye", "unsc": "council"}}, ())


def test_snapshots_match_by_label_and_those_of_one_date_are_suggested() -> None:
    known = StakeMap(
        id=MAP_ID, snapshots={"a": Snapshot(label="Spring"), "b": Snapshot(label="B", date="2025")}
    )
    other = StakeMap(
        id=MAP_ID,
        snapshots={"x": Snapshot(label="spring", date="2024"), "y": Snapshot(label="Talks", date="2025")},
    )
    found = matched(known, other)
    assert found.renames["snapshots"] == {"x": "a", "y": "y"}
    assert found.suggestions == (Suggestion("snapshots", "y", "b", "Talks", "B", "same-date"),)


def test_sources_of_one_id_that_differ_are_two_and_those_of_one_address_are_one() -> None:
    known = StakeMap(id=MAP_ID, sources={"report": Source(title="Report"), "x": Source(title="X", url="u")})
    other = StakeMap(id=MAP_ID, sources={"report": Source(title="Another"), "y": Source(title="Y", url="u")})
    assert matched(known, other).renames["sources"] == {"report": "report-2", "y": "x"}


def test_relations_match_by_their_ends() -> None:
    known = sample()
    other = known.model_copy(
        update={
            "relations": {
                "pact": Relation(source="azerbaijan", target="turkiye", label="Alliance", directed=False),
                "azerbaijan-armenia": Relation(source="armenia", target="azerbaijan", label="presses"),
            }
        }
    )
    assert matched(known, other).renames["relations"] == {
        "pact": "turkiye-azerbaijan",
        "azerbaijan-armenia": "azerbaijan-armenia-2",
    }


def test_what_was_found_of_something_else_gets_another_id() -> None:
    known, other = (
        StakeMap(
            id=MAP_ID,
            resolutions={"iran": Resolution(snapshot=key, actor="iran", issue="x", value=1, found=2)},
        )
        for key in ("2024", "2025")
    )
    assert matched(known, other).renames["resolutions"] == {"iran": "iran-2"}


def test_all_that_refers_to_a_record_gets_its_new_id() -> None:
    before = sample()
    place = "snapshots/2025-07/stances/border/turkiye"
    before = before.model_copy(update={"comments": {"c1": Comment(place=place, text="Why?")}})
    renames = {
        "actors": {"turkiye": "tr"},
        "issues": {"border": "gates"},
        "snapshots": {"2025-07": "july", "pressure": "squeeze"},
        "sources": {"carnegie-2025": "c"},
        "groups": {"yerevan": "y"},
        "relations": {"turkiye-azerbaijan": "pact"},
        "resolutions": {"turkiye": "r"},
    }
    after = renamed(before, renames)
    assert not check(after)
    assert after.comments["c1"].place == "snapshots/july/stances/gates/tr"
    assert after.actors["president"].part_of == "tr"
    assert after.relations["pact"].source == "tr"
    assert "squeeze" in after.outcomes
    text = after.model_dump_json()
    for gone in ('"turkiye"', '"border"', '"2025-07":', '"carnegie-2025"', '"yerevan"'):
        assert gone not in text
    back = {name: {new: old for old, new in ids.items()} for name, ids in renames.items()}
    assert renamed(after, back) == before


@examples(5)
@given(maps(actors_at_most=3, snapshots_at_most=2))
def test_a_map_matches_itself(document) -> None:
    found = matched(document, document)
    assert found.suggestions == ()
    assert all(old == new for ids in found.renames.values() for old, new in ids.items())
    assert renamed(document, found.renames) is document


@pytest.mark.parametrize("name", ["", "🇦🇲"])
def test_a_record_without_letters_in_its_name_matches_by_id_only(name: str) -> None:
    known, other = with_actors(a=Actor(name=name)), with_actors(b=Actor(name=name))
    assert matched(known, other).renames["actors"]["b"] == ("a" if name else "b")


def test_issues_match_by_folded_name() -> None:
    known = StakeMap(id=MAP_ID, issues={"border": Issue(name="Open Border")})
    other = StakeMap(id=MAP_ID, issues={"o": Issue(name="open  border")})
    assert matched(known, other).renames["issues"] == {"o": "border"}
