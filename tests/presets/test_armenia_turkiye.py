"""The preset on Armenia and Türkiye: sound, complete, and silent where its source is silent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import pytest

from stakemap.analysis.evidence.evidence import findings
from stakemap.editing.view_state import ViewState
from stakemap.model.checks import check
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Estimate, Judgement, Stance
from stakemap.model.resolve import Resolver, is_carried_over, lineage, resolve_stance, resolve_tie
from stakemap.picture.deck import deck_of
from stakemap.picture.job import DeckStyle, SlideRequest
from stakemap.picture.marks import ActorMark, LabelMark, TextMark
from stakemap.picture.measure import FixedMeasure
from stakemap.picture.theme import DARK, LIGHT, contrast, disc_colour
from stakemap.resources import resource
from stakemap.storage.codec import decode, encode

PRESET = resource("presets", "armenia-turkiye.stakemap.json")
#: The source has so many paragraphs between its date line and the publisher's closing notice.
PARAGRAPHS = 18
ACTORS = {"armenia", "azerbaijan", "european-union", "iran", "russia", "turkiye", "united-states"}
ISSUES = ("normalisation", "peace-treaty", "corridor")
DATED = ("2020", "2022", "2023", "2025-07")
SCENARIOS = {"baku-drops-demand", "us-plan"}

#: What the source does not say, for any of these actors, of mid-2025, and what the map leaves unknown.
SILENT = (
    ("peace-treaty", ("turkiye", "russia", "iran", "european-union")),
    ("corridor", ("russia", "iran")),
)
#: The picture that the map opens with: value, lowest and highest, and basis of each on the first issue.
OPENING = {
    "armenia": (85, 65, 95, "stated"),
    "azerbaijan": (-45, -85, -5, "inferred"),
    "european-union": (40, 5, 75, "inferred"),
    "iran": (-10, -65, 45, "assumed"),
    "russia": (-15, -65, 35, "assumed"),
    "turkiye": (10, -25, 40, "inferred"),
    "united-states": (30, -10, 65, "inferred"),
}
#: Influence in the latest snapshot: value, lowest and highest, and basis.
INFLUENCE = {
    "armenia": (35, 20, 50, "inferred"),
    "azerbaijan": (80, 65, 90, "inferred"),
    "european-union": (30, 10, 50, "inferred"),
    "iran": (10, 0, 35, "inferred"),
    "russia": (30, 10, 55, "inferred"),
    "turkiye": (85, 70, 95, "stated"),
    "united-states": (65, 45, 85, "stated"),
}
#: Judgements that cite nothing, since the source says nothing that could be cited for them.
ASSUMPTIONS = {
    "2025-07/normalisation/iran",
    "2025-07/normalisation/russia",
    "baku-drops-demand/normalisation/azerbaijan",
}


class Entry(NamedTuple):
    """A judgement and where in the map it stands."""

    place: str
    judgement: Judgement


@cache
def preset() -> StakeMap:
    return StakeMap.model_validate_json(PRESET.read_bytes())


def entries() -> Iterator[Entry]:
    for snapshot_id, snapshot in preset().snapshots.items():
        for actor, standing in snapshot.standings.items():
            yield Entry(f"{snapshot_id}/standing/{actor}", standing)
        for issue, stances in snapshot.stances.items():
            for actor, stance in stances.items():
                yield Entry(f"{snapshot_id}/{issue}/{actor}", stance)
        for relation, tie in snapshot.ties.items():
            yield Entry(f"{snapshot_id}/tie/{relation}", tie)


def judged() -> list[Entry]:
    return [entry for entry in entries() if entry.judgement.is_judged]


def assumptions() -> list[Entry]:
    return [entry for entry in judged() if entry.place in ASSUMPTIONS]


def estimates(judgement: Judgement) -> Iterator[Estimate]:
    for name in ("alignment", "influence", "salience"):
        estimate = getattr(judgement, name, None)
        if estimate is not None:
            yield estimate


def test_it_is_sound_and_written_canonically() -> None:
    written = PRESET.read_bytes()
    decoded = decode(written)
    assert decoded.faults == ()
    assert check(decoded.document) == ()
    assert encode(decoded.document) == written


def test_it_has_what_its_question_needs() -> None:
    document = preset()
    assert document.actors.keys() == ACTORS
    assert tuple(sorted(document.issues, key=lambda key: document.issues[key].order)) == ISSUES
    assert document.snapshots.keys() == {*DATED, *SCENARIOS}
    assert len(document.sources) == 1
    assert document.cut_off == "2025-07-01"
    assert document.title
    assert document.question
    assert document.key_judgement


def test_every_actor_and_issue_can_be_drawn() -> None:
    document = preset()
    for actor in document.actors.values():
        assert actor.code
        assert actor.aliases
        assert actor.group in document.groups
    for issue in document.issues.values():
        assert all(issue.quadrants)
        assert issue.question
        assert max(len(issue.low_label), len(issue.high_label)) <= 24


def test_snapshots_build_on_one_another() -> None:
    document = preset()
    assert lineage(document, "2025-07") == tuple(reversed(DATED))
    for scenario in SCENARIOS:
        snapshot = document.snapshots[scenario]
        assert snapshot.scenario
        assert snapshot.based_on == "2025-07"
        assert snapshot.date is None


def test_groups_are_told_apart_on_light_and_dark() -> None:
    colours = [group.colour for group in preset().groups.values()]
    assert len(set(colours)) == len(colours)
    for colour in colours:
        assert colour is not None
        for theme in (LIGHT, DARK):
            assert contrast(colour, theme.canvas) >= 3
            # A colour that shows as it is on both themes need not be adapted on either.
            assert disc_colour(colour, theme) == colour


def test_it_judges_neither_too_little_nor_too_much() -> None:
    positions = [entry for entry in judged() if "/tie/" not in entry.place]
    assert 20 <= len(positions) <= 40
    assert len(judged()) - len(positions) <= 15, "a tie only where the source speaks of one"


@pytest.mark.parametrize("entry", judged(), ids=lambda entry: entry.place)
def test_a_judgement_is_explained_sourced_and_has_its_range(entry: Entry) -> None:
    judgement = entry.judgement
    assert judgement.is_explained
    assert judgement.is_sourced == (entry.place not in ASSUMPTIONS)
    assert judgement.basis is not None
    assert judgement.confidence is not None
    assert all(estimate.has_range for estimate in estimates(judgement))


@pytest.mark.parametrize("entry", list(entries()), ids=lambda entry: entry.place)
def test_all_say_why_and_are_dated_and_cite_paragraphs_that_exist(entry: Entry) -> None:
    judgement = entry.judgement
    assert judgement.is_explained
    assert judgement.is_sourced == (entry.place not in ASSUMPTIONS)
    assert judgement.by == ""
    assert judgement.on == "2025-07-01"
    for citation in judgement.citations:
        assert citation.source in preset().sources
        passage = re.fullmatch(r"paragraph (\d+)", citation.passage)
        assert passage is not None
        assert 1 <= int(passage[1]) <= PARAGRAPHS


@pytest.mark.parametrize("entry", assumptions(), ids=lambda entry: entry.place)
def test_an_assumption_says_so_and_that_the_source_is_silent(entry: Entry) -> None:
    judgement = entry.judgement
    assert (judgement.basis, judgement.confidence) == ("assumed", "low")
    assert judgement.citations == ()
    assert judgement.reason.startswith("Assume")
    assert "the source is silent on" in judgement.reason or "and is silent on" in judgement.reason
    assert "the argument can start" in judgement.reason
    assert judgement.reason.count(". ") == 0, "one sentence"
    assert judgement.watch_for
    assert all(estimate.low < 0 < estimate.high for estimate in estimates(judgement) if estimate.has_range)


def test_the_evidence_check_lists_the_assumptions_as_without_a_citation() -> None:
    found = [each for each in findings(preset()) if each.kind == "uncited"]
    places = {f"{place.snapshot}/{place.issue}/{place.actor}" for place in (each.place for each in found)}
    assert places == ASSUMPTIONS


def test_notes_cite_paragraphs_that_exist() -> None:
    for snapshot in preset().snapshots.values():
        numbers = [int(number) for number in re.findall(r"paragraph (\d+)", snapshot.note)]
        assert numbers
        assert all(1 <= number <= PARAGRAPHS for number in numbers)


@pytest.mark.parametrize(("issue", "actor"), [(issue, actor) for issue, actors in SILENT for actor in actors])
def test_where_the_source_is_silent_the_stance_is_unknown(issue: str, actor: str) -> None:
    for snapshot in ("2025-07", *SCENARIOS):
        resolved = resolve_stance(preset(), snapshot, issue, actor)
        assert resolved is not None
        assert resolved.judgement.state == "unknown"


def test_it_opens_with_a_position_for_each_actor() -> None:
    view = ViewState.for_document(preset())
    assert (view.issue, view.snapshot) == ("normalisation", "2025-07")
    for actor in ACTORS:
        resolved = resolve_stance(preset(), "2025-07", "normalisation", actor)
        assert resolved is not None
        stance = resolved.judgement
        assert stance.alignment is not None
        placed = (stance.alignment.value, stance.alignment.low, stance.alignment.high, stance.basis)
        assert placed == OPENING[actor]
        assert resolved.snapshot == "2025-07"
        assert stance.confidence == "low" or stance.basis != "assumed"
    stances = preset().snapshots["2025-07"].stances["normalisation"]
    assert stances["azerbaijan"].role == "can-block"
    assert all(stances[actor].watch_for for actor in ACTORS - {"armenia"})


def test_its_first_slide_names_each_actor() -> None:
    request = SlideRequest("map", "normalisation", "2025-07")
    (page,) = deck_of(preset(), [request], DeckStyle(LIGHT, FixedMeasure(), (1920, 1080))).pages
    marks = page.slide.marks
    names = {" ".join(line.text for line in mark.lines) for mark in marks if isinstance(mark, LabelMark)}
    for actor in preset().actors.values():
        assert any(name.startswith(actor.name) for name in names), actor.name
    assert {mark.actor for mark in marks if isinstance(mark, ActorMark)} == ACTORS
    assert not [mark for mark in marks if isinstance(mark, TextMark) and mark.role == "tray"]


def test_influence_in_2025_is_as_the_source_has_it() -> None:
    for actor, standing in preset().snapshots["2025-07"].standings.items():
        assert standing.influence is not None
        weight = (standing.influence.value, standing.influence.low, standing.influence.high, standing.basis)
        assert weight == INFLUENCE[actor]


@pytest.mark.parametrize(
    ("snapshot", "placed"),
    [("2020", {"armenia"}), ("2022", {"armenia", "turkiye"}), ("2023", {"armenia", "turkiye"})],
)
def test_positions_of_2025_do_not_reach_back(snapshot: str, placed: set[str]) -> None:
    assert Resolver().stances(preset(), snapshot, "normalisation").keys() == placed


def test_scenarios_move_who_would_stand_elsewhere_on_the_border() -> None:
    moved = {"baku-drops-demand": "azerbaijan", "us-plan": "united-states"}
    for scenario, actor in moved.items():
        stances = Resolver().stances(preset(), scenario, "normalisation")
        assert stances.keys() == ACTORS
        assert {key for key, resolved in stances.items() if resolved.snapshot == scenario} == {actor}
        assert all(resolved.judgement.is_judged for resolved in stances.values())


def test_in_2025_no_actor_goes_without_a_word_on_any_issue() -> None:
    for issue in ISSUES:
        assert Resolver().stances(preset(), "2025-07", issue).keys() == ACTORS


@pytest.mark.parametrize("snapshot", ["2020", "2022", "2023"])
def test_there_is_no_treaty_before_2025(snapshot: str) -> None:
    stances = Resolver().stances(preset(), snapshot, "peace-treaty")
    assert stances.keys() == ACTORS
    assert {resolved.judgement.state for resolved in stances.values()} == {"not-applicable"}


def test_the_proposal_of_the_union_is_older_knowledge_in_2025() -> None:
    resolved = resolve_stance(preset(), "2025-07", "corridor", "european-union")
    assert resolved is not None
    assert resolved.judgement.is_judged
    assert is_carried_over(preset(), resolved, "2025-07")


def test_the_opening_hangs_on_the_treaty() -> None:
    stance = preset().snapshots["2025-07"].stances["normalisation"]["turkiye"]
    assert [condition.issue for condition in stance.conditions] == ["peace-treaty"]


def test_outcomes_of_a_scenario_are_never_called_stated() -> None:
    for scenario in SCENARIOS:
        for stances in preset().snapshots[scenario].stances.values():
            assert {stance.basis for stance in stances.values()} <= {"assumed", "inferred"}


def test_russia_is_no_broker_after_the_ceasefire() -> None:
    assert preset().snapshots["2020"].ties["russia-armenia-ceasefire"].is_judged
    for snapshot in ("2022", "2023", "2025-07"):
        resolved = resolve_tie(preset(), snapshot, "russia-armenia-ceasefire")
        assert resolved is not None
        assert resolved.judgement.state == "not-applicable"


def test_salience_and_roles_are_few() -> None:
    stances = [entry.judgement for entry in judged() if isinstance(entry.judgement, Stance)]
    assert 0 < sum(stance.salience is not None for stance in stances) < len(stances) / 2
    assert any(stance.role == "decides" for stance in stances)
    assert any(stance.role == "can-block" for stance in stances)
