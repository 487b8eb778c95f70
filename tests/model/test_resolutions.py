"""What was found of judgements and scenarios: recording it, keeping it, words, bad references and values."""

from __future__ import annotations

import json
from typing import Any

import pytest

from samples import sample
from stakemap.errors import EditError, MapReadError
from stakemap.model.checks import check
from stakemap.model.clean import CleanOptions, clean, summary
from stakemap.model.document import DecisionRule, Resolution, StakeMap
from stakemap.model.edits import (
    Authorship,
    Subject,
    annotate,
    move_actors,
    record_outcome,
    remove_actors,
    remove_issue,
    remove_outcome,
    remove_resolution,
    remove_snapshot,
    remove_source,
    resolve_judgement,
    update_actor,
    update_issue,
    update_resolution,
)
from stakemap.model.edits_judgements import Move
from stakemap.model.edits_resolutions import resolution_of
from stakemap.model.judgements import Citation
from stakemap.model.records import replace
from stakemap.storage.codec import decode, encode
from stakemap.wording.changes import describe
from stakemap.wording.removal import removal_of

WHO = Authorship("C", "2026-01-01")
TURKIYE = Subject.stance("border", "turkiye")


def resolved(**arguments: Any) -> StakeMap:
    given: dict[str, Any] = {"found": 40, "date": "2025-12", "reason": "It opened.", **arguments}
    snapshot, subject = given.pop("snapshot", "2025-07"), given.pop("subject", TURKIYE)
    field = given.pop("field", "alignment")
    return resolve_judgement(sample(), "new", snapshot, subject, field, authorship=WHO, **given)


def test_keeps_the_judgement_as_it_stood() -> None:
    found = resolved().resolutions["new"]
    assert (found.value, found.low, found.high, found.confidence) == (10, -20, 40, None)
    assert (found.name, found.snapshot_label) == ("Türkiye", "After the Istanbul visit")
    assert (found.found, found.date, found.reason, found.by, found.on) == (
        40,
        "2025-12",
        "It opened.",
        *WHO,
    )
    moved = move_actors(resolved(), "2025-07", "border", {"turkiye": Move(alignment=90)}, WHO)
    assert moved.resolutions["new"] is not None
    assert moved.resolutions["new"].value == 10


def test_a_judgement_that_is_carried_over_is_the_one_of_the_snapshot_that_made_it() -> None:
    found = resolved(subject=Subject.standing("armenia"), field="influence", snapshot="2022")
    assert found.resolutions["new"].snapshot == "2020"


def test_only_the_value_that_confidence_is_about_keeps_it() -> None:
    armenia = Subject.stance("border", "armenia")
    assert resolved(subject=armenia).resolutions["new"].confidence == "high"
    assert resolved(subject=armenia, field="salience").resolutions["new"].confidence is None


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"snapshot": "2022"}, "What was found of this judgement is recorded already."),
        ({"field": "salience"}, "There is no value here that could be resolved."),
        (
            {"subject": Subject.stance("border", "russia")},
            "There is no value here that could be resolved.",
        ),
        ({"found": 101}, "Found is 101; it must be between −100 and 100."),
        (
            {"subject": Subject.standing("turkiye"), "field": "influence", "found": -1},
            "Salience and influence are between 0 and 100.",
        ),
        ({"citations": [Citation(source="nothing")]}, "There is no source “nothing” in this map."),
        ({"date": "soon"}, "Date: a date is written 2025, 2025-07 or 2025-07-01 and must exist."),
    ],
)
def test_is_refused_in_a_sentence(arguments: dict[str, Any], sentence: str) -> None:
    with pytest.raises(EditError) as refused:
        resolved(**arguments)
    assert str(refused.value) == sentence


def test_what_was_found_is_corrected_and_the_judgement_is_not() -> None:
    corrected = update_resolution(resolved(), "new", found=20.0)
    assert corrected.resolutions["new"].found == 20
    with pytest.raises(TypeError):
        update_resolution(resolved(), "new", value=20.0)
    assert resolution_of(corrected, "2025-07", TURKIYE, "alignment") == "new"
    assert remove_resolution(corrected, "new").resolutions == sample().resolutions


def test_what_is_removed_from_the_map_is_not_forgotten() -> None:
    gone = remove_snapshot(remove_issue(remove_actors(resolved(), ["turkiye"]), "border"), "2025-07")
    assert gone.resolutions["new"] == resolved().resolutions["new"]
    gone = remove_snapshot(gone, "pressure")
    assert gone.outcomes["pressure"].label == "Washington presses Baku"
    found = [(fault.severity, fault.path) for fault in check(gone)]
    for place in ("resolutions.new.actor", "resolutions.new.issue", "resolutions.new.snapshot"):
        assert ("warning", place) in found
    assert ("warning", "outcomes.pressure") in found
    assert {severity for severity, _ in found} == {"warning"}
    assert decode(encode(gone)).document == gone


def test_a_removed_source_is_cited_no_more() -> None:
    before = sample()
    cited = removal_of(before, "sources", ["agency-2022"]).citations
    after = remove_source(before, "agency-2022")
    assert b"agency-2022" not in encode(after)
    assert cited == 5


def test_a_file_that_cites_what_is_not_there_is_refused() -> None:
    tree = json.loads(encode(sample()))
    del tree["sources"]["agency-2022"]
    with pytest.raises(MapReadError) as refused:
        decode(json.dumps(tree).encode())
    paths = {fault.path for fault in refused.value.faults}
    assert {"resolutions.turkiye.citations.0.source", "outcomes.delay.citations.0.source"} <= paths


def test_an_outcome_keeps_the_likelihood_of_the_first_time() -> None:
    before = sample()
    once = record_outcome(before, "delay", True, WHO)
    assert once.outcomes["delay"].happened
    likely = StakeMap.model_validate(
        once.model_dump() | {"outcomes": {}, "snapshots": before.model_dump()["snapshots"]}
    )
    recorded = record_outcome(likely, "pressure", True, WHO, "2025-09", "Baku opened.")
    assert recorded.outcomes["pressure"].likelihood == "unlikely"
    assert not record_outcome(recorded, "pressure", False, WHO).outcomes["pressure"].happened
    assert remove_outcome(recorded, "pressure").outcomes == {}
    with pytest.raises(EditError, match="Only a scenario has an outcome"):
        record_outcome(before, "2022", True, WHO)


def test_differences_are_told_in_words() -> None:
    before = sample()
    assert describe(before, resolved()) == [
        "Resolved: Türkiye on Armenia–Türkiye border (After the Istanbul visit): found +40, "
        "judged +10 (−20 to +40)"
    ]
    assert describe(resolved(), update_resolution(resolved(), "new", found=30.0)) == [
        "Resolved: Türkiye on Armenia–Türkiye border (After the Istanbul visit): found +40 → +30"
    ]
    assert describe(resolved(), before) == [
        "No longer resolved: Türkiye on Armenia–Türkiye border (After the Istanbul visit)"
    ]
    without = remove_outcome(before, "pressure")
    assert describe(without, before) == [
        "Outcome: Washington presses Baku: came about (August 2025), judged unlikely"
    ]
    assert describe(before, without) == ["Outcome removed: Washington presses Baku"]
    changed = record_outcome(before, "pressure", False, Authorship("", None), "2025-08")
    assert describe(before, changed) == ["Outcome: Washington presses Baku: came about yes → no"]


def test_each_field_of_what_was_found_has_a_name_and_its_units() -> None:
    before = sample()
    known = before.resolutions["turkiye"]
    fields = {"value": 5, "low": -30, "found": -40, "judged_by": "C", "snapshot_label": "L", "by": "D"}
    changed = replace(known, **fields, on="2026-01-01")
    after = replace(before, resolutions=before.resolutions | {"turkiye": changed})
    assert describe(before, after) == [
        "Resolved: Türkiye on Armenia–Türkiye border (Envoys agree): label of the snapshot “Envoys agree” → "
        "“L”; value 0 → +5; low −20 → −30; judged by “A” → “C”; found +10 → −40; recorded by “B” → “D”; "
        "recorded on 2025-07-01 → 2026-01-01"
    ]


def test_rules_and_votes_are_told_in_words() -> None:
    before = sample()
    ruled = update_issue(before, "border", rule=DecisionRule(kind="share", quota=60))
    assert describe(before, ruled) == [
        "Issue Armenia–Türkiye border: decided by more than half of the weight → a share of the weight, 60 %"
    ]
    voted = annotate(before, "2025-07", Subject.stance("corridor", "armenia"), votes=3)
    assert describe(before, voted) == ["Armenia on Corridor at After the Istanbul visit: votes 2 → 3"]


@pytest.mark.parametrize(
    ("kind", "quota", "sentence"),
    [
        ("majority", 3, "only a share of the weight and votes have a quota"),
        ("share", 101, "a share of the weight is at most 100 per cent"),
        ("votes", 0, "The field “quota” of the field “rule” of issue border is 0; it must be more than 0."),
        ("votes", -1, "is -1; it must be more than 0."),
    ],
)
def test_a_quota_that_cannot_be_is_refused(kind: str, quota: float, sentence: str) -> None:
    tree = json.loads(encode(sample()))
    tree["issues"]["border"]["rule"] = {"kind": kind, "quota": quota}
    with pytest.raises(MapReadError) as refused:
        decode(json.dumps(tree).encode())
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"value": 5, "low": 6, "high": 7}, "a range must include its value"),
        ({"value": 5, "low": 1}, "a range needs both ends or neither"),
        ({"field": "salience", "value": -5}, "salience and influence are between 0 and 100"),
        ({"issue": None, "value": 5}, "alignment and salience are judged on an issue"),
        ({"value": 101}, "it must be between −100 and 100"),
        ({"value": 5, "found": -101}, "it must be between −100 and 100"),
    ],
)
def test_a_file_with_what_cannot_have_been_found_is_refused(fields: dict[str, Any], sentence: str) -> None:
    tree = json.loads(encode(sample()))
    base = {"snapshot": "2022", "actor": "turkiye", "issue": "border", "found": 0}
    tree["resolutions"]["turkiye"] = base | fields
    with pytest.raises(MapReadError) as refused:
        decode(json.dumps(tree).encode())
    assert sentence in str(refused.value)


def test_a_clean_copy_names_nobody_and_tells_nothing_of_scenarios_that_are_left_out() -> None:
    text = encode(clean(resolved(), CleanOptions(scenarios=frozenset({"pressure"})))).decode()
    assert '"judged_by"' not in text
    assert "Washington presses Baku" not in text
    assert '"found": 40' in text


def test_an_old_file_has_no_new_fields() -> None:
    bare = {
        "resolutions": {},
        "outcomes": {},
        "issues": {key: issue.model_copy(update={"rule": None}) for key, issue in sample().issues.items()},
    }
    text = encode(sample().model_copy(update=bare)).decode()
    for name in ("resolutions", "outcomes", "rule"):
        assert f'"{name}"' not in text
    assert encode(decode(text.encode()).document).decode() == text


def test_a_resolution_of_influence_needs_no_issue() -> None:
    found = Resolution(snapshot="2020", actor="iran", field="influence", value=10, found=0)
    assert not found.has_range


def test_a_clean_copy_keeps_no_earlier_judgement_in_what_was_found_of_it() -> None:
    before = resolved()
    assert "new" in clean(before).resolutions
    moved = move_actors(before, "2025-07", "border", {"turkiye": Move(-60.0)}, WHO)
    assert "new" not in clean(moved).resolutions
    assert "new" in clean(moved, CleanOptions(ledger=False)).resolutions
    # One of the sample had been changed before.
    assert "What was found of 2 earlier judgements or scenarios" in summary(moved).goes
    renamed = update_actor(before, "turkiye", name="Turkey")
    assert clean(renamed).resolutions["new"].name == "Turkey"
    gone = remove_snapshot(remove_actors(before, ["turkiye"]), "pressure")
    text = encode(clean(gone)).decode()
    assert "Türkiye" not in clean(gone).model_dump_json(include={"resolutions"})
    assert "Washington presses Baku" not in text
    assert clean(clean(gone)) == clean(gone)
