"""The way from one unexplained move to the next."""

from __future__ import annotations

from hypothesis import given

from samples import sample
from stakemap.analysis.evidence.evidence import findings
from stakemap.analysis.evidence.unexplained import Stop, stop_after, unexplained_stops
from stakemap.model import edits
from stakemap.model.document import StakeMap, new_map
from stakemap.model.judgements import Standing
from stakemap.model.subjects import Subject
from strategies import examples, maps

AUTHOR = edits.Authorship("A", "2025-08-01")


def _moved(document: StakeMap) -> StakeMap:
    moves = {"armenia": edits.Move(10.0, 40.0), "turkiye": edits.Move(10.0, None)}
    document = edits.move_actors(document, "2025-07", "border", moves, AUTHOR)
    return edits.move_actors(document, "pressure", "corridor", {"turkiye": edits.Move(0.0, None)}, AUTHOR)


def test_stops_come_as_views_list_them_and_each_actor_once() -> None:
    stops = unexplained_stops(_moved(sample()))
    assert Stop("2025-07", "border", "armenia") in stops
    assert Stop("2025-07", None, "armenia") not in stops
    places = [stop.snapshot for stop in stops]
    assert places == sorted(places, key=["2020", "2022", "2025-07", "pressure", "us-plan"].index)


def test_one_goes_round_and_round() -> None:
    document = _moved(sample())
    stops = unexplained_stops(document)
    at, seen = Stop("", None, ""), []
    for _ in range(len(stops) + 1):
        found = stop_after(document, stops, at)
        assert found is not None
        at = found
        seen.append(at)
    assert tuple(seen[:-1]) == stops
    assert seen[-1] == stops[0]


def test_a_stance_of_an_actor_off_the_stage_is_none() -> None:
    document = _moved(sample())
    assert Stop("2025-07", "border", "armenia") in unexplained_stops(document)
    subject = Subject.standing("armenia")
    document = edits.judge(document, "2025-07", subject, Standing(state="not-applicable"), AUTHOR)
    stops = unexplained_stops(document)
    assert not [stop for stop in stops if (stop.snapshot, stop.actor) == ("2025-07", "armenia")]


def test_a_map_without_any_has_none() -> None:
    document = new_map()
    assert unexplained_stops(document) == ()
    assert stop_after(document, (), Stop("", None, "")) is None


@given(maps())
@examples(15)
def test_they_are_where_the_evidence_check_finds_them(document: StakeMap) -> None:
    found = {finding.place for finding in findings(document) if finding.kind == "unexplained"}
    stops = unexplained_stops(document)
    assert {(place.snapshot, place.actor) for place in found} == {
        (stop.snapshot, stop.actor) for stop in stops
    }
    assert len(set(stops)) == len(stops)
