"""What is told from brackets and quotes alone is true of any JSON, and both ways of parsing agree."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic_core import to_json

from stakemap.errors import MapReadError
from stakemap.storage.reading import json_scan
from stakemap.storage.reading.exact import ExactNumber, NumberRefusedError, read_decimal, read_whole
from stakemap.storage.reading.json_scan import (
    count_keys,
    count_keys_by_copy,
    has_long_numbers,
    outline_of,
    pieces_of,
    structure_of,
    text_size,
)
from stakemap.storage.reading.limits import Limits
from stakemap.storage.reading.parsing import parse
from strategies import examples

NASTY = st.sampled_from(
    (
        "",
        '"',
        "\\",
        '\\"',
        '\\\\"',
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        '":',
        '{"a":1,"a":2}',
        "\\u0022",
        "\n",
        "😀",
        "é",
    )
)
TEXTS = NASTY | st.text(max_size=4) | st.lists(NASTY, max_size=4).map("".join)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS


def _with_parts(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(parts, max_size=4) | st.dictionaries(TEXTS, parts, max_size=4)


VALUES = st.recursive(SCALARS, _with_parts)
LAYOUTS = st.sampled_from(
    (
        {},
        {"indent": 2, "ensure_ascii": False},
        {"indent": "\t"},
        {"separators": (",", ":"), "ensure_ascii": False},
        {"separators": (" ,\r\n ", " :\t")},
    )
)


def depth_of(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + max(map(depth_of, value.values()), default=0)
    return 1 + max(map(depth_of, value), default=0) if isinstance(value, list) else 0


@examples(300)
@given(VALUES, LAYOUTS)
def test_keys_and_depth_are_counted_right(value: Any, layout: dict[str, Any]) -> None:
    structure = structure_of(json.dumps(value, **layout).encode(), Limits())
    assert structure.depth == depth_of(value)
    assert structure.keys == count_keys(value)


@examples(300)
@given(VALUES, LAYOUTS)
def test_any_json_is_read_as_python_reads_it(value: Any, layout: dict[str, Any]) -> None:
    data = json.dumps(value, **layout).encode()
    read = parse(data)
    assert json.dumps(read) == json.dumps(value)


@examples(300)
@given(VALUES, LAYOUTS, st.integers(1, 60))
def test_reading_gently_and_in_pieces_changes_nothing(value: Any, layout: dict[str, Any], size: int) -> None:
    data = json.dumps(value, **layout).encode()

    def told() -> tuple[object, ...]:
        return structure_of(data, Limits()), text_size(data), has_long_numbers(data)

    whole = told()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_scan, "PIECE_SIZE", size)
        assert told() == whole
        assert json.dumps(parse(data, gently=True)) == json.dumps(value)


@pytest.mark.parametrize("literal", ["1e400", "-1E+400", "1e0400", "9" * 400])
def test_gently_too_no_number_becomes_infinite(literal: str) -> None:
    with pytest.raises(MapReadError):
        parse(f'{{"a": {literal}}}'.encode(), gently=True)


@pytest.mark.parametrize("literal", ["0.1234567890123456789", "12345678901234567890123"])
def test_gently_too_long_numbers_are_exact(literal: str) -> None:
    read = parse(f'{{"a": {literal}}}'.encode(), gently=True)["a"]
    assert getattr(read, "literal", str(read)) == literal


def test_gently_too_a_key_may_not_stand_twice() -> None:
    with pytest.raises(MapReadError, match="occurs twice"):
        parse(b'{"a": 1, "b": {"c": 1, "c": 2}}', gently=True)


@given(st.recursive(st.integers(-(2**63), 2**64 - 1) | TEXTS, _with_parts))
def test_keys_are_counted_alike_with_and_without_a_copy(value: Any) -> None:
    assert count_keys_by_copy(value) == count_keys(value)


@given(st.text('\\"a{,:', max_size=30), st.integers(1, 5))
def test_no_escape_is_cut_in_two(text: str, size: int) -> None:
    data = text.encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_scan, "PIECE_SIZE", len(data) + 1)
        whole = outline_of(data)
        patch.setattr(json_scan, "PIECE_SIZE", size)
        assert outline_of(data) == whole
        assert b"".join(pieces_of(data)) == data


@examples(200)
@given(st.dictionaries(TEXTS, VALUES, min_size=1, max_size=3), st.data())
def test_any_key_that_stands_twice_is_found(value: dict[str, Any], data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(value)))
    pairs = [f"{json.dumps(name)}:{json.dumps(part)}" for name, part in value.items()]
    pairs.insert(data.draw(st.integers(0, len(pairs))), json.dumps(key, ensure_ascii=False) + ":null")
    inner = "{" + ",".join(pairs) + "}"
    for around in ("{}", "[[{}]]", '{{"x":[1,{}]}}'):
        with pytest.raises(MapReadError, match="occurs twice") as caught:
            parse(around.format(inner).encode())
        assert caught.value.faults[0].code == "duplicate-key"


def test_a_key_that_stands_twice_beside_a_number_without_meaning() -> None:
    """Whichever ends first in the text is told, with its own place."""
    for inner, place in (
        ('[{"a":1e999,"a":2}]', "0.a"),
        ('[{"a":1,"a":2},{"b":1e999}]', "0.a"),
        ('[[{"b":1}],[{"b":1e999}],{"a":1,"a":2}]', "1.0.b"),
        ('[[1,"x",[{"a":1}],[2,{"a":1,"a":2}]],[{"c":1,"c":1}]]', "0.3.1.a"),
    ):
        with pytest.raises(MapReadError) as caught:
            parse(inner.encode())
        assert caught.value.faults[0].path == place


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_any_decimal_is_exact_or_refused(number: Decimal) -> None:
    for literal in (str(number), f"{number:.3f}" if abs(number) < 10**30 else str(number)):
        if "." not in literal and "E" not in literal:
            continue
        try:
            read = read_decimal(literal)
        except NumberRefusedError:
            assert abs(number) > Decimal("1e308")
            continue
        written = read.literal if isinstance(read, ExactNumber) else repr(read)
        assert Decimal(written) == Decimal(literal)


@pytest.mark.parametrize(
    "literal", ["0.1", "-0.0", "1e5", "12.50", "0.30000000000000004", "1E-7", "5e-324", "0.10000000000000000"]
)
def test_numbers_that_floats_hold_are_floats(literal: str) -> None:
    assert type(read_decimal(literal)) is float


@given(st.floats(allow_nan=False, allow_infinity=False) | st.floats(-1, 1))
@example(0.012000245067172038)
@example(-1.0067016281404715e-05)
def test_any_float_is_read_as_the_float_that_was_written(number: float) -> None:
    """Writers switch to an exponent at different magnitudes, so leading zeros may make the text long."""
    plain = f"{Decimal(repr(number)):f}"
    literals = {json.dumps(number), orjson.dumps(number).decode(), to_json(number).decode(), plain}
    for literal in literals:
        if "." in literal and len(literal) < 300:
            read = read_decimal(literal)
            assert type(read) is float
            assert read == number


def test_numbers_of_hundreds_of_digits() -> None:
    assert read_whole("1" + "0" * 308) == 10**308
    with pytest.raises(NumberRefusedError, match="too large"):
        read_whole("2" + "0" * 308)
    with pytest.raises(NumberRefusedError, match="too large"):
        read_decimal("0." + "1" * 1_000)
    tiny = "1e-99999999999999999999"
    assert isinstance(read_decimal(tiny), ExactNumber)


def test_an_exact_number_is_known_by_its_digits() -> None:
    one, same, other = (
        ExactNumber.of(literal) for literal in ("0.1000000000000000001", "0.1000000000000000001", "0.1")
    )
    assert one == same
    assert hash(one) == hash(same)
    assert one != other
    assert other != 0.1
