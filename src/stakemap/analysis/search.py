"""Find actors by any word of theirs: in names, aliases, codes, tags, notes and the reasons of their
judgements.

Texts and queries are folded alike: transliterated to plain letters, letter case dropped. "turkiye" finds
Türkiye, "hay" and "Հայ" both find Հայաստան. Folding is the costly part, so it is done once for each record
and kept for as long as the map holds the very same record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, NamedTuple, TypeVar

from stakemap.model.document import Actor, StakeMap
from stakemap.model.judgements import Judgement
from stakemap.model.order import sort_key
from stakemap.model.resolve import lineage

__all__ = ["FIELDS", "Hit", "HitField", "Match", "SearchIndex", "fold", "terms_of"]

HitField = Literal["name", "alias", "code", "tag", "note", "reason"]
#: Where a term may be found, the most telling place first.
FIELDS: tuple[HitField, ...] = ("name", "alias", "code", "tag", "note", "reason")
_RANK = {field: rank for rank, field in enumerate(FIELDS)}
#: No more than this many hits are listed for one actor; whether it matches does not depend on it.
HITS_SHOWN = 5

J = TypeVar("J", bound=Judgement)


class Hit(NamedTuple):
    """One text of an actor that holds a term. Reasons name their snapshot, and their issue unless of
    influence.
    """

    field: HitField
    text: str
    snapshot: str | None = None
    issue: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """An actor in whose texts every term of the query was found, and where, the most telling place first."""

    actor: str
    hits: tuple[Hit, ...]


class _Text(NamedTuple):
    folded: str
    hit: Hit


class _Reasons(NamedTuple):
    """All reasons of one actor, and their folded texts in one, in which a term is looked for first."""

    folded: str
    texts: Sequence[_Text]


_NO_REASONS = _Reasons("", ())


class _Known(NamedTuple):
    """An actor, its own texts, and what it sorts by."""

    record: Actor
    texts: tuple[_Text, ...]
    sorts_by: str


class _Folded(NamedTuple, Generic[J]):
    """The reasons of one mapping of judgements, folded, and the mapping they are from."""

    source: Mapping[str, J]
    texts: Mapping[str, tuple[J, _Text | None]]


class _PlainLetters(dict[int, str]):
    """Code point → plain letters, filled as letters are met: five times as fast as looking each up again."""

    def __missing__(self, code: int) -> str:
        from anyascii import anyascii

        self[code] = plain = anyascii(chr(code))
        return plain


_PLAIN_LETTERS = _PlainLetters()


def fold(text: str) -> str:
    """`text` as it is compared: plain letters, no letter case, runs of white space as one blank."""
    plain = text if text.isascii() else text.translate(_PLAIN_LETTERS)
    return " ".join(plain.casefold().split())


def terms_of(query: str) -> tuple[str, ...]:
    """The folded words of a query; each has to be found somewhere."""
    return tuple(dict.fromkeys(fold(query).split()))


class SearchIndex:
    """The folded texts of one map, brought up to date by each search with the map it is asked about.

    Not for use from several threads at once. A search over 500 actors, ten snapshots and three issues takes a
    few milliseconds; the first one also folds all texts.
    """

    def __init__(self) -> None:
        self._actors: dict[str, _Known] = {}
        self._reasons: dict[tuple[str, str | None], _Folded[Judgement]] = {}
        self._document: StakeMap | None = None
        self._by_actor: dict[str | None, Mapping[str, _Reasons]] = {}

    def search(self, document: StakeMap, query: str, *, snapshot: str | None = None) -> tuple[Match, ...]:
        """The actors that match `query`, best first: by the place of the best hit, then by name.

        A name that begins with a term comes before one that merely holds it. With `snapshot`, reasons are
        those of the judgements it shows; without, those of all snapshots. What a judgement replaced is not
        searched. A query without any word finds nothing.
        """
        terms = terms_of(query)
        if not terms:
            return ()
        self.refresh(document)
        reasons = self._by_actor.get(snapshot)
        if reasons is None:
            listed = self._reasons_by_actor(document, snapshot)
            reasons = {
                actor: _Reasons("\n".join(text.folded for text in texts), texts)
                for actor, texts in listed.items()
            }
            self._by_actor[snapshot] = reasons
        found: list[tuple[tuple[int, str, str], Match]] = []
        for actor, known in self._actors.items():
            match = _match(terms, known.texts, reasons.get(actor, _NO_REASONS))
            if match is not None:
                rank, hits = match
                found.append(((rank, known.sorts_by, actor), Match(actor, hits)))
        found.sort(key=lambda entry: entry[0])
        return tuple(match for _, match in found)

    def refresh(self, document: StakeMap) -> None:
        """Fold what is new in `document`; a search does so itself, but may do it while nobody waits."""
        if document is self._document:
            return
        known = self._actors
        self._actors = {
            key: entry
            if (entry := known.get(key)) is not None and entry.record is actor
            else _Known(actor, tuple(_texts(actor)), sort_key(actor.name))
            for key, actor in document.actors.items()
        }
        reasons: dict[tuple[str, str | None], _Folded[Judgement]] = {}
        for snapshot_id, snapshot in document.snapshots.items():
            for kind, issue, layer in snapshot.layers():
                if kind != "tie":
                    key = (snapshot_id, issue)
                    reasons[key] = _folded(self._reasons.get(key), layer, snapshot_id, issue)
        self._reasons = reasons
        self._by_actor = {}
        self._document = document

    def _reasons_by_actor(self, document: StakeMap, snapshot: str | None) -> Mapping[str, list[_Text]]:
        result: dict[str, list[_Text]] = {}
        if snapshot is None:
            for layer in self._reasons.values():
                for actor, (_, text) in layer.texts.items():
                    if text is not None:
                        result.setdefault(actor, []).append(text)
            return result
        chain = lineage(document, snapshot)
        for issue in (None, *document.issues):
            shown: set[str] = set()
            for ancestor in chain:
                known = self._reasons.get((ancestor, issue))
                for actor, (_, text) in () if known is None else known.texts.items():
                    if actor not in shown:
                        shown.add(actor)
                        if text is not None:
                            result.setdefault(actor, []).append(text)
        return result


def _folded(
    known: _Folded[Judgement] | None, layer: Mapping[str, Judgement], snapshot: str, issue: str | None
) -> _Folded[Judgement]:
    """The folded reasons of a mapping of judgements; those of records that are still the same are kept."""
    if known is not None and known.source is layer:
        return known
    before = {} if known is None else known.texts
    texts: dict[str, tuple[Judgement, _Text | None]] = {}
    for actor, judgement in layer.items():
        entry = before.get(actor)
        if entry is None or entry[0] is not judgement:
            hit = Hit("reason", judgement.reason, snapshot, issue)
            entry = (judgement, _Text(fold(judgement.reason), hit) if judgement.is_explained else None)
        texts[actor] = entry
    return _Folded(layer, texts)


def _texts(actor: Actor) -> Iterator[_Text]:
    pairs: list[tuple[HitField, Iterable[str]]] = [
        ("name", [actor.name]),
        ("alias", actor.aliases),
        ("code", [actor.code]),
        ("tag", actor.tags),
        ("note", [actor.note]),
    ]
    for field, texts in pairs:
        for text in texts:
            folded = fold(text)
            if folded:
                yield _Text(folded, Hit(field, text))


def _match(
    terms: tuple[str, ...], own: Iterable[_Text], reasons: _Reasons
) -> tuple[int, tuple[Hit, ...]] | None:
    """The rank of the best place (0: a name begins with a term) and the hits; None when a term is nowhere."""
    missing = set(terms)
    best = _RANK["reason"] + 1
    hits: list[Hit] = []
    for folded, hit in own:
        held = [term for term in terms if term in folded]
        if held:
            missing.difference_update(held)
            begins = hit.field == "name" and any(folded.startswith(term) for term in held)
            best = min(best, 0 if begins else _RANK[hit.field] + 1)
            hits.append(hit)
    if any(term not in reasons.folded for term in missing):
        return None
    for folded, hit in reasons.texts:
        if not missing and len(hits) >= HITS_SHOWN:
            break
        held = [term for term in terms if term in folded]
        if held:
            missing.difference_update(held)
            hits.append(hit)
    return best, tuple(hits[:HITS_SHOWN])
