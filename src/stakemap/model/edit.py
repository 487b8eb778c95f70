"""Edits as values: the registered name of a pure function and its arguments, to be stored, sent and compared.

`@edit("move-actors")` registers a function `(StakeMap, …) -> StakeMap`. It can still be called directly;
`move_actors.of(…)` creates the `Edit` that applies it to any map.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections import abc
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property, update_wrapper
from types import MappingProxyType
from typing import (
    Annotated,
    Any,
    ClassVar,
    Concatenate,
    Generic,
    ParamSpec,
    get_args,
    get_origin,
    get_type_hints,
)

from pydantic import BaseModel, GetCoreSchemaHandler, TypeAdapter, ValidationError
from pydantic_core import CoreSchema, core_schema

from stakemap.errors import EditError
from stakemap.i18n import tr
from stakemap.model.document import StakeMap
from stakemap.model.judgements import Judgement
from stakemap.model.records import Record, sentence_of
from stakemap.model.subjects import kind_of

P = ParamSpec("P")

_KINDS: dict[str, EditKind[Any]] = {}

#: Nesting of dicts and lists beyond which an untrusted edit is refused, as in `storage.reading.limits`.
_DEEPEST = 100


@dataclasses.dataclass(frozen=True)
class Edit:
    """A registered edit with its arguments by parameter name: ids, numbers, texts and records.

    Edits with equal name and arguments are equal; like mappings, they have no hash. The arguments are
    copied, nested mappings and lists included, and cannot be changed.
    """

    name: str
    arguments: Mapping[str, Any]
    __hash__: ClassVar[None] = None  # type: ignore[assignment]
    #: A map and the cached result of applying this edit to it.
    known: tuple[StakeMap, StakeMap] | None = dataclasses.field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "arguments", _immutable(self.arguments))

    def with_result(self, document: StakeMap, result: StakeMap) -> Edit:
        """The same edit with a cached result for this map object."""
        return dataclasses.replace(self, known=(document, result))

    def apply(self, document: StakeMap) -> StakeMap:
        """Return the edited map, or the same object when nothing changes. Raises EditError when refused."""
        if self.known is not None and self.known[0] is document:
            return self.known[1]
        return _KINDS[self.name].applied(document, self.arguments)

    def to_plain(self) -> dict[str, Any]:
        """The edit as JSON-compatible values, records without their defaults as in a file."""
        return {
            "edit": self.name,
            "arguments": {key: _to_plain(part) for key, part in self.arguments.items()},
        }

    @classmethod
    def from_plain(cls, tree: object) -> Edit:
        """Rebuild an edit from the values of `to_plain`. Raises EditError for an unknown or malformed edit.

        The values may be untrusted: their effect on a map is validated when the edit is applied.
        """
        if _is_too_deep(tree):
            raise EditError(tr("This is not an edit of a map."))
        return cls._from_plain(tree)

    @classmethod
    def _from_plain(cls, tree: object) -> Edit:
        if not isinstance(tree, dict) or tree.keys() != {"edit", "arguments"}:
            raise EditError(tr("This is not an edit of a map."))
        kind = _KINDS.get(tree["edit"]) if isinstance(tree["edit"], str) else None
        if kind is None or not isinstance(tree["arguments"], dict):
            raise EditError(tr("This edit is of a kind that this version does not know."))
        return cls(kind.name, kind.read(tree["arguments"]))

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls._from_plain)


class EditKind(Generic[P]):
    """A function that edits a map, registered under the name that identifies it in stored and sent edits."""

    def __init__(
        self,
        name: str,
        function: Callable[Concatenate[StakeMap, P], StakeMap],
        fields: type[Record] | None,
        never: Collection[str],
    ) -> None:
        update_wrapper(self, function)
        self.name = name
        self._function: Callable[..., StakeMap] = function
        self._fields, self._never = fields, never
        self._adapters: dict[str, TypeAdapter[Any]] = {}

    def __call__(self, document: StakeMap, /, *args: P.args, **kwargs: P.kwargs) -> StakeMap:
        return self._function(document, *args, **kwargs)

    def of(self, /, *args: P.args, **kwargs: P.kwargs) -> Edit:
        """Create the edit that calls the function with these arguments."""
        bound = self._signature.bind(None, *args, **kwargs).arguments
        _, *named = ((key, value) for key, value in bound.items() if key not in self._keyword_names)
        remaining = (item for key in self._keyword_names for item in bound.get(key, {}).items())
        return Edit(self.name, dict((*named, *remaining)))

    def applied(self, document: StakeMap, arguments: Mapping[str, Any]) -> StakeMap:
        """Call the function on a map with arguments by name."""
        remaining = dict(arguments)
        first = [remaining.pop(key) for key in self._positional if key in remaining]
        return self._function(document, *first, **remaining)

    def read(self, tree: Mapping[str, Any]) -> dict[str, Any]:
        """Validate JSON-compatible arguments. Raises EditError for missing, unexpected or malformed ones."""
        _, *parameters = self._signature.parameters.values()
        needed = {one.name for one in parameters if one.default is one.empty} - self._keyword_names
        adapters = {key: adapter for key in tree if (adapter := self._adapter(key)) is not None}
        if needed - tree.keys() or tree.keys() - adapters.keys():
            raise EditError(tr("The edit “{name}” has other parts than it should.", name=self.name))
        try:
            return {key: adapter.validate_python(tree[key]) for key, adapter in adapters.items()}
        except ValidationError as error:
            problem = sentence_of(error)
            raise EditError(
                tr("The edit “{name}” cannot be read: {problem}", name=self.name, problem=problem)
            ) from error

    @cached_property
    def _signature(self) -> inspect.Signature:
        return inspect.signature(self._function)

    @cached_property
    def _keyword_names(self) -> frozenset[str]:
        """The name of the `**keywords` parameter, if there is one."""
        parameters = self._signature.parameters.values()
        return frozenset(one.name for one in parameters if one.kind is one.VAR_KEYWORD)

    @cached_property
    def _positional(self) -> tuple[str, ...]:
        parameters = list(self._signature.parameters.values())[1:]
        return tuple(one.name for one in parameters if one.kind is one.POSITIONAL_ONLY)

    def _adapter(self, key: str) -> TypeAdapter[Any] | None:
        """The type adapter that validates an argument; None for an unknown name."""
        if key not in self._adapters:
            hints = get_type_hints(self._function, include_extras=True)
            if key in list(self._signature.parameters)[1:] and key not in self._keyword_names:
                hint = hints[key]
                if get_origin(hint) is abc.Iterable:
                    hint = tuple.__class_getitem__((*get_args(hint), ...))
            elif self._fields is not None and key in self._fields.model_fields.keys() - self._never:
                field = self._fields.model_fields[key]
                hint = Annotated[field.annotation, field]
            else:
                return None
            self._adapters[key] = TypeAdapter(hint)
        return self._adapters[key]


def edit(
    name: str, *, fields: type[Record] | None = None, never: Collection[str] = ()
) -> Callable[[Callable[Concatenate[StakeMap, P], StakeMap]], EditKind[P]]:
    """Register a function that edits a map under a name, which is stored and therefore must never change.

    `fields` is the record type whose fields the function takes as keywords, except containers and those in
    `never`.
    """

    def register(function: Callable[Concatenate[StakeMap, P], StakeMap]) -> EditKind[P]:
        assert name not in _KINDS, name
        withheld = {*never, *(fields.containers if fields is not None else ())}
        kind = _KINDS[name] = EditKind(name, function, fields, withheld)
        return kind

    return register


def registered() -> Mapping[str, EditKind[Any]]:
    """All edit kinds by name; those of other packages only after these are imported."""
    return _KINDS.copy()


@edit("compound")
def compound(document: StakeMap, edits: Iterable[Edit]) -> StakeMap:
    """Apply several edits in order, all or none. Raises EditError when one is refused."""
    for each in edits:
        document = each.apply(document)
    return document


def together(edits: Iterable[Edit]) -> Edit:
    """Combine edits into one that applies them in order."""
    parts = tuple(edits)
    return parts[0] if len(parts) == 1 else compound.of(parts)


def _immutable(value: Any) -> Any:
    """An immutable copy of an argument that can be iterated more than once."""
    if isinstance(value, str | BaseModel | Edit | MappingProxyType) or hasattr(value, "_fields"):
        return value
    if isinstance(value, Mapping):
        return MappingProxyType({key: _immutable(part) for key, part in value.items()})
    return tuple(map(_immutable, value)) if isinstance(value, Iterable) else value


def _is_too_deep(tree: object) -> bool:
    level: list[Any] = [[tree]]
    for _ in range(_DEEPEST + 1):
        parts = (value.values() if isinstance(value, dict) else value for value in level)
        level = [part for each in parts for part in each if isinstance(part, dict | list)]
        if not level:
            return False
    return True


def _to_plain(value: Any) -> Any:
    if isinstance(value, Edit):
        return value.to_plain()
    if isinstance(value, Judgement):
        return {kind_of(value): _record_to_plain(value)}
    if isinstance(value, Record):
        return _record_to_plain(value)
    if isinstance(value, BaseModel):
        defaults = type(value).model_fields
        return {name: _to_plain(part) for name, part in value if part != defaults[name].default}
    if isinstance(value, Mapping):
        return {key: _to_plain(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return [_to_plain(part) for part in value]
    if dataclasses.is_dataclass(value):
        return {each.name: _to_plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
    return value


def _record_to_plain(value: Any) -> Any:
    """A record as a dict; nested records are serialised one by one, so that other threads get their turn."""
    if isinstance(value, Mapping):
        return {key: _record_to_plain(part) for key, part in value.items()}
    containers = value.containers
    fields = value.__pydantic_serializer__.to_python(
        value, exclude=set(containers), exclude_defaults=True, warnings=False
    )
    held = {name: _record_to_plain(getattr(value, name)) for name in sorted(containers)}
    return fields | {name: part for name, part in held.items() if part}
