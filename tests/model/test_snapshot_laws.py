"""Removing, inserting, copying and re-basing a snapshot never change what those that build on it show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from edit_strategies import worlds
from samples import alignment, sample
from stakemap.errors import EditError
from stakemap.model import edits
from stakemap.model.document import Snapshot, StakeMap
from stakemap.model.judgements import Judgement, Stance, Tie
from stakemap.model.resolve import children_of, descendants_of, lineage, own_judgement, resolve, shown_also_in
from stakemap.model.subjects import Subject
from strategies import examples, ids, snapshots

few = examples(30)


def subjects(*documents: StakeMap) -> Iterator[Subject]:
    for document in documents:
        yield from map(Subject.standing, document.actors)
        yield from map(Subject.tie, document.relations)
        for issue in document.issues:
            for actor in document.actors:
                yield Subject.stance(issue, actor)


def shown(document: StakeMap, snapshot: str, subject: Subject) -> Judgement | None:
    resolved = resolve(document, snapshot, subject)
    return None if resolved is None else resolved.judgement


def assert_show_the_same(before: StakeMap, after: StakeMap, keys: Iterable[str]) -> None:
    """What was judged is shown as it was; what was not is not, or is unknown where it would be else."""
    for key in keys:
        for subject in subjects(before):
            old, new = shown(before, key, subject), shown(after, key, subject)
            if old is None:
                assert new is None or new.state == "unknown", (key, subject)
            else:
                assert new == old, (key, subject)


def assert_nothing_needless_written(before: StakeMap, after: StakeMap, bare: StakeMap) -> None:
    """`bare` is the result without anything written: each thing written changes what is shown there."""
    for key in before.snapshots.keys() & after.snapshots.keys():
        for subject in subjects(before):
            written = own_judgement(after, key, subject)
            if written is not own_judgement(before, key, subject):
                assert shown(bare, key, subject) != written


def rebased(document: StakeMap, changes: dict[str, str | None]) -> StakeMap:
    """The map with other `based_on`, and with nothing written into anything."""
    snapshots = dict(document.snapshots)
    for key, base in changes.items():
        snapshots[key] = snapshots[key].model_copy(update={"based_on": base})
    return document.model_copy(update={"snapshots": snapshots})


@few
@given(st.data(), worlds)
def test_removing(data: st.DataObject, before: StakeMap) -> None:
    assume(before.snapshots)
    gone = data.draw(st.sampled_from(sorted(before.snapshots)))
    after = edits.remove_snapshot(before, gone)
    assert_show_the_same(before, after, before.snapshots.keys() - {gone})
    base = before.snapshots[gone].based_on
    bare = rebased(before, dict.fromkeys(children_of(before, gone), base))
    assert_nothing_needless_written(before, after, bare)


@few
@given(st.data(), worlds)
def test_inserting(data: st.DataObject, before: StakeMap) -> None:
    assume(before.snapshots)
    child = data.draw(st.sampled_from(sorted(before.snapshots)))
    key = data.draw(ids.filter(lambda key: key not in before.snapshots))
    content = {name: sorted(getattr(before, name)) for name in ("actors", "issues", "relations", "sources")}
    added = data.draw(snapshots(**content))
    after = edits.insert_snapshot(before, key, added, before=child)
    assert_show_the_same(before, after, before.snapshots)
    assert lineage(after, child)[1] == key
    assert after.snapshots[key].based_on == before.snapshots[child].based_on
    bare = rebased(edits.add_snapshot(before, key, after.snapshots[key]), {child: key})
    assert_nothing_needless_written(before, after, bare)


@few
@given(st.data(), worlds)
def test_copying(data: st.DataObject, before: StakeMap) -> None:
    assume(before.snapshots)
    source = data.draw(st.sampled_from(sorted(before.snapshots)))
    base = data.draw(st.none() | st.sampled_from(sorted(before.snapshots)))
    key = data.draw(ids.filter(lambda key: key not in before.snapshots))
    new = Snapshot(label="Copy", based_on=base)
    after = edits.copy_snapshot(before, key, new, source)
    assert_show_the_same(before, after, before.snapshots)
    assert all(after.snapshots[each] is snapshot for each, snapshot in before.snapshots.items())
    assert after.snapshots[key].based_on == base
    assert_copied(before, source, after, key)
    bare = edits.add_snapshot(before, key, new)
    for subject in subjects(before):
        written = own_judgement(after, key, subject)
        assert written is None or shown(bare, key, subject) != written


@few
@given(st.data(), worlds)
def test_duplicating(data: st.DataObject, before: StakeMap) -> None:
    assume(before.snapshots)
    source = data.draw(st.sampled_from(sorted(before.snapshots)))
    key = data.draw(ids.filter(lambda key: key not in before.snapshots))
    after = edits.duplicate_snapshot(before, key, source, "Copy")
    assert_show_the_same(before, after, before.snapshots)
    assert all(after.snapshots[each] is snapshot for each, snapshot in before.snapshots.items())
    assert_copied(before, source, after, key)
    original, copied = before.snapshots[source], after.snapshots[key]
    assert copied.label == "Copy"
    for name in ("date", "scenario", "likelihood", "based_on", "note"):
        assert getattr(copied, name) == getattr(original, name)
    assert [subject for subject, _ in copied.judgements()] == [
        subject for subject, _ in original.judgements()
    ]


def assert_copied(before: StakeMap, source: str, after: StakeMap, key: str) -> None:
    """The new snapshot shows what its source shows, and holds nothing that was replaced there.

    Support is marked as kept only where it was, and where what is replaced has a reason or sources to keep.
    """
    bare = {"earlier": (), "support_kept": False}
    for subject in subjects(before):
        old, new = shown(before, source, subject), shown(after, key, subject)
        if old is None:
            assert new is None or new.state == "unknown", subject
        else:
            assert new is not None
            assert new.model_copy(update=bare) == old.model_copy(update=bare), subject
    for subject, judgement in after.snapshots[key].judgements():
        assert judgement.with_earlier() == (judgement,)
        if judgement.support_kept and judgement is not shown(before, source, subject):
            kept_from = shown(before, after.snapshots[key].based_on, subject)
            assert kept_from is not None
            assert kept_from.reason in judgement.reason


@few
@given(st.data(), worlds)
def test_rebasing(data: st.DataObject, before: StakeMap) -> None:
    assume(before.snapshots)
    moved = data.draw(st.sampled_from(sorted(before.snapshots)))
    base = data.draw(st.none() | st.sampled_from(sorted(before.snapshots)))
    if base is not None and moved in lineage(before, base):
        with pytest.raises(EditError, match="build on itself"):
            edits.rebase_snapshot(before, moved, base)
        return
    after = edits.rebase_snapshot(before, moved, base)
    assert_show_the_same(before, after, before.snapshots.keys() - {moved})
    assert after.snapshots[moved].standings is before.snapshots[moved].standings
    assert_nothing_needless_written(before, after, rebased(before, {moved: base}))
    for subject in subjects(before):
        if own_judgement(before, moved, subject) is None:
            assert shown(after, moved, subject) == (shown(after, base, subject) if base else None)


@few
@given(st.data(), worlds)
def test_a_correction_shows_just_where_the_map_says(data: st.DataObject, before: StakeMap) -> None:
    assume(before.snapshots and before.actors and before.issues)
    key = data.draw(st.sampled_from(sorted(before.snapshots)))
    actor = data.draw(st.sampled_from(sorted(before.actors)))
    issue = data.draw(st.sampled_from(sorted(before.issues)))
    stance = Stance(alignment=alignment(12.5), reason="A reason that no made-up stance has.")
    after = edits.judge(before, key, Subject.stance(issue, actor), stance, edits.Authorship("A", None))
    subject = Subject.stance(issue, actor)
    changed = {
        place for place in before.snapshots if shown(before, place, subject) != shown(after, place, subject)
    }
    assert changed - {key} == set(shown_also_in(before, key, subject))
    assert set(shown_also_in(before, key, subject)) <= set(descendants_of(before, key))


def test_what_was_not_judged_is_not_made_up_by_a_snapshot_put_before_it() -> None:
    document = sample()
    earlier = Snapshot(label="2021", ties={"turkiye-azerbaijan": Tie(strength=1)})
    earlier = earlier.model_copy(update={"stances": {"border": {"iran": Stance(alignment=alignment(-90))}}})
    after = edits.insert_snapshot(document, "2021", earlier, before="2022")
    assert shown(after, "2022", Subject.stance("border", "iran")) == Stance(state="unknown")
    assert shown(after, "2022", Subject.tie("turkiye-azerbaijan")) == Tie(strength=3)
    assert "azerbaijan-armenia" not in after.snapshots["2022"].ties


def test_what_was_not_judged_is_not_taken_off_the_stage_by_a_snapshot_put_before_it() -> None:
    subject = Subject.stance("border", "iran")
    off = {"border": {"iran": Stance(state="not-applicable")}}
    earlier = Snapshot(label="2021").model_copy(update={"stances": off})
    after = edits.insert_snapshot(sample(), "2021", earlier, before="2022")
    assert shown(after, "2021", subject) == Stance(state="not-applicable")
    assert shown(after, "2022", subject) == Stance(state="unknown")


def test_a_copy_of_an_earlier_snapshot_hides_what_was_not_judged_then() -> None:
    document = sample()
    after = edits.copy_snapshot(document, "2026", Snapshot(label="2026", based_on="2025-07"), "2020")
    for subject in subjects(document):
        then, now = shown(document, "2020", subject), shown(document, "2025-07", subject)
        copied = shown(after, "2026", subject)
        if then is None and now is not None:
            assert copied is not None
            assert copied.state == "unknown", subject
    assert after.snapshots["2026"].judgement_count > 0


def test_a_copy_of_what_it_builds_on_carries_all_of_it_over() -> None:
    after = edits.copy_snapshot(sample(), "2026", Snapshot(label="2026", based_on="2025-07"), "2025-07")
    assert after.snapshots["2026"].judgement_count == 0


def test_removing_a_root_makes_its_children_roots_that_show_all_they_showed() -> None:
    after = edits.remove_snapshot(sample(), "2020")
    assert after.snapshots["2022"].based_on is None
    assert after.snapshots["2022"].ties["azerbaijan-armenia"] == Tie(strength=-3)
    assert after.snapshots["2022"].stances["border"]["russia"].reason == "The text is silent."


def test_an_equal_judgement_below_is_not_written_again() -> None:
    document = sample()
    armenia = document.snapshots["2025-07"].standings["armenia"]
    twice = edits.branch(document, "2026", "2025-07", "2026", scenario=False)
    twice = edits.branch(twice, "2027", "2026", "2027", scenario=False)
    copied = twice.snapshots["2026"].model_copy(update={"standings": {"armenia": armenia.model_copy()}})
    twice = twice.model_copy(update={"snapshots": {**twice.snapshots, "2026": copied}})
    after = edits.remove_snapshot(twice, "2026")
    assert after.snapshots["2027"].standings == {}
