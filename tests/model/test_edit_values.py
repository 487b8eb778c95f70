"""An edit as a value says the same as its function, and comes back from JSON as it was."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from operations import kinds
from samples import sample
from stakemap.errors import EditError
from stakemap.interchange.spreadsheet import paste_table, read_table
from stakemap.model import edits
from stakemap.model.document import Actor, StakeMap
from stakemap.model.edit import registered
from stakemap.model.judgements import Standing, Tie
from stakemap.storage.codec import decode, encode
from stakemap.storage.edit_codec import decode_edit, encode_edit
from strategies import examples

TODAY = edits.Authorship("A", "2025-08-01")
OF_MODEL = sorted(name for name, kind in registered().items() if kind.__module__.startswith("stakemap.model"))


def outcome(edit: edits.Edit, document: StakeMap) -> StakeMap | str:
    """What comes of it, or why it is refused."""
    try:
        return edit.apply(document)
    except EditError as error:
        return str(error)


@pytest.mark.parametrize("name", OF_MODEL)
@given(data=st.data())
@examples(15)
def test_every_edit_comes_back_from_json_and_does_the_same(name: str, data: st.DataObject) -> None:
    document = sample()
    strategies = [kind.operations for kind in kinds(document) if kind.name == name]
    operation = data.draw(st.one_of(strategies))
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
    ],
)
def test_what_fits_no_subject_is_refused(edit: edits.Edit) -> None:
    with pytest.raises(EditError):
        decode_edit(encode_edit(edit)).apply(sample())
