"""The evidence check: each kind of finding, where it leads, and what is left alone."""

from __future__ import annotations

import pytest

from analysis.builders import MAP_ID, cites, stance, standing
from stakemap.analysis.evidence.evidence import findings, findings_at, kind_title
from stakemap.analysis.evidence.rules import KINDS, Finding, FindingKind, Place
from stakemap.model.document import Actor, Issue, Relation, Snapshot, Source, StakeMap, new_map
from stakemap.model.judgements import Citation, Stance, Standing, Tie
from stakemap.model.resolve import Resolver

BACKED = {"reason": "said so", "citations": cites("press", "book"), "basis": "stated"}


def map_of(*, sources: dict[str, Source] | None = None, **snapshots: Snapshot) -> StakeMap:
    """Actors Ann and Bob, the issue "road", Ann's relation to Bob; all backed but for what a test adds."""
    return new_map(
        MAP_ID,
        actors={"ann": Actor(name="Ann"), "bob": Actor(name="Bob")},
        issues={"road": Issue(name="The road")},
        relations={"pact": Relation(source="ann", target="bob", label="pact", directed=False)},
        sources=sources or {"press": Source(title="The Press"), "book": Source(title="A Book")},
        snapshots=snapshots,
    )


def snapshot(
    ann: Stance | None = None, influence: Standing | None = None, tie: Tie | None = None, **fields: object
) -> Snapshot:
    """A snapshot where Bob is backed in all ways, and Ann too unless given otherwise."""
    stances = {"ann": ann or stance(10, reach=5, **BACKED), "bob": stance(10, reach=5, **BACKED)}
    standings = {"ann": influence or standing(10, 5, **BACKED), "bob": standing(10, 5, **BACKED)}
    return Snapshot.model_validate(
        {"label": "Now", "date": "2025", "standings": standings, "stances": {"road": stances}}
        | {"ties": {"pact": tie} if tie is not None else {}}
        | fields
    )


def only(document: StakeMap, kind: FindingKind) -> list[Finding]:
    found = [finding for finding in findings(document) if finding.kind == kind]
    assert found == [f for f in findings_at(document, "now", Resolver()) if f.kind == kind]
    return found


def test_a_backed_map_has_no_findings() -> None:
    tie = Tie(strength=2, **BACKED)
    assert findings(map_of(now=snapshot(tie=tie))) == ()
    assert findings_at(map_of(now=snapshot(tie=tie)), "now", Resolver()) == ()


ROAD = Place("now", "road", "ann")


@pytest.mark.parametrize(
    ("kind", "judged", "sentence"),
    [
        (
            "unexplained",
            stance(10, reach=5, **BACKED | {"reason": "  "}),
            "The alignment of Ann on The road (Now) has no reason.",
        ),
        (
            "unexplained",
            stance(10, reach=5, earlier=(stance(-35),), **BACKED | {"reason": ""}),
            "The alignment of Ann on The road (Now) went from −35 to 10 without a reason.",
        ),
        (
            "uncited",
            stance(10, reach=5, reason="so"),
            "The alignment of Ann on The road (Now) has no supporting citation.",
        ),
        (
            "single-source",
            stance(10, reach=5, reason="so", citations=cites("press", "press")),
            "The alignment of Ann on The road (Now) rests on a single source: The Press.",
        ),
        (
            "assumed",
            stance(10, reach=5, **BACKED | {"basis": "assumed"}),
            "The alignment of Ann on The road (Now) is assumed.",
        ),
        (
            "evidence-against",
            stance(
                10,
                reach=5,
                **BACKED | {"citations": (*cites("press", "book"), *cites("book", against=True))},
            ),
            "The alignment of Ann on The road (Now) is contradicted by A Book.",
        ),
        (
            "no-range",
            stance(10, 50, **BACKED),
            "The alignment of Ann on The road (Now) has no range for alignment, salience.",
        ),
    ],
)
def test_each_kind_of_finding_on_a_stance(kind: FindingKind, judged: Stance, sentence: str) -> None:
    assert only(map_of(now=snapshot(ann=judged)), kind) == [Finding(kind, ROAD, sentence)]


def test_influence_and_ties_are_checked_too() -> None:
    document = map_of(now=snapshot(influence=standing(10), tie=Tie(strength=-1)))
    assert [(finding.kind, finding.place) for finding in findings(document)] == [
        ("unexplained", Place("now", None, "ann")),
        ("uncited", Place("now", None, None, "pact")),
        ("uncited", Place("now", None, "ann")),
        ("tie-unexplained", Place("now", None, None, "pact")),
        ("no-range", Place("now", None, "ann")),
    ]
    tie = next(finding for finding in findings(document) if finding.kind == "tie-unexplained")
    assert tie.sentence == "The relation Ann – Bob (pact) (Now) has no reason."


def test_a_source_only_against_leaves_a_judgement_uncited() -> None:
    document = map_of(
        now=snapshot(ann=stance(10, reach=5, reason="so", citations=cites("press", against=True)))
    )
    assert [finding.kind for finding in findings(document)] == ["evidence-against", "uncited"]


def test_what_is_unknown_needs_no_source() -> None:
    document = map_of(now=snapshot(ann=Stance(state="unknown"), influence=Standing(state="unknown")))
    assert findings(document) == ()


def test_what_is_said_of_an_actor_off_the_stage_counts_nowhere() -> None:
    off = map_of(now=snapshot(ann=stance(10), influence=Standing(state="not-applicable")))
    assert findings(off) == ()
    # Where it was on stage when that was said, and left it later, it still counts there.
    left = map_of(
        then=snapshot(ann=stance(10), influence=standing(10, reach=5, **BACKED)),
        now=snapshot(influence=Standing(state="not-applicable")),
    )
    assert {finding.place for finding in findings(left)} == {Place("then", "road", "ann")}


def test_who_is_never_on_stage_need_not_be_judged() -> None:
    on_bob_alone = {"road": {"bob": stance(10, reach=5, **BACKED)}}
    on_stage = map_of(now=snapshot(stances=on_bob_alone))
    assert [finding.place for finding in only(on_stage, "never-judged")] == [ROAD]
    off_stage = snapshot(influence=Standing(state="not-applicable"), stances=on_bob_alone)
    assert only(map_of(now=off_stage), "never-judged") == []


@pytest.mark.parametrize(
    ("source_date", "snapshot_date", "age", "is_old"),
    [
        ("2022", "2025", 2, True),
        ("2023", "2025", 2, False),  # may be of the last day of 2023, and 2025 of its first
        ("2023-06", "2025-07", 2, True),
        ("2023-07", "2025-07", 2, False),
        ("2023-07-01", "2025-07-01", 2, False),
        ("2023-06-30", "2025-07-01", 2, True),
        ("2022-02-27", "2024-02-29", 2, True),
        ("2022-02-28", "2024-02-29", 2, False),
        ("0001", "0001", 2, False),
        ("2026", "2025", 0, False),
        ("2024-12", "2025-01-02", 0, True),
    ],
)
def test_age_of_sources_with_partial_dates(
    source_date: str, snapshot_date: str, age: float, is_old: bool
) -> None:
    document = map_of(
        sources={"press": Source(title="The Press", date=source_date), "book": Source(title="A Book")},
        now=snapshot(date=snapshot_date),
    )
    found = [f for f in findings(document, source_age=age) if f.kind == "old-source"]
    assert len(found) == (4 if is_old else 0)
    assert found == [
        f for f in findings_at(document, "now", Resolver(), source_age=age) if f.kind == "old-source"
    ]


def test_an_old_source_in_words() -> None:
    document = map_of(
        sources={
            "press": Source(title="The Press", date="2001"),
            "book": Source(title="A Book", date="1999"),
        },
        now=snapshot(),
    )
    found = [f for f in findings(document, source_age=1.5) if f.place == ROAD]
    assert [finding.sentence for finding in found] == [
        (
            "The alignment of Ann on The road (Now) rests on sources more than 1.5 years old at Now: A "
            "Book, The Press."
        )
    ]


def test_an_old_judgement_is_found_where_it_is_shown_and_leads_to_where_it_is() -> None:
    """In 2020 the source was fresh; carried over to 2025 it is old. Its place is the snapshot "then"."""
    document = map_of(
        sources={
            "press": Source(title="The Press", date="2020"),
            "book": Source(title="A Book", date="2020"),
        },
        then=snapshot(ann=stance(10, **BACKED), date="2020", label="Then"),
        now=Snapshot(label="Now", date="2025", based_on="then"),
    )
    assert [finding.kind for finding in findings(document)] == ["no-range"]
    shown = findings_at(document, "now", Resolver(), issue="road")
    assert {finding.place.snapshot for finding in shown} == {"then"}
    assert [finding.kind for finding in shown] == ["old-source"] * 4 + ["no-range"]
    assert shown[2].sentence.endswith("rests on sources more than 2 years old at Now: A Book, The Press.")


def test_a_scenario_measures_age_at_the_date_it_builds_on() -> None:
    document = map_of(
        sources={
            "press": Source(title="The Press", date="2020"),
            "book": Source(title="A Book", date="2020"),
        },
        now=snapshot(date="2025"),
        scenario=Snapshot(label="If", scenario=True, based_on="now"),
    )
    assert len([f for f in findings_at(document, "scenario", Resolver()) if f.kind == "old-source"]) == 4


def test_never_judged() -> None:
    document = new_map(
        MAP_ID,
        actors={name: Actor(name=name.title()) for name in ("ann", "bob", "cat")},
        issues={"road": Issue(name="The road")},
        snapshots={
            "then": Snapshot(label="Then", date="2020", stances={"road": {"ann": Stance(state="unknown")}}),
            "now": Snapshot(label="Now", date="2025", standings={"cat": Standing(state="not-applicable")}),
        },
    )
    in_map = [(f.place, f.sentence) for f in findings(document) if f.kind == "never-judged"]
    assert in_map == [
        (Place("now", None, "ann"), "The influence of Ann is not judged."),
        (Place("now", None, "bob"), "The influence of Bob is not judged."),
        (Place("now", "road", "bob"), "Bob is not judged on The road."),
        (Place("now", "road", "cat"), "Cat is not judged on The road."),
    ]
    at_now = [f.place for f in findings_at(document, "now", Resolver()) if f.kind == "never-judged"]
    assert at_now == [
        Place("now", None, "ann"),
        Place("now", None, "bob"),
        Place("now", "road", "ann"),
        Place("now", "road", "bob"),
    ]


def test_findings_come_by_severity() -> None:
    document = map_of(now=snapshot(ann=stance(10), tie=Tie(strength=1)))
    found = findings(document)
    assert [f.kind for f in found] == sorted((f.kind for f in found), key=KINDS.index)
    assert len({kind_title(kind) for kind in KINDS}) == len(KINDS)


def test_titles_of_a_map_are_values_not_formats() -> None:
    document = map_of(
        sources={"press": Source(title="{subject} <b>"), "book": Source(title="B")},
        now=snapshot(ann=stance(1, reach=1, reason="x", citations=(Citation(source="press"),))),
    )
    assert only(document, "single-source")[0].sentence.endswith("a single source: {subject} <b>.")
