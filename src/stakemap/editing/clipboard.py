"""Serialisation of copied actors for the clipboard; clipboard data is untrusted when read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from pydantic import TypeAdapter, ValidationError

from stakemap.errors import EditError
from stakemap.i18n import tr
from stakemap.model.bundles import Bundle
from stakemap.model.document import Actor, Group, Relation, Source
from stakemap.model.judgements import Stance, Standing, Tie
from stakemap.model.records import Id, Record, sentence_of
from stakemap.wording import numbers

MIME_TYPE = "application/x-stakemap+json"
#: The largest clipboard data that is read, in bytes.
SIZE_LIMIT = 32_000_000
#: The most actors that are read, as many as a table may have rows.
ACTORS_LIMIT = 20_000

_FORMAT = "stakemap-actors"
_VERSION = 1
_ID: TypeAdapter[str] = TypeAdapter(Id)
_KINDS: dict[str, type[Record]] = {
    "actors": Actor,
    "groups": Group,
    "sources": Source,
    "relations": Relation,
    "standings": Standing,
    "ties": Tie,
}


def to_json(bundle: Bundle) -> bytes:
    """Serialise a bundle as UTF-8 JSON of type `MIME_TYPE`."""
    head = Bundle.model_validate({"format": _FORMAT, "version": _VERSION, "origin": bundle.origin})
    parts = {name: getattr(bundle, name) for name in Bundle.containers}
    return head.model_copy(update=parts).model_dump_json(exclude_defaults=True).encode()


def from_json(data: bytes) -> Bundle:
    """Parse and validate a bundle. Raises EditError with the first fault found."""
    if len(data) > SIZE_LIMIT:
        raise EditError(tr("There is too much on the clipboard to paste."))
    try:
        tree = orjson.loads(data)
    except ValueError:
        tree = None
    if not isinstance(tree, dict) or tree.get("format") != _FORMAT:
        raise EditError(tr("There are no Stakemap actors on the clipboard."))
    if tree.get("version") != _VERSION:
        raise EditError(tr("The actors on the clipboard come from a newer version of Stakemap."))
    count = len(_mapping(tree.get("actors", {})))
    if count > ACTORS_LIMIT:
        raise EditError(
            tr(
                "There are {count} actors on the clipboard, and up to {limit} can be pasted at once.",
                count=numbers.figure(count),
                limit=numbers.figure(ACTORS_LIMIT),
            )
        )
    try:
        parts: dict[str, Any] = {name: _records(kind, tree.get(name, {})) for name, kind in _KINDS.items()}
        stances = _mapping(tree.get("stances", {}))
        parts["stances"] = {
            _ID.validate_python(issue): _records(Stance, entries) for issue, entries in stances.items()
        }
        origin = Bundle.model_validate({"origin": tree.get("origin", "")})
    except ValidationError as error:
        message = sentence_of(error)
        raise EditError(tr("The clipboard cannot be pasted: {fault}", fault=message)) from error
    return origin.model_copy(update=parts)


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise EditError(tr("The clipboard cannot be pasted: it does not have the form of actors."))
    return value


def _records(kind: type[Record], value: object) -> dict[str, Any]:
    return {_ID.validate_python(key): kind.model_validate(record) for key, record in _mapping(value).items()}
