"""Reviews: what was approved, what changed since, and the status that follows."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edit_strategies import operations
from samples import sample
from stakemap.errors import EditError
from stakemap.model.clean import clean, summary
from stakemap.model.digests import judgement_digest
from stakemap.model.document import StakeMap
from stakemap.model.edits import (
    Authorship,
    Move,
    Subject,
    annotate,
    approve,
    move_actors,
    remove_actors,
    remove_snapshot,
    set_texts,
    withdraw_review,
)
from stakemap.model.merging.merge import merge
from stakemap.model.places import path_of
from stakemap.model.records import replace
from stakemap.model.reviews import digests_at, judgement_approval, shown_in, snapshot_approval, status_of
from stakemap.model.subjects import Place
from stakemap.model.teamwork import Review
from stakemap.storage.codec import decode, encode
from stakemap.wording.changes import describe
from stakemap.wording.reviews import approval_text, status_sentence
from strategies import examples

READER, OTHER = Authorship("B. Reader", "2026-03-01"), Authorship("C. Chief", "2026-03-05")
ANNA = Authorship("Anna", "2026-04-01")
TURKIYE = Subject.stance("border", "turkiye")
HERE = "2025-07"


def dated(document: StakeMap) -> list[str]:
    return [key for key, each in document.snapshots.items() if not each.scenario]


def approved(document: StakeMap, **options: Any) -> StakeMap:
    """All dated snapshots approved by a reader."""
    for number, key in enumerate(dated(document)):
        document = approve(document, f"r{number}", f"snapshots/{key}", READER, **options)
    return document


APPROVED, CLEARED = approved(sample()), approved(sample(), clears=True)


def moved(document: StakeMap, snapshot: str = HERE) -> StakeMap:
    return move_actors(document, snapshot, "border", {"turkiye": Move(alignment=-40.0)}, ANNA)


def test_an_approval_holds_until_a_judgement_changes_and_names_it() -> None:
    document = approved(sample())
    now = moved(document)
    approval = snapshot_approval(now, HERE)
    assert approval is not None
    assert [(each.subject, each.kind) for each in approval.differences] == [(TURKIYE, "changed")]
    judged = judgement_approval(now, HERE, TURKIYE)
    assert approval_text(judged) == "Changed since B. Reader approved it on 1 March 2026"
    untouched = judgement_approval(now, HERE, Subject.standing("turkiye"))
    assert approval_text(untouched) == "Approved by B. Reader, 1 March 2026"


def test_without_reviews_the_status_is_what_the_map_says() -> None:
    for status in ("draft", "reviewed", "cleared"):
        document = set_texts(sample(), status=status)
        assert (status_of(document).status, status_sentence(document, status_of(document))) == (status, "")


def test_the_status_follows_from_approvals_of_all_dated_snapshots() -> None:
    cleared = approved(sample(), clears=True)
    assert status_of(cleared).status == "cleared"
    assert status_of(approved(sample())).status == "reviewed"
    part = withdraw_review(cleared, "r0")
    assert status_of(part).status == "draft"
    assert "Nobody has approved" in status_sentence(part, status_of(part))
    now = moved(cleared)
    assert status_of(now).status == "draft"
    assert "1 judgement changed since B. Reader approved" in status_sentence(now, status_of(now))


def test_an_approval_of_what_changed_makes_it_hold_again_for_whom_it_was_given() -> None:
    now = moved(approved(sample(), clears=True))
    path = path_of(Place("snapshots", HERE, TURKIYE))
    later = [key for key in dated(now) if not snapshot_approval(now, key).holds]  # type: ignore[union-attr]
    for clears, status in ((False, "reviewed"), (True, "cleared")):
        document = now
        for number, key in enumerate(later):
            there = path.replace(HERE, key)
            document = approve(document, f"s{number}", there, OTHER, clears=clears)
        assert status_of(document).status == status


def test_a_correction_further_back_changes_what_carries_it_over() -> None:
    document = approved(sample())
    (base,) = [key for key in dated(document) if document.snapshots[HERE].based_on == key]
    carried = next(
        subject for subject in shown_in(document, HERE) if document.snapshots[HERE].judgement(subject) is None
    )
    now = annotate(document, base, carried, reason="It was otherwise.", authorship=ANNA)
    approval = snapshot_approval(now, HERE)
    assert approval is not None
    assert [each.subject for each in approval.differences] == [carried]


def test_what_is_removed_differs_and_what_others_or_the_ledger_say_does_not() -> None:
    document = approved(sample())
    approval = snapshot_approval(remove_actors(document, ["turkiye"]), HERE)
    assert approval is not None
    assert {each.kind for each in approval.differences} == {"removed"}
    judged = document.snapshots[HERE].stances["border"]["turkiye"]
    beside = replace(judged, earlier=(), others=(replace(judged, earlier=(), by="Ben"),))
    assert judgement_digest(beside) == judgement_digest(judged)
    assert judgement_digest(replace(judged, reason="Otherwise.")) != judgement_digest(judged)


def test_a_reader_approves_a_place_once_and_takes_it_back() -> None:
    document = approve(sample(), "a", f"snapshots/{HERE}", READER)
    again = approve(document, "b", f"snapshots/{HERE}", READER._replace(on="2026-05-01"), "All read.", True)
    assert set(again.reviews) == {"b"}
    assert withdraw_review(again, "b").reviews == {}
    assert describe(document, withdraw_review(document, "a"))[0].startswith("Approval withdrawn: After")


@pytest.mark.parametrize(
    ("place", "reader", "sentence"),
    [
        (f"snapshots/{HERE}", Authorship("  ", None), "needs the name of the reader"),
        ("actors/iran", READER, "Nothing is judged here"),
        ("snapshots/gone", READER, "Nothing is judged here"),
        (f"snapshots/{HERE}/standings/nobody", READER, "Nothing is judged here"),
    ],
)
def test_what_cannot_be_approved_is_refused(place: str, reader: Authorship, sentence: str) -> None:
    with pytest.raises(EditError, match=sentence):
        approve(sample(), "r", place, reader)


def test_reviews_without_a_name_or_of_what_is_gone_count_for_nothing() -> None:
    document = approved(sample(), clears=True)
    nameless = {key: replace(each, by=" ") for key, each in document.reviews.items()}
    assert status_of(replace(document, reviews=nameless)).status == "draft"
    alien = Review(place="actors/iran", by="X", digests=digests_at(document, Place("snapshots", HERE)))
    assert status_of(replace(document, reviews={"x": alien})).status == "draft"
    gone = remove_snapshot(document, next(key for key in dated(document) if key != HERE))
    assert decode(encode(gone)).document == gone
    # What it carried over was written into the one that is left, as it was approved.
    assert status_of(gone).status == "cleared"


def test_digests_survive_a_file_with_unknown_fields_and_numbers_of_many_digits() -> None:
    tree = json.loads(encode(sample()))
    stance = tree["snapshots"][HERE]["stances"]["border"]["turkiye"]
    stance["weight"] = {"whole": 60.0, "parts": [1.5, -0.0]}
    text = json.dumps(tree).replace('"whole": 60.0', '"exact": 0.12345678901234567890123, "whole": 60.0')
    document = approved(decode(text.encode()).document, clears=True)
    again = decode(encode(document)).document
    assert status_of(again).status == "cleared"
    assert status_of(decode(encode(moved(again))).document).status == "draft"


def test_two_readers_in_two_copies_come_together() -> None:
    base = sample()
    one = approve(base, "a", f"snapshots/{HERE}", READER)
    other = approve(moved(base, "2022"), "b", "snapshots/2022", OTHER)
    merged = merge(base, one, other).document
    assert set(merged.reviews) == {"a", "b"}
    # What one reader approved changed in the copy of the other.
    changed = {each.subject for each in snapshot_approval(merged, HERE).differences}  # type: ignore[union-attr]
    assert changed <= {TURKIYE}
    assert snapshot_approval(merged, "2022").holds  # type: ignore[union-attr]


def test_a_clean_copy_has_the_status_that_followed_from_the_reviews_it_leaves_out() -> None:
    document = set_texts(moved(approved(sample())), status="cleared")
    cleaned = clean(document)
    assert (cleaned.reviews, cleaned.status) == ({}, "draft")
    assert clean(approved(sample(), clears=True)).status == "cleared"
    assert any("approval" in line for line in summary(document).goes)


@examples(15)
@given(st.data(), st.sampled_from((APPROVED, CLEARED)))
def test_the_status_never_claims_more_than_was_approved(data: st.DataObject, document: StakeMap) -> None:
    for _ in range(data.draw(st.integers(1, 3))):
        try:
            document = data.draw(operations(document))(document)
        except EditError:
            continue
    status = status_of(document).status
    if not document.reviews or status == "draft":
        return
    level = [each for each in document.reviews.values() if each.clears or status == "reviewed"]
    given_ = {(path, digest) for each in level for path, digest in each.digests.items()}
    for key in dated(document):
        shown = digests_at(document, Place("snapshots", key))
        assert shown.items() <= given_
        assert not shown or any(
            each.place == f"snapshots/{key}" and each.digests.keys() <= shown.keys() for each in level
        )
