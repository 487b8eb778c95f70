"""What holds for every edit of every map."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import given, note
from hypothesis import strategies as st

from edit_strategies import judging_operations, kinds, operations, worlds
from samples import sample
from stakemap.errors import EditError
from stakemap.model.changes import touched
from stakemap.model.checks import check
from stakemap.model.document import StakeMap
from stakemap.model.edit import registered
from stakemap.model.records import Record
from stakemap.model.resolve import Resolver, lineage
from stakemap.model.subjects import Subject
from stakemap.wording.changes import describe
from strategies import examples

few = examples(60)


#: Marks that would act in a terminal or turn the rest of a line round.
ACTING = set("\x00\x1b\u202a\u202b\u202d\u202e")

refusals: list[str] = []


def applied(data: st.DataObject, document: StakeMap) -> StakeMap:
    """The map after an edit, or the map itself where the edit was refused."""
    operation = data.draw(operations(document))
    note(repr(operation))
    try:
        return operation(document)
    except EditError as error:
        refusals.append(str(error))
        return document


def errors(document: StakeMap) -> list[str]:
    return [str(fault) for fault in check(document) if fault.severity == "error"]


def parts(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """All records and mappings of a map with where they are, the ledgers and lists left aside."""
    yield place, value
    if isinstance(value, Record):
        for name in value.containers:
            yield from parts(getattr(value, name), (*place, name))
    elif isinstance(value, dict):
        for key, entry in value.items():
            yield from parts(entry, (*place, key))


@few
@given(st.data(), worlds)
def test_a_result_is_a_sound_and_valid_map_and_its_origin_is_as_it_was(
    data: st.DataObject, document: StakeMap
) -> None:
    dumped = document.model_dump(warnings=False)
    after = applied(data, document)
    assert document.model_dump(warnings=False) == dumped
    assert not errors(after)
    assert all(sentence.strip() for sentence in refusals)
    assert StakeMap.model_validate(after.model_dump(warnings=False)) == after


@few
@given(st.data(), worlds)
def test_what_did_not_change_is_the_same_object(data: st.DataObject, document: StakeMap) -> None:
    after = applied(data, document)
    before = dict(parts(document))
    for place, value in parts(after):
        if place in before and before[place] == value:
            assert before[place] is value, place


@few
@given(st.data(), worlds)
def test_touched_and_describe_name_just_what_changed(data: st.DataObject, document: StakeMap) -> None:
    after = applied(data, document)
    difference = touched(document, after)
    assert bool(difference) == (after is not document)
    lines = describe(document, after)
    assert bool(lines) == (after != document)
    assert not [line for line in lines if len(line.splitlines()) != 1 or set(line) & ACTING]
    before, now = dict(parts(document)), dict(parts(after))
    changed = {place for place in before.keys() | now.keys() if before.get(place) is not now.get(place)}
    assert {("snapshots", s, "standings", a) for s, a in difference.standings} == {
        place for place in changed if len(place) == 4 and place[2] == "standings"
    }
    assert {("snapshots", s, "stances", i, a) for s, i, a in difference.stances} == {
        place for place in changed if len(place) == 5
    }
    for name in StakeMap.containers:
        ids = {place[1] for place in changed if len(place) == 2 and place[0] == name}
        assert getattr(difference, name) == ids


@examples(25)
@given(st.data(), worlds)
def test_a_resolver_that_patches_agrees_with_a_new_one(data: st.DataObject, document: StakeMap) -> None:
    resolver = Resolver(capacity=data.draw(st.sampled_from((1, 3, 48))))
    for _ in range(3):
        fresh = Resolver()
        for snapshot in document.snapshots:
            assert resolver.standings(document, snapshot) == fresh.standings(document, snapshot)
            assert resolver.ties(document, snapshot) == fresh.ties(document, snapshot)
            for issue in document.issues:
                known = resolver.stances(document, snapshot, issue)
                assert known == fresh.stances(document, snapshot, issue)
        document = applied(data, document)


def reasons(document: StakeMap) -> dict[tuple[str, Subject], set[str]]:
    """What was ever written as a reason, by snapshot and subject, the ledgers included."""
    found: dict[tuple[str, Subject], set[str]] = {}
    for key, snapshot in document.snapshots.items():
        own: dict[Subject, Any] = {Subject.standing(actor): one for actor, one in snapshot.standings.items()}
        own |= {Subject.tie(relation): tie for relation, tie in snapshot.ties.items()}
        for issue, stances in snapshot.stances.items():
            own |= {Subject.stance(issue, actor): one for actor, one in stances.items()}
        for subject, one in own.items():
            found[key, subject] = {entry.reason for entry in (one, *one.earlier) if entry.is_explained}
    return found


@few
@given(st.data(), worlds)
def test_judging_and_annotating_never_lose_a_written_reason(data: st.DataObject, document: StakeMap) -> None:
    operation = data.draw(judging_operations(document))
    note(repr(operation))
    try:
        after = reasons(operation(document))
    except EditError:
        return
    for (snapshot, subject), written in reasons(document).items():
        # A reason kept on a new value is a copy; the original is in the ledger or was carried over.
        line = lineage(document, snapshot)
        found = [kept for each in line for kept in after.get((each, subject), ())]
        for reason in written:
            assert any(reason in kept for kept in found), (snapshot, subject, reason)


def test_every_edit_is_drawn() -> None:
    """A new edit has to join the laws."""
    drawn = {kind.name for kind in kinds(sample())}
    ours = {name for name, kind in registered().items() if kind.__module__.startswith("stakemap.model")}
    assert not ours - drawn
    assert not errors(sample())
