"""Columns whose cells give the two ends of a range, such as "10–35", beside the one with the values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from stakemap.interchange.register.headings import QUANTITIES, Meaning, words_in
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
    rf"[(\[]?\s*({_NUMBER})\s*(?:[-−–—…;]|\.\.+|to|bis|au?|do|до|ile)\s*({_NUMBER})\s*[)\]]?",
    re.IGNORECASE,
)
_LEAST: Final = 0.6
_LONGEST_HEADING: Final = 500
_RATED: Final = ("influence", "salience", "alignment")


def gives_ranges(sample: ColumnSample) -> bool:
    """Whether a column is called a range and most of its cells are one."""
    return _is_called_range(sample.heading) and sample.share(_ENDS) >= _LEAST


def are_ranges(heading: str, texts: Sequence[str]) -> bool:
    """Whether a column of these texts is called a range and most of them are one."""
    ranges = sum(ends_in(text) is not None for text in texts)
    return _is_called_range(heading) and ranges >= _LEAST * max(1, len(texts))


def ends_in(text: str) -> tuple[str, str] | None:
    """The two ends of a range such as "10–35"; None for another text."""
    match = _ENDS.fullmatch(text.strip())
    return None if match is None else (match[1], match[2])


def _is_called_range(heading: str) -> bool:
    return bool(_words(heading) & _RANGE_WORDS)


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
    if is_of_else(sample.heading, sample.meaning, values.heading):
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


def is_of_else(heading: str, meaning: Meaning, values: str) -> bool:
    """Whether a heading, which has this meaning, says of what else it is the range than the values below
    another heading, as "Age range" does beside "Influence".
    """
    about = meaning.rest if meaning.concept in QUANTITIES else heading
    return bool(_words(about) - _RANGE_WORDS - _PLAIN_WORDS - _words(values))


def _words(text: str) -> set[str]:
    return {fold(word) for word in words_in(text) if not word.isdecimal()}
