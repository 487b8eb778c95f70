"""A full judgement in plain lines, with text of the map as it is."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from samples import alignment, sample
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Stance, Tie
from stakemap.wording.judgements import judgement_lines, judgement_parts, place_line, value_of
from strategies import maps


def test_armenia_on_the_border() -> None:
    assert judgement_lines(sample(), "2025-07", "border", "armenia") == (
        "Armenia · Yerevan",
        "Alignment +85 (+70 to +95), high confidence, stated",
        "Role: decides",
        "Salience 90",
        "Reason: Says so at every meeting.",
        "Sources: An institute, 1 July 2025 (§4)",
        "Judged by A on 1 July 2025",
        "Influence 35 (25 to 50), inferred",
        "No reason given",
        "No source cited",
    )


def test_each_line_says_what_it_is_and_values_begin_paragraphs() -> None:
    lines = judgement_parts(sample(), "2025-07", "border", "armenia")
    assert [line.kind for line in lines] == [
        "name", "value", "ground", "ground", "reason", "ground", "ground", "value", "ground", "ground",
    ]  # fmt: skip


def test_a_group_named_as_its_only_actor_is_not_said_twice() -> None:
    document = sample()
    own = document.groups["yerevan"].model_copy(update={"name": "Armenia"})
    document = document.model_copy(update={"groups": {**document.groups, "yerevan": own}})
    assert judgement_lines(document, "2025-07", "border", "armenia")[0] == "Armenia"


def test_conditions_and_what_speaks_against() -> None:
    lines = judgement_lines(sample(), "2025-07", "border", "turkiye")
    assert "Depends on: The treaty with Baku first (Corridor)" in lines
    assert "Contradicted by: An agency report, 2022" in lines
    assert "Watch for: A date for the border." in lines


def test_what_is_not_known_is_said() -> None:
    document = sample()
    assert "Alignment: unknown" in judgement_lines(document, "2025-07", "border", "russia")
    assert "Carried over from After the war" in judgement_lines(document, "2025-07", "border", "russia")
    assert "Influence: unknown" in judgement_lines(document, "2025-07", "border", "iran")
    assert judgement_lines(document, "2025-07", "border", "georgia")[1:] == (
        "Alignment: not judged",
        "Influence: not judged",
    )
    assert "Alignment: not applicable" in judgement_lines(document, "2025-07", "corridor", "georgia")
    assert "Influence on this issue 50 (30 to 70)" in judgement_lines(
        document, "2025-07", "border", "president"
    )


def test_a_place_in_one_sentence() -> None:
    document = sample()
    said = {actor: place_line(document, "2025-07", "border", actor) for actor in document.actors}
    assert said["armenia"] == "Armenia: alignment +85, influence 35"
    assert said["russia"] == "Россия: position unknown"
    assert said["azerbaijan"] == "Azerbaijan: position not judged"
    assert place_line(document, "2025-07", "corridor", "georgia") == "საქართველო: not applicable"
    assert place_line(document, None, None, "armenia") == "Armenia: position not judged"


def test_markup_stays_text() -> None:
    document = sample()
    snapshot = document.snapshots["2025-07"]
    stance = Stance(alignment=alignment(0), reason="<b>bold</b> & <img src=x>")
    changed = snapshot.model_copy(update={"stances": {"border": {"armenia": stance}}})
    document = document.model_copy(update={"snapshots": {**document.snapshots, "2025-07": changed}})
    assert "Reason: <b>bold</b> & <img src=x>" in judgement_lines(document, "2025-07", "border", "armenia")


@settings(max_examples=40)
@given(maps(), st.data())
def test_every_judgement_of_any_map_can_be_said(document: StakeMap, data: st.DataObject) -> None:
    issue = data.draw(st.sampled_from([None, *document.issues]))
    snapshot = data.draw(st.sampled_from([None, *document.snapshots]))
    for actor in document.actors:
        lines = judgement_lines(document, snapshot, issue, actor)
        assert len(lines) >= 2
        assert all("\n" not in line for line in (*lines, place_line(document, snapshot, issue, actor)))


def test_values() -> None:
    assert value_of(None) == "not judged"
    assert value_of(Stance(state="unknown")) == "unknown"
    assert value_of(Stance(alignment=alignment(-5, -10, 0))) == "−5"
    assert value_of(Stance(alignment=alignment(-5, -10, 0)), ranges=True) == "−5 (−10 to 0)"
    assert value_of(Tie(strength=-3)) == "−3"
