"""What several analysts judge in words: hover card and screen readers name who judges what."""

from __future__ import annotations

from several_analysts import COLLEAGUE, SNAPSHOT, STANCE, THIRD, debated
from stakemap.model.edits import put_others, remove_other
from stakemap.model.judgements import Judgement, Stance, Standing, Tie
from stakemap.model.records import replace
from stakemap.wording.judgements import judgement_lines, place_line
from stakemap.wording.others import other_line, pooled_text, spread_ends, spread_text


def lines(document) -> tuple[str, ...]:
    return judgement_lines(document, SNAPSHOT, "border", "armenia")


def stance(document) -> Judgement:
    return document.snapshots[SNAPSHOT].judgement(STANCE)


def test_the_card_names_others_with_value_and_a_shortened_reason() -> None:
    said = lines(debated())
    start = said.index("Judged by 2 others:")
    assert said[start + 1].startswith("B. Colleague: −40 (−60 to −20). The opposition can block it.")
    assert said[start + 1].endswith("…")
    assert said[start + 2] == "Çelik Third: +30"
    assert "Judged by 1 other:" in said, "of its influence"


def test_of_many_others_the_first_are_named() -> None:
    many = [replace(THIRD, by=f"Analyst {number:02}") for number in range(20)]
    said = lines(put_others(debated(), SNAPSHOT, STANCE, many))
    assert "Judged by 22 others:" in said
    assert "and 15 more" in said


def test_what_was_pooled_is_by_nobody_but_says_so() -> None:
    document = debated()
    pooled = replace(stance(document), pooled="linear", by="", on=None)
    here = document.snapshots[SNAPSHOT]
    layer = {**here.stances["border"], "armenia": pooled}
    snapshot = replace(here, stances={**here.stances, "border": layer})
    document = replace(document, snapshots={**document.snapshots, SNAPSHOT: snapshot})
    said = lines(document)
    place = place_line(document, SNAPSHOT, "border", "armenia")
    assert place.endswith(". Pooled from 2 analysts (mean of the distributions)")
    assert "Pooled from 2 analysts (mean of the distributions)" in said


def test_rival_readings_are_not_said_to_be_pooled() -> None:
    unknown = Stance(state="unknown", pooled="linear", others=(COLLEAGUE, THIRD))
    assert pooled_text(unknown) == "Not pooled: the judgements of 2 analysts exclude each other"


def test_a_pool_rests_on_the_sources_of_what_it_was_pooled_from() -> None:
    pool = Stance(alignment=THIRD.alignment, reason="Pooled.", pooled="median", others=(COLLEAGUE, THIRD))
    assert pool.all_citations == COLLEAGUE.citations
    assert pool.is_supported
    assert not pool.is_weak
    assert replace(pool, others=(THIRD,)).is_weak
    assert replace(pool, pooled=None).is_weak, "what others cite says nothing for an analyst's own value"


def test_spread() -> None:
    document = debated()
    assert spread_text(stance(document)) == "−40 … +85, 3 analysts"
    assert spread_ends(stance(document)) == (-40, 85)
    alone = stance(remove_other(remove_other(document, SNAPSHOT, STANCE, COLLEAGUE), SNAPSHOT, STANCE, THIRD))
    assert spread_text(alone) == ""
    assert spread_ends(alone) is None
    unsure = Stance(state="unknown", others=(Stance(state="unknown", by="B"),))
    assert spread_text(unsure) == "2 analysts"
    standing = document.snapshots[SNAPSHOT].standings["armenia"]
    assert isinstance(standing, Standing)
    assert spread_text(standing).startswith("20 … ")
    assert spread_text(Tie(strength=2, others=(Tie(strength=-1, by="B"),))) == "−1 … +2, 2 analysts"


def test_a_line_without_name_or_value() -> None:
    assert other_line(Stance(state="unknown")) == "Somebody: unknown"
