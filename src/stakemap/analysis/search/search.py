"""Full-text search of actors: names, aliases, codes, tags, notes and the reasons of their judgements.

Texts and queries are folded. Folded texts are cached as long as the map holds the same record object, since
folding all of them for each search would be slow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Generic, Literal, NamedTuple, TypeVar

from stakemap.model.document import Actor, StakeMap
from stakemap.model.judgements import Judgement
from stakemap.model.order import sort_key
from stakemap.text import fold
from stakemap.values import frozen

HitField = Literal["name", "alias", "code", "tag", "note", "reason"]
#: Searched fields, in descending rank.
FIELDS: tuple[HitField, ...] = ("name", "alias", "code", "tag", "note", "reason")
_RANK = {field: rank for rank, field in enumerate(FIELDS)}
#: Most hits listed for one actor; whether it matches does not depend on it.
HITS_SHOWN = 5

J = TypeVar("J", bound=Judgement)


class Hit(NamedTuple):
    """A text of an actor that contains a term. Reasons have a snapshot, and an issue unless of influence."""

    field: HitField
    text: str
    snapshot: str | None = None
    issue: str | None = None


@frozen
class Match:
    """An actor whose texts contain every term of the query, and the hits by descending rank."""

    actor: str
    hits: tuple[Hit, ...]


class _Text(NamedTuple):
    folded: str
    hit: Hit


class _Reasons(NamedTuple):
    """All reasons of one actor, and their folded texts joined, to rule out terms quickly."""

    folded: str
    texts: Sequence[_Text]


_NO_REASONS = _Reasons("", ())


class _IndexedActor(NamedTuple):
    """An indexed actor: its record, its folded texts and its sort key."""

    record: Actor
    texts: tuple[_Text, ...]
    sort_by: str


class _Folded(NamedTuple, Generic[J]):
    """The folded reasons of one mapping of judgements, and the mapping they are from."""

    source: Mapping[str, J]
    texts: Mapping[str, tuple[J, _Text | None]]


def terms_of(query: str) -> tuple[str, ...]:
    """The folded words of a query, all of which have to be found."""
    return tuple(dict.fromkeys(fold(query).split()))


class SearchIndex:
    """Index of the folded texts of a map, updated by each search.

    Not thread-safe. A search over 500 actors, ten snapshots and three issues takes a few milliseconds; the
    first one also folds all texts.
    """

    def __init__(self) -> None:
        self._actors: dict[str, _IndexedActor] = {}
        self._reasons: dict[tuple[str, str | None], _Folded[Judgement]] = {}
        self._document: StakeMap | None = None
        self._by_actor: dict[str, _Reasons] = {}

    def search(self, document: StakeMap, query: str) -> tuple[Match, ...]:
        """The actors that match `query`, by the rank of the best hit, then by name.

        Names that begin with a term precede those that merely contain it. Reasons are those of all
        snapshots; replaced judgements are not searched. A query without any word finds nothing.
        """
        terms = terms_of(query)
        if not terms:
            return ()
        self.refresh(document)
        found: list[tuple[tuple[int, str, str], Match]] = []
        for actor, known in self._actors.items():
            match = _match(terms, known.texts, self._by_actor.get(actor, _NO_REASONS))
            if match is not None:
                rank, hits = match
                found.append(((rank, known.sort_by, actor), Match(actor, hits)))
        found.sort(key=lambda entry: entry[0])
        return tuple(match for _, match in found)

    def refresh(self, document: StakeMap) -> None:
        """Update the index; `search` does so itself, but this allows to do it in idle time."""
        if document is self._document:
            return
        known = self._actors
        self._actors = {
            key: entry
            if (entry := known.get(key)) is not None and entry.record is actor
            else _IndexedActor(actor, tuple(_texts(actor)), sort_key(actor.name))
            for key, actor in document.actors.items()
        }
        reasons: dict[tuple[str, str | None], _Folded[Judgement]] = {}
        for snapshot_id, snapshot in document.snapshots.items():
            for kind, issue, layer in snapshot.layers():
                if kind != "tie":
                    key = (snapshot_id, issue)
                    reasons[key] = _folded(self._reasons.get(key), layer, snapshot_id, issue)
        self._reasons = reasons
        by_actor: dict[str, list[_Text]] = {}
        for folded in reasons.values():
            for actor, (_, text) in folded.texts.items():
                if text is not None:
                    by_actor.setdefault(actor, []).append(text)
        self._by_actor = {
            actor: _Reasons("\n".join(text.folded for text in texts), texts)
            for actor, texts in by_actor.items()
        }
        self._document = document


def _folded(
    known: _Folded[Judgement] | None, layer: Mapping[str, Judgement], snapshot: str, issue: str | None
) -> _Folded[Judgement]:
    """The folded reasons of a mapping of judgements, reusing those of unchanged records."""
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
    """The best rank (0: a name begins with a term) and the hits; None if a term is not found."""
    missing = set(terms)
    best = _RANK["reason"] + 1
    hits: list[Hit] = []
    for folded, hit in own:
        contained = [term for term in terms if term in folded]
        if contained:
            missing.difference_update(contained)
            begins = hit.field == "name" and any(folded.startswith(term) for term in contained)
            best = min(best, 0 if begins else _RANK[hit.field] + 1)
            hits.append(hit)
    if any(term not in reasons.folded for term in missing):
        return None
    for folded, hit in reasons.texts:
        if not missing and len(hits) >= HITS_SHOWN:
            break
        contained = [term for term in terms if term in folded]
        if contained:
            missing.difference_update(contained)
            hits.append(hit)
    return best, tuple(hits[:HITS_SHOWN])
