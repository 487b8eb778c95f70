"""Names, numbers and words in sentences."""

from __future__ import annotations

from typing import get_args

import pytest

from samples import alignment, sample
from stakemap.model.document import ActorKind, Likelihood, Status
from stakemap.model.judgements import Basis, Citation, Confidence, Role, Stance, State, Tie
from stakemap.model.wording import (
    actor_name,
    cited,
    group_name,
    issue_name,
    listing,
    number,
    one_line,
    passages_by_source,
    relation_name,
    snapshot_name,
    source_name,
    term,
    value_of,
)


def test_names_stand_on_one_line_or_the_id_stands_in() -> None:
    document = sample()
    names = [
        actor_name(document, "turkiye"),
        group_name(document, "yerevan"),
        issue_name(document, "corridor"),
        snapshot_name(document, "2022"),
        source_name(document, "agency-2022"),
        relation_name(document, "azerbaijan-armenia"),
    ]
    assert names == [
        "Türkiye",
        "Yerevan",
        "Corridor",
        "Envoys agree",
        "An agency report",
        "Azerbaijan → Armenia (presses)",
    ]
    assert actor_name(document, "atlantis") == "atlantis"
    assert relation_name(document, "friends") == "friends"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  a\n\tb\r\n", "a b"),
        ("\x1b[31mred\x00", "⟨U+001B⟩[31mred⟨U+0000⟩"),
        ("\u202eevil\u202c x", "⟨U+202E⟩evil⟨U+202C⟩ x"),
        ("\u0410rmenia", "⟨Cyrillic \u0410⟩rmenia"),
        ("می‌خواهم", "می‌خواهم"),
        ("x" * 200, "x" * 119 + "…"),
        ("", ""),
    ],
)
def test_one_line(text: str, line: str) -> None:
    assert one_line(text) == line


@pytest.mark.parametrize(
    ("value", "text"),
    [(25.0, "25"), (-3, "−3"), (12.5, "12.5"), (-0.0, "0"), (100.0, "100"), (33.333333333, "33.3333")],
)
def test_numbers(value: float, text: str) -> None:
    assert number(value) == text


def test_values() -> None:
    assert value_of(None) == "not judged"
    assert value_of(Stance(state="unknown")) == "unknown"
    assert value_of(Stance(alignment=alignment(-5, -10, 0))) == "−5"
    assert value_of(Stance(alignment=alignment(-5, -10, 0)), ranges=True) == "−5 (−10 to 0)"
    assert value_of(Tie(strength=-3)) == "−3"


def test_every_word_of_the_format_has_words() -> None:
    for kind in (ActorKind, Likelihood, Status, Basis, Confidence, Role, State):
        for word in get_args(kind):
            assert term(word)
            assert "-" not in term(word)
    assert term(None) == "none"


def test_listings_count_what_is_too_much() -> None:
    assert listing([]) == ""
    assert listing(["A", "B"]) == "A, B"
    assert listing(list("ABCDEFGHI")) == "A, B, C, D, E, F and 3 more"


def test_a_source_cited_twice_is_named_once_with_both_passages() -> None:
    citations = [
        Citation(source="agency", passage="p. 3"),
        Citation(source="other", passage=" "),
        Citation(source="agency", passage="p. 7"),
        Citation(source="agency", passage="p. 3"),
    ]
    assert cited(citations, str.title) == ["Agency (p. 3, p. 7)", "Other"]
    assert passages_by_source(citations) == {"agency": ("p. 3", "p. 7"), "other": ()}
