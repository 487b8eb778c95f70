"""The rows of a pasted table as plain records, of which `merging` makes changes of the map."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from stakemap.i18n import tr
from stakemap.interchange.cells import (
    CellError,
    NoValue,
    basis_of,
    colour_of,
    confidence_of,
    kind_of,
    role_of,
)
from stakemap.interchange.citation_line import sources_of
from stakemap.interchange.columns import INFLUENCE_FIELDS, STANCE_FIELDS
from stakemap.interchange.content import (
    ImportedActor,
    ImportedCitation,
    ImportedContent,
    ImportedEstimate,
    ImportedSource,
    ImportedStance,
    ImportedStanding,
)
from stakemap.interchange.copied_table import actor_cell
from stakemap.interchange.merging.identities import Identities
from stakemap.interchange.merging.work import could_be
from stakemap.interchange.names import Names
from stakemap.interchange.paste_row import Row, estimate_of
from stakemap.interchange.references.identity import KnownSources
from stakemap.interchange.synonyms import ENDS, Field
from stakemap.model.document import Actor, Source, StakeMap
from stakemap.model.judgements import Stance, Standing
from stakemap.model.resolve import Resolved
from stakemap.text import fold_latin, list_items

#: The columns of an actor's own fields, but for the one that refers to other actors.
_OWN: Mapping[Field, Callable[[str], Any]] = {
    "code": str,
    "group": str,
    "kind": kind_of,
    "colour": colour_of,
    "aliases": list_items,
    "tags": list_items,
    "note": str,
}


class _Support(NamedTuple):
    """The columns of a judgement's reason, confidence, basis and sources."""

    reason: Field
    confidence: Field
    basis: Field
    source: Field


_OWN_SUPPORT = _Support("influence_reason", "influence_confidence", "influence_basis", "influence_source")
_PLAIN_SUPPORT = _Support("reason", "confidence", "basis", "source")


class PastedRows:
    """Reads rows for one issue at one snapshot, of which it is given the judgements that are shown there;
    `stances` is None without an issue. Each row keeps what is refused of it.
    """

    def __init__(
        self,
        document: StakeMap,
        standings: Mapping[str, Resolved[Standing]],
        stances: Mapping[str, Resolved[Stance]] | None,
        columns: Sequence[Field | None],
    ) -> None:
        self._document, self._standings, self._stances = document, standings, stances
        self._has_own_support = not set(_OWN_SUPPORT).isdisjoint(columns)
        self._is_about_stance = not STANCE_FIELDS.isdisjoint(columns) or INFLUENCE_FIELDS.isdisjoint(columns)
        self._sources: dict[str, ImportedSource] = {}
        self._known_sources = KnownSources(document.sources)
        self._source_names = {
            fold_latin(name): source
            for source in document.sources.values()
            for name in (source.url, source.title)
            if name
        }

    def content(self, rows: Sequence[Row]) -> ImportedContent:
        """All rows as records; the keys of the actors are the numbers of their rows."""
        ids, actors = self._identified(rows)
        judged = [each for row, actor in zip(rows, ids, strict=True) for each in self._judged(row, actor)]
        return ImportedContent(
            actors=actors,
            sources=tuple(self._sources.values()),
            standings=tuple(each for each in judged if isinstance(each, ImportedStanding)),
            stances=tuple(each for each in judged if isinstance(each, ImportedStance)),
        )

    # --- actors --------------------------------------------------------------------------------------------

    def _identified(self, rows: Sequence[Row]) -> tuple[list[str | None], tuple[ImportedActor, ...]]:
        """The actor of the map that each row means, None for a new one, and the records of all actors."""
        known = self._document.actors
        claimed = {row.text("id") or "" for row in rows} & known.keys()
        identities = Identities(known, {}, claimed, "replace")
        records = [_who(row, known) for row in rows]
        matches = [identities.matching(record) for record in records]
        ids = [found[0] if len(found) == 1 else None for found in matches]
        wholes = _Wholes(known, records, ids)
        actors = [
            record.model_copy(update=self._said(row, actor, wholes))
            for row, record, actor in zip(rows, records, ids, strict=True)
        ]
        return ids, (*actors, *wholes.added.values())

    def _said(self, row: Row, actor: str | None, wholes: _Wholes) -> Mapping[str, Any]:
        """What a row says of its actor itself. What reads as it is copied says nothing, even where its words
        alone would leave it open.
        """
        record = self._document.actors.get(actor or "")
        # An id that the map lacks says nothing of an actor that it has by name.
        given: dict[str, Any] = {} if record is None or row.text("id") == actor else {"map_id": ""}
        parsers: Mapping[Field, Callable[[str], Any]] = {
            **_OWN,
            "part_of": lambda text: wholes.key_of(text, str(row.number)),
        }
        for field, parse in parsers.items():
            if row.text(field) is None:
                continue
            if record is None or row.text(field) != (actor_cell(self._document, record, field) or "").strip():
                given[field] = row.parsed(field, parse)
        return {field: value for field, value in given.items() if value is not None}

    # --- judgements ----------------------------------------------------------------------------------------

    def _judged(self, row: Row, actor: str | None) -> Iterator[ImportedStanding | ImportedStance]:
        shown, known = self._standings.get(actor or ""), (self._stances or {}).get(actor or "")
        stance = None if known is None else known.judgement
        has_own_influence = stance is not None and stance.influence is not None
        # Of an actor without a stance, what stands beside an influence alone is about that.
        is_alone = (
            not self._has_own_support
            and stance is None
            and STANCE_FIELDS.isdisjoint(row.cells)
            and not INFLUENCE_FIELDS.isdisjoint(row.cells)
        )
        if not has_own_influence:
            shares = self._is_about_stance and not self._has_own_support and not is_alone
            standing = self._standing(row, None if shown is None else shown.judgement, stance, shares=shares)
            if standing is not None:
                yield standing
        if self._stances is None:
            for field in sorted(STANCE_FIELDS & row.cells.keys()):
                row.refuse(field, tr("There is no issue for an alignment. Add one first."))
        elif has_own_influence or self._has_own_support or (self._is_about_stance and not is_alone):
            found = self._stance(row, stance)
            if found is not None:
                yield found

    def _standing(
        self, row: Row, old: Standing | None, stance: Stance | None, *, shares: bool
    ) -> ImportedStanding | None:
        """The influence that a row gives. Support columns that it `shares` with the stance are also about an
        influence that is new, not about one that stays.
        """
        value = estimate_of(row, "influence", None if old is None else old.influence, 0)
        support = self._support(row, _OWN_SUPPORT if self._has_own_support else _PLAIN_SUPPORT)
        is_new = _is_new(value, old)
        if shares and not is_new:
            support = {}
        if is_new and not self._has_own_support and stance is not None:
            support = _without_that_of(stance, support)
        if value is None and not support:
            return None
        place = row.place("influence", *ENDS["influence"], *_OWN_SUPPORT, *_PLAIN_SUPPORT)
        fields = {**_value_fields("influence", value), **support}
        return ImportedStanding.model_validate({"actor": str(row.number), "place": place, **fields})

    def _stance(self, row: Row, old: Stance | None) -> ImportedStance | None:
        """The stance that a row gives, with an influence only where it has one of its own."""
        value = estimate_of(row, "alignment", None if old is None else old.alignment, -100)
        salience = estimate_of(row, "salience", None if old is None else old.salience, 0)
        if isinstance(salience, str):
            row.refuse("salience", tr("“{text}” is not a number.", text=row.text("salience")))
        fields = {**_value_fields("alignment", value), "salience": salience}
        if old is not None and old.influence is not None:
            fields["influence"] = influence = estimate_of(row, "influence", old.influence, 0)
            for field in (*_OWN_SUPPORT, *(("influence",) if isinstance(influence, str) else ())):
                if row.text(field) is not None:
                    row.refuse(field, _shares_support())
        watch_for = row.text("watch_for") or ""
        if old is None or watch_for != old.watch_for.strip():
            fields["watch_for"] = watch_for
        fields["role"] = row.parsed("role", role_of)
        fields = {field: given for field, given in fields.items() if given}
        support = self._support(row, _PLAIN_SUPPORT)
        if row.refused or not (fields or support):
            return None
        place = row.place("alignment", *ENDS["alignment"], "salience", *_PLAIN_SUPPORT, "role", "watch_for")
        common = {"actor": str(row.number), "issue": "", "place": place}
        return ImportedStance.model_validate({**common, **fields, **support})

    def _support(self, row: Row, columns: _Support) -> dict[str, Any]:
        """Reason, confidence, basis and citations of a judgement, those that the row has."""
        source = row.text(columns.source)
        given = {
            "reason": row.text(columns.reason),
            "confidence": row.parsed(columns.confidence, confidence_of),
            "basis": row.parsed(columns.basis, basis_of),
            "citations": None if source is None else tuple(self._citations(source)),
        }
        return {field: value for field, value in given.items() if value}

    def _citations(self, text: str) -> Iterator[ImportedCitation]:
        """The sources that a text names: one of the map by its title or address, else what is made of it."""
        known = self._source_names.get(fold_latin(text))
        for source in sources_of(text) if known is None else (known,):
            key = source.url or fold_latin(source.title)
            record = _source_record(key, source)
            same = self._known_sources.key_of(record)
            if same is not None:
                # What a map says of its source stays.
                record = _source_record(key, self._document.sources[same])
            self._sources.setdefault(key, record)
            yield ImportedCitation(source=key)

    def titles(self, text: str) -> str:
        """The titles of the sources that a text names."""
        return "; ".join(self._sources[each.source].title for each in self._citations(text))


class _Wholes:
    """The actors that others may be part of: those of the table, and of those of the map the ones that are
    named, which are `added`.
    """

    def __init__(
        self, known: Mapping[str, Actor], records: Sequence[ImportedActor], ids: Sequence[str | None]
    ) -> None:
        self._known, self._names = known, Names()
        #: The first row of each actor; of a new one by its name.
        self._rows: dict[str, str] = {}
        self.added: dict[str, ImportedActor] = {}
        for key, actor in known.items():
            self._names.add(key, actor.name)
        for record, found in zip(records, ids, strict=True):
            if record.name:
                mark = found or f"\0{fold_latin(record.name)}"
                self._names.add(mark, record.name)
                self._rows.setdefault(mark, record.key)

    def key_of(self, text: str, part: str) -> str:
        """The key of the actor that a row, `part` by its key, names as its whole. Raises CellError where that
        is none, one of several or the row itself.
        """
        found = self._names.find(text)
        if len(found) > 1:
            raise CellError(could_be(text, found))
        if not found:
            raise CellError(tr("There is no actor “{name}” in this map or this table.", name=text))
        key = self._rows.get(found[0])
        if key is None:
            key = f"whole {found[0]}"
            name = self._known[found[0]].name
            self.added[key] = ImportedActor(key=key, map_id=found[0], name=name)
        if key == part:
            raise CellError(tr("An actor cannot be part of itself."))
        return key


def _who(row: Row, known: Mapping[str, Actor]) -> ImportedActor:
    """The record of a row with all that identifies its actor."""
    wanted, name = row.text("id") or "", row.text("name") or ""
    # A running number is no id that a map could be read by.
    map_id = wanted if wanted in known or (name and not wanted.isdigit()) else ""
    if map_id in known and name in ("", known[map_id].name.strip()):
        name = known[map_id].name
    code = row.text("code") or ("" if name or map_id else wanted)
    return ImportedActor(
        key=str(row.number), place=row.place("name", "id", "code"), map_id=map_id, name=name, code=code
    )


def _source_record(key: str, source: Source) -> ImportedSource:
    # What this version does not know stays with the map.
    fields = {field: value for field in Source.model_fields if (value := getattr(source, field))}
    return ImportedSource.model_validate({**fields, "key": key})


def _value_fields(field: str, value: ImportedEstimate | NoValue | None) -> dict[str, Any]:
    """What a judgement says of its value: the estimate, or why there is none."""
    return {"state": value} if isinstance(value, str) else {field: value}


def _is_new(value: ImportedEstimate | NoValue | None, old: Standing | None) -> bool:
    if value is None or old is None:
        return value is not None
    if isinstance(value, str):
        return value != old.state
    return old.influence is None or old.influence.value != value.value


def _without_that_of(stance: Stance, support: dict[str, Any]) -> dict[str, Any]:
    """The support that a row gives, without what it repeats of a stance, as in a table that was copied."""
    if support.get("reason") != stance.reason.strip():
        return support
    return {
        field: given
        for field, given in support.items()
        if field != "reason" and given != getattr(stance, field)
    }


def _shares_support() -> str:
    return tr(
        "This actor has its own influence on this issue, which shares the reason and sources of its "
        "alignment."
    )
