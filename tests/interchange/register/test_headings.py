"""Headings of registers in the languages in which they are kept, and what they speak of."""

from __future__ import annotations

import pytest

from stakemap.interchange.register.headings import meaning_of, same_word
from stakemap.interchange.register.periods import date_of, is_wave, only_date, period_in, whole_day


@pytest.mark.parametrize(
    ("heading", "concept"),
    [
        ("Stakeholder Name or Group", "name"),
        ("Nombre de la parte interesada", "name"),
        ("Заинтересованная сторона", "name"),
        ("Level of Influence (H/M/L)", "influence"),
        ("Power/Influence", "influence"),
        ("Nivel de Influencia (1-5)", "influence"),
        ("Grau de influência", "influence"),
        ("Einfluss auf das Projekt", "influence"),
        ("Niveau d'influence", "influence"),
        ("Степень влияния на проект", "influence"),
        ("Etki düzeyi", "influence"),
        ("Рівень впливу", "influence"),
        ("Interest (impact on stakeholder)", "salience"),
        ("Niveau d'intérêt", "salience"),
        ("How much does the project impact them? (Low, Medium, High)", "impact"),
        ("Attitude du stakeholder", "alignment"),
        ("Отношение к проекту", "alignment"),
        ("Current engagement level", "engagement"),
        ("Power/Interest", "derived"),
        ("Engagement strategy", "prose"),
        ("What do we need from them?", "prose"),
        ("Name of contact", "contact"),
        ("Контактная информация", "contact"),
        ("Internal / External", "kind"),
        ("Role / Title", "job"),
        ("Power U = unknown 1 = low 5 = high", "influence"),
        ("GDP", None),
    ],
)
def test_what_a_heading_speaks_of(heading: str, concept: str | None) -> None:
    assert meaning_of(heading).concept == concept


def test_a_heading_also_says_when_and_on_what() -> None:
    assert meaning_of("Influence_2019").period == "2019"
    assert meaning_of("Desired Involvement").moment == "desired"
    assert meaning_of("Engajamento atual").moment == "current"
    assert meaning_of("Position on carbon tax").rest == "carbon tax"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("influence", "influencia", True),
        ("stakeholder", "stakeholders", True),
        ("interes", "interesse", True),
        ("interest", "internal", False),
        ("contact", "contract", False),
        ("name", "named", False),
    ],
)
def test_forms_of_a_word(one: str, other: str, same: bool) -> None:
    assert same_word(one, other) is same_word(other, one) is same


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Influence_2019", "2019"),
        ("Support Jan 2024", "2024-01"),
        ("März 2024", "2024-03"),
        ("01.02.2024", "2024-02"),
        ("14.02.2024", "2024-02-14"),
        ("2024-01-01", "2024-01"),
        ("15/01/2026", "2026-01-15"),
        ("1/15/2026", "2026-01-15"),
        ("15-1-2026", "2026-01-15"),
        ("15. 1. 2026", "2026-01-15"),
        ("as of 15 January 2026", "2026-01-15"),
        ("January 15th, 2026", "2026-01-15"),
        ("15. Januar 2026", "2026-01-15"),
        ("15 de enero de 2026", "2026-01-15"),
        ("15-Jan-2026", "2026-01-15"),
        ("15 января 2026", "2026-01-15"),
        ("3/2024", "2024-03"),
        ("Round 2 May 2024", "2024-05"),
        ("Phase 2 - March 2024", "2024-03"),
        ("Score 1-5 2024", "2024"),
        ("Q1 2024", "2024-03"),
        ("2023-13", "2023"),
        ("Room 1204", ""),
        ("Influence (1-5)", ""),
    ],
)
def test_dates_in_headings(text: str, date: str) -> None:
    assert period_in(text) == date


def test_days_are_one_however_they_are_spelled() -> None:
    spelled = ["2026-01-15", "15.01.2026", "15/1/2026", "15 January 2026", " 15-01-2026 "]
    assert only_date(spelled) == "2026-01-15"
    assert set(map(whole_day, spelled)) == {"2026-01-15"}
    assert not only_date([*spelled, "16.01.2026"])
    assert not only_date([])
    # Quarters and months are kept as they are called.
    assert [whole_day(text) for text in ("Q1 2026", "January 2026", "since 15.01.2026")] == ["", "", ""]


def test_dates_of_cells_and_times_without_a_date() -> None:
    assert [date_of(2021.0), date_of(85.0), date_of("2020")] == ["2021", "", "2020"]
    assert is_wave("Baseline")
    assert is_wave("Wave 2")
    assert not is_wave("Tax")
