"""Rounds: sheets without others' judgements, their answers, and gathering them."""

from __future__ import annotations

from stakemap.model.document import new_map
from stakemap.model.rounds import is_sheet, round_of_sheet
from stakemap.model.teamwork import Round


def test_a_sheet_is_told_by_the_analyst_of_its_round() -> None:
    lead = new_map(rounds={"first": Round(label="First", analysts=("Anna", "Ben"))})
    sheet = new_map(rounds={"first": Round(label="First", analyst="Anna")})
    assert not is_sheet(new_map())
    assert not is_sheet(lead)
    assert is_sheet(sheet)
    assert round_of_sheet(sheet) == ("first", sheet.rounds["first"])
