"""The links of a graph as relations, with ties where a sign or a word says how friendly they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from stakemap.i18n import tr, tr_count
from stakemap.interchange.content import ImportedCitation, ImportedRelation, ImportedTie, Place
from stakemap.interchange.readers.gathering import FILE_KEY, number_in
from stakemap.interchange.readers.graph_actors import fitting_note
from stakemap.interchange.readers.graph_attributes import (
    LINK_MEANINGS,
    Meaning,
    meaning_of,
    meanings,
    says_nothing,
    shown_heading,
)
from stakemap.interchange.readers.graph_nodes import Actors
from stakemap.interchange.readers.graph_ties import (
    SIGN_STRENGTH,
    SignedScale,
    sign_of,
    signed_scale,
    strength_in_words,
    tells_signs,
)
from stakemap.interchange.readers.graphs import Graph, Link
from stakemap.interchange.readers.plain_texts import plain_line, plain_text
from stakemap.model.judgements import Basis
from stakemap.model.records import NAME_LIMIT
from stakemap.text import fold_latin, shortened

#: So many links are read between two reports of how much is done.
_BETWEEN_REPORTS = 1_000


@dataclass(slots=True)
class RelationRecords:
    """The relations of a graph and their ties."""

    relations: list[ImportedRelation] = field(default_factory=list)
    ties: list[ImportedTie] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Strength:
    value: int
    reason: str
    basis: Basis | None = None


@dataclass(slots=True)
class _Draft:
    """A relation while links that say the same are still found."""

    source: str
    target: str
    label: str
    is_directed: bool
    place: Place
    notes: list[str] = field(default_factory=list)
    strength: _Strength | None = None


def relation_records(graph: Graph, actors: Actors) -> RelationRecords:
    """The relations of a graph; links that say the same of the same actors are one relation."""
    return _LinkReader(graph, actors).read()


class _LinkReader:
    def __init__(self, graph: Graph, actors: Actors) -> None:
        self._graph, self._actors, self._remarks = graph, actors, graph.remarks
        self._meanings = self._headings()
        weights = [value for link in graph.links if (value := number_in(self._weight(link)[1])) is not None]
        self._scale: SignedScale | None = signed_scale(weights)
        #: Programs write 1 for every link that has no weight.
        self._has_weights = any(weight != 1 for weight in weights)
        self._drafts: dict[tuple[str, str, str, bool], _Draft] = {}
        self._mutual = self._worded = 0

    def _headings(self) -> Mapping[str, Meaning]:
        columns: dict[str, list[str]] = defaultdict(list)
        for link in self._graph.links:
            for heading, text in link.attributes.items():
                # A dash is a sign there, and says nothing elsewhere.
                if not says_nothing(text) or (text and meaning_of(heading) == "sign"):
                    columns[heading].append(text)
        found = meanings(columns, LINK_MEANINGS, self._remarks, keeps_contacts=self._graph.keeps_contacts)
        for heading, meaning in found.items():
            if meaning == "sign" and not tells_signs(columns[heading]):
                found[heading] = "text"
                self._remarks.add(
                    "kept",
                    tr("The numbers of “{heading}” say not who is friendly: they are kept in notes."),
                    heading=shown_heading(heading),
                )
        return found

    def _weight(self, link: Link) -> tuple[str, str]:
        """The heading and the text of a link's weight; one that is called strength counts before others."""
        found = ("", "")
        for heading, text in link.attributes.items():
            if self._meanings.get(heading) == "weight" and not says_nothing(text):
                shown = shown_heading(heading)
                if shown.lower() == "strength":
                    return shown, text
                found = (shown, text)
        return (tr("Weight"), link.weight) if link.weight else found

    def read(self) -> RelationRecords:
        for number, link in enumerate(self._graph.links):
            if number % _BETWEEN_REPORTS == 0:
                self._graph.proceed(0.7 + 0.2 * number / len(self._graph.links))
            self._add(link)
        self._remark()
        records = RelationRecords()
        for number, draft in enumerate(self._drafts.values()):
            self._write(f"link-{number}", draft, records)
        return records

    def _add(self, link: Link) -> None:
        source, target = self._end(link, link.source), self._end(link, link.target)
        if source is None or target is None:
            return
        if source == target:
            self._remarks.add(
                "left-out",
                tr("The link leads from “{name}” to itself."),
                link.place,
                name=self._actors.name_of(source),
            )
            return
        label, notes = self._texts(link)
        is_directed = link.direction == "directed"
        self._mutual += link.direction == "mutual"
        ends = (source, target) if is_directed or source <= target else (target, source)
        key = (*ends, fold_latin(label), is_directed)
        strength = self._strength(link, label)
        draft = self._drafts.get(key)
        if draft is None:
            self._drafts[key] = _Draft(source, target, label, is_directed, link.place, notes, strength)
        else:
            self._join(draft, link, notes, strength)

    def _end(self, link: Link, reference: str) -> str | None:
        """The key of the actor at an end of a link; None where there is none, with a remark."""
        found = self._actors.find(reference)
        if found is not None:
            return found
        if self._graph.adds_missing and plain_line(reference):
            if self._graph.nodes:
                self._remarks.add(
                    "doubt",
                    tr("“{name}” is named by a link alone: an actor is made of it."),
                    link.place,
                    name=reference,
                )
            return self._actors.added(reference, link.place)
        self._remarks.add(
            "refused",
            tr("The link leads to “{name}”, which is not in the file.")
            if reference
            else tr("The link lacks one of its ends."),
            link.place,
            reference,
            name=reference,
        )
        return None

    def _join(self, draft: _Draft, link: Link, notes: list[str], strength: _Strength | None) -> None:
        self._remarks.add(
            "kept",
            tr("The link from “{source}” to “{target}” stands here once more: both are one relation."),
            link.place,
            source=self._actors.name_of(draft.source),
            target=self._actors.name_of(draft.target),
        )
        draft.notes += notes
        if draft.strength is None:
            draft.strength = strength
        elif strength is not None and strength.value != draft.strength.value:
            self._remarks.add(
                "doubt",
                tr("Two links say differently how friendly the relation is: the first one counts."),
                link.place,
                strength.reason,
            )

    def _texts(self, link: Link) -> tuple[str, list[str]]:
        """The label of a link and the lines of its note."""
        label, kind = plain_line(link.label), plain_line(link.type)
        notes = [plain_text(link.note)] if link.note else []
        for heading, text in link.attributes.items():
            meaning = self._meanings.get(heading)
            if meaning == "name" and not label:
                label = plain_line(text)
            elif meaning == "kind" and not kind:
                kind = plain_line(text)
            elif meaning == "note":
                notes.append(plain_text(text))
            elif meaning in ("tag", "text", "kind", "name", "sign") and not says_nothing(text):
                notes.append(f"{shown_heading(heading)}: {plain_line(text)}")
        if label and kind and fold_latin(label) != fold_latin(kind):
            notes.append(tr("Type: {type}", type=kind))
        heading, weight = self._weight(link)
        if weight and self._has_weights and self._scale is None:
            notes.append(f"{heading}: {weight}")
        label = label or kind
        if len(label) > NAME_LIMIT:
            notes.insert(0, label)
        return shortened(label, NAME_LIMIT), notes

    def _strength(self, link: Link, label: str) -> _Strength | None:
        for heading, text in link.attributes.items():
            if self._meanings.get(heading) == "sign" and (sign := sign_of(text)) is not None:
                self._worded += 1
                return _Strength(sign * SIGN_STRENGTH, f"{shown_heading(heading)}: {text}", "assumed")
        heading, weight = self._weight(link)
        value = number_in(weight)
        if self._scale is not None and value is not None:
            basis: Basis | None = "assumed" if self._scale.has_signs_alone else None
            return _Strength(self._scale.strength_of(value), f"{heading}: {weight} ({self._scale})", basis)
        for text in (label, plain_line(link.type)):
            words = strength_in_words(text)
            if words is not None:
                self._worded += 1
                return _Strength(words, text, "assumed")
        return None

    def _remark(self) -> None:
        if self._mutual:
            sentence = tr_count(
                "{count} link that goes both ways becomes a relation without direction.",
                "{count} links that go both ways become relations without direction.",
                self._mutual,
            )
            self._remarks.add("kept", sentence)
        if self._scale is not None:
            self._remarks.add(
                "doubt",
                tr("Some weights are below 0: they are read as hostile to friendly, on the scale {scale}."),
                scale=str(self._scale),
            )
        elif self._has_weights:
            self._remarks.add(
                "kept",
                tr("Weights do not say how friendly a relation is: they are kept in the notes of relations."),
            )
        if self._worded:
            sentence = tr_count(
                "A word or a sign says of {count} link that it is friendly or hostile, not how much: "
                "its strength is assumed.",
                "A word or a sign says of {count} links that they are friendly or hostile, not how much: "
                "their strength is assumed.",
                self._worded,
            )
            self._remarks.add("doubt", sentence)

    def _write(self, key: str, draft: _Draft, records: RelationRecords) -> None:
        note = "\n".join(dict.fromkeys(line for line in draft.notes if line))
        records.relations.append(
            ImportedRelation(
                key=key,
                place=draft.place,
                source=draft.source,
                target=draft.target,
                label=draft.label,
                directed=draft.is_directed,
                note=fitting_note(note, draft.place, self._remarks),
            )
        )
        if draft.strength is not None:
            records.ties.append(
                ImportedTie(
                    relation=key,
                    place=draft.place,
                    strength=draft.strength.value,
                    reason=draft.strength.reason,
                    basis=draft.strength.basis,
                    citations=(ImportedCitation(source=FILE_KEY, passage=str(draft.place)),),
                )
            )
