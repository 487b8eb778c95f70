"""The laws of a comparison: what its decisions lead to, and that every difference is listed once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from edit_strategies import worlds
from model.merging.test_merging_laws import edited
from samples import sample
from stakemap.model.checks import check
from stakemap.model.document import StakeMap
from stakemap.model.edit import Edit
from stakemap.model.edits import settle_conflicts
from stakemap.model.merging.comparison import Comparison, compare, open_conflicts, take_version
from stakemap.model.merging.merge import merge
from stakemap.model.merging.recording import with_conflicts
from stakemap.model.records import replace
from stakemap.model.teamwork import OpenConflict
from stakemap.storage.codec import encode
from stakemap.wording.comparison import DifferenceWords, Versions
from strategies import examples, maps

SMALL = maps(actors_at_most=3, snapshots_at_most=2)


def assert_lawful(data: st.DataObject, found: Comparison) -> None:
    """Taking all is the merge, leaving all is the first version, and any choice leads to a sound map."""
    keys = [each.key for each in found.differences]
    assert len(set(keys)) == len(keys)
    assert encode(found.decided({})) == encode(with_conflicts(*merge(found.base, found.one, found.other)))
    taken = [each.key for each in found.differences if each.side == "other"]
    if not found.merged.conflicts:
        assert found.decided(dict.fromkeys(taken, "one")) == found.one
        assert bool(taken) == (found.merged.document != found.one)
    kept = [each.key for each in found.differences if each.side == "one"]
    assert encode(found.decided(dict.fromkeys(kept, "one"))) == encode(found.decided({}))
    left = data.draw(st.sets(st.sampled_from(taken))) if taken else ()
    choices = dict.fromkeys(left, "one")
    result = found.decided(choices)
    edit = take_version.of(found.other, found.base, choices)
    assert Edit.from_plain(edit.to_plain()).apply(found.one) == result
    assert [fault for fault in check(result) if fault.severity == "error"] == []
    assert StakeMap.model_validate(result.model_dump(warnings=False)) == result


@examples(4)
@given(st.data(), worlds)
def test_edits_of_two_sides(data: st.DataObject, base: StakeMap) -> None:
    assert_lawful(data, compare(base, edited(data, base), edited(data, base)))


@examples(4)
@given(st.data(), SMALL, SMALL, SMALL)
def test_maps_that_have_little_in_common(
    data: st.DataObject, base: StakeMap, one: StakeMap, other: StakeMap
) -> None:
    assert_lawful(data, compare(base, one, other))
    assert_lawful(data, compare(None, one, other))


def test_an_open_conflict_whose_values_do_not_fit_is_listed_and_can_be_kept() -> None:
    place = "snapshots/2025/stances/border/turkiye"
    recorded = OpenConflict(place=place, one={"alignment": "far"}, other={"state": "unknown"})
    document = replace(sample(), conflicts={"odd": recorded})
    (found,) = open_conflicts(document).differences
    assert (found.key, found.can_keep_both) == ("odd", False)
    words = DifferenceWords(open_conflicts(document), Versions("one version", "the other version"))
    assert words.sentence(found).endswith("what was in conflict no longer fits there")
    assert words.details(found)
    assert settle_conflicts(document, {found.key: "one"}).conflicts == {}
