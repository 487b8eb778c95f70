"""A map of a newer version opens read-only, whatever its fields, as far as this version understands it."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samples import MAP_ID, sample
from stakemap.errors import MapReadError
from stakemap.model.checks import check
from stakemap.storage.codec import Decoded, decode
from storage.json_maps import document, keyed, sample_tree, text
from strategies import examples


def newer(tree: Any, version: int = 2) -> Decoded:
    """What is understood of a map of a newer version."""
    return decode(json.dumps({**tree, "version": version}).encode())


def test_one_whose_fields_are_all_known_is_shown_whole() -> None:
    read = newer(sample_tree())
    assert read.read_only
    assert read.version == 2
    assert read.document == sample().model_copy(update={"version": 2})
    (notice,) = read.faults
    assert (notice.code, notice.path, notice.severity) == ("newer-version", "version", "warning")
    assert "newer version of Stakemap (version 2" in notice.message
    assert "read-only" in notice.message


def test_what_is_not_understood_is_left_out_and_told() -> None:
    tree = sample_tree()
    tree["actors"]["turkiye"]["kind"] = "alliance"
    tree["actors"]["iran"]["aliases"] = {"fa": "ایران"}
    tree["actors"]["georgia"] = "see elsewhere"
    tree["status"] = {"stage": "draft"}
    tree["snapshots"]["2025-07"]["stances"]["border"]["armenia"]["alignment"] = {"spread": [1, 2]}
    tree["snapshots"]["2022"]["date"] = {"year": 2022}
    tree["issues"]["border"]["quadrants"] = ["only", "three", "captions"]
    tree["a new table"] = {"x": [1]}
    read = newer(tree)
    one = read.document
    assert one.actors["turkiye"].kind == "state"
    assert one.actors["iran"].aliases == ()
    assert "georgia" not in one.actors
    assert one.status == "draft"
    assert "armenia" not in one.snapshots["2025-07"].stances["border"]
    assert one.snapshots["2022"].date is None
    assert one.issues["border"].quadrants == ("", "", "", "")
    assert {fault.severity for fault in read.faults} == {"warning"}
    assert {"actors.turkiye.kind", "actors.georgia", "status", "snapshots.2022.date"} <= {
        fault.path for fault in read.faults
    }
    assert not any(fault.severity == "error" for fault in check(one))


def test_what_refers_to_something_left_out_goes_too() -> None:
    tree = sample_tree()
    tree["actors"]["turkiye"]["name"] = ["Türkiye"]
    tree["sources"] = []
    tree["snapshots"]["2020"]["label"] = 5
    tree["issues"]["corridor"] = None
    one = newer(tree).document
    assert "turkiye" not in one.actors
    assert one.actors["president"].part_of is None
    assert "turkiye-azerbaijan" not in one.relations
    assert one.sources == {}
    assert one.snapshots["2025-07"].standings["president"].influence is not None
    assert one.snapshots["2025-07"].stances["border"]["armenia"].citations == ()
    assert "corridor" not in one.snapshots["2025-07"].stances
    assert "2020" not in one.snapshots
    assert one.snapshots["2022"].based_on is None
    assert not any(fault.severity == "error" for fault in check(one))


@pytest.mark.parametrize("map_id", [None, 5, "…", "no uuid"])
def test_one_without_an_id_that_is_understood_gets_one(map_id: Any) -> None:
    tree = sample_tree()
    if map_id == "…":
        del tree["id"]
    else:
        tree["id"] = map_id
    one = newer(tree).document
    assert one.id != MAP_ID
    assert one.actors == sample().actors


@pytest.mark.parametrize(
    "fields",
    [
        {"actors": [], "issues": [], "snapshots": []},
        {"actors": {"A B": {}}, "issues": {"i": {"label": "x"}}},
        {"title": {"en": "x"}},
    ],
)
def test_one_of_which_nothing_is_understood_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(MapReadError, match="cannot be shown; open it with that version") as caught:
        newer(document(**fields), version=12)
    assert caught.value.faults[0].code == "newer-version"


def test_one_without_content_opens() -> None:
    assert newer(document(title="Empty")).document.title == "Empty"


def test_a_version_of_many_digits_does_not_flood_the_message() -> None:
    read = decode(text(version=10**300))
    assert read.read_only
    assert len(read.faults[0].message) < 300


def test_too_much_that_is_not_understood_ends_the_search() -> None:
    with pytest.raises(MapReadError, match="cannot be shown"):
        decode(text('"title":"t","actors":{' + keyed('{"name":1,"kind":2}', 6_000) + "}", version=2))
    dangling = '{"s":{"label":"s","standings":{' + keyed('{"state":"unknown"}', 11_000) + "}}}"
    with pytest.raises(MapReadError, match="cannot be shown"):
        decode(text(f'"title":"t","snapshots":{dangling}', version=2))


VALUES = st.sampled_from((None, [], {}, 5, "x", {"value": 5}, ["turkiye"], {"turkiye": {}}))


@examples(150)
@given(st.data())
def test_any_other_form_gives_a_sound_map_or_is_refused(data: st.DataObject) -> None:
    tree = sample_tree()
    for _ in range(data.draw(st.integers(1, 4))):
        parent, key = tree, data.draw(st.sampled_from(sorted(set(tree) - {"format", "version"})))
        while isinstance(parent.get(key), dict) and parent[key] and data.draw(st.integers(0, 5)):
            parent = parent[key]
            key = data.draw(st.sampled_from(sorted(parent)))
        parent[key] = copy.deepcopy(data.draw(VALUES))
    try:
        one = newer(tree).document
    except MapReadError:
        return
    assert not any(fault.severity == "error" for fault in check(one))
