"""Words by which tables of other programs and analysts name the columns of a table of actors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Literal, get_args

from stakemap.model.ids import slug

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
    "influence_source",
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
    "source",
    "watch_for",
    "aliases",
    "part_of",
    "colour",
    "tags",
    "note",
    "id",
]
#: All columns there are.
FIELDS: tuple[Field, ...] = get_args(Field)

#: Words of the field, in the languages in which registers of stakeholders are kept, compared by `slug`.
_NAMES: Mapping[Field, str] = {
    "id": "id, actor id, player id, party id, stakeholder id",
    "name": (
        "name, actor, actor name, stakeholder, stakeholder name, name of stakeholder, stakeholder group, "
        "stakeholder name or group, name or group, title or group, country, organisation, organization, "
        "institution, player, party, label, who, nombre, actores, nome, nom, acteur, akteur, имя, название, "
        "участник, страна, заинтересованная сторона, заинтересована страна, adı, ad, aktör, paydaş, isim"
    ),
    "aliases": "aliases, alias, also known as, aka, other names",
    "code": "code, abbreviation, abbr, acronym, short name, player abbrev, sigla, kürzel, kod",
    "group": (
        "group, bloc, block, camp, coalition, alliance, side, sector, grupo, groupe, gruppe, группа, grup"
    ),
    "kind": (
        "kind, type, actor type, stakeholder type, type of actor, type of stakeholder, category, "
        "primary category, tipo, tip, тип, категория, paydaş türü"
    ),
    "part_of": "part of, belongs to, parent",
    "colour": "colour, color",
    "tags": "tags, tag, keywords, labels",
    "note": (
        "note, notes, description, comment, comments, remarks, comentarios, observaciones, bemerkung, "
        "bemerkungen, комментарий, açıklama"
    ),
    "influence": (
        "influence, power, power influence, power of influence, capability, capabilities, clout, resources, "
        "strength of influence, influencia, poder, grau de influência, einfluss, pouvoir, влияние, "
        "влияние на проект, etki, güç"
    ),
    "alignment": (
        "alignment, position, stance, support, attitude, for or against, for against, pro or contra, "
        "pro or con, pro con, predisposition, posición, postura, posição, "
        "haltung, einstellung, позиция, отношение, отношение к проекту, tutum, konum"
    ),
    "salience": (
        "salience, sal, competitive salience, cares how much, how much they care, importance, "
        "priority, interest, interesse, interés, "
        "interés en el proyecto, importancia, importância, интерес, интерес к проекту, важность, önem, ilgi"
    ),
    "role": "role, decision role",
    "confidence": "confidence, certainty, confianza, confiança, уверенность, güven",
    "basis": "basis, evidence basis",
    "reason": (
        "reason, reasons, why, rationale, justification, explanation, razón, motivo, justificación, "
        "begründung, причина, обоснование, gerekçe, neden"
    ),
    "source": (
        "source, sources, citation, citations, reference, references, ref, refs, evidence, link, url, "
        "fuente, fuentes, fonte, quelle, quellen, источник, источники, kaynak"
    ),
    "watch_for": "watch for, watch, indicators, what would change it",
}
LOW = ("low", "lower", "min", "minimum", "p10", "10th-percentile")
HIGH = ("high", "upper", "max", "maximum", "p90", "90th-percentile")
#: The columns of the ends of a quantity's range.
ENDS: Mapping[Field, tuple[Field, Field]] = {
    "influence": ("influence_low", "influence_high"),
    "alignment": ("alignment_low", "alignment_high"),
    "salience": ("salience_low", "salience_high"),
}
_SUPPORT: Mapping[Field, Mapping[Field, Field]] = {
    "influence": {
        "confidence": "influence_confidence",
        "basis": "influence_basis",
        "reason": "influence_reason",
        "source": "influence_source",
    },
    "alignment": {"confidence": "confidence", "basis": "basis", "reason": "reason", "source": "source"},
}
#: How a quantity is named further, "{}" being one of its names.
_DEGREES = (
    "{} level",
    "{} score",
    "{} rating",
    "{} value",
    "level of {}",
    "degree of {}",
    "nivel de {}",
    "nível de {}",
    "уровень {}",
    "{} seviyesi",
)


@cache
def known_headings() -> Mapping[str, Field]:
    """The field of each known heading, by its slug."""
    return dict(_all_headings())


def words_of(field: Field) -> tuple[str, ...]:
    """The names of a field in all languages, as people write them."""
    return tuple(_NAMES.get(field, "").split(", "))


@cache
def _slugs(field: Field) -> tuple[str, ...]:
    return tuple(slug(name) for name in _NAMES[field].split(", "))


def _all_headings() -> Iterator[tuple[str, Field]]:
    for quantity, ends in ENDS.items():
        for name in _slugs(quantity):
            for degree in _DEGREES:
                yield slug(degree.format(name)), quantity
            for end, marks in zip(ends, (LOW, HIGH), strict=True):
                for word in marks:
                    yield f"{name}-{word}", end
                    yield f"{word}-{name}", end
    for quantity, supports in _SUPPORT.items():
        for name in _slugs(quantity):
            for support, field in supports.items():
                for word in _slugs(support):
                    yield f"{name}-{word}", field
                    yield f"{word}-{name}", field
                    yield f"{word}-of-{name}", field
                    yield f"{word}-for-{name}", field
    for field in _NAMES:
        for word in _slugs(field):
            yield word, field
