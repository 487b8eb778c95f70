"""The store finds the version from which two were made; never one that is newer than either."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samples import alignment, sample
from stakemap.model.document import Actor, StakeMap
from stakemap.model.edits import (
    Authorship,
    Move,
    add_actor,
    judge,
    move_actors,
    put_others,
    remove_actors,
    remove_snapshot,
    set_texts,
    start_round,
)
from stakemap.model.judgements import Stance
from stakemap.model.merging.merge import merge
from stakemap.model.rounds import sheets_of
from stakemap.model.subjects import Subject
from stakemap.storage.files import save_map
from stakemap.storage.store.common_base import common_base
from stakemap.storage.store.deltas import Records, checkpoint, pack, records_in
from stakemap.storage.store.journal import JournalWriter
from stakemap.storage.store.versions import VersionStore

BY = Authorship("Anna", "2025-08-01")
V0 = sample()


class Kept(VersionStore):
    """A store that holds some whole versions in memory, given the oldest first."""

    def __init__(self, *versions: StakeMap) -> None:
        super().__init__(Path("nowhere"))
        self._versions = versions

    def whole_versions(self, map_id: str, most: int) -> Iterator[Records]:
        kept = [each for each in self._versions if each.id == map_id]
        return (records_in(pack(checkpoint(each))) for each in kept[::-1][:most])


def titled(document: StakeMap, title: str) -> StakeMap:
    return set_texts(document, title=title)


def moved(document: StakeMap, actor: str, to: float, by: Authorship = BY) -> StakeMap:
    return move_actors(document, "2025-07", "border", {actor: Move(alignment=to)}, by)


def test_what_was_saved_before_both_changed_is_the_base() -> None:
    sent = titled(V0, "Sent")
    one, other = moved(sent, "armenia", 12), moved(sent, "russia", -34)
    for versions in ((V0, sent), (V0, sent, one), (V0, sent, moved(sent, "armenia", 5), one)):
        base = common_base(Kept(*versions), one, other)
        assert base == sent
    assert common_base(Kept(V0, sent), sent, other) is sent
    assert common_base(Kept(V0, sent, one), one, sent) == sent


def test_what_has_been_changed_further_still_follows_what_was_sent() -> None:
    sent = moved(titled(V0, "Sent"), "armenia", 12)
    other = set_texts(moved(sent, "armenia", 24, Authorship("Boris", "2025-09-01")), note="Boris was here")
    assert common_base(Kept(V0, sent), moved(sent, "russia", 12), other) == sent
    earlier = set_texts(moved(V0, "armenia", 24, Authorship("Boris", "2025-09-01")), note="Boris was here")
    assert common_base(Kept(V0, sent), moved(sent, "russia", 12), earlier) == V0


def test_a_sheet_that_was_opened_here_is_no_base() -> None:
    asked = ("snapshots/2025-07/stances/border/turkiye",)
    started = start_round(V0, "first", "First", "idea", "", asked, ("Anna",), BY)
    one, other = moved(started, "armenia", 12), moved(started, "russia", -34)
    sheet = sheets_of(started, "first")["Anna"]
    assert common_base(Kept(V0, started, sheet), one, other) == started
    assert common_base(Kept(sheet), one, other) is None


def test_a_version_that_is_newer_than_both_is_none() -> None:
    newer = moved(add_actor(V0, "iran-2", Actor(name="Iran")), "armenia", 77)
    latest = titled(newer, "Latest")
    one, other = titled(V0, "One"), titled(V0, "Other")
    assert common_base(Kept(newer), one, other) is None
    assert common_base(Kept(newer, latest), one, other) is None
    by_ledger = moved(V0, "armenia", 50, Authorship("Boris", "2026-01-01"))
    assert common_base(Kept(by_ledger), one, other) is None


def test_what_the_other_side_removed_stays_removed_where_the_base_is_certain() -> None:
    sent = titled(V0, "Sent")
    other = remove_actors(sent, ["russia"])
    base = common_base(Kept(V0, sent), moved(sent, "armenia", 12), other)
    assert base == sent
    # Russia may have been added since the other side got its version.
    assert common_base(Kept(sent), moved(sent, "armenia", 12), other) is None


def test_a_snapshot_that_one_side_removed_goes_with_its_judgements() -> None:
    sent = titled(V0, "Sent")
    other = remove_snapshot(sent, "2020")
    assert len(other.snapshots) < len(sent.snapshots)
    assert common_base(Kept(V0, sent), moved(sent, "armenia", 12), other) == sent
    assert common_base(Kept(V0, other), moved(other, "armenia", 12), sent) == V0


def test_nothing_is_known_without_another_version() -> None:
    other = titled(V0, "Other")
    assert common_base(Kept(), V0, other) is None
    assert common_base(Kept(V0), V0, other) is None
    foreign = StakeMap(id="12345678-1234-1234-1234-123456789abc")
    assert common_base(Kept(foreign, titled(foreign, "x")), V0, other) is None


def test_only_some_versions_are_read() -> None:
    versions = [titled(V0, f"Version {number}") for number in range(40)]
    assert common_base(Kept(*versions), versions[-1], versions[35]) == versions[35]
    read: list[int] = []

    class Slow(Kept):
        def whole_versions(self, map_id: str, most: int) -> Iterator[Records]:
            for records in super().whole_versions(map_id, most):
                read.append(most)
                yield records

    assert common_base(Slow(*versions), versions[-1], versions[35], seconds=0) is None
    assert len(read) == 3
    # That all of these are newer is not known from them alone.
    assert common_base(Slow(*versions), versions[-1], versions[0]) is None
    assert len(read) == 3 + 16


def test_what_was_opened_and_saved_is_in_the_store(tmp_path: Path) -> None:
    store, path = VersionStore(tmp_path / "state"), tmp_path / "map.stakemap.json"
    digest = save_map(path, V0)
    sent, one = titled(V0, "Sent"), moved(titled(V0, "Sent"), "armenia", 12)
    writer = JournalWriter(store)
    journal = writer.open(V0, path, digest)
    journal.record("Retitle", V0, sent)
    journal.saved(sent, path, save_map(path, sent))
    journal.record("Move", sent, one)
    assert writer.flush()
    writer.close()
    assert common_base(store, one, moved(sent, "russia", -34)) == sent
    store.file.write_bytes(b"damaged")
    assert common_base(store, one, moved(sent, "russia", -34)) is None


@pytest.mark.parametrize("packed", [b"x", b""])
def test_a_row_that_cannot_be_read_is_left_out(tmp_path: Path, packed: bytes) -> None:
    store, writer = VersionStore(tmp_path / "state"), JournalWriter(VersionStore(tmp_path / "state"))
    for title in ("One", "Two"):
        writer.open(V0, None, "").record("Retitle", V0, titled(V0, title))
    assert writer.flush()
    writer.close()
    assert len(list(store.whole_versions(V0.id, 9))) == 2
    with store.transaction() as database:
        database.execute("UPDATE entry SET data = ? WHERE id = (SELECT MIN(id) FROM entry)", (packed,))
    assert len(list(store.whole_versions(V0.id, 9))) == 1


def changed(document: StakeMap, kind: str, tag: str, analyst: str) -> StakeMap:
    """The map with a change that no other tag makes."""
    if kind == "actor":
        return add_actor(document, f"actor-{tag}", Actor(name=tag))
    if kind == "title":
        return titled(document, tag)
    stance = Stance(alignment=alignment(len(tag) % 90), reason=tag)
    return judge(
        document, "2025-07", Subject("stance", kind, "border"), stance, Authorship(analyst, "2025-08-01")
    )


kinds = st.lists(st.sampled_from(["actor", "title", "armenia", "russia", "turkiye"]), min_size=1, max_size=5)


@given(kinds, kinds, st.data())
@settings(max_examples=40)
def test_the_base_is_never_newer_than_where_the_versions_part(
    mine: list[str], theirs: list[str], data: st.DataObject
) -> None:
    history = [V0]
    for number, kind in enumerate(mine):
        history.append(changed(history[-1], kind, f"anna-{number}", "Anna"))
    parting = data.draw(st.integers(0, len(mine)))
    other = history[parting]
    for number, kind in enumerate(theirs):
        other = changed(other, kind, f"boris-{number}", "Boris")
    first = data.draw(st.integers(0, len(mine)))
    base = common_base(Kept(*history[first:]), history[-1], other)
    places = [index for index, each in enumerate(history) if each == base]
    # Where nothing before a version is stored, nothing tells how old its texts are.
    untold = base is not None and first == places[0] > parting and {*mine[parting:first]} == {"title"}
    assert base is None or places[0] <= parting or untold
    if first == 0 and not {*mine} & {*theirs} - {"actor"}:
        assert base == history[parting]


def test_what_others_judge_is_not_taken_for_removed_by_a_copy_from_before() -> None:
    subject = Subject.stance("border", "armenia")
    told = put_others(V0, "2025-07", subject, (Stance(alignment=alignment(-70), reason="No.", by="Ben"),))
    mine = titled(told, "Mine")
    for theirs in (moved(V0, "russia", 20), moved(V0, "armenia", 20)):
        # The store knows the map only since others judged.
        base = common_base(Kept(told, mine), mine, theirs)
        result = merge(base, mine, theirs).document.snapshots["2025-07"].stances["border"]["armenia"]
        assert [each.by for each in result.others] == ["Ben"]


def test_what_is_judged_beside_others_follows_what_it_replaced() -> None:
    subject = Subject.stance("border", "armenia")
    told = put_others(V0, "2025-07", subject, (Stance(alignment=alignment(-70), reason="No.", by="Ben"),))
    mine = titled(told, "Mine")
    theirs = moved(told, "armenia", 20, Authorship("Eve", "2025-08-03"))
    assert common_base(Kept(told, mine), mine, theirs) == told
