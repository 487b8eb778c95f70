"""Immutable values: frozen dataclasses with slots whose definition takes a quarter of the time.

`dataclasses` compiles six methods for each of them, one after another, which took a tenth of the start of the
app. Here only the constructor is compiled; the others are the same functions for all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(defined: type[T]) -> type[T]:
    """Make a dataclass as `@dataclass(frozen=True, slots=True)` does, for `replace` and `fields`, too.

    It compares by the fields with `compare` set, as tuples, and has no `__post_init__`. What the class
    defines by itself stays.
    """
    own = vars(defined).keys()
    made: Any = dataclass(init=False, repr=False, eq=False, slots=True)(defined)
    made.__init__ = _constructor(made)
    made.__setattr__, made.__delattr__ = _refuse_to_set, _refuse_to_delete
    compared = [each.name for each in fields(made) if each.compare]
    if compared and "__eq__" not in own:
        # Of a single name `attrgetter` would give no tuple.
        made.__eq__, hashed = _comparison(attrgetter(*compared, compared[0]))
        if "__hash__" not in own:
            made.__hash__ = hashed
    if "__repr__" not in own:
        made.__repr__ = _shown
    made.__reduce__ = _reduced
    checked: type[T] = made
    return checked


def _constructor(made: Any) -> Callable[..., None]:
    """`__init__`, which writes each field to its slot."""
    names: dict[str, object] = {"MISSING": MISSING}
    parameters, body = [], []
    for each in fields(made):
        name = each.name
        names[f"set_{name}"] = getattr(made, name).__set__
        if each.default_factory is not MISSING:
            names[f"make_{name}"] = each.default_factory
            parameters.append(f"{name}=MISSING")
            body.append(f"set_{name}(self, make_{name}() if {name} is MISSING else {name})")
        else:
            names[f"default_{name}"] = each.default
            parameters.append(name if each.default is MISSING else f"{name}=default_{name}")
            body.append(f"set_{name}(self, {name})")
    exec(f"def __init__(self, {', '.join(parameters)}):\n {'; '.join(body) or 'pass'}", names)
    constructor: Any = names["__init__"]
    constructor.__qualname__ = f"{made.__qualname__}.__init__"
    return constructor  # type: ignore[no-any-return]


def _comparison(compared: Callable[[Any], object]) -> tuple[Callable[..., object], Callable[..., int]]:
    """`__eq__` and `__hash__` by what `compared` gives of a value."""

    def is_equal(self: Any, other: object) -> object:
        return compared(self) == compared(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: Any) -> int:
        return hash(compared(self))

    return is_equal, hashed


def _shown(self: Any) -> str:
    parts = (f"{each.name}={getattr(self, each.name)!r}" for each in fields(self) if each.repr)
    return f"{self.__class__.__qualname__}({', '.join(parts)})"


def _reduced(self: Any) -> tuple[object, ...]:
    return self.__class__, tuple(getattr(self, each.name) for each in fields(self))


def _refuse_to_set(_self: object, name: str, _value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_self: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")
