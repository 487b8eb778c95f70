"""Columns of a table of actors: their fields, headings and scales."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from stakemap.i18n import tr
from stakemap.interchange.scales import Scale, has_numbers, read_scale
from stakemap.interchange.synonyms import ENDS, FIELDS, HIGH, LOW, Field, known_headings
from stakemap.model.ids import slug

#: The columns that hold an influence or its range.
INFLUENCE_FIELDS: frozenset[Field] = frozenset({"influence", *ENDS["influence"]})
#: The columns that say something of a stance on the issue, whatever else is in the table.
STANCE_FIELDS: frozenset[Field] = frozenset(
    {"alignment", *ENDS["alignment"], "salience", *ENDS["salience"], "role", "watch_for"}
)

_APART = re.compile(r"\s*[/|,;]\s*|\s+or\s+", re.IGNORECASE)
_BRACKETS = re.compile(r"[(\[{（]([^)\]}）]*)[)\]}）]?")


def heading(field: Field) -> str:
    """The heading of a column in a copied table, which pasting recognises."""
    return {
        "id": tr("ID"),
        "name": tr("Name"),
        "aliases": tr("Aliases"),
        "code": tr("Code"),
        "group": tr("Group"),
        "kind": tr("Kind"),
        "part_of": tr("Part of"),
        "colour": tr("Colour"),
        "tags": tr("Tags"),
        "note": tr("Note"),
        "influence": tr("Influence"),
        "influence_low": tr("Influence low"),
        "influence_high": tr("Influence high"),
        "influence_confidence": tr("Influence confidence"),
        "influence_basis": tr("Influence basis"),
        "influence_reason": tr("Influence reason"),
        "influence_source": tr("Influence source"),
        "alignment": tr("Alignment"),
        "alignment_low": tr("Alignment low"),
        "alignment_high": tr("Alignment high"),
        "salience": tr("Salience"),
        "salience_low": tr("Salience low"),
        "salience_high": tr("Salience high"),
        "role": tr("Role"),
        "confidence": tr("Confidence"),
        "basis": tr("Basis"),
        "reason": tr("Reason"),
        "source": tr("Source"),
        "watch_for": tr("Watch for"),
    }[field]


def columns_of(headers: Iterable[str]) -> tuple[Field | None, ...]:
    """The field of each header, None where it means nothing here or a column before it means the same."""
    columns: list[Field | None] = []
    for field in meanings_of(headers):
        columns.append(None if field in columns else field)
    return tuple(columns)


def meanings_of(headers: Iterable[str]) -> tuple[Field | None, ...]:
    """The field that each header means, None where it means nothing here.

    What is in brackets, such as a unit or a scale, counts only if it makes a known heading. "Low" and "High"
    alone belong to the value on their left: influence, low, high, alignment, low, high.
    """
    names = {**known_headings(), **{slug(heading(field)): field for field in FIELDS}}
    found: list[Field | None] = []
    value: Field | None = None
    for header in headers:
        field: Field | None = None
        for key in (slug(header), slug(_BRACKETS.sub(" ", header))):
            field = names.get(key)
            if field is None and value is not None and key in (*LOW, *HIGH):
                field = ENDS[value][key in HIGH]
            if field is not None:
                break
        field = field or _meaning_of_all(header, names)
        if field in ENDS:
            value = field
        found.append(field)
    return tuple(found)


def _meaning_of_all(header: str, names: Mapping[str, Field]) -> Field | None:
    """The field that all words of a header such as "Bloc / camp" mean alike."""
    meant = {names.get(slug(word)) for word in _APART.split(_BRACKETS.sub(" ", header))}
    return meant.pop() if len(meant) == 1 else None


def is_own_heading(header: str, field: Field) -> bool:
    """Whether a header is the very heading of a field and no synonym, units aside."""
    return slug(_BRACKETS.sub(" ", header)) in (slug(heading(field)), slug(field))


def quantity_of(field: Field | None) -> Field | None:
    """The quantity that a column or the end of its range measures; None for other columns."""
    return next((each for each, ends in ENDS.items() if field in (each, *ends)), None)


def native_scale(quantity: Field) -> Scale:
    """The scale on which the map keeps a quantity."""
    return (-100.0, 100.0) if quantity == "alignment" else (0.0, 100.0)


def scale_in(header: str) -> Scale | None:
    """The scale that a header names in brackets, as in "Influence (1-5)"; None if it names none."""
    return next(filter(None, map(read_scale, _BRACKETS.findall(header))), None)


def has_unread_scale(header: str) -> bool:
    """Whether a header has numbers in brackets that may be a scale, but none that `scale_in` reads."""
    return scale_in(header) is None and any(map(has_numbers, _BRACKETS.findall(header)))
