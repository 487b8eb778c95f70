"""The sentences of a balance: nothing left out goes unnamed, and texts of a map stay plain values."""

from __future__ import annotations

from analysis.builders import one_issue, stance, standing
from stakemap.analysis.balance import balance
from stakemap.analysis.balance_words import balance_lines, interval_text, methods, voice_lines
from stakemap.analysis.counted import gather
from stakemap.analysis.intervals import Interval, intervals, missing_ranges
from stakemap.model.document import Actor, StakeMap
from stakemap.model.edits import update_actor
from stakemap.model.judgements import Stance
from stakemap.model.resolve import Resolver
from stakemap.wording.numbers import figure, signed_figure


def lines_of(document: StakeMap) -> tuple[str, ...]:
    inputs = gather(document, "2025", "road", Resolver())
    return balance_lines(document, balance(inputs), missing_ranges(inputs), intervals(inputs))


def test_long_names_of_voices_can_be_cut() -> None:
    document = one_issue({"ann": standing(80)}, {"ann": stance(60, role="decides")})
    document = update_actor(document, "ann", name="Ministry of Infrastructure")
    result = balance(gather(document, "2025", "road", Resolver()))
    assert voice_lines(document, result) == ("Decides: Ministry of Infrastructure (for).",)
    assert voice_lines(document, result, 12) == ("Decides: Ministry of… (for).",)


def test_a_blocked_balance_in_words() -> None:
    document = one_issue(
        {"ann": standing(80, 5), "bob": standing(20, 5)},
        {
            "ann": stance(60, 100, 5, role="decides"),
            "bob": stance(-50, 50, 5, role="can-block"),
            "cat": Stance(state="unknown"),
        },
    )
    assert lines_of(document) == (
        "Blocked: the balance is for, but Bob can block it and is against.",
        "Effective power: 80 for, 10 against, 0 undecided.",
        "Weighted mean +48, weighted median +60.",
        "Decides: Ann (for).",
        "Can block: Bob (against).",
        "1 actor is left out, its alignment unknown: Cat.",
        "Intervals: 10th to 90th percentile of 2,000 draws from the ranges, each value drawn independently.",
    )


def test_what_is_missing_is_said() -> None:
    actors = {"pm": Actor(name="{name} <b>PM</b>", part_of="ann"), "dan": Actor(name="")}
    document = one_issue(
        {"ann": standing(80), "bob": standing(20)},
        {"ann": stance(60), "bob": stance(-50, 50), "dan": stance(5)},
        actors,
    )
    assert lines_of(document)[-4:] == (
        "1 actor is left out, its influence unknown: dan.",
        "Salience was not judged for 1 of 2 counted actors (Ann), so the balance weighs by influence alone.",
        "Counted as part of another actor: {name} <b>PM</b> in Ann.",
        "No interval: 2 of 2 counted actors have no range for a value that counts (Ann, Bob).",
    )


def test_a_decider_against_a_positive_balance_is_named() -> None:
    document = one_issue(
        {"ann": standing(80), "bob": standing(20)},
        {"ann": stance(60), "bob": stance(-50, role="decides")},
    )
    assert lines_of(document)[0] == "The balance is for, but Bob decides and is against."


def test_nothing_to_weigh() -> None:
    assert lines_of(one_issue({}, {})) == (
        "Nothing to weigh: no actor has both a known alignment and weight on this issue.",
    )


def test_figures_in_sentences() -> None:
    assert figure(-0.4) == "0"
    assert figure(-12.6) == "−13"
    assert figure(1234.56, 1) == "1,234.6"
    assert [figure(value) for value in (0.5, 11.5, 12.5, -12.5)] == ["1", "12", "13", "−13"]
    assert (signed_figure(12.4), signed_figure(-12.4), signed_figure(0.2)) == ("+12", "−12", "0")
    assert interval_text(Interval(-12.2, 30.0), with_sign=True) == "−12 to +30"


def test_every_method_names_its_source() -> None:
    assert [method.source for method in methods()][:3] == [
        "Efird, Lester and Wise 2016",
        "Achen 2006",
        "Black 1948",
    ]
