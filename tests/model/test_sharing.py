"""What was read anew says what the file says, and shares with the map before all that is the same."""

from __future__ import annotations

from hypothesis import given, settings

from samples import sample
from stakemap.model import edits
from stakemap.model.changes import touched
from stakemap.model.document import StakeMap
from stakemap.model.sharing import sharing
from stakemap.storage.codec import decode, encode
from strategies import maps


def read_again(document: StakeMap) -> StakeMap:
    return decode(encode(document)).document


@given(maps(), maps())
@settings(max_examples=40)
def test_it_says_what_the_other_map_says(before: StakeMap, after: StakeMap) -> None:
    assert encode(sharing(before, after)) == encode(after)


@given(maps())
@settings(max_examples=40)
def test_a_map_read_again_is_the_same_one(document: StakeMap) -> None:
    assert sharing(document, read_again(document)) is document


def test_only_what_differs_is_another_record() -> None:
    before = sample()
    renamed = edits.update_actor(before, "armenia", name="Republic of Armenia")
    assert touched(before, sharing(before, read_again(renamed))) == touched(before, renamed)
    moved = edits.move_actors(
        before, "2025-07", "border", {"armenia": edits.Move(50.0, 40.0)}, edits.Authorship("", "2025-08-01")
    )
    assert touched(before, sharing(before, read_again(moved))) == touched(before, moved)
