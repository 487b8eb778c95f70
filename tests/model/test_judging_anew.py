"""A change of judgement moved into a new snapshot leaves the old one, and all others, as they were."""

from __future__ import annotations

import pytest

from samples import sample
from stakemap.errors import EditError
from stakemap.model import edits
from stakemap.model.document import Snapshot, StakeMap
from stakemap.model.edits_new_snapshot import judge_anew, judged_since, judged_snapshot
from stakemap.model.judgements import Stance, Standing
from stakemap.model.resolve import Resolver

AUTHOR = edits.Authorship("Ann", "2025-08-01")
NEW = Snapshot(label="August", date="2025-08")


def _moved(snapshot: str = "2025-07") -> tuple[StakeMap, StakeMap]:
    before = sample()
    target = {"armenia": edits.Move(-40.0, 77.0)}
    return before, edits.move_actors(before, snapshot, "border", target, AUTHOR)


def _shown(document: StakeMap, snapshot: str) -> tuple[dict[str, Standing], dict[str, Stance]]:
    resolver = Resolver()
    return (
        {key: found.judgement for key, found in resolver.standings(document, snapshot).items()},
        {key: found.judgement for key, found in resolver.stances(document, snapshot, "border").items()},
    )


def test_it_goes_into_a_new_snapshot_and_the_others_show_what_they_showed() -> None:
    before, after = _moved()
    anew = judge_anew(after, "2025-07", judged_since(before, after, "2025-07"), "2025-08", NEW)
    assert anew.snapshots["2025-08"].based_on == "2025-07"
    for key in before.snapshots:
        assert _shown(anew, key) == _shown(before, key)
    stance = anew.snapshots["2025-08"].stances["border"]["armenia"]
    assert stance.alignment is not None
    assert stance.alignment.value == -40
    assert (stance.by, stance.on, stance.earlier) == ("Ann", "2025-08-01", ())
    assert anew.snapshots["2025-08"].standings["armenia"].influence.value == 77  # type: ignore[union-attr]


def test_what_else_was_edited_stays() -> None:
    before, after = _moved()
    after = edits.update_actor(after, "iran", name="Iran")
    anew = judge_anew(after, "2025-07", judged_since(before, after, "2025-07"), "2025-08", NEW)
    assert anew.actors["iran"].name == "Iran"


def test_nothing_judged_is_refused() -> None:
    before = sample()
    after = edits.update_actor(before, "iran", name="Iran")
    with pytest.raises(EditError, match="no judgement there to move"):
        judge_anew(after, "2025-07", judged_since(before, after, "2025-07"), "2025-08", NEW)


def test_an_id_in_use_is_refused() -> None:
    before, after = _moved()
    with pytest.raises(EditError, match="already in use"):
        judge_anew(after, "2025-07", judged_since(before, after, "2025-07"), "2020", NEW)


def test_which_snapshot_was_judged() -> None:
    before, after = _moved()
    assert judged_snapshot(before, after) == "2025-07"
    assert judged_snapshot(before, before) is None
    assert judged_snapshot(before, edits.update_actor(before, "iran", name="Iran")) is None
    assert judged_snapshot(before, edits.update_snapshot(before, "2020", label="War")) is None
    assert judged_snapshot(before, edits.remove_snapshot(before, "2020")) is None
    both = edits.move_actors(after, "2020", "border", {"armenia": edits.Move(5.0, None)}, AUTHOR)
    assert judged_snapshot(before, both) is None
