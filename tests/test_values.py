"""Frozen values: that they are what `dataclasses` would make of the same class."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stakemap.values import frozen


@frozen
class Value:
    """A value with all that fields can have."""

    name: str
    amount: float
    tags: list[str] = field(default_factory=list)
    note: str = field(default="", compare=False)
    hidden: int = field(default=0, repr=False)

    @property
    def doubled(self) -> float:
        """What a method finds of the fields."""
        return 2 * self.amount


@dataclass(frozen=True, slots=True)
class Twin:
    """The same as the standard library makes it."""

    name: str
    amount: float
    tags: list[str] = field(default_factory=list)
    note: str = field(default="", compare=False)
    hidden: int = field(default=0, repr=False)


@frozen
class Wider(Value):
    """A value with a field more."""

    more: int = 7


@frozen
class Key:
    """A value of a single field."""

    part: float


_ARGUMENTS = st.tuples(
    st.sampled_from("ab"),
    st.sampled_from([1.0, 2.0]),
    st.lists(st.just("t"), max_size=1),
    st.sampled_from("xy"),
)


@given(_ARGUMENTS, _ARGUMENTS)
def test_equality_and_representation_are_those_of_a_dataclass(
    first: tuple[str, float, list[str], str], second: tuple[str, float, list[str], str]
) -> None:
    assert (Value(*first) == Value(*second)) is (Twin(*first) == Twin(*second))
    assert repr(Value(*first)) == repr(Twin(*first)).replace("Twin", "Value")
    changed = replace(Value(*first), name="c", hidden=3)
    assert changed == Value("c", *first[1:], hidden=3)
    assert pickle.loads(pickle.dumps(changed)) == changed


def test_values_cannot_be_changed() -> None:
    made = Value("a", amount=1.5)
    with pytest.raises(FrozenInstanceError, match="name"):
        made.name = "b"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError, match="name"):
        del made.name
    with pytest.raises((AttributeError, TypeError)):
        made.other = 1  # type: ignore[attr-defined]
    assert made.doubled == 3.0


def test_each_value_gets_a_default_of_its_own() -> None:
    first, second = Value("a", 1.0), Value("a", 1.0)
    assert first.tags == []
    assert first.tags is not second.tags


def test_a_value_of_a_single_field_compares_as_a_tuple_does() -> None:
    nan = float("nan")
    assert Key(nan) == Key(nan)
    assert Key(1.0) != 1.0
    assert len({Key(1.0), Key(1.0), Key(2.0)}) == 2
    assert hash(Key(1.0)) == hash(Key(1.0))


def test_a_subclass_has_the_fields_of_its_base_first() -> None:
    assert [each.name for each in fields(Wider)] == ["name", "amount", "tags", "note", "hidden", "more"]
    assert Wider("a", 1.0).more == 7
    assert Wider("a", 1.0) != Value("a", 1.0)


def test_an_argument_that_is_missing_or_unknown_is_refused() -> None:
    with pytest.raises(TypeError, match="amount"):
        Value("a")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="other"):
        Value("a", 1.0, other=2)  # type: ignore[call-arg]
