"""What all graphs have in common: who is one actor, what links become, and where the rest goes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreign_files import read, relations, remarks
from stakemap.errors import CancelledError, MapReadError
from stakemap.interchange.content import ImportedContent
from stakemap.interchange.formats import ReadJob, format_of
from stakemap.interchange.incoming import IncomingFile
from stakemap.text import fold_latin


def element(key: str, label: str, **attributes: Any) -> dict[str, Any]:
    return {"_id": key, "attributes": {"label": label} | attributes}


def link(source: str, target: str, direction: str = "directed", **attributes: Any) -> dict[str, Any]:
    return {"from": source, "to": target, "direction": direction, "attributes": attributes}


def graph(elements: list[Any], connections: list[Any] | None = None) -> ImportedContent:
    """A graph, for whose parts Kumu's JSON is the shortest to write."""
    data = {"elements": elements, "connections": connections or []}
    return read("kumu", json.dumps(data), "net.json")


AB = [element("a", "Alpha"), element("b", "Beta")]


def test_nodes_of_one_name_are_one_actor_and_their_links_its_relations() -> None:
    content = graph(
        [element("a", "Türkiye", tags="east"), element("b", "Beta"), element("c", "TURKIYE", tags="west")],
        [link("c", "b"), link("b", "a")],
    )
    assert [actor.name for actor in content.actors] == ["Türkiye", "Beta"]
    assert content.actors[0].tags == ("east", "west")
    assert relations(content) == [("Türkiye", "→", "Beta", ""), ("Beta", "→", "Türkiye", "")]
    assert remarks(content, "doubt") == [
        "elements[2]: “TURKIYE” stands here once more: it is taken for the same actor."
    ]


def test_of_nodes_of_one_name_that_differ_the_first_counts_and_it_is_told() -> None:
    first, second = element("a", "Alpha", Budget="12", x="1"), element("c", "Alpha", Budget="13", x="2")
    content = graph([first, second])
    assert content.actors[0].note == "Budget: 12"
    assert remarks(content, "refused") == [
        "elements[1]: “Budget” of “Alpha” is different here: the first one counts."
    ]


def test_nodes_of_one_name_and_two_types_are_two_actors() -> None:
    content = graph([element("a", "Georgia", type="State"), element("b", "Georgia", type="Person")])
    assert [(actor.name, actor.kind) for actor in content.actors] == [
        ("Georgia", "state"),
        ("Georgia (Person)", "person"),
    ]


def test_an_id_that_stands_for_another_name_is_refused_at_its_place() -> None:
    content = graph([*AB, element("a", "Gamma")])
    assert [actor.name for actor in content.actors] == ["Alpha", "Beta"]
    assert remarks(content, "refused") == [
        "elements[2]: The id a stands for “Alpha” already, so “Gamma” is not read."
    ]


def test_links_that_lead_nowhere_are_refused_and_loops_left_out() -> None:
    content = graph(AB, [link("a", "zeta"), link("", "b"), link("a", "a"), link("a", "b")])
    assert relations(content) == [("Alpha", "→", "Beta", "")]
    assert remarks(content, "refused") == [
        "connections[0]: The link leads to “zeta”, which is not in the file.",
        "connections[1]: The link lacks one of its ends.",
    ]
    assert remarks(content, "left-out") == ["connections[2]: The link leads from “Alpha” to itself."]


def test_parallel_links_are_kept_apart_by_label_and_direction() -> None:
    content = graph(
        AB,
        [
            link("a", "b", label="funds"),
            link("a", "b", label="Funds", since="1999"),
            link("a", "b", label="advises"),
            link("b", "a", label="funds"),
            link("a", "b", "undirected", label="meets"),
            link("b", "a", "mutual", label="meets"),
        ],
    )
    assert relations(content) == [
        ("Alpha", "→", "Beta", "funds"),
        ("Alpha", "→", "Beta", "advises"),
        ("Beta", "→", "Alpha", "funds"),
        ("Alpha", "—", "Beta", "meets"),
    ]
    assert content.relations[0].note == "since: 1999"
    assert any("both are one relation" in remark for remark in remarks(content, "kept"))
    assert any("goes both ways" in remark for remark in remarks(content, "kept"))


@pytest.mark.parametrize(
    ("weights", "strengths"),
    [
        ((1, 5, 2), ()),
        ((-1, 1, 0), (-2, 2, 0)),
        ((-3, 2, 0), (-3, 2, 0)),
        ((-0.5, 1, 0.1), (-2, 3, 0)),
        ((-10, 5, 4), (-3, 2, 1)),
        ((-4, 2.5, 1), (-2, 2, 1)),
        ((-400, 200, 1), (-3, 2, 0)),
    ],
)
def test_only_weights_of_both_signs_say_who_is_friendly(
    weights: tuple[float, ...], strengths: tuple[int, ...]
) -> None:
    links = [link("a", "b", label=f"link {place}", weight=weight) for place, weight in enumerate(weights)]
    content = graph(AB, links)
    assert tuple(tie.strength for tie in content.ties) == strengths
    notes = [relation.note for relation in content.relations]
    assert notes == ([""] * 3 if strengths else ["weight: 1", "weight: 5", "weight: 2"])
    if strengths:
        assert content.ties[0].citations[0].passage == "connections[0]"
        assert content.ties[0].reason.startswith(f"weight: {weights[0]} (")


@pytest.mark.parametrize(
    ("label", "strength"),
    [
        ("ally", 2),
        ("Close allies", 2),
        ("In conflict with", -2),
        ("противник", -2),
        ("destekler", 2),
        ("not an ally", None),
        ("ally and rival", None),
        ("funds", None),
        ("they met at the conference against corruption in Paris", None),
    ],
)
def test_words_that_say_friendly_or_hostile(label: str, strength: int | None) -> None:
    content = graph(AB, [link("a", "b", label=label)])
    assert [tie.strength for tie in content.ties] == ([] if strength is None else [strength])
    assert all(tie.basis == "assumed" and tie.reason == label for tie in content.ties)


@pytest.mark.parametrize(
    ("values", "strengths"),
    [((0.2, 0.9), []), ((1, 0), [2, 0]), ((-0.2, 0.9), [-2, 2]), (("+", "−"), [2, -2])],
)
def test_numbers_that_are_never_below_zero_are_no_signs(
    values: tuple[Any, Any], strengths: list[int]
) -> None:
    links = [link("a", "b", label=f"link {place}", sentiment=value) for place, value in enumerate(values)]
    content = graph(AB, links)
    assert [tie.strength for tie in content.ties] == strengths
    if not strengths:
        assert [relation.note for relation in content.relations] == ["sentiment: 0.2", "sentiment: 0.9"]
        assert "The numbers of “sentiment” say not who is friendly: they are kept in notes." in remarks(
            content, "kept"
        )


def test_a_sign_beside_the_label_counts_before_words() -> None:
    content = graph(AB, [link("a", "b", label="ally", polarity="-")])
    assert [(tie.strength, tie.reason) for tie in content.ties] == [(-2, "polarity: -")]


def test_attributes_become_kinds_tags_notes_or_are_left_out_with_a_remark() -> None:
    content = graph(
        [
            element(
                "a", "Alpha", type="Ministry", sector="Energy", motto="First", email="a@example.org", x="3"
            ),
            element(
                "b", "Beta", type="Guild", sector="Energy", motto="Next", degree="4", image="http://b/c.png"
            ),
            element(
                "c", "Gamma", sector="Water", budget="100", acronym="GA", note="<p>One<br/>two &lt; 3</p>"
            ),
        ]
    )
    alpha, beta, gamma = content.actors
    assert (alpha.kind, alpha.group, alpha.note) == ("government-body", "Energy", "motto: First")
    assert (beta.kind, beta.tags, beta.note) == (None, ("Guild",), "motto: Next")
    assert (gamma.code, gamma.note) == ("GA", "budget: 100\nOne\ntwo < 3")
    left_out = " ".join(remarks(content, "left-out"))
    for heading in ("email", "x", "degree", "image"):
        assert f"“{heading}”" in left_out


def test_what_else_names_something_is_no_name_of_the_actor() -> None:
    content = graph(
        [element("a", "Gas Co", name="Gas Company", country="Georgia", organisation="Holding", title="Chair")]
    )
    assert content.actors[0].aliases == ("Gas Company",)
    assert content.actors[0].note == "country: Georgia\norganisation: Holding\ntitle: Chair"


def test_contact_data_are_kept_only_if_asked_for() -> None:
    data = json.dumps({"elements": [element("a", "Alpha", email="a@example.org", home="b@example.org")]})
    file = IncomingFile("net.json", data.encode())
    found = format_of(file)
    assert found is not None
    assert [option.id for option in found.options(file)] == ["contacts"]
    assert "example.org" not in read("kumu", data).model_dump_json()
    kept = read("kumu", data, options={"contacts": "keep"})
    assert kept.actors[0].note == "email: a@example.org\nhome: b@example.org"


def test_short_words_that_come_again_are_tags() -> None:
    content = graph([element(key, key, tier=tier) for key, tier in zip("abc", "NNS", strict=True)])
    assert [actor.tags for actor in content.actors] == [("tier: N",), ("tier: N",), ("tier: S",)]
    assert "its values become tags" in remarks(content, "kept")[0]


def test_words_of_links_that_come_again_are_told_to_be_where_they_are_kept() -> None:
    data = "From,To,Way\nA,B,lobbies\nB,C,lobbies\nC,A,sues\n"
    content = read("kumu-sheets", data)
    assert [each.note for each in content.relations] == ["Way: lobbies", "Way: lobbies", "Way: sues"]
    assert remarks(content, "kept") == ["“Way” has no field in a map: it is kept in notes."]


def test_ratings_on_a_known_scale_are_judgements() -> None:
    ratings = ((1, -100), (5, 50), ("unknown", ""), (7, 0))
    elements = [
        element(f"e{place}", f"Actor {place}", **{"influence (1-5)": power, "stance": stance})
        for place, (power, stance) in enumerate(ratings)
    ]
    content = graph(elements)
    standings = [(each.state, each.influence and each.influence.value) for each in content.standings]
    assert standings == [("judged", 0), ("judged", 100), ("unknown", None)]
    assert [each.alignment and each.alignment.value for each in content.stances] == [-100, 50, 0]
    assert content.standings[1].reason == "influence (1-5): 5"
    assert content.standings[1].citations[0].passage == "elements[1]"
    assert content.sources[0].title == "net.json"
    assert remarks(content, "refused") == ["elements[3]: 7 is out of range: it must be between 1 and 5."]


@pytest.mark.parametrize("values", [(-3, 3), (200, 4), (0.002, 0.03)])
def test_ratings_on_an_unknown_scale_are_notes(values: tuple[float, float]) -> None:
    content = graph([element(str(value), f"Actor {value}", influence=value) for value in values])
    assert content.standings == ()
    assert content.actors[0].note == f"influence: {values[0]}"
    assert "(1-5)" in remarks(content, "kept")[0]


def test_ratings_in_words_and_on_an_assumed_scale_are_read_as_in_registers() -> None:
    ratings = (("High", 2), ("low", 5), ("Medium", 1))
    content = graph([element(power, power, power=power, salience=value) for power, value in ratings])
    assert [each.influence and each.influence.value for each in content.standings] == [85, 15, 50]
    assert [each.salience and each.salience.value for each in content.stances] == [25, 100, 0]
    assert {each.state for each in content.stances} == {"unknown"}
    assert content.standings[0].reason == "power: High"
    assert remarks(content, "doubt") == ["“salience” names no scale; its numbers were read as 1 to 5."]


def test_a_long_name_is_shortened_and_kept_whole_in_the_note() -> None:
    content = graph([element("a", "A" * 5_000)])
    assert len(content.actors[0].name) == 500
    assert content.actors[0].note == "A" * 5_000
    assert "at most 500 characters" in remarks(content, "kept")[0]


def test_of_many_remarks_alike_the_first_are_told_and_the_others_counted() -> None:
    content = graph(AB, [link("a", f"x{number}") for number in range(1_000)])
    refused = remarks(content, "refused")
    assert len(refused) == 201
    assert refused[-1] == "800 more remarks of this kind are not listed."


@pytest.mark.parametrize(
    ("elements", "connections", "sentence"),
    [
        ([{"label": ""}], [], "This file has no nodes: there is nothing to import."),
        ([{"label": str(n)} for n in range(20_001)], [], "more than 20,000 nodes"),
        (AB, [link("a", "b")] * 50_001, "more than 50,000 links"),
    ],
)
def test_what_cannot_be_a_map_is_refused(elements: list[Any], connections: list[Any], sentence: str) -> None:
    with pytest.raises(MapReadError, match=sentence):
        graph(elements, connections)


def test_reading_can_be_cancelled() -> None:
    file = IncomingFile(
        "net.json", json.dumps({"elements": [{"label": str(number)} for number in range(5_000)]}).encode()
    )
    found = format_of(file)
    assert found is not None
    with pytest.raises(CancelledError):
        found.read(ReadJob(file, "2025-07-01", report=lambda _share: False))


NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)


@given(
    st.lists(st.tuples(NAMES, st.dictionaries(NAMES, NAMES, max_size=3)), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), NAMES), max_size=8),
)
def test_whatever_a_graph_holds_its_records_fit_together(
    nodes: list[tuple[str, dict[str, str]]], links: list[tuple[int, int, str]]
) -> None:
    elements = [element(f"n{place}", name, **attributes) for place, (name, attributes) in enumerate(nodes)]
    content = graph(elements, [link(f"n{one}", f"n{other}", label=label) for one, other, label in links])
    keys = [actor.key for actor in content.actors]
    assert len(set(keys)) == len(keys)
    names = [fold_latin(actor.name) for actor in content.actors]
    assert len(set(names)) == len(names)
    for relation in content.relations:
        assert {relation.source, relation.target} <= set(keys)
        assert relation.source != relation.target
    assert {tie.relation for tie in content.ties} <= {relation.key for relation in content.relations}
