"""The order in which views list what a map holds."""

from __future__ import annotations

from functools import partial
from itertools import permutations

from executed_lines import lines_run
from samples import MAP_ID, large, sample
from stakemap.model import edits
from stakemap.model.document import Actor, Issue, Relation, Snapshot, StakeMap, new_map
from stakemap.model.order import (
    actors_in_order,
    dated_in_order,
    issues_in_order,
    latest_dated,
    next_order,
    relations_in_order,
    snapshots_in_order,
    sort_key,
    stepping_order,
)


def test_actors_by_name_without_case_or_accents() -> None:
    names = {"a": "Übermorgen", "b": "ukraine", "c": "Zambia", "d": "Ukraine", "e": "Åland"}
    document = new_map(actors={key: Actor(name=name) for key, name in names.items()})
    assert actors_in_order(document) == ("e", "a", "d", "b", "c")
    assert actors_in_order(document, ["c", "a"]) == ("a", "c")


def test_numbers_in_names_by_their_value() -> None:
    names = {"a": "Army 10", "b": "Army 9", "c": "Army 9b", "d": "Army", "e": "2nd fleet", "f": "10th fleet"}
    document = new_map(actors={key: Actor(name=name) for key, name in names.items()})
    assert actors_in_order(document) == ("e", "f", "d", "b", "c", "a")


def test_scripts_follow_each_other_each_in_its_own_alphabetical_order() -> None:
    names = [
        *("9th fleet", "10th fleet", "Łódź", "Lublin", "Zürich"),
        *("Άγκυρα", "Αθήνα", "Βάρνα", "ёж", "Ереван", "игра", "Йога", "Москва", "Արարատ", "Երևան", "თბილისი"),
    ]
    assert [sorted(order, key=sort_key) for order in (names, names[::-1])] == [names, names]


def test_names_that_differ_in_case_or_accents_alone_have_one_order() -> None:
    names = ["Turkiye", "Türkiye", "turkiye"]
    assert [sorted(order, key=sort_key) for order in permutations(names)] == [names] * 6
    assert sorted(["Army group", "Army"], key=sort_key) == ["Army", "Army group"]


def test_keys_of_names_are_made_once() -> None:
    names = [f"Kurum Iğdır {number}" for number in range(2_000)]
    sorted(names, key=sort_key)
    before = sort_key.cache_info().misses
    sorted(names, key=sort_key)
    assert sort_key.cache_info().misses == before


def test_relations_by_the_names_of_their_ends() -> None:
    names = {"a": "Ørsted", "b": "Osman", "c": "Lodz"}
    document = new_map(
        actors={key: Actor(name=name) for key, name in names.items()},
        relations={
            "r1": Relation(source="b", target="c"),
            "r2": Relation(source="a", target="b"),
            "r3": Relation(source="a", target="c"),
        },
    )
    assert relations_in_order(document, document.relations) == ("r3", "r2", "r1")


def test_issues_by_order_then_id() -> None:
    document = StakeMap(
        id=MAP_ID, issues={"b": Issue(name="B"), "a": Issue(name="A"), "c": Issue(name="C", order=-1)}
    )
    assert issues_in_order(document) == ("c", "a", "b")
    assert next_order(document) == 1
    assert next_order(new_map()) == 0


def test_one_steps_through_the_dated_snapshots_and_then_the_scenarios() -> None:
    document = edits.branch(sample(), "early", "2020", "Early", scenario=True)
    assert dated_in_order(document) == ("2020", "2022", "2025-07")
    assert stepping_order(document) == ("2020", "2022", "2025-07", "early", "delay", "pressure")
    assert dated_in_order(new_map()) == stepping_order(new_map()) == ()


def test_snapshots_by_date_each_with_its_scenarios() -> None:
    assert snapshots_in_order(sample()) == ("2020", "2022", "2025-07", "delay", "pressure")
    assert latest_dated(sample()) == "2025-07"
    document = edits.branch(sample(), "worse", "pressure", "Worse", scenario=True)
    document = edits.branch(document, "alone", None, "Alone", scenario=True)
    document = edits.branch(document, "undated", "2020", "Later that year", scenario=False)
    assert snapshots_in_order(document) == (
        "2020",
        "undated",
        "2022",
        "2025-07",
        "delay",
        "pressure",
        "worse",
        "alone",
    )


def test_precision_is_not_pretended() -> None:
    document = new_map(
        snapshots={
            "c": Snapshot(label="C", date="2025-01-31"),
            "b": Snapshot(label="B", date="2025-01"),
            "a": Snapshot(label="A", date="2025"),
        }
    )
    assert snapshots_in_order(document) == ("b", "a", "c")


def test_the_latest() -> None:
    assert latest_dated(new_map()) is None
    only_scenarios = new_map(snapshots={"s": Snapshot(label="S", scenario=True)})
    assert latest_dated(only_scenarios) == "s"


def test_a_map_that_is_not_sound_is_listed_whole() -> None:
    document = new_map(
        snapshots={
            "a": Snapshot(label="A", scenario=True, based_on="b"),
            "b": Snapshot(label="B", scenario=True, based_on="a"),
            "c": Snapshot(label="C", scenario=True, based_on="gone"),
        }
    )
    assert sorted(snapshots_in_order(document)) == ["a", "b", "c"]


def test_a_line_of_snapshots_twice_as_long_is_twice_the_work() -> None:
    assert len(snapshots_in_order(large(1, 1, 3_000))) == 3_000
    short, long = (lines_run(partial(snapshots_in_order, large(1, 1, count))) for count in (200, 400))
    assert short > 200
    assert long < 2.5 * short
