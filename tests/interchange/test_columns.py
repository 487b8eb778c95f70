"""Headers of a pasted table, in any order, letter case and many words."""

from __future__ import annotations

import pytest

from stakemap.interchange.columns import columns_of, has_unread_scale, heading, scale_in
from stakemap.interchange.scales import Scale
from stakemap.interchange.synonyms import FIELDS, Field


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
        ("Stakeholder name", "name"),
        ("Influence (0-100)", "influence"),
        ("Influence [0–100]", "influence"),
        ("Influence low (0-100)", "influence_low"),
        ("Position (-100 to 100)", "alignment"),
        ("Level of Influence", "influence"),
        ("Power/Influence", "influence"),
        ("Interest (impact on stakeholder)", "salience"),
        ("Nivel de Influencia (1-5)", "influence"),
        ("Grau de Influência", "influence"),
        ("Влияние на проект (1-10)", "influence"),
        ("Отношение к проекту", "alignment"),
        ("Имя", "name"),
        ("Einfluss", "influence"),
        ("Einstellung", "alignment"),
        ("Etki", "influence"),
        ("ADI", "name"),
        ("Paydaş Türü", "kind"),
        ("Sources", "source"),
        ("Source of influence", "influence_source"),
        ("(Name)", "name"),
        ("Email (work)", None),
        ("Watch for", "watch_for"),
        ("part_of", "part_of"),
        ("Bloc / camp", "group"),
        ("Actor / Country", "name"),
        ("Power or influence (1-5)", "influence"),
        ("Group / type", None),
        ("Costs / share", None),
        ("For or against (-3..+3)", "alignment"),
        ("For/against?", "alignment"),
        ("Cares how much?", "salience"),
        ("Ref.", "source"),
        ("Who", "name"),
        ("Country", "name"),
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


@pytest.mark.parametrize(
    ("header", "scale"),
    [
        ("Influence (0-100)", (0, 100)),
        ("Position (-100 to 100)", (-100, 100)),
        ("Position (−100 … +100)", (-100, 100)),
        ("Nivel de Influencia (1-5)", (1, 5)),
        ("Einfluss [0,5 bis 2,5]", (0.5, 2.5)),
        ("Influence (%)", None),
        ("Influence (5-1)", None),
        ("Influence (2019-2024)", None),
        ("Influence (H=High/L=Low)", None),
        ("Influence 1-5", None),
        ("Influence (scale 1-5)", (1, 5)),
        ("Influence (1-5, 5 = high)", (1, 5)),
        ("Influence (1–5 scale)", (1, 5)),
        ("Influence (1 - 5 points)", (1, 5)),
        ("Influence [1;5]", (1, 5)),
        ("Influence [1,5]", (1, 5)),
        ("Influence (1/2/3/4/5)", (1, 5)),
        ("Influence (-3..3)", (-3, 3)),
        ("Influence (/10)", (0, 10)),
        ("Influence (out of 10)", (0, 10)),
        ("Einfluss (von 10)", (0, 10)),
        ("Influence (2023) (1-5)", (1, 5)),
        ("Position (1 = against, 5 = for)", (1, 5)),
        ("Position (5 = for, 3 = neutral, 1 = strongly against)", (1, 5)),
        ("Position (low=1, high=5)", (1, 5)),
        ("Influence (Q1 2024)", None),
    ],
)
def test_a_scale_in_brackets(header: str, scale: Scale | None) -> None:
    assert scale_in(header) == scale
    assert not has_unread_scale(header) or "5-1" in header


@pytest.mark.parametrize("note", ["5-1", "10", "1-5; 10 experts", "1 = for, 5 = against", "high=1, low=5"])
def test_a_scale_that_is_not_understood_or_runs_downwards_is_no_scale(note: str) -> None:
    assert scale_in(f"Position ({note})") is None
    assert has_unread_scale(f"Position ({note})")
