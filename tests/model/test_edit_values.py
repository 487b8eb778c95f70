"""An edit as a value says the same as its function, and comes back from JSON as it was."""

from __future__ import annotations

import json
import math
from collections.abc import Hashable, Iterator
from typing import Any

import pytest
from hypothesis import assume, example, given, note
from hypothesis import strategies as st

from edit_strategies import kinds
from samples import sample, team_sample
from stakemap.errors import EditError, WriteError
from stakemap.interchange.spreadsheet import paste_table, read_table
from stakemap.model import edits
from stakemap.model.checks import check
from stakemap.model.document import Actor, Snapshot, StakeMap
from stakemap.model.edit import Edit
from stakemap.model.history import history_of
from stakemap.model.judgements import InfluenceEstimate, Standing, Tie
from stakemap.storage.codec import decode, encode
from stakemap.storage.reading.exact import ExactNumber
from stakemap.storage.store.edit_codec import decode_edit, encode_edit
from strategies import examples

TODAY = edits.Authorship("A", "2025-08-01")
ENTRY = history_of(sample(), "2020", edits.Subject.standing("russia"))[0]
KINDS = kinds(team_sample())
OPERATIONS = {
    name: st.one_of(kind.operations for kind in KINDS if kind.name == name)
    for name in sorted({kind.name for kind in KINDS})
}


def outcome(edit: edits.Edit, document: StakeMap) -> StakeMap | str:
    """What comes of it, or why it is refused."""
    try:
        return edit.apply(document)
    except EditError as error:
        return str(error)


@pytest.mark.parametrize("name", OPERATIONS)
@given(data=st.data())
@examples(10)
def test_every_edit_comes_back_from_json_and_does_the_same(name: str, data: st.DataObject) -> None:
    document = team_sample()
    operation = data.draw(OPERATIONS[name])
    try:
        edit = operation.value(document)
    except EditError:
        assume(False)
    try:
        again = decode_edit(encode_edit(edit))
    except EditError:
        # What fits no field is refused by whoever reads it, before it comes to a map.
        with pytest.raises(EditError):
            edit.apply(document)
        return
    assert again == edit
    assert outcome(again, document) == outcome(edit, document)


#: What somebody may put into an edit who means no good, or another version that means well.
WRONG = st.sampled_from(
    [None, True, -1, 10**30, 1e300, "", "x" * 600, "armenia", "2020", [], {}, ["armenia"], {"armenia": 1}]
)


def leaves(tree: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The places of all parts of plain data."""
    if place:
        yield place
    parts = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, part in parts:
        yield from leaves(part, (*place, key))


def spoiled(tree: Any, place: tuple[Any, ...], value: Any) -> Any:
    """Plain data with another value at a place; "gone" takes it out of an object."""
    copy = tree.copy()
    if len(place) > 1:
        copy[place[0]] = spoiled(tree[place[0]], place[1:], value)
    elif value == "gone" and isinstance(copy, dict):
        del copy[place[0]]
    else:
        copy[place[0]] = value
    return copy


@pytest.mark.parametrize("name", OPERATIONS)
@given(data=st.data())
@examples(10)
def test_an_edit_that_somebody_spoiled_is_done_or_refused(name: str, data: st.DataObject) -> None:
    document = team_sample()
    operation = data.draw(OPERATIONS[name])
    try:
        tree = json.loads(encode_edit(operation.value(document)))
    except EditError:
        assume(False)
    for _ in range(data.draw(st.integers(1, 2))):
        place = data.draw(st.sampled_from(list(leaves(tree))))
        tree = spoiled(tree, place, data.draw(WRONG | st.just("gone")))
        assume(tree)
    note(json.dumps(tree))
    try:
        after = decode_edit(json.dumps(tree).encode()).apply(document)
    except EditError:
        return
    assert not [fault for fault in check(after) if fault.severity == "error"]


def test_a_pasted_table_comes_back_from_json() -> None:
    table = read_table("Name\tAlignment\nArmenia\t-20\nChina\t30")
    edit = paste_table.of(table, "2025-07", "border", TODAY)
    assert decode_edit(encode_edit(edit)) == edit
    assert decode_edit(encode_edit(edit)).apply(sample()) == paste_table(
        sample(), table, "2025-07", "border", TODAY
    )


def test_the_same_edit_of_the_same_map_is_equal() -> None:
    edit = edits.update_actor.of("armenia", name="Hayastan", tags=("a",))
    assert edit == edits.update_actor.of("armenia", name="Hayastan", tags=["a"])
    assert edit != edits.update_actor.of("armenia", name="Armenia", tags=("a",))
    assert edit != edits.update_group.of("armenia", name="Hayastan")
    assert edit.apply(sample()) == edits.update_actor(sample(), "armenia", name="Hayastan", tags=("a",))


def test_nobody_changes_what_an_edit_was_given() -> None:
    moves, tags = {"armenia": edits.Move(10, 20)}, ["a"]
    moved = edits.move_actors.of("2025-07", "border", moves, TODAY)
    named = edits.update_actor.of("armenia", tags=tags)
    made = Edit("update-actor", {"actor_id": "armenia", "tags": tags})
    read = Edit.from_plain(json.loads(encode_edit(moved)))
    moves.clear()
    tags.clear()
    for edit in (moved, read):
        assert edit.arguments["moves"] == {"armenia": edits.Move(10, 20)}
        with pytest.raises(TypeError):
            edit.arguments["moves"]["armenia"] = edits.Move(0, 0)
    for edit in (named, made):
        assert edit.arguments["tags"] == ("a",)
        with pytest.raises(TypeError):
            edit.arguments["tags"] = ()  # type: ignore[index]


def test_an_edit_has_no_hash_and_says_so() -> None:
    assert not isinstance(edits.set_texts.of(title="One"), Hashable)


def test_an_edit_that_is_nested_too_deeply_is_refused_without_being_read() -> None:
    edit = edits.set_texts.of(title="One")
    for _ in range(32):
        edit = edits.compound.of([edit])
    assert Edit.from_plain(edit.to_plain()) == edit
    tree = edit.to_plain()
    for _ in range(10_000):
        tree = {"edit": "compound", "arguments": {"edits": [tree]}}
    for wrong in (tree, 5, None, "edit"):
        with pytest.raises(EditError, match="not an edit"):
            Edit.from_plain(wrong)


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_json_cannot_say_is_not_written(number: float) -> None:
    for unknown in ({"x": number}, {"x": [{"y": number}]}):
        edit = edits.add_actor.of("a", Actor.model_validate({"name": "A", **unknown}))
        with pytest.raises(WriteError, match="not finite"):
            encode_edit(edit)
    nothing = edits.add_actor.of("a", Actor.model_validate({"name": "null", "x": [None, 1.5]}))
    assert decode_edit(encode_edit(nothing)) == nothing


@pytest.mark.parametrize("value", [object(), {"a": {1: object()}}, "\ud800"])
def test_an_edit_with_something_else_is_refused_in_words(value: object) -> None:
    with pytest.raises(WriteError, match="cannot be written as JSON"):
        encode_edit(Edit("set-texts", {"title": value}))


def test_a_bottomless_edit_is_refused_in_words() -> None:
    edit = edits.set_texts.of(title="One")
    for _ in range(5_000):
        edit = Edit("compound", {"edits": (edit,)})
    with pytest.raises(WriteError):
        encode_edit(edit)


def test_an_argument_that_can_be_gone_through_once_is_kept() -> None:
    edit = edits.remove_actors.of(key for key in ("armenia", "iran"))
    assert edit.apply(sample()) == edit.apply(sample()) == edits.remove_actors(sample(), ["armenia", "iran"])


def test_a_result_that_is_known_is_taken_for_that_very_map_alone() -> None:
    document, other = sample(), sample()
    result = edits.set_texts(document, title="Known")
    edit = edits.set_texts.of(title="New").with_result(document, result)
    assert edit.apply(document) is result
    assert edit.apply(other).title == "New"
    assert edit == edits.set_texts.of(title="New")


def test_several_edits_are_one_and_all_or_nothing() -> None:
    added = edits.add_actor.of("china", Actor(name="China"))
    moved = edits.move_actors.of("2025-07", "border", {"china": edits.Move(10, 20)}, TODAY)
    both = edits.together([added, moved])
    assert both.apply(sample()) == moved.apply(added.apply(sample()))
    assert decode_edit(encode_edit(both)) == both
    assert edits.together([added]) is added
    with pytest.raises(EditError, match="already in use"):
        edits.together([added, added]).apply(sample())


def test_unknown_fields_keep_all_their_digits() -> None:
    exact = b'"new":3.14159265358979323846264338327950288'
    document = decode(
        encode(sample()).replace(b'"name": "Armenia",', b'"name": "Armenia",' + exact + b",")
    ).document
    edit = edits.add_actor.of("copy", document.actors["armenia"])
    assert exact in encode_edit(edit)
    assert decode_edit(encode_edit(edit)).apply(document).actors["copy"] == document.actors["armenia"]


@given(number=st.floats(-1, 1) | st.floats(allow_nan=False, allow_infinity=False))
@example(number=0.012000245067172038)
@example(number=-1.0067016281404715e-05)
@example(number=ExactNumber.of("0.01200024506717203812345"))
@example(number=10**30)
@examples(50)
def test_unknown_numbers_deep_inside_records_come_back_equal(number: float) -> None:
    unknown = {"x_tool": number, "x_list": [{"x": number}]}
    influence = InfluenceEstimate.model_validate({"value": 1, **unknown})
    earlier = Standing.model_validate({"state": "unknown", **unknown})
    standing = Standing.model_validate({"influence": influence, "earlier": (earlier,), **unknown})
    snapshot = Snapshot.model_validate({"label": "New", "standings": {"russia": standing}, **unknown})
    for edit in (
        edits.judge.of("2020", edits.Subject.standing("russia"), standing, TODAY),
        edits.judge_anew.of("2020", [(edits.Subject.standing("russia"), standing)], "new", snapshot),
        edits.add_snapshot.of("new", snapshot),
    ):
        assert decode_edit(encode_edit(edit)) == edit


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b'{"edit": "set-texts"}',
        b'{"edit": "erase-disk", "arguments": {}}',
        b'{"edit": ["set-texts"], "arguments": {}}',
        b'{"edit": "set-texts", "arguments": []}',
        b'{"edit": "set-texts", "arguments": {"id": "x"}}',
        b'{"edit": "set-texts", "arguments": {"actors": {}}}',
        b'{"edit": "set-texts", "arguments": {"title": 1}}',
        b'{"edit": "set-texts", "arguments": {"document": {}}}',
        b'{"edit": "set-texts", "arguments": {"fields": {}}}',
        b'{"edit": "remove-group", "arguments": {}}',
        b'{"edit": "remove-group", "arguments": {"group_id": null}}',
        b'{"edit": "compound", "arguments": {"edits": [{"edit": "x", "arguments": {}}]}}',
        b'{"edit": "judge", "arguments": {"snapshot": "2020", "subject": ["standing", "iran", null],'
        b' "judgement": {"mood": {}}, "authorship": ["A", null]}}',
        b'{"edit": "judge", "arguments": {"snapshot": "2020", "subject": ["mood", "iran", null],'
        b' "judgement": {"tie": {"strength": 1}}, "authorship": ["A", null]}}',
        b'{"edit": "annotate", "arguments": {"snapshot": "2020", "subject": ["standing", "russia", null],'
        b' "influence": {"value": 1}}}',
    ],
)
def test_what_is_no_edit_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(EditError, match=r"\.$"):
        decode_edit(data)


@pytest.mark.parametrize(
    "edit",
    [
        edits.judge.of("2020", edits.Subject.standing("russia"), Tie(strength=1), TODAY),
        edits.judge.of(
            "2020", edits.Subject("standing", "russia", "border"), Standing(state="unknown"), TODAY
        ),
        edits.annotate.of("2020", edits.Subject.standing("russia"), role="decides"),
        edits.insert_bundle.of(edits.extract_bundle(sample(), "2020", ["russia", "iran"]), "2020", {}),
        edits.insert_bundle.of(
            edits.extract_bundle(sample(), "2020", ["russia", "iran"]), "2020", {"russia": "x", "iran": "x"}
        ),
        edits.judge_anew.of(
            "2020",
            [
                (edits.Subject.standing("russia"), None),
                (edits.Subject.standing("x"), Standing(state="unknown")),
            ],
            "new",
            Snapshot(label="New"),
        ),
        edits.restore_entry.of("2020", ENTRY._replace(ledger_index=-9), TODAY),
        edits.restore_entry.of("2020", ENTRY._replace(judgement=Standing(state="unknown")), TODAY),
    ],
)
def test_what_does_not_fit_the_map_is_refused(edit: edits.Edit) -> None:
    with pytest.raises(EditError):
        decode_edit(encode_edit(edit)).apply(sample())
