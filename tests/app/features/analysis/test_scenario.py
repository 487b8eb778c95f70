"""A finding as a scenario: what is judged in it, with which reason, and that nothing else changes."""

from __future__ import annotations

import pytest

from samples import sample
from stakemap.analysis.methods import METHODS
from stakemap.analysis.question import Question
from stakemap.analysis.report import Finding, Move
from stakemap.app.features.analysis.scenario import scenario_of
from stakemap.errors import EditError
from stakemap.model import edits
from stakemap.model.document import StakeMap
from stakemap.model.edits import Edit, Subject
from stakemap.model.judgements import InfluenceEstimate, SalienceEstimate, Stance
from stakemap.model.records import replace
from stakemap.model.resolve import shown_judgement
from stakemap.storage.presets import load_preset

AUTHOR = edits.Authorship("A", "2025-08-01")
BASE, ISSUE = "2025-07", "border"


def finding(*moves: Move) -> Finding:
    """A finding that proposes moves."""
    return Finding("lever", "It would take this.", moves=moves)


def made(document: StakeMap, *moves: Move) -> tuple[StakeMap, str]:
    """The map with the scenario, and its id."""
    scenario = scenario_of(document, BASE, ISSUE, finding(*moves), AUTHOR)
    return scenario.edit.apply(document), scenario.id


def stance(document: StakeMap, snapshot: str, actor: str = "armenia") -> Stance:
    """What a snapshot shows of an actor on the issue."""
    found = shown_judgement(document, snapshot, Subject.stance(ISSUE, actor))
    assert isinstance(found, Stance)
    return found


def test_it_is_named_after_its_changes() -> None:
    scenario = scenario_of(
        sample(),
        BASE,
        ISSUE,
        finding(
            Move("armenia", "alignment", 80.0, -4.0),
            Move("russia", "role", None, "can-block"),
            Move("iran", "influence", 30.0, 12.0),
        ),
        AUTHOR,
    )
    assert scenario.label == "If Armenia: alignment −4, Россия: can block, ایران: influence 12"
    assert scenario.id not in sample().snapshots


def test_a_move_shifts_the_range_and_is_signed_with_its_reason() -> None:
    document = edits.move_actors(sample(), BASE, ISSUE, {"armenia": edits.Move(60.0)}, AUTHOR)
    document = edits.set_range(document, BASE, ISSUE, "armenia", "alignment", 50.0, 75.0, AUTHOR)
    before = stance(document, BASE)
    after, key = made(document, Move("armenia", "alignment", 60.0, 10.0))
    judged = stance(after, key)
    assert judged.alignment is not None
    assert (judged.alignment.value, judged.alignment.low, judged.alignment.high) == (10.0, 0.0, 25.0)
    assert judged.reason == "Lever: It would take this."
    assert (judged.by, judged.on) == AUTHOR
    assert judged.salience == before.salience
    assert after.snapshots[BASE] is document.snapshots[BASE]
    assert after.snapshots[key].judgement_count == 1


def test_its_reason_is_what_its_moves_are_for_and_no_more() -> None:
    document = load_preset("armenia-turkiye")
    headline, *_ = METHODS["in-short"].report(Question.of(document, "normalisation", BASE)).findings
    assert "Türkiye" in headline.text
    scenario = scenario_of(document, BASE, "normalisation", headline, AUTHOR)
    subject = Subject.stance("normalisation", "azerbaijan")
    judged = shown_judgement(scenario.edit.apply(document), scenario.id, subject)
    assert isinstance(judged, Stance)
    assert judged.reason == "Lever: It would take Azerbaijan at −4 instead of −45 to unblock “Open it now”."


def test_several_moves_of_an_actor_make_one_judgement() -> None:
    after, key = made(
        sample(), Move("armenia", "alignment", 80.0, 5.0), Move("armenia", "salience", None, 90.0)
    )
    judged = stance(after, key)
    assert judged.alignment is not None
    assert judged.alignment.value == 5.0
    assert judged.salience == SalienceEstimate(value=90.0)
    assert after.snapshots[key].judgement_count == 1


def test_what_supports_an_alignment_stays_where_that_stays() -> None:
    document = edits.move_actors(sample(), BASE, ISSUE, {"armenia": edits.Move(60.0)}, AUTHOR)
    subject = Subject.stance(ISSUE, "armenia")
    document = edits.annotate(document, BASE, subject, authorship=AUTHOR, reason="It said so.")
    after, key = made(document, Move("armenia", "role", None, "can-block"))
    judged = stance(after, key)
    assert judged.role == "can-block"
    assert judged.reason == "Lever: It would take this.\nIt said so."
    assert judged.alignment == stance(document, BASE).alignment
    assert judged.earlier == ()


def test_influence_is_judged_where_a_drag_would_judge_it() -> None:
    document = sample()
    after, key = made(document, Move("armenia", "influence", 40.0, 70.0))
    standing = after.snapshots[key].standings["armenia"]
    assert standing.influence is not None
    assert standing.influence.value == 70.0
    own = replace(stance(document, BASE), influence=InfluenceEstimate(value=20.0), earlier=())
    document = edits.judge(document, BASE, Subject.stance(ISSUE, "armenia"), own, AUTHOR)
    after, key = made(document, Move("armenia", "influence", 20.0, 70.0))
    assert not after.snapshots[key].standings
    assert stance(after, key).influence == InfluenceEstimate(value=70.0)


def test_an_actor_of_whom_nothing_is_known() -> None:
    after, key = made(sample(), Move("georgia", "alignment", None, 30.0))
    judged = stance(after, key, "georgia")
    assert judged.alignment is not None
    assert judged.alignment.value == 30.0
    after, key = made(sample(), Move("georgia", "role", None, "can-block"))
    judged = stance(after, key, "georgia")
    assert (judged.state, judged.role) == ("unknown", "can-block")


def test_it_is_one_edit_that_can_be_stored() -> None:
    document = sample()
    scenario = scenario_of(document, BASE, ISSUE, finding(Move("armenia", "alignment", 80.0, 5.0)), AUTHOR)
    assert Edit.from_plain(scenario.edit.to_plain()).apply(document) == scenario.edit.apply(document)


def test_an_actor_that_is_gone_is_refused() -> None:
    scenario = scenario_of(sample(), BASE, ISSUE, finding(Move("nobody", "alignment", 1.0, 5.0)), AUTHOR)
    with pytest.raises(EditError):
        scenario.edit.apply(sample())
