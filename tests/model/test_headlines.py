"""Headlines of pages: keys, the edit that sets one, what goes with a removed record, bad references."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from samples import sample
from stakemap.errors import EditError, MapReadError
from stakemap.model.changes import touched
from stakemap.model.checks import check
from stakemap.model.clean import CleanOptions, clean, summary
from stakemap.model.document import Headline, StakeMap
from stakemap.model.edits import remove_issue, remove_snapshot, set_headline
from stakemap.model.headlines import PageParts, page_key, parts_of
from stakemap.model.records import PageKey
from stakemap.picture.kinds import headline_findings
from stakemap.storage.codec import decode, encode
from stakemap.wording.changes import describe
from stakemap.wording.removal import removal_of
from strategies import ids, maybe

PAGE = "map:border:2025-07"


def headed(**headlines: str) -> StakeMap:
    """The sample with headlines of maps of its issues and snapshots, by "issue__snapshot"."""
    snapshots, pages = {"visit": "2025-07", "war": "2020"}, dict[str, Headline]()
    for key, text in headlines.items():
        issue, *found = key.split("__")
        pages[":".join(("map", issue, *map(snapshots.__getitem__, found)))] = Headline(text=text)
    return sample().model_copy(update={"headlines": pages})


@given(ids, maybe(ids), maybe(ids), maybe(ids), st.integers(1, 9_999))
def test_a_key_says_which_page_it_is_of(
    kind: str, issue: str | None, snapshot: str | None, against: str | None, number: int
) -> None:
    parts = PageParts(kind, issue, snapshot, against, number)
    key = page_key(parts)
    assert parts_of(key) == parts
    assert TypeAdapter(PageKey).validate_python(key) == key


def test_a_key_without_a_number_is_that_of_the_first_page() -> None:
    assert parts_of("evidence:border:2025-07").number == 1
    assert parts_of("map:border:2025-07:2020") == PageParts("map", "border", "2025-07", "2020", 1)
    assert page_key(PageParts("evidence", "border", "2025-07", number=2)) == "evidence:border:2025-07::2"


def test_is_set_replaced_and_taken_away_again() -> None:
    before = headed()
    written = set_headline(before, PAGE, "Türkiye waits for Baku")
    assert written.headlines[PAGE].text == "Türkiye waits for Baku"
    assert set_headline(written, PAGE, "Türkiye waits for Baku") is written
    assert set_headline(written, PAGE, "Baku decides").headlines[PAGE].text == "Baku decides"
    assert set_headline(written, PAGE, "  ").headlines == {}
    assert touched(before, written).headlines == {PAGE}


def test_unknown_fields_of_a_headline_survive_a_new_text() -> None:
    document = sample().model_copy(
        update={"headlines": {PAGE: Headline.model_validate({"text": "a", "colour": "red"})}}
    )
    assert set_headline(document, PAGE, "b").headlines[PAGE].model_extra == {"colour": "red"}


@pytest.mark.parametrize("page", ["map:nothing:2025-07", "map:border:nothing", "map:border:2025-07:nothing"])
def test_is_not_set_for_a_page_that_the_map_does_not_have(page: str) -> None:
    with pytest.raises(EditError, match="nothing"):
        set_headline(sample(), page, "x")


def test_goes_with_the_issue_or_snapshot_of_its_page() -> None:
    document = headed(border__visit="a", corridor__visit="b", border__war="c", border__war__visit="d")
    assert set(remove_issue(document, "border").headlines) == {"map:corridor:2025-07"}
    assert set(remove_snapshot(document, "2025-07").headlines) == {"map:border:2020"}
    assert "1 headline is removed too." in removal_of(document, "issues", ["corridor"]).sentences
    assert "3 headlines are removed too." in removal_of(document, "snapshots", ["2025-07"]).sentences


def test_a_clean_copy_keeps_headlines_but_those_of_scenarios_that_go() -> None:
    keys = ("map:border:2025-07", "map:border:pressure")
    document = sample().model_copy(update={"headlines": {key: Headline(text="x") for key in keys}})
    chosen = CleanOptions(scenarios=frozenset({"pressure"}))
    assert set(clean(document, chosen).headlines) == {"map:border:2025-07"}
    assert "1 headline" in summary(document, chosen).stays


def test_a_change_is_told_with_the_names_of_what_the_page_shows() -> None:
    before, after = headed(border__visit="Baku waits"), headed(border__visit="Baku decides")
    (line,) = describe(before, after)
    page = "map · Armenia–Türkiye border · After the Istanbul visit"
    assert line == f"Headline of {page}: text “Baku waits” → “Baku decides”"
    (line,) = describe(before, set_headline(before, "evidence:border:2025-07::2", "Sources"))
    assert "After the Istanbul visit · page 2" in line
    (line,) = describe(headed(), before)
    assert line.endswith(": added")


def test_is_written_readably_and_left_out_where_there_is_none() -> None:
    assert b"headlines" not in encode(headed())
    document = headed(border__visit="ارمنستان و ترکیه")
    stored = json.loads(encode(document))
    assert stored["headlines"] == {PAGE: {"text": "ارمنستان و ترکیه"}}
    assert decode(encode(document)).document == document


def test_of_a_page_that_does_not_exist_is_kept_and_reported() -> None:
    keys = ("poster:border:2025-07", "map:gone:2025-07", "map:border:gone:lost", "map::")
    document = sample().model_copy(update={"headlines": {key: Headline(text="x") for key in sorted(keys)}})
    decoded = decode(encode(document))
    assert decoded.document == document
    found = [(fault.code, fault.path) for fault in decoded.faults]
    assert found == [
        ("no-such-snapshot", "headlines.map:border:gone:lost"),
        ("no-such-snapshot", "headlines.map:border:gone:lost"),
        ("no-such-issue", "headlines.map:gone:2025-07"),
    ]
    assert [fault.path for fault in headline_findings(document)] == ["headlines.poster:border:2025-07"]
    assert all(fault.severity == "warning" for fault in (*check(document), *headline_findings(document)))


@pytest.mark.parametrize(
    "key",
    [
        "map",
        "map:border",
        "Map:border:2025",
        "map:border:2025:x:y",
        "map:border:2025::1",
        "map:border:2025::0",
        "map:border:2025:2:2:2",
        ":border:2025",
        "map::" + "x" * 600,
    ],
)
def test_a_key_of_another_form_is_refused_with_a_sentence(key: str) -> None:
    stored = json.loads(encode(sample())) | {"headlines": {key: {"text": "x"}}}
    with pytest.raises(MapReadError):
        decode(json.dumps(stored).encode())


def test_a_text_of_more_than_the_limit_is_refused_with_a_sentence() -> None:
    assert decode(encode(headed(border__visit="x" * 2000))).document.headlines
    stored = json.loads(encode(sample())) | {"headlines": {PAGE: {"text": "x" * 2001}}}
    with pytest.raises(MapReadError, match="2,000 characters"):
        decode(json.dumps(stored).encode())
