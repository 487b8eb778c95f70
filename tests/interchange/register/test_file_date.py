"""The date of a whole register: above its headings, or in the name of its file."""

from __future__ import annotations

import pytest

from stakemap.interchange.register.detection import detect
from stakemap.interchange.register.file_date import file_date
from stakemap.interchange.register.row_words import is_total
from stakemap.interchange.tables.sheets import Sheet, Workbook

ROWS = (("Stakeholder", "Influence", "Support"), ("Ministry", "High", "For"), ("Union", "Low", "Against"))


@pytest.mark.parametrize(
    ("above", "name", "date"),
    [
        (("Registro de actores", "Corte: 2024-06-30"), "registro.xlsx", "2024-06-30"),
        (("Wind farms 2020–2030", "As of March 2024"), "register 2023.xlsx", "2024-03"),
        (("Wind farms 2020",), "register_2023-05.xlsx", "2023-05"),
        (("Register 2022",), "register.xlsx", "2022"),
        ((), "register.xlsx", ""),
    ],
)
def test_the_most_exact_date_is_that_of_the_register(above: tuple[str, ...], name: str, date: str) -> None:
    workbook = Workbook((Sheet("Register", (*((text,) for text in above), *ROWS)),))
    assert file_date(workbook, detect(workbook), name) == date


def test_columns_with_dates_of_their_own_leave_none_for_the_file() -> None:
    rows = (("Stakeholder", "Influence_2019", "Influence_2020"), ("Ministry", "3", "4"), ("Union", "1", "2"))
    workbook = Workbook((Sheet("Register", rows),))
    assert file_date(workbook, detect(workbook), "register 2021.csv") == ""


@pytest.mark.parametrize("text", ["Total de actores", "Total partes interesadas", "Gesamt Akteure", "Σ"])
def test_sums_are_told_in_other_languages(text: str) -> None:
    assert is_total(text)


@pytest.mark.parametrize("text", ["Actores sociales", "TotalEnergies", "Partes"])
def test_names_are_no_sums(text: str) -> None:
    assert not is_total(text)
