"""The laws of merging three versions of a map."""

from __future__ import annotations

from hypothesis import given, note
from hypothesis import strategies as st

from edit_strategies import operations, worlds
from merging_laws import Triple, broken_laws
from stakemap.errors import EditError
from stakemap.model.document import StakeMap
from stakemap.model.merging.merge import merge
from strategies import examples, maps


def edited(data: st.DataObject, document: StakeMap, most: int = 3) -> StakeMap:
    for _ in range(data.draw(st.integers(1, most))):
        operation = data.draw(operations(document))
        note(repr(operation))
        try:
            document = operation(document)
        except EditError:
            note("refused")
    return document


@examples(4)
@given(st.data(), worlds)
def test_edits_of_two_sides_merge_without_loss(data: st.DataObject, base: StakeMap) -> None:
    triple = Triple(base, edited(data, base), edited(data, base))
    assert list(broken_laws(triple)) == []


@examples(8)
@given(maps(actors_at_most=3, snapshots_at_most=2), maps(actors_at_most=3), maps(actors_at_most=3))
def test_maps_that_have_little_in_common_merge_without_loss(
    base: StakeMap, one: StakeMap, other: StakeMap
) -> None:
    assert list(broken_laws(Triple(base, one, other))) == []


@examples(4)
@given(st.data(), worlds)
def test_without_conflicts_it_does_not_matter_what_is_merged_first(
    data: st.DataObject, base: StakeMap
) -> None:
    one, two, three = (edited(data, base, 1) for _ in range(3))
    first, last = merge(base, one, two), merge(base, two, three)
    left, right = merge(base, first.document, three), merge(base, one, last.document)
    if not any(each.conflicts for each in (first, last, left, right)):
        assert left.document == right.document
