"""Databases of the Discourse Network Analyzer, versions 2 and 3, as SQLite files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from stakemap.errors import MapReadError
from stakemap.i18n import tr, tr_count
from stakemap.interchange.content import Place
from stakemap.interchange.formats import ReadOption
from stakemap.interchange.incoming import IncomingFile
from stakemap.interchange.readers.dna_statements import Coded, DnaDocument, Entity, Statement, doubt_dates
from stakemap.interchange.readers.dna_variables import options_for, variables_of
from stakemap.interchange.readers.gathering import Gathering, lines
from stakemap.interchange.readers.sqlite import Database, opened
from stakemap.text import single_line

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND, _MILLISECOND = timedelta(seconds=1), timedelta(milliseconds=1)
#: Version 2 keeps midnight by the coder's clock: east of Greenwich an hour late on the day before.
_LATE_HOUR = 20
_DOCUMENT_FIELDS = ("Title", "Author", "Source", "Section", "Type", "Notes")


@dataclass(frozen=True, slots=True)
class _Roles:
    """The ids of the variables, over all types of statements."""

    actors: frozenset[int]
    concepts: frozenset[int]
    agreements: frozenset[int]
    #: The names of the variables of actors.
    names: frozenset[str]


def options_of_database(file: IncomingFile) -> tuple[ReadOption, ...]:
    """Options by the variables of all types of statements that can agree or disagree."""
    try:
        with opened(file) as database:
            texts, agreements = _names(database)
    except MapReadError:
        return ()
    return options_for(texts, agreements)


def coded_in_database(
    file: IncomingFile, gathering: Gathering, actors: str, report: Callable[[float], bool]
) -> Coded:
    """What was coded, with the actors that were chosen. Raises MapReadError and CancelledError."""
    with opened(file, report) as database:
        has_entities = database.has("DATASHORTTEXT", "VariableId", "Entity") and database.has(
            "ENTITIES", "VariableId", "Value"
        )
        if not has_entities and not database.has("DATASHORTTEXT", "VariableId", "Value"):
            raise MapReadError(
                tr(
                    "This database is of a version of Discourse Network Analyzer that is not known here: "
                    "versions 2 and 3 can be read."
                )
            )
        roles = _roles(database, actors)
        coded = Coded(actor_variables=roles.names)
        # Version 2 has none, and texts in their place.
        entities = _entities(database) if has_entities else None
        named_actors = _texts(database, roles.actors, entities)
        named_concepts = _texts(database, roles.concepts, entities)
        agreements = {
            statement: bool(value)
            for statement, variable, value in database.rows(
                "DATABOOLEAN", "StatementId", "VariableId", "Value"
            )
            if variable in roles.agreements and value is not None
        }
        passages = _documents(database, gathering, coded, unit=_MILLISECOND if entities is None else _SECOND)
        _statements(database, gathering, coded, (named_actors, named_concepts, agreements), passages)
        coded.actors, coded.concepts = (
            _old_attributes(database, roles) if entities is None else _attributes(database, entities, roles)
        )
        return coded


def _names(database: Database) -> tuple[list[str], list[str]]:
    """The names of variables of types that have an agreement: of short texts, and of yes and no."""
    variables = _variables(database)
    agreeing = {of for _, _, kind, of in variables if kind == "boolean"}
    texts = [name for _, name, kind, of in variables if kind == "short text" and of in agreeing]
    agreements = [name for _, name, kind, _ in variables if kind == "boolean"]
    return list(dict.fromkeys(texts)), list(dict.fromkeys(agreements))


def _variables(database: Database) -> list[tuple[int, str, str, int]]:
    of = "StatementTypeId" if database.has("VARIABLES", "StatementTypeId") else "StatementType"
    return [
        (variable, str(name), str(kind), statement_type)
        for variable, name, kind, statement_type in database.rows(
            "VARIABLES", "ID", "Variable", "DataType", of
        )
    ]


def _roles(database: Database, actors: str) -> _Roles:
    """Raises MapReadError where no type of statements has an actor, a concept and an agreement."""
    chosen: tuple[set[int], set[int], set[int]] = (set(), set(), set())
    variables = _variables(database)
    actor_names = set()
    for statement_type in dict.fromkeys(of for *_, of in variables):
        ids = {name: (variable, kind) for variable, name, kind, of in variables if of == statement_type}
        texts, agreements = (
            [name for name, (_, kind) in ids.items() if kind == wanted]
            for wanted in ("short text", "boolean")
        )
        found = variables_of(texts, agreements, actors)
        if found is not None:
            actor_names.add(found.actor)
            for into, name in zip(chosen, found, strict=True):
                into.add(ids[name][0])
    if not chosen[0]:
        raise MapReadError(
            tr("No type of statements here has an actor, a concept, and whether the actor agrees.")
        )
    actor_ids, concept_ids, agreement_ids = map(frozenset, chosen)
    return _Roles(actor_ids, concept_ids, agreement_ids, frozenset(actor_names))


def _entities(database: Database) -> dict[object, tuple[int, str]]:
    """The variable and the name of each entity."""
    return {
        entity: (variable, single_line(str(value)))
        for entity, variable, value in database.rows("ENTITIES", "ID", "VariableId", "Value")
    }


def _texts(
    database: Database, variables: frozenset[int], entities: Mapping[object, tuple[int, str]] | None
) -> dict[int, str]:
    """What statements have for some variables, by the id of the statement."""
    value = "Value" if entities is None else "Entity"
    rows = database.rows("DATASHORTTEXT", "StatementId", "VariableId", value)
    if entities is not None:
        return {
            statement: entities[entity][1]
            for statement, variable, entity in rows
            if variable in variables and entity in entities
        }
    return {
        statement: single_line(str(text))
        for statement, variable, text in rows
        if variable in variables and text is not None
    }


def _documents(
    database: Database, gathering: Gathering, coded: Coded, *, unit: timedelta
) -> dict[int, str | bytes]:
    """Take in the documents; their texts by id, as UTF-16 where a character takes two units of it."""
    texts: dict[int, str | bytes] = {}
    undated = 0
    for key, text, moment, *fields in database.rows("DOCUMENTS", "ID", "Text", "Date", *_DOCUMENT_FIELDS):
        title, author, source, section, kind, notes = ("" if each is None else str(each) for each in fields)
        day = _day(moment, unit)
        undated += not day
        coded.documents[key] = DnaDocument(title, author, source, lines(section, kind, notes), day)
        plain = text if isinstance(text, str) else ""
        is_wide = not plain.isascii() and max(plain, default="") > "\uffff"
        texts[key] = plain.encode("utf-16-le", "surrogatepass") if is_wide else plain
    doubt_dates(gathering, undated, Place(path="DOCUMENTS"))
    return texts


def _day(moment: object, unit: timedelta) -> str:
    if not isinstance(moment, int):
        return ""
    try:
        when = _EPOCH + moment * unit
        if unit == _MILLISECOND and when.hour >= _LATE_HOUR and when.minute == when.second == 0:
            when += timedelta(days=1)
    except OverflowError:
        return ""
    return when.date().isoformat()


def _statements(
    database: Database,
    gathering: Gathering,
    coded: Coded,
    values: tuple[Mapping[int, str], Mapping[int, str], Mapping[int, bool]],
    texts: Mapping[int, str | bytes],
) -> None:
    actors, concepts, agreements = values
    of = "DocumentId" if database.has("STATEMENTS", "DocumentId") else "Document"
    incomplete = 0
    for key, document, start, stop in database.rows("STATEMENTS", "ID", of, "Start", "Stop"):
        actor, concept, agrees = actors.get(key, ""), concepts.get(key, ""), agreements.get(key)
        if not actor or not concept or agrees is None or document not in coded.documents:
            incomplete += 1
            continue
        place = Place(path=f"STATEMENTS {key}")
        passage = _passage(texts[document], start, stop)
        coded.statements.append(Statement(actor, concept, agrees, document, passage, place))
    if incomplete:
        gathering.left_out(
            tr_count(
                "{count} statement lacks an actor, a concept, an agreement or its document.",
                "{count} statements lack an actor, a concept, an agreement or their document.",
                incomplete,
            ),
            Place(path="STATEMENTS"),
        )


def _passage(text: str | bytes, start: object, stop: object) -> str:
    """The part of a document that was coded; places count units of UTF-16."""
    if not isinstance(start, int) or not isinstance(stop, int) or not 0 <= start < stop:
        return ""
    if isinstance(text, bytes):
        return text[2 * start : 2 * stop].decode("utf-16-le", "replace").strip()
    return text[start:stop].strip()


def _attributes(
    database: Database, entities: Mapping[object, tuple[int, str]], roles: _Roles
) -> tuple[dict[str, Entity], dict[str, Entity]]:
    """Attributes of actors and of concepts by their names, of version 3."""
    found: tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]] = ({}, {})
    if not database.has("ATTRIBUTEVALUES") or not database.has("ATTRIBUTEVARIABLES"):
        return {}, {}
    names = {key: str(name) for key, name in database.rows("ATTRIBUTEVARIABLES", "ID", "AttributeVariable")}
    rows = database.rows("ATTRIBUTEVALUES", "EntityId", "AttributeVariableId", "AttributeValue")
    for entity, attribute, value in rows:
        variable, name = entities.get(entity, (0, ""))
        for into, variables in zip(found, (roles.actors, roles.concepts), strict=True):
            if variable in variables and attribute in names:
                into.setdefault(name, {})[names[attribute]] = str(value)
    actors, concepts = ({name: _entity(of) for name, of in each.items()} for each in found)
    return actors, concepts


def _old_attributes(database: Database, roles: _Roles) -> tuple[dict[str, Entity], dict[str, Entity]]:
    """Attributes of actors and of concepts by their names, of version 2."""
    found: tuple[dict[str, Entity], dict[str, Entity]] = ({}, {})
    fields = ("Type", "Alias", "Notes")
    if database.has("ATTRIBUTES", "VariableId", "Value", *fields):
        for variable, value, *attributes in database.rows("ATTRIBUTES", "VariableId", "Value", *fields):
            known = {field: str(text) for field, text in zip(fields, attributes, strict=True) if text}
            for into, variables in zip(found, (roles.actors, roles.concepts), strict=True):
                if variable in variables and known:
                    into[single_line(str(value))] = _entity(known)
    return found


def _entity(attributes: Mapping[str, str]) -> Entity:
    """The type is a tag, an alias one of a map, and all else is a note."""
    given = {name: single_line(text) for name, text in attributes.items() if text.strip()}
    tag, alias, notes = given.pop("Type", ""), given.pop("Alias", ""), given.pop("Notes", "")
    others = (tr("{label}: {text}", label=name, text=text) for name, text in given.items())
    return Entity(tags=(tag,) if tag else (), aliases=(alias,) if alias else (), note=lines(notes, *others))
