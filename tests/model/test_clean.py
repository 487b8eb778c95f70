"""A clean copy holds what the map says and nothing of how it came about."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from samples import sample, team_sample
from stakemap.model.checks import check
from stakemap.model.clean import CleanOptions, clean, summary
from stakemap.model.document import StakeMap
from stakemap.model.resolve import Resolver
from stakemap.storage.codec import decode, encode
from stakemap.storage.presets import load_preset
from strategies import maps


def scenarios_of(document: StakeMap) -> frozenset[str]:
    return frozenset(key for key, snapshot in document.snapshots.items() if snapshot.scenario)


def shown(document: StakeMap, snapshot: str) -> dict:
    resolver = Resolver()
    found: dict = {}
    for issue in document.issues:
        for actor, stance in resolver.stances(document, snapshot, issue).items():
            judged = stance.judgement
            found[issue, actor] = (judged.state, judged.alignment and judged.alignment.value, judged.reason)
    for actor, standing in resolver.standings(document, snapshot).items():
        found[actor] = standing.judgement.influence and standing.judgement.influence.value
    return found


def test_what_is_for_the_team_alone_goes():
    text = encode(clean(team_sample())).decode()
    for word in ('"earlier"', '"by"', '"note"', '"watch_for"', "Waned since 2022."):
        assert word not in text
    for word in ('"others"', '"conflicts"', '"comments"', '"reviews"', '"rounds"', '"answers"', "inspectors"):
        assert word in encode(team_sample()).decode()
        assert word not in text
    for word in ('"reason"', '"citations"', '"question"', "desk@example.org"):
        assert word in text


@pytest.mark.parametrize("field", ["ledger", "analysts", "notes", "watch_lists"])
def test_each_part_can_be_kept(field):
    part = {"ledger": '"earlier"', "analysts": '"by"', "notes": '"note"', "watch_lists": '"watch_for"'}[field]
    document = sample()
    assert part in encode(document).decode()
    assert part in encode(clean(document, CleanOptions(**{field: False}))).decode()


def test_kept_ledgers_lose_the_names_in_them():
    text = encode(clean(sample(), CleanOptions(ledger=False))).decode()
    assert '"earlier"' in text
    assert '"by"' not in text


def test_scenarios_that_go_leave_the_others_as_they_were():
    document = load_preset("armenia-turkiye")
    gone = scenarios_of(document)
    cleaned = clean(document, CleanOptions(scenarios=gone | {"no-such", "2023"}))
    assert set(cleaned.snapshots) == set(document.snapshots) - gone
    for snapshot in cleaned.snapshots:
        assert shown(cleaned, snapshot) == shown(document, snapshot)


def test_the_summary_counts_what_goes_and_what_stays():
    document = load_preset("armenia-turkiye")
    told = summary(document, CleanOptions(scenarios=scenarios_of(document)))
    assert any(line.startswith("2 scenarios: ") for line in told.goes)
    assert "7 actors" in told.stays
    assert "4 snapshots" in told.stays
    cleaned = clean(document)
    assert summary(cleaned).goes == ()


def test_a_map_with_nothing_to_clean_is_itself_in_all_parts():
    once = clean(sample())
    twice = clean(once)
    assert twice == once
    assert all(twice.actors[key] is once.actors[key] for key in once.actors)


@settings(max_examples=40, deadline=None)
@given(maps())
def test_any_map_stays_sound_and_says_the_same(document):
    cleaned = clean(document, CleanOptions(scenarios=scenarios_of(document)))
    assert not [fault for fault in check(cleaned) if fault.severity == "error"]
    for snapshot in cleaned.snapshots:
        assert shown(cleaned, snapshot) == shown(document, snapshot)


def test_unknown_fields_go_from_the_innermost_record_too_and_are_counted():
    tree = json.loads(encode(sample()))
    stance = tree["snapshots"]["2025-07"]["stances"]["border"]["turkiye"]
    for inner in (stance, stance["alignment"], stance["citations"][0], stance["conditions"][0]):
        inner["secret"] = "said in confidence"
    document = decode(json.dumps(tree).encode()).document
    assert "secret" in encode(document).decode()
    assert "secret" not in encode(clean(document)).decode()
    assert "Fields this version does not know, in 4 records" in summary(document).goes
