"""Columns of a table of actors: their fields, headings and synonyms of headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, get_args

from stakemap.i18n import tr
from stakemap.model.ids import slug

__all__ = [
    "FIELDS",
    "INFLUENCE_FIELDS",
    "STANCE_FIELDS",
    "Field",
    "columns_of",
    "heading",
    "meanings_of",
]

Field = Literal[
    "name",
    "code",
    "group",
    "kind",
    "influence",
    "influence_low",
    "influence_high",
    "influence_confidence",
    "influence_basis",
    "influence_reason",
    "alignment",
    "alignment_low",
    "alignment_high",
    "salience",
    "salience_low",
    "salience_high",
    "role",
    "confidence",
    "basis",
    "reason",
    "watch_for",
    "aliases",
    "part_of",
    "colour",
    "tags",
    "note",
    "id",
]
#: All columns there are, in the order in which a table is copied.
FIELDS: tuple[Field, ...] = get_args(Field)
#: The columns that hold an influence or its range.
INFLUENCE_FIELDS: frozenset[Field] = frozenset({"influence", "influence_low", "influence_high"})
#: The columns that say something of a stance on the issue, whatever else is in the table.
STANCE_FIELDS: frozenset[Field] = frozenset(
    {
        "alignment",
        "alignment_low",
        "alignment_high",
        "salience",
        "salience_low",
        "salience_high",
        "role",
        "watch_for",
    }
)

_NAMES: dict[Field, tuple[str, ...]] = {
    "id": ("id", "actor-id"),
    "name": ("name", "actor", "actor-name", "stakeholder", "country", "organisation", "organization", "who"),
    "aliases": ("aliases", "alias", "also-known-as", "aka", "other-names"),
    "code": ("code", "abbreviation", "abbr", "acronym", "short-name"),
    "group": ("group", "bloc", "block", "camp", "coalition"),
    "kind": ("kind", "type", "actor-type", "category"),
    "part_of": ("part-of", "belongs-to", "parent"),
    "colour": ("colour", "color"),
    "tags": ("tags", "tag", "keywords", "labels"),
    "note": ("note", "notes", "description", "comment", "comments", "remarks"),
    "influence": ("influence", "power", "capability", "clout", "resources"),
    "alignment": ("alignment", "position", "stance", "support"),
    "salience": ("salience", "importance", "priority", "interest"),
    "role": ("role", "decision-role"),
    "confidence": ("confidence", "certainty"),
    "basis": ("basis", "evidence-basis"),
    "reason": ("reason", "reasons", "why", "rationale", "justification", "explanation"),
    "watch_for": ("watch-for", "watch", "indicators", "what-would-change-it"),
}
_LOW = ("low", "lower", "min", "minimum", "p10", "10th-percentile")
_HIGH = ("high", "upper", "max", "maximum", "p90", "90th-percentile")
_ENDS: dict[Field, tuple[Field, Field]] = {
    "influence": ("influence_low", "influence_high"),
    "alignment": ("alignment_low", "alignment_high"),
    "salience": ("salience_low", "salience_high"),
}
_SUPPORT: dict[Field, dict[Field, Field]] = {
    "influence": {
        "confidence": "influence_confidence",
        "basis": "influence_basis",
        "reason": "influence_reason",
    },
    "alignment": {"confidence": "confidence", "basis": "basis", "reason": "reason"},
}


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

    "Low" and "High" alone belong to the value on their left: influence, low, high, alignment, low, high.
    """
    names = dict(_all_names())
    found: list[Field | None] = []
    value: Field | None = None
    for header in headers:
        key = slug(header)
        field = names.get(key)
        if field is None and value is not None and key in (*_LOW, *_HIGH):
            field = _ENDS[value][key in _HIGH]
        if field in _ENDS:
            value = field
        found.append(field)
    return tuple(found)


def _all_names() -> Iterator[tuple[str, Field]]:
    for quantity, ends in _ENDS.items():
        for name in _NAMES[quantity]:
            for end, marks in zip(ends, (_LOW, _HIGH), strict=True):
                for word in marks:
                    yield f"{name}-{word}", end
                    yield f"{word}-{name}", end
    for quantity, supports in _SUPPORT.items():
        for name in _NAMES[quantity]:
            for support, field in supports.items():
                for word in _NAMES[support]:
                    yield f"{name}-{word}", field
                    yield f"{word}-{name}", field
                    yield f"{word}-of-{name}", field
                    yield f"{word}-for-{name}", field
    for field, words in _NAMES.items():
        for word in words:
            yield word, field
    for field in FIELDS:
        yield slug(heading(field)), field
