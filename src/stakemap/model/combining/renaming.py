"""A map with other ids of its records, in all references to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from stakemap.model.citing import rewrite_judgement
from stakemap.model.document import Snapshot, StakeMap
from stakemap.model.headlines import page_key, parts_of
from stakemap.model.judgements import Citation, Judgement
from stakemap.model.places import path_of, place_at
from stakemap.model.records import Record
from stakemap.model.subjects import Place

R = TypeVar("R", bound=Record)

#: By container, the ids that records get.
Renames = Mapping[str, Mapping[str, str]]


def renamed(document: StakeMap, renames: Renames) -> StakeMap:
    """The map whose records have the ids that `renames` gives them, by container; others keep theirs."""
    differing = {
        container: {old: new for old, new in ids.items() if old != new} for container, ids in renames.items()
    }
    return _Renaming(differing).document(document) if any(differing.values()) else document


def renamed_records(records: Mapping[str, R], renames: Renames) -> dict[str, R]:
    """Records, under the keys they have, that refer to others by other ids."""
    renaming = _Renaming(renames)
    return {key: renaming.record(each) for key, each in records.items()}


class _Renaming:
    def __init__(self, renames: Renames) -> None:
        self._renames = renames

    def _id(self, container: str, key: str | None) -> Any:
        return None if key is None else self._renames.get(container, {}).get(key, key)

    def document(self, document: StakeMap) -> StakeMap:
        """The map with other ids."""
        changes: dict[str, Any] = {
            name: {
                self._id(name, key): self.record(record) for key, record in getattr(document, name).items()
            }
            for name in StakeMap.containers - {"headlines", "outcomes"}
        }
        changes["headlines"] = {self._page(key): each for key, each in document.headlines.items()}
        changes["outcomes"] = {
            self._id("snapshots", key): self.record(each) for key, each in document.outcomes.items()
        }
        return document.model_copy(update=changes)

    def _page(self, key: str) -> str:
        parts = parts_of(key)
        return page_key(
            parts._replace(
                issue=self._id("issues", parts.issue),
                snapshot=self._id("snapshots", parts.snapshot),
                against=self._id("snapshots", parts.against),
            )
        )

    def _path(self, path: str) -> str:
        place = place_at(path)
        key, subject = self._id(place.container, place.id), place.subject
        if place.container == "headlines":
            key = self._page(place.id)
        if subject is not None:
            judged = "relations" if subject.kind == "tie" else "actors"
            subject = subject._replace(
                id=self._id(judged, subject.id), issue=self._id("issues", subject.issue)
            )
        return path_of(Place(place.container, key, subject))

    def record(self, record: R) -> R:
        """The record, which refers to others by other ids."""
        if isinstance(record, Snapshot):
            return cast("R", self._snapshot(record))
        changes: dict[str, Any] = {}
        for name in type(record).model_fields:
            value = getattr(record, name)
            if value:
                changes[name] = self._field(name, value)
        changes = {name: value for name, value in changes.items() if value != getattr(record, name)}
        return record.model_copy(update=changes) if changes else record

    def _field(self, name: str, value: Any) -> Any:
        """The value of a field of a record other than a snapshot or a judgement."""
        container = _FIELDS.get(name)
        if container is not None and isinstance(value, str):
            return self._id(container, value)
        if name == "place":
            return self._path(value)
        if name == "places":
            return tuple(map(self._path, value))
        if name == "digests":
            return {self._path(path): digest for path, digest in value.items()}
        if name == "judgements":
            return tuple(map(self.record, value))
        if name == "citations":
            return tuple(self._citation(each) for each in value)
        return self._judgement(value) if isinstance(value, Judgement) else value

    def _citation(self, citation: Citation) -> Citation:
        source = self._id("sources", citation.source)
        same = source == citation.source
        return citation if same else citation.model_copy(update={"source": source})

    def _judgement(self, judgement: Judgement) -> Judgement:
        return rewrite_judgement(
            judgement,
            source=lambda key: self._id("sources", key),
            issue=lambda key: self._id("issues", key),
        )

    def _snapshot(self, snapshot: Snapshot) -> Snapshot:
        return snapshot.model_copy(
            update={
                "based_on": self._id("snapshots", snapshot.based_on),
                "standings": self._layer("actors", snapshot.standings),
                "stances": {
                    self._id("issues", issue): self._layer("actors", stances)
                    for issue, stances in snapshot.stances.items()
                },
                "ties": self._layer("relations", snapshot.ties),
            }
        )

    def _layer(self, container: str, layer: Mapping[str, Judgement]) -> dict[str, Judgement]:
        return {self._id(container, key): self._judgement(judgement) for key, judgement in layer.items()}


#: The containers of what fields with an id mean.
_FIELDS = {
    "group": "groups",
    "part_of": "actors",
    "source": "actors",
    "target": "actors",
    "snapshot": "snapshots",
    "actor": "actors",
    "issue": "issues",
}
