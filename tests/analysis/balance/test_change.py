"""What a change does to the balance, in words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analysis.builders import one_issue, stance, standing
from stakemap.analysis.balance.balance import Balance, balance
from stakemap.analysis.balance.change import change_lines
from stakemap.analysis.balance.counted import gather
from stakemap.model.judgements import Stance
from stakemap.model.resolve import Resolver


def _of(**stances: Stance) -> Balance:
    document = one_issue({"ann": standing(80), "bob": standing(20)}, stances)
    return balance(gather(document, "2025", "road", Resolver()))


def test_each_figure_is_told_from_what_to_what() -> None:
    before = _of(ann=stance(-60, 100), bob=stance(50, 50))
    after = _of(ann=stance(60, 100), bob=stance(50, 50))
    assert change_lines(before, after) == (
        "Verdict: against → for.",
        "Effective power: for 10 → 90 (+80), against 80 → 0 (−80).",
        "Weighted mean −48 → +59 (+107), weighted median −60 → +60 (+120).",
    )


def test_a_blocker_on_the_other_side_is_a_change_too() -> None:
    before = _of(ann=stance(60, 100), bob=stance(-50, 50))
    after = _of(ann=stance(60, 100), bob=stance(-50, 50, role="can-block"))
    assert change_lines(before, after)[0] == "Verdict: for → for (can be blocked)."


def test_what_stays_is_said_to_stay() -> None:
    same = _of(ann=stance(60, 100), bob=stance(50, 50))
    assert change_lines(same, same) == (
        "Verdict: for, unchanged.",
        "Weighted mean +59 (unchanged), weighted median +60 (unchanged).",
    )


def test_powers_of_different_kinds_are_not_compared() -> None:
    before = _of(ann=stance(60, 100), bob=stance(50, 50))
    after = _of(ann=stance(60, 100), bob=stance(50))
    lines = change_lines(before, after)
    assert "cannot be compared" in lines[1]
    assert "→" not in lines[1]


def test_from_nothing_and_to_nothing() -> None:
    nothing, something = _of(), _of(ann=stance(60, 100))
    assert change_lines(nothing, nothing) == ()
    first = change_lines(nothing, something)
    assert first[0] == "Verdict: nothing to weigh → for."
    assert first[-1] == "Weighted mean +60, weighted median +60."
    assert change_lines(something, nothing) == (
        "Verdict: for → nothing to weigh.",
        "Effective power: for 80 → 0 (−80).",
    )


@given(st.floats(-100, 100), st.floats(-100, 100))
def test_steps_are_true_for_any_alignment(old: float, new: float) -> None:
    lines = change_lines(_of(ann=stance(old, 100)), _of(ann=stance(new, 100)))
    assert len(lines) in (2, 3)
    assert all(line.endswith(".") and "nan" not in line for line in lines)
