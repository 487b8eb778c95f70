"""The base class of all records (frozen, strict, keeping unknown fields), field types and `replace`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
)

from stakemap.errors import EditError
from stakemap.i18n import tr
from stakemap.model.dates import check_day, check_partial_date
from stakemap.model.faults import Place, fault_sentence
from stakemap.model.terms import field_label
from stakemap.text import capital

#: Fields of an estimate; messages name the estimate instead.
_PARTS = {"value", "low", "high"}

NAME_LIMIT = 500
TEXT_LIMIT = 20_000
LIST_LIMIT = 1_000
HEADLINE_LIMIT = 2_000
#: A page key joins up to four ids and a number (see `PageKey`).
PAGE_KEY_LIMIT = 500

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=120)]
#: The page of a deck: kind, issue and snapshot joined by colons ("map:corridor:2025-07"), and a fourth part
#: if the snapshot to compare with was chosen. Issue or snapshot is empty on a page that has none. A fifth
#: part is the number of the page, from 2, where a slide takes several ("evidence:corridor:2025-07::2").
PAGE_KEY = (
    r"[a-z0-9]+(-[a-z0-9]+)*"
    r"((:([a-z0-9]+(-[a-z0-9]+)*)?){2,3}|(:([a-z0-9]+(-[a-z0-9]+)*)?){3}:([2-9]|[1-9][0-9]{1,3}))"
)
PageKey = Annotated[str, StringConstraints(pattern=rf"^{PAGE_KEY}$", max_length=PAGE_KEY_LIMIT)]
Name = Annotated[str, StringConstraints(max_length=NAME_LIMIT)]
HeadlineText = Annotated[str, StringConstraints(max_length=HEADLINE_LIMIT)]
Text = Annotated[str, StringConstraints(max_length=TEXT_LIMIT)]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
PartialDate = Annotated[str, AfterValidator(check_partial_date)]
Day = Annotated[str, AfterValidator(check_day)]


class UnknownFields:
    """The context of a validation, which records whether any record has unknown fields."""

    found = False


def _noted(value: Any, info: ValidationInfo) -> Any:
    if isinstance(info.context, UnknownFields):
        info.context.found = True
    return value


class Record(BaseModel):
    """Base of every record of a map.

    Fields that a map holds and this version does not know are kept in `model_extra` and written back. Frozen
    is shallow: never change a mapping inside a record, make a new one with `replace`.
    """

    model_config = ConfigDict(
        frozen=True, strict=True, extra="allow", allow_inf_nan=False, hide_input_in_errors=True
    )

    __pydantic_extra__: dict[str, Annotated[Any, AfterValidator(_noted)]]

    #: Fields that hold other records by id; `replace` does not validate them.
    containers: ClassVar[frozenset[str]] = frozenset()


R = TypeVar("R", bound=Record)
V = TypeVar("V")


def sentence_of(error: ValidationError) -> str:
    """Describe the first fault of a pydantic error in one sentence for the user.

    It names the field, or list entry, by its label in the forms.
    """
    fault = error.errors(include_url=False)[0]
    place: Place = fault["loc"]
    if not place:
        problem = fault.get("ctx", {}).get("error", fault["msg"])
        return tr("{problem}.", problem=capital(str(problem)))
    name = next((part for part in reversed(place) if isinstance(part, str) and part not in _PARTS), "")
    label = field_label(name)
    if isinstance(place[-1], int):
        label = tr("{field}, entry {number}", field=label, number=str(place[-1] + 1))
    return fault_sentence(fault, place, capital(label))


def replace(record: R, **changes: Any) -> R:
    """A copy of `record` with changed fields validated and all others shared; itself when nothing differs.

    Containers are not validated, since that would copy them: their entries come from `replace` or a
    constructor and are valid already. Raises EditError for an invalid value.
    """
    kind = type(record)
    unknown = changes.keys() - kind.model_fields.keys()
    if unknown:
        raise TypeError(f"{kind.__name__} has no field {', '.join(sorted(unknown))}")
    changes = {name: value for name, value in changes.items() if not _has_value(record, name, value)}
    if not changes:
        return record
    leaves = {name: value for name, value in changes.items() if name not in kind.containers}
    containers = {name: value for name, value in changes.items() if name in kind.containers}
    if leaves:
        kept = {name: getattr(record, name) for name in kind.model_fields if name not in kind.containers}
        try:
            checked = kind.model_validate(kept | leaves)
        except ValidationError as error:
            raise EditError(sentence_of(error)) from error
        leaves = {name: getattr(checked, name) for name in leaves}
    return record.model_copy(update=leaves | containers)


def _has_value(record: Record, name: str, value: object) -> bool:
    current = getattr(record, name)
    if current is value:
        return True
    return name not in record.containers and type(current) is type(value) and bool(current == value)


def merged(records: dict[str, V], changes: Mapping[str, V | None]) -> dict[str, V]:
    """A copy with entries set, or removed where given as None; the same dict when nothing differs."""
    differing = {key: value for key, value in changes.items() if records.get(key) is not value}
    if not differing:
        return records
    result = records.copy()
    for key, value in differing.items():
        if value is None:
            del result[key]
        else:
            result[key] = value
    return result


def without(records: dict[str, V], keys: Iterable[str]) -> dict[str, V]:
    """A copy without some keys; the same dict when it has none of them."""
    removed = {key for key in keys if key in records}
    return {key: value for key, value in records.items() if key not in removed} if removed else records


def listed(**constraints: Any) -> Any:
    """A tuple field that accepts a JSON list, empty by default.

    Only the first invalid entry is reported: a hostile list could hold a million.
    """
    return Field(default=(), strict=False, max_length=LIST_LIMIT, fail_fast=True, **constraints)
