"""Headers of a pasted table, in any order, letter case and many words."""

from __future__ import annotations

import pytest

from stakemap.interchange.columns import FIELDS, Field, columns_of, heading


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("NAME", "name"),
        ("Actor", "name"),
        ("bloc", "group"),
        ("Type", "kind"),
        ("Power", "influence"),
        ("Influence (low)", "influence_low"),
        ("max influence", "influence_high"),
        ("Position", "alignment"),
        ("position min", "alignment_low"),
        ("Importance", "salience"),
        ("Why?", "reason"),
        ("alignment reason", "reason"),
        ("Reason for influence", "influence_reason"),
        ("Confidence", "confidence"),
        ("confidence of influence", "influence_confidence"),
        ("Watch for", "watch_for"),
        ("part_of", "part_of"),
        ("GDP", None),
        ("", None),
    ],
)
def test_headers(header: str, field: Field | None) -> None:
    assert columns_of([header]) == (field,)


def test_every_heading_is_known_again() -> None:
    assert columns_of(map(heading, FIELDS)) == FIELDS


def test_low_and_high_alone_belong_to_the_value_on_their_left() -> None:
    assert columns_of(["low", "influence", "low", "high", "name", "alignment", "Min", "Max"]) == (
        None,
        "influence",
        "influence_low",
        "influence_high",
        "name",
        "alignment",
        "alignment_low",
        "alignment_high",
    )


def test_of_two_columns_for_one_field_the_first_counts() -> None:
    assert columns_of(["Position", "Stance", "Alignment"]) == ("alignment", None, None)
