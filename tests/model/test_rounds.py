"""Rounds: sheets without others' judgements, their answers, and gathering them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stakemap.analysis.rounds.rounds import answers_together, path_of_comparison, pools_after
from stakemap.errors import EditError
from stakemap.model.commitments import commitment_of, keeps_commitment
from stakemap.model.document import Source, StakeMap, new_map
from stakemap.model.edits import Authorship, Subject, add_source, judge, remove_actors, update_actor
from stakemap.model.edits_comments import resolve_comment, update_comment
from stakemap.model.edits_rounds import close_round, gather_answers, seal_answers, start_round
from stakemap.model.gathering import Remark, ReturnedSheet, gathered
from stakemap.model.judgements import AlignmentEstimate, Citation, Judgement, SalienceEstimate, Stance
from stakemap.model.records import replace
from stakemap.model.rounds import (
    answer_of,
    answerable_places,
    answers_of,
    commitment_file,
    is_sheet,
    missing,
    round_of_sheet,
    sheets_of,
)
from stakemap.model.teamwork import Comment
from stakemap.storage.codec import decode, encode
from stakemap.wording.rounds import missing_text, question_text, remark_text

LEAD = Authorship("Secret Lead", "2025-07-01")
ASKED = (
    "snapshots/now/stances/border/eu",
    "snapshots/now/stances/border/iran",
    "snapshots/now/standings/iran",
)
NAMES = ("Anna", "Ben", "Чен", "Dora", "Émile")
SALT = "00112233445566778899aabbccddeeff"


def _map() -> StakeMap:
    secret = {
        "alignment": {"value": 71.5, "low": 63.25, "high": 88.75},
        "reason": "planted reason",
        "watch_for": "planted watch",
        "by": "Planted Author",
        "citations": [{"source": "bbc", "passage": "planted passage"}],
        "conditions": [{"text": "planted condition"}],
        "extra": "planted extra",
    }
    earlier = {"alignment": {"value": 71.5}, "reason": "planted earlier", "by": "Planted Before"}
    other = {"alignment": {"value": 71.5}, "reason": "planted other", "by": "Planted Other"}
    context = {
        "influence": {"value": 80},
        "reason": "context",
        "by": "Lead",
        "others": [{**other, "alignment": None}],
    }
    context["others"] = [{"influence": {"value": 12.125}, "reason": "planted beside", "by": "Planted Beside"}]
    return new_map(
        "00000000-0000-4000-8000-000000000014",
        title="Talks",
        key_judgement="planted key judgement",
        actors={key: {"name": key.upper()} for key in ("eu", "iran", "usa")},
        issues={"border": {"name": "Border"}, "trade": {"name": "Trade"}},
        sources={"bbc": {"title": "BBC"}},
        snapshots={
            "before": {"label": "Before", "stances": {"border": {"eu": secret}}},
            "now": {
                "label": "Now",
                "date": "2025-07",
                "based_on": "before",
                "standings": {"eu": context},
                "stances": {
                    "border": {"eu": {**secret, "earlier": [earlier], "others": [other]}},
                    "trade": {"eu": {"alignment": {"value": 5}, "reason": "context"}},
                },
            },
        },
        headlines={"map:border:now": {"text": "planted headline"}},
        resolutions={
            "found": {
                "snapshot": "now",
                "actor": "eu",
                "issue": "border",
                "value": 71.5,
                "found": 70,
                "reason": "planted resolution",
                "judged_by": "Planted Author",
            }
        },
        conflicts={
            "c": {"place": "actors/eu", "field": "name", "one": "planted one", "other": "planted other"}
        },
        comments={"k": {"place": "actors/eu", "text": "planted comment", "by": "Planted Reader"}},
        reviews={"r": {"place": "snapshots/now", "by": "Planted Reader", "note": "planted review"}},
        rounds={"old": {"label": "planted round", "analysts": ["Planted Analyst"], "closed": "2025-01-01"}},
        answers={"old-x": {"round": "old", "analyst": "Planted Analyst"}},
        unknown="planted unknown field",
    )


def _started(document: StakeMap | None = None, **options: Any) -> StakeMap:
    chosen = {"sealed": False, "names_shown": True, "follows": None} | options
    return start_round(document or _map(), "first", "First", "idea", "Who?", ASKED, NAMES, LEAD, **chosen)


def _filled(
    document: StakeMap, analyst: str, values: Sequence[float], day: str = "2025-07-02", **more: Any
) -> StakeMap:
    """The sheet of an analyst with stances on the border of the EU and of Iran."""
    sheet = sheets_of(document, "first")[analyst]
    for actor, value in zip(("eu", "iran"), values, strict=False):
        stance = Stance(
            alignment=AlignmentEstimate(value=value, low=value - 5, high=value + 5),
            reason=f"r{value}",
            **more,
        )
        sheet = judge(sheet, "now", Subject.stance("border", actor), stance, Authorship("", day))
    return sheet


def _gather(document: StakeMap, *sheets: StakeMap) -> tuple[StakeMap, list[Remark]]:
    found = gathered(document, "first", [ReturnedSheet(f"{n}.json", each) for n, each in enumerate(sheets)])
    answers = list(found.answers.values())
    pools = pools_after(replace(document, sources=document.sources | found.sources), "first", answers)
    edit = gather_answers.of("first", answers, found.sources, found.comments, pools)
    return type(edit).from_plain(json.loads(json.dumps(edit.to_plain()))).apply(document), found.remarks


def _kinds(remarks: Sequence[Remark]) -> set[str]:
    return {each.kind for each in remarks}


def _stance(document: StakeMap, actor: str) -> Judgement:
    found = document.snapshots["now"].judgement(Subject.stance("border", actor))
    assert found is not None
    return found


# --- sheets ------------------------------------------------------------------------------------------------


def test_a_sheet_is_told_by_the_analyst_of_its_round() -> None:
    lead = _started()
    sheet = sheets_of(lead, "first")["Anna"]
    assert not is_sheet(new_map())
    assert not is_sheet(lead)
    assert is_sheet(sheet)
    assert round_of_sheet(sheet) == ("first", sheet.rounds["first"])


def test_what_a_sheet_has_no_longer_cannot_be_answered_in_it() -> None:
    sheet = sheets_of(_started(), "first")["Anna"]
    asked = sheet.rounds["first"]
    assert tuple(answerable_places(sheet, asked)) == asked.places == ASKED
    gone = answerable_places(remove_actors(sheet, ("eu",)), asked)
    assert set(gone) == {path for path in ASKED if "eu" not in path.split("/")} != set(ASKED)


def test_a_sheet_holds_nothing_of_what_anybody_judged_of_what_is_asked() -> None:
    lead = _started()
    for name, sheet in sheets_of(lead, "first").items():
        data = encode(sheet).decode()
        assert "lanted" not in data, data[data.index("lanted") - 200 :]
        assert "71.5" not in data
        assert "63.25" not in data
        assert "88.75" not in data
        assert "12.125" not in data
        assert [other for other in NAMES if other in data] == [name]
        assert decode(data.encode()).document == sheet
        # What is not asked stays as context.
        assert sheet.id == lead.id
        assert sheet.actors == lead.actors
        assert sheet.sources == lead.sources
        assert sheet.snapshots["now"].standings["eu"].reason == "context"
        assert sheet.snapshots["now"].stances["trade"] == lead.snapshots["now"].stances["trade"]


def test_a_sheet_answers_what_was_judged_in_it_with_the_name_of_its_analyst() -> None:
    lead = _started()
    sheet = _filled(lead, "Anna", (40, -20))
    sheet = judge(
        sheet,
        "now",
        Subject.stance("border", "eu"),
        Stance(alignment=AlignmentEstimate(value=50)),
        Authorship("Else", "2025-07-03"),
    )
    answer = answer_of(sheet)
    assert answer is not None
    assert (answer.round, answer.analyst, answer.on) == ("first", "Anna", "2025-07-03")
    assert [each.place for each in answer.judgements] == list(ASKED[:2])
    assert {each.judgement.by for each in answer.judgements} == {"Anna"}
    assert not any(getattr(each.judgement, "earlier", ()) for each in answer.judgements)
    assert answer_of(lead) is None


@pytest.mark.parametrize(
    ("places", "names", "words"),
    [
        ((), NAMES, "at least one judgement"),
        (("actors/eu",), NAMES, "is none"),
        (("snapshots/now/stances/border/gone",), NAMES, "no actor"),
        (ASKED, (), "at least one analyst"),
        (ASKED, ("Anna", " "), "needs a name"),
        (ASKED, ("José", "jose"), "mistaken"),
    ],
)
def test_a_round_that_cannot_be_started_says_why(places: Any, names: Any, words: str) -> None:
    with pytest.raises(EditError, match=words):
        start_round(_map(), "first", "First", "idea", "", places, names, LEAD)


def test_a_round_is_not_started_in_a_sheet_and_no_answers_gathered_there() -> None:
    sheet = sheets_of(_started(), "first")["Anna"]
    with pytest.raises(EditError, match="sheet of an analyst"):
        start_round(sheet, "second", "Second", "idea", "", ASKED, NAMES, LEAD)
    with pytest.raises(EditError, match="sheet of an analyst"):
        gather_answers(sheet, "first", (), {}, {}, {})


# --- gathering ---------------------------------------------------------------------------------------------


def test_answers_stand_with_the_round_and_beside_the_judgements() -> None:
    lead = _started()
    after, remarks = _gather(lead, _filled(lead, "Anna", (40, -20)), _filled(lead, "Ben", (10,)))
    assert missing(after, "first") == NAMES[2:]
    assert missing_text(after, "first") == "Missing: Чен, Dora and Émile."
    assert {each.analyst for each in answers_of(after, "first").values()} == {"Anna", "Ben"}
    assert list(map(remark_text, remarks)) == ["Anna answered 2 of 3.", "Ben answered 1 of 3."]
    # The lead's judgement stays; one that nobody had made is the pool, and nobody's own.
    eu, iran = _stance(after, "eu"), _stance(after, "iran")
    assert eu.by == "Planted Author"
    assert {each.by for each in eu.others} == {"Planted Other", "Anna", "Ben"}
    assert iran.pooled == "linear"
    assert iran.by == ""
    assert iran.alignment.value == -20
    assert [each.by for each in iran.others] == ["Anna"]
    assert decode(encode(after)).document == after
    first = answers_together(after, "first")[0]
    assert (first.subject.id, first.spread) == ("eu", 30)
    assert [each.analyst for each in first.readings] == ["Anna", "Ben"]


def test_gathering_in_any_order_and_in_any_parts_gives_the_same_map() -> None:
    lead = _started()
    sheets = [
        _filled(lead, name, (value, -value)) for name, value in zip(NAMES, (90, 40, -10, 30, 20), strict=True)
    ]
    sheets.append(_filled(lead, "Ben", (15,), day="2025-07-04"))
    source = replace(sheets[0], sources={"bbc": sheets[0].sources["bbc"], "new": {"title": "New"}})
    sheets[0] = decode(encode(source)).document
    expected = encode(_gather(lead, *sheets)[0])
    for order in list(permutations(sheets))[100::250]:
        assert encode(_gather(lead, *order)[0]) == expected
        one_by_one = lead
        for sheet in order:
            one_by_one = _gather(one_by_one, sheet)[0]
        assert encode(one_by_one) == expected


def test_what_is_carried_over_is_no_analyst_of_the_round_and_keeps_what_was_not_asked() -> None:
    older = Stance(
        alignment=AlignmentEstimate(value=-35), salience=SalienceEstimate(value=70), role="can-block"
    )
    lead = _started(judge(_map(), "before", Subject.stance("border", "iran"), older, LEAD))
    after, _ = _gather(lead, _filled(lead, "Anna", (40, 20)), _filled(lead, "Ben", (10, 30)))
    iran = _stance(after, "iran")
    assert (iran.pooled, iran.by, iran.alignment.value) == ("linear", "", 25)
    assert [each.by for each in iran.others] == ["Anna", "Ben"]
    assert (iran.salience.value, iran.role) == (70, "can-block")
    assert iran.reason == "Pooled from the answers of 2 analysts, the mean of their distributions."
    assert after.snapshots["before"] == lead.snapshots["before"]
    # What the lead sets beside the pool stays when more answers come.
    turned = judge(after, "now", Subject.stance("border", "iran"), replace(iran, role="decides"), LEAD)
    assert _stance(_gather(turned, _filled(lead, "Чен", (10, 30)))[0], "iran").role == "decides"


def test_rival_readings_are_not_averaged() -> None:
    lead = _started()
    after, _ = _gather(lead, _filled(lead, "Anna", (0, 80)), _filled(lead, "Ben", (0, -80)))
    iran = _stance(after, "iran")
    assert iran.state == "unknown"
    assert iran.pooled == "linear"
    assert iran.reason == "The answers of 2 analysts exclude each other: 1 for and 1 against."
    assert len(iran.others) == 2


def test_a_newer_answer_replaces_an_older_one_and_says_so() -> None:
    lead = _started()
    old, new = _filled(lead, "Anna", (40,)), _filled(lead, "Anna", (50,), day="2025-07-05")
    after, _ = _gather(lead, old)
    again, remarks = _gather(after, new)
    assert "replaced" in _kinds(remarks)
    assert "2 July 2025" in "".join(map(remark_text, remarks))
    assert [each.alignment.value for each in _stance(again, "eu").others if each.by == "Anna"] == [50]
    same, remarks = _gather(again, old)
    assert same is again
    assert _kinds(remarks) == {"older"}
    assert _kinds(_gather(again, new)[1]) == {"same"}


def test_what_cannot_be_gathered_is_refused_in_a_sentence_that_names_the_file() -> None:
    lead = _started()
    sheet = _filled(lead, "Anna", (40,))
    stranger = replace(lead, rounds={"first": replace(lead.rounds["first"], analysts=("Zoe",))})
    cases = {
        "other-map": replace(sheet, id="00000000-0000-4000-8000-00000000ffff"),
        "no-sheet": lead,
        "other-round": replace(sheet, rounds={"third": sheet.rounds["first"]}),
        "not-asked": _filled(stranger, "Zoe", (40,)),
        "no-answers": sheets_of(lead, "first")["Anna"],
    }
    for kind, wrong in cases.items():
        after, remarks = _gather(lead, wrong)
        assert after is lead
        assert _kinds(remarks) == {kind}
        assert all("0.json" in text for text in map(remark_text, remarks))
    closed = close_round(lead, "first", "2025-07-09")
    assert _kinds(gathered(closed, "first", [ReturnedSheet("a", sheet)]).remarks) == {"closed"}
    with pytest.raises(EditError, match="closed"):
        gather_answers(closed, "first", (), {}, {}, {})
    assert close_round(closed, "first", None) == lead


def test_what_a_sheet_changed_besides_its_answers_is_said() -> None:
    lead = _started()
    sheet = update_actor(_filled(lead, "Anna", (40, 30)), "eu", name="Union")
    sheet = replace(sheet, actors=sheet.actors | {"georgia": sheet.actors["usa"]})
    sheet = judge(
        sheet, "now", Subject.stance("border", "usa"), Stance(alignment=AlignmentEstimate(value=1)), LEAD
    )
    lost = replace(lead, actors={key: each for key, each in lead.actors.items() if key != "iran"})
    after, remarks = _gather(lost, sheet)
    assert _kinds(remarks) == {"answered", "new", "renamed", "more", "gone"}
    texts = " ".join(map(remark_text, remarks))
    assert "“USA” (Actor), which this map does not have" in texts
    assert "“EU” here is called “Union”" in texts
    assert after.actors == lost.actors
    assert len(answers_of(after, "first")["first-anna"].judgements) == 2


def test_a_source_of_an_analyst_is_told_from_all_others_and_names_nobody() -> None:
    names = ("Anna", "Ben B", "Ben-B")
    lead = replace(_map(), sources={"bbc": Source(title="BBC"), "bbc-anna": Source(title="BBC Annapolis")})
    lead = start_round(lead, "first", "First", "idea", "", ASKED, names, LEAD, names_shown=False)
    cited = (Citation(source="bbc"),)
    sheets = [_filled(lead, "Anna", (10,), citations=cited)]
    for name in names[1:]:
        sheet = _filled(lead, name, (20,), citations=cited)
        sheets.append(replace(sheet, sources=sheet.sources | {"bbc": Source(title=f"BBC by {name}")}))
    after, _ = _gather(lead, *sheets)
    others = {each.by: each for each in _stance(after, "eu").others}
    titles = [after.sources[others[name].citations[0].source].title for name in names]
    assert titles == ["BBC", "BBC by Ben B", "BBC by Ben-B"]
    assert after.sources["bbc-anna"].title == "BBC Annapolis"
    assert not [key for key in after.sources if "ben" in key]
    later = start_round(after, "second", "Second", "idea", "", ASKED, names, LEAD, follows="first")
    answers = sheets_of(later, "second")["Anna"].answers.values()
    told = [each for answer in answers for each in answer.judgements]
    assert {each.judgement.citations[0].source for each in told} == {
        each.citations[0].source for each in others.values() if each.by in names
    }


def test_unsigned_answers_have_no_fields_that_this_version_does_not_know() -> None:
    lead = _started(names_shown=False)
    given, _ = _gather(lead, _filled(lead, "Ben", (5,), device="planted Ben's computer"))
    later = start_round(given, "second", "Second", "idea", "", ASKED, NAMES, LEAD, follows="first")
    assert b"planted" not in encode(sheets_of(later, "second")["Anna"])


def test_answering_anew_leaves_the_ledger_of_what_was_pooled() -> None:
    before = Stance(alignment=AlignmentEstimate(value=7), reason="The lead's.", by="Lead", on="2025-01-01")
    lead, _ = _gather(_started(), _filled(_started(), "Anna", (10, 10)))
    pooled = _stance(lead, "iran")
    assert pooled.pooled
    stances = lead.snapshots["now"].with_judgements(
        {Subject.stance("border", "iran"): replace(pooled, earlier=(before,))}
    )
    lead = replace(lead, snapshots=lead.snapshots | {"now": stances})
    again = _stance(_gather(lead, _filled(lead, "Anna", (10, 20), "2025-07-03"))[0], "iran")
    assert (again.pooled, again.alignment.value, again.earlier) == ("linear", 20, (before,))
    assert _stance(_gather(lead, _filled(lead, "Anna", (10,), "2025-07-03"))[0], "iran") == before


def test_a_comment_that_is_written_after_the_answers_were_sent_comes_along() -> None:
    sheet = _filled(_started(), "Anna", (10,))
    lead, _ = _gather(_started(), sheet)
    later = Comment(place="actors/iran", text="One more thing.", by="Anna")
    after, remarks = _gather(lead, replace(sheet, comments={"later": later}))
    assert after.comments["later"] == later
    assert "same" not in _kinds(remarks)
    assert _kinds(_gather(after, replace(sheet, comments={"later": later}))[1]) == {"same"}


def test_a_comment_that_its_author_has_changed_is_changed_and_stays_settled() -> None:
    comment = Comment(place="actors/iran", text="One more thing.", by="Anna")
    sheet = replace(_filled(_started(), "Anna", (10,)), comments={"c": comment})
    lead, _ = _gather(_started(), sheet)
    lead = resolve_comment(lead, "c", Authorship("Lead", "2025-07-04"))
    changed = replace(sheet, comments={"c": replace(comment, text="Two more things.")})
    after, _ = _gather(lead, changed)
    assert after.comments["c"] == replace(lead.comments["c"], text="Two more things.")
    assert after.comments["c"].is_resolved
    assert _kinds(_gather(after, changed)[1]) == {"same"}
    forged = replace(sheet, comments={"c": replace(comment, text="Something else.", by="Ben")})
    assert _gather(after, forged)[0].comments == after.comments


def test_a_copy_with_an_older_text_of_a_comment_replaces_none() -> None:
    comment = Comment(place="actors/iran", text="One more thing.", by="Anna")
    first = replace(_filled(_started(), "Anna", (10,)), comments={"c": comment})
    second = update_comment(first, "c", "Two more things.", "Anna")
    # Whichever comes first, and in one go as well.
    for order in ((first, second, first), (second, first)):
        lead = _started()
        for sheet in order:
            lead, _ = _gather(lead, sheet)
        assert lead.comments["c"] == replace(comment, text="Two more things.", revision=1)
        assert _gather(_started(), *order)[0].comments == lead.comments


@pytest.mark.parametrize(
    ("label", "question", "analyst"), [("x" * 501, "", "A"), ("x", "x" * 20_001, "A"), ("x", "", "A" * 501)]
)
def test_a_round_with_texts_that_are_too_long_is_refused(label: str, question: str, analyst: str) -> None:
    with pytest.raises(EditError, match="longer than"):
        start_round(_map(), "first", label, "idea", question, ASKED, (analyst,), LEAD)


def test_a_round_after_the_last_that_can_be_counted_is_refused() -> None:
    started = _started()
    last = replace(started, rounds={"first": replace(started.rounds["first"], number=1_000)})
    with pytest.raises(EditError, match="follows none"):
        start_round(last, "second", "x", "idea", "", ASKED, NAMES, LEAD, follows="first")


def test_of_a_sheet_with_thousands_of_other_records_some_are_told() -> None:
    lead = _started()
    sheet = _filled(lead, "Anna", (40,))
    added = {f"new-{number}": sheet.actors["usa"] for number in range(2_000)}
    _, remarks = _gather(lead, replace(sheet, actors=sheet.actors | added))
    assert len(remarks) < 30
    assert "Anna: 1,980 more records are otherwise in the sheet" in " ".join(map(remark_text, remarks))


def test_answers_to_one_question_are_told_as_all_are() -> None:
    lead, _ = _gather(_started(), *(_filled(_started(), name, (n, -n)) for n, name in enumerate(NAMES)))
    together = {path_of_comparison(each): each for each in answers_together(lead, "first")}
    for path in ASKED:
        assert answers_together(lead, "first", (path,)) == [together[path]]


def test_sources_come_along_and_none_takes_the_place_of_another() -> None:
    lead = _started()
    sheets = []
    for name in ("Anna", "Ben"):
        sheet = add_source(sheets_of(lead, "first")[name], "report", Source(title=f"Report of {name}"))
        sheet = replace(
            sheet, comments={f"{name.lower()}-1": Comment(place="actors/eu", text="Why?", by=name)}
        )
        stance = Stance(alignment=AlignmentEstimate(value=1), citations=(Citation(source="report"),))
        sheets.append(
            judge(sheet, "now", Subject.stance("border", "eu"), stance, Authorship("", "2025-07-02"))
        )
    after, _ = _gather(lead, *sheets)
    cited = {
        each.by: after.sources[each.citations[0].source].title
        for each in _stance(after, "eu").others
        if each.citations
    }
    assert set(after.comments) == {"k", "anna-1", "ben-1"}
    assert {name: cited[name] for name in ("Anna", "Ben")} == {
        "Anna": "Report of Anna",
        "Ben": "Report of Ben",
    }


# --- second rounds -----------------------------------------------------------------------------------------


def _second(names_shown: bool) -> StakeMap:
    lead = _started(names_shown=names_shown)
    sheets = [
        _filled(lead, name, (value, -value)) for name, value in zip(NAMES[:3], (90, 40, -10), strict=True)
    ]
    after, _ = _gather(lead, *sheets)
    return start_round(after, "second", "Second", "idea", "", ASKED[:1], NAMES[:3], LEAD, follows="first")


def test_a_second_round_shows_the_first_one_with_names_and_keeps_it() -> None:
    lead = _second(names_shown=True)
    assert lead.rounds["first"].closed == LEAD.on
    assert lead.rounds["second"].number == 2
    sheet = sheets_of(lead, "second")["Ben"]
    (shown,) = (each for each in answers_together(sheet, "first") if each.readings)
    assert [(each.analyst, each.estimate.value) for each in shown.readings] == [
        ("Anna", 90),
        ("Ben", 40),
        ("Чен", -10),
    ]
    data = encode(sheet).decode()
    assert "-90" not in data
    assert "r-40" not in data


def test_without_names_the_second_round_tells_only_the_analysts_own_answer_by_name() -> None:
    lead = _second(names_shown=False)
    data = encode(sheet := sheets_of(lead, "second")["Ben"]).decode()
    assert "Anna" not in data
    assert "Чен" not in data
    (shown,) = (each for each in answers_together(sheet, "first") if each.readings)
    assert sorted((each.analyst, each.estimate.value) for each in shown.readings) == [
        ("", -10),
        ("", 90),
        ("Ben", 40),
    ]
    assert shown.spread == 100
    # It can be filled in and sent back as any sheet.
    sheet = judge(
        sheet,
        "now",
        Subject.stance("border", "eu"),
        Stance(alignment=AlignmentEstimate(value=33)),
        Authorship("", "2025-08-01"),
    )
    found = gathered(lead, "second", [ReturnedSheet("ben", sheet)])
    after = gather_answers(lead, "second", list(found.answers.values()), found.sources, found.comments, {})
    others = {each.by: each.alignment.value for each in _stance(after, "eu").others}
    assert others == {"Planted Other": 71.5, "Anna": 90, "Ben": 33, "Чен": -10}
    assert answers_of(after, "first") == answers_of(lead, "first")


# --- sealing -----------------------------------------------------------------------------------------------


def test_a_commitment_is_the_hash_of_what_the_module_says() -> None:
    sheet = seal_answers(_filled(_started(sealed=True), "Anna", (40.5, -20)), SALT, "2025-07-02")
    answer = answer_of(sheet)
    assert answer is not None
    judgements = [
        {
            "place": path,
            "stance": {
                "reason": f"r{value}",
                "by": "Anna",
                "on": "2025-07-02",
                "alignment": {"value": value, "low": value - 5, "high": value + 5},
            },
        }
        for path, value in zip(ASKED, (40.5, -20), strict=False)
    ]
    text = f"{SALT}\n{json.dumps(judgements, indent=2, ensure_ascii=False)}\n"
    assert answer.commitment == hashlib.sha256(text.encode()).hexdigest()
    # The map file has the same text, indented.
    gathered_map = _gather(_started(sealed=True), commitment_file(sheet), sheet)[0]
    held = json.loads(encode(gathered_map))["answers"]["first-anna"]["judgements"]
    assert json.dumps(held, indent=2) == json.dumps(judgements, indent=2)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_any_change_of_salt_or_values_breaks_a_commitment(data: st.DataObject) -> None:
    value = data.draw(st.floats(-90, 90, allow_nan=False))
    sheet = _filled(_SEALED, "Anna", (value, -20))
    answer = answer_of(seal_answers(sheet, SALT, None))
    assert answer is not None
    assert keeps_commitment(answer)
    place = data.draw(st.integers(0, 31))
    digit = format(int(SALT[place], 16) ^ data.draw(st.sampled_from([1, 2, 4, 8])), "x")
    assert commitment_of(SALT[:place] + digit + SALT[place + 1 :], answer.judgements) != answer.commitment
    other = answer_of(_filled(_SEALED, "Anna", (value + data.draw(st.floats(0.5, 5)), -20)))
    assert other is not None
    assert commitment_of(SALT, other.judgements) != answer.commitment
    assert commitment_of(SALT, answer.judgements[:1]) != answer.commitment


_SEALED = _started(sealed=True)


def test_a_commitment_file_holds_nothing_else() -> None:
    with pytest.raises(EditError, match="not sealed"):
        commitment_file(_filled(_SEALED, "Anna", (40,)))
    data = encode(commitment_file(seal_answers(_filled(_SEALED, "Anna", (43.5,)), SALT, None))).decode()
    assert SALT not in data
    assert "43.5" not in data
    assert "EU" not in data
    assert "alignment" not in data


def test_gathering_tells_whether_values_are_those_that_were_sealed() -> None:
    sheets = {
        name: _filled(_SEALED, name, (value,)) for name, value in zip(NAMES, (1, 2, 3, 4, 5), strict=True)
    }
    sealed = {name: seal_answers(sheet, SALT, "2025-07-02") for name, sheet in sheets.items()}
    lead, remarks = _gather(_SEALED, *(commitment_file(sealed[name]) for name in ("Anna", "Ben")))
    assert _kinds(remarks) == {"committed"}
    assert missing(lead, "first") == NAMES
    assert missing_text(lead, "first") == (
        "Missing: Чен, Dora and Émile. Sealed, values still to come: Anna and Ben."
    )
    changed = judge(
        sealed["Ben"],
        "now",
        Subject.stance("border", "eu"),
        Stance(alignment=AlignmentEstimate(value=9)),
        Authorship("", "2025-07-02"),
    )
    after, remarks = _gather(lead, sealed["Anna"], changed, sheets["Dora"])
    kinds = {(each.kind, each.who) for each in remarks}
    assert {("matches", "Anna"), ("differs", "Ben"), ("uncommitted", "Dora")} <= kinds
    # Values that break a commitment are kept, but do not count; the sheet as it was sealed still does.
    assert answers_of(after, "first")["first-ben"].judgements
    assert "Ben" not in {each.by for each in _stance(after, "eu").others}
    final, remarks = _gather(after, replace(sealed["Ben"]))
    assert ("matches", "Ben") in {(each.kind, each.who) for each in remarks}
    assert "Ben" in {each.by for each in _stance(final, "eu").others}
    assert _kinds(_gather(final, changed)[1]) == {"bound"}
    assert _kinds(_gather(after, commitment_file(sealed["Dora"]))[1]) == {"late"}
    assert all(map(remark_text, remarks))


def test_values_as_they_were_sealed_count_although_others_are_newer() -> None:
    sealed = seal_answers(_filled(_SEALED, "Anna", (40,)), SALT, "2025-07-02")
    changed = replace(_filled(_SEALED, "Anna", (50,), "2025-07-05"))
    lead, remarks = _gather(_gather(_SEALED, commitment_file(sealed))[0], changed)
    assert "differs" in _kinds(remarks)
    final, remarks = _gather(lead, sealed)
    assert "matches" in _kinds(remarks)
    assert "Anna" in {each.by for each in _stance(final, "eu").others}


def test_questions_are_asked_in_words() -> None:
    from stakemap.model.places import place_at

    lead = _started()
    assert [question_text(lead, place_at(path)) for path in ASKED[1:]] == [
        "How much does IRAN support or oppose “Border”, as of Now · July 2025?",
        "How much influence does IRAN have on the whole question, as of Now · July 2025?",
    ]
