"""Small hand-made maps for the tests, and large ones for the benchmarks."""

from __future__ import annotations

import gc
from functools import cache

from stakemap.model.document import (
    Actor,
    DecisionRule,
    Group,
    Headline,
    Issue,
    Outcome,
    Relation,
    Resolution,
    Snapshot,
    Source,
    StakeMap,
)
from stakemap.model.judgements import (
    AlignmentEstimate,
    Citation,
    Condition,
    InfluenceEstimate,
    Readings,
    SalienceEstimate,
    Stance,
    Standing,
    Tie,
)
from stakemap.model.teamwork import Answer, AnsweredJudgement, Comment, OpenConflict, Review, Round

__all__ = ["MAP_ID", "another", "large", "sample", "team_sample", "tiny"]

MAP_ID = "00000000-0000-4000-8000-000000000000"


def influence(value: float, low: float | None = None, high: float | None = None) -> InfluenceEstimate:
    """An influence from 0 to 100, with its range."""
    return InfluenceEstimate(value=value, low=low, high=high)


def alignment(value: float, low: float | None = None, high: float | None = None) -> AlignmentEstimate:
    """An alignment from −100 to 100, with its range."""
    return AlignmentEstimate(value=value, low=low, high=high)


def tiny() -> StakeMap:
    """One actor judged on one issue in one snapshot."""
    return StakeMap(
        id=MAP_ID,
        title="Tiny",
        actors={"armenia": Actor(name="Armenia", code="ARM")},
        issues={"border": Issue(name="Open border", low_label="closed", high_label="open")},
        snapshots={
            "2025": Snapshot(
                label="2025",
                date="2025",
                standings={"armenia": Standing(influence=influence(35))},
                stances={"border": {"armenia": Stance(alignment=alignment(80))}},
            )
        },
    )


def sample() -> StakeMap:
    """Something of everything: three snapshots, two scenarios, unknowns, ranges, a ledger, ties."""
    return StakeMap(
        id=MAP_ID,
        title="A corridor and a border",
        question="Who wants what in the South Caucasus?",
        key_judgement="Ankara moves when Baku lets it.",
        handling="TLP:GREEN",
        status="reviewed",
        cut_off="2025-07",
        contact="desk@example.org",
        actors={
            "armenia": Actor(
                name="Armenia", aliases=("Հայաստան",), code="ARM", group="yerevan", tags=("landlocked",)
            ),
            "turkiye": Actor(name="Türkiye", code="TUR", group="ankara-and-baku"),
            "president": Actor(name="The president of Türkiye", kind="person", part_of="turkiye"),
            "azerbaijan": Actor(name="Azerbaijan", code="AZE", group="ankara-and-baku", colour="#cc79a7"),
            "russia": Actor(name="Россия", aliases=("Russia",), code="RUS", note="Waned since 2022."),
            "iran": Actor(name="ایران", code="IRN"),
            "georgia": Actor(name="საქართველო", code="GEO"),
        },
        groups={
            "yerevan": Group(name="Yerevan", colour="#0072b2"),
            "ankara-and-baku": Group(name="Ankara and Baku"),
        },
        issues={
            "border": Issue(
                name="Armenia–Türkiye border",
                question="Should it open?",
                low_label="keep it closed",
                high_label="open it now",
                quadrants=("strong against", "strong for", "weak against", "weak for"),
            ),
            "corridor": Issue(
                name="Corridor",
                low_label="Armenian",
                high_label="third party",
                order=1,
                rule=DecisionRule(kind="votes", quota=3),
            ),
        },
        sources={
            "carnegie-2025": Source(
                title="A commentary", publisher="An institute", date="2025-07-01", url="https://example.org/a"
            ),
            "agency-2022": Source(title="An agency report", date="2022", reliability="B2"),
        },
        relations={
            "turkiye-azerbaijan": Relation(
                source="turkiye", target="azerbaijan", label="alliance", directed=False
            ),
            "azerbaijan-armenia": Relation(source="azerbaijan", target="armenia", label="presses"),
        },
        snapshots=_snapshots(),
        headlines={
            "evidence:corridor:2020": Headline(text="Little is known of the corridor before 2021"),
            "matrix::2020": Headline(text="Nobody was for everything"),
        },
        resolutions=_resolutions(),
        outcomes={
            "pressure": Outcome(
                label="Washington presses Baku", likelihood="unlikely", happened=True, date="2025-08"
            ),
            "delay": Outcome(
                label="The peace waits", happened=False, citations=(Citation(source="agency-2022"),)
            ),
        },
    )


def another() -> StakeMap:
    """The sample as another map, which is no version of it."""
    return sample().model_copy(update={"id": "11111111-1111-4111-8111-111111111111"})


def team_sample() -> StakeMap:
    """The sample with what a team works with: a conflict, a comment and its answer, an approval, a round."""
    president, turkiye = (f"snapshots/2025-07/stances/border/{key}" for key in ("president", "turkiye"))
    doubt = Citation(source="agency-2022", passage="p. 3")
    answered = Stance(alignment=alignment(15), reason="Baku is slow.", citations=(doubt,), by="B")
    return sample().model_copy(
        update={
            "conflicts": {
                "president": OpenConflict(
                    place=president,
                    one={"alignment": {"value": 20}, "influence": {"value": 50, "low": 30, "high": 70}},
                    other={
                        "alignment": {"value": 35},
                        "reason": "He said so.",
                        "by": "B",
                        "on": "2025-07-02",
                    },
                )
            },
            "comments": {
                "1a": Comment(place=turkiye, text="Is this still so?", by="B", on="2025-07-02"),
                "2b": Comment(
                    place=turkiye,
                    text="It is.",
                    by="A",
                    on="2025-07-03",
                    reply_to="1a",
                ),
            },
            "reviews": {"3c": Review(place=turkiye, by="C", on="2025-07-04", digests={turkiye: "0" * 16})},
            "rounds": {
                "first": Round(
                    label="First round", places=(turkiye,), analysts=("A", "B"), opened="2025-07-01"
                )
            },
            "answers": {
                "first-b": Answer(
                    round="first",
                    analyst="B",
                    judgements=(AnsweredJudgement(place=turkiye, stance=answered),),
                )
            },
        }
    )


def _resolutions() -> dict[str, Resolution]:
    """One of a stance, and one of a standing."""
    return {
        "turkiye": Resolution(
            snapshot="2022",
            actor="turkiye",
            issue="border",
            name="Türkiye",
            snapshot_label="Envoys agree",
            value=0,
            low=-20,
            high=15,
            judged_by="A",
            judged_on="2022-03-01",
            found=10,
            date="2025-07",
            reason="The envoys met again.",
            citations=(Citation(source="agency-2022"),),
            by="B",
            on="2025-07-01",
        ),
        "russia": Resolution(
            snapshot="2020",
            actor="russia",
            field="influence",
            name="Россия",
            snapshot_label="After the war",
            value=70,
            low=50,
            high=90,
            confidence="moderate",
            found=40,
        ),
    }


def _snapshots() -> dict[str, Snapshot]:
    commentary = Citation(source="carnegie-2025", passage="§4")
    doubt = Citation(source="agency-2022", against=True, readings=Readings(supporting=2, opposing=4))
    return {
        "2020": Snapshot(
            label="After the war",
            date="2020",
            standings={
                "armenia": Standing(influence=influence(30), reason="Lost the war.", by="A", on="2025-07-01"),
                "russia": Standing(influence=influence(70, 50, 90), confidence="moderate"),
                "iran": Standing(state="unknown"),
            },
            stances={
                "border": {
                    "turkiye": Stance(alignment=alignment(-60), reason="Closed since 1993."),
                    "russia": Stance(state="unknown", reason="The text is silent."),
                },
            },
            ties={"turkiye-azerbaijan": Tie(strength=3), "azerbaijan-armenia": Tie(strength=-3)},
        ),
        "2022": Snapshot(
            label="Envoys agree",
            date="2022",
            based_on="2020",
            standings={"turkiye": Standing(influence=influence(75, 60, 85))},
            stances={
                "border": {
                    "turkiye": Stance(alignment=alignment(0), citations=(Citation(source="agency-2022"),))
                },
                "corridor": {"georgia": Stance(state="not-applicable")},
            },
        ),
        "2025-07": Snapshot(
            label="After the Istanbul visit",
            date="2025-07-01",
            based_on="2022",
            standings={
                "armenia": Standing(influence=influence(35, 25, 50), basis="inferred"),
                "turkiye": Standing(influence=influence(85), basis="stated", citations=(commentary,)),
                "azerbaijan": Standing(influence=influence(80)),
                "president": Standing(influence=influence(60)),
            },
            stances={
                "border": {
                    "armenia": Stance(
                        alignment=alignment(85, 70, 95),
                        salience=SalienceEstimate(value=90),
                        role="decides",
                        reason="Says so at every meeting.",
                        confidence="high",
                        basis="stated",
                        citations=(commentary,),
                        by="A",
                        on="2025-07-01",
                        earlier=(
                            Stance(alignment=alignment(70), reason="Reportedly.", by="B", on="2025-06-01"),
                        ),
                    ),
                    "turkiye": Stance(
                        alignment=alignment(10, -20, 40),
                        role="decides",
                        watch_for="A date for the border.",
                        conditions=(Condition(text="The treaty with Baku first", issue="corridor"),),
                        citations=(commentary, doubt),
                        reason="Wants the treaty first.",
                    ),
                    "president": Stance(alignment=alignment(20), influence=influence(50, 30, 70)),
                },
                "corridor": {
                    "armenia": Stance(alignment=alignment(-85), votes=2),
                    "azerbaijan": Stance(
                        alignment=alignment(85),
                        role="can-block",
                        votes=1,
                        others=(
                            Stance(
                                alignment=alignment(40, 20, 60),
                                confidence="low",
                                reason="It could live with inspectors.",
                                citations=(Citation(source="agency-2022"),),
                                by="B",
                                on="2025-07-02",
                            ),
                        ),
                    ),
                },
            },
            ties={"azerbaijan-armenia": Tie(strength=-2, reason="Talks go on.")},
        ),
        "pressure": Snapshot(
            label="Washington presses Baku",
            scenario=True,
            likelihood="unlikely",
            based_on="2025-07",
            stances={"border": {"turkiye": Stance(alignment=alignment(60), basis="assumed")}},
        ),
        "delay": Snapshot(label="The peace waits", scenario=True, based_on="2025-07"),
    }


@cache
def large(actors: int = 10_000, issues: int = 3, snapshots: int = 3) -> StakeMap:
    """Many actors, each judged on all issues in all snapshots, with reasons, ranges and citations."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _large(actors, issues, snapshots)
    finally:
        if collecting:
            gc.enable()


def _large(actors: int, issues: int, snapshots: int) -> StakeMap:
    ids = [f"actor-{number}" for number in range(actors)]
    issue_ids = [f"issue-{number}" for number in range(issues)]
    citation = (Citation(source="source", passage="p. 12"),)

    def standing(number: int) -> Standing:
        value = float(number * 37 % 101)
        return Standing(
            influence=influence(value, max(0.0, value - 10), min(100.0, value + 10)),
            reason="It has the means.",
            citations=citation,
            by="A",
            on="2025-07-01",
        )

    def stance(number: int) -> Stance:
        value = float(number * 53 % 201 - 100)
        return Stance(
            alignment=alignment(value, max(-100.0, value - 15), min(100.0, value + 15)),
            salience=SalienceEstimate(value=float(number % 101)),
            confidence="moderate",
            basis="inferred",
            reason="Its government said so last spring.",
            citations=citation,
            by="A",
            on="2025-07-01",
        )

    made: dict[str, Snapshot] = {}
    for place in range(snapshots):
        made[f"s{place}"] = Snapshot(
            label=f"Snapshot {place}",
            date=str(2000 + place),
            based_on=f"s{place - 1}" if place else None,
        ).model_copy(
            update={
                "standings": {key: standing(number + place) for number, key in enumerate(ids)},
                "stances": {
                    issue: {key: stance(number + place + turn) for number, key in enumerate(ids)}
                    for turn, issue in enumerate(issue_ids)
                },
            }
        )
    return StakeMap(
        id=MAP_ID,
        title="Large",
        groups={f"group-{number}": Group(name=f"Group {number}") for number in range(6)},
        issues={key: Issue(name=key, order=place) for place, key in enumerate(issue_ids)},
        sources={"source": Source(title="A source")},
    ).model_copy(
        update={
            "actors": {
                key: Actor(name=f"Actor {number}", code=f"{number % 1000}", group=f"group-{number % 6}")
                for number, key in enumerate(ids)
            },
            "snapshots": made,
        }
    )
