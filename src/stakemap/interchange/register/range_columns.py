"""Columns whose cells give the two ends of a range, such as "10–35", beside the one with the values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from stakemap.interchange.register.headings import QUANTITIES, words_in
from stakemap.interchange.register.plan import ColumnPlan
from stakemap.interchange.register.samples import ColumnSample
from stakemap.text import fold

_RANGE_WORDS: Final = frozenset(
    {"range", "interval", "band", "spanne", "spannweite", "bandbreite", "bereich", "intervall", "rango"}
    | {"intervalo", "faixa", "fourchette", "intervalle", "plage", "diapazon", "aralik"}
)
#: What else the heading of a range says of the values, besides what stands above these.
_PLAIN_WORDS: Final = frozenset(
    {
        "uncertainty",
        "confidence",
        "credible",
        "plausible",
        "likely",
        "possible",
        "error",
        "estimate",
        "estimated",
    }
    | {"value", "values", "score", "rating", "low", "high", "min", "max", "of", "the"}
    | {"incertidumbre", "incerteza", "incertitude", "confianza", "confianca", "confiance", "de", "la", "da"}
)
_NUMBER: Final = r"[+\-−]?\d+(?:[.,]\d+)?\s*%?"
_ENDS: Final = re.compile(
    rf"[(\[]?\s*{_NUMBER}\s*(?:[-−–—…;]|\.\.+|to|bis|au?|do|до|ile)\s*{_NUMBER}\s*[)\]]?", re.IGNORECASE
)
_LEAST: Final = 0.6
_LONGEST_HEADING: Final = 500
_RATED: Final = ("influence", "salience", "alignment")


def gives_ranges(sample: ColumnSample) -> bool:
    """Whether a column is called a range and most of its cells are one."""
    return bool(_words(sample.heading) & _RANGE_WORDS) and sample.share(_ENDS) >= _LEAST


def ends_of_range(sample: ColumnSample, planned: Mapping[int, ColumnPlan]) -> tuple[ColumnPlan, ...]:
    """The two ends that a column gives of the values in one before it, of the quantity that its heading names
    where it names one; none where there is no such column, or where its heading says of what else it is the
    range, as "Age range" does.
    """
    concept = sample.meaning.concept
    wanted = (concept,) if concept in QUANTITIES else _RATED
    before = [column for column, plan in planned.items() if column < sample.column and plan.role in wanted]
    if not before:
        return ()
    values = planned[max(before)]
    about = sample.meaning.rest if concept in QUANTITIES else sample.heading
    if _words(about) - _RANGE_WORDS - _PLAIN_WORDS - _words(values.heading):
        return ()
    heading = sample.heading[:_LONGEST_HEADING]
    return tuple(
        ColumnPlan.model_validate(
            {
                "column": sample.column,
                "heading": heading,
                "role": f"{values.role}-{end}",
                "issue": values.issue,
                "snapshot": values.snapshot,
                "moment": values.moment,
            }
        )
        for end in ("low", "high")
    )


def _words(text: str) -> set[str]:
    return {fold(word) for word in words_in(text) if not word.isdecimal()}
