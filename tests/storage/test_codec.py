"""Any valid map survives the way to bytes and back, byte for byte and number for number."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samples import MAP_ID, large, sample, tiny
from stakemap.errors import WriteError
from stakemap.model.document import Actor, StakeMap, new_map
from stakemap.model.records import Record, replace
from stakemap.storage.codec import decode, encode, encode_record
from stakemap.storage.reading.exact import ExactNumber
from storage.json_maps import document, text
from strategies import examples, maps


@examples(100)
@given(maps())
def test_any_map_survives_byte_for_byte(one: StakeMap) -> None:
    data = encode(one)
    read = decode(data)
    assert encode(read.document) == data
    assert read.document == one
    assert not read.read_only


@examples(30)
@given(maps())
def test_both_ways_of_writing_and_any_layout_mean_the_same_bytes(one: StakeMap) -> None:
    met = ExactNumber.met
    try:
        ExactNumber.met = False
        quick = encode(one), encode_record(one)
        ExactNumber.met = True
        exact = encode(one), encode_record(one)
    finally:
        ExactNumber.met = met
    assert quick == exact
    data, record = quick
    tree = json.loads(data)
    # Records are encoded by pydantic, maps by the fields of their records.
    assert json.loads(record) == tree
    for other in (json.dumps(tree), json.dumps(tree, indent="\t", ensure_ascii=False)):
        assert encode(decode(other.encode()).document) == data


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**40), 10**40))
def test_any_number_of_an_unknown_field_survives(number: float) -> None:
    one = StakeMap.model_validate(document(strange={"list": [number, [number]]}))
    data = encode(one)
    read = decode(data).document
    assert read.model_extra == {"strange": {"list": [number, [number]]}}
    assert encode(read) == data


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**60), max_value=10**60))
def test_any_decimal_of_an_unknown_field_survives(number: Decimal) -> None:
    literal = format(number, "f") if -50 < number.adjusted() < 50 else str(number)
    read = decode(text(f'"strange":[{literal}]')).document
    written = _literal_of(encode(read))
    assert Decimal(written) == number
    assert _literal_of(encode(decode(encode(read)).document)) == written


def _literal_of(data: bytes) -> str:
    match = re.search(rb'"strange": \[\n +(\S+)\n', data)
    assert match is not None
    return match[1].decode()


class TestLayout:
    def test_head_and_tail(self) -> None:
        data = encode(tiny())
        assert data.startswith(b'{\n  "format": "stakemap",\n  "version": 1,\n  "id": "')
        assert data.endswith(b"\n}\n")
        assert b"\r" not in data

    def test_is_what_json_writes_with_an_indent_of_two(self) -> None:
        data = encode(sample())
        assert json.dumps(json.loads(data), indent=2, ensure_ascii=False) + "\n" == data.decode()

    def test_defaults_are_left_out(self) -> None:
        assert json.loads(encode(new_map(MAP_ID))) == {"format": "stakemap", "version": 1, "id": MAP_ID}
        assert json.loads(encode(tiny()))["actors"] == {"armenia": {"name": "Armenia", "code": "ARM"}}

    def test_whole_numbers_have_no_point_and_others_do(self) -> None:
        tree = document(
            actors={"a": {"name": "1.0,\n.0"}},
            snapshots={
                "s": {"label": "s", "standings": {"a": {"influence": {"value": 40, "low": 0, "high": 40.5}}}}
            },
            strange=[1.0, -0.0, 0.0, [2.0], {"a": 3.0}, 1e15, 1e16, -5.0, 0.10],
        )
        data = encode(decode(orjson.dumps(tree)).document)
        assert b'"value": 40,\n' in data
        assert b'"high": 40.5\n' in data
        assert b'"low": 0,\n' in data
        assert b'"1.0,\\n.0"' in data
        assert json.loads(data)["strange"] == [1, 0, 0, [2], {"a": 3}, 10**15, 1e16, -5, 0.1]
        assert b".0\n" not in data
        assert b".0,\n" not in data
        assert b" -0" not in data

    def test_a_known_number_may_be_of_any_size(self) -> None:
        one = new_map(MAP_ID, issues={"border": {"name": "Border", "order": -(10**30)}})
        assert b'"order": -1000000000000000000000000000000\n' in encode(one)
        assert decode(encode(one)).document == one

    def test_text_is_written_as_it_is(self) -> None:
        title = "Հայաստան 中华 👩🏽‍🚀 \u202e \u2028"
        data = encode(new_map(MAP_ID, title=title))
        assert title.encode() in data

    def test_fields_keep_the_order_of_the_model(self) -> None:
        one = replace(replace(sample(), title="B"), question="A")
        names = [name for name in StakeMap.model_fields if name in json.loads(encode(one))]
        assert list(json.loads(encode(one))) == names

    def test_all_mappings_are_sorted(self) -> None:
        one = sample()
        shuffled = _reversed(one)
        assert list(shuffled.actors) != sorted(shuffled.actors)
        assert encode(shuffled) == encode(one)
        tree = json.loads(encode(one))
        snapshot = tree["snapshots"]["2025-07"]
        mappings = [tree[name] for name in StakeMap.containers & tree.keys()]
        mappings += [
            snapshot["standings"],
            snapshot["stances"],
            snapshot["stances"]["border"],
            snapshot["ties"],
        ]
        for mapping in mappings:
            assert list(mapping) == sorted(mapping)

    def test_the_order_of_unknown_fields_is_kept(self) -> None:
        one = decode(text('"z":{"b":1,"a":2},"y":0')).document
        assert list(json.loads(encode(one))) == ["format", "version", "id", "z", "y"]
        assert list(json.loads(encode(one))["z"]) == ["b", "a"]

    def test_a_large_map_is_written_whole(self) -> None:
        one = large(300, 2, 2)
        data = encode(one)
        assert len(data) > 2**19
        assert decode(data).document == one
        assert json.dumps(json.loads(data), indent=2, ensure_ascii=False) + "\n" == data.decode()


def _reversed(value: Any) -> Any:
    """A map with every mapping of it in the opposite order."""
    if isinstance(value, Record):
        containers = value.containers
        return value.model_copy(update={name: _reversed(getattr(value, name)) for name in containers})
    if isinstance(value, dict):
        return {key: _reversed(value[key]) for key in reversed(value)}
    return value


class TestUnknownFields:
    LITERALS = (
        "123456789012345678901234567890",
        "-18446744073709551617",
        "0.1234567890123456789012345678901234567890",
        "-1e-400",
        "3.14159265358979323846264338327950288e-7",
        "1.7976931348623157E308",
        "123456789012345678901.0",
        '"text"',
        "null",
        "true",
        "[]",
        "{}",
        '[[{"deep":[0.30000000000000000000001,18446744073709551616]}]]',
    )
    PLACES = (
        "",
        "actors.turkiye",
        "groups.yerevan",
        "issues.border",
        "sources.agency-2022",
        "relations.turkiye-azerbaijan",
        "snapshots.2025-07",
        "snapshots.2025-07.standings.turkiye",
        "snapshots.2025-07.standings.turkiye.influence",
        "snapshots.2025-07.standings.turkiye.citations.0",
        "snapshots.2025-07.stances.border.armenia",
        "snapshots.2025-07.stances.border.armenia.salience",
        "snapshots.2025-07.stances.border.armenia.earlier.0.alignment",
        "snapshots.2025-07.stances.border.turkiye.conditions.0",
        "snapshots.2025-07.ties.azerbaijan-armenia",
    )

    @pytest.mark.parametrize("place", PLACES)
    def test_survive_at_every_level_with_exact_numbers(self, place: str) -> None:
        tree = json.loads(encode(sample()))
        record = tree
        for step in place.split(".") if place else ():
            record = record[int(step)] if isinstance(record, list) else record[step]
        record["x_other_tool"] = "HERE"
        for literal in self.LITERALS:
            data = json.dumps(tree).replace('"HERE"', literal).encode()
            read = decode(data)
            assert _numbers(encode(read.document)) == _numbers(data)
            assert encode(decode(encode(read.document)).document) == encode(read.document)
            fault = next(fault for fault in read.faults if fault.code == "unknown-field")
            assert fault.path == (f"{place}.x_other_tool" if place else "x_other_tool")
            assert fault.severity == "warning"

    def test_survive_an_edit(self) -> None:
        one = decode(text('"actors":{"a":{"name":"A","x":0.10000000000000000000001}}')).document
        edited = one.model_copy(update={"actors": {"a": replace(one.actors["a"], name="B")}})
        assert b'"x": 0.10000000000000000000001' in encode(edited)

    def test_known_numbers_with_many_digits_become_floats(self) -> None:
        standing = '{"influence":{"value":33.333333333333333333333,"low":1.00000000000000000000,"high":1e2}}'
        snapshots = f'"snapshots":{{"s":{{"label":"s","standings":{{"a":{standing}}}}}}}'
        one = decode(text(f'"actors":{{"a":{{"name":"A"}}}},{snapshots}')).document
        estimate = one.snapshots["s"].standings["a"].influence
        assert estimate is not None
        assert [type(number) for number in (estimate.value, estimate.low, estimate.high)] == [float] * 3
        assert b'"value": 33.333333333333336,\n' in encode(one)

    def test_what_json_cannot_say_is_a_write_error(self) -> None:
        with pytest.raises(WriteError, match="cannot"):
            encode(StakeMap.model_validate(document(x=object())))
        with pytest.raises(WriteError, match="cannot"):
            encode(StakeMap.model_validate(document(x="\ud800")))


def _numbers(data: bytes) -> Any:
    """The value of a JSON text with its numbers as decimals."""
    return json.loads(data, parse_float=Decimal, parse_int=Decimal)


class TestRecords:
    def test_one_record_is_one_line(self) -> None:
        assert encode_record(Actor(name="Ä", code="A")) == '{"name":"Ä","code":"A"}'.encode()

    def test_a_map_without_some_fields(self) -> None:
        data = encode_record(sample(), without=StakeMap.containers | {"title"})
        tree = json.loads(data)
        assert list(tree)[:3] == ["format", "version", "id"]
        assert not tree.keys() & (StakeMap.containers | {"title"})

    def test_numbers_stay_exact(self) -> None:
        one = decode(text('"actors":{"a":{"name":"A","x":[0.10000000000000000000001,36893488147419103232]}}'))
        assert b"[0.10000000000000000000001,36893488147419103232]" in encode_record(one.document.actors["a"])
