"""Coalitions under the rules that an issue may have: who can pass it, who can stop it, what is missing."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.builders import one_issue, stance, standing
from stakemap.analysis.coalitions.coalitions import Coalitions, coalitions
from stakemap.analysis.methods import METHODS
from stakemap.analysis.question import Question
from stakemap.analysis.report import Finding, Move, Place, Report, Stacks
from stakemap.model.document import Actor, DecisionRule, RuleKind, StakeMap
from stakemap.model.judgements import Stance
from stakemap.model.records import replace
from stakemap.model.subjects import Subject
from stakemap.storage.presets import load_preset
from strategies import assume_no_text_says_nan, maps

#: The Council of fifteen: votes and, for this test, who is in favour.
COUNCIL = {
    **dict.fromkeys(("france", "germany", "italy", "uk"), 10),
    "spain": 8,
    **dict.fromkeys(("belgium", "greece", "netherlands", "portugal"), 5),
    **dict.fromkeys(("austria", "sweden"), 4),
    **dict.fromkeys(("denmark", "finland", "ireland"), 3),
    "luxembourg": 2,
}


def ruled(document: StakeMap, kind: RuleKind, quota: float | None = None) -> Question:
    """The question about a map whose issue has that rule."""
    issue = replace(document.issues["road"], rule=DecisionRule(kind=kind, quota=quota))
    return Question.of(replace(document, issues={"road": issue}))


def voting(
    votes: dict[str, int], alignments: dict[str, float | None], quota: float | None = None
) -> Question:
    """A vote of actors with these votes; an alignment of None is unknown, those not named are against."""
    stances = {}
    for actor, number in votes.items():
        place = alignments.get(actor, -50.0)
        stances[actor] = (
            Stance(state="unknown", votes=number) if place is None else stance(place, votes=number)
        )
    return ruled(one_issue({actor: standing(50) for actor in votes}, stances), "votes", quota)


def weighing(places: dict[str, tuple[float, float]], **roles: str) -> StakeMap:
    """A map of actors with (influence, alignment), and roles of some."""
    return one_issue(
        {actor: standing(influence) for actor, (influence, _) in places.items()},
        {actor: stance(place, role=roles.get(actor)) for actor, (_, place) in places.items()},
    )


def told(question: Question) -> Report:
    return METHODS["coalitions"].report(question)


def finding(report: Report, key: str) -> Finding:
    return next(each for each in report.findings if each.id == key)


def keys(report: Report) -> list[str]:
    return [each.id for each in report.findings]


THREE = {"ann": (50.0, 60.0), "bob": (30.0, -40.0), "cat": (20.0, 0.0)}


# --- majority ----------------------------------------------------------------------------------------------


def test_exactly_half_is_no_majority() -> None:
    report = told(Question.of(weighing(THREE)))
    assert report.findings[0].text == (
        "Those in favour of “The road” hold 50 % of the weight, too little if more than half decides."
    )
    assert finding(report, "turn:cat").text == (
        "If Cat were in favour, those in favour would have enough: 70 % of the weight."
    )
    assert finding(report, "turn:cat").moves == (Move("cat", "alignment", 0.0, 5.0),)
    assert finding(report, "pivot").text == (
        "The pivot, with whom the quota (more than half of the weight) is reached, is Cat (0): those more in "
        "favour hold 50 % of the weight, with it 70 %."
    )
    assert "No rule is set for this issue" in report.rests_on


def test_a_share_next_to_half_is_told_from_it() -> None:
    report = told(ruled(weighing({"ann": (50.2, 60.0), "bob": (50, -40.0)}), "majority"))
    assert "hold 50.1 % of the weight, enough where more than half of the weight is needed" in (
        report.findings[0].text
    )


def test_whoever_can_block_must_agree() -> None:
    places = {"ann": (60.0, 60.0), "bob": (30.0, -40.0), "cat": (20.0, 70.0)}
    report = told(Question.of(weighing(places, bob="can-block")))
    assert report.findings[0].text == (
        "Those in favour of “The road” hold 73 % of the weight, enough if more than half decides, "
        "but Bob (against) can block it."
    )
    assert finding(report, "turn:bob").text == (
        "If Bob were in favour, nobody who can block would stand in the way; those in favour would hold "
        "100 % of the weight."
    )
    assert finding(report, "blocking").text == "Ann and Bob could each stop it alone."
    result = coalitions(Question.of(weighing(places, bob="can-block")))
    assert all("bob" in result.names(members) for members in result.winning.sets)


def test_a_blocker_of_unknown_stance_and_influence_is_in_every_winning_set() -> None:
    document = one_issue(
        {"ann": standing(50), "bob": standing(40)},
        {"ann": stance(50), "bob": stance(60), "cat": Stance(state="unknown", role="can-block")},
    )
    result = coalitions(Question.of(document))
    assert result.has_enough
    assert not result.passes
    assert result.names(result.winning.sets[0]) == ("ann", "cat")
    report = told(Question.of(document))
    assert "Cat (unknown) can block it" in report.findings[0].text
    assert finding(report, "turn:cat").moves == (Move("cat", "alignment", None, 5.0),)


def test_those_left_out_who_could_turn_it_are_named_in_the_headline() -> None:
    document = one_issue(
        {"ann": standing(50), "bob": standing(40), "cat": standing(30)},
        {"ann": stance(50), "bob": stance(-60)},
    )
    assert told(Question.of(document)).findings[0].text == (
        "Those in favour of “The road” hold 56 % of the known weight, where more than half of the weight is "
        "needed; 1 more actor, too little known to count, could turn that."
    )


def test_one_actor_has_no_pivot() -> None:
    report = told(Question.of(weighing({"ann": (50, 60.0)})))
    assert keys(report) == ["result", "alone"]


def test_ties_at_the_pivot() -> None:
    places = {"ann": (40.0, 60.0), "bob": (30.0, 10.0), "cat": (30.0, 10.0), "dan": (20.0, -90.0)}
    pivot = finding(told(Question.of(weighing(places))), "pivot")
    assert pivot.actors == ("bob", "cat")
    assert "who stand at the same place (+10): 33 % of the weight before them, 83 % with them." in pivot.text


@pytest.mark.parametrize("places", [{}, {"ann": (0.0, 60.0), "bob": (0.0, -40.0)}])
def test_nothing_to_weigh(places: dict[str, tuple[float, float]]) -> None:
    report = told(Question.of(weighing(places)))
    assert report.is_empty
    assert report.findings[0].text.startswith("Nothing to weigh")


def test_nobody_in_favour() -> None:
    report = told(Question.of(weighing({"ann": (50, 0.0), "bob": (40, 0.0)})))
    assert report.findings[0].text == (
        "Nobody who counts is in favour of “The road”, which takes more than half of the weight."
    )
    assert finding(report, "undecided").text == (
        "Undecided: Ann and Bob (100 % of the weight). With all of these, those in favour would hold 100 % "
        "of the weight."
    )


def test_a_part_that_has_the_votes_of_its_whole_stands_where_it_is_judged() -> None:
    actors = {"ann": Actor(name="Ann"), "delegate": Actor(name="Delegate", part_of="ann")}
    document = one_issue(
        {"ann": standing(80), "delegate": standing(20)},
        {"ann": stance(-40), "delegate": stance(60, votes=3)},
        actors,
    )
    found = coalitions(ruled(document, "votes"))
    assert [(voter.actor, voter.side) for voter in found.voters] == [("delegate", "for")]
    assert found.passes


def test_a_part_of_an_actor_does_not_count_beside_it() -> None:
    actors = {"ann": Actor(name="Ann"), "president": Actor(name="President", part_of="ann")}
    document = one_issue(
        {"ann": standing(50), "president": standing(90), "bob": standing(40)},
        {"ann": stance(50, votes=3), "president": stance(-50, votes=9), "bob": stance(-50, votes=2)},
        actors,
    )
    assert [voter.actor for voter in coalitions(Question.of(document)).voters] == ["ann", "bob"]
    assert [voter.actor for voter in coalitions(ruled(document, "votes")).voters] == ["ann", "bob"]


# --- other rules -------------------------------------------------------------------------------------------


def test_a_share_is_taken_as_it_is_written() -> None:
    """66.7 per cent of 1,000 are 667, though the binary number beside 66.7 is a little more."""
    places = {"ann": (66.7, 60.0), "bob": (33.3, -40.0)}
    assert coalitions(ruled(weighing(places), "share", 66.7)).passes
    assert not coalitions(ruled(weighing(places), "share", 66.8)).passes
    report = told(ruled(weighing(places), "share", 66.8))
    assert report.findings[0].text == (
        "Those in favour of “The road” hold 66.7 % of the weight, and 66.8 % of the weight is needed."
    )
    assert "more than half is taken" in told(ruled(weighing(places), "share")).rests_on


def test_unanimity_of_those_who_decide() -> None:
    document = weighing({**THREE, "dan": (90.0, -90.0)}, ann="decides", cat="decides")
    report = told(ruled(document, "unanimity"))
    assert report.findings[0].text == "“The road” lacks the agreement of Cat (undecided), which it needs."
    assert (
        finding(report, "turn:cat").text == "If Cat were in favour, all whose agreement is needed would be."
    )
    assert (
        finding(report, "winning").text
        == "It takes Ann and Cat to pass it; no set without all of them could."
    )
    assert "pivot" not in keys(report)
    assert told(ruled(weighing(THREE), "unanimity")).is_empty


def test_unless_somebody_who_can_block_is_against() -> None:
    document = weighing(THREE, bob="can-block", cat="can-block")
    report = told(ruled(document, "blockers"))
    assert report.findings[0].text == "Bob (against) can block “The road”."
    assert finding(report, "turn:bob").moves == (Move("bob", "alignment", -40.0, 0.0),)
    # Whoever is undecided stops nothing.
    assert coalitions(ruled(weighing(THREE, cat="can-block"), "blockers")).passes
    nobody = told(ruled(weighing(THREE), "blockers"))
    assert nobody.findings[0].text == (
        "No actor is judged able to block “The road”, so that nothing stops it by its rule."
    )
    unknown = one_issue({"ann": standing(5)}, {"ann": Stance(state="unknown", role="can-block")})
    assert told(ruled(unknown, "blockers")).findings[0].text == (
        "Whether “The road” passes depends on Ann, who can block it and whose position is unknown."
    )


# --- votes -------------------------------------------------------------------------------------------------


def test_the_council_of_fifteen() -> None:
    """Votes as published for 1995 to 2004, 62 of 87 needed."""
    favour = ("france", "germany", "italy", "belgium", "greece", "netherlands", "denmark")
    question = voting(COUNCIL, dict.fromkeys(favour, 40.0), 62)
    report = told(question)
    assert report.findings[0].text == "Those in favour of “The road” hold 48 of the 62 votes needed."
    assert "No change of sides of one actor turns this; it takes at least 2." in finding(report, "turn").text
    assert finding(report, "power").text.startswith(
        "France has 11.5 % of the votes and 11.2 % of the voting power by Banzhaf’s index"
    )
    result = coalitions(question)
    assert result.indices is not None
    by_actor = dict(zip((voter.actor for voter in result.voters), result.indices.banzhaf, strict=True))
    assert round(float(by_actor["france"]), 4) == 0.1116
    assert round(float(by_actor["luxembourg"]), 4) == 0.0226
    chart = report.charts[0]
    assert isinstance(chart, Stacks)
    assert (chart.total, chart.line, chart.line_label) == (87, 62, "62 votes")
    coded = [segment for stack in chart.stacks for segment in stack.segments if segment.key]
    assert all(segment.short == segment.code.code and segment.label == segment.code.name for segment in coded)


def test_more_than_half_of_the_votes_is_the_default() -> None:
    assert coalitions(voting({"ann": 3, "bob": 3}, {"ann": 50})).needed == 4


def test_a_quota_over_the_total() -> None:
    report = told(voting({"ann": 3, "bob": 2}, {"ann": 50}, 7))
    assert [each.text for each in report.findings] == [
        "The rule needs 7 votes, more than there is (5 votes), so that nothing can pass.",
        "Those in favour hold 3 votes.",
    ]
    assert not report.charts


def test_votes_missing_for_some() -> None:
    document = one_issue(
        {actor: standing(50) for actor in ("ann", "bob", "cat", "dan")},
        {
            "ann": stance(50, votes=3),
            "bob": stance(-50, votes=2),
            "cat": stance(20),
            "dan": stance(90, role="influences"),
        },
    )
    report = told(ruled(document, "votes"))
    missing = finding(report, "without-votes")
    assert missing.kind == "missing"
    assert missing.actors == ("cat",)
    assert "power" not in keys(report)
    assert {"winning", "pivot"} <= set(keys(report))


@pytest.mark.parametrize("votes", [{"ann": 0, "bob": 0}, {}])
def test_no_votes_at_all(votes: dict[str, int]) -> None:
    report = told(voting(votes, {}))
    assert report.findings[0].kind == "missing"
    assert (
        report.findings[0].text == "Votes decide this issue, and nobody has any: enter them with the stances."
    )


def test_who_is_unknown_may_make_up_for_the_rest() -> None:
    report = told(voting({"ann": 3, "bob": 2, "cat": 2}, {"ann": 50, "cat": None}))
    assert report.findings[0].text == (
        "Those in favour of “The road” hold 3 of the 4 votes needed, and 1 actor whose position is unknown "
        "could make up for the rest."
    )
    assert finding(report, "pivot").text == (
        "Who the pivot is depends on actors whose position is unknown: Cat."
    )
    assert finding(report, "undecided").text == (
        "Unknown: Cat (2 votes). With it, those in favour would hold 5 votes."
    )


def test_a_dummy_is_named() -> None:
    """Luxembourg in the Community of six."""
    votes = {"de": 4, "fr": 4, "it": 4, "nl": 2, "be": 2, "lu": 1}
    report = told(voting(votes, {"de": 50, "fr": 50}, 12))
    assert finding(report, "dummies").actors == ("lu",)
    assert report.tables[0].rows[0][-2:] == ("23.81", "23.33")


def test_five_hundred_voters_with_huge_votes() -> None:
    votes = {f"actor-{number}": 10**9 - 7 * number for number in range(500)}
    question = voting(votes, dict.fromkeys(list(votes)[:200], 50.0))
    report = told(question)
    assert finding(report, "power").kind == "missing"
    assert "Not all such sets are listed" in finding(report, "winning").text
    assert finding(report, "pivot").kind == "result"


# --- laws --------------------------------------------------------------------------------------------------


def passes(result: Coalitions, favour: set[str]) -> bool:
    weight = sum(voter.weight for voter in result.voters if voter.actor in favour)
    return weight >= result.needed and all(
        voter.actor in favour for voter in result.voters if voter.can_block
    )


ACTORS = st.dictionaries(
    st.sampled_from("abcdef"),
    st.tuples(
        st.integers(0, 9),
        st.integers(-100, 100),
        st.sampled_from(["decides", "can-block", "influences", None]),
        st.integers(0, 9),
    ),
    min_size=1,
)
RULES = st.sampled_from([("majority", None), ("share", 60.0), ("unanimity", None), ("votes", None)])


@settings(max_examples=40)
@given(ACTORS, RULES)
def test_turns_turn_and_sets_are_minimal(
    places: dict[str, tuple[int, int, str | None, int]], rule: tuple[RuleKind, float | None]
) -> None:
    document = one_issue(
        {actor: standing(influence) for actor, (influence, *_) in places.items()},
        {actor: stance(place, role=role, votes=votes) for actor, (_, place, role, votes) in places.items()},
    )
    question = ruled(document, *rule)
    result, report = coalitions(question), told(question)
    assert report.findings[0].text
    if result.problem is not None:
        return
    favour = {voter.actor for voter in result.voters if voter.accepts}
    assert passes(result, favour) == result.passes
    turns = {turn.actors[0] for turn in result.turns}
    for voter in result.voters:
        turned = passes(result, favour ^ {voter.actor}) != result.passes
        assert (voter.actor in turns) == turned
    if result.joint_turn is not None:
        assert passes(result, favour ^ set(result.joint_turn.actors)) != result.passes
    everybody = {voter.actor for voter in result.voters}
    for members in map(set, map(result.names, result.winning.sets)):
        assert passes(result, members)
        assert not any(passes(result, members - {each}) for each in members)
    for members in map(set, map(result.names, result.blocking.sets)):
        assert not passes(result, everybody - members)
        assert all(passes(result, everybody - members | {each}) for each in members)


@settings(max_examples=12)
@given(maps(), st.sampled_from(["majority", "share", "unanimity", "blockers", "votes"]))
def test_every_map_gets_sentences(document: StakeMap, kind: RuleKind) -> None:
    assume_no_text_says_nan(document)
    issues = {key: replace(issue, rule=DecisionRule(kind=kind)) for key, issue in document.issues.items()}
    document = replace(document, issues=issues)
    for snapshot in document.snapshots or [None]:
        for issue in document.issues or [None]:
            report = told(Question.of(document, issue, snapshot))
            assert 1 <= len(report.findings) <= 9
            assert len(set(keys(report))) == len(report.findings)
            texts = [text for each in report.findings for text in (each.text, each.how)]
            assert not any("nan" in text.split() for text in texts)
            json.dumps(report.data, allow_nan=False)


def test_on_the_bundled_map() -> None:
    report = told(Question.of(load_preset("armenia-turkiye"), "normalisation", "2025-07"))
    assert report.findings[0].text == (
        "Those in favour of “Open it now” hold 64 % of the weight, enough if more than half decides, but "
        "Azerbaijan (against) can block it."
    )
    assert report.findings[0].how.splitlines()[1:] == [
        "In favour: Türkiye 85 + United States 65 + Armenia 35 + European Union 30 = 215",
        "All: 335",
        "Share: 215 ÷ 335 = 64 %; needed: more than half of the weight",
    ]
    assert report.findings[0].place == Place("2025-07", Subject.stance("normalisation", "azerbaijan"))
