"""Keeping reason, sources and confidence on a new value, and what the ledger says of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from edit_strategies import worlds
from samples import alignment, influence, sample, tiny
from stakemap.errors import EditError
from stakemap.model import edits
from stakemap.model.clean import clean
from stakemap.model.document import StakeMap
from stakemap.model.edits import Authorship, Move, Subject
from stakemap.model.edits_support import replaced_judgement
from stakemap.model.judgements import Citation, Stance
from stakemap.model.resolve import own_judgement, resolve
from stakemap.wording.changes import describe
from stakemap.wording.judgements import judgement_lines
from strategies import authorships, examples

MONDAY = Authorship("A", "2025-08-04")
TUESDAY = Authorship("A", "2025-08-05")
ARMENIA = Subject.stance("border", "armenia")

WRITTEN: dict[str, Any] = {
    "reason": "Said so.",
    "citations": (Citation(source="minutes", passage="p. 4"),),
    "confidence": "high",
    "basis": "stated",
}


def written(**fields: Any) -> StakeMap:
    """Armenia at alignment 80 in 2025, with everything that can support it."""
    document = edits.add_source(tiny(), "minutes", sample().sources["agency-2022"])
    return edits.annotate(document, "2025", ARMENIA, **(WRITTEN | fields))


def moved(document: StakeMap, value: float, who: Authorship = MONDAY, *, below: float = 10) -> StakeMap:
    return edits.move_actors(document, "2025", "border", {"armenia": Move(alignment=value)}, who, below)


def kept(document: StakeMap, now: bool = True, who: Authorship = MONDAY) -> StakeMap:
    return edits.keep_support(document, "2025", (ARMENIA,), now, who)


def stance(document: StakeMap, snapshot: str = "2025") -> Stance:
    found = own_judgement(document, snapshot, ARMENIA)
    assert isinstance(found, Stance)
    return found


def support(judgement: Stance) -> dict[str, Any]:
    return {name: getattr(judgement, name) for name in WRITTEN}


class TestSmallMoves:
    def test_a_small_move_keeps_what_supported_the_old_value_and_says_so(self) -> None:
        document = written()
        now = stance(moved(document, 74))
        assert (now.alignment, support(now), now.support_kept) == (alignment(74), WRITTEN, True)
        assert not now.earlier[0].support_kept
        assert (now.earlier[0].alignment, support(now.earlier[0])) == (alignment(80), WRITTEN)
        assert describe(document, moved(document, 74))[0].endswith(
            "alignment +80 → +74; reason and sources still apply"
        )
        lines = judgement_lines(moved(document, 74), "2025", "border", "armenia")
        assert "Reason and sources kept from an earlier value" in lines

    @pytest.mark.parametrize(("value", "below"), [(70, 10), (60, 10), (79, 0)])
    def test_a_larger_one_or_none_at_all_by_the_setting_does_not(self, value: float, below: float) -> None:
        now = stance(moved(written(), value, below=below))
        assert (now.reason, now.citations, now.confidence, now.support_kept) == ("", (), None, False)
        assert support(now.earlier[0]) == WRITTEN

    def test_small_steps_do_not_carry_it_away(self) -> None:
        document = written()
        for value in (74, 68, 62):
            document = moved(document, value)
        assert (stance(document).reason, len(stance(document).earlier)) == ("", 1)
        document = moved(document, 73)
        assert (support(stance(document)), stance(document).support_kept) == (WRITTEN, True)

    def test_small_steps_of_several_days_are_measured_from_the_value_it_was_written_for(self) -> None:
        document = moved(written(), 74)
        again = moved(document, 68, TUESDAY)
        assert stance(again).reason == ""
        assert [entry.support_kept for entry in stance(again).earlier] == [True, False]

    def test_back_at_the_value_it_was_written_for_it_is_not_marked(self) -> None:
        now = stance(moved(moved(written(), 60), 80))
        assert (support(now), now.support_kept) == (WRITTEN, False)

    def test_a_wobble_that_keeps_it_leaves_one_entry(self) -> None:
        document = written()
        for value in (79, 76, 78, 75):
            document = moved(document, value)
        assert [entry.alignment for entry in stance(document).earlier] == [alignment(80)]

    def test_what_was_written_since_is_not_lost_with_the_copy(self) -> None:
        document = edits.annotate(moved(written(), 75), "2025", ARMENIA, reason="Said so.\nAnd again.")
        far = stance(moved(document, 0))
        assert [entry.reason for entry in far.earlier] == ["Said so.\nAnd again.", "Said so."]

    def test_each_axis_is_measured_by_itself(self) -> None:
        document = edits.annotate(written(), "2025", Subject.standing("armenia"), reason="An army.")
        after = edits.move_actors(document, "2025", "border", {"armenia": Move(78, 60)}, MONDAY, 10)
        standing = after.snapshots["2025"].standings["armenia"]
        assert (standing.influence, standing.reason, standing.support_kept) == (influence(60), "", False)
        assert stance(after).support_kept

    def test_of_a_judgement_carried_over_it_is_a_copy_that_a_larger_move_drops(self) -> None:
        document = edits.branch(written(), "later", "2025", "Later", scenario=True)
        near = edits.move_actors(document, "later", "border", {"armenia": Move(75)}, MONDAY, 10)
        assert (support(stance(near, "later")), stance(near, "later").earlier) == (WRITTEN, ())
        far = edits.move_actors(near, "later", "border", {"armenia": Move(20)}, MONDAY, 10)
        assert (stance(far, "later").reason, stance(far, "later").earlier) == ("", ())
        assert stance(far) is stance(document)

    def test_a_judgement_that_brings_its_own_reason_gets_no_other(self) -> None:
        new = Stance(alignment=alignment(78), reason="A new one.")
        now = stance(edits.judge(written(), "2025", ARMENIA, new, MONDAY, 10))
        assert (now.reason, now.citations, now.support_kept) == ("A new one.", (), False)

    def test_nothing_is_kept_by_what_has_no_value(self) -> None:
        now = stance(edits.make_unknown(written(), "2025", "border", ("armenia",), MONDAY))
        again = stance(moved(edits.make_unknown(written(), "2025", "border", ("armenia",), TUESDAY), 80))
        assert (now.reason, again.reason) == ("", "")


class TestSayingSo:
    def test_a_larger_move_keeps_it_when_the_analyst_says_so_and_loses_it_when_not(self) -> None:
        document = moved(written(), 20)
        yes = kept(document)
        assert (support(stance(yes)), stance(yes).support_kept) == (WRITTEN, True)
        assert stance(yes).earlier == stance(document).earlier
        assert kept(yes, False) == document
        assert describe(document, yes)[0].endswith(
            "reason and sources still apply; confidence none → high; basis none → stated; "
            "reason added; citations added"
        )

    def test_text_for_the_new_value_stays_beside_it_and_without_it(self) -> None:
        document = edits.annotate(moved(written(), 20), "2025", ARMENIA, reason="A vote.", confidence="low")
        yes = stance(kept(document))
        assert (yes.reason, yes.confidence, yes.basis) == ("A vote.\nSaid so.", "low", "stated")
        no = stance(kept(kept(document), False))
        assert (no.reason, no.confidence, no.citations) == ("A vote.", "low", ())

    @pytest.mark.parametrize("document", [tiny(), moved(tiny(), 75), written()])
    def test_where_nothing_can_be_kept_nothing_changes(self, document: StakeMap) -> None:
        assert kept(document) is document
        assert kept(document, False) is document

    def test_a_reason_of_its_own_ends_it(self) -> None:
        document = edits.annotate(
            moved(written(), 75), "2025", ARMENIA, authorship=MONDAY, reason="Another one."
        )
        assert not stance(document).support_kept
        assert not stance(edits.annotate(moved(written(), 75), "2025", ARMENIA, citations=())).support_kept

    def test_more_of_it_does_not_end_it(self) -> None:
        document = moved(written(), 75)
        for fields in ({"reason": "Said so.\nTwice."}, {"confidence": "low"}, {"watch_for": "A vote."}):
            assert stance(edits.annotate(document, "2025", ARMENIA, **fields)).support_kept

    def test_it_is_no_annotation(self) -> None:
        with pytest.raises(TypeError):
            edits.annotate(written(), "2025", ARMENIA, support_kept=True)

    def test_a_clean_copy_does_not_tell_of_earlier_values(self) -> None:
        assert not stance(clean(moved(written(), 75))).support_kept


@examples(80)
@given(st.data(), worlds, st.booleans())
def test_taking_it_back_loses_only_the_copy(data: st.DataObject, document: StakeMap, now: bool) -> None:
    """Keeping only adds to a judgement; taking it back leaves all that was not taken over."""
    places = [(key, subject) for key, one in document.snapshots.items() for subject, _ in one.judgements()]
    if not places:
        return
    snapshot, subject = data.draw(st.sampled_from(places))
    who = data.draw(authorships())
    note(f"{snapshot} {subject} {who}")
    before, old = own_judgement(document, snapshot, subject), replaced_judgement(document, snapshot, subject)
    assert before is not None
    try:
        after = edits.keep_support(document, snapshot, (subject,), now, who)
    except EditError:
        return
    result = own_judgement(after, snapshot, subject)
    assert result is not None
    assert getattr(result, result.measured) == getattr(before, before.measured)
    if after is document:
        return
    assert old is not None
    assert result.support_kept is now
    if now:
        assert set(before.citations) | set(old.citations) == set(result.citations)
        assert all(text in result.reason for text in (before.reason.strip(), old.reason.strip()))
    elif before.reason != old.reason and not before.reason.startswith(f"{old.reason}\n"):
        assert result.reason == before.reason or before.reason.endswith(f"\n{old.reason}")
    assert set(before.with_earlier()[1:]) <= set(result.with_earlier()[1:])


@examples(80)
@given(worlds, st.integers(-100, 100), authorships(), st.sampled_from((0.0, 10.0, 200.0)))
def test_a_move_writes_a_reason_only_from_the_judgements_behind_it(
    document: StakeMap, value: int, who: Authorship, below: float
) -> None:
    for snapshot in document.snapshots:
        for issue in document.issues:
            for actor in document.actors:
                subject = Subject.stance(issue, actor)
                shown = resolve(document, snapshot, subject)
                try:
                    after = edits.move_actors(document, snapshot, issue, {actor: Move(value)}, who, below)
                except EditError:
                    continue
                now = own_judgement(after, snapshot, subject)
                if after is document or now is None or shown is None:
                    continue
                if getattr(now, "alignment", None) == getattr(shown.judgement, "alignment", None):
                    continue
                behind = {entry.reason for entry in shown.judgement.with_earlier()}
                base = replaced_judgement(document, snapshot, subject)
                behind |= {entry.reason for entry in base.with_earlier()} if base is not None else set()
                assert now.reason in {"", *behind}
                assert below or not now.is_explained
