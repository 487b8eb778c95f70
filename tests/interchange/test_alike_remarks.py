"""Remarks that say the same of several places are told as one; refused values are not."""

from __future__ import annotations

from stakemap.interchange.alike_remarks import bundled
from stakemap.interchange.content import Place, Remark


def _remark(kind: str, row: int, sentence: str = "It was read as 75.") -> Remark:
    return Remark(kind=kind, sentence=sentence, place=Place(sheet="A", row=row))  # type: ignore[arg-type]


def test_what_is_said_of_several_places_is_one_remark_that_names_them() -> None:
    told = bundled(
        [_remark("doubt", 2), _remark("kept", 2, "Kept."), *(_remark("doubt", row) for row in range(3, 9))]
    )
    assert [str(remark) for remark in told] == [
        "sheet “A”, row 2: It was read as 75. Also: row 3, row 4, row 5 and 3 more.",
        "sheet “A”, row 2: Kept.",
    ]


def test_refused_values_stay_one_by_one() -> None:
    remarks = tuple(_remark("refused", row) for row in range(2, 9))
    assert bundled(remarks) == remarks
