"""Comments: remarking, answering, resolving, removing, and conversations whatever their references say."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samples import sample
from stakemap.errors import EditError, MapReadError
from stakemap.model.comments import conversations, has_place, open_by_actor, remark_of
from stakemap.model.document import StakeMap
from stakemap.model.edits import (
    Authorship,
    add_comment,
    answer_comment,
    remove_actors,
    remove_comment,
    reopen_comment,
    resolve_comment,
    update_comment,
)
from stakemap.model.ids import mint_by_time
from stakemap.model.merging.merge import merge
from stakemap.model.places import place_at
from stakemap.model.records import replace
from stakemap.model.teamwork import Comment
from stakemap.storage.codec import decode, encode
from stakemap.wording.changes import describe
from stakemap.wording.places import place_name
from strategies import examples

ANNA, BEN = Authorship("Anna", "2026-03-01"), Authorship("Ben", "2026-03-02")
STANCE = "snapshots/2025-07/stances/border/turkiye"


def commented() -> StakeMap:
    """A remark by Anna, which Ben answers, and one by Ben about an actor."""
    document = add_comment(sample(), "1", STANCE, "Why so low?", ANNA)
    document = answer_comment(document, "2", "1", "See the interview.", BEN)
    return add_comment(document, "3", "actors/iran", "Which ministry?", BEN)


def test_a_conversation_has_its_answers_in_the_order_of_writing() -> None:
    document = answer_comment(commented(), "4", "2", "Agreed.", ANNA._replace(on="2026-03-03"))
    first, second = conversations(document)
    assert (first.id, [key for key, _ in first.answers]) == ("1", ["2", "4"])
    assert second.id == "3"
    assert {comment.place for _, comment in first.all} == {STANCE}
    assert document.comments["4"].reply_to == "1"


def test_resolving_says_by_whom_and_can_be_taken_back() -> None:
    document = resolve_comment(commented(), "2", ANNA)
    remark = document.comments["1"]
    assert (remark.is_resolved, remark.resolved_by, remark.resolved_on) == (True, *ANNA)
    assert resolve_comment(document, "1", BEN) is document
    assert open_by_actor(document) == {"iran": 1}
    assert reopen_comment(document, "1") == commented()


def test_removing_a_remark_takes_its_answers_and_removing_an_answer_nothing_else() -> None:
    assert set(remove_comment(commented(), "1").comments) == {"3"}
    assert set(remove_comment(commented(), "2").comments) == {"1", "3"}


def test_only_its_author_changes_a_text() -> None:
    document = update_comment(commented(), "1", " Why so high? ", "Anna")
    assert (document.comments["1"].text, document.comments["1"].revision) == ("Why so high?", 1)
    assert update_comment(document, "1", "Why so high?", "Anna") is document
    with pytest.raises(EditError, match="Only who wrote a comment"):
        update_comment(document, "1", "No.", "Ben")


@pytest.mark.parametrize(
    ("place", "text", "sentence"),
    [
        ("actors/iran", "  \n", "needs a text"),
        ("actors/nobody", "Who?", "no longer in this map"),
        ("snapshots/2025-07/standings/nobody", "Who?", "no longer in this map"),
        ("headlines/map:gone:2025-07", "Which?", "no longer in this map"),
        ("actors/iran", "x" * 20_001, "longer than 20,000"),
    ],
)
def test_what_cannot_be_remarked_is_refused_in_a_sentence(place: str, text: str, sentence: str) -> None:
    with pytest.raises(EditError, match=sentence):
        add_comment(sample(), "1", place, text, ANNA)


def test_places_are_the_map_its_records_judgements_and_pages() -> None:
    document = sample()
    for path in ("map", "actors/iran", "issues/border", STANCE, "headlines/map:border:2025-07"):
        assert has_place(document, place_at(path))
    assert (
        place_name(document, STANCE)
        == "Türkiye · alignment on Armenia–Türkiye border · After the Istanbul visit"
    )


def test_a_comment_goes_with_its_place() -> None:
    after = remove_actors(commented(), ["iran"])
    assert "3" not in after.comments
    assert after.comments.keys() == commented().comments.keys() - {"3"}


def test_a_comment_that_was_merged_in_may_outlive_its_place_and_says_so() -> None:
    before = sample()
    document = merge(before, remove_actors(before, ["iran"]), commented()).document
    assert "3" in document.comments
    assert place_name(document, "actors/iran") == "iran (no longer in the map)"
    assert open_by_actor(document) == {"turkiye": 1}
    assert decode(encode(document)).document == document


def test_changes_are_told_in_sentences() -> None:
    lines = describe(sample(), commented())
    assert lines[0].startswith("Comment: Türkiye · alignment on")
    assert lines[0].endswith("Anna: Why so low?")
    assert lines[1].startswith("Answer: ")
    assert describe(commented(), resolve_comment(commented(), "1", BEN))[0].startswith("Comment resolved: ")


def test_an_answer_and_a_resolution_in_two_copies_are_both_kept() -> None:
    base = commented()
    one, other = answer_comment(base, "9", "1", "Not yet.", BEN), resolve_comment(base, "1", ANNA)
    for first, second in ((one, other), (other, one)):
        result = merge(base, first, second)
        assert not result.conflicts
        assert result.document.comments["9"].text == "Not yet."
        assert result.document.comments["1"].resolved_by == "Anna"


def test_new_ids_sort_by_time_and_differ() -> None:
    made = [mint_by_time() for _ in range(200)]
    assert len(set(made)) == 200
    assert [each[:12] for each in made] == sorted(each[:12] for each in made)


KEYS = [f"{number}" for number in range(6)]


@examples(60)
@given(st.dictionaries(st.sampled_from(KEYS), st.none() | st.sampled_from([*KEYS, "gone"]), max_size=6))
def test_every_comment_is_in_one_conversation_whatever_it_answers(answered: dict[str, str | None]) -> None:
    comments = {key: Comment(place="map", text="x", reply_to=above) for key, above in answered.items()}
    document = replace(sample(), comments=comments)
    found = conversations(document)
    assert sorted(key for one in found for key, _ in one.all) == sorted(comments)
    for one in found:
        assert {remark_of(comments, key) for key, _ in one.all} == {one.id}
    for key in comments:
        assert key not in remove_comment(document, key).comments
        assert resolve_comment(document, key, ANNA).comments[remark_of(comments, key)].is_resolved


def test_ten_thousand_comments_in_one_chain_are_one_conversation() -> None:
    comments = {f"{n}": Comment(place="map", text="x", reply_to=f"{abs(n - 1)}") for n in range(10_000)}
    # The first two answer each other.
    (found,) = conversations(replace(sample(), comments=comments))
    assert (found.id, len(found.answers)) == ("0", 9_999)


def test_a_place_that_is_none_is_refused_with_its_place_in_the_file() -> None:
    tree = json.loads(encode(commented()))
    tree["comments"]["1"]["place"] = "actors/../iran"
    with pytest.raises(MapReadError, match="comment 1"):
        decode(json.dumps(tree).encode())
