"""What checks say of comments, approvals, rounds and answers, and what goes with what is removed."""

from __future__ import annotations

from typing import Any

import pytest

from samples import alignment, sample, team_sample
from stakemap.model import edits, place_attachments
from stakemap.model.checks import check
from stakemap.model.clean import clean, summary
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Citation, Stance
from stakemap.model.places import place_at
from stakemap.model.subjects import Subject
from stakemap.model.teamwork import Answer, AnsweredJudgement, Comment, Review, Round
from stakemap.storage.codec import decode, encode
from stakemap.wording.changes import describe
from stakemap.wording.removal import removal_of

TURKIYE = Subject.stance("border", "turkiye")
PATH = "snapshots/2025-07/stances/border/turkiye"


def with_records(**records: Any) -> StakeMap:
    return sample().model_copy(update=records)


def stance(source: str) -> Stance:
    return Stance(alignment=alignment(1), citations=(Citation(source=source),))


def found(document: StakeMap) -> dict[str, str]:
    """The path and code of each finding of a file with this map, which opens."""
    read = decode(encode(document))
    assert read.document == document
    return {fault.path: fault.code for fault in read.faults}


def test_what_a_team_works_with_is_sound() -> None:
    assert found(team_sample()) == {}


@pytest.mark.parametrize(
    ("document", "path", "code"),
    [
        (
            with_records(comments={"c": Comment(place="actors/no", text="?")}),
            "comments.c.place",
            "no-such-place",
        ),
        (
            with_records(comments={"c": Comment(place="headlines/map:no:2020", text="?")}),
            "comments.c.place",
            "no-such-place",
        ),
        (
            with_records(reviews={"r": Review(place=PATH.replace("turkiye", "no"), by="A")}),
            "reviews.r.place",
            "no-such-place",
        ),
        (
            with_records(comments={"c": Comment(place="map", text="?", reply_to="no")}),
            "comments.c.reply_to",
            "no-such-comment",
        ),
        (
            with_records(comments={"c": Comment(place="map", text="?", reply_to="c")}),
            "comments.c.reply_to",
            "comment-cycle",
        ),
        (with_records(rounds={"r": Round(label="R", follows="no")}), "rounds.r.follows", "no-such-round"),
        (with_records(rounds={"r": Round(label="R", follows="r")}), "rounds.r.follows", "round-cycle"),
        (with_records(answers={"a": Answer(round="no", analyst="A")}), "answers.a.round", "no-such-round"),
        (
            with_records(
                rounds={"r": Round(label="R")},
                answers={
                    "a": Answer(
                        round="r",
                        analyst="A",
                        judgements=(AnsweredJudgement(place=PATH, stance=stance("no")),),
                    )
                },
            ),
            "answers.a.judgements.0.stance.citations.0.source",
            "no-such-source",
        ),
    ],
)
def test_what_is_gone_is_warned_of(document: StakeMap, path: str, code: str) -> None:
    assert found(document) == {path: code}


def test_others_refer_to_what_there_is() -> None:
    document = edits.put_others(sample(), "2025-07", TURKIYE, [stance("agency-2022")])
    gone = document.model_copy(update={"sources": {}})
    paths = {fault.path for fault in check(gone) if fault.severity == "error"}
    assert "snapshots.2025-07.stances.border.turkiye.others.0.citations.0.source" in paths
    cited = edits.remove_source(document, "agency-2022")
    assert not [fault for fault in check(cited) if fault.severity == "error"]


# --- removing ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "key", "kept"),
    [
        ("actors", "turkiye", ("conflicts",)),
        ("actors", "president", ("comments", "reviews")),
        ("issues", "border", ()),
        ("snapshots", "2025-07", ()),
        ("relations", "turkiye-azerbaijan", ("conflicts", "comments", "reviews")),
        ("sources", "agency-2022", ("conflicts", "comments", "reviews")),
    ],
)
def test_what_is_about_a_record_goes_with_it_and_is_counted(
    kind: Any, key: str, kept: tuple[str, ...]
) -> None:
    before = team_sample()
    names = {"actors": edits.remove_actors, "snapshots": edits.remove_snapshot}
    remove: Any = names.get(kind) or getattr(edits, f"remove_{kind[:-1]}")
    after = remove(before, [key] if kind == "actors" else key)
    removal = removal_of(before, kind, [key])
    for name in ("conflicts", "comments", "reviews"):
        assert getattr(after, name) == (getattr(before, name) if name in kept else {})
        assert getattr(removal, name) == (0 if name in kept else len(getattr(before, name)))
    assert (after.rounds, after.answers) == (before.rounds, before.answers)
    assert any("2 comments are removed too." in each for each in removal.sentences) == (
        "comments" not in kept
    )


# --- clean copies -----------------------------------------------------------------------------------------


def test_a_clean_copy_says_what_it_leaves_out() -> None:
    goes = summary(team_sample()).goes
    for line in (
        "1 judgement of others",
        "1 conflict that is open",
        "2 comments",
        "1 approval",
        "1 round",
        "1 answer in a round",
    ):
        assert line in goes
    pooled = edits.judge(
        sample(),
        "2025-07",
        TURKIYE,
        Stance(alignment=alignment(5), pooled="median"),
        edits.Authorship("A", "2025-08-01"),
    )
    assert "pooled" in encode(pooled).decode()
    assert "pooled" not in encode(clean(pooled)).decode()


# --- in words ---------------------------------------------------------------------------------------------


def test_changes_of_others_are_told() -> None:
    where = "Türkiye on Armenia–Türkiye border at After the Istanbul visit"
    yes, no = (Stance(alignment=alignment(value), by="B. Colleague") for value in (45, -5))
    base = edits.put_others(sample(), "2025-07", TURKIYE, [yes])
    assert describe(sample(), base) == [f"B. Colleague also judges {where}: +45"]
    assert describe(base, sample()) == [f"B. Colleague no longer judges {where} beside it: +45"]
    changed = edits.put_others(base, "2025-07", TURKIYE, [no])
    assert describe(base, changed) == [f"B. Colleague now judges {where}: +45 → −5"]
    lines = describe(base, edits.adopt_other(base, "2025-07", TURKIYE, yes))
    assert lines[0].startswith(f"{where}: alignment +10 (−20 to +40) → +45")
    assert lines[1:] == [
        f"Somebody also judges {where}: +10 (−20 to +40)",
        f"B. Colleague no longer judges {where} beside it: +45",
    ]


def test_changes_of_conflicts_rounds_and_answers_are_told() -> None:
    president = "The president of Türkiye · alignment on Armenia–Türkiye border · After the Istanbul visit"
    lines = describe(sample(), team_sample())
    assert lines[:3] == [
        f"Not decided: {president}",
        "Round “First round”: opened",
        "Round “First round”: B answered with 1 judgement",
    ]
    settled = edits.settle_conflicts(team_sample(), {"president": "one"})
    assert describe(team_sample(), settled) == [f"Decided: {president}"]
    closed = edits.close_round(team_sample(), "first", "2025-07-09")
    assert describe(team_sample(), closed) == ["Round “First round”: closed"]
    assert describe(team_sample(), sample())[1:3] == [
        "Round “First round”: removed",
        "Round “First round”: the answer of B removed",
    ]


def test_what_is_about_a_place_that_goes_is_found_without_a_look_at_all_other_places(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    places = {
        "actor": "actors/turkiye",
        "judged": PATH,
        "page": "headlines/map:border:2025-07",
        "other": "actors/armenia",
    }
    comments = {key: Comment(place=place, text="?") for key, place in places.items()}
    comments |= {f"more-{number}": Comment(place="map", text="?") for number in range(500)}
    document = with_records(comments=comments)
    looked: list[str] = []
    monkeypatch.setattr(place_attachments, "place_at", lambda path: looked.append(path) or place_at(path))
    gone = {
        ("actor", "judged"): edits.remove_actors(document, ["turkiye"]),
        ("judged", "page"): edits.remove_issue(document, "border"),
        (): edits.remove_group(document, next(iter(document.groups))),
    }
    for keys, after in gone.items():
        assert comments.keys() - after.comments.keys() == set(keys)
    assert len(looked) < 20
