"""Subjects of judgements: the keys by which judgements are made, looked up and compared."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import PlainValidator

from stakemap.model.judgements import Judgement, Stance, Standing, Tie

SubjectKind = Literal["standing", "stance", "tie"]

_RECORDS: Mapping[SubjectKind, type[Judgement]] = MappingProxyType(
    {"standing": Standing, "stance": Stance, "tie": Tie}
)
_KINDS: Mapping[type[Judgement], SubjectKind] = {record: kind for kind, record in _RECORDS.items()}


class Subject(NamedTuple):
    """The subject of a judgement: an actor's standing, its stance on an issue, or the tie of a relation."""

    kind: SubjectKind
    id: str
    issue: str | None = None

    @classmethod
    def standing(cls, actor: str) -> Subject:
        """The influence of an actor."""
        return cls("standing", actor)

    @classmethod
    def stance(cls, issue: str, actor: str) -> Subject:
        """The alignment of an actor on an issue."""
        return cls("stance", actor, issue)

    @classmethod
    def tie(cls, relation: str) -> Subject:
        """The strength of a relation."""
        return cls("tie", relation)

    @property
    def record(self) -> type[Judgement]:
        """The record type of its judgements: `Standing`, `Stance` or `Tie`."""
        return _RECORDS[self.kind]

    @property
    def actor(self) -> str | None:
        """The actor that is judged; None where it is a relation."""
        return None if self.kind == "tie" else self.id


class Place(NamedTuple):
    """The address of a record: the map itself for no `container`, a snapshot's judgement with `subject`."""

    container: str
    id: str = ""
    subject: Subject | None = None


class Layer(NamedTuple):
    """The judgements of one kind in a snapshot, those on one issue for stances, by actor or relation."""

    kind: SubjectKind
    issue: str | None
    judgements: Mapping[str, Judgement]

    @property
    def place(self) -> tuple[str, ...]:
        """The path of keys that leads to the layer within its snapshot in a file."""
        return (f"{self.kind}s",) if self.issue is None else (f"{self.kind}s", self.issue)


def kind_of(judgement: Judgement) -> SubjectKind:
    """The kind of subject that a judgement fits."""
    return _KINDS[type(judgement)]


def _read(value: Any) -> Judgement:
    if isinstance(value, Judgement):
        return value
    if isinstance(value, dict) and len(value) == 1:
        ((kind, fields),) = value.items()
        if kind in _RECORDS:
            return _RECORDS[kind].model_validate(fields)
    raise ValueError("not a judgement under the name of its kind")


#: A judgement of any kind. In JSON it is wrapped in an object whose only key is its kind.
AnyJudgement = Annotated[Judgement, PlainValidator(_read)]
