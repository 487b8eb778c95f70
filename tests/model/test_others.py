"""What others judge of the same subject, beside the current judgement."""

from __future__ import annotations

from typing import Any

import pytest

from samples import alignment, influence, sample
from stakemap.errors import EditError
from stakemap.model import edits
from stakemap.model.document import StakeMap
from stakemap.model.edits import Authorship
from stakemap.model.judgements import Citation, Stance, Standing
from stakemap.model.others import judgements_of_analysts, others_of, without_lists
from stakemap.model.records import LIST_LIMIT, replace
from stakemap.model.resolve import shown_judgement
from stakemap.model.subjects import Subject

TURKIYE = Subject.stance("border", "turkiye")
C = Authorship("C", "2025-09-01")


def stance(value: float, by: str = "", on: str | None = "2025-08-01", **fields: Any) -> Stance:
    return Stance(alignment=alignment(value), by=by, on=on, **fields)


def with_others(*others: Stance, snapshot: str = "2025-07") -> StakeMap:
    return edits.put_others(sample(), snapshot, TURKIYE, others)


def shown(document: StakeMap, snapshot: str = "2025-07") -> Stance:
    found = shown_judgement(document, snapshot, TURKIYE)
    assert isinstance(found, Stance)
    return found


def values(judgements: tuple[Any, ...]) -> list[float]:
    return [each.alignment.value for each in judgements]


@pytest.mark.parametrize(
    ("judgement", "counted"),
    [
        (stance(1, "A"), [1]),
        (stance(1, "A", others=(stance(2, "B"), stance(3, "C"))), [1, 2, 3]),
        (stance(1, "A", pooled="linear", others=(stance(2, "B"), stance(3, "C"))), [2, 3]),
        (stance(1, "A", others=(stance(2, "B"), stance(3, "B", "2025-08-02"))), [1, 3]),
        (stance(1, "A", others=(stance(2, "A"), stance(3, "B"))), [1, 3]),
        (stance(1, "A", None, others=(stance(2, "A"), stance(3, "B"))), [2, 3]),
        (stance(1, others=(stance(2), stance(2), stance(3))), [1, 2, 2, 3]),
    ],
)
def test_each_analyst_counts_once(judgement: Stance, counted: list[float]) -> None:
    assert values(judgements_of_analysts(judgement)) == counted


def test_others_are_listed_by_name_and_replace_what_they_judged() -> None:
    document = with_others(stance(30, "Z"), stance(40, "B"), stance(50))
    assert values(others_of(shown(document))) == [50, 40, 30]
    again = edits.put_others(document, "2025-07", TURKIYE, [stance(45, "B"), stance(55)])
    assert values(others_of(shown(again))) == [50, 55, 45, 30]
    assert values((shown(again),)) == [10]


def test_beside_a_judgement_that_is_carried_over_it_is_written_into_the_snapshot() -> None:
    document = with_others(stance(30, "B"), snapshot="delay")
    assert values(others_of(shown(document, "delay"))) == [30]
    assert others_of(shown(document)) == ()
    assert (shown(document, "delay").reason, shown(document, "delay").earlier) == (shown(document).reason, ())


def test_lists_of_what_is_put_are_left_out() -> None:
    added = stance(30, "B", others=(stance(1, "X"),), earlier=(stance(2, "B"),))
    (other,) = others_of(shown(with_others(added)))
    assert (other.others, other.earlier) == ((), ())


def test_an_other_judgement_becomes_current_and_the_current_one_an_other() -> None:
    document = with_others(stance(30, "B"), stance(40, "Z"))
    after = shown(edits.adopt_other(document, "2025-07", TURKIYE, stance(30, "B")))
    assert (values((after,)), after.by, after.earlier) == ([30], "B", ())
    assert values(after.others) == [10, 40]


def test_a_pooled_judgement_goes_to_the_ledger() -> None:
    pooled = stance(35, pooled="median")
    document = edits.judge(with_others(stance(30, "B"), stance(40, "Z")), "2025-07", TURKIYE, pooled, C)
    assert (shown(document).pooled, values(shown(document).others)) == ("median", [30, 40])
    after = shown(edits.adopt_other(document, "2025-07", TURKIYE, stance(40, "Z")))
    assert values(after.with_earlier()) == [40, 35, 10]
    assert values(after.others) == [30]


def test_an_other_judgement_is_removed() -> None:
    document = with_others(stance(30, "B"), stance(40, "Z"))
    after = edits.remove_other(document, "2025-07", TURKIYE, stance(30, "B"))
    assert values(others_of(shown(after))) == [40]
    with pytest.raises(EditError, match="Nobody else"):
        edits.remove_other(after, "2025-07", TURKIYE, stance(30, "B"))


@pytest.mark.parametrize(
    ("subject", "other", "problem"),
    [
        (TURKIYE, Standing(influence=influence(1)), "does not fit"),
        (TURKIYE, stance(1, citations=(Citation(source="nothing"),)), "no source “nothing”"),
        (Subject.stance("corridor", "iran"), stance(1), "no judgement here yet"),
        (Subject.stance("border", "nobody"), stance(1), "no actor “nobody”"),
    ],
)
def test_what_does_not_fit_is_refused(subject: Subject, other: Any, problem: str) -> None:
    with pytest.raises(EditError, match=problem):
        edits.put_others(sample(), "2025-07", subject, [other])


def test_there_are_only_so_many() -> None:
    with pytest.raises(EditError, match="more than 1,000"):
        with_others(*(stance(1, f"B{number}") for number in range(LIST_LIMIT + 1)))


def test_edits_of_others_can_be_stored() -> None:
    edit = edits.put_others.of("2025-07", TURKIYE, [stance(30, "B")])
    again = edits.Edit.from_plain(edit.to_plain())
    assert again == edit
    assert again.apply(sample()) == with_others(stance(30, "B"))


# --- judging anew -----------------------------------------------------------------------------------------


def test_others_stay_beside_a_new_judgement_and_do_not_go_to_the_ledger() -> None:
    document = with_others(stance(30, "B"))
    moved = edits.move_actors(document, "2025-07", "border", {"turkiye": edits.Move(-50)}, C)
    for after in (moved, edits.judge(document, "2025-07", TURKIYE, stance(-50, reason="New."), C)):
        assert values(shown(after).with_earlier()) == [-50, 10]
        assert values(others_of(shown(after))) == [30]
        assert all(others_of(each) == () for each in shown(after).with_earlier()[1:])


def test_others_of_an_older_snapshot_do_not_judge_a_newer_one() -> None:
    document = with_others(stance(30, "B"))
    moved = edits.move_actors(document, "delay", "border", {"turkiye": edits.Move(-50)}, C)
    assert others_of(shown(moved, "delay")) == ()
    restored = edits.judge(document, "delay", TURKIYE, shown(document), C)
    assert others_of(shown(restored, "delay")) == ()


def test_what_somebody_judges_anew_is_not_pooled() -> None:
    pooled = stance(35, pooled="median", salience=None)
    document = edits.judge(sample(), "2025-07", TURKIYE, pooled, C)
    moved = edits.move_actors(document, "2025-07", "border", {"turkiye": edits.Move(-50)}, C)
    ranged = edits.set_range(document, "2025-07", "border", "turkiye", "alignment", 0, 50, C)
    assert [shown(each).pooled for each in (document, moved, ranged)] == ["median", None, None]
    assert [each.pooled for each in shown(moved).with_earlier()] == [None, "median", None]


def test_a_pool_takes_the_place_of_the_judgement_which_stands_beside_it() -> None:
    document = with_others(stance(40, "B"), stance(10, "A"))
    before = shown(document)
    pool = stance(23, reason="Pooled.", pooled="linear", others=before.others)
    made = shown(edits.pool_judgements(document, "2025-07", TURKIYE, pool, C))
    assert (made.by, made.on, made.pooled) == ("C", "2025-09-01", "linear")
    assert made.earlier == before.earlier
    assert {without_lists(before), *before.others} == set(made.others)
    document = edits.pool_judgements(document, "2025-07", TURKIYE, pool, C)
    twice = shown(edits.pool_judgements(document, "2025-07", TURKIYE, replace(pool, pooled="median"), C))
    assert twice.others == made.others
    assert twice.earlier[0] == without_lists(made), "a pool that is replaced goes to the ledger"


def test_nothing_newer_by_the_same_name_goes_when_a_judgement_steps_aside() -> None:
    newest, adopted = stance(60, "A", "2025-08-30", reason="Seen the draft."), stance(40, "B")
    document = edits.judge(sample(), "2025-07", TURKIYE, stance(10), Authorship("A", "2025-08-01"))
    document = edits.put_others(document, "2025-07", TURKIYE, (newest, adopted))
    old = without_lists(shown(document))
    pooled = shown(edits.pool_judgements(document, "2025-07", TURKIYE, stance(50, pooled="linear"), C))
    assert set(pooled.others) == {old, newest, adopted}
    assert newest in judgements_of_analysts(pooled)
    assert set(shown(edits.adopt_other(document, "2025-07", TURKIYE, adopted)).others) == {old, newest}
