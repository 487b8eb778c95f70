"""The ledger rule, and what each way of judging writes."""

from __future__ import annotations

import pytest

from samples import alignment, influence, sample, tiny
from stakemap.errors import EditError
from stakemap.model import edits
from stakemap.model.document import StakeMap
from stakemap.model.edits import Authorship, Move, Subject
from stakemap.model.judgements import (
    Citation,
    Condition,
    InfluenceEstimate,
    SalienceEstimate,
    Stance,
    Standing,
    Tie,
)
from stakemap.model.records import LIST_LIMIT

MONDAY = Authorship("A", "2025-08-04")
TUESDAY = Authorship("A", "2025-08-05")
COLLEAGUE = Authorship("B", "2025-08-04")


def stance(
    document: StakeMap, actor: str = "armenia", issue: str = "border", snapshot: str = "2025"
) -> Stance:
    return document.snapshots[snapshot].stances[issue][actor]


def standing(document: StakeMap, actor: str = "armenia", snapshot: str = "2025") -> Standing:
    return document.snapshots[snapshot].standings[actor]


def moved(document: StakeMap, value: float, authorship: Authorship = MONDAY) -> StakeMap:
    return edits.move_actors(document, "2025", "border", {"armenia": Move(alignment=value)}, authorship)


class TestLedger:
    def test_what_was_replaced_stands_in_earlier_without_its_own(self) -> None:
        document = moved(tiny(), 40)
        now = stance(document)
        assert (now.by, now.on, now.alignment) == ("A", "2025-08-04", alignment(40))
        assert now.earlier == (Stance(alignment=alignment(80)),)
        again = stance(moved(document, 20, TUESDAY))
        assert [entry.alignment.value for entry in again.earlier if entry.alignment] == [40, 80]
        assert not any(entry.earlier for entry in again.earlier)

    def test_a_wobbling_drag_leaves_one_entry(self) -> None:
        document = tiny()
        for value in (70, 65, 66, 71):
            document = moved(document, value)
        assert stance(document).alignment == alignment(71)
        assert stance(document).earlier == (Stance(alignment=alignment(80)),)

    @pytest.mark.parametrize("other", [TUESDAY, COLLEAGUE, Authorship("A", None)])
    def test_another_day_or_analyst_makes_another_entry(self, other: Authorship) -> None:
        document = moved(moved(tiny(), 40), 20, other)
        assert len(stance(document).earlier) == 2

    def test_an_unknown_day_is_not_the_same_day(self) -> None:
        nobody = Authorship("", None)
        assert len(stance(moved(moved(tiny(), 40, nobody), 20, nobody)).earlier) == 2

    @pytest.mark.parametrize(
        "support",
        [
            {"reason": "Said so."},
            {"confidence": "low"},
            {"basis": "assumed"},
            {"citations": (Citation(source="s"),)},
        ],
    )
    def test_what_was_written_is_never_lost(self, support: dict[str, object]) -> None:
        document = edits.add_source(tiny(), "s", sample().sources["agency-2022"])
        document = edits.annotate(moved(document, 40), "2025", Subject.stance("border", "armenia"), **support)
        now = stance(moved(document, 20))
        assert len(now.earlier) == 2
        for name, value in support.items():
            assert getattr(now.earlier[0], name) == value
            assert not getattr(now, name)

    def test_unknown_fields_are_never_lost(self) -> None:
        document = tiny()
        odd = Stance.model_validate({"alignment": alignment(3), "by": "A", "on": MONDAY.on, "x_weight": 2})
        snapshot = document.snapshots["2025"].model_copy(update={"stances": {"border": {"armenia": odd}}})
        document = document.model_copy(update={"snapshots": {"2025": snapshot}})
        now = stance(moved(document, 20))
        assert not now.model_extra
        assert now.earlier[0].model_extra == {"x_weight": 2}

    def test_the_same_judgement_changes_nothing_whoever_makes_it(self) -> None:
        document = tiny()
        same = Stance(alignment=alignment(80))
        assert edits.judge(document, "2025", Subject.stance("border", "armenia"), same, MONDAY) is document

    def test_a_judgement_brings_no_ledger_of_its_own(self) -> None:
        new = Stance(alignment=alignment(1), earlier=(Stance(alignment=alignment(99)),))
        document = edits.judge(tiny(), "2025", Subject.stance("border", "armenia"), new, MONDAY)
        assert stance(document).earlier == (Stance(alignment=alignment(80)),)

    def test_judging_where_it_was_carried_over_leaves_the_origin_and_starts_an_empty_ledger(self) -> None:
        document = sample()
        new = Standing(influence=influence(20), reason="Distracted.")
        after = edits.judge(document, "2022", Subject.standing("russia"), new, MONDAY)
        assert standing(after, "russia", "2022").earlier == ()
        assert after.snapshots["2020"] is document.snapshots["2020"]

    def test_a_full_ledger_refuses_in_words(self) -> None:
        past = tuple(Stance(alignment=alignment(1), reason=str(number)) for number in range(LIST_LIMIT))
        full = Stance(alignment=alignment(2), reason="Now", earlier=past)
        document = tiny()
        snapshot = document.snapshots["2025"].model_copy(update={"stances": {"border": {"armenia": full}}})
        document = document.model_copy(update={"snapshots": {"2025": snapshot}})
        with pytest.raises(EditError, match="history of this judgement is full"):
            moved(document, 50)


class TestMoving:
    def test_only_the_axis_that_moved_is_written(self) -> None:
        document = tiny()
        after = edits.move_actors(document, "2025", "border", {"armenia": Move(40, 35)}, MONDAY)
        assert after.snapshots["2025"].standings is document.snapshots["2025"].standings
        up = edits.move_actors(document, "2025", "border", {"armenia": Move(influence=36)}, MONDAY)
        assert up.snapshots["2025"].stances is document.snapshots["2025"].stances
        assert standing(up).influence == influence(36)

    def test_nothing_moved_is_the_same_map(self) -> None:
        document = tiny()
        for move in (Move(), Move(80, 35), Move(80.2, 34.6), Move(80, None)):
            assert edits.move_actors(document, "2025", "border", {"armenia": move}, MONDAY) is document
        assert edits.move_actors(document, "2025", "border", {}, MONDAY) is document

    def test_a_value_between_whole_numbers_stays_unless_it_is_moved(self) -> None:
        exact = edits.judge(
            tiny(), "2025", Subject.standing("armenia"), Standing(influence=influence(33.4)), MONDAY
        )
        after = edits.move_actors(exact, "2025", "border", {"armenia": Move(10, 33.4)}, TUESDAY)
        assert standing(after).influence == influence(33.4)

    @pytest.mark.parametrize(
        ("target", "value"), [(12.5, 13), (-12.5, -12), (-0.3, 0), (250, 100), (-250, -100), (99.7, 100)]
    )
    def test_targets_are_whole_and_on_the_scale(self, target: float, value: float) -> None:
        now = stance(moved(tiny(), target)).alignment
        assert now is not None
        assert str(now.value) == str(float(value))

    def test_a_range_moves_along_and_stays_on_the_scale(self) -> None:
        document = sample()
        now = edits.move_actors(document, "2025-07", "border", {"turkiye": Move(80)}, MONDAY)
        assert stance(now, "turkiye", snapshot="2025-07").alignment == alignment(80, 50, 100)
        edge = edits.move_actors(document, "2025-07", "border", {"turkiye": Move(100)}, MONDAY)
        assert stance(edge, "turkiye", snapshot="2025-07").alignment == alignment(100, 70, 100)

    def test_a_stance_with_its_own_influence_takes_the_new_one(self) -> None:
        document = sample()
        after = edits.move_actors(document, "2025-07", "border", {"president": Move(influence=90)}, MONDAY)
        now = stance(after, "president", snapshot="2025-07")
        assert now.influence == influence(90, 70, 100)
        assert now.alignment == alignment(20)
        assert after.snapshots["2025-07"].standings is document.snapshots["2025-07"].standings

    def test_an_alignment_that_stays_keeps_its_support_when_the_own_influence_moves(self) -> None:
        written = {"reason": "He said so.", "confidence": "high", "basis": "stated"}
        place = ("2025-07", Subject.stance("border", "president"))
        document = edits.annotate(sample(), *place, authorship=MONDAY, **written)
        before = stance(document, "president", snapshot="2025-07")
        up = edits.move_actors(document, "2025-07", "border", {"president": Move(influence=90)}, TUESDAY)
        now = stance(up, "president", snapshot="2025-07")
        assert (now.reason, now.confidence, now.basis) == ("He said so.", "high", "stated")
        assert (now.by, now.on) == TUESDAY
        assert now.earlier[0] == before.model_copy(update={"earlier": ()})
        across = edits.move_actors(document, "2025-07", "border", {"president": Move(30, 90)}, TUESDAY)
        assert not stance(across, "president", snapshot="2025-07").is_explained

    def test_salience_role_conditions_and_what_to_watch_for_carry_on(self) -> None:
        document = sample()
        after = edits.move_actors(
            document, "pressure", "border", {"armenia": Move(10), "turkiye": Move(20)}, MONDAY
        )
        armenia = stance(after, "armenia", snapshot="pressure")
        assert (armenia.salience, armenia.role) == (SalienceEstimate(value=90), "decides")
        assert (armenia.reason, armenia.citations, armenia.confidence, armenia.basis) == ("", (), None, None)
        moved_on = edits.move_actors(document, "2025-07", "border", {"turkiye": Move(20)}, MONDAY)
        now = stance(moved_on, "turkiye", snapshot="2025-07")
        assert now.watch_for == "A date for the border."
        assert now.conditions == (Condition(text="The treaty with Baku first", issue="corridor"),)
        assert now.earlier[0].reason == "Wants the treaty first."

    def test_an_actor_from_the_tray_is_judged(self) -> None:
        after = edits.move_actors(sample(), "2025-07", "border", {"russia": Move(5, 30)}, MONDAY)
        now = stance(after, "russia", snapshot="2025-07")
        assert (now.state, now.alignment, now.reason) == ("judged", alignment(5), "")
        assert standing(after, "russia", "2025-07").influence == influence(30, 10, 50)
        new = edits.move_actors(after, "2025-07", "border", {"iran": Move(-5, 10)}, MONDAY)
        assert standing(new, "iran", "2025-07") == Standing(influence=influence(10), by="A", on=MONDAY.on)

    @pytest.mark.parametrize("target", [float("nan"), float("inf"), float("-inf")])
    def test_no_place_at_all_is_refused(self, target: float) -> None:
        with pytest.raises(EditError, match="finite"):
            moved(tiny(), target)

    @pytest.mark.parametrize(
        ("snapshot", "issue", "actor"),
        [("1999", "border", "armenia"), ("2025", "war", "armenia"), ("2025", "border", "atlantis")],
    )
    def test_what_does_not_exist_is_named(self, snapshot: str, issue: str, actor: str) -> None:
        with pytest.raises(EditError, match="There is no"):
            edits.move_actors(tiny(), snapshot, issue, {actor: Move(1)}, MONDAY)


class TestStates:
    def test_unknown_keeps_what_is_known_beside_the_value(self) -> None:
        after = edits.make_unknown(sample(), "2025-07", "border", ["armenia"], MONDAY)
        now = stance(after, snapshot="2025-07")
        assert (now.state, now.alignment, now.role) == ("unknown", None, "decides")
        assert now.earlier[0].reason == "Says so at every meeting."

    def test_who_is_unknown_already_stays_so(self) -> None:
        document = sample()
        assert edits.make_unknown(document, "2025-07", "border", ["russia"], MONDAY) is document
        never_judged = edits.make_unknown(document, "2025-07", "corridor", ["iran"], MONDAY)
        assert stance(never_judged, "iran", "corridor", "2025-07").state == "unknown"

    def test_not_applicable_says_nothing_else_but_loses_nothing(self) -> None:
        document = edits.annotate(
            moved(tiny(), 40), "2025", Subject.stance("border", "armenia"), salience=SalienceEstimate(value=9)
        )
        now = stance(edits.make_not_applicable(document, "2025", "border", ["armenia"], MONDAY))
        assert (now.state, now.salience) == ("not-applicable", None)
        assert now.earlier[0].salience == SalienceEstimate(value=9)


class TestAnnotating:
    def test_in_place_the_ledger_stays(self) -> None:
        document = moved(tiny(), 40)
        after = edits.annotate(document, "2025", Subject.stance("border", "armenia"), reason="Because.")
        assert stance(after).earlier is stance(document).earlier
        assert stance(after).by == "A"

    def test_what_is_filled_in_by_the_same_analyst_on_the_same_day_is_written_in_place(self) -> None:
        document = edits.add_source(moved(tiny(), 40), "s", sample().sources["agency-2022"])
        document = edits.add_source(document, "t", sample().sources["agency-2022"])
        ledger = stance(document).earlier
        for field in (
            {"reason": "Because."},
            {"citations": (Citation(source="s"),)},
            {"citations": (Citation(source="s"), Citation(source="t"))},
            {"confidence": "low"},
            {"salience": SalienceEstimate(value=40)},
            {"salience": SalienceEstimate(value=60)},
        ):
            document = edits.annotate(
                document, "2025", Subject.stance("border", "armenia"), authorship=MONDAY, **field
            )
        assert stance(document).earlier == ledger
        assert (stance(document).reason, len(stance(document).citations)) == ("Because.", 2)

    @pytest.mark.parametrize(
        "field",
        [
            {"reason": "Because!"},
            {"reason": ""},
            {"citations": (Citation(source="s", passage="p. 3"),)},
            {"citations": ()},
            {"confidence": "high"},
            {"basis": None},
            {"salience": None},
            {"watch_for": "Another vote."},
        ],
    )
    @pytest.mark.parametrize("authorship", [MONDAY, None])
    def test_what_was_written_is_remembered_when_it_is_replaced(
        self, field: dict[str, object], authorship: Authorship | None
    ) -> None:
        document = edits.add_source(moved(tiny(), 40), "s", sample().sources["agency-2022"])
        written: dict[str, object] = {
            "reason": "Because.",
            "citations": (Citation(source="s"),),
            "confidence": "low",
            "basis": "assumed",
            "salience": SalienceEstimate(value=40),
            "watch_for": "The vote.",
        }
        place = ("2025", Subject.stance("border", "armenia"))
        document = edits.annotate(document, *place, authorship=MONDAY, **written)
        before = stance(document)
        now = stance(edits.annotate(document, *place, authorship=authorship, **field))
        assert now.earlier == (before.model_copy(update={"earlier": ()}), *before.earlier)
        assert (now.alignment, now.by, now.on) == (alignment(40), *MONDAY)

    @pytest.mark.parametrize("other", [TUESDAY, COLLEAGUE])
    @pytest.mark.parametrize(
        "field", [{"reason": "Because."}, {"confidence": "low"}, {"salience": SalienceEstimate(value=9)}]
    )
    def test_who_writes_beside_the_judgement_of_another_day_or_analyst_signs_a_new_one(
        self, field: dict[str, object], other: Authorship
    ) -> None:
        document = moved(tiny(), 40)
        before = stance(document)
        now = stance(
            edits.annotate(document, "2025", Subject.stance("border", "armenia"), authorship=other, **field)
        )
        assert (now.by, now.on, now.alignment) == (*other, alignment(40))
        assert now.earlier == (before.model_copy(update={"earlier": ()}), *before.earlier)

    def test_a_signature_is_corrected_in_place(self) -> None:
        document = moved(tiny(), 40)
        after = edits.annotate(
            document, "2025", Subject.stance("border", "armenia"), authorship=TUESDAY, by="C", on="2025-08-01"
        )
        assert (stance(after).by, stance(after).on) == ("C", "2025-08-01")
        assert stance(after).earlier == stance(document).earlier
        said = edits.annotate(
            document, "2025", Subject.stance("border", "armenia"), authorship=MONDAY, by="C", reason="So."
        )
        assert (stance(said).by, stance(said).on) == ("C", MONDAY.on)
        assert stance(said).earlier == stance(document).earlier

    def test_what_is_carried_over_is_affirmed_where_it_is_shown(self) -> None:
        document = sample()
        after = edits.annotate(
            document,
            "2022",
            Subject.standing("russia"),
            authorship=MONDAY,
            reason="Still there.",
            confidence="high",
        )
        now = standing(after, "russia", "2022")
        assert (now.influence, now.reason, now.by, now.earlier) == (
            influence(70, 50, 90),
            "Still there.",
            "A",
            (),
        )
        assert after.snapshots["2020"] is document.snapshots["2020"]

    def test_a_given_name_wins(self) -> None:
        after = edits.annotate(
            sample(), "2022", Subject.standing("russia"), authorship=MONDAY, reason="Still.", by="C"
        )
        assert (standing(after, "russia", "2022").by, standing(after, "russia", "2022").on) == (
            "C",
            MONDAY.on,
        )

    def test_nothing_new_is_the_same_map(self) -> None:
        document = sample()
        assert edits.annotate(document, "2022", Subject.standing("russia"), confidence="moderate") is document

    def test_it_needs_a_judgement(self) -> None:
        bare = edits.withdraw_judgements(sample(), "2020", [Subject.tie("azerbaijan-armenia")])
        with pytest.raises(EditError, match="no judgement here yet"):
            edits.annotate(bare, "2020", Subject.tie("azerbaijan-armenia"), reason="x")
        with pytest.raises(EditError, match="no judgement here yet"):
            edits.annotate(sample(), "2020", Subject.stance("corridor", "iran"), reason="x")

    def test_it_never_changes_a_value(self) -> None:
        with pytest.raises(TypeError, match="influence"):
            edits.annotate(sample(), "2020", Subject.standing("russia"), influence=influence(1))
        with pytest.raises(TypeError, match="earlier"):
            edits.annotate(sample(), "2020", Subject.stance("border", "turkiye"), earlier=())

    def test_citations_and_conditions_have_to_lead_somewhere(self) -> None:
        with pytest.raises(EditError, match="no source “nowhere”"):
            edits.annotate(
                sample(), "2020", Subject.standing("russia"), citations=(Citation(source="nowhere"),)
            )
        with pytest.raises(EditError, match="no issue “war”"):
            edits.annotate(
                sample(),
                "2020",
                Subject.stance("border", "turkiye"),
                conditions=(Condition(text="x", issue="war"),),
            )


class TestRanges:
    def test_the_value_and_its_support_stay_and_the_old_range_is_remembered(self) -> None:
        after = edits.set_range(sample(), "2025-07", "border", "armenia", "alignment", 60, 100, TUESDAY)
        now = stance(after, snapshot="2025-07")
        assert now.alignment == alignment(85, 60, 100)
        assert (now.reason, now.confidence) == ("Says so at every meeting.", "high")
        assert now.earlier[0].alignment == alignment(85, 70, 95)

    def test_fiddling_with_it_on_one_day_leaves_one_entry(self) -> None:
        document = edits.annotate(
            moved(tiny(), 40),
            "2025",
            Subject.stance("border", "armenia"),
            reason="Because.",
            confidence="low",
        )
        for low in (30, 31, 29):
            document = edits.set_range(document, "2025", "border", "armenia", "alignment", low, 50, MONDAY)
        assert stance(document).alignment == alignment(40, 29, 50)
        assert stance(document).reason == "Because."
        assert len(stance(document).earlier) == 1

    def test_influence_is_that_which_the_issue_shows(self) -> None:
        own = edits.set_range(sample(), "2025-07", "border", "president", "influence", 40, 60, MONDAY)
        assert stance(own, "president", snapshot="2025-07").influence == influence(50, 40, 60)
        general = edits.set_range(sample(), "2025-07", "border", "armenia", "influence", None, None, MONDAY)
        assert standing(general, snapshot="2025-07").influence == InfluenceEstimate(value=35)

    @pytest.mark.parametrize(("low", "high"), [(40, 60), (30, 34), (None, 60), (-5, 60), (30, 101)])
    def test_a_range_that_cannot_be_is_refused(self, low: float | None, high: float | None) -> None:
        with pytest.raises(EditError):
            edits.set_range(tiny(), "2025", "border", "armenia", "influence", low, high, MONDAY)

    def test_it_needs_a_value(self) -> None:
        with pytest.raises(EditError, match="no value here yet"):
            edits.set_range(sample(), "2020", "border", "russia", "alignment", 0, 1, MONDAY)


class TestRestoringAndWithdrawing:
    def test_an_earlier_judgement_comes_back_with_its_own_reason(self) -> None:
        subject = Subject.stance("border", "armenia")
        after = edits.restore_judgement(sample(), "2025-07", subject, 0, TUESDAY)
        now = stance(after, snapshot="2025-07")
        assert (now.alignment, now.reason, now.by, now.on) == (alignment(70), "Reportedly.", "A", TUESDAY.on)
        assert [entry.reason for entry in now.earlier] == ["Says so at every meeting.", "Reportedly."]

    @pytest.mark.parametrize("index", [-1, 1])
    def test_what_never_was_does_not(self, index: int) -> None:
        with pytest.raises(EditError, match="no such entry"):
            edits.restore_judgement(sample(), "2025-07", Subject.stance("border", "armenia"), index, MONDAY)

    def test_what_is_withdrawn_lets_the_one_before_show(self) -> None:
        after = edits.withdraw_judgements(
            sample(), "2022", [Subject.stance("border", "turkiye"), Subject.standing("iran")]
        )
        assert "border" not in after.snapshots["2022"].stances

    def test_ties(self) -> None:
        after = edits.judge(sample(), "2025-07", Subject.tie("azerbaijan-armenia"), Tie(strength=-1), MONDAY)
        tie = after.snapshots["2025-07"].ties["azerbaijan-armenia"]
        assert (tie.strength, tie.earlier[0].reason) == (-1, "Talks go on.")
        with pytest.raises(EditError, match="no relation “friends”"):
            edits.judge(after, "2025-07", Subject.tie("friends"), Tie(strength=-1), MONDAY)
